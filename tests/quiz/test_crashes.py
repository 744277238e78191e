import pytest
from learnercode import checked, neuron_check

from coursekit.quiz import exercise, run_check


def test_a_crash_shows_the_learners_own_line():
    message = checked("""
        def neuron(x, w, b):
            z = x @ w
            return z + bias
    """).message
    assert message == (
        "crashed: `neuron` stopped at your line 3, `return z + bias`: NameError: name 'bias' is not defined. "
        "It was called with x = [2, −1], w = [1, −3], b = 1. "
        "Is that name spelled as where it is made, and has that cell been run?"
    )


def test_the_last_own_line_counts_not_the_librarys():
    message = checked("""
        import textwrap
        def helper(x): return textwrap.dedent(x)
        def neuron(x, w, b): return helper(x)
    """).message
    assert "at your line 2, `def helper(x): return textwrap.dedent(x)`: TypeError" in message


def test_an_error_that_a_library_raises_is_a_crash_at_the_learners_line():
    message = checked("""
        import numpy as np
        def neuron(x, w, b): return np.linalg.inv(np.zeros((2, 2)))
    """).message
    assert message.startswith(
        "crashed: `neuron` stopped at your line 2, `def neuron(x, w, b): return np.linalg.inv("
    )
    assert "LinAlgError: Singular matrix" in message


def test_wrong_parameters_are_told_without_a_line():
    message = checked("def neuron(x, w): return x @ w + 1").message
    assert message.startswith("crashed: `neuron` stopped: TypeError: neuron() takes 2 positional arguments")
    assert message.endswith("It was called with x = [2, −1], w = [1, −3], argument 3 = 1.")


def test_a_crash_over_a_function_that_is_not_written_yet_names_it():
    message = checked("""
        def weigh(x, w):
            ...
        def neuron(x, w, b):
            z = weigh(x, w)
            return z + b
    """).message
    assert "TypeError" in message
    assert message.endswith(" `weigh` still waits for your code; write it, then run its cell.")


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        ("return neuron(x, w, b)", "It calls itself without ever coming to an end."),
        ("raise SystemExit", "Let the function return instead of ending Python."),
    ],
)
def test_a_crash_that_needs_words_gets_them(body, ending):
    assert checked(f"def neuron(x, w, b): {body}").message.endswith(ending)


def test_the_stop_button_names_the_line_that_did_not_end():
    message = checked("""
        def neuron(x, w, b):
            raise KeyboardInterrupt
    """).message
    line = "at your line 2, `raise KeyboardInterrupt`"
    assert message == f"crashed: `neuron` was interrupted {line}. Is there a loop that never ends?"


def test_a_line_python_does_not_know_is_given_by_number():
    space = {}
    exec("def neuron(x, w, b):\n    return 1 / 0", space)
    message = run_check(neuron_check, space, seed=0).message
    assert "stopped at your line 2: ZeroDivisionError: division by zero." in message


def test_a_value_that_crashes_while_it_is_read_is_the_learners():
    @exercise("value", needs=("value",))
    def value_check(s, rng, expect):
        expect.number(s.value)

    message = checked(
        """
        class Trap:
            def __float__(self): raise KeyError("z")
            def __array__(self, *args, **kwargs): raise SystemExit
        value = Trap()
    """,
        value_check,
    ).message
    assert message.startswith("crashed: your code stopped at your line 3, `def __array__")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("sum = 0\ndef neuron(x, w, b): return sum(x * w) + b", "`sum` is 0 here: the name of Python's own function was taken. Run `del sum` in a cell."),
        ("list = [1]\ndef neuron(x, w, b): return list(x)", "`list` is [1] here: the name of Python's own function was taken. Run `del list` in a cell."),
        ("list = [1]\ndef neuron(x, w, b): return isinstance(x, list)", "`list` is [1] here: the name of Python's own function was taken. Run `del list` in a cell."),
        ("np = 3\ndef neuron(x, w, b): return np.dot(x, w) + b", "`np` is 3 here: NumPy's name was taken. Run `import numpy as np` again."),
        ("def neuron(x, w, b):\n    max = 0\n    return max(x)", "`max` is 0 here: the name of Python's own function was taken. Give your variable another name."),
        ("def neuron(x, w, b):\n    sum = sum(x)\n    return sum", "A name that gets a value anywhere in a function is the function's own from its first line on: give it another name."),
        ("def neuron(x, w, b): return b(x)", "It was called with x = [2, −1], w = [1, −3], b = 1."),
        ("def neuron(x, w, b):\n    z = np.array([1, 2]); z += 0.5\n    return z", "make one of floats first, `x.astype(float)`."),
    ],
)  # fmt: skip
def test_a_taken_name_is_named_with_the_way_back(source, said):
    message = checked(source).message
    assert message.startswith("crashed")
    assert message.endswith(said)
