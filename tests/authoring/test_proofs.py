from __future__ import annotations

import pytest
from samplechapter import CHECKS

from coursekit.authoring.proofs import Proof, attempts_in, complaints, definitions, prove, table
from coursekit.errors import ArgumentError

MISTAKES = """\
import math
from coursekit.authoring.proofs import mistake, variant

FACTOR = [3]

def times(factor):
    return lambda x: factor * x

def helper(x):
    return FACTOR[0] * x

@mistake("tiny.double", "square", says="the square")
def double(x):
    return x * x

mistake("tiny.double", "itself", says="the number itself")(times(1))

@mistake("double", "thrice", says="That is thrice")
def double(x):
    return helper(x)

@variant("tiny.double", "product")
def double(x):
    return 2 * x

@variant("tiny.double", "a loop")
def double(x, n=2):
    return math.fsum(x for _ in range(n))
"""


@pytest.fixture
def written(tmp_path):
    """A function that writes a mistakes.py and returns what it registers."""

    def write(text=MISTAKES):
        (tmp_path / "mistakes.py").write_text(text, encoding="utf-8")
        return attempts_in(tmp_path / "mistakes.py")

    return write


def test_every_attempt_at_the_sample_ends_as_it_should(sample, written):
    found = prove(sample(), written())
    assert [(each.kind, each.outcome) for each in found] == [
        ("as shipped", "not attempted"),
        ("reference", "correct"),
        *[("mistake", "not yet")] * 6,  # three written there, three of the check's own table
        ("variant", "correct"),
        ("variant", "correct"),
    ]
    assert not any(each.complaint for each in found)


def test_one_exercise_can_be_tried_alone(sample, written):
    chapter = sample()
    assert len(prove(chapter, written(), only="tiny.double")) == 10
    assert prove(chapter, written(), only="tiny.other") == []


@pytest.mark.parametrize(
    ("old", "new", "name", "complaint"),
    [
        ('"the square"', '"the cube"', "square", "its message should hold 'the cube'"),
        ("[3]", "[2]", "thrice", "it should be 'not yet' or 'crashed'"),
        ('"the square"', '"That is the"', "itself", "what tells another mistake: 'That is the'"),
        ("return 2 * x", "pass", "product", "it should be 'correct'"),
    ],
)
def test_an_attempt_that_ends_otherwise_is_marked(sample, written, old, new, name, complaint):
    found = [each for each in prove(sample(), written(MISTAKES.replace(old, new))) if each.complaint]
    assert found[0].name == name
    assert str(found[0]).startswith("✗ tiny.double")
    assert str(found[0]).endswith(complaint)


def test_a_refusal_is_one_sentence_with_what_the_check_said():
    wrong = Proof("neuron.gate", "mistake", "sign", "not yet", "No.\n\nTry it.", "it should be 'correct'")
    assert wrong.refusal == "neuron.gate, mistake 'sign': it should be 'correct'; it said: No. Try it."
    silent = wrong._replace(kind="reference", name="", message="")
    assert silent.refusal == "neuron.gate, reference: it should be 'correct'"


def test_the_table_has_a_line_for_each_attempt_and_ends_with_how_many_there_are(sample, written):
    lines = table(prove(sample(), written(), seeds=[0])).splitlines()
    assert len(lines) == 11
    assert "square" in lines[2]
    assert lines[-1].split() == ["tiny.double", "6", "mistakes,", "2", "variants"]


CLASS = """\
from coursekit.authoring.proofs import variant

def _own(x):
    return x

class Doubler:
    def __init__(self, x):
        super().__init__()
        self.x = x

    def __call__(self):
        return _own(self.x) + Doubler.half(self)

    def half(self):
        return self.x

variant("tiny.double", "a class and a function")(Doubler, lambda x: Doubler(x)())
"""


def test_a_class_and_a_function_are_typed_into_the_notebook_together(sample, written):
    (*_, proof) = prove(sample(), written(CLASS))
    assert (proof.outcome, proof.complaint) == ("correct", "")


def test_an_attempt_sees_the_notebooks_names_before_those_of_its_own_file(sample, written):
    text = "from coursekit.authoring.proofs import variant\n\nnp = None\n\n"
    (*_, proof) = prove(sample(), written(f'{text}variant("double", "v")(lambda x: np.add(x, x))'))
    assert proof.outcome == "correct"


def test_a_crash_in_a_mistake_is_shown_with_its_line(sample, written):
    text = (
        "from coursekit.authoring.proofs import mistake\n\n"
        'mistake("double", "m", says="at your line 6, `return x / 0`")(lambda x: divided(x))\n\n'
        "def divided(x):\n    return x / 0\n"
    )
    (*_, proof) = prove(sample(), written(text))
    assert (proof.outcome, proof.complaint) == ("crashed", "")


def test_trying_twice_starts_from_the_same_values(sample, written):
    text = (
        'from coursekit.authoring.proofs import variant\n\ncount = [0]\n\n@variant("double", "v")\n'
        "def double(x):\n    count[0] += 1\n    return 2 * x if count[0] < 3 else 0\n"
    )
    attempts, chapter = written(text), sample()
    assert [prove(chapter, attempts, seeds=[0])[-1].outcome for _ in range(5)] == ["correct"] * 5


def test_an_exercise_needs_three_mistakes_with_words_of_their_own_and_two_variants(sample, written):
    assert complaints(sample(), written()) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('@mistake("double", "thrice", says="That is thrice")', "", "has 2 mistakes, it needs 3"),
        ('@variant("tiny.double", "a loop")', "", "'tiny.double' has 1 variants, it needs 2"),
        ("the number itself", "the square", "two mistakes of 'tiny.double' expect the same words"),
        ("FACTOR = [3]", '@variant("gone", "")\ndef f(): pass', "there is no exercise 'tiny.gone'"),
    ],
)
def test_mistakes_that_fall_short_are_named(sample, written, old, new, reason):
    bare = CHECKS.replace(", mistakes=mistakes", "")
    (complaint,) = complaints(sample(checks_py=bare), written(MISTAKES.replace(old, new)))
    assert reason in complaint


def test_mistakes_come_in_the_order_of_the_checks(sample, written):
    first = CHECKS.replace("tiny.double", "tiny.first").replace("check_double", "check_first")
    checks = first + CHECKS[CHECKS.index("@exercise") :]
    attempts = [each._replace(exercise="tiny.first") for each in written()]
    tiny = sample(checks_py=checks)
    assert complaints(tiny, [*attempts, *written()]) == []
    assert complaints(tiny, [*written(), *attempts]) == [
        "mistakes.py: 'tiny.first' comes after 'tiny.double'; keep the order of checks.py"
    ]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ArgumentError, match=r"mistakes.py is missing; write the exercises' mistakes"):
        attempts_in(tmp_path / "mistakes.py")


def test_definitions_run_no_calls_and_no_loops():
    space = definitions(
        ["import math\nx = math.pi", "print(1 / 0)\nfor _ in range(3): 1 / 0", "def f(): return x"]
    )
    assert space["f"]() == space["x"]
