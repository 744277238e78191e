"""The judge says of every right and every wrong solution what the check says in a notebook, word for word."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from border import remote

from coursekit.authoring.proofs import space_of
from coursekit.grader.memory import RememberingExpect
from coursekit.quiz import run_check

sys.path.append(str(Path(__file__).parents[1] / "content"))
from chapterproofs import CHAPTERS, attempts, each_chapter, solved

TRAINING = {"language.train_writer", "optimizers.train", "scale.plan"}
WITHOUT_SEED = {"random start", "draws of its own"}
LINE = re.compile(r" at your line \d+(, `.*?`)?")


def told(result):
    return result.outcome, LINE.sub("", result.message)


@pytest.mark.uncounted
@each_chapter
def test_every_attempt_is_marked_as_in_a_notebook(chapter):
    tried = 0
    for attempt in attempts(chapter.slug):
        name = chapter.full_id(attempt.exercise)
        if name in TRAINING or attempt.name in WITHOUT_SEED:
            continue
        exercise, given = chapter.exercises[name], solved(chapter.slug)
        with remote(**space_of(attempt, given)) as there:
            far = run_check(exercise, there.names(exercise.needs), seed=3, expect=RememberingExpect(name, 3))
        assert told(far) == told(run_check(exercise, space_of(attempt, given), seed=3)), attempt.name
        tried += 1
    assert tried > 20


@pytest.mark.parametrize("name", ["backprop.value", "neuron.gate", "optimizers.train"])
def test_objects_and_trainings_cross_the_line(name):
    chapter = next(each for each in CHAPTERS if name in each.exercises)
    exercise = chapter.exercises[name]
    with remote(**solved(chapter.slug)) as there:
        result = run_check(exercise, there.names(exercise.needs), seed=3)
    assert result.message == f"correct. {exercise.why}"
