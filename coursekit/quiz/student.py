"""The learner's names as a check sees them: copies of values, guarded functions.

A check must not be upset by what it checks. That is why arrays are copied on the way in and on the way
out: a view that changes later changes nothing here. A function that writes into its input is told so, and so is
one that returns the same array again with other numbers. NumPy's warnings are off while learner code runs; what
it prints is left alone.

Out of scope: code that never ends. There is no alarm clock that works everywhere a notebook
runs; the stop button ends it, and the check then names the line it was stopped in.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import numpy as np

_DEPTH = 20  # containers nested deeper than this are not data


class NotYet(BaseException):
    """End of a check, with the sentence for the learner. `except Exception` on the way does not catch it."""


@dataclass
class Call:
    """The last guarded call, for the message of a crash."""

    name: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    error: BaseException | None = None


class Student:
    """Attribute access to the learner's names: `s.neuron(x, w, b)`, `s.weights`."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._call = Call()
        self._handed_out: list[Any] = []
        self._results: dict[str, tuple[Any, Any]] = {}  # name → its last result, and a copy from then

    def __getattr__(self, name: str) -> Any:
        """A guarded function, or a copy of a value.

        Raises:
            NotYet: where the learner has no such name.
        """
        if name not in self._namespace:
            raise NotYet(f"there is no `{name}` here; run the cell that makes it.")
        return self._hand_out(name, self._namespace[name])

    def _hand_out(self, name: str, value: Any) -> Any:
        if callable(value):
            return _Guarded(name, value, self)
        copy = snapshot(value)
        self._handed_out.append(copy)
        return copy

    def _compare_earlier(self, name: str, result: Any) -> None:
        """A result belongs to whoever asked for it: no later call may change it."""
        earlier, copy = self._results.get(name, (None, None))
        if not _unchanged(copy, snapshot(earlier)):
            raise NotYet(
                f"`{name}` changed what it had returned before: its results share one place in memory. "
                "Make a new array inside the function, so that earlier results keep their numbers."
            )
        self._results[name] = result, snapshot(result)

    def _owns(self, value: Any) -> bool:
        """Return True if this very object was handed out as the learner's."""
        return isinstance(value, (np.ndarray, list, dict)) and any(value is own for own in self._handed_out)


def snapshot(value: Any, *, depth: int = 0) -> Any:
    """A copy of plain data: arrays, lists, tuples, dicts of them. Anything else comes back as it is."""
    if isinstance(value, np.ndarray):
        return np.array(value, subok=False)
    if depth >= _DEPTH:
        return value
    if type(value) is list:
        return [snapshot(v, depth=depth + 1) for v in value]
    if type(value) is tuple:
        return tuple(snapshot(v, depth=depth + 1) for v in value)
    if type(value) is dict:
        return {k: snapshot(v, depth=depth + 1) for k, v in value.items()}
    return value


class _Guarded:
    """Guard around a callable of the learner's; its other attributes are passed through."""

    def __init__(self, name: str, function: Callable[..., Any], student: Student) -> None:
        self.__name__ = name
        self._function = function
        self._student = student

    def __getattr__(self, name: str) -> Any:
        return getattr(self._function, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        student, name = self._student, self.__name__
        given = _named(self._function, args, kwargs)
        mine, named = snapshot(args), snapshot(kwargs)
        student._call = Call(name, given)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result = self._function(*mine, **named)
        except BaseException as error:
            student._call.error = error
            raise
        changed = _first_changed(given, [*mine, *named.values()])
        if changed:
            raise NotYet(
                f"`{name}` changed its input `{changed}`. "
                f"Work on a copy ({changed} = {changed}.copy()): the caller still needs the old numbers."
            )
        student._compare_earlier(name, result)
        return student._hand_out(name, result)


def unguarded(value: Any) -> Any:
    """The learner's own object, where a guard stands in front of it."""
    return value._function if type(value) is _Guarded else value


def _named(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments under the names the learner gave them."""
    names: list[str] = []
    if type(function) is FunctionType:
        names = list(function.__code__.co_varnames[: function.__code__.co_argcount])
    names += [f"argument {i + 1}" for i in range(len(names), len(args))]
    return {**dict(zip(names, args, strict=False)), **kwargs}


def _first_changed(given: dict[str, Any], after: list[Any]) -> str | None:
    for (name, before), now in zip(given.items(), after, strict=True):
        if not _unchanged(before, now):
            return name
    return None


def _unchanged(before: Any, now: Any) -> bool:
    """Return True if plain data is what it was; of other objects only a replacement counts as a change."""
    if before is now:
        return True
    if isinstance(before, np.ndarray):
        return (
            type(now) is np.ndarray
            and before.dtype == now.dtype
            and before.tobytes() == now.tobytes()
            and before.shape == now.shape
        )
    if type(before) in (list, tuple):
        return type(now) is type(before) and len(before) == len(now) and all(map(_unchanged, before, now))
    if type(before) is dict:
        return list(before) == list(now) and all(map(_unchanged, before.values(), now.values()))
    if type(before) in (int, float):
        return type(now) is type(before) and (before == now or before != before)
    return False
