"""The learner's names as a check sees them: copies of values, guarded functions.

A check must not be upset by what it checks. That is why arrays are copied on the way in and on the way
out: a view that changes later changes nothing here. A function that writes into its input is told so, and so is
one that changes what it returned before. Warnings are off while learner code runs, and Python's and NumPy's own
functions are put back after it; what it prints is left alone.

Out of scope: code that never ends. There is no alarm clock that works everywhere a notebook
runs; the stop button ends it, and the check then names the line it was stopped in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from coursekit.quiz.elsewhere import Elsewhere
from coursekit.quiz.pristine import quiet, restore

_DEPTH = 20  # containers nested deeper than this are not data
_FIXED = (int, float, bool, str, type(None))  # nobody can change these
_RECENT = 8  # results that are looked at after each call; all are when their number reaches a power of two
_KEYWORD_ONLY = 0x0C  # flags of a code object: *args and **kwargs take part, nothing to hand over by name


class NotYet(BaseException):
    """End of a check, with the sentence for the learner. `except Exception` on the way does not catch it."""


@dataclass
class Call:
    """A guarded call, for the message of a crash; with its result where it ran in another process."""

    name: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    error: BaseException | None = None
    result: Any = None


class Student:
    """Attribute access to the learner's names: `s.neuron(x, w, b)`, `s.weights`.

    Attributes:
        handed_out: the check has seen a value of the learner's, so that what it does next may depend on it.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._call = Call()
        self.handed_out = False
        self._results: list[tuple[str, Any, Any]] = []  # name, what it returned, and a copy from then

    def __getattr__(self, name: str) -> Any:
        """A guarded function, or a copy of a value.

        Raises:
            NotYet: where the learner has no such name.
        """
        if name not in self._namespace:
            raise NotYet(f"there is no `{name}` here; run the cell that makes it.")
        value = self._hand_out(name, self._namespace[name])
        self.handed_out = self.handed_out or type(value) is not _Guarded
        return value

    def _hand_out(self, name: str, value: Any) -> Any:
        return _Guarded(name, value, self) if callable(value) else snapshot(value)

    def _keep_result(self, name: str, result: Any) -> None:
        """A result belongs to whoever asked for it: no later call, of whichever function, may change it."""
        n = len(self._results)
        for earlier, value, copy in self._results if n & (n - 1) == 0 else self._results[-_RECENT:]:
            if not (_unchanged(copy, value) or _unchanged(copy, snapshot(value))):
                whose = "it" if earlier == name else f"`{earlier}`"
                raise NotYet(
                    f"`{name}` changed what {whose} had returned before: its results share one place in memory. "
                    "Make a new array inside the function, so that earlier results keep their numbers."
                )
        if isinstance(result, (np.ndarray, list, tuple, dict)):
            self._results.append((name, result, snapshot(result)))


def snapshot(value: Any, *, depth: int = 0, arrays: dict[int, Any] | None = None) -> Any:
    """A copy of plain data: arrays, lists, tuples, dicts of them. Anything else comes back as it is.

    An array that stands in two places stands there in the copy too.
    """
    if type(value) in _FIXED:
        return value
    arrays = {} if arrays is None else arrays
    if isinstance(value, np.ndarray):
        return arrays.setdefault(id(value), np.array(value, subok=False))
    if depth >= _DEPTH:
        return value
    if type(value) is list:
        return [snapshot(v, depth=depth + 1, arrays=arrays) for v in value]
    if type(value) is tuple:
        return tuple(snapshot(v, depth=depth + 1, arrays=arrays) for v in value)
    if type(value) is dict:
        return {k: snapshot(v, depth=depth + 1, arrays=arrays) for k, v in value.items()}
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
        self._student.handed_out = True
        return call_guarded(self, args, kwargs)


def call_guarded(
    guard: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any] | None = None,
    *,
    objects: bool = False,
    fresh: bool = False,
) -> Any:
    """Call a learner's function with copies; return a copy of its result.

    Args:
        guard: from `Student`.
        args: its arguments in their order; those it takes only by name are handed over by name.
        kwargs: further ones by name.
        objects: look into the course's own objects among the arguments too (but not into a Generator): none may be changed.
        fresh: the arguments are copies already, and warnings are off.

    Raises:
        NotYet: where it changed an input or what it had returned before.
    """
    student, name, function = guard._student, guard.__name__, guard._function
    if isinstance(function, Elsewhere):
        (student._call,) = called_elsewhere(guard, [(args, kwargs or {})], objects=objects)
        if student._call.error:
            raise student._call.error
        return student._hand_out(name, student._call.result)
    args, kwargs = _by_name_only(function, args, kwargs or {})
    given = _named(function, args, kwargs)
    mine, named = (args, kwargs) if fresh else (snapshot(args), snapshot(kwargs))
    student._call = Call(name, given)
    records = {
        label: _record(value, objects)
        for label, value in zip(given, [*mine, *named.values()], strict=True)
        if type(value) not in _FIXED
    }
    try:
        result = function(*mine, **named) if fresh else _undisturbed(function, mine, named)
    except BaseException as error:
        student._call.error = error
        raise
    for label, record in records.items():
        place = _altered(record, label)
        if place:
            raise NotYet(_changed_input(name, label, place, record.value))
    student._keep_result(name, result)
    return student._hand_out(name, result)


