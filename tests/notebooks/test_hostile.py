"""Hostile: no exercise takes an odd answer for right, and none of them breaks the check."""

from __future__ import annotations

import pytest
from committed import CHAPTERS, built
from hostile import answers, spoiled

from coursekit.authoring.proofs import definitions, sources
from coursekit.lab.replies import CheckReply
from coursekit.quiz import run_check

pytestmark = pytest.mark.uncounted

WANTED = [
    pytest.param(chapter, full_id, name, id=f"{full_id}-{name}")
    for chapter in CHAPTERS
    for full_id, exercise in chapter.exercises.items()
    for name in exercise.needs
]
each_wanted_name = pytest.mark.parametrize(("chapter", "full_id", "name"), WANTED)


def passed(chapter, full_id, space):
    """Whether the check takes these names for right; whatever they are, the learner gets a sentence."""
    result = run_check(chapter.exercises[full_id], space, seed=0)
    assert result.message.startswith(result.outcome)
    assert "Traceback" not in result.message
    assert CheckReply(result)._repr_html_()
    return result.passed


@each_wanted_name
def test_no_odd_object_is_right_or_breaks_the_check(chapter, full_id, name):
    space = definitions(sources(built(chapter, "solutions")))
    odd = answers(space[name])
    assert [what for what, answer in odd if passed(chapter, full_id, {**space, name: answer})] == []


@each_wanted_name
def test_no_spoiled_answer_is_right(chapter, full_id, name):
    space = definitions(sources(built(chapter, "solutions")))
    for what, answer in spoiled(space[name]):
        right = passed(chapter, full_id, {**space, name: answer})
        # `changed` is False where there was nothing to spoil: no input, no numbers in the result.
        assert not right or not getattr(answer, "changed", True), what
