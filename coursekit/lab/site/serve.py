"""Show a folder of static files on this machine: `python serve.py`, in the folder itself or with its name.

It needs nothing but Python, and the site holds a copy, so that a USB stick is enough.
"""

from __future__ import annotations

import gzip
import sys
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

TYPES = {  # whatever the machine's own table says
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
PACKED = {*TYPES, ".ipynb"}  # a third of their size on the way; pictures and wheels are small already


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that went on before its answer came."""


@lru_cache(maxsize=1024)
def _packed(path: Path, _changed: float) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


def server(folder: Path, *, port: int = 0, under: str = "/") -> ThreadingHTTPServer:
    """Return a server of a folder, which only this machine reaches.

    Args:
        folder: what is shown.
        port: 0 takes a free one.
        under: the path at which the folder begins, such as "/course/".
    """

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012 - as its parent
        protocol_version = "HTTP/1.1"

        def __init__(self, *told: object) -> None:
            super().__init__(*told, directory=str(folder))  # type: ignore[arg-type]

        def translate_path(self, path: str) -> str:
            if path.startswith(under):
                return super().translate_path(f"/{path.removeprefix(under)}")
            return str(folder / "not there")

        def send_head(self) -> Any:
            """Send a text that the browser has not got in fewer bytes, as public hosts do."""
            path = Path(self.translate_path(self.path))
            takes = "gzip" in self.headers.get("Accept-Encoding", "")
            known = "If-Modified-Since" in self.headers
            if known or not takes or path.suffix not in PACKED or not path.is_file():
                return super().send_head()
            changed = path.stat().st_mtime
            body = _packed(path, changed)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Last-Modified", self.date_time_string(int(changed)))
            self.end_headers()
            return BytesIO(body)

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-cache")  # asked each time, sent only if it changed
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return _Server(("127.0.0.1", port), Handler)


def serve(folder: Path, *, port: int = 8000) -> None:
    """Show a folder until Ctrl-C; where the port is taken, on a free one."""
    try:
        found = server(folder, port=port)
    except OSError:
        found = server(folder)
    with found:
        print(f"The course is at http://localhost:{found.server_port}/ (Ctrl-C ends it)", flush=True)  # noqa: T201
        try:
            found.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    serve(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
