"""A run of `coursekit grade` with canaries around it: files, listeners, processes and memory that nobody may touch."""

from __future__ import annotations

import contextlib
import csv
import ctypes
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

SECRET = "the-canary-in-the-environment"
MARK = "coursekit-broke-out"
WATCHED = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/etc", "/")
_SUBREAPER = 36  # of prctl


class Run(NamedTuple):
    """What came of a run.

    Attributes:
        marks: (learner, exercise) → row of marks.csv.
        learners: learner → row of learners.csv.
        written: all text in the folder of marks.
        pages: that of its web pages.
        said: standard output and error.
        connections: what reached a listener.
        processes: what was left running.
        files: what appeared or changed where nothing should.
        peak: bytes of memory of the largest process.
        seconds: on the clock.
    """

    marks: dict[tuple[str, str], dict[str, str]]
    learners: dict[str, dict[str, str]]
    written: str
    pages: str
    said: str
    connections: list[str]
    processes: list[str]
    files: list[str]
    peak: int
    seconds: float


class Canaries:
    """A folder outside, a port and two sockets, on view for hostile code under the names in `words`."""

    def __init__(self, place: Path) -> None:
        self.outside, self.submissions, self.out = place / "outside", place / "class", place / "marks"
        self.outside.mkdir()
        self.submissions.mkdir()
        (self.outside / "canary.txt").write_text("a canary\n")
        self.connections: list[str] = []
        # A socket's path is at most 107 bytes long.
        self._short = tempfile.TemporaryDirectory(prefix="canary-")
        self.socket = f"{self._short.name}/s"
        self._listeners = list(self._listen())

    def words(self) -> dict[str, str]:
        """Placeholder in an attack's text → Python text of its value."""
        paths = {"OUTSIDE": self.outside, "SUBMISSIONS": self.submissions, "OUT": self.out}
        named = {name: repr(str(path)) for name, path in paths.items()}
        return {**named, "PORT": str(self.port), "SOCKET": repr(self.socket)}

    def _listen(self) -> Iterator[socket.socket]:
        local, datagrams = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        local.bind(("127.0.0.1", 0))
        self.port = local.getsockname()[1]
        datagrams.bind(("127.0.0.1", self.port))
        path, abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        path.bind(self.socket)
        abstract.bind(f"\0coursekit-canary-{self.port}")
        for each in (local, path, abstract):
            each.listen()
        yield from (local, datagrams, path, abstract)

    def _attend(self, stopped: threading.Event) -> None:
        with selectors.DefaultSelector() as selector:
            for each in self._listeners:
                selector.register(each, selectors.EVENT_READ)
            while not stopped.is_set():
                for key, _ in selector.select(timeout=0.05):
                    each: Any = key.fileobj
                    self.connections.append(str(each.getsockname()))
                    each.recv(9) if each.type == socket.SOCK_DGRAM else each.accept()[0].close()

    def run(self, *options: str) -> Run:
        """Grade the submissions, and say what came of it."""
        before, stopped = self._seen(), threading.Event()
        attendant = threading.Thread(target=self._attend, args=(stopped,))
        attendant.start()
        start = time.perf_counter()
        try:
            with adopting_orphans():
                before_us = children()
                status, said, peak = self._grade(options)
                left = left_over(children() - before_us)
        finally:
            stopped.set()
            attendant.join()
            for each in self._listeners:
                each.close()
            self._short.cleanup()
        seconds = time.perf_counter() - start
        assert status == 0, said[-3000:]
        changed = sorted(before.items() ^ self._seen().items())
        return Run(
            marks={(row["learner"], row["exercise"]): row for row in rows(self.out / "marks.csv")},
            learners={row["learner"]: row for row in rows(self.out / "learners.csv")},
            written=texts(self.out, "*"),
            pages=texts(self.out, "*.html"),
            said=said,
            connections=self.connections,
            processes=left,
            files=[f"{name}: {state}" for name, state in changed],
            peak=peak,
            seconds=seconds,
        )

    def _grade(self, options: tuple[str, ...]) -> tuple[int, str, int]:
        command = [sys.executable, "-m", "coursekit", "grade", str(self.submissions), "--out", str(self.out)]
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                [*command, *options],
                cwd=self.submissions.parent,
                env={**os.environ, "COURSEKIT_CANARY": SECRET},
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            # A group of its own, and nobody types: the pipe stays open.
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.stdin is not None
            process.stdin.close()
            said.seek(0)
            return process.returncode, said.read(), used.ru_maxrss * 1024

    def _seen(self) -> dict[str, str]:
        """The state of every file in the folders that belong to others, and of those anywhere that tell of an escape."""
        found: dict[str, str] = {}
        for folder in (self.outside, self.submissions):
            for path in [folder, *folder.rglob("*")]:
                stat = path.lstat()
                found[ascii(str(path))] = (
                    f"{stat.st_mode:o} {stat.st_uid} {stat.st_nlink} {stat.st_size} {stat.st_mtime_ns}"
                )
        for folder in (*map(Path, WATCHED), Path.home(), Path.cwd(), self.submissions.parent):
            found |= {str(path): "escaped" for path in folder.iterdir() if path.name.startswith(MARK)}
        return found


def texts(folder: Path, pattern: str) -> str:
    paths = [path for path in sorted(folder.rglob(pattern)) if path.is_file()]
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Become the parent of every process whose own ends without waiting for it, so that none can hide."""
    libc = ctypes.CDLL(None)
    assert libc.prctl(_SUBREAPER, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)


def children() -> set[int]:
    """The numbers of the processes that this one has."""
    return {int(n) for n in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


def left_over(processes: set[int]) -> list[str]:
    """Describe those of our processes that do not end within two seconds, and end them."""
    found = []
    for process in processes:
        for _ in range(100):
            if os.waitpid(process, os.WNOHANG)[0]:
                break
            time.sleep(0.02)
        else:
            command = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
            found.append(f"{process}: {command.decode(errors='replace')}")
            os.kill(process, 9)
            os.waitpid(process, 0)
    return found
