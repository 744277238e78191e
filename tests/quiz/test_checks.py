import warnings

import numpy as np
import pytest
from learnercode import cell, checked, neuron_check

from coursekit.quiz import exercise, run_check


def test_a_right_function_is_correct_and_learns_why():
    result = checked("def neuron(x, w, b): return x @ w + b")
    assert (result.outcome, repr(result)) == ("correct", "correct. Weigh, sum, bend.")
    assert result.passed


@exercise("three", needs=("one", "two", "three"))
def check_three(s, rng, expect):
    expect.that(expect.number(s.one) > 0, "`one` is not positive.")


STUB = 'def neuron(x, w, b):\n    """z = wx + b."""\n    # your code here\n    ...'


@pytest.mark.parametrize(
    ("source", "check", "message"),
    [
        ("", neuron_check, "not attempted: there is no `neuron` yet; write it, then run its cell."),
        (STUB, neuron_check, "not attempted: `neuron` still waits for your code; write it, then run the cell."),
        ("one = two = three = ...", check_three, "not attempted: `one`, `two`, `three` still wait for your code; write it, then run the cell."),
        ("one = 1\ntwo = ...", check_three, "not yet: there is no `three` yet; write it, then run its cell, and `two` still waits for your code; write it, then run the cell."),
    ],
)  # fmt: skip
def test_what_is_still_to_be_written_is_named(source, check, message):
    result = checked(source, check)
    assert (result.outcome, str(result)) == (message.partition(":")[0], message)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("x @ w", "you gave 5.0, expected 6.0. Did the bias get lost?"),
        ("9.0", "you gave 9.0, expected 6.0. Work this input out by hand and print each step to see where the two part."),
        ("print(end='')", "you gave None, expected numbers. Is a `return` missing?"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_input_and_a_next_step(result, said):
    message = checked(f"def neuron(x, w, b): return {result}").message
    assert message == f"not yet: for x = [2, −1], w = [1, −3], b = 1 {said}"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["1 +", "%timeit f()\ndef neuron(x, w, b):\n    !ls\n    ..."], "not attempted: `neuron` still waits"),
        (["neurons = ("], "not attempted: `neuron` still waits"),
        ([3, None], "not attempted: `neuron` still waits"),
        (["def neuron(x): \0"], "crashed: Python can't read the cell with your `neuron`"),
        (["neuron = " + 10**5 * "-" + "1"], "crashed: Python can't read the cell with your `neuron`, so nothing of it has run."),
    ],
)  # fmt: skip
def test_only_the_latest_cell_that_defines_the_name_is_blamed(cells, message):
    assert run_check(neuron_check, {**cell(STUB), "In": cells}, seed=0).message.startswith(message)


def test_the_same_seed_asks_the_same():
    @exercise("draw", needs=("f",))
    def draw(s, rng, expect):
        expect.agrees(s.f, [{"x": rng.normal()}], lambda x: x)

    assert checked("def f(x): return 0.0", draw, seed=3) == checked("def f(x): return 0.0", draw, seed=3)
    assert checked("def f(x): return 0.0", draw, seed=3) != checked("def f(x): return 0.0", draw, seed=4)


@pytest.mark.parametrize(
    ("source", "ask", "message"),
    [
        ("f = 3", lambda s: s.f(1), "`f` is 3 now, and the check has another use for it. Was the name"),
        ("f = 3", lambda s: s.f.__name__, "`f` is 3 now, and the check has another use for it. Was the name"),
        ("def f(x): return x", lambda s: s.g(1), "there is no `g` here; run the cell that makes it."),
        ("def f(x): return x", lambda s: s.f(1).gone, "the check could not go on with what it got from `f` (AttributeError)"),
    ],
)  # fmt: skip
def test_what_a_check_cannot_work_with_is_not_yet(source, ask, message):
    odd = exercise("odd", needs=("f",))(lambda s, rng, expect: ask(s))
    assert str(checked(source, odd)).startswith(f"not yet: {message}")


def test_the_stop_button_in_the_check_itself_stops_it():
    @exercise("slow", needs=("f",))
    def slow(s, rng, expect):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checked("def f(x): return x", slow)


