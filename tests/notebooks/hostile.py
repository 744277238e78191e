"""Odd and hostile answers that no exercise may take for right, made from its own reference.

`answers(reference)` turns what a learner's name should be into things it should not be. Functions made here
know the right answer and spoil it, so that a check cannot tell them from the reference by their shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import numpy as np

Answer = tuple[str, Any]


class EqualToEverything:
    """Says yes to every comparison, whatever stands on the other side."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None

    def __bool__(self):
        return True

    def __call__(self, *_args, **_kwargs):
        return self

    def __iter__(self):
        return iter((self, self))

    def __len__(self):
        return 2

    def __getitem__(self, key):
        return self


class Liar(list):
    """Says that it is an array, a number and a tuple."""

    __class__ = tuple
    __eq__ = EqualToEverything.__eq__
    __hash__ = None


class Agreeable(np.ndarray):
    """Wrong numbers whose differences to anything are 0 and whose comparisons are True."""

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        truth = ufunc in (np.equal, np.less, np.less_equal, np.greater, np.greater_equal, np.isfinite)
        return np.ones(self.shape, bool) if truth else np.zeros(self.shape)


class Bomb:
    """Raises whatever is asked of it."""

    def __getattribute__(self, name):
        raise RuntimeError("no")

    def _raise(self, *_args, **_kwargs):
        raise RuntimeError("no")

    __eq__ = __iter__ = __len__ = __getitem__ = __float__ = __array__ = __bool__ = __call__ = _raise
    __repr__ = __str__ = __format__ = __hash__ = _raise


class Unspeakable(BaseException):
    """An error that cannot be printed."""

    def __str__(self):
        raise self


def raiser(error: BaseException) -> Callable[..., Any]:
    """A function that ends in this error."""

    def function(*args, **kwargs):
        raise error

    return function


def endless(*args, **kwargs):
    """Calls itself until Python gives up."""
    return endless(*args, **kwargs)


def objects() -> dict[str, Any]:
    """Things that are no answer to anything."""
    itself: list[Any] = []
    itself.append(itself)
    return {
        "equal to everything": EqualToEverything(),
        "equal to everything, a list": Liar([1.0, 2.0]),
        "wrong numbers that agree": np.full(2, 1e9).view(Agreeable),
        "raises at a touch": Bomb(),
        "None": None,
        "text": "0.5",
        "bytes": b"0.5",
        "a type": float,
        "a dictionary of itself": {"w": EqualToEverything()},
        "a list in itself": itself,
        "nothing": [],
        "ragged": [[1.0], [1.0, 2.0]],
        "not a number": float("nan"),
        "not numbers": np.full((2, 2), np.nan),
        "endless": np.array([np.inf, -np.inf]),
        "an enormous integer": 10**400,
        "complex": np.array([1j, 2j]),
        "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
        "structured": np.zeros(2, dtype=[("w", float)]),
        "a module": np,
        "an empty table": np.zeros((0, 3)),
        "seventy brackets": eval("[" * 70 + "]" * 70),
    }


def answers(reference: Any) -> Iterator[Answer]:
    """Every hostile thing a name can be bound to, with what it is called in a failing test."""
    for name, thing in objects().items():
        yield f"bound to: {name}", thing
    if callable(reference):
        for name, thing in objects().items():
            yield f"returns: {name}", returning(thing)
        yield "returns: a generator", lambda *args, **kwargs: (each for each in (1.0, 2.0))
        yield "takes no arguments", lambda: None
        yield "recursion without end", endless
        for error in (ValueError("x"), SystemExit(1), KeyboardInterrupt(), GeneratorExit(), Unspeakable()):
            yield f"raises: {type(error).__name__}", raiser(error)


def returning(thing: Any) -> Callable[..., Any]:
    """A function that gives this for everything."""
    return lambda *args, **kwargs: thing


def spoiled(reference: Any) -> Iterator[Answer]:
    """The right answers in a wrong form, and wrong answers that turn right once nobody should look any more.

    A value is spoiled as it stands, a function in what it returns.
    """
    for name, spoil in (
        ("as text", as_text),
        ("complex", as_complex),
        ("objects that agree with everything", lambda leaf: EqualToEverything()),
        ("wrong numbers that agree with everything", as_agreeable),
        ("not a number", lambda leaf: leaf * np.nan),
    ):
        yield f"the right answer, but: {name}", spoil_value(reference, spoil)
    if callable(reference):
        yield "changes its input", Changer(reference)
        yield "the first answer for ever", FirstForEver(reference)
        yield "wrong until later", Late(reference)
        yield "right until later", OneBox(reference)


