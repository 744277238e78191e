from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from classroom import START, event, exercise, figures, hand_in, learner, question, right, wrong
from samplechapter import DOING, QUESTIONS

from coursekit.content import chapter
from coursekit.progress import read_history
from coursekit.progress.lines import encode_line
from coursekit.quiz import Recall, right_answer, wrong_answers


def test_a_small_class_by_hand(room):
    # Rights at first:  pick all look | the others' share: pick     all      look
    #   ann              1    1   1   |                    1        1        1
    #   ben              1    0   0   |                    0        1/2      1/2
    #   cho              0    0   1   |                    1/2      1/2      0
    for name, outcomes in {"ann": (1, 1, 1), "ben": (1, 0, 0), "cho": (0, 0, 1)}.items():
        items = zip(("pick", "all", "look"), outcomes, strict=True)
        hand_in(room / name, [right(item) if good else wrong(item) for item, good in items])
    report = figures(room)
    pick = question(report, "pick")
    assert (pick.n, pick.right_first, pick.difficulty) == (3, 2, 2 / 3)
    # x = (1, 1, 0), y = (1, 0, 1/2): the covariance is 0.
    assert pick.discrimination == pytest.approx(0, abs=1e-15)
    # all: x = (1, 0, 0), y = (1, 1/2, 1/2) lie on one line.
    assert question(report, "all").discrimination == pytest.approx(1, abs=1e-15)
    # look: x = (1, 0, 1), y = (1, 1/2, 0): again 0.
    assert question(report, "look").discrimination == pytest.approx(0, abs=1e-15)


MARKED = [
    (home, name)
    for home in ("neuron", "layers")
    for name, asked in chapter(home).bank.questions.items()
    if not isinstance(asked, Recall)
]


@pytest.mark.parametrize("seed", range(4))
def test_figures_agree_with_numpy_on_random_classes(room, seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 40))
    answered = rng.random((n, len(MARKED))) < rng.choice([0.3, 0.8, 1.0])
    first = np.where(answered, rng.random((n, len(MARKED))) < rng.random(len(MARKED)), np.nan)
    for k in range(n):
        hand_in(room / f"learner {k}", attempts(first[k], rng))
    found = {each.item.name: each for each in figures(room).questions}
    for j, (home, name) in enumerate(MARKED):
        one, column = found[f"{home}.{name}"], first[:, j]
        assert one.n == np.count_nonzero(answered[:, j])
        assert_same(one.difficulty, np.nanmean(column) if one.n else None)
        assert_same(one.discrimination, corrected_item_total(first, j))


def attempts(row, rng):
    """First attempts in any order, and later ones that must not count."""
    events = []
    for (home, name), value in zip(MARKED, row, strict=True):
        if not np.isnan(value):
            asked = chapter(home).bank.questions[name]
            answer = (
                right_answer(asked)
                if value
                else rng.choice(np.array([*wrong_answers(asked), None], object)[:-1])
            )
            minute = float(rng.integers(0, 1000))
            said = str(rng.choice(["right", "wrong", "partly"]))  # the log may say what it likes
            given = {"name": name, "chapter": home}
            events.append(event(**given, answer=answer, outcome=said, minute=minute))
            events.append(event(**given, answer=right_answer(asked), outcome="right", minute=minute + 1))
    return sorted(events, key=lambda each: each.time)


def corrected_item_total(first, j):
    """The formula of the handbooks: the item against the total without it, here as a share of what was answered."""
    others = np.delete(first, j, axis=1)
    rows = ~np.isnan(first[:, j]) & (~np.isnan(others)).any(axis=1)
    item, rest = first[rows, j], np.nanmean(others[rows], axis=1) if rows.any() else np.empty(0)
    if len(item) < 2 or np.ptp(item) == 0 or np.ptp(rest) < 1e-12:
        return None
    return np.corrcoef(item, rest)[0, 1]


