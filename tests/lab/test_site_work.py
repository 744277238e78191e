"""A learner's work goes from the browser's store to a folder and back, and nothing is lost on the way."""

from __future__ import annotations

import base64
import json

import pytest

from coursekit.lab.archive import bring_in, export
from coursekit.lab.learner_folder import text_digest, update_learner_folder
from coursekit.lab.site.work import brought, packed
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


def test_the_zip_goes_into_a_folder_where_what_nobody_changed_is_not_in_the_way(
    drive, handed_out, source, tmp_path
):
    Log(drive).append(Event(kind="hint", chapter="tiny", id="double"))
    (drive / "lessons" / "90_tiny.ipynb").write_text(
        (source("mine") / "lessons" / "90_tiny.ipynb").read_text()
    )
    zipped = tmp_path / "my-work.zip"
    zipped.write_bytes(base64.b64decode(packed(handed_out)))
    update_learner_folder(tmp_path / "lab", source=source("second"))
    lines = bring_in(zipped, str(tmp_path / "lab"))
    # The exercise is as it was handed out with the site: the newer one here stays, and there is no word about it.
    assert lines == [
        f"1 notebook and 1 event came from my-work.zip into {tmp_path / 'lab'}",
        "lessons/90_tiny.ipynb is now the one from the zip; the untouched one is kept in .coursekit/replaced",
    ]
    assert len(read_history(tmp_path / "lab").everything) == 1


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
