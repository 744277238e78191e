"""Whatever the learner replaced, a check compares with Python's and NumPy's own functions."""

import builtins
import math
import warnings

import numpy as np
import pytest
from learnercode import cell, checked, neuron_check

from coursekit.quiz import exercise, run_check
from coursekit.quiz.pristine import pristine


class Equal:
    """Equal to everything, and zero wherever it is called."""

    def __eq__(self, _other):
        return True

    def __hash__(self):
        return 0

    def __call__(self, *_, **__):
        return np.float64(0)


PATCHES = {
    "np.abs, equal to its own": (np, "abs", Equal()),
    "builtins.sum": (builtins, "sum", lambda *_: 0),
    "builtins.abs": (builtins, "abs", lambda *_: 0),
    "builtins.all": (builtins, "all", lambda *_: True),
    "builtins.zip": (builtins, "zip", lambda *_, **__: []),
    "builtins.isinstance": (builtins, "isinstance", lambda *_: True),
    "np.abs": (np, "abs", lambda *_, **__: np.float64(0)),
    "np.where": (np, "where", lambda *_: np.array(0.0)),
    "np.isnan": (np, "isnan", lambda *_: True),
    "np.array": (np, "array", lambda *_, **__: np.float64(6)),
    "np.exp": (np, "exp", lambda *_: 0),
    "np.linalg.norm": (np.linalg, "norm", lambda *_: 0),
    "math.fsum": (math, "fsum", lambda *_: 0),
}
RIGHT, WRONG = "def neuron(x, w, b): return x @ w + b", "def neuron(x, w, b): return 5.0"


@pytest.mark.parametrize("name", PATCHES)
def test_a_replaced_function_changes_no_verdict_and_is_given_back(name, monkeypatch):
    spaces = [cell(source) for source in (RIGHT, WRONG)]
    monkeypatch.setattr(*PATCHES[name])
    found = tuple(run_check(neuron_check, space, seed=0).outcome for space in spaces)
    kept = getattr(*PATCHES[name][:2]) is PATCHES[name][2]
    monkeypatch.undo()
    assert found == ("correct", "not yet")
    assert kept


@pytest.mark.parametrize("name", PATCHES)
def test_a_function_replaced_during_the_call_changes_no_verdict(name, monkeypatch):
    module, attribute, fake = PATCHES[name]
    monkeypatch.setattr(module, attribute, getattr(module, attribute))  # put back afterwards

    def neuron(x, w, b):
        setattr(module, attribute, fake)
        return 5.0

    assert run_check(neuron_check, {"neuron": neuron}, seed=0).outcome == "not yet"
    assert getattr(module, attribute) is not fake


def test_a_deleted_function_is_there_while_the_check_runs():
    own = np.tanh
    del np.tanh
    try:
        with pristine():
            assert np.tanh is own
        assert not hasattr(np, "tanh")
    finally:
        np.tanh = own


@exercise("overflow", needs=("f",))
def overflow_check(s, rng, expect):
    expect.agrees(s.f, [{"x": np.array([0.0, 1e3])}], lambda x: np.exp(x) / np.exp(x).sum(), tolerance=1e-6)


def test_the_learners_own_strictness_refuses_neither_honest_code_nor_the_reference():
    source = "def f(x): return np.exp(x) / np.exp(x).sum()"
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert checked(source, overflow_check).passed
        assert np.geterr()["over"] == "raise"
        assert not checked(source.replace("sum", "min"), overflow_check).passed


class ExitAutocall:
    """IPython's `exit`: it asks the kernel to shut down."""

    asked = False

    def __call__(self, *_):
        ExitAutocall.asked = True


ExitAutocall.__module__ = "IPython.core.autocall"


@pytest.mark.parametrize("call", ["exit()", "quit(1)", "import sys; sys.exit()", "raise SystemExit"])
def test_ending_python_is_a_crash_with_a_sentence_and_the_kernel_lives_on(call, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)  # the built-in `exit` would close it
    result = checked(f"def neuron(x, w, b): {call}")
    assert result.outcome == "crashed"
    assert result.message.endswith("Let the function return instead of ending Python.")


def test_the_notebooks_exit_is_not_called_and_is_given_back():
    space: dict = {"exit": (notebooks := ExitAutocall()), "quit": len}
    exec("def neuron(x, w, b): exit()", space)
    assert "SystemExit" in run_check(neuron_check, space, seed=0).message
    assert not ExitAutocall.asked
    assert (space["exit"], space["quit"]) == (notebooks, len)