def assert_same(value, expected):
    assert (value is None) == (expected is None), (value, expected)
    assert value is None or value == pytest.approx(expected, rel=0, abs=1e-12)


def test_on_complete_answers_it_is_the_item_against_the_total_minus_the_item(room):
    rng = np.random.default_rng(7)
    first = (rng.random((30, len(MARKED))) < 0.6).astype(float)
    for k, row in enumerate(first):
        hand_in(room / f"learner {k}", attempts(row, rng))
    found = {each.item.name: each for each in figures(room).questions}
    for j, (home, name) in enumerate(MARKED):
        reference = np.corrcoef(first[:, j], first.sum(axis=1) - first[:, j])[0, 1]
        assert_same(found[f"{home}.{name}"].discrimination, reference)


def test_options_are_counted_at_first_attempts(room):
    rng = np.random.default_rng(0)
    asked = chapter("neuron").bank.questions["one-neuron"]
    ids = [each.id for each in asked.options]
    chosen = rng.integers(0, len(ids), size=40)
    for k, pick in enumerate(chosen):
        given = {"name": "one-neuron", "chapter": "neuron", "outcome": "wrong"}
        later = event(**given, answer=ids[0], minute=5)
        hand_in(room / f"learner {k}", [event(**given, answer=ids[pick]), later])
    answers = next(each for each in figures(room).questions if each.item.name == "neuron.one-neuron").answers
    assert [each.n for each in answers] == np.bincount(chosen, minlength=len(ids)).tolist()
    assert [each.right for each in answers] == [each.right for each in asked.options]
    assert [bool(each.misconception) for each in answers] == [not each.right for each in asked.options]


def test_of_several_ticks_each_counts_once(room):
    hand_in(room / "ann", [event(name="all", answer=["ten", "nine", "nine", "gone"], outcome="partly")])
    hand_in(room / "ben", [event(name="all", answer=["ten", "eight"], outcome="right")])
    answers = question(figures(room), "all").answers
    assert [each.n for each in answers] == [1, 2, 1, 1]
    assert (answers[-1].text, answers[-1].right) == ("gone (not an option today)", False)


def test_of_numbers_and_orders_the_commonest_wrong_answers_are_shown(room):
    for k, answer in enumerate(["64", 64, "0.5", 0.5, 0.5, 16, "nonsense"]):
        outcome = "right" if answer == 16 else "wrong"
        steps = event(name="steps", answer=["copy", "take", "add"], outcome="wrong")
        hand_in(room / f"learner {k}", [event(name="number", answer=answer, outcome=outcome), steps])
    report = figures(room)
    shown = question(report, "number").answers
    assert [(each.text, each.n) for each in shown] == [("0.5", 3), ("64", 2)]
    assert {each.misconception for each in shown} == {"Doubling is squaring."}
    assert [each.text for each in question(report, "steps").answers] == ["Copy it → Take it → Add them"]


def test_of_what_was_done_the_causes_are_counted(room, sample):
    sample(questions_yaml=QUESTIONS + DOING)
    draw = chapter("tiny").bank.questions["draw"]
    states = [{"n": 3}, {"n": 3}, {"n": 7}, {"n": 99}]
    curves = [wrong_answers(draw)[0], wrong_answers(draw)[0], "00" * 65, "zz"]
    for k, (state, curve) in enumerate(zip(states, curves, strict=True)):
        events = [
            event(name="set", answer=state, outcome="wrong"),
            event(name="draw", answer=curve, outcome="wrong"),
        ]
        hand_in(room / f"learner {k}", events)
    report = figures(room)
    for name, text in (("set", "a state of the widget"), ("draw", "a drawn curve")):
        counted = [(each.text, each.n, each.misconception) for each in question(report, name).answers]
        assert counted == [(text, 2, "Doubling is squaring."), (text, 1, "")]


