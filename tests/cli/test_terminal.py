"""What a learner sees in the terminal, from the command to Ctrl-C: a real server in a real terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest

pty = pytest.importorskip("pty", reason="terminals of this kind are POSIX's")
pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "coursekit", "lab", "mine", "--no-browser"]


def read_until(terminal, wanted, text=""):
    """What the terminal shows, up to the wanted words or its end."""
    while wanted not in text:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux ends a terminal whose program has ended so
            piece = b""
        if not piece:
            break
        text += piece.decode().replace("\r\n", "\n")
    return text


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    """A terminal in which the course has been started, ended again whatever happens."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    for name in ("COURSEKIT_FOLDER", "JUPYTER_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    screen, inside = pty.openpty()
    with subprocess.Popen(COMMAND, stdin=inside, stdout=inside, stderr=inside) as process:
        os.close(inside)
        yield process, screen
        process.kill()
    os.close(screen)


def test_the_terminal_shows_one_address_and_ctrl_c_ends_the_course(terminal, tmp_path):
    process, screen = terminal
    shown = read_until(screen, "every 20 seconds.")
    assert f"The course is in {tmp_path / 'mine'}." in shown
    (address,) = re.findall(r"http://\S+", shown)
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    shown = read_until(screen, "never said", shown)
    assert process.wait() == 0
    assert "Traceback" not in shown
    assert "[C 2" not in shown  # Jupyter's own notice
    assert list((tmp_path / "JUPYTER_RUNTIME_DIR").glob("jpserver-*")) == []  # and it says so to Jupyter
