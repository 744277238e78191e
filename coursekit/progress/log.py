"""Writing: an event that `append` returned is on the disk, whatever happens next.

One file per kernel, opened, appended to and closed for each event: two kernels never share a
file, a file that was moved away is made anew, and no half-written line of one process can spoil
a line of another. Whole lines go out in one `write` followed by `fsync`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from coursekit.errors import FolderError
from coursekit.progress.events import Event
from coursekit.progress.history import History, read_history
from coursekit.progress.lines import encode_line
from coursekit.progress.location import progress_folder

_TICK = timedelta(microseconds=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime(9000, 1, 1, tzinfo=UTC)  # a damaged date; there is no room to count on from it


def _now() -> datetime:
    return datetime.now(UTC)


class Log:
    """Appends to the learner's log, and holds what the disk has not taken yet.

    Args:
        folder: the working folder, or what finds it, with a FolderError as long as there is none;
            `.coursekit/progress/` in it is made with the first event.
        clock: what time it is, in UTC.
        write: as `os.write`.
    """

    def __init__(
        self,
        folder: Path | Callable[[], Path],
        *,
        clock: Callable[[], datetime] = _now,
        write: Callable[[int, bytes], int] = os.write,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._write = write
        self._path: Path | None = None
        self._process = os.getpid()
        self._named: Path | None = None  # the file whose name is known to be on the disk
        self._newest = _FIRST
        self._compared = False  # whether the newest is also that of the folder
        self._waiting: dict[str, tuple[Event, bytes]] = {}
        self._torn = False

    def __repr__(self) -> str:
        return f"Log({str(self._folder)!r})"

    def append(self, event: Event) -> Event:
        """Write one event; when this returns it survives a crash and a power cut.

        Returns:
            The event with its `uid` and `time`.

        Raises:
            FolderError: where it cannot be written, or there is no folder. It is then kept in
                memory and goes out with the next event that can be.
            ArgumentError: where the answer is too long for a line. It is then not kept.
        """
        stamped = self._stamped(event)
        line = encode_line(stamped)
        self._waiting[stamped.uid] = stamped, line
        try:
            self._folder = self._found()
            self._flush(self._folder)
        except FolderError as error:
            raise FolderError(
                f"{error} It is kept as long as this kernel runs, and goes along with the next."
            ) from None
        except OSError as error:
            kept = "it is" if len(self._waiting) == 1 else f"{len(self._waiting)} entries are"
            raise FolderError(
                f"progress cannot be written to {progress_folder(self._found())} "
                f"({error.strerror or error}); {kept} kept in memory and will go out with the next one: "
                "free space or allow writing, and leave this kernel running."
            ) from None
        return stamped

    def history(self) -> History:
        """Return everything in the folder and everything that still waits for it, each event once."""
        try:
            saved = read_history(self._found())
        except FolderError:
            saved = History(())
        known = {event.uid for event in saved.everything}
        waiting = (event for event, _ in self._waiting.values() if event.uid not in known)
        return History((*saved.everything, *waiting), saved.damaged)

    def _found(self) -> Path:
        return self._folder() if callable(self._folder) else self._folder

    def _stamped(self, event: Event) -> Event:
        """With a unique id, and a time that never lies before what is already in the folder.

        A clock that went back (summer time, another system on the same machine) would otherwise
        put a new answer before an old one.
        """
        now = self._clock()
        if not self._compared:
            with contextlib.suppress(FolderError):
                saved = read_history(self._found()).everything
                self._newest = max([self._newest, *(known.time for known in saved if known.time)])
                self._compared = True
        late = now <= self._newest <= _LAST
        time = self._newest + _TICK if late else now
        self._newest = time
        return msgspec.structs.replace(event, uid=os.urandom(8).hex(), time=time, clock=now if late else None)

    def _flush(self, home: Path) -> None:
        """Write everything that waits, as whole lines."""
        batch = dict(self._waiting)
        path = self._file(home)
        is_new = path != self._named or not path.exists()
        # Binary mode matters on Windows alone.
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags, 0o666)
        try:
            # After an interruption nobody knows how much of a line is there: the next one starts
            # on a line of its own, and what is there twice has the same uid.
            start = b"\n" if self._torn else b""
            self._torn = True
            self._write_all(handle, start + b"".join(line for _, line in batch.values()))
            os.fsync(handle)
            self._torn = False
        finally:
            os.close(handle)
        if is_new:
            for folder in (path.parent, path.parent.parent, home):
                _sync_folder(folder)
            self._named = path
        for uid in batch:
            self._waiting.pop(uid, None)

    def _write_all(self, handle: int, data: bytes) -> None:
        while data:
            data = data[self._write(handle, data) :]

    def _file(self, home: Path) -> Path:
        """This kernel's file; its folder is made where it is missing."""
        place = progress_folder(home)
        place.mkdir(parents=True, exist_ok=True)
        if self._path is None or self._process != os.getpid():
            self._process = os.getpid()  # a forked process must not write into its parent's lines
            stamp = self._clock().strftime("%Y%m%dT%H%M%SZ")
            self._path = place / f"{stamp}-{os.getpid()}-{os.urandom(4).hex()}.jsonl"
        return self._path


def _sync_folder(folder: Path) -> None:
    """Make a new file's name as durable as its content; not every system can, or needs it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
