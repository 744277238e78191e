"""An export comes into the browser's store; the way out is packed by the page and tried in tests/browser/test_site.py."""

from __future__ import annotations

import base64
import json

import pytest

from coursekit.lab.archive import export
from coursekit.lab.learner_folder import text_digest, update_learner_folder
from coursekit.lab.site.work import brought
from coursekit.progress import Event, Log, read_history


@pytest.fixture
def drive(tmp_path, source, monkeypatch):
    """The browser's store: what was handed out as files, without a memory of it."""
    folder = tmp_path / "drive"
    for kind in ("lessons", "exercises"):
        (folder / kind).mkdir(parents=True)
        (folder / kind / "90_tiny.ipynb").write_bytes((source() / kind / "90_tiny.ipynb").read_bytes())
    (folder / ".coursekit").mkdir()
    monkeypatch.setenv("COURSEKIT_FOLDER", str(folder))
    return folder


@pytest.fixture
def handed_out(source):
    digest = text_digest((source() / "lessons" / "90_tiny.ipynb").read_bytes())
    return json.dumps({"lessons/90_tiny.ipynb": digest, "exercises/90_tiny.ipynb": digest})


def test_an_export_comes_into_the_browser_and_a_second_time_changes_nothing(
    drive, handed_out, source, tmp_path
):
    update_learner_folder(tmp_path / "lab", source=source())
    Log(tmp_path / "lab").append(Event(kind="hint", chapter="tiny", id="double"))
    export(tmp_path / "mine.zip", tmp_path / "lab")
    encoded = base64.b64encode((tmp_path / "mine.zip").read_bytes()).decode()
    again = "Load the page again to see it."
    for told in (
        "0 notebooks and 1 event came from mine.zip into",
        "nothing new in mine.zip: all of it is in",
    ):
        said = brought(encoded, "mine.zip", handed_out)
        assert said.startswith(f"{told} this browser")
        assert said.endswith(again)
    assert len(read_history(drive).everything) == 1


def test_a_file_that_is_no_export_gets_a_sentence(drive, handed_out):
    said = brought(base64.b64encode(b"a photo").decode(), "cat.zip", handed_out)
    assert said.startswith("cat.zip is no zip")
    assert said.endswith("name a zip that `coursekit export` made.")