def _undisturbed(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    with quiet():
        try:
            return function(*args, **kwargs)
        finally:
            restore()


def called_elsewhere(
    guard: Any, calls: Sequence[tuple[tuple[Any, ...], dict[str, Any]]], *, objects: bool = False
) -> list[Call]:
    """Call a function that lives in another process with each of these arguments, in one go."""
    function = guard._function
    found = function.called_guarded(guard.__name__, calls, objects=objects)
    return [
        Call(guard.__name__, _named(function, *_by_name_only(function, *call)), error, result)
        for call, (result, error) in zip(calls, found, strict=True)
    ]


def unguarded(value: Any) -> Any:
    """The learner's own object, where a guard stands in front of it."""
    return value._function if type(value) is _Guarded else value


def _by_name_only(
    function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments, with those beyond the positional ones under the names after `*`."""
    positional, names = argument_names(function)
    n = len(positional)
    return (args[:n], {**dict(zip(names, args[n:], strict=False)), **kwargs}) if names else (args, kwargs)


def argument_names(function: Any) -> tuple[list[str], list[str]]:
    """Return the names of a function's positional arguments, and of those behind `*` where it has these and no `**`."""
    if isinstance(function, Elsewhere):
        return function.about_it.positional, function.about_it.by_name
    if type(function) is not FunctionType:
        return [], []
    code, n = function.__code__, function.__code__.co_argcount
    end = n if code.co_flags & _KEYWORD_ONLY else n + code.co_kwonlyargcount
    return [*code.co_varnames[:n]], [*code.co_varnames[n:end]]


def _named(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments under the names the learner gave them."""
    names = [*argument_names(function)[0]]
    names += [f"argument {i + 1}" for i in range(len(names), len(args))]
    return {**dict(zip(names, args, strict=False)), **kwargs}


class _Record(NamedTuple):
    """A value as it was handed over: the object itself, a copy, and the records of what is in it."""

    value: Any
    copy: Any
    inside: dict[Any, _Record]


def _record(value: Any, objects: bool, depth: int = 0) -> _Record:  # noqa: FBT001 - from one call above
    inside = _inside(value, objects) if depth < _DEPTH else {}
    return _Record(value, snapshot(value), {k: _record(v, objects, depth + 1) for k, v in inside.items()})


def _inside(value: Any, objects: bool) -> dict[Any, Any]:  # noqa: FBT001
    """Return the parts of a container or of an object of the course, by the text that follows its name in Python."""
    kind = type(value)
    if kind is np.ndarray:
        return {}
    if kind in (list, tuple):
        return {f"[{i}]": entry for i, entry in enumerate(value)}
    if kind is dict:
        return {f"[{key!r}]": entry for key, entry in value.items()}
    if objects and kind.__module__.startswith("coursekit."):
        slots = [name for each in kind.__mro__ for name in getattr(each, "__slots__", ())]
        return {f".{name}": getattr(value, name, None) for name in [*getattr(value, "__dict__", ()), *slots]}
    return {}


def _altered(record: _Record, place: str) -> str:
    """The place of the object that was changed where it stands; empty if there is none."""
    if isinstance(record.value, np.ndarray):
        return "" if _unchanged(record.copy, record.value) else place
    objects = type(record.value) not in (list, tuple, dict)
    now = _inside(record.value, objects) if record.inside or not objects else {}
    if list(now) != list(record.inside):
        return place
    for name, inner in record.inside.items():
        if now[name] is not inner.value:
            if not _unchanged(inner.copy, now[name]):
                return place
        elif found := _altered(inner, place + name):
            return found
    return ""


def _changed_input(name: str, label: str, place: str, value: Any) -> str:
    """The sentence for a changed input: a copy of the whole helps only where the whole was changed."""
    opening = f"`{name}` changed its input `{label}`"
    if place == label:
        return (
            f"{opening}. Work on a copy ({label} = {label}.copy()): the caller still needs the old numbers."
        )
    shallow = "dictionary" if type(value) is dict else "list" if type(value) is list else ""
    outer = (
        f"`{label}.copy()` is a new {shallow} around the same entries, so it does not help. "
        if shallow
        else ""
    )
    return (
        f"{opening}: `{place}` in it has other numbers now. {outer}"
        "Compute new ones instead of changing them in place: `a = a + b`, not `a += b`."
    )


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
