from __future__ import annotations

import os
import subprocess
import sys
from types import ModuleType

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from coursekit import ask, check, hint, mark, solution
from coursekit.errors import ArgumentError, UnknownIdError
from coursekit.progress import read_history


def right(x):
    return 2 * x


def double(x):
    return x + x


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


def test_each_attempt_gets_inputs_of_its_own_and_can_be_repeated(sample, workplace, write):
    sample()
    write(double=square)
    first, second = check("tiny.double"), check("tiny.double")
    assert first.seed != second.seed
    again = check("tiny.double", seed=first.seed)
    assert again.message == first.message
    assert [event.seed for event in read_history(workplace).events] == [first.seed, second.seed, first.seed]


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True])
def test_a_seed_is_a_whole_number(sample, workplace, seed):
    sample()
    with pytest.raises(ArgumentError, match=f"^seed=.{{0,2}}{str(seed).strip('-')}.* must be a whole number"):
        check("tiny.double", seed=seed)


@pytest.mark.parametrize("function", [check, hint, solution])
@pytest.mark.parametrize(
    ("given", "got"),
    [((double,), ", not the function `double`"), ((), ""), ((3,), ", not 3"), ((None,), ", not None")],
)
def test_a_name_without_quotes_is_answered_with_the_call_that_is_meant(
    sample, workplace, function, given, got
):
    sample()
    name = function.__name__
    with pytest.raises(ArgumentError) as refused:
        function(*given)
    assert str(refused.value) == (
        f'{name} takes the name of an exercise in quotes{got}; write for example {name}("tiny.double")'
    )


@pytest.fixture
def notebook(sample, workplace):
    """A notebook's shell without a kernel, with the sample course; an empty cell has run."""
    sample()
    module = ModuleType("notebook")  # else IPython puts its own in the place of __main__
    yield InteractiveShell.instance(user_module=module, config=Config(HistoryManager={"enabled": False}))
    InteractiveShell.clear_instance()


def test_check_looks_at_the_names_of_the_notebook(notebook):
    notebook.user_ns["double"] = right
    assert check("tiny.double").outcome == "correct"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('check("tiny.double"); check("tiny.double")', 2),
        ('for _ in range(3): check("tiny.double")', 3),
        ('check("tiny.double")\nhint("tiny.double")', 2),
        ('reply = check("tiny.double")', 0),
    ],
)
def test_each_reply_of_a_cell_is_shown_once(notebook, cell, shown, capsys):
    notebook.user_ns["double"] = right
    notebook.run_cell("from coursekit import check, hint")
    notebook.run_cell(cell)
    said = capsys.readouterr().out
    assert said.count("✓ correct.") + said.count("No hint") + said.count("Hint 1") == shown


def test_a_script_prints_its_verdicts(sample, workplace):
    sample()
    (workplace / "exercise.py").write_text(
        "from coursekit import check, mark\ndef double(x): return x * x\n"
        'check("tiny.double", seed=0)\nmark("tiny.number", 16)\nkept = check("tiny.double")\n'
    )
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "exercise.py"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("? not yet: for x = ")
    assert done.stdout.count("not yet") == 1
    assert done.stdout.splitlines()[-1].startswith("Right")


def test_exit_in_a_function_is_told_and_ends_nothing(notebook):
    notebook.run_cell("def double(x):\n    exit()")
    before = notebook.user_ns["exit"]
    reply = check("tiny.double")
    assert reply.outcome == "crashed"
    assert "`exit()`: SystemExit" in reply.message
    assert not notebook.exit_now
    assert notebook.user_ns["exit"] is before


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("def double(x):\n    return (x + x", "'(' was never closed in line 2, `return (x + x`"),
        ("def double(x)\n    return x + x", "expected ':' in line 1, `def double(x)`"),
        (
            "def double(x):\nreturn x + x",
            "expected an indented block after function definition on line 1 in line 2",
        ),
        ("import math\n\ndouble = = 2", "invalid syntax in line 3, `double = = 2`"),
    ],
)
@pytest.mark.parametrize("before", ["", "def double(x):\n    ...", "def double(x): return x"])
def test_a_cell_that_python_cannot_read_is_named(notebook, cell, said, before):
    for source in (before, cell, "# def double(x"):
        notebook.run_cell(source, store_history=True)
    reply = check("tiny.double")
    assert reply.outcome == "crashed"
    assert reply.message.startswith(f"crashed: Python can't read the cell with your `double`: {said}")
    notebook.run_cell("%time 1\ndef double(x): return 3 * x", store_history=True)
    assert check("tiny.double").outcome == "not yet"
    notebook.run_cell("double = lambda x: 2 * x", store_history=True)
    notebook.run_cell(cell, store_history=True)
    assert check("tiny.double").outcome == "correct"


def test_a_missing_name_is_not_attempted(sample, workplace):
    sample()
    assert "there is no `double` yet" in repr(check("tiny.double"))


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
