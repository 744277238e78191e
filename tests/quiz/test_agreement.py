"""Agreement with a reference: every case, the right cause or none, in any order."""

import numpy as np
import pytest
from learnercode import checked

from coursekit.engine import Tensor
from coursekit.quiz import exercise, known_mistakes

CASES = [{"x": np.array([1.0, -2.0]), "n": 2}, {"x": np.array([0.0, 3.0])}, {"x": np.array([4.0]), "n": 1}]


def power(x, n=3):
    return x**n


@exercise("power", needs=("power",))
def check_power(s, rng, expect):
    expect.agrees(
        s.power,
        CASES,
        power,
        mistakes=[(lambda x, n=3: x * n, "That is n times x."), (lambda x, n=3: x**3, "n has no effect.")],
    )


def said(source, check=check_power):
    return checked(source, check).message


@pytest.mark.parametrize(
    "source",
    [
        "def power(x, n=3): return x**n",
        "def power(numbers, *, exponent=3): return [float(each)**exponent for each in numbers]",
        "def power(x, n=3): return tuple(np.float32(x)**n)",
        "class power:\n    def __init__(self, x, n=3): self.x, self.n = x, n\n    def __array__(self, dtype=None, copy=None): return self.x**self.n",
    ],
)  # fmt: skip
def test_honest_forms_pass(source):
    assert said(source) == "correct."


def test_a_range_is_a_list_of_numbers_as_long_as_it_fits_into_memory():
    assert said("def power(x, n=3): return range(1, 3)").startswith(
        "not yet: for x = [1, −2], n = 2 you gave [1, 2]"
    )
    assert "range" in said("def power(x, n=3): return range(10**12)")


def test_a_cause_is_named_where_its_mistake_gives_the_same_in_every_case():
    assert said("def power(x, n=3): return n * x") == (
        "not yet: for x = [1, −2], n = 2 you gave [2, −4], expected [1, 4]. Entry [0] is the first that differs. "
        "That is n times x."
    )
    # Right in two of three cases, and so is the mistake there.
    assert said("def power(x, n=3): return x * x * x").endswith("n has no effect.")


def test_no_cause_is_named_where_its_mistake_fits_some_cases_only():
    source = "def power(x, n=3): return n * x if len(x) > 1 else x**n + 1"
    assert said(source) == (
        "not yet: for x = [1, −2], n = 2 you gave [2, −4], expected [1, 4]. Entry [0] is the first that differs. "
        "Work this input out by hand and print each step to see where the two part."
    )


def test_a_case_with_a_wrong_value_is_shown_before_a_crash_where_the_cause_is_known():
    @exercise("first", needs=("first",))
    def check_first(s, rng, expect):
        def second(x):
            return x[1]

        expect.agrees(
            s.first,
            [{"x": [3]}, {"x": [1, 2]}],
            lambda x: x[0],
            mistakes=[(second, "Python counts from 0.")],
        )

    assert said("def first(x): return x[1]", check_first) == (
        "not yet: for x = [1, 2] you gave 2.0, expected 1.0. Python counts from 0."
    )
    assert said("def first(x): return x[2]", check_first).startswith(
        "crashed: `first` stopped at your line 1"
    )


def test_each_entry_has_a_tolerance_of_its_own():
    @exercise("silu", needs=("f",))
    def check(s, rng, expect):
        expect.agrees(s.f, [{"x": 0}], lambda x: np.array([1e6, 1e-9, 0.0]), tolerance=1e-5, floor=1e-8)

    assert said("def f(x): return [1e6 + 9, 1.1e-9, 0]", check) == "correct."
    assert "expected [1000000, 1e−9, 0]" in said("def f(x): return [1e6, 1e-3, 0]", check)


def test_an_input_that_is_not_shown_whole_is_not_to_be_worked_out_by_hand():
    @exercise("sum", needs=("f",))
    def check(s, rng, expect):
        expect.agrees(s.f, [{"x": np.ones(99)}], np.sum)

    assert said("def f(x): return 0", check).endswith("you gave 0.0, expected 99.0.")


