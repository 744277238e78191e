"""Question banks: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import inspect
import re
import time
from contextlib import contextmanager

import msgspec
import numpy as np
import pytest
from chapterproofs import CHAPTERS, each_chapter

from coursekit.authoring.goal_examples import review_goals
from coursekit.content import chapter, find_question
from coursekit.quiz import Do, Predict, mark_answer, range_of, right_answer, shuffled, wrong_answers
from coursekit.scenes import Line, Panel, Scene, picture

KINDS = {"single", "multiple", "numeric", "order", "predict", "recall"}
HYPE = re.compile(r"(?<!\[)!(?![\[=])|\b(?:simply|obviously|just|easy|trivial|of course)\b")

# They train networks for seconds; the lessons that show them are run as notebooks.
TRAINED = {"nine_networks", "nine_starts"}

PLAIN = Scene((Panel((0, 1), (0, 1), (Line([0, 1], [0, 1]),)),), "A line.")


@contextmanager
def fast_enough_for_a_browser():
    """Bound the processor time by that of 20 plain pictures: the Python there takes half a second for one, and no cell may take over 10 s."""
    picture(PLAIN)  # what loads when first used
    began = time.process_time()
    picture(PLAIN)
    plain = time.process_time() - began
    yield
    assert time.process_time() - began < 21 * plain


QUESTIONS = [
    pytest.param(chapter, question, id=chapter.full_id(name))
    for chapter in CHAPTERS
    for name, question in chapter.bank.questions.items()
]
each_question = pytest.mark.parametrize(("chapter", "question"), QUESTIONS)


def mark(full_id, answer):
    return mark_answer(find_question(full_id), answer)


@each_question
def test_the_right_answer_is_marked_right(chapter, question):
    outcome = "noted" if question.kind == "recall" else "right"
    assert mark_answer(question, right_answer(question)).outcome == outcome


@each_question
def test_every_wrong_answer_is_told_its_own_diagnosis(chapter, question):
    verdicts = [mark_answer(question, answer) for answer in wrong_answers(question)]
    assert {verdict.outcome for verdict in verdicts} <= {"wrong"}
    # A wrong state may be merely a step short of the right one.
    assert isinstance(question, Do) or all(verdict.misconception for verdict in verdicts)
    assert len({str(verdict) for verdict in verdicts}) == len(verdicts)


@each_question
def test_the_right_option_is_not_given_away_by_its_length(chapter, question):
    options = getattr(question, "options", [])
    longest_wrong = max((len(option.text) for option in options if not option.right), default=0)
    assert all(len(option.text) <= 2 * longest_wrong for option in options if option.right)


@each_question
def test_a_question_keeps_to_the_house_style(chapter, question):
    assert HYPE.findall(msgspec.yaml.encode(question).decode()) == []


@each_question
def test_pictures_to_predict_are_drawn_fast_and_no_two_are_alike(chapter, question):
    if isinstance(question, Predict):
        draw = chapter.pictures[question.picture]
        with fast_enough_for_a_browser():
            drawn = {picture(draw(**option.show)) for option in question.options}
        assert len(drawn) == len(question.options)


@each_chapter
def test_every_still_picture_is_drawn_fast_and_says_what_it_shows(chapter):
    for name in chapter.pictures.keys() - TRAINED:
        parameters = inspect.signature(chapter.pictures[name]).parameters.values()
        if all(each.default is not each.empty for each in parameters):
            with fast_enough_for_a_browser():
                scene = chapter.pictures[name]()
                assert picture(scene).startswith(b"\x89PNG")
            assert len(scene.words) > 40


@each_chapter
def test_a_lesson_asks_all_kinds_of_questions(chapter):
    missing = {"backprop": {"multiple"}}.get(chapter.slug, set())
    assert {question.kind for question in chapter.bank.questions.values()} >= KINDS - missing


@each_chapter
def test_what_is_done_rightly_is_right_and_each_known_cause_is_named(chapter):
    assert list(review_goals(chapter)) == []


@pytest.mark.parametrize("chapter", CHAPTERS[:-1], ids=[each.slug for each in CHAPTERS[:-1]])
def test_a_misconception_is_taken_up_in_a_later_lesson(chapter):
    later = {each.slug for each in CHAPTERS if each.number > chapter.number}
    assert {each.lesson for each in chapter.bank.misconceptions.values()} <= later


@each_chapter
def test_hints_and_reasons_keep_to_the_house_style(chapter):
    said = " ".join(" ".join([*each.hints, each.why]) for each in chapter.exercises.values())
    assert HYPE.findall(said) == []


@each_chapter
@pytest.mark.parametrize("text", ["lesson", "exercises"])
def test_the_prose_keeps_to_the_house_style(chapter, text):
    lines = [line for line in chapter.text(text).splitlines() if line.startswith("# ") and "# %%" not in line]
    assert HYPE.findall(re.sub(r"`[^`]*`", "", "\n".join(lines))) == []


# What single questions are there to find.


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("neuron.z-by-hand", "−3"),
        ("neuron.z-by-hand", "z = -6/2"),
        ("neuron.after-relu", "0.0"),
        ("layers.softmax-raised", "0.731"),
        ("layers.softmax-raised", ".7311"),
        ("backprop.diamond", "5.0"),
        ("optimizers.largest-rate", "2/40"),
        ("optimizers.adam-first", "1999e-3"),
        *(("scale.weights", typed) for typed in ("67108864", "67,108,864", "67_108_864", "67.1M", "6.71e7")),
        *(("scale.weights", typed) for typed in ("2^26", "67.11 million")),
        *(("scale.bytes", typed) for typed in ("134.22", "134 MB", "134 218 kB", "128 MiB", "0.134 GB")),
    ],
)
def test_a_right_number_may_be_typed_in_many_ways(question, typed):
    assert mark(question, typed).outcome == "right"


@pytest.mark.parametrize(
    ("question", "answer", "misconception"),
    [
        ("neuron.z-by-hand", "-4", "bias-left-out"),
        ("neuron.steps", ["weigh", "bend", "sum", "bias"], "bend-per-input"),
        ("neuron.steps", ["bias", "weigh", "bend", "sum"], None),
        ("nonlinearity.carry-a-bias", "−17", "order-of-layers-is-free"),
        ("layers.params-2432", "23", "bias-left-out"),
        ("layers.params-2432", "35", "drawing-is-the-question"),
        ("layers.two-layers-by-hand", "−17", "order-does-not-matter"),
        ("layers.pieces-in-one-layer", "128", "kinks-multiply-side-by-side"),
        ("layers.deep", "many-neurons", "deep-is-wide"),
        ("backprop.diamond", 7, "recursion-double-counts"),
        ("optimizers.adam-first", "1.9968", "correction-forgotten"),
        ("scale.bytes", "128", "two-gigabytes"),
        ("scale.bytes", "1073.7", "bits-are-bytes"),
        ("scale.bytes", "268.4", "always-32-bits"),
        ("scale.billion", "1.86", "two-gigabytes"),
        ("scale.billion", "16", "bits-are-bytes"),
        ("scale.adam-7b", "28", "moments-forgotten"),
        ("scale.adam-7b", "104.3", "two-gigabytes"),
        ("scale.weights", "16384", "layer-adds-sizes"),
        ("scale.parallel-step", ["share", "gradient", "update", "average"], "each-its-own-step"),
    ],
)
def test_a_wrong_answer_shows_its_misconception(question, answer, misconception):
    verdict = mark(question, answer)
    assert (verdict.outcome, verdict.misconception) == ("wrong", misconception)


@pytest.mark.parametrize(
    ("question", "answer", "misconception"),
    [
        ("neuron.doubled", ["output-doubles", "boundary-moves"], "scale-moves-boundary"),
        ("scale.what-is-new", ["attention", "neuron"], "new-neurons"),
    ],
)
def test_half_of_a_right_answer_is_partly_there(question, answer, misconception):
    verdict = mark(question, answer)
    assert (verdict.outcome, verdict.misconception) == ("partly", misconception)


def test_clearing_after_backward_is_told_apart_from_clearing_at_the_end():
    after = mark("optimizers.round", ["backward", "zero", "step", "look"])
    end = mark("optimizers.round", ["backward", "step", "look", "zero"])
    assert "throws away" in str(after)
    assert "still stored" in " ".join(str(end).split())


def test_bending_before_the_bias_is_told_to_be_another_function():
    assert "another function" in str(mark("neuron.steps", ["weigh", "sum", "bend", "bias"]))


def test_the_right_picture_of_linear_activation_follows_the_last_piece_and_is_straight():
    (panel,) = CHAPTERS[1].pictures["linear_activation"]().panels
    before, after = (mark for mark in panel.marks if isinstance(mark, Line))
    assert after.y[-20:] == pytest.approx(before.y[-20:], abs=1e-5)
    steps = after.y[1:] - after.y[:-1]
    assert steps == pytest.approx(steps[0], abs=1e-5)


def test_the_right_picture_of_exact_match_is_what_ten_steps_give():
    right = next(option for option in find_question("scale.exact-match").options if option.right)
    assert right.show["heights"] == pytest.approx([p**10 for p in (0.80, 0.90, 0.95, 0.99)], abs=5e-4)


def test_options_come_in_another_order_for_another_learner():
    names = [option.id for option in find_question("neuron.one-neuron").options]
    assert len({tuple(shuffled(names, seed)) for seed in range(20)}) > 1


@pytest.mark.parametrize(
    ("drawn", "outcome", "misconception", "says"),
    [
        (lambda x: np.maximum(0, x - 1) + 0.15, "right", None, "Up to x = 1"),
        (lambda x: np.clip(x - 1, 0, 1), "wrong", "bend-is-switch", "At the right end"),
        (
            lambda x: np.where(x > 1, x, 0),
            "wrong",
            "bias-is-threshold",
            "Your curve jumps from 0 to 1 at x = 1.",
        ),
        (lambda x: np.abs(x), "wrong", None, "Do it point by point."),
        (lambda x: x, "wrong", None, "Do it point by point."),
        (lambda x: x + 1, "wrong", "bend-left-out", "That's the straight line x + 1."),
        (lambda x: x - 1.15, "wrong", "bend-left-out", "That's the sum, x − 1"),
    ],
)
def test_a_drawn_hinge_is_told_a_mistake_only_near_it(drawn, outcome, misconception, says):
    question = chapter("nonlinearity").bank.questions["hinge-curve"]
    space = range_of(question)
    verdict = mark_answer(question, space.value(drawn(space.places())))
    assert (verdict.outcome, verdict.misconception) == (outcome, misconception)
    assert verdict.feedback.startswith(says)
