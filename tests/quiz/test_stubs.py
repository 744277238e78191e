import pytest
from learnercode import cell

from coursekit.quiz.stubs import is_stub

STUBS = {
    "dots": "f = ...",
    "a list with dots": "f = [1, ..., 2]",
    "dots deep inside": "f = {'w': ([...], 1)}",
    "a body of dots": "def f(x): ...",
    "a docstring and dots": "def f(x):\n    'Words.'\n    # your code here\n    ...",
    "a docstring": "def f(x):\n    'Words.'",
    "pass": "def f(x): pass",
    "returned dots": "def f(x): return ...",
    "a lambda of dots": "f = lambda x: ...",
    "dots with defaults and types": "def f(x: int = 3, *args, k: float = 2.0) -> int:\n    'Words.'\n    ...",
}
WRITTEN = {
    "a number": "f = 3",
    "zero": "f = 0",
    "None": "f = None",
    "a list of functions": "def g(x): ...\nf = [g]",
    "a list in itself": "f = [1]\nf.append(f)",
    "a returned number": "def f(x): return 5",
    "a docstring and a number": "def f(x):\n    'Words.'\n    return 5",
    "its argument": "def f(x): return x",
    "work without a return": "def f(x): x + 1",
    "a generator": "def f(x): yield",
    "a function of numpy": "f = np.exp",
    "a class": "class f: ...",
    "text": "f = '...'",
}


@pytest.mark.parametrize("name", STUBS)
def test_what_is_still_to_be_written_is_a_stub(name):
    assert is_stub(cell(STUBS[name])["f"])


@pytest.mark.parametrize("name", WRITTEN)
def test_what_was_written_is_none(name):
    assert not is_stub(cell(WRITTEN[name])["f"])


def test_a_function_made_inside_another_can_be_a_stub():
    assert is_stub(cell("def make(y):\n    def f(x): ...\n    return f\nf = make(1)")["f"])
