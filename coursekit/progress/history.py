"""Reading: every event of a working folder in order, and what could not be read beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from coursekit.progress.events import Event, Kind
from coursekit.progress.lines import LONGEST, decode_line
from coursekit.progress.location import progress_files, progress_folder
from coursekit.progress.summary import Summary, summarise

_SHOWN = 200  # bytes of a damaged line


@dataclass(frozen=True, kw_only=True)
class Damaged:
    """A line that is no event. It stays in its file; nothing here removes it.

    Attributes:
        file: where it stands.
        line: counted from 1; 0 where the file itself cannot be read.
        text: how it begins.
        reason: in a few words.
    """

    file: Path
    line: int
    text: str
    reason: str

    def __str__(self) -> str:
        """One line: file, place, reason; what a terminal would obey is left out."""
        place = f", line {self.line}" if self.line else ""
        text = f"{self.file.name}{place}: {self.reason}"
        return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


@dataclass(frozen=True)
class History:
    """Everything a learner did.

    Attributes:
        everything: every event, oldest first, each once: what a reset hides and the resets too.
        damaged: what could not be read.
    """

    everything: tuple[Event, ...]
    damaged: tuple[Damaged, ...] = ()

    def __repr__(self) -> str:
        """Say how much there is."""
        return f"History({len(self.everything)} events, {len(self.damaged)} damaged lines)"

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events that count: no resets, and nothing that a later reset of its chapter or of its id hides."""
        kept, hidden = [], set()
        for event in reversed(self.everything):
            if event.kind == "reset":
                hidden.add(event.name)
            elif hidden.isdisjoint((event.chapter, event.name)):
                kept.append(event)
        return tuple(reversed(kept))

    def latest(self, name: str, *, kind: Kind = "answer") -> Event | None:
        """Return the last event of that kind, such as `latest("neuron.one-neuron")`; None if there is none."""
        matches = (event for event in reversed(self.events) if event.kind == kind and event.name == name)
        return next(matches, None)

    def summary(self, chapter: str) -> Summary:
        """Return how far the learner has come in a chapter."""
        return summarise(chapter, (event for event in self.events if event.chapter == chapter))


def read_history(folder: Path) -> History:
    """Return everything in a working folder's log; an empty history where there is none.

    Files are merged by time. Inside a file the order of lines counts, whatever their times say.
    A line that is torn, foreign or unreadable is set aside in `damaged`; it never hides another.
    """
    found: list[tuple[datetime, str, int, Event]] = []
    damaged: list[Damaged] = list(_closed(progress_folder(folder)))
    for path in progress_files(folder):
        newest = None
        for number, item in _read_file(path):
            if isinstance(item, Damaged):
                damaged.append(item)
            elif item.time is not None:
                newest = item.time if newest is None else max(newest, item.time)
                found.append((newest, path.name, number, item))
    found.sort(key=lambda entry: entry[:3])
    # A folder copied into itself, or merged from two machines, holds the same event twice.
    events: dict[str, Event] = {}
    for *_, event in found:
        events.setdefault(event.uid, event)
    return History(tuple(events.values()), tuple(damaged))


def _read_file(path: Path) -> Iterator[tuple[int, Event | Damaged]]:
    """Yield the lines of a file, numbered from 1, as events or as damage."""
    try:
        if not path.is_file():
            yield 0, Damaged(file=path, line=0, text="", reason="not a plain file")
            return
        with path.open("rb") as stream:
            for number, line in enumerate(_lines(stream), start=1):
                item = _decoded(line)
                if isinstance(item, str):
                    text = line[:_SHOWN].decode("utf-8", "replace")
                    yield number, Damaged(file=path, line=number, text=text, reason=item)
                elif item is not None:
                    yield number, item
    except OSError as error:
        yield 0, _unread(path, error)


def _closed(place: Path) -> Iterator[Damaged]:
    """Yield the folder itself if it is there and does not open: its files are not lost, but nobody sees them."""
    try:
        os.scandir(place).close()
    except FileNotFoundError:
        return
    except OSError as error:
        yield _unread(place, error)


def _unread(path: Path, error: OSError) -> Damaged:
    return Damaged(file=path, line=0, text="", reason=f"cannot be read ({error.strerror or error})")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines, of an endless one only the beginning: a reader must not run out of memory."""
    while line := stream.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST + 1)
        yield line


def _decoded(line: bytes) -> Event | str | None:
    """Return an event, the reason why there is none, or None for an empty line."""
    if len(line) > LONGEST:
        return f"longer than {LONGEST:,} bytes"
    if not line.strip():
        return None
    item = decode_line(line)
    if isinstance(item, str) and not line.endswith(b"\n"):
        return f"cut off in the middle, {item}"
    return item
