"""The events of a class, loaded into DuckDB."""

from __future__ import annotations

import importlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.errors import ArgumentError, FolderError
from coursekit.report.items import Item, mark
from coursekit.report.log_parser import BadLine, Chunk, LineOrder, chunks, mark_lines, parse_lines
from coursekit.report.sources import Skipped, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HOW_TO_GET_IT = (
    "the class report needs DuckDB; get it with: scripts/env class, "
    "or in an environment of your own with: python -m pip install duckdb"
)
SHIFT = 24  # the number of a chunk is that of its source, shifted, plus its place in that source
LONGEST = 1000  # letters of an answer that is looked at; an answer that the course marks is shorter
_MEMORY = "1GB"
_BATCH = 64 << 20  # bytes loaded at once

_TABLES = """
CREATE TYPE kind AS ENUM ('answer', 'attempt', 'hint', 'solution', 'reset', 'opened');
CREATE TABLE items (item SMALLINT, family VARCHAR, chapter VARCHAR, marked BOOLEAN, points DOUBLE, fingerprint VARCHAR);
CREATE TABLE names (item SMALLINT, family VARCHAR, chapter VARCHAR, id VARCHAR, fingerprint VARCHAR);
CREATE TABLE misconceptions (item SMALLINT, chapter VARCHAR, misconception VARCHAR);
CREATE TABLE events (chunk BIGINT, kind kind, item SMALLINT, outcome VARCHAR, answer VARCHAR, message VARCHAR,
                     uid UBIGINT, moment BIGINT, seen BIGINT, elsewhere BOOLEAN, unknown VARCHAR, again BOOLEAN, own BOOLEAN);
"""
# A hint for an exercise has a step, one for a question has none. Where DuckDB refuses a line, all fields are NULL.
_READ = """
INSERT INTO events
SELECT chunk, try_cast(kind AS kind) AS sort, item, coalesce(outcome, ''),
       CASE WHEN sort = 'answer' THEN coalesce(answer, 'null') END,
       CASE WHEN sort = 'attempt' THEN left(message, 2000) END,
       hash(uid), epoch_us(try_cast(time AS TIMESTAMPTZ)) AS moment,
       coalesce(epoch_us(try_cast(clock AS TIMESTAMPTZ)), moment), coalesce(asked <> fingerprint, false),
       CASE WHEN item IS NULL AND sort IN ('answer', 'attempt') THEN lines.chapter || '.' || lines.id END,
       coalesce(sort = 'answer' AND seed LIKE '% (again: in %)', false), true
FROM (SELECT {key} AS chunk, unnest(line)
      FROM read_ndjson($file, ignore_errors = true, maximum_object_size = 2097152, columns = {{
          {key}: 'BIGINT',
          line: 'STRUCT(v BIGINT, kind VARCHAR, chapter VARCHAR, id VARCHAR, answer JSON, outcome VARCHAR,
                        message VARCHAR, seed VARCHAR, step BIGINT, uid VARCHAR, "time" VARCHAR, clock VARCHAR, asked VARCHAR)'
      }})) AS lines
LEFT JOIN names ON names.chapter = lines.chapter AND names.id = lines.id
     AND family = CASE WHEN kind = 'answer' OR (kind = 'hint' AND step IS NULL)
                       THEN 'question' ELSE 'exercise' END
WHERE v = 1 AND sort IS NOT NULL AND lines.chapter <> '' AND uid <> ''
  AND time LIKE '____-__-__T__:__:__%Z' AND moment >= -62135596800000000
"""


def open_database(
    folder: Path, items: Sequence[Item], *, load: Callable[[str], Any] = importlib.import_module
) -> DuckDBPyConnection:
    """Open a database in memory that holds the items of the course; what does not fit into memory goes to `folder`.

    Raises:
        ArgumentError: DuckDB is not installed.
    """
    try:
        duckdb = load("duckdb")
    except ImportError as problem:
        raise ArgumentError(_HOW_TO_GET_IT) from problem
    settings = {
        "memory_limit": _MEMORY,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": "false",  # nothing is fetched from anywhere
    }
    database: DuckDBPyConnection = duckdb.connect(config=settings)
    database.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false;")
    database.execute(_TABLES)
    numbered = list(enumerate(items))
    _insert(
        database,
        "items",
        [(k, one.family, one.chapter.slug, one.marked, one.points, one.fingerprint) for k, one in numbered],
    )
    names = [
        (k, one.family, one.chapter.slug, name, one.fingerprint) for k, one in numbered for name in one.ids
    ]
    _insert(database, "names", names)
    _insert(
        database,
        "misconceptions",
        [(k, one.chapter.slug, m) for k, one in numbered for m in one.misconceptions],
    )
    return database


