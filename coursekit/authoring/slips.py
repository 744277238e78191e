"""Slips in what a function does with its arguments and its results, whatever stands in it.

Each is put around a right function. If the check still calls it correct, an input of that kind is missing (a negative
number, a fraction, a huge one, a 0, an axis of size 1, several axes, equal entries, an option), or the check does not
see that a result depends on earlier calls or shares its memory, or that an argument was written into.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np

Function: TypeAlias = Callable[..., Any]
_Call: TypeAlias = Callable[["Slip", dict[str, Any]], Any]


class Slip:
    """A function with a slip around it.

    Attributes:
        applied: True once a call had something to get wrong.
        axes: how many of them the arrays had so far.
        memory: of earlier calls; who empties it has the function as it is in a new kernel.
    """

    def __init__(self, function: Function, before: str, after: str, call: _Call) -> None:
        self.before, self.after, self.applied = before, after, False
        self.axes: set[int] = set()
        self.memory: dict[Any, Any] = {}
        self._signature, self._call = inspect.signature(function), call

    def __str__(self) -> str:
        """The slip: `x → np.abs(x)`."""
        return f"{self.before} → {self.after}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function, with the slip."""
        given = self._signature.bind(*args, **kwargs)
        given.apply_defaults()
        return self._call(self, given.arguments)


def slips(function: Function) -> Iterator[Slip]:
    """Make each slip with a function's arguments, its defaults and its results."""

    def slip(before: str, after: str, call: _Call) -> Slip:
        return Slip(function, before, after, call)

    parameters = inspect.signature(function).parameters
    for name, parameter in parameters.items():
        for text, (fits, change) in _ARGUMENTS.items():
            yield slip(name, text.format(name), _changing_argument(function, name, fits, change))
        if (default := parameter.default) is not inspect.Parameter.empty:
            always = _changing_argument(function, name, lambda _: True, lambda _, default=default: default)
            yield slip(name, f"{default!r}, whatever was handed over", always)
        for text, (lost, change) in _AXES.items():
            yield slip(name, text.format(name), _changing_axes(function, name, lost, change))
    for text, (fits, change) in _RESULTS.items():
        yield slip("result", text, _changing_result(function, fits, change))
    yield slip("result", "in the type of the arguments", _casting(function))
    yield slip("result", "written into an earlier one", _sharing(function))
    yield slip("result", "that of the first call with such shapes", _remembering(function))
    yield slip("result", "doubled when a call comes again", _repeating(function))
    yield slip("arguments", "zeros after the call", _clearing(function))


