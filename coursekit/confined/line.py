"""The line between judge and learner: whole messages over a socket."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable

from coursekit.confined.wire import LARGEST, Answer, Ask, WireError, unpack

__all__ = ["Line"]

_LENGTH = struct.Struct("<I")
_PIECE = 1 << 20


class Line:
    """One end of a line.

    Args:
        file: the socket's number. It is read and written as a file, since a confined process has no other calls.
        ready: called before each read (False) and write (True); it may wait, or raise to give up.
    """

    def __init__(self, file: int, ready: Callable[[bool], None] = lambda _writing: None) -> None:
        self._file, self._ready = file, ready

    def send(self, packed: bytes) -> None:
        """Write a message from `pack`.

        Raises:
            OSError: nobody is there any more.
        """
        left = memoryview(_LENGTH.pack(len(packed)) + packed)
        while left:
            self._ready(True)
            left = left[os.write(self._file, left) :]

    def receive(self) -> Ask | Answer | None:
        """Read a message; None where the other end has hung up.

        Raises:
            WireError: it is none, or too large.
        """
        head = self._read(_LENGTH.size)
        if not head:
            return None
        (length,) = _LENGTH.unpack(head)
        if length > LARGEST:
            raise WireError(f"a message of {length >> 20} MB is too large")
        packed = self._read(length)
        return unpack(packed) if packed else None

    def _read(self, length: int) -> bytes:
        """Read so many bytes; none where the line ends before."""
        pieces: list[bytes] = []
        while length:
            self._ready(False)
            piece = os.read(self._file, min(length, _PIECE))
            if not piece:
                return b""
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)
