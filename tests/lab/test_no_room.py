"""A full disk and a folder that may not be written: one sentence, nothing half-made, and learning goes on."""

from __future__ import annotations

import contextlib
import ctypes
import os

import pytest

import coursekit
from coursekit import ask, check
from coursekit.errors import FolderError
from coursekit.lab.archive import export
from coursekit.lab.home_page import write_home
from coursekit.lab.launch import open_lab
from coursekit.lab.learner_folder import update_learner_folder
from coursekit.lab.overview import table
from coursekit.lab.reset import restart
from coursekit.lab.spaced_review import due_table
from coursekit.progress import read_history


@contextlib.contextmanager
def room(size):
    """As on a disk that is full: no file grows beyond so many bytes, and the write in which it would is cut."""
    resource = pytest.importorskip("resource", reason="only POSIX systems limit the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))  # Python turns the signal into an OSError
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def locked(folder):
    """Nobody may write in the folder, not even root, who has no right to pass over modes meanwhile."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        with obeying_modes() if os.geteuid() == 0 else contextlib.nullcontext():
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@contextlib.contextmanager
def obeying_modes():
    """Without the capabilities by which root passes over the modes of files, in this thread."""
    system = ctypes.CDLL(None)
    if not hasattr(system, "capset"):
        pytest.skip("only Linux can take this right away from root")
    header, had = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert system.capget(header, had) == 0
    less = (ctypes.c_uint32 * 6)(*had)
    less[0] &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH among the effective ones
    assert system.capset(header, less) == 0
    try:
        yield
    finally:
        assert system.capset(header, had) == 0


def answer(value, name="tiny.pick"):
    """Give an answer on a card as the browser does; what the card says."""
    card, told = ask(name), []
    card.send = told.append
    card._receive(card, {"type": "answer", "id": "1", "answer": value}, [])
    verdict = told[-1]["verdict"]
    return verdict["opening"], " ".join(text for block in verdict["feedback"] for _, text in block)


def snapshot(folder):
    """Every file with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def answers(folder):
    return [event.answer for event in read_history(folder).events]


def test_an_answer_that_finds_no_room_is_marked_said_and_kept_for_later(sample, workplace):
    sample()
    assert answer("square") == ("Not yet.", "That is a square.")
    with room(300):
        opening, said = answer("twice")
    assert opening == "Right."
    assert said.startswith("Yes. Not saved yet: progress cannot be written to ")
    assert "(File too large); it is kept in memory" in said
    assert answers(workplace) == ["square"]
    assert answer("square") == ("Not yet.", "That is a square.")
    assert answers(workplace) == ["square", "twice", "square"]


def test_a_check_that_finds_no_room_says_both(sample, workplace, write):
    sample()
    write(double=lambda x: 2 * x)
    with room(0):
        said = repr(check("tiny.double"))
    assert said.startswith("✓ correct. A sum is enough.\n\nNot saved yet: ")


def test_a_full_disk_stops_the_handing_out_and_leaves_nothing_half_made(source, tmp_path):
    update_learner_folder(tmp_path / "mine", source=source())
    before = snapshot(tmp_path / "mine")
    second = source("second")
    with room(50), pytest.raises(FolderError, match=r"\(File too large\); make room on its disk"):
        update_learner_folder(tmp_path / "mine", source=second)
    assert snapshot(tmp_path / "mine") == before


def test_a_reset_that_finds_no_room_changes_nothing(sample, source, workplace):
    sample()
    update_learner_folder(workplace, source=source())
    answer("twice")
    before, course = snapshot(workplace), source()
    with room(50), pytest.raises(FolderError, match="make room on its disk"):
        restart("tiny", workplace, source=course)
    assert snapshot(workplace) == before


def test_a_reset_that_cannot_be_recorded_changes_nothing(sample, source, workplace):
    sample()
    update_learner_folder(workplace, source=source())
    answer("twice")
    (workplace / "exercises" / "90_tiny.ipynb").write_text("my work")
    progress = workplace / ".coursekit" / "progress"
    with (
        locked(progress),
        pytest.raises(FolderError, match=r"\(Permission denied\), so tiny is as it was; free"),
    ):
        restart("tiny", workplace, source=source())
    assert (workplace / "exercises" / "90_tiny.ipynb").read_text() == "my work"
    assert answers(workplace) == ["twice"]


def test_a_page_that_finds_no_room_stays_as_it_was(sample, workplace):
    sample()
    write_home(workplace)
    answer("twice")
    before = snapshot(workplace)
    with room(2000), pytest.raises(FolderError, match="make room on its disk"):
        write_home(workplace)
    assert snapshot(workplace) == before


def test_in_a_locked_folder_answers_are_marked_and_said_to_be_unsaved(sample, workplace):
    sample()
    assert answer("square") == ("Not yet.", "That is a square.")
    with locked(workplace):
        opening, said = answer("twice")
    assert opening == "Right."
    assert said.startswith("Yes. Not saved yet: ")
    assert answers(workplace) == ["square"]


def test_a_locked_folder_can_be_read_and_exported(sample, workplace, tmp_path):
    sample()
    answer("square")
    before = table(workplace), due_table(workplace)
    with locked(workplace):
        assert (table(workplace), due_table(workplace)) == before
        assert export(tmp_path / "mine.zip", workplace).endswith("0 notebooks, 1 progress file")


def test_a_locked_folder_is_neither_made_nor_reset_nor_renewed(sample, source, workplace):
    sample()
    update_learner_folder(workplace, source=source())
    answer("square")
    before = snapshot(workplace)
    with locked(workplace):
        with pytest.raises(
            FolderError, match=r"\(Permission denied\); choose one that you own: coursekit lab"
        ):
            update_learner_folder(workplace, source=source("second"))
        with pytest.raises(FolderError, match="Permission denied"):
            restart("tiny", workplace, source=source())
        with pytest.raises(FolderError, match="Permission denied"):
            update_learner_folder(workplace / "deeper", source=source())
    assert snapshot(workplace) == before


def test_a_locked_folder_that_is_up_to_date_opens_and_says_so(source, workplace, capsys, monkeypatch):
    monkeypatch.setattr(coursekit, "__file__", str(source() / "coursekit" / "__init__.py"))
    started = []
    open_lab(workplace, environ={}, start=started.append)
    workplace.joinpath("home.ipynb").unlink()
    with locked(workplace):
        open_lab(workplace, environ={}, start=started.append)
    assert len(started) == 2
    assert f"the folder {workplace} cannot be written (Permission denied)" in capsys.readouterr().out