def test_whole_numbers_that_drop_what_comes_after_the_point_are_named():
    @exercise("half", needs=("f",))
    def check(s, rng, expect):
        expect.agrees(s.f, [{"x": np.array([1.0, 3.0])}, {"x": np.array([1, 4, 5])}], lambda x: x / 2)

    source = "def f(x):\n    out = np.zeros_like(x)\n    out[...] = x / 2\n    return out"
    assert "you gave [0, 2, 2], expected [0.5, 2, 2.5]" in said(source, check)
    assert "The input holds whole numbers here" in said(source, check)


STATEFUL = {
    "the first answer is kept": """
        kept = []
        def power(x, n=3):
            kept.append(x**n)
            return kept[-1] if len(kept) < 4 else kept[0]
    """,
    "a default grows": """
        def power(x, n=3, seen=[]):
            seen.append(x)
            return x**n + (len(seen) > 3)
    """,
    "a cache by shape": """
        cache = {}
        def power(x, n=3):
            return cache.setdefault(len(x), x**n)
    """,
    "an array for each shape": """
        boxes = {}
        def power(x, n=3):
            box = boxes.setdefault(x.shape, np.zeros(x.shape))
            box[:] = x**n
            return box
    """,
}


@pytest.mark.parametrize("name", STATEFUL)
def test_what_is_kept_between_calls_never_passes(name):
    message = said(STATEFUL[name])
    assert message.startswith("not yet")
    assert ("Called with the same input before, your function was right" in message) == name.startswith(
        ("the first", "a default")
    )


def test_a_wrong_value_that_changes_when_the_call_is_repeated_is_told_why():
    sums = "total = 0\ndef power(x, n=3):\n    global total\n    total = total + x.sum()\n    return x**n + total"
    assert "Called again with the same input, your function gives something else" in said(sums)
    assert "Called again" not in said("def power(x, n=3): return x + n")


@exercise("root", needs=("root",))
def check_root(s, rng, expect):
    def root(x):
        if x < 0:
            raise ValueError("No number has a negative square.")
        return x**0.5

    def absolute(x):
        return abs(x) ** 0.5

    def never(x):
        raise ValueError

    expect.agrees(
        s.root,
        [{"x": 4.0}, {"x": -4.0}],
        root,
        mistakes=[(absolute, "The sign is lost."), (never, "It is raised for every x.")],
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return abs(x)**0.5", "for x = −4.0 you gave 2.0, expected ValueError to be raised. The sign is lost."),
        ("return x**0.5 if x > 0 else 0", "for x = −4.0 you gave 0.0, expected ValueError to be raised. No number has a negative square."),
        ("return x**0.5 if x > 0 else ValueError()", "for x = −4.0 you gave a ValueError, expected ValueError to be raised. `return` hands the error back; write `raise`."),
        ("return x**0.5 if x > 0 else ValueError", "for x = −4.0 you gave ValueError, expected ValueError to be raised. `return` hands the error back; write `raise`."),
        ("assert x > 0; return x**0.5", "for x = −4.0 your function stops with AssertionError; raise ValueError instead. No number has a negative square."),
        ("return x**0.5 if x > 0 else x / 0", "for x = −4.0 your function stops with ZeroDivisionError; raise ValueError instead. No number has a negative square."),
        ("raise ValueError", "for x = 4.0 you raised ValueError, expected 2.0. It is raised for every x."),
        ("raise KeyError", "for x = 4.0 you raised KeyError, expected 2.0. Work this input out by hand and print each step to see where the two part."),
    ],
)  # fmt: skip
def test_where_the_reference_raises_the_learner_must(body, message):
    assert said(f"def root(x): {body}", check_root) == f"not yet: {message}"


def test_a_slip_in_the_line_that_raises_is_a_crash():
    message = said("def root(x):\n    if x < 0: raise ValueEror\n    return x**0.5", check_root)
    assert message.startswith("crashed: `root` stopped at your line 2")
    assert said("def root(x):\n    if x < 0: raise ValueError\n    return x**0.5", check_root) == "correct."


def test_an_input_changed_on_the_way_to_an_error_is_said():
    @exercise("refuse", needs=("f",))
    def check(s, rng, expect):
        expect.agrees(s.f, [{"x": np.ones(1)}], lambda x: x[1])

    assert "changed its input `x`" in said("def f(x): x[:] = 0", check)
    assert said("def f(x): raise IndexError", check) == "correct."


