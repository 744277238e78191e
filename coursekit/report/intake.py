"""From the bytes of a log to lines that a database can take: what is torn or foreign is left out and named.

A piece of whole lines is handed on as it is, each line marked with the piece's number; that is quick. A piece of
which the database then finds fewer events than lines is read again with care, line by line, by the same rules as
the learner's own history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

import msgspec

from coursekit.progress import Event
from coursekit.progress.lines import LONGEST, decode_line

__all__ = ["Piece", "Spoilt", "careful", "pieces", "quick"]

PIECE = 4 << 20  # bytes read at once; more than the longest line
_HALF = LONGEST // 2
_TOLD = ("kind", "chapter", "id", "answer", "outcome", "misconception", "message", "step", "uid")


@dataclass(frozen=True)
class Piece:
    """Some whole lines of a log; `first` is the number of the first, counted from 1."""

    first: int
    data: bytes


@dataclass(frozen=True)
class Spoilt:
    """A line that is no event, and why."""

    line: int
    reason: str


def pieces(read: Callable[[int], bytes]) -> Iterator[Piece | Spoilt]:
    """A log in pieces of whole lines; of a line without end nothing is kept."""
    number, rest = 1, b""
    while more := read(PIECE):
        data = rest + more
        cut = data.rfind(b"\n") + 1
        rest = data[cut:]
        if cut:
            yield Piece(number, data[:cut])
            number += data.count(b"\n", 0, cut)
        if len(rest) > LONGEST:
            yield Spoilt(number, _too_long())
            number, rest = number + 1, _after_the_line(read)
    if rest:
        yield Piece(number, rest)


def quick(piece: Piece, mark: bytes) -> tuple[bytes, int] | None:
    """The lines as they are, each behind `mark` and before "}", and how many; None where there is a torn or long one.

    Nothing else is looked at: whether each is an event is found out when the database has counted them.
    """
    data = piece.data
    if not data.endswith(b"\n") or _has_long_line(data):
        return None
    # Replacing one byte is many times faster than replacing several.
    return mark + data[:-1].replace(b"\n", b"}\n" + mark) + b"}\n", data.count(b"\n")


def careful(piece: Piece, mark: bytes) -> tuple[bytes, int, list[Spoilt]]:
    """The events in a piece, written anew, how many there are, and the lines that are none."""
    kept: list[bytes] = []
    spoilt: list[Spoilt] = []
    lines = piece.data.split(b"\n")
    for number, line in enumerate(lines, start=piece.first):
        if not line.strip():
            continue
        found = _decoded(line)
        if isinstance(found, bytes):
            kept.append(mark + found + b"}\n")
        else:
            torn = "" if number < piece.first + len(lines) - 1 else "cut off in the middle, "
            spoilt.append(Spoilt(number, torn + found))
    return b"".join(kept), len(kept), spoilt


def _decoded(line: bytes) -> bytes | str:
    """The event as the database expects it, or why there is none."""
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
    told = {field: getattr(event, field) for field in _TOLD}
    return msgspec.json.encode({"v": 1, **told, "time": event.time.astimezone(UTC)})


def _too_long() -> str:
    return f"longer than {LONGEST:,} bytes"


def _after_the_line(read: Callable[[int], bytes]) -> bytes:
    """Read on to the end of the line, and return what follows it."""
    while more := read(PIECE):
        end = more.find(b"\n") + 1
        if end:
            return more[end:]
    return b""


def _has_long_line(data: bytes) -> bool:
    """Whether a line may be too long: some stretch of half the length holds no line end."""
    return any(data.find(b"\n", k, k + _HALF) < 0 for k in range(0, len(data) - _HALF, _HALF))
