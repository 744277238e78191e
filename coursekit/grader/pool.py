"""Workers on this machine: processes that mark one submission after the other; the loss of one loses nothing.

A task and its result travel as bytes, so that a cluster can use the same function, `judge.mark_packed`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait

from coursekit.confined.sandbox import die_with_parent
from coursekit.grader.judge import Task, failed, mark_packed, packed_task, unpacked_task

__all__ = ["cores", "marked_by_workers", "work"]

_TRIES = 2


def cores() -> int:
    """The number of processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def marked_by_workers(tasks: Iterable[Task], workers: int) -> Iterator[bytes]:
    """Mark tasks with so many processes, yielding the results as they come; tasks are taken only when they are due."""
    pool = _Pool(tasks, workers)
    try:
        while pool.hand_out():
            yield from pool.results()
    finally:
        pool.close()


class _Pool:
    def __init__(self, tasks: Iterable[Task], workers: int) -> None:
        self._waiting, self._again = iter(tasks), deque[tuple[bytes, int]]()
        self._busy: dict[Connection, tuple[_Worker, bytes, int]] = {}
        self._idle = [_Worker() for _ in range(workers)]

    def hand_out(self) -> bool:
        """Give every idle worker a task, as long as there are some; return True while anybody works."""
        while self._idle and (due := self._next()):
            worker = _started(self._idle.pop(), due[0])
            self._busy[worker.line] = (worker, *due)
        return bool(self._busy)

    def results(self) -> Iterator[bytes]:
        """Wait for the next results; the task of a worker that was lost is put back, or given up."""
        for line in wait(list(self._busy)):
            assert isinstance(line, Connection)
            worker, task, tries = self._busy.pop(line)
            result = _result_from(line)
            if result:
                self._idle.append(worker)
                yield result
                continue
            worker.close()
            self._idle.append(_Worker())
            if tries < _TRIES:
                self._again.append((task, tries + 1))
            else:
                yield failed(unpacked_task(task), "the worker that marked it died twice")

    def close(self) -> None:
        for worker in [*self._idle, *(each for each, *_ in self._busy.values())]:
            worker.close()

    def _next(self) -> tuple[bytes, int] | None:
        if self._again:
            return self._again.popleft()
        task = next(self._waiting, None)
        return (packed_task(task), 1) if task else None


def _started(worker: _Worker, task: bytes) -> _Worker:
    """Give a worker its task, or where it was lost while it had none, a new one."""
    try:
        worker.line.send_bytes(task)
    except OSError:
        worker.close()
        worker = _Worker()
        worker.line.send_bytes(task)
    return worker


def _result_from(line: Connection) -> bytes:
    """A worker's result; empty where the worker was lost."""
    try:
        return line.recv_bytes()
    except (EOFError, OSError):
        return b""


class _Worker:
    """A process that marks, and the line to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "coursekit.grader.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.line = Connection(ours.detach())

    def close(self) -> None:
        self.line.close()
        self._process.kill()
        self._process.wait()


def work(line: int) -> None:
    """Be a worker: mark what comes until the line ends."""
    die_with_parent()
    with Connection(line) as tasks:
        while True:
            try:
                task = tasks.recv_bytes()
            except EOFError:
                return
            tasks.send_bytes(mark_packed(task))
