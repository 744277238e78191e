"""Lines of a log, for the tests of reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from coursekit.progress import Event, progress_folder
from coursekit.progress.lines import encode_line

START = datetime(2026, 1, 1, tzinfo=UTC)


def event(uid: str, *, minute: float = 0, **more: object) -> Event:
    """An answer with a uid and a time."""
    fields = {"kind": "answer", "chapter": "neuron", "id": "one", "outcome": "right", **more}
    return Event(uid=uid, time=START + timedelta(minutes=minute), **fields)  # type: ignore[arg-type]


def line(uid: str, *, minute: float = 0, **more: object) -> bytes:
    """The same as a line of a file."""
    return encode_line(event(uid, minute=minute, **more))


def write(folder: Path, name: str, *lines: bytes) -> Path:
    """A log file with these bytes."""
    place = progress_folder(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(b"".join(lines))
    return place / name
