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
    waiting, again = iter(tasks), deque[tuple[bytes, int]]()
    busy: dict[Connection, tuple[_Worker, bytes, int]] = {}
    idle = [_Worker() for _ in range(workers)]
    try:
        while True:
            while idle and (due := _next(again, waiting)):
                worker = _started(idle.pop(), due[0])
                busy[worker.line] = (worker, *due)
            if not busy:
                return
            for line in wait(list(busy)):
                assert isinstance(line, Connection)
                worker, task, tries = busy.pop(line)
                result = _result_from(line)
                if not result:
                    worker.close()
                    worker = _Worker()
                idle.append(worker)
                if result:
                    yield result
                elif tries < _TRIES:
                    again.append((task, tries + 1))
                else:
                    yield failed(unpacked_task(task), "the worker that marked it died twice")
    finally:
        for worker in [*idle, *(each for each, *_ in busy.values())]:
            worker.close()


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


def _next(again: deque[tuple[bytes, int]], waiting: Iterator[Task]) -> tuple[bytes, int] | None:
    if again:
        return again.popleft()
    task = next(waiting, None)
    return (packed_task(task), 1) if task else None


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
