"""The mutation test of checks, on small samples: what is changed, what counts as seen, and what is listed."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from coursekit.authoring.__main__ import main
from coursekit.authoring.mutants import Equivalents, equivalents_in, tallies
from coursekit.authoring.mutations import changed_once, counted
from coursekit.errors import BankError

NOTHING = Equivalents({}, ())


def changes(source, lines=range(1, 99), **options):
    """Each change as a line."""
    return [str(each) for each in changed_once(counted(ast.parse(source)), lines, **options)]


def afters(source):
    """What the statement of a function of a, b and c becomes."""
    lines = changes(f"def f(a, b, c):\n    {source}\n", [2])
    return [each.partition(" → ")[2] for each in lines]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("return a - b", ["a + b", "b - a", "a", "b", "in_place.isub(a, b)", "c - b", "a - c"]),
        ("return a @ b", ["a * b", "b @ a"]),
        ("return (a + b) * c", ["a + b * c"]),
        ("return a / (b * c)", ["a / b * c"]),
        ("return -(a + b)", ["-a + b"]),
        ("return np.exp(a + b)", ["np.exp(a) + b"]),
        ("return a < b", ["a <= b", "a > b"]),
        ("return a and b", ["a or b", "a", "b"]),
        ("return not a", ["a"]),
        ("return -a", ["a", "-b"]),
        ("return 5", ["6", "4", "0", "1", "-5"]),
        ("return -0.5", ["-0.75", "0.0", "1.0", "0.5"]),
        ("return True", ["False"]),
        ("return a['x'] + b['y']", ["a['y'] + b['y']", "a['x'] + b['x']", "a + b['y']"]),
        ("return np.inf * np.pi", ["0 * np.pi", "np.inf * 1"]),
        ("return a.T", ["a", "b.T"]),
        (
            "return a.sum(axis=1, keepdims=True)",
            [
                "a.mean(axis=1, keepdims=True)",
                "a.sum(axis=0, keepdims=True)",
                "a.sum(axis=2, keepdims=True)",
                "a.sum(keepdims=True)",
                "a.sum(axis=1)",
                "a.sum(axis=1, keepdims=False)",
                "a",
            ],
        ),
        ("return np.exp(a)", ["a", "np.expm1(a)", "np.exp(b)"]),
        ("return a.copy()", ["a"]),
        ("return sorted(a)", ["a"]),
        ("return max(a, b)", ["min(a, b)", "max(b, a)", "max(a)", "a", "b"]),
        ("return range(a)", ["range(1, a)", "range(a + 1)", "range(a - 1)"]),
        ("return range(0, a, 2)", ["range(0, a + 1, 2)", "range(0, a - 1, 2)"]),
        ("return len(a)", ["len(a) + 1", "len(a) - 1"]),
        ("return a[1:-1]", ["a", "a[:-1]", "a[1:]", "a[2:-1]", "a[1:-2]", "a[0:-1]"]),
        ("return (a, b)", ["a", "(b, a)", "(a,)", "(b,)"]),
        ("return [a, b]", ["[b, a]", "[a]", "[b]"]),
        ("return {'x': a, 'y': b}", ["{'x': a}", "{'y': b}", "{'y': a, 'y': b}"]),
        ("return a if b else c", ["a", "c", "c if b else a"]),
        (
            "return [x for x in a if x]",
            ["[x for x in a]", "[x for x in a if not x]", "[x for x in list(a)[1:] if x]"],
        ),
    ],
)
def test_an_expression_is_taken_for_each_of_its_neighbours(source, expected):
    found = [each.removeprefix("return ") for each in afters(source)]
    assert set(expected) <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a += b", ["a = b", "a -= b", "(left out)", "a *= b"]),
        ("a, b = c", ["b, a = c"]),
        ("if a: b = c", ["if not a:", "if True:", "if False:", "(left out)"]),
        ("while a: b = c", ["while not a:", "while True:", "while False:"]),
        ("for a in b: c = a", ["for a in list(b)[1:]:", "for a in list(b)[:-1]:", "for a in list(b)[:1]:"]),
        ("for a in b: c = a", ["for a in list(b)[::-1]:", "c = a  # after the loop"]),
        ("a[b, c] -= 1", ["a[c, b] -= 1", "a[b, c] += 1", "a[b, c] = 1", "a[b, c] -= 2"]),
    ],
)
def test_a_statement_is_left_out_or_taken_for_another(source, expected):
    assert {each.replace("(a, b)", "a, b").replace("(b, a)", "b, a") for each in afters(source)} >= set(
        expected
    )


def test_brackets_are_left_alone_where_they_change_nothing():
    found = afters("return a * b / c - -(a @ b @ c)")
    assert not any("a * (b / c)" in each or "a @ (b @ c)" in each or "-a @" in each for each in found)


def test_statements_change_places_where_that_can_be_seen():
    source = "def f(a):\n    b = a + 1\n    c = b * 2\n    for x in c:\n        b = x\n    return b\n"
    found = changes(source, range(2, 7), statements_only=True)
    assert "b = a + 1; c = b * 2 → c = b * 2; b = a + 1" in found
    assert "return b → return b  # in the loop" in found
    assert "b = x → (left out)" in found
    assert not any("a + 2" in each for each in found)  # an expression
    assert not any("; d" in each for each in changes("b = 1\nd = 2\n"))  # in any order the same


def test_only_the_solution_and_the_defaults_around_it_are_changed():
    source = 'def g(x=1):\n    return x\n\ndef f(x, n=2, *, axis=-1):\n    """Text 3."""\n    x = 4\n    return x\n'
    found = changes(source, [6])
    assert "def f(x, n=2, *, axis=-1): → def f(x, n=3, *, axis=-1):" in found
    assert "def f(x, n=2, *, axis=-1): → def f(x, n=2, *, axis=0):" in found
    assert "x = 4 → x = 5" in found
    assert not any("g(" in each or "Text" in each or each.startswith("return") for each in found)


def test_what_an_error_says_is_not_changed_and_what_is_no_python_is_left_out():
    assert changes("raise ValueError(f'{1 + 1} is too small')\n") == [
        "raise ValueError(f'{1 + 1} is too small') → (left out)"
    ]
    assert "return f(*a) → return *a" not in changes("def f(a):\n    return f(*a)\n", [2])


CHECKS = """\
from coursekit.quiz import exercise

