"""A folder of static files behind a slow line: one bandwidth for all who ask, workers and service worker too.

The browser's own throttling knows the page alone; here the server waits, so that nothing goes past it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coursekit.lab.site.serve import server

PIECE = 8192  # bytes; several answers share the line by turns of this size


class Line:
    """The speed of the line, in Mbit/s, and how long a question and its answer are on the way, in seconds."""

    def __init__(self, megabits: float, *, there_and_back: float) -> None:
        self.megabits, self.there_and_back = megabits, there_and_back
        self.bytes = self.requests = 0
        self._free = 0.0
        self._turn = threading.Lock()

    def pass_on(self, size: int) -> None:
        """Wait until the line has carried so many bytes."""
        with self._turn:
            self.bytes += size
            self._free = max(self._free, time.perf_counter()) + 8e-6 * size / self.megabits
            end = self._free
        time.sleep(max(0.0, end - time.perf_counter()))

    def ask(self) -> None:
        """Wait as long as a question takes to be answered at all."""
        with self._turn:
            self.requests += 1
        time.sleep(self.there_and_back)


@contextlib.contextmanager
def behind(line: Line, folder: Path) -> Iterator[str]:
    """Serve a folder over this line; yields its address."""
    found = server(folder, under="/course/")
    handler: Any = found.RequestHandlerClass
    begin, answer = handler.setup, handler.do_GET

    def setup(self: Any) -> None:
        begin(self)
        write = self.wfile.write

        def slowly(body: Any) -> int:
            for start in range(0, len(body), PIECE):
                piece = body[start : start + PIECE]
                line.pass_on(len(piece))
                write(piece)
            return len(body)

        self.wfile.write = slowly

    def do_get(self: Any) -> None:
        line.ask()
        answer(self)

    handler.setup, handler.do_GET = setup, do_get
    with found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}/course/"
        found.shutdown()
