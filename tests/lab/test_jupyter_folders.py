from __future__ import annotations

import errno
import os

import pytest
from test_no_room import room

from coursekit.errors import FolderError
from coursekit.lab.jupyter_folders import find_room

USUAL = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
NOWHERE = os.strerror(errno.ENOTDIR)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder that nothing points away from."""
    for name in (*USUAL, "MPLCONFIGDIR", "JUPYTER_CONFIG_PATH", "JUPYTERLAB_SETTINGS_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_what_can_be_written_stays_where_it_is(home, tmp_path):
    assert find_room(tmp_path / "mine", os.environ) == []
    assert not (tmp_path / "mine").exists()


def test_where_the_home_folder_cannot_be_written_all_goes_into_the_learners(home, tmp_path):
    home.write_text("")  # root may write in every folder, and in a file nobody makes one
    place = tmp_path / "mine" / ".coursekit" / "jupyter"
    assert find_room(tmp_path / "mine", os.environ) == [
        f"{home}/.jupyter cannot be written ({NOWHERE}), so Jupyter keeps its settings with the course, in {place}."
    ]
    for name in (*USUAL, "MPLCONFIGDIR", "JUPYTERLAB_SETTINGS_DIR"):
        assert os.environ[name].startswith(str(place))
    assert os.environ["JUPYTER_CONFIG_PATH"] == str(home / ".jupyter")  # what can be read there still holds


def test_only_what_cannot_be_written_goes_elsewhere(home, tmp_path, monkeypatch):
    home.mkdir()
    (home / ".ipython").write_text("")
    monkeypatch.setenv("MPLCONFIGDIR", "/as/chosen")
    (line,) = find_room(tmp_path, os.environ)
    assert line.startswith(f"{home}/.ipython cannot be written")
    assert [name for name in USUAL if name in os.environ] == ["IPYTHONDIR"]
    assert os.environ["MPLCONFIGDIR"] == "/as/chosen"
    assert "JUPYTERLAB_SETTINGS_DIR" not in os.environ


def test_a_disk_that_is_full_for_both_is_a_sentence(home, tmp_path):
    with (
        room(1000),
        pytest.raises(FolderError, match=r"mine cannot be written \(File too large\); make room"),
    ):
        find_room(tmp_path / "mine", os.environ)
