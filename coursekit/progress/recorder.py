"""Recording what a learner did: on disk before anybody is told so, and in memory where the disk refuses."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from coursekit.errors import FolderError
from coursekit.progress.events import Event
from coursekit.progress.history import History
from coursekit.progress.location import find_folder
from coursekit.progress.log import Log


class Recorder:
    """The events of one learner's folder, written by one kernel.

    Args:
        start: where the notebook runs; the learner's folder is found from there.
        environ: may name the folder in COURSEKIT_FOLDER.
    """

    def __init__(self, start: Path, environ: Mapping[str, str]) -> None:
        self._log = Log(partial(find_folder, start, environ))
        self._lock = threading.Lock()  # cards may call from another thread than the cells

    def record(self, event: Event) -> str:
        """Append an event, after those that could not be saved before.

        Returns:
            An empty text once it is on disk; else a sentence that says that it is not, why, and what to do.
        """
        with self._lock:
            try:
                self._log.append(event)
            except FolderError as problem:
                return f"Not saved yet: {problem}"
        return ""

    def history(self) -> History:
        """Return what was done so far, saved or not."""
        with self._lock:
            return self._log.history()

    def events(self, kind: str, name: str) -> list[Event]:
        """Return what was recorded about one question or exercise since its chapter was reset, oldest first."""
        return [event for event in self.history().events if event.kind == kind and event.name == name]
