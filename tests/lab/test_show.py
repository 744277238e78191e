from __future__ import annotations

import pytest

from coursekit import show
from coursekit.errors import UnknownIdError


def test_a_picture_of_a_lesson_is_shown_under_the_title_its_author_gave_it():
    assert repr(show("neuron.cat_votes")) == "Drawing('Is it a cat? Votes for and against')"


def test_a_picture_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(UnknownIdError, match=r"no picture 'neuron\.dog'; chapter neuron has .*cat_votes"):
        show("neuron.dog")