def test_an_answer_nobody_can_make_sense_of_changes_no_count_but_its_own(room):
    strange = [{"a": 1}, None, [["pick"]], 10**30, "x" * 5000, True, ["take", "copy"]]
    for k, answer in enumerate(strange):
        names = ("pick", "all", "number", "steps", "look")
        hand_in(room / f"learner {k}", [event(name=name, answer=answer, outcome="wrong") for name in names])
    report = figures(room)
    assert question(report, "pick").n == len(strange) - 1  # None is no answer
    assert sum(each.n for each in question(report, "pick").answers[:2]) == 0
    assert [each.text for each in question(report, "number").answers] == [f"{10**30:,.12g}"]


def test_a_number_beyond_all_numbers_is_an_answer_and_no_more(room):
    line = encode_line(event(name="number", answer=1, outcome="wrong")).replace(
        b'"answer":1', b'"answer":1e999'
    )
    hand_in(room / "ann", [right()], tail=line)
    assert (figures(room).events, question(figures(room), "number").answers) == (2, ())


def test_a_reset_changes_neither_the_first_attempt_nor_what_was_done(room):
    reset = event("reset", "", minute=2)
    hand_in(room / "ann", [wrong(), right(minute=1), reset, right(minute=3), event("reset", "", minute=4)])
    report = figures(room)
    pick = question(report, "pick")
    assert (pick.right_first, pick.right, pick.in_the_end, pick.first_attempt_rate) == (0, 1, 1, 0)
    assert learner(report, "ann").points == 1


def test_a_guess_before_the_lesson_is_no_attempt_and_is_marked_beside(room):
    guess = {"outcome": "unmarked"}
    hand_in(room / "ann", [event(answer="square", **guess), right(minute=1)])
    hand_in(room / "ben", [event(answer="twice", **guess), event(answer="square", minute=1, **guess)])
    hand_in(room / "cho", [event(answer={"no": "sense"}, **guess)])
    pick = question(figures(room), "pick")
    assert (pick.n, pick.right_first, pick.before) == (1, 1, (1, 2))


def test_an_answer_from_memory_is_done_and_has_no_difficulty(room):
    hand_in(
        room / "ann", [event(name="words", answer={"text": "sum", "points": []}, outcome="noted"), right()]
    )
    report = figures(room)
    words = question(report, "words")
    assert (words.n, words.difficulty, words.in_the_end, words.first_attempt_rate) == (1, None, None, None)
    assert (learner(report, "ann").points, learner(report, "ann").marked) == (2, 1)


def test_what_could_not_be_read_as_an_answer_is_no_attempt(room):
    hand_in(room / "ann", [event(outcome="unreadable"), right(minute=1), event(minute=2, outcome=None)])
    assert question(figures(room), "pick").difficulty == 1


def test_a_question_that_the_course_no_longer_has_is_left_out(room):
    hand_in(room / "ann", [right("gone"), right(chapter="nowhere"), event("opened", "x"), right()])
    report = figures(room)
    assert (report.events, learner(report, "ann").answered) == (4, 1)
    assert learner(report, "ann").first_attempt_rate == 1
    assert [str(each) for each in report.gone] == [
        "nowhere.pick: 1 answer or attempt of 1 learner",
        "tiny.gone: 1 answer or attempt of 1 learner",
    ]


def test_an_exercise_counts_attempts_hints_and_mistakes(room):
    def attempt(outcome, message, minute):
        return event("attempt", "double", outcome=outcome, message=message, minute=minute)

    said = "not yet: for x = {} you gave {}.0, expected {}.0. That is the square."
    hand_in(
        room / "ann",
        [
            attempt("not attempted", "not attempted: `double` still waits.", 0),
            attempt("not yet", said.format(3, 9, 6), 1),
            attempt("not yet", said.format("[4, −1.5]", "[16, 2.25]", "[8, −3]"), 2),
            attempt("crashed", "crashed: your line 2 stopped with a NameError.", 3),
            event("hint", "double", step=1, minute=4),
            event("hint", "double", step=2, minute=5),
            event("solution", "double", minute=6),
            attempt("correct", "correct.", 7),
        ],
    )
    hand_in(room / "ben", [attempt("not yet", said.format(5, 25, 10), 0)])
    double = exercise(figures(room))
    assert (double.n, double.attempts, double.solved, double.solved_share) == (2, 5, 1, 0.5)
    assert (double.hints, double.hinted, double.opened) == (2, 1, 1)
    assert [(each.text, each.learners, each.times) for each in double.messages] == [
        ("That is the square.", 2, 3),
        ("crashed: your line … stopped with a NameError.", 1, 1),
    ]


