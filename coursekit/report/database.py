"""The events of a class in DuckDB: what each log holds, line for line, with the learner's part of the course."""

from __future__ import annotations

import importlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.errors import ArgumentError, FolderError
from coursekit.report.course import Item
from coursekit.report.intake import Piece, Spoilt, careful, pieces, quick
from coursekit.report.sources import Log, Skipped, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["HOW_TO_GET_IT", "SHIFT", "fill", "in_words", "open_database"]

HOW_TO_GET_IT = (
    "the class report needs DuckDB; get it with: scripts/env class, "
    "or in an environment of your own with: python -m pip install duckdb"
)
SHIFT = 24  # the number of a piece is that of its source, shifted, plus its place in that source
_MEMORY = "1GB"
_BUNDLE = 64 << 20  # bytes handed over at once

_TABLES = """
CREATE TYPE kind AS ENUM ('answer', 'attempt', 'hint', 'solution', 'reset', 'opened');
CREATE TABLE items (item SMALLINT, family VARCHAR, chapter VARCHAR, id VARCHAR, marked BOOLEAN, points DOUBLE);
CREATE TABLE thoughts (item SMALLINT, chapter VARCHAR, thought VARCHAR);
CREATE TABLE events (piece BIGINT, kind kind, item SMALLINT, outcome VARCHAR, misconception VARCHAR,
                     answer VARCHAR, message VARCHAR, uid UBIGINT, moment BIGINT);
"""
# A hint for an exercise has a step, one for a question has none. Of a line that DuckDB refuses all is NULL.
_READ = """
INSERT INTO events
SELECT piece, try_cast(kind AS kind) AS sort, item, coalesce(outcome, ''), misconception,
       CASE WHEN sort = 'answer' THEN answer END, CASE WHEN sort = 'attempt' THEN left(message, 2000) END,
       hash(uid), epoch_us(try_cast(time AS TIMESTAMPTZ)) AS moment
FROM (SELECT {key} AS piece, unnest(line)
      FROM read_ndjson($file, ignore_errors = true, maximum_object_size = 2097152, columns = {{
          {key}: 'BIGINT',
          line: 'STRUCT(v BIGINT, kind VARCHAR, chapter VARCHAR, id VARCHAR, answer JSON, outcome VARCHAR,
                        misconception VARCHAR, message VARCHAR, step BIGINT, uid VARCHAR, "time" VARCHAR)'
      }})) AS lines
LEFT JOIN items ON items.chapter = lines.chapter AND items.id = lines.id
     AND family = CASE WHEN kind = 'answer' OR (kind = 'hint' AND step IS NULL)
                       THEN 'question' ELSE 'exercise' END
WHERE v = 1 AND sort IS NOT NULL AND lines.chapter <> '' AND uid <> ''
  AND time LIKE '____-__-__T__:__:__%Z' AND moment >= -62135596800000000
"""


def open_database(
    folder: Path, asked: Sequence[Item], *, load: Callable[[str], Any] = importlib.import_module
) -> DuckDBPyConnection:
    """An empty database in memory that knows the course; what does not fit into memory goes to `folder`.

    Raises:
        ArgumentError: DuckDB is not installed.
    """
    try:
        duckdb = load("duckdb")
    except ImportError as problem:
        raise ArgumentError(HOW_TO_GET_IT) from problem
    settings = {
        "memory_limit": _MEMORY,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": "false",  # nothing is fetched from anywhere
    }
    database: DuckDBPyConnection = duckdb.connect(config=settings)
    database.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false;")
    database.execute(_TABLES)
    rows = [
        (number, each.family, each.chapter.slug, each.id, each.marked, each.points)
        for number, each in enumerate(asked)
    ]
    thoughts = [
        (number, each.chapter.slug, one) for number, each in enumerate(asked) for one in each.thoughts
    ]
    for table, lines in (("items", rows), ("thoughts", thoughts)):
        if lines:  # all in one statement: a thousand of them would take longer than reading a small class
            columns = [list(column) for column in zip(*lines, strict=True)]
            values = ", ".join(f"unnest(${k})" for k in range(1, len(columns) + 1))
            database.execute(f"INSERT INTO {table} SELECT {values}", columns)
    return database


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """A sentence for what can stop DuckDB: a full disk, too little memory.

    Raises:
        FolderError: something did.
    """
    failures = (OSError, importlib.import_module("duckdb").Error)
    try:
        yield
    except failures as problem:
        reason = (getattr(problem, "strerror", None) or str(problem)).splitlines()[0]
        raise FolderError(
            f"the report could not be finished ({reason}); "
            f"free space in {folder.parent}, or name a larger place in TMPDIR"
        ) from problem