def spoil_value(reference: Any, spoil: Callable[[Any], Any]) -> Any:
    """The reference with its value, or what it returns, spoiled."""
    return Spoiled(reference, spoil) if callable(reference) else leaves(reference, spoil)


class Spoiled:
    """The right answers, with every number in them spoiled."""

    def __init__(self, reference: Callable[..., Any], spoil: Callable[[Any], Any]) -> None:
        self.reference, self.spoil = reference, spoil
        self.changed = False

    def __call__(self, *args, **kwargs):
        return leaves(self.reference(*args, **kwargs), self.one)

    def one(self, leaf: Any) -> Any:
        self.changed = True
        return self.spoil(leaf)


def leaves(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every array and number in it changed."""
    if isinstance(value, dict):
        return {key: leaves(each, change) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(leaves(each, change) for each in value)
    return change(np.asarray(value, float)) if is_leaf(value) else value


def is_leaf(value: Any) -> bool:
    """Whether it is an array of numbers, or a number."""
    return isinstance(value, (np.ndarray, np.number, np.bool_, float, int))


def as_text(leaf: Any) -> Any:
    """The same digits, as letters."""
    return leaf.astype(str)


def as_complex(leaf: Any) -> Any:
    """The same numbers, complex."""
    return leaf + 0j


def as_agreeable(leaf: Any) -> Any:
    """Wrong numbers of the right shape that compare as equal."""
    return np.full(leaf.shape, 1e9).view(Agreeable)


class Changer:
    """The right answers; every argument that can be changed is changed."""

    def __init__(self, reference: Callable[..., Any]) -> None:
        self.reference = reference
        self.changed = False

    def __call__(self, *args, **kwargs):
        found = self.reference(*deepcopy(args), **deepcopy(kwargs))
        self.changed |= any(map(change, [*args, *kwargs.values()]))
        return found


def change(value: Any) -> bool:
    """Change an array, list or dictionary in place; False where that is not possible."""
    if isinstance(value, np.ndarray) and value.size and value.dtype.kind == "f":
        value += 1
        return True
    if isinstance(value, (list, tuple)) and any(map(change, value)):
        return True
    if isinstance(value, dict) and any(map(change, value.values())):
        return True
    if isinstance(value, list):
        value.append(0)
        return True
    return False


class FirstForEver:
    """Right for the first input, and the same again for every other."""

    def __init__(self, reference: Callable[..., Any]) -> None:
        self.reference = reference
        self.kept: list[Any] = []
        self.changed = False

    def __call__(self, *args, **kwargs):
        # Without an input there is one answer, and giving it again is right.
        self.changed |= bool(args or kwargs)
        if not self.kept:
            self.kept.append(self.reference(*args, **kwargs))
        return deepcopy(self.kept[0])


class Late(Spoiled):
    """Hands out wrong arrays and puts the right numbers into them at the next call."""

    def __init__(self, reference: Callable[..., Any]) -> None:
        super().__init__(reference, self.postpone)
        self.waiting: list[tuple[Any, Any]] = []

    def __call__(self, *args, **kwargs):
        for array, right in self.waiting:
            array[...] = right
        self.waiting = []
        return super().__call__(*args, **kwargs)

    def postpone(self, leaf: Any) -> Any:
        array = np.full(leaf.shape, 1e9)
        self.waiting.append((array, leaf))
        return array


class OneBox:
    """The right answers in arrays that the next call fills with other numbers."""

    def __init__(self, reference: Callable[..., Any]) -> None:
        self.reference = reference
        self.lent: list[Any] = []
        self.changed = False

    def __call__(self, *args, **kwargs):
        for array in self.lent:
            self.changed = True
            array += 1
        self.lent = []
        return leaves(self.reference(*args, **kwargs), self.lend)

    def lend(self, leaf: Any) -> Any:
        array = np.array(leaf)
        self.lent.append(array)
        return array
