"""The last lines that a learner's functions print while the page has them trained."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coursekit.widgets.playground.session import Session

_LINES = 5
_CHARACTERS = 1000


class Printed:
    """The last lines that were printed in steps of training, at most five and 1,000 characters."""

    def __init__(self) -> None:
        self._text = ""

    def last(self) -> str:
        """The lines, the newest at the end; empty where nothing was printed."""
        return "\n".join(self._text.splitlines()[-_LINES:])

    def add(self, text: str) -> None:
        """Take what was printed next."""
        self._text = (self._text + text)[-_CHARACTERS:]

    @contextmanager
    def listening(self, session: Session) -> Iterator[None]:
        """Keep what this thread prints in steps of training, and drop what it prints for heat maps and scores.

        Other threads print as before: a cell may run meanwhile.
        """
        if not session.own:
            yield
            return
        sys.stdout = stream = _Stream(sys.stdout, self, session)
        try:
            yield
        finally:
            if sys.stdout is stream:  # not what a cell put there meanwhile, such as %%capture
                sys.stdout = stream.before


class _Stream:
    """Standard output, but for what the present thread prints."""

    def __init__(self, before: Any, printed: Printed, session: Session) -> None:
        self.before, self._printed, self._session = before, printed, session
        self._thread = threading.get_ident()

    def write(self, text: str) -> int:
        if threading.get_ident() != self._thread:
            return int(self.before.write(text))
        if self._session.model.training:
            self._printed.add(text)
        return len(text)

    def flush(self) -> None:
        if threading.get_ident() != self._thread:
            self.before.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.before, name)
