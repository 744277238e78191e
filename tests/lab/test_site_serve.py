"""The small server of a built site."""

from __future__ import annotations

import gzip
import os
import runpy
import signal
import sys
import threading
import urllib.error
import urllib.request

import pytest

from coursekit.lab.site import serve
from coursekit.lab.site.serve import server


@pytest.fixture
def folder(tmp_path):
    for name in ("index.html", "pyodide.mjs", "pyodide.asm.wasm"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_it_sends_the_types_a_browser_insists_on_and_shows_nothing_outside(folder):
    with server(folder, under="/course/") as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{found.server_port}"
        types = {}
        for name in ("", "pyodide.mjs", "pyodide.asm.wasm"):
            with urllib.request.urlopen(f"{at}/course/{name}") as answer:
                types[name] = answer.headers["Content-Type"]
                assert answer.headers["Cache-Control"] == "no-cache"
        for outside in ("/index.html", "/course/../../etc/passwd"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(at + outside)
        found.shutdown()
    assert types == {
        "": "text/html",
        "pyodide.mjs": "text/javascript",
        "pyodide.asm.wasm": "application/wasm",
    }


def test_a_text_travels_packed_to_a_browser_that_has_not_got_it(folder):
    text = "<p>one neuron</p>" * 1000
    (folder / "index.html").write_text(text)
    with server(folder) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        asked = urllib.request.Request(f"http://127.0.0.1:{found.server_port}/index.html")
        asked.add_header("Accept-Encoding", "gzip, br")
        with urllib.request.urlopen(asked) as answer:
            raw = answer.read()
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Content-Type"] == "text/html"
            asked.add_header("If-Modified-Since", answer.headers["Last-Modified"])
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(asked)
        found.shutdown()
    assert gzip.decompress(raw).decode() == text
    assert len(raw) < 500


def test_as_a_program_it_shows_a_folder_until_ctrl_c(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["serve.py", str(folder)])
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    runpy.run_path(serve.__file__, run_name="__main__")
    assert capsys.readouterr().out.startswith("The course is at http://localhost:")


def test_where_the_port_is_taken_it_takes_a_free_one(folder, capsys):
    with server(folder) as taken:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        serve.serve(folder, port=taken.server_port)
    assert str(taken.server_port) not in capsys.readouterr().out


def test_a_browser_that_goes_away_is_no_error(folder, capsys):
    with server(folder) as found:
        found.handle_error(None, ("127.0.0.1", 1))
    assert capsys.readouterr().err == ""