def test_a_mistake_without_a_cause_is_told_without_its_numbers(room):
    for k in range(3):
        message = f"not yet: for x = [{k}, −2.5e-3] you gave NaN, expected {k}."
        hand_in(room / f"learner {k}", [event("attempt", "double", outcome="not yet", message=message)])
    (met,) = exercise(figures(room)).messages
    assert (met.text, met.learners) == ("for x = … you gave …, expected ….", 3)


def test_a_hint_for_a_question_is_none_for_an_exercise_of_the_same_name(room):
    hand_in(room / "ann", [event("hint", "double"), right()])
    assert exercise(figures(room)).hints == 0


def test_a_misconception_counts_learners_among_those_who_could_show_it(room):
    hand_in(room / "ann", [wrong(), wrong("all", minute=1)])
    hand_in(room / "ben", [right(), wrong(minute=1)])
    hand_in(room / "cho", [right("words")])
    (shown,) = figures(room).misconceptions
    assert (shown.text, shown.lesson.slug, shown.learners, shown.of) == (
        "Doubling is squaring.",
        "tiny",
        1,
        2,
    )
    assert [item.id for item in shown.items] == ["pick", "all", "number", "steps", "look"]


def test_who_is_stuck_and_when_somebody_was_seen_last(room):
    tries = [event("attempt", "double", outcome="not yet", minute=k) for k in range(3)]
    hand_in(room / "ann", tries)
    hand_in(
        room / "ben", [*(event("attempt", "double", outcome="not yet") for _ in range(2)), right(minute=9)]
    )
    hand_in(room / "eve", [])
    report = figures(room)
    assert [(each.item.name, each.attempts) for each in learner(report, "ann").stuck] == [("tiny.double", 3)]
    assert learner(report, "ben").stuck == ()
    assert learner(report, "ben").last == report.last == START + timedelta(minutes=9)
    assert (learner(report, "eve").last, learner(report, "eve").first_attempt_rate) == (None, None)
    assert repr(report) == "ClassReport(3 learners, 6 events)"


def test_progress_is_what_the_learner_sees_too(room):
    events = [wrong(), right(minute=1), right("all", minute=2), wrong("number", minute=3)]
    hand_in(room / "ann", [*events, event("attempt", "double", outcome="correct", minute=4)])
    summary = read_history(room / "ann").summary("tiny")
    ann = learner(figures(room), "ann")
    assert (ann.answered, ann.solved) == (len(summary.questions), summary.exercises_done)
    assert ann.lessons[-1].points == summary.questions_done + 2  # the exercise is worth two
    assert ann.lessons[-1].done == ann.done == 3


def test_right_answers_and_known_wrong_ones_are_told_apart_in_every_real_question(room):
    events = []
    for home, name in MARKED:
        asked = chapter(home).bank.questions[name]
        for minute, answer in enumerate([*wrong_answers(asked)[:1], right_answer(asked)]):
            outcome = "wrong" if minute == 0 and wrong_answers(asked) else "right"
            events.append(event(name=name, chapter=home, answer=answer, outcome=outcome, minute=minute))
    hand_in(room / "ann", events)
    report = figures(room)
    for home, name in MARKED:
        one = next(each for each in report.questions if each.item.name == f"{home}.{name}")
        (given,) = [each for each in one.answers if each.n]
        assert given.misconception
