"""The warm parent as the grader sees it: it forks a confined child for each exercise, and ends it.

The warm parent is a program of its own, so that nothing the grader holds is in its memory.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import coursekit

__all__ = ["REPLY", "REQUEST", "Child", "ForkServer", "Limits"]

REQUEST = struct.Struct("<cIQ")  # b"F", seconds, memory: fork; b"E", 0, 0: end the child
REPLY = struct.Struct("<i")  # 0 for a fork, else how the child ended


class Limits(NamedTuple):
    """What a learner's process may use up: seconds of processor time, and bytes."""

    seconds: int = 10
    memory: int = 1 << 30


class Child:
    """A forked process: our end of the line to it, and its end."""

    def __init__(self, line: socket.socket, control: socket.socket) -> None:
        self.line = line
        self._control, self._ended_as = control, None

    _ended_as: int | None

    def end(self) -> int:
        """Kill it with all that it started, and return how it had ended: its status, or minus the number of a signal."""
        if self._ended_as is None:
            self._control.sendall(REQUEST.pack(b"E", 0, 0))
            self._ended_as = os.waitstatus_to_exitcode(_number(self._control))
        return self._ended_as


class ForkServer:
    """A warm parent in another process, with one child at a time.

    Args:
        confined: whether the children get their walls; without them they can read the references.

    Raises:
        OSError: it does not start; the message is what it said last.
    """

    def __init__(self, *, confined: bool = True) -> None:
        self._control, theirs = socket.socketpair()
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(Path(coursekit.__file__).parents[1]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",  # the order of a set must not decide a mark
            "OPENBLAS_NUM_THREADS": "1",
            "MPLBACKEND": "Agg",
            "LANG": "C.UTF-8",
        }
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "coursekit.confined.warm", str(theirs.fileno()), str(int(confined))],
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the grader alone
            )
        if self._control.recv(1) != b"!":
            assert self._process.stderr
            said = self._process.stderr.read().decode(errors="replace").split("\n")
            self.close()
            raise OSError(
                next((line for line in reversed(said) if line.strip()), "the warm parent did not start")
            )

    @contextlib.contextmanager
    def child(self, limits: Limits) -> Iterator[Child]:
        """Fork a child for a block; at the block's end it is ended."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._control, [REQUEST.pack(b"F", *limits)], [theirs.fileno()])
                _number(self._control)
            found = Child(ours, self._control)
            try:
                yield found
            finally:
                found.end()

    def close(self) -> None:
        """End the warm parent, and a child that is left."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        assert self._process.stderr
        self._process.stderr.close()


def _number(control: socket.socket) -> int:
    found = b""
    while len(found) < REPLY.size:
        more = control.recv(REPLY.size - len(found))
        if not more:
            raise OSError("the warm parent has ended")
        found += more
    return int(REPLY.unpack(found)[0])
