"""A learner's process played by a thread of the tests, at the other end of a real line."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from types import SimpleNamespace

from coursekit.confined import learner
from coursekit.confined.line import Line
from coursekit.grader.remote import Remote


class Thread(learner._Learner):
    """A learner's end that may begin with names, instead of cells."""

    def __init__(self, line, names):
        super().__init__(line)
        self._names.update(names)


@contextmanager
def remote(*cells, seconds=20, **names):
    """The judge's end of a line to a learner with these cells, or these names."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        there = Thread(Line(theirs.fileno()), names)
        thread = threading.Thread(target=there.serve)
        thread.start()
        try:
            found = Remote(SimpleNamespace(line=ours), seconds)
            if cells:
                found.stopped = found.run(dict(enumerate(cells, start=1)))
            yield found
        finally:
            ours.shutdown(socket.SHUT_RDWR)
            thread.join()
