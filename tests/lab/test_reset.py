from __future__ import annotations

import pytest

from coursekit.errors import UnknownIdError
from coursekit.lab.learner_folder import update_learner_folder
from coursekit.lab.reset import restart
from coursekit.progress import Event, Log, read_history


def test_a_chapter_starts_again_and_everything_is_kept(sample, source, workplace):
    sample()
    update_learner_folder(workplace, source=source())
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="pick", answer="twice", outcome="right"))
    (workplace / "lessons" / "90_tiny.ipynb").write_text("my work")
    lines = restart("tiny", workplace, source=source())
    assert lines[1] == "lessons/90_tiny.ipynb is kept as 90_tiny (before reset 1).ipynb"
    assert (workplace / "lessons" / "90_tiny (before reset 1).ipynb").read_text() == "my work"
    assert "# first" in (workplace / "lessons" / "90_tiny.ipynb").read_text()
    assert read_history(workplace).events == ()
    assert len(read_history(workplace).everything) == 2


def test_a_second_reset_takes_the_next_name(sample, source, workplace):
    sample()
    update_learner_folder(workplace, source=source())
    restart("tiny", workplace, source=source())
    restart("tiny", workplace, source=source())
    assert (workplace / "exercises" / "90_tiny (before reset 2).ipynb").exists()


def test_a_chapter_that_was_never_opened_can_be_reset(sample, source, workplace):
    sample()
    assert len(restart("tiny", workplace, source=source())) == 1
    assert (workplace / "lessons" / "90_tiny.ipynb").exists()


def test_an_unknown_chapter_resets_nothing(sample, workplace):
    sample()
    with pytest.raises(UnknownIdError, match="there is no chapter 'tin'"):
        restart("tin", workplace)
