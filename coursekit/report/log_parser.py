"""The bytes of a log, cut into lines that the database can take; torn and foreign lines are left out and named.

A chunk of whole lines is handed on as it is, each line marked with the chunk's number, which is quick. If the
database then finds fewer events in it than lines, the chunk is parsed again line by line, by the same rules as
the learner's own history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from coursekit.progress import Event
from coursekit.progress.lines import LONGEST, decode_line

CHUNK = 4 << 20  # bytes read at once; more than the longest line
_HALF = LONGEST // 2
_FIELDS = ("kind", "chapter", "id", "answer", "outcome", "message", "seed", "step", "uid", "asked")
_TIME = b'"time":"'


@dataclass(frozen=True)
class Chunk:
    """Some whole lines of a log: the number of the first one, counted from 1, and how many line ends there are."""

    first: int
    data: bytes
    ends: int


@dataclass(frozen=True)
class BadLine:
    """A line that is no event, and why."""

    number: int
    reason: str


def chunks(read: Callable[[int], bytes]) -> Iterator[Chunk | BadLine]:
    """Cut a log into chunks of whole lines; a line longer than any event is skipped and named."""
    number, rest = 1, b""
    while more := read(CHUNK):
        data = rest + more
        cut = data.rfind(b"\n") + 1
        rest = data[cut:]
        if cut:
            ends = data.count(b"\n", 0, cut)
            yield Chunk(number, data[:cut], ends)
            number += ends
        if len(rest) > LONGEST:
            yield BadLine(number, _too_long())
            number, rest = number + 1, _after_this_line(read)
    if rest:
        yield Chunk(number, rest, 0)


def mark_lines(chunk: Chunk, mark: bytes) -> tuple[bytes, int] | None:
    """Put `mark` before and "}" after each line; return that and the number of lines.

    Return None where the last line is torn or one may be too long. Nothing else is looked at: whether each line
    is an event turns out when the database has counted them.
    """
    data = chunk.data
    if not data.endswith(b"\n") or _may_hold_a_long_line(data):
        return None
    # Replacing one byte is many times faster than replacing several.
    return mark + data[:-1].replace(b"\n", b"}\n" + mark) + b"}\n", chunk.ends


def parse_lines(chunk: Chunk, mark: bytes) -> tuple[bytes, list[BadLine]]:
    """Parse a chunk line by line; return its events, encoded anew and marked, and the lines that are none."""
    kept: list[bytes] = []
    bad: list[BadLine] = []
    lines = chunk.data.split(b"\n")
    for number, line in enumerate(lines, start=chunk.first):
        if not line.strip():
            continue
        parsed = _parsed(line)
        if isinstance(parsed, bytes):
            kept.append(mark + parsed + b"}\n")
        else:
            torn = "" if number < chunk.first + len(lines) - 1 else "cut off in the middle, "
            bad.append(BadLine(number, torn + parsed))
    return b"".join(kept), bad


class LineOrder:
    """The order of the times in a file, seen chunk by chunk; the course writes them in order.

    Attributes:
        broken: True once an event was older than one above it.
    """

    def __init__(self) -> None:
        self.broken = False
        self._last = b""

    def add(self, chunk: Chunk) -> None:
        """Look at the next chunk."""
        # What follows each `"time":"` begins with the time. As text, all written in one way, it is compared quickly;
        # where that fails, the times are read.
        times = chunk.data.split(_TIME)
        times[0] = self._last
        if not self.broken and times != sorted(times):
            self.broken = self._is_broken(chunk)
        self._last = times[-1][:26]

    def _is_broken(self, chunk: Chunk) -> bool:
        newest = datetime.min.replace(tzinfo=UTC)
        for line in chunk.data.split(b"\n"):
            event = decode_line(line) if line.strip() else ""
            if isinstance(event, str) or event.time is None:
                continue
            if event.time < newest:
                return True
            newest = event.time
        return False


def _parsed(line: bytes) -> bytes | str:
    """Return the event as the database expects it, or the reason why there is none."""
    if len(line) > LONGEST:
        return _too_long()
    event = decode_line(line)
    if isinstance(event, str):
        return event
    try:
        return _encoded(event)
    except (ValueError, OverflowError, RecursionError):
        return "an event that no other program could read"


def _encoded(event: Event) -> bytes:
    assert event.time is not None  # decode_line refuses an event without
    fields = {name: getattr(event, name) for name in _FIELDS}
    clock = event.clock.astimezone(UTC) if event.clock else None
    return msgspec.json.encode({"v": 1, **fields, "time": event.time.astimezone(UTC), "clock": clock})


def _too_long() -> str:
    return f"longer than {LONGEST:,} bytes"


def _after_this_line(read: Callable[[int], bytes]) -> bytes:
    """Read on to the end of the line, and return what was read beyond it."""
    while more := read(CHUNK):
        end = more.find(b"\n") + 1
        if end:
            return more[end:]
    return b""


def _may_hold_a_long_line(data: bytes) -> bool:
    """Return True if some stretch of half the longest length holds no line end."""
    return any(data.find(b"\n", k, k + _HALF) < 0 for k in range(0, len(data) - _HALF, _HALF))
