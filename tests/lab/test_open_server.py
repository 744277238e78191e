"""`coursekit lab` where the course is open already: real servers on one folder, and notes that Jupyter left."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from coursekit.lab import open_server
from coursekit.lab.launch import open_lab
from coursekit.lab.open_server import OpenCourse, open_course, reopen


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A folder on which `coursekit lab` runs."""
    place = tmp_path_factory.mktemp("open")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("COURSEKIT_FOLDER", "JUPYTER_TOKEN", "JUPYTER_CONFIG_PATH"):
            patch.delenv(name, raising=False)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(place / name))
        with lab(place / "mine", "--no-browser") as process:
            greeted = "Leave this window open." in shown(process)
            yield place / "mine"
            process.terminate()
    assert greeted


def lab(*words, **environ):
    command = [sys.executable, "-m", "coursekit", "lab", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env={**os.environ, **environ}, text=True, **pipes)


def shown(process):
    """What the terminal shows, up to the way to end the course."""
    lines = []
    while not lines or (lines[-1] and "Ctrl-C" not in lines[-1]):
        lines.append(process.stdout.readline())
    return "".join(lines)


def notes(course):
    return list((course.parent / "JUPYTER_RUNTIME_DIR").glob("jpserver-*.json"))


@pytest.fixture
def noted(course, tmp_path, monkeypatch):
    """`noted(…)` leaves the note of a server like the real one, with these changes, in place of its own."""
    (real,) = notes(course)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))

    def left(**changes):
        server = {**json.loads(real.read_text()), "pid": os.getpid(), **changes}
        (tmp_path / "jpserver-5.json").write_text(json.dumps(server))

    return left


@pytest.fixture
def other():
    """`other(port)`: an address where something listens that is no course, or answers as one where it says so."""
    servers = []

    def listening(start="/"):
        class Pages(BaseHTTPRequestHandler):
            def do_GET(self):
                to = start if self.path.startswith("/?") else ""
                self.send_response(302 if to else 200)
                self.send_header("Location", to)
                self.end_headers()

            def log_message(self, *_):
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Pages))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield listening
    for server in servers:
        server.shutdown()
        server.server_close()


def test_who_asks_again_is_led_to_the_course_that_is_open(course, tmp_path):
    browser, link = tmp_path / "browser", tmp_path / "link"
    browser.write_text(f'#!/bin/sh\ncp "${{1#file://}}" "{tmp_path}/page"\n')
    browser.chmod(0o755)
    link.symlink_to(course)
    with lab(link, BROWSER=str(browser), http_proxy="http://127.0.0.1:9") as process:
        told = shown(process)
        if "already" not in told:
            process.terminate()
    assert told.startswith(f"The course in {link} is open already.\nIt opens in your browser.")
    assert open_course(course).address in told
    assert open_course(course).address in (tmp_path / "page").read_text()
    assert (process.returncode, len(notes(course))) == (0, 1)


def test_the_address_opens_the_home_page(course):
    address = open_course(course).address
    assert "/lab/tree/home.ipynb?token=" in address
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(("more", "started"), [([], 0), (["-y"], 0), (["--ip=0.0.0.0"], 1)])
def test_another_option_asks_for_a_server_of_its_own(course, more, started):
    servers = []
    open_lab(course, arguments=["--no-browser", *more], environ={}, start=servers.append)
    assert len(servers) == started


def test_a_port_asks_for_a_server_of_its_own(course):
    servers, port = [], free_port()
    open_lab(course, port=port, environ={}, start=servers.append)
    assert f"--ServerApp.port={port}" in servers[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_course_in_another_folder_is_another_course(course, tmp_path):
    assert open_course(tmp_path) is None
    assert open_course(tmp_path / "not made yet") is None


def test_the_note_of_a_server_that_was_killed_counts_for_nothing(course, noted):
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as dead:
        pass
    noted(pid=dead.pid)
    assert open_course(course) is None
    noted(url=f"http://localhost:{free_port()}/")
    assert open_course(course) is None


def test_what_else_listens_on_its_port_is_no_course(course, noted, other):
    noted(url=other())
    assert open_course(course) is None
    noted(token="of an earlier server")
    assert open_course(course) is None


def test_a_server_that_does_not_answer_is_not_waited_for(course, noted, monkeypatch):
    monkeypatch.setattr(open_server, "TIMEOUT", 0.01)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        noted(url=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        assert open_course(course) is None


@pytest.mark.parametrize("text", ["{torn", "[]", "{}", '{"pid": "5"}', '{"pid": 1e999}'])
def test_an_odd_note_is_passed_over(course, noted, tmp_path, text):
    (tmp_path / "jpserver-1.json").write_text(text)
    noted()
    assert open_course(course)


def test_a_password_is_left_to_the_browser_to_ask_for(course, noted):
    noted(token="")
    assert open_course(course).address.endswith("/lab/tree/home.ipynb")


def test_a_token_that_the_reader_chose_stays_off_the_screen(course, noted, other):
    noted(url=other("/lab/tree/home.ipynb"), token="sesame & co")
    assert open_course(course).address.endswith("/lab/tree/home.ipynb")


@pytest.fixture
def back(tmp_path):
    """`back(…)` leads back to a course: what the browser opened, and what the terminal shows."""

    def led(*, settings=None, browser=True):
        opened, there = [], OpenCourse("http://here/", tmp_path / "page.html")
        get = lambda name: SimpleNamespace(open=lambda page: opened.append((name, page)))  # noqa: E731
        return opened, reopen(there, tmp_path, settings or {}, browser=browser, get=get)

    return led


def test_a_token_stays_off_the_browsers_command_line(back, tmp_path):
    (tmp_path / "page.html").touch()
    assert back()[0] == [(None, (tmp_path / "page.html").as_uri())]


def test_where_the_browser_cannot_read_the_page_the_address_is_opened(back, tmp_path):
    assert back()[0] == [(None, "http://here/")]
    (tmp_path / "page.html").touch()
    assert back(settings={"use_redirect_file": False})[0] == [(None, "http://here/")]


def test_the_readers_own_settings_choose_the_browser(back):
    assert back(settings={"browser": "lynx"})[0] == [("lynx", "http://here/")]
    opened, told = back(settings={"open_browser": False})
    assert opened == []
    assert "Open this address in your browser:\n\n    http://here/\n" in told


@pytest.mark.parametrize("app", ["ServerApp", "LabApp"])
def test_who_never_wants_a_browser_gets_none(course, app, tmp_path, monkeypatch, capsys):
    (tmp_path / "jupyter_lab_config.json").write_text(json.dumps({app: {"open_browser": False}}))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    open_lab(course, environ={})
    assert "Open this address in your browser:" in capsys.readouterr().out


def test_without_a_browser_the_address_is_told(tmp_path):
    def none_found(_):
        raise webbrowser.Error

    there = OpenCourse("http://here/", tmp_path / "page.html")
    assert "http://here/" in reopen(there, tmp_path, {}, browser=True, get=none_found)
