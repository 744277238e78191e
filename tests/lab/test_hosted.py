from __future__ import annotations

import runpy
import sys

import pytest

import coursekit
from coursekit.lab.hosted import main


@pytest.fixture
def hosted(source, tmp_path, monkeypatch):
    """`hosted(command)` → exit status, what this process would become, and the environment it would have."""
    monkeypatch.setattr(coursekit, "__file__", str(source() / "coursekit" / "__init__.py"))

    def run(*command, **environ):
        became, environ = [], {"COURSEKIT_FOLDER": str(tmp_path / "mine"), **environ}
        status = main(command, environ=environ, become=lambda program, words: became.append((program, words)))
        return status, became, environ

    return run


def test_it_becomes_the_server_with_the_learners_folder_as_its_own(hosted, tmp_path):
    status, became, environ = hosted("jupyter-lab", "--port=9")
    root = f"--ServerApp.root_dir={tmp_path / 'mine'}"
    assert (status, became) == (0, [("jupyter-lab", ["jupyter-lab", "--port=9", root])])
    assert environ["COURSEKIT_FOLDER"] == str(tmp_path / "mine")
    assert environ["OPENBLAS_NUM_THREADS"] == "1"
    assert "JUPYTER_CONFIG_PATH" in environ


def test_it_hands_the_course_out_first_and_says_what_it_did(hosted, tmp_path, capsys):
    hosted("jupyter-lab")
    assert (tmp_path / "mine" / "lessons" / "90_tiny.ipynb").exists()
    (tmp_path / "mine" / "home.ipynb").write_text("torn")
    hosted("jupyter-lab")
    assert "home (damaged).ipynb" in capsys.readouterr().out


def test_without_a_wish_the_folder_is_in_the_home_folder(hosted, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    _, _, environ = hosted("jupyter-lab", COURSEKIT_FOLDER="")
    assert environ["COURSEKIT_FOLDER"] == str(tmp_path / "neural-networks")


def test_without_a_home_folder_a_sentence_says_what_to_name(hosted, capsys):
    assert hosted("jupyter-lab", COURSEKIT_FOLDER="~nobody-at-all/mine")[:2] == (1, [])
    assert (
        "the home folder in ~nobody-at-all/mine is not known here; name a folder" in capsys.readouterr().err
    )


def test_no_command_is_a_sentence(hosted, capsys):
    assert hosted()[:2] == (1, [])
    assert "no server was named" in capsys.readouterr().err


def test_a_folder_that_cannot_be_used_is_a_sentence(hosted, tmp_path, capsys):
    (tmp_path / "mine").write_text("a file")
    assert hosted("jupyter-lab")[:2] == (1, [])
    assert "is a file, and the course needs a folder" in capsys.readouterr().err


def test_a_server_that_is_not_installed_is_a_sentence(hosted, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSEKIT_FOLDER", str(tmp_path / "mine"))
    monkeypatch.setattr(sys, "argv", ["hosted", "no-such-server"])
    with pytest.raises(SystemExit) as done:
        runpy.run_path(sys.modules["coursekit.lab.hosted"].__file__, run_name="__main__")
    assert done.value.code == 1
    assert "the program 'no-such-server' was not found" in capsys.readouterr().err