@exercise("tiny.double", needs=("double",))
def check_double(s, rng, expect):
    CALLS
"""
EXERCISES = """\
# %%
def double(PARAMETERS):
    ### BEGIN SOLUTION
    BODY
    ### END SOLUTION

# %%
check("tiny.double")
"""


@pytest.fixture
def tried(sample):
    """A function that tries a solution against the calls of a check."""

    def tally(calls, solution, known=NOTHING, parameters="x"):
        exercises = EXERCISES.replace("BODY", solution.replace("\n", "\n    ")).replace(
            "PARAMETERS", parameters
        )
        chapter = sample(checks_py=CHECKS.replace("CALLS", calls), exercises_py=exercises)
        (found,) = tallies(chapter, known)
        return found

    return tally


SEVERAL = "expect.agrees(s.double, [{'x': x} for x in (1.5, -2.0, 0.0, 1.5)], lambda x: 2 * x)"
ONE = "expect.agrees(s.double, [{'x': 2.0}], lambda x: 2 * x, again=False)"


def test_a_good_check_sees_every_change(tried):
    found = tried(SEVERAL, "return x + x")
    assert found.complaints == []
    assert found.tried > 10


def test_a_change_that_a_check_accepts_is_named(tried):
    found = tried(ONE, "return x + x")
    assert "return x + x → return x * x" in found.survivors
    assert "double: x → np.abs(x)" in found.survivors
    assert "double: result → doubled when a call comes again" in found.survivors
    assert "return x + x → return x - x" not in found.survivors
    assert "tiny.double: the check accepts the change return x + x → return x * x" in str(found)


def resource_limit():
    return Path("/proc/self/limits").read_text(encoding="ascii").partition("Max address space")[2].split()[0]


@pytest.mark.parametrize(("value", "survives"), [("2.0", False), ("[2.0]", True)])
def test_a_change_in_place_is_none_for_numbers(tried, value, survives):
    # This check lets no guard see what became of the list.
    calls = f"value = {value}\n    expect.that(s._namespace['double'](value) == 2 * {value}, 'no')"
    change = "return x + x → return in_place.iadd(x, x)"
    assert (change in tried(calls, "return x + x").survivors) == survives


def test_a_loop_without_an_end_is_seen(tried):
    found = tried(SEVERAL, "n = 0\nwhile n < 1:\n    n = n + 1\nreturn 2 * x")
    assert "n = n + 1 → n = n * 1" not in found.survivors
    assert "while n < 1: → while True:" not in found.survivors


def test_a_default_that_cannot_be_computed_is_seen(tried):
    found = tried(SEVERAL, "return n * x", parameters="x, n=2 / 1")
    assert "def double(x, n=2 / 1): → def double(x, n=2 / 0):" not in found.survivors


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this system limits no memory")
def test_a_change_that_takes_gigabytes_is_seen(tried):
    before = resource_limit()
    found = tried(SEVERAL, "size = 3 if x < 99 else 3 * 10**9\nbytes(size)\nreturn 2 * x")
    assert "size = 3 if x < 99 else 3 * 10 ** 9 → size = 4 if x < 99 else 3 * 10 ** 9" in found.survivors
    assert "size = 3 if x < 99 else 3 * 10 ** 9 → size = 3 * 10 ** 9" not in found.survivors
    assert resource_limit() == before


SAME = ("return x + y → return x + x", "return x + y → return y + y")
LISTED = Equivalents({"tiny.double": {"x and y are the same": "\n  ".join(["", *SAME, ""])}}, ())


@pytest.mark.parametrize(("known", "accepted"), [(NOTHING, SAME), (LISTED, ())])
def test_a_change_that_is_listed_may_be_accepted(tried, known, accepted):
    found = tried(SEVERAL, "y = x\nreturn x + y", known)
    assert set(found.survivors) == set(accepted)
    assert found.outdated == ()


def test_a_change_that_is_listed_for_nothing_is_named(tried):
    assert tried(SEVERAL, "return x + x", LISTED).complaints == [
        f"tiny.double: equivalents.py lists what the check refuses, or nobody tries: {each}" for each in SAME
    ]


def test_a_slow_check_is_asked_about_whole_statements_and_not_about_those_that_are_listed(tried):
    known = Equivalents({"tiny.double": {"believed": "y = x + x → (left out)"}}, ("tiny.double",))
    found = tried(ONE, "y = x + x\nreturn y", known)
    assert (found.tried, found.complaints) == (3, [])


def test_a_check_that_refuses_the_reference_is_named(tried):
    with pytest.raises(BankError, match=r"tiny\.double: the check refuses the reference"):
        tried(ONE, "return 3 * x")


def test_a_file_lists_the_equivalents(tmp_path):
    path = tmp_path / "equivalents.py"
    assert equivalents_in(path) == NOTHING
    path.write_text("EQUIVALENTS = {}\n", encoding="utf-8")
    assert equivalents_in(path) == NOTHING
    path.write_text('EQUIVALENTS = {"a.b": {"why": "x → y"}}\nSLOW = ("a.b",)\n', encoding="utf-8")
    assert equivalents_in(path) == Equivalents({"a.b": {"why": "x → y"}}, ("a.b",))


def test_an_author_tries_one_exercise_or_all(sample, tmp_path, monkeypatch, capsys):
    sample()
    monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "content"))
    assert main(["--mutants", "tiny.double"]) == 1
    one = capsys.readouterr().out
    assert re.match(r"tiny\.double: \d+ changes\n  tiny\.double: the check accepts the change ", one)
    assert main(["--mutants"]) == 1
    assert capsys.readouterr().out == one
    assert main(["--mutants", "tiny.halve"]) == 1
    assert capsys.readouterr().err == "there is no exercise 'tiny.halve'; tiny has: tiny.double\n"