def _changing_argument(function: Function, name: str, fits: Function, change: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        # Where numbers with a point were handed over, 0 is one of them.
        if fits(given[name]) or (slip.applied and fits is _has_fractions and _is_whole(given[name])):
            slip.applied = True
            given[name] = change(given[name])
        return function(**given)

    return call


def _changing_axes(function: Function, name: str, lost: Callable[[int], bool], change: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        value = given[name]
        if isinstance(value, np.ndarray):
            slip.axes.add(value.ndim)
            slip.applied = len(slip.axes) > 1  # what takes 1 axis and 2 takes any number
            if lost(value.ndim):
                given[name] = change(value)
        return function(**given)

    return call


def _changing_result(function: Function, fits: Function, change: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        def changed(value: Any) -> Any:
            if not fits(value):
                return value
            new = change(value)
            slip.applied |= np.shape(new) != np.shape(value) or not np.array_equal(new, value, equal_nan=True)
            return new

        return _each(changed, function(**given))

    return call


def _casting(function: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        arrays = [each for each in given.values() if isinstance(each, np.ndarray)]

        def cast(value: Any) -> Any:
            if not arrays or not isinstance(value, np.ndarray):
                return value
            slip.applied = True
            return value.astype(np.result_type(*arrays))

        return _each(cast, function(**given))

    return call


def _sharing(function: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        def written(value: Any) -> Any:
            if not _is_array(value):
                return value
            slip.applied = True
            place = slip.memory.setdefault(value.shape, value.copy())
            place[...] = value
            return place

        return _each(written, function(**given))

    return call


def _remembering(function: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        shapes = str({name: _shape(value) for name, value in given.items()})
        slip.applied |= shapes != str(given)
        if shapes not in slip.memory:
            slip.memory[shapes] = function(**given)
        return copy.deepcopy(slip.memory[shapes])

    return call


def _shape(value: Any) -> Any:
    """Return an argument without its numbers; a whole number or a text alone is an option."""
    if _is_row(value):
        return len(value)
    if isinstance(value, (float, np.ndarray)):
        return np.shape(value)
    return _each(_shape, value) if type(value) in (list, tuple, dict) else value


def _repeating(function: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        contents = str(_each(lambda value: value.tobytes() if _is_array(value) else value, given))
        result = function(**given)
        slip.applied = True
        if contents in slip.memory:
            return _each(
                lambda value: value * 2 if isinstance(value, (float, int, np.ndarray)) else value, result
            )
        slip.memory[contents] = True
        return result

    return call


def _clearing(function: Function) -> _Call:
    def call(slip: Slip, given: dict[str, Any]) -> Any:
        result = copy.deepcopy(function(**given))

        def cleared(value: Any) -> None:
            if _is_array(value):
                slip.applied = True
                value[...] = 0

        _each(cleared, given)
        return result

    return call


def _each(change: Function, value: Any) -> Any:
    """Return what `change` makes of each value in lists, tuples and dicts."""
    if type(value) is dict:
        return {key: _each(change, each) for key, each in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_each(change, each) for each in value)
    return change(value)


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _has_fractions(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def _is_whole(value: Any) -> bool:
    return type(value) is int or (isinstance(value, np.ndarray) and value.dtype.kind == "i")


def _is_array_of_fractions(value: Any) -> bool:
    return _is_array(value) and _has_fractions(value)


def _is_matrix(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 1


def _is_row(value: Any) -> bool:
    """True for several numbers, or several texts, in a row."""
    flat = type(value) in (list, tuple) or (isinstance(value, np.ndarray) and value.ndim == 1)
    return flat and all(np.isscalar(each) for each in value)


def _is_list(value: Any) -> bool:
    return type(value) in (list, tuple) or _is_row(value)


def _is_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value)


def _row_of(entries: list[Any], value: Any) -> Any:
    return np.array(entries, value.dtype) if isinstance(value, np.ndarray) else type(value)(entries)


def _small(value: Any) -> Any:
    return (value != 0) & (np.abs(value) < 1e-6 * np.abs(value).max(initial=0))


def _has_small(value: Any) -> bool:
    """True where a comparison by the largest entry alone would overlook one that can be seen."""
    return _is_array_of_fractions(value) and bool((_small(value) & (np.abs(value) > 1e-4)).any())


def _plain(change: Function) -> Function:
    """Keep a number a number."""
    return lambda value: float(change(value)) if isinstance(value, float) else change(value)


# What follows the arrow → which values it is for, and what it makes of them.
_ARGUMENTS: dict[str, tuple[Callable[[Any], bool], Function]] = {
    "np.abs({0})": (_has_fractions, _plain(np.abs)),
    "-np.abs({0})": (_has_fractions, _plain(lambda value: -np.abs(value))),
    "np.round({0})": (_has_fractions, _plain(np.round)),
    "np.where({0} == 0, 1, {0})": (_has_fractions, _plain(lambda value: np.where(value == 0, 1.0, value))),
    "np.clip({0}, -50, 50)": (_is_array_of_fractions, lambda value: np.clip(value, -50, 50)),
    "np.squeeze({0})": (_is_array, np.squeeze),
    "np.ravel({0})": (_is_matrix, np.ravel),
    "{0}[::-1]": (_is_list, lambda value: value[::-1]),
    "{0}[:2]": (_is_list, lambda value: value[:2]),
    "sorted({0})": (_is_row, lambda value: _row_of(sorted(value), value)),
    "{0} without repeats": (_is_row, lambda value: _row_of(list(dict.fromkeys(value)), value)),
    "{0} sorted by its keys": (_is_by_name, lambda value: dict(sorted(value.items()))),
}
_AXES: dict[str, tuple[Callable[[int], bool], Function]] = {
    "{0} with an axis more where it has none": (lambda axes: axes == 0, np.atleast_1d),
    "{0} with two axes where it has more": (
        lambda axes: axes > 2,
        lambda value: value.reshape(len(value), -1),
    ),
}
_RESULTS: dict[str, tuple[Callable[[Any], bool], Function]] = {
    "np.squeeze(result)": (_is_array, np.squeeze),
    "np.round(result, 3)": (_has_fractions, _plain(lambda value: np.round(value, 3))),
    "0 where it is a millionth of the largest": (_has_small, lambda value: np.where(_small(value), 0, value)),
}
