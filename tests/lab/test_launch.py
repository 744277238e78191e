from __future__ import annotations

import os
import socket
from importlib.metadata import version

import pytest
from jupyter_client.manager import KernelManager

import coursekit
from coursekit.errors import FolderError, PortError
from coursekit.lab.launch import CONFIG, free_port, open_lab


@pytest.fixture
def opened(source, tmp_path, monkeypatch):
    """`opened(…)` opens the lab without running it: what JupyterLab would get, and its environment."""
    monkeypatch.setattr(coursekit, "__file__", str(source() / "coursekit" / "__init__.py"))

    def run(folder="mine", environ=None, **options):
        given, environ = [], {} if environ is None else environ
        open_lab(tmp_path / folder, environ=environ, start=given.extend, **options)
        return given, environ

    return run


def test_it_makes_the_working_copy_and_starts_on_its_home_page(opened, tmp_path, capsys):
    arguments, _ = opened()
    assert (tmp_path / "mine" / "lessons" / "90_tiny.ipynb").exists()
    assert (tmp_path / "mine" / "home.ipynb").exists()
    assert (tmp_path / "mine" / "review.ipynb").exists()
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in arguments
    assert "--LabApp.default_url=/lab/tree/home.ipynb" in arguments
    assert f"The course is in {tmp_path / 'mine'}." in capsys.readouterr().out


def test_nobody_can_listen_in_between_server_and_kernel(opened, monkeypatch):
    assert "--KernelManager.transport_encryption=auto" in opened()[0]
    monkeypatch.delattr(KernelManager, "transport_encryption")  # as before jupyter-client 8.9
    assert [word for word in opened()[0] if "encryption" in word] == []


def test_it_says_what_happened_to_the_learners_files(opened, tmp_path, capsys):
    opened()
    (tmp_path / "mine" / "home.ipynb").write_text("torn")
    opened()
    assert "home (damaged).ipynb" in capsys.readouterr().out


def test_further_options_go_to_jupyterlab(opened):
    arguments, _ = opened(arguments=["--no-browser", "--ip=0.0.0.0"])
    assert arguments[-2:] == ["--no-browser", "--ip=0.0.0.0"]


def test_kernels_find_the_folder_and_keep_to_one_thread(opened, tmp_path):
    _, environ = opened()
    assert environ["COURSEKIT_FOLDER"] == str(tmp_path / "mine")
    assert environ["OPENBLAS_NUM_THREADS"] == "1"


def test_what_was_set_stays_set(opened):
    mine = {"OPENBLAS_NUM_THREADS": "4", "JUPYTER_CONFIG_PATH": "/etc/mine", "JUPYTER_PATH": "/share/mine"}
    _, environ = opened(environ=dict(mine))
    assert environ["OPENBLAS_NUM_THREADS"] == "4"
    assert environ["JUPYTER_CONFIG_PATH"] == f"{CONFIG}{os.pathsep}/etc/mine"
    assert environ["JUPYTER_PATH"] == f"{CONFIG}{os.pathsep}/share/mine"


def test_where_the_home_folder_cannot_be_written_jupyterlab_gets_the_place_of_its_settings(
    opened, tmp_path, capsys, monkeypatch
):
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "home" / "jupyter"))
    arguments, environ = opened(environ={})
    place = tmp_path / "mine" / ".coursekit" / "jupyter"
    assert f"--LabApp.user_settings_dir={place / 'settings'}" in arguments
    assert environ["JUPYTER_CONFIG_DIR"].startswith(str(place))
    assert f"so Jupyter keeps its settings with the course, in {place}." in capsys.readouterr().out


def test_it_is_jupyterlab_that_runs(opened, tmp_path, capsys):
    opened()
    with pytest.raises(SystemExit):  # JupyterLab ends after its version, before it serves
        open_lab(tmp_path / "mine", environ={}, arguments=["--version"])
    assert capsys.readouterr().out.splitlines()[-1] == version("jupyterlab")


def test_a_port_in_use_is_a_sentence_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=rf"port {port} is in use.*leave --port out"):
            free_port(port)


def test_a_port_that_does_not_exist_is_a_sentence():
    with pytest.raises(PortError, match=r"port 70000 does not exist \(ports are 1 to 65535\); name another"):
        free_port(70_000)
    with pytest.raises(PortError, match="port 0 does not exist"):
        free_port(0)


def test_without_a_wish_the_next_free_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(among=range(port, port + 20)) > port
        with pytest.raises(PortError, match="all in use"):
            free_port(among=[port])


def test_a_free_port_is_given_as_wished():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert free_port(port) == port


def test_a_port_kept_for_others_is_a_sentence():
    with pytest.raises(PortError, match=r"cannot be used \(.+\)"):
        free_port(9, host="192.0.2.1")


def test_nothing_is_made_where_the_port_is_refused(opened, tmp_path):
    with pytest.raises(PortError):
        opened(port=70_000)
    assert not (tmp_path / "mine").exists()


def test_a_file_in_the_place_of_the_folder_is_a_sentence(opened, tmp_path):
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(FolderError, match="is a file"):
        opened()
