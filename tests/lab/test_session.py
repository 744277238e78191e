from __future__ import annotations

import sys
from types import ModuleType

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from coursekit import ask, check, hint, mark, solution
from coursekit.errors import ExerciseNotPassed, UnknownIdError
from coursekit.progress import read_history


def right(x):
    return 2 * x


def square(x):
    return x * x


def answer(card, value, kind="answer"):
    """Send an answer as the browser does, and return what the card is told."""
    told = []
    card.send = told.append
    card._receive(card, {"type": kind, "id": "1", "answer": value}, [])
    return told[-1]


def recorded(folder):
    return [(event.kind, event.name, event.outcome) for event in read_history(folder).events]


def test_an_answer_is_marked_and_recorded(sample, workplace):
    sample()
    assert answer(ask("tiny.pick"), "square")["verdict"]["opening"] == "Not yet."
    (event,) = read_history(workplace).events
    assert (event.name, event.answer, event.misconception) == ("tiny.pick", "square", "squares")


def test_the_last_answer_stands_on_the_card_of_another_day(sample, workplace):
    sample()
    for choice in ("square", "twice"):
        answer(ask("tiny.pick"), choice)
    assert ask("tiny.pick")._earlier["answer"] == "twice"


def test_what_cannot_be_marked_is_no_answer(sample, workplace):
    sample()
    assert answer(ask("tiny.pick"), "")["verdict"]["outcome"] == "unreadable"
    assert recorded(workplace) == []


def test_an_unmarked_question_says_nothing_and_keeps_the_answer(sample, workplace):
    sample()
    told = answer(ask("tiny.pick", marked=False), "square")["verdict"]
    assert "square" not in str(told["feedback"])
    assert recorded(workplace) == [("answer", "tiny.pick", "unmarked")]


def test_the_page_knows_that_a_card_is_not_marked(sample, workplace):
    sample()
    assert [ask("tiny.pick", marked=marked)._public_view["marked"] for marked in (True, False)] == [
        True,
        False,
    ]


def test_marked_and_unmarked_answers_stay_on_their_own_cards(sample, workplace):
    sample()
    answer(ask("tiny.pick", marked=False), "square")
    assert ask("tiny.pick")._earlier == {}
    assert ask("tiny.pick", marked=False)._earlier["verdict"]["opening"] == "Noted."


def test_a_later_lesson_asks_on_a_card_without_the_earlier_answer(sample, workplace):
    sample()
    answer(ask("tiny.pick"), "square")
    assert ask("tiny.pick", again="tiny")._earlier == {}
    answer(ask("tiny.pick", again="tiny"), "twice")
    assert ask("tiny.pick", again="tiny")._earlier["answer"] == "twice"


def test_a_later_lesson_that_nobody_wrote_gets_a_sentence(sample, workplace):
    sample()
    with pytest.raises(UnknownIdError, match="tyni"):
        ask("tiny.pick", again="tyni")


def test_a_hint_on_a_card_is_recorded(sample, workplace):
    sample()
    assert answer(ask("tiny.pick"), None, kind="get_hint")["hint"]
    assert recorded(workplace) == [("hint", "tiny.pick", None)]


def test_mark_remembers_nothing(sample, workplace):
    sample()
    assert mark("tiny.number", "16").outcome == "right"
    assert recorded(workplace) == []


def test_a_name_nobody_wrote_gets_a_sentence(sample, workplace):
    sample()
    with pytest.raises(UnknownIdError, match=r"did you mean 'tiny\.pick'"):
        ask("tiny.pik")


def test_check_looks_at_the_names_of_the_running_script(sample, workplace, write):
    sample()
    write(double=right)
    assert repr(check("tiny.double")) == "✓ correct. A sum is enough."
    write(double=square)
    assert "That is the square." in repr(check("tiny.double"))
    assert [outcome for *_, outcome in recorded(workplace)] == ["correct", "not yet"]


def test_each_attempt_gets_inputs_of_its_own(sample, workplace, write):
    sample()
    write(double=square)
    check("tiny.double")
    check("tiny.double")
    assert [event.seed for event in read_history(workplace).events] == [0, 1]


def test_check_looks_at_the_names_of_the_notebook(sample, workplace):
    sample()
    notebook = ModuleType("notebook")  # else IPython puts its own in the place of __main__
    shell = InteractiveShell.instance(user_module=notebook, config=Config(HistoryManager={"enabled": False}))
    try:
        shell.user_ns["double"] = right
        assert check("tiny.double").outcome == "correct"
    finally:
        InteractiveShell.clear_instance()


def test_a_missing_name_is_not_attempted(sample, workplace):
    sample()
    assert "there is no `double` yet" in repr(check("tiny.double"))


def test_nbgrader_gets_points_without_a_word_on_stderr(sample, workplace, write, monkeypatch, capsys):
    sample()
    write(double=lambda x: sys.stderr.write("careful") and 2 * x)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check("tiny.double") == 2.0
    assert capsys.readouterr().err == ""
    assert recorded(workplace) == []


def test_nbgrader_gets_an_exception_with_the_message(sample, workplace, write, monkeypatch):
    sample()
    write(double=square)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(ExerciseNotPassed, match=r"That is the square\."):
        check("tiny.double")


CHECKS = """\
from coursekit.quiz import exercise


@exercise("tiny.double", needs=("double",), hints=("Think.", "Add."))
def check_double(s, rng, expect):
    pass


@exercise("tiny.bare", needs=("bare",))
def check_bare(s, rng, expect):
    pass
"""


def test_hints_come_one_at_a_time_and_the_last_one_stays(sample, workplace):
    sample(checks_py=CHECKS)
    assert [hint("tiny.double").title for _ in range(3)] == ["Hint 1 of 2", "Hint 2 of 2", "Hint 2 of 2"]
    assert 'solution("tiny.double")' in repr(hint("tiny.double"))
    assert [event.step for event in read_history(workplace).events] == [1, 2, 2, 2]


def test_an_exercise_without_hints_says_so(sample, workplace):
    sample(checks_py=CHECKS)
    assert hint("tiny.bare").title == "No hint"


def test_a_solution_comes_with_its_reason_and_is_recorded(sample, workplace):
    sample()
    shown = solution("tiny.double")._repr_markdown_()
    assert "```python\ny = x + x\nreturn y\n```" in shown
    assert shown.endswith("A sum is enough.")
    assert recorded(workplace) == [("solution", "tiny.double", None)]