def _insert(database: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, all in one statement: a thousand of them would take longer than reading a small class."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        values = ", ".join(f"unnest(${k})" for k in range(1, len(columns) + 1))
        database.execute(f"INSERT INTO {table} SELECT {values}", columns)


def mark_again(database: DuckDBPyConnection, items: Sequence[Item]) -> None:
    """Mark every different answer by the bank of today, whatever the log says came of it.

    Makes the table `marks`: item and answer, the outcome ("other" where the question knows no such answer), and
    the misconception. An answer from memory is noted if there is one.
    """
    database.execute(
        "CREATE TABLE marks (item SMALLINT, answer VARCHAR, outcome VARCHAR, misconception VARCHAR)"
    )
    given = database.execute(
        f"SELECT DISTINCT item, answer FROM events WHERE kind = 'answer' AND item IS NOT NULL AND length(answer) <= {LONGEST}"
    ).fetchall()
    rows = []
    for item, answer in given:
        verdict = mark(items[item], answer)
        rows.append(
            (
                item,
                answer,
                verdict.outcome if verdict else "other",
                verdict.misconception if verdict else None,
            )
        )
    _insert(database, "marks", rows)


@contextmanager
def database_errors(folder: Path) -> Iterator[None]:
    """Turn what can stop DuckDB (a full disk, too little memory) into a sentence.

    Raises:
        FolderError: something of that kind happened.
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


def load_events(
    database: DuckDBPyConnection, sources: Sequence[Source], folder: Path
) -> tuple[list[Skipped], dict[int, list[str]]]:
    """Load the log files of all sources; return what could not be read, and notes on sources by their number."""
    # DuckDB cannot know how many lines a file holds, takes them for few, and would keep them all in a hash table.
    database.execute("SET disabled_optimizers = 'build_side_probe_side'")
    loader = _Loader(database, folder / "batch.jsonl")
    for number, source in enumerate(sources):
        loader.add(number, source)
    loader.flush()
    database.execute("RESET disabled_optimizers")
    return loader.skipped, loader.notes


class _Loader:
    """Gathers marked lines in a file, and lets DuckDB read them when they are worth it."""

    def __init__(self, database: DuckDBPyConnection, file: Path) -> None:
        self._skipped: list[Skipped] = []
        self._database, self._file = database, file
        # A key that no line can hold by accident or on purpose.
        self._key = f"chunk_{secrets.token_hex(4)}"
        self._unconfirmed: dict[int, tuple[str, Chunk, int]] = {}  # chunk number → place, chunk, its lines
        self._lines: list[bytes] = []
        self._size = 0
        self._bad: dict[str, list[BadLine]] = {}
        self._source_of: dict[str, int] = {}  # place → number of its source
        self._unordered: dict[int, list[str]] = {}

    def add(self, number: int, source: Source) -> None:
        """Add the log files of a source, which has this number."""
        chunk_number = number << SHIFT
        unread: list[Skipped] = []
        for log_file in source.log_files(unread):
            self._source_of[log_file.place] = number
            order = LineOrder()
            try:
                for chunk in chunks(log_file.read):
                    if isinstance(chunk, BadLine):
                        self._bad.setdefault(log_file.place, []).append(chunk)
                        continue
                    order.add(chunk)
                    self._add_chunk(chunk_number, log_file.place, chunk)
                    chunk_number += 1
            except FolderError as problem:
                unread.append(Skipped(log_file.place, str(problem)))
            if order.broken:
                self._unordered.setdefault(number, []).append(log_file.place)
        self._source_of |= {each.place: number for each in unread}
        self._skipped += unread

    @property
    def skipped(self) -> list[Skipped]:
        """Return the files that were left out, one entry for each."""
        found = list(self._skipped)
        for place, bad in self._bad.items():
            first = min(bad, key=lambda each: each.number)
            count = f"{len(bad):,} lines are left out, the first of them " if len(bad) > 1 else ""
            found.append(Skipped(place, f"{count}line {first.number}: {first.reason}"))
        return found

    @property
    def notes(self) -> dict[int, list[str]]:
        """Return the notes on a source's logs, by its number."""
        found: dict[int, list[str]] = defaultdict(list)
        for each in self.skipped:
            found[self._source_of[each.place]].append(f"damaged: {Path(each.place).name}: {each.reason}")
        for number, places in self._unordered.items():
            names = ", ".join(Path(place).name for place in places[:3])
            found[number].append(f"lines out of order, as the course never writes them, in {names}")
        return found

    def flush(self) -> None:
        """Load what was gathered; a chunk of which DuckDB refuses a line is parsed again line by line."""
        unconfirmed, self._unconfirmed = self._unconfirmed, {}
        self._load()
        refused = self._refused(unconfirmed)
        if refused:
            self._database.execute("DELETE FROM events WHERE chunk IN (SELECT unnest($1))", [refused])
            for number in refused:
                place, chunk, _ = unconfirmed[number]
                self._parse(number, place, chunk)
            self._load()

    def _add_chunk(self, number: int, place: str, chunk: Chunk) -> None:
        marked = mark_lines(chunk, self._mark(number))
        if marked is None:
            self._parse(number, place, chunk)
        else:
            lines, count = marked
            self._unconfirmed[number] = place, chunk, count
            self._gather(lines)

    def _refused(self, unconfirmed: dict[int, tuple[str, Chunk, int]]) -> list[int]:
        """Find the chunks that gave fewer events than they have lines."""
        if not unconfirmed:
            return []
        count = "SELECT chunk, count(*) FROM events WHERE chunk BETWEEN $1 AND $2 GROUP BY chunk"
        found = dict(self._database.execute(count, [min(unconfirmed), max(unconfirmed)]).fetchall())
        return [number for number, (_, _, lines) in unconfirmed.items() if found.get(number, 0) != lines]

    def _parse(self, number: int, place: str, chunk: Chunk) -> None:
        lines, bad = parse_lines(chunk, self._mark(number))
        if bad:
            self._bad.setdefault(place, []).extend(bad)
        self._gather(lines)

    def _gather(self, lines: bytes) -> None:
        self._lines.append(lines)
        self._size += len(lines)
        if self._size > _BATCH and self._unconfirmed:
            self.flush()

    def _load(self) -> None:
        if any(self._lines):
            with self._file.open("wb") as stream:
                stream.writelines(self._lines)
            self._database.execute(_READ.format(key=self._key), {"file": str(self._file)})
            self._file.unlink()
        self._lines, self._size = [], 0

    def _mark(self, number: int) -> bytes:
        return b'{"%s":%d,"line":' % (self._key.encode(), number)