def fill(database: DuckDBPyConnection, sources: Sequence[Source], folder: Path) -> list[Skipped]:
    """Read every log of every source; what could not be read is returned."""
    # DuckDB cannot know how many lines a file holds, takes them for few, and would keep them all in a hash table.
    database.execute("SET disabled_optimizers = 'build_side_probe_side'")
    intake = _Intake(database, folder / "bundle.jsonl")
    for number, source in enumerate(sources):
        place = number << SHIFT
        for log in source.logs(intake.skipped):
            place = intake.read(place, log)
    intake.hand_over()
    database.execute("RESET disabled_optimizers")
    return intake.named()


class _Intake:
    """Gathers pieces in a file until they are worth handing over."""

    def __init__(self, database: DuckDBPyConnection, file: Path) -> None:
        self.skipped: list[Skipped] = []
        self._database, self._file = database, file
        # A key that no line can hold by accident or on purpose.
        self._key = f"piece_{secrets.token_hex(4)}"
        self._waiting: dict[int, tuple[str, Piece, int]] = {}
        self._lines: list[bytes] = []
        self._size = 0
        self._spoilt: dict[str, list[Spoilt]] = {}

    def read(self, number: int, log: Log) -> int:
        """Take a log, its first piece with this number; returns the number after the last."""
        try:
            for piece in pieces(log.read):
                if isinstance(piece, Spoilt):
                    self._spoilt.setdefault(log.place, []).append(piece)
                else:
                    self._take(number, log.place, piece)
                    number += 1
        except FolderError as problem:
            self.skipped.append(Skipped(log.place, str(problem)))
        return number

    def _take(self, number: int, place: str, piece: Piece) -> None:
        written = quick(piece, self._mark(number))
        if written is None:
            self._take_carefully(number, place, piece)
            return
        lines, count = written
        self._waiting[number] = place, piece, count
        self._put(lines)

    def named(self) -> list[Skipped]:
        """All that was left out, a line a file."""
        found = list(self.skipped)
        for place, spoilt in self._spoilt.items():
            first = min(spoilt, key=lambda each: each.line)
            count = f"{len(spoilt):,} lines are left out, the first of them " if len(spoilt) > 1 else ""
            found.append(Skipped(place, f"{count}line {first.line}: {first.reason}"))
        return found

    def hand_over(self) -> None:
        """Let DuckDB read what was gathered; a piece of which it refuses a line is read again with care."""
        waiting, self._waiting = self._waiting, {}
        self._read()
        refused = self._refused(waiting)
        if refused:
            self._database.execute("DELETE FROM events WHERE piece IN (SELECT unnest($1))", [refused])
            for number in refused:
                self._take_carefully(number, *waiting[number][:2])
            self._read()

    def _refused(self, waiting: dict[int, tuple[str, Piece, int]]) -> list[int]:
        if not waiting:
            return []
        count = "SELECT piece, count(*) FROM events WHERE piece BETWEEN $1 AND $2 GROUP BY piece"
        found = dict(self._database.execute(count, [min(waiting), max(waiting)]).fetchall())
        return [number for number, (_, _, lines) in waiting.items() if found.get(number, 0) != lines]

    def _take_carefully(self, number: int, place: str, piece: Piece) -> None:
        lines, _, spoilt = careful(piece, self._mark(number))
        if spoilt:
            self._spoilt.setdefault(place, []).extend(spoilt)
        self._put(lines)

    def _put(self, lines: bytes) -> None:
        self._lines.append(lines)
        self._size += len(lines)
        if self._size > _BUNDLE and self._waiting:
            self.hand_over()

    def _read(self) -> None:
        if any(self._lines):
            with self._file.open("wb") as stream:
                stream.writelines(self._lines)
            self._database.execute(_READ.format(key=self._key), {"file": str(self._file)})
            self._file.unlink()
        self._lines, self._size = [], 0

    def _mark(self, number: int) -> bytes:
        return b'{"%s":%d,"line":' % (self._key.encode(), number)