def test_what_the_learner_prints_is_left_alone(capsys):
    checked("def neuron(x, w, b):\n    print('z is', 6)\n    return 6.0")
    assert capsys.readouterr().out == "z is 6\n" * 2


def test_warnings_of_numpy_do_not_disturb():
    with warnings.catch_warnings(record=True) as caught:
        assert checked(
            "def neuron(x, w, b): return 6 + np.exp(-np.float64(1e9) * 0) * 0 + 0 * np.log(1)"
        ).passed
        assert checked("def neuron(x, w, b): return 6 + 1 / (1 + np.exp(np.float64(1e4)))").passed
    assert caught == []


# Simpler ones are tried on every exercise of the course, in tests/notebooks/test_hostile.py.
HOSTILE = {
    "lies about its class": """
        class Liar:
            __class__ = np.ndarray
            dtype = np.dtype(float)
            shape = ()
        def neuron(x, w, b): return Liar()
    """,
    "class that raises": """
        class Trap:
            @property
            def __class__(self): raise ValueError("trap")
        def neuron(x, w, b): return Trap()
    """,
    "float of an array that raises": """
        class Trap:
            def __float__(self): raise ValueError("trap")
        def neuron(x, w, b): return np.array(Trap(), dtype=object)
    """,
    "endless list": """
        class Endless(list):
            def __iter__(self):
                while True: yield 6.0
            def __len__(self): return 10**9
        def neuron(x, w, b): return Endless()
    """,
    "text that lies": """
        class Six(str):
            def __str__(self): raise ValueError
        def neuron(x, w, b): return Six('6.0')
    """,
    "dots": "def neuron(x, w, b): y = x; return ...",
    "an error that cannot be printed": """
        class Odd(BaseException):
            def __str__(self): raise SystemExit
        def neuron(x, w, b): raise Odd
    """,
    "an error that lies about its class": """
        class Odd(Exception):
            @property
            def __class__(self): raise SystemExit
        def neuron(x, w, b): raise Odd
    """,
    "a class without a name": """
        class Nameless(type):
            @property
            def __name__(self): raise SystemExit
        class Odd(Exception, metaclass=Nameless): ...
        def neuron(x, w, b): raise Odd
    """,
    "a value without a type name": """
        class Nameless(type):
            @property
            def __name__(self): raise SystemExit
        class Odd(metaclass=Nameless): ...
        def neuron(x, w, b): return Odd
    """,
    "swallows every error": """
        def neuron(x, w, b):
            try:
                x[:] = 0
                return 6.0
            except Exception:
                return 6.0
    """,
    "an error of a megabyte": "def neuron(x, w, b): raise ValueError('no ' * 10**6)",
    "asks to be strict": """
        def neuron(x, w, b):
            np.seterr(all='raise')
            return np.inf
    """,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_never_pass_and_never_break_the_check(name):
    with np.errstate():
        result = checked(HOSTILE[name])
    assert result.outcome in {"not yet", "crashed"}
    assert len(result.message) < 600
    assert "\n" not in result.message


HONEST = {
    "a list of one number's worth": "def neuron(x, w, b): return float(x @ w + b)",
    "an array without axes": "def neuron(x, w, b): return np.array(6.0)",
    "a whole number": "def neuron(x, w, b): return 6",
    "half the precision": "def neuron(x, w, b): return np.float32(x @ w + b)",
    "a fraction": "from fractions import Fraction\ndef neuron(x, w, b): return Fraction(6)",
    "an object with a float in it": """
        class Tensor:
            def __array__(self, dtype=None, copy=None): return np.array(6.0)
        def neuron(x, w, b): return Tensor()
    """,
    "a callable object": """
        class Neuron:
            def __call__(self, x, w, b): return x @ w + b
        neuron = Neuron()
    """,
    "a partial": """
        from functools import partial
        def full(x, w, b, bend): return bend(x @ w + b)
        neuron = partial(full, bend=abs)
    """,
    "names of its own": "def neuron(*, bias=0, **more): ...\nneuron = lambda *args: args[0] @ args[1] + args[2]",
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_variants_pass(name):
    assert checked(HONEST[name]).outcome == "correct"


def test_the_namespace_is_only_read():
    space = cell("def neuron(x, w, b): return 6.0")
    before = dict(space)
    run_check(neuron_check, space, seed=0)
    assert space == before
