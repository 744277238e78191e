"""Show a folder of static files on this machine: `python serve.py`, in the folder itself or with its name.

It needs nothing but Python, and the site holds a copy, so that a USB stick is enough.
"""

from __future__ import annotations

import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TYPES = {  # whatever the machine's own table says
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that went on before its answer came."""


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
