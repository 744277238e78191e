"""A function of the learner's, called on copies and compared with the course's own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.widgets.core.guard import guarded

Array = npt.NDArray[Any]


def call(
    name: str, function: Callable[..., Any], inputs: tuple[Any, ...], want: Any, labels: tuple[str, ...] = ()
) -> tuple[Any, str]:
    """Call a learner's function and compare its result with the course's.

    Args:
        name: of the function, for the sentence.
        function: gets copies of the inputs.
        inputs: arrays, lists and tuples of them, or graphs as dicts of lists.
        want: the course's result: an array, a tuple of arrays, or a dict of numbers.
        labels: the names of a tuple's entries.

    Returns:
        the result, or None where the function raised, and a sentence about the first difference, empty where
        there is none. A result without a difference comes in the types of `want`, so that nothing the learner
        holds can change it later.
    """
    got, failure = guarded(lambda: function(*map(_copy, inputs)), f"Your {name} stopped")
    if failure:
        return None, failure.lstrip()
    found = difference(name, got, want, labels)
    return (got if found else _in_types_of(want, got)), found


def difference(name: str, got: Any, want: Any, labels: tuple[str, ...] = ()) -> str:
    """Say in which place a learner's result first differs from the course's; empty where they agree.

    Args:
        name: of the function, for the sentence.
        got: the learner's result.
        want: the course's result: an array, a tuple of arrays, or a dict of numbers.
        labels: the names of a tuple's entries.
    """
    if got is None or got is ...:
        return f"Your {name} returned nothing; is it written, and is there a `return`?"
    for place, found, expected in _pairs(got, want, labels):
        if found is None:
            return f"Your {name} gave no number for {place}."
        if found.shape != expected.shape:
            return f"Your {name} gave {place} of shape {found.shape}, expected {expected.shape}."
        tolerance = 1e-5 * float(np.abs(expected).max(initial=0.0))
        differs = ~np.isclose(found, expected, rtol=1e-3, atol=tolerance)
        if differs.any():
            entry = tuple(int(k) for k in np.argwhere(differs)[0])
            where = f"{place}[{', '.join(map(str, entry))}]" if entry else place
            return f"Your {name} gave {where} = {found[entry]:.4g}, expected {expected[entry]:.4g}."
    return ""


def plain_numbers(got: Any, want: Mapping[str, float]) -> dict[str, float]:
    """The entries of a learner's dict that are numbers and have a name that is wanted."""
    if not isinstance(got, dict):
        return {}
    found = {name: _array(got.get(name)) for name in want}
    return {name: float(value) for name, value in found.items() if value is not None and value.shape == ()}


def _pairs(got: Any, want: Any, labels: tuple[str, ...]) -> Iterator[tuple[str, Array | None, Array]]:
    """Place, the learner's numbers there (None where there are none), and the course's."""
    if isinstance(want, dict):
        found = got if isinstance(got, dict) else {}
        for key in reversed(list(want)):  # from the output back, as the backward pass goes
            yield str(key), _array(found.get(key)), np.asarray(want[key], float)
    elif isinstance(want, tuple):
        parts = list(got) if isinstance(got, tuple | list) and len(got) == len(want) else [None] * len(want)
        for label, part, expected in zip(labels, parts, want, strict=True):
            yield label, _array(part), np.asarray(expected, float)
    else:
        yield "entry", _array(got), np.asarray(want, float)


def _array(value: Any) -> Array | None:
    try:
        return None if value is None else np.asarray(value, float)
    except Exception:  # a learner's object may raise anything when it is asked for its numbers
        return None


def _in_types_of(want: Any, got: Any) -> Any:
    if isinstance(want, dict):
        return {key: float(got[key]) for key in want}
    if isinstance(want, tuple):
        return tuple(_in_types_of(expected, part) for expected, part in zip(want, got, strict=True))
    return np.array(got, np.asarray(want).dtype)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: list(edges) for key, edges in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_copy, value))
    if isinstance(value, int | float | np.random.Generator):
        return copy.deepcopy(value)
    return np.array(value)