@exercise("parts", needs=("f",))
def check_parts(s, rng, expect):
    expect.agrees(
        s.f, [{"x": 2.0}], lambda x: (x, {"m": np.array([x, x]), "name": "sum"}), returns="w, state"
    )


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("[2, {'m': (2, 2), 'name': 'sum', 'more': 1}]", ""),
        ("3, {'m': [2, 2], 'name': 'sum'}", "your w came out as 3.0, expected 2.0."),
        ("2, {'m': [2, 3], 'name': 'sum'}", "your state['m'] came out as [2, 3], expected [2, 2]."),
        ("2, {'m': 2, 'name': 'sum'}", "your state['m'] came out as a single number, expected an array of shape (2,)."),
        ("2, {'m': [2, 2], 'name': 'max'}", "your state['name'] came out as “max”, expected “sum”."),
        ("2, {'m': [2, 2], 'name': 1}", "your state['name'] came out as 1, expected the text “sum”."),
        ("2, {'m': [2, 2]}", "your state came out as a dictionary without the entry “name”."),
        ("2, [1]", "your state came out as [1], expected a dictionary."),
        ("2, None", "your state came out as None, expected a dictionary. Is a `return` missing?"),
        ("2, 3, 4", "you gave 3 values, expected two values: `return w, state`."),
        ("np.ones(2)", "you gave [1, 1], expected two values: `return w, state`."),
        ("print(end='')", "you gave None, expected two values: `return w, state`. Is a `return` missing?"),
    ],
)  # fmt: skip
def test_a_tuple_and_a_dict_are_compared_part_by_part(returned, message):
    found = said(f"def f(x): return {returned}", check_parts)
    assert found == "correct." if not message else found.startswith(f"not yet: for x = 2.0 {message}")


def test_several_numbers_may_come_as_an_array():
    @exercise("three", needs=("f",))
    def check(s, rng, expect):
        expect.agrees(s.f, [{}], lambda: (1, 2, 3))

    for returned in ("np.array([1, 2, 3])", "[1, 2.0, np.int64(3)]", "np.array(1), np.float32(2), 3"):
        assert said(f"def f(): return {returned}", check) == "correct."
    assert said("def f(): return 1, 2, 4", check).startswith(
        "not yet: your result[2] came out as 4.0, expected 3.0."
    )


def test_what_is_read_off_a_result_is_compared_and_its_refusal_shows_the_input():
    @exercise("shares", needs=("f",))
    def check(s, rng, expect):
        def read(got, x):
            expect.that(len(got) > 1, "one share is no sharing.")
            return sum(got) * x

        expect.agrees(s.f, [{"x": 3.0}], lambda x: x, read=read, mistakes=[(lambda x: [1, 1], "Halve them.")])

    assert said("def f(x): return [0.5, 0.25, 0.25]", check) == "correct."
    assert said("def f(x): return [1.5, 0.5]", check).endswith("you gave 6.0, expected 3.0. Halve them.")
    assert said("def f(x): return [1]", check) == "not yet: for x = 3.0 one share is no sharing."


def test_objects_may_change_only_where_the_check_says_so():
    def check_of(**more):
        @exercise("step", needs=("f",))
        def check(s, rng, expect):
            cases = [{"weight": Tensor(np.ones(2)), "rng": np.random.default_rng(0)}]
            expect.agrees(s.f, cases, lambda weight, rng: 2 * weight.data, **more)

        return check

    source = "def f(weight, rng):\n    weight.data += rng.normal() * 0 + 1\n    return weight.data"
    assert "changed its input `weight`: `weight.data` in it" in said(source, check_of())
    assert said(source, check_of(may_change=("weight",))) == "correct."


def test_an_expensive_check_may_call_once():
    @exercise("once", needs=("f",))
    def check(s, rng, expect):
        expect.agrees(s.f, [{"x": 1.0}], lambda x: x, again=False)

    source = "calls = []\ndef f(x):\n    calls.append(x)\n    return x if len(calls) < 2 else 0"
    assert said(source, check) == "correct."


def test_the_stop_button_ends_all_cases():
    assert "was interrupted" in said("def power(x, n=3): raise KeyboardInterrupt")


def test_the_mistakes_that_a_check_can_name_are_known():
    known = known_mistakes(check_power, {"power": power})
    assert [(name, says) for name, _, says in known] == [
        ("power", "That is n times x."),
        ("power", "n has no effect."),
    ]
