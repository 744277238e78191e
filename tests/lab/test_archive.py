from __future__ import annotations

import io
import os
import zipfile

import pytest

from coursekit.cli import main
from coursekit.errors import FolderError
from coursekit.lab.archive import bring_in, export, merge, read_export
from coursekit.lab.learner_folder import update_learner_folder
from coursekit.progress import Event, Log, read_history


@pytest.fixture
def full(workplace):
    Log(workplace).append(Event(kind="hint", chapter="tiny", id="double"))
    for name in (
        "lessons/a.ipynb",
        "mine.ipynb",
        "lessons/.ipynb_checkpoints/a-checkpoint.ipynb",
        "data.csv",
    ):
        (workplace / name).parent.mkdir(parents=True, exist_ok=True)
        (workplace / name).write_text(name)
    return workplace


def test_it_holds_notebooks_and_progress(full, tmp_path):
    line = export(tmp_path / "mine.zip", full)
    with zipfile.ZipFile(tmp_path / "mine.zip") as packed:
        names = packed.namelist()
    assert names[:2] == ["lessons/a.ipynb", "mine.ipynb"]
    assert names[2].startswith(".coursekit/progress/")
    assert line == f"{tmp_path / 'mine.zip'}: 2 notebooks, 1 progress file"


def test_an_existing_file_is_left_as_it_is(full, tmp_path):
    (tmp_path / "mine.zip").write_text("precious")
    with pytest.raises(FolderError, match="exists already and is left as it is"):
        export(tmp_path / "mine.zip", full)
    assert (tmp_path / "mine.zip").read_text() == "precious"


def test_a_place_that_cannot_be_written_is_a_sentence(full, tmp_path):
    with pytest.raises(FolderError, match=r"cannot be written \(No such file or directory\)"):
        export(tmp_path / "nowhere" / "mine.zip", full)


def test_a_notebook_that_cannot_be_read_is_named_and_leaves_no_file(full, tmp_path):
    (full / "lost.ipynb").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FolderError, match=r"lost\.ipynb cannot be read \(No such file .*move it out of"):
        export(tmp_path / "mine.zip", full)
    assert not (tmp_path / "mine.zip").exists()


def test_a_full_disk_leaves_no_half_packed_file(full, tmp_path):
    resource = pytest.importorskip("resource")
    (full / "large.ipynb").write_bytes(os.urandom(200_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # Python turns the signal into an OSError
    try:
        with pytest.raises(FolderError, match=r"mine\.zip cannot be written \(File too large\)"):
            export(tmp_path / "mine.zip", full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "mine.zip").exists()


def test_a_folder_called_like_a_notebook_is_no_notebook(full, tmp_path):
    (full / "drafts.ipynb").mkdir()
    assert "2 notebooks" in export(tmp_path / "mine.zip", full)


LOG = ".coursekit/progress/20260101T000000Z-1-aa.jsonl"
EVENT = '{"v":1,"kind":"hint","chapter":"tiny","id":"double","uid":"%s","time":"2026-01-01T00:00:00Z"}\n'


def notebook(text):
    return f'{{"cells": [{{"cell_type": "code", "source": "{text}", "outputs": []}}]}}'


def zipped(files):
    """A zip in memory; names that end in / are folders."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return stream.getvalue()


def brought(files, folder):
    return merge(read_export(zipped(files), "mine.zip"), folder, name="mine.zip")


def everything(folder):
    """Path → bytes of a folder, hidden files too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_exported_comes_back_in_a_new_folder_and_twice_is_harmless(
    source, workplace, tmp_path, capsys
):
    update_learner_folder(workplace, source=source())
    (workplace / "exercises" / "90_tiny_Ada.ipynb").write_text(notebook("renamed"))
    (workplace / "exercises" / "90_tiny.ipynb").write_text(notebook("solved"))
    Log(workplace).append(Event(kind="hint", chapter="tiny", id="double"))
    export(tmp_path / "mine.zip", workplace)
    new = tmp_path / "another machine" / "course"
    for line in (
        f"3 notebooks and 1 event came from mine.zip into {new}",
        f"nothing new in mine.zip: all of it is in {new} already",
    ):
        assert main(["import", str(tmp_path / "mine.zip"), str(new)]) == 0
        assert capsys.readouterr().out == f"{line}\n"
        assert everything(new) == everything(workplace)
    assert update_learner_folder(new, source=source()) == []


def test_the_new_folder_is_the_usual_one_here_or_the_one_that_is_named(full, tmp_path, monkeypatch):
    export(tmp_path / "mine.zip", full)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert bring_in(tmp_path / "mine.zip", None)[0].endswith(
        f"into {tmp_path / 'elsewhere' / 'neural-networks'}"
    )
    assert "nothing new" in bring_in(tmp_path / "mine.zip", None)[0]
    monkeypatch.setenv("COURSEKIT_FOLDER", str(tmp_path / "nowhere"))
    with pytest.raises(FolderError, match=r"there is no course in .*nowhere"):
        bring_in(tmp_path / "mine.zip", None)


def test_work_comes_into_the_place_of_an_untouched_notebook_and_beside_any_other(source, workplace):
    update_learner_folder(workplace, source=source())
    (workplace / "lessons" / "90_tiny.ipynb").write_text(notebook("mine"))
    before = everything(workplace)
    work = {f"{kind}/90_tiny.ipynb": notebook(f"solved in {kind}") for kind in ("lessons", "exercises")}
    first = brought(work, workplace)
    assert first[0].startswith("2 notebooks and 0 events came from mine.zip")
    after = everything(workplace)
    assert after["lessons/90_tiny.ipynb"] == before["lessons/90_tiny.ipynb"]
    assert after["lessons/90_tiny (imported).ipynb"].decode() == work["lessons/90_tiny.ipynb"]
    assert after["exercises/90_tiny.ipynb"].decode() == work["exercises/90_tiny.ipynb"]
    assert set(before.values()) <= set(after.values())
    run_again = {name: text.replace('"outputs": []', '"outputs": [1]') for name, text in work.items()}
    for files in (work, run_again):
        assert "nothing new" in brought(files, workplace)[0]
        assert everything(workplace) == after
    assert brought({"lessons/90_tiny.ipynb": notebook("a third")}, workplace)[1].endswith(
        "90_tiny (imported 2).ipynb"
    )


def test_a_notebook_that_was_never_touched_there_brings_nothing(source, workplace, tmp_path):
    update_learner_folder(workplace, source=source("first"))
    export(tmp_path / "old.zip", workplace)
    new = tmp_path / "new"
    update_learner_folder(new, source=source("second"))
    before = everything(new)
    assert "nothing new" in bring_in(tmp_path / "old.zip", str(new))[0]
    assert everything(new) == before


@pytest.mark.parametrize(
    ("here", "there", "events"),
    [
        ("a", "ab", 1),  # the log went on there
        ("ab", "a", 0),  # and here
        ("ab", "ac", 1),  # and on both sides
        ("a", "a\r", 0),  # sent as text
        ("", "ab", 2),
    ],
)
def test_logs_are_merged_and_each_event_counts_once(workplace, here, there, events):
    mine = workplace / LOG
    mine.parent.mkdir()
    mine.write_text("".join(EVENT % uid for uid in here))
    text = "".join(EVENT % uid for uid in there.strip("\r"))
    for count in (events, 0):
        lines = brought({LOG: text.replace("\n", "\r\n") if "\r" in there else text}, workplace)
        assert lines[0].startswith(f"0 notebooks and {count} event" if count else "nothing new")
        assert mine.read_text() == "".join(EVENT % uid for uid in here)
    assert {event.uid for event in read_history(workplace).everything} == set(here + there.strip("\r"))


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["lessons/Übung.ipynb", LOG], id="an export"),
        pytest.param(
            ["ada/", "ada/lessons/Übung.ipynb", f"ada/{LOG}", "__MACOSX/ada/lessons/._Übung.ipynb"],
            id="Finder",
        ),
        pytest.param(["ada\\lessons\\Übung.ipynb", f"ada/{LOG}".replace("/", "\\")], id="Windows"),
        pytest.param(["a/b/lessons/U\u0308bung.ipynb", f"a/b/{LOG}", "a/b/.DS_Store"], id="packed twice"),
        pytest.param(["lessons/Übung.ipynb", LOG, f"backup/{LOG}", "data/x.csv"], id="with a backup in it"),
        pytest.param(
            ["lessons/Übung.ipynb", LOG, "lessons/.ipynb_checkpoints/a.ipynb"], id="with checkpoints"
        ),
        pytest.param(["ada/lessons/XXbung.ipynb", f"ada/{LOG}"], id="names without a flag"),
    ],
)
def test_zips_of_other_programs_are_understood(names):
    data = zipped({name: EVENT % "a" if name.endswith("jsonl") else notebook(1) for name in names})
    data = data.replace(b"XXbung", "Übung".encode())
    assert sorted(map(str, read_export(data, "mine.zip"))) == [LOG, "lessons/Übung.ipynb"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "holds neither notebooks nor progress; name what `coursekit export` made"),
        ({"a.csv": "1", ".coursekit/handed-out.json": "{}"}, "holds neither notebooks nor progress"),
        (
            {f"ada/{LOG}": "", f"ben/{LOG}": ""},
            r"holds the progress of several people \(ada and ben\); import one",
        ),
    ],
)
def test_a_zip_without_one_learners_work_is_a_sentence(files, why):
    with pytest.raises(FolderError, match=rf"^mine\.zip {why}"):
        read_export(zipped(files), "mine.zip")


@pytest.mark.parametrize(
    ("name", "why"), [("mine", "is a folder; pack it as a zip"), ("no.zip", "cannot be read")]
)
def test_what_is_no_file_is_a_sentence(workplace, name, why):
    with pytest.raises(FolderError, match=rf"{name} {why}.*name what `coursekit export` made"):
        bring_in(workplace.parent / name, None)


def test_an_enormous_file_is_not_read(tmp_path):
    with (tmp_path / "mine.zip").open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(FolderError, match=r"mine\.zip is larger than 256 MB, which no export is"):
        bring_in(tmp_path / "mine.zip", None)


def test_a_folder_that_cannot_take_a_notebook_is_a_sentence(workplace):
    (workplace / "lessons").write_text("a file")
    with pytest.raises(FolderError, match="lessons is a file, and the course needs a folder"):
        brought({"lessons/a.ipynb": notebook(1)}, workplace)


def test_a_folder_or_a_damaged_memory_in_the_way_loses_nothing(workplace):
    (workplace / "a.ipynb").mkdir()
    (workplace / ".coursekit" / "handed-out.json").write_text("[")
    assert brought({"a.ipynb": notebook(1), ".coursekit/handed-out.json": "]"}, workplace)[0].startswith(
        "1 notebook and"
    )
    assert (workplace / "a (imported).ipynb").read_text() == notebook(1)
