"""Exceptions that cross the border: what is told of one, and one that behaves alike on the other side."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit import errors
from coursekit.confined.wire import Failure
from coursekit.formatting import shorten, type_name
from coursekit.quiz.crashes import crash_details, was_raised
from coursekit.quiz.elsewhere import Told
from coursekit.quiz.student import NotYet

__all__ = ["failure_of", "rebuilt"]

_LONGEST = 2_000  # letters of what an exception says
_KNOWN = {
    name: kind
    for module in (np.exceptions, np.linalg, errors, builtins)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}


def failure_of(error: BaseException, learner: Mapping[str, Any]) -> Failure:
    """What is told of an exception.

    Args:
        error: raised on this side, or on the other one and passed on.
        learner: the names of the learner's cells.
    """
    if isinstance(error, NotYet):
        return Failure(not_yet=shorten(str(error), _LONGEST))
    line, advice = crash_details(error, [learner])
    kinds = [type_name(each) for each in type(error).__mro__ if issubclass(each, BaseException)]
    return Failure(kinds, shorten(_words(error), _LONGEST), line, advice, was_raised(error))


def rebuilt(failure: Failure) -> BaseException:
    """An exception of the nearest class that both sides know, with the same words."""
    if failure.not_yet is not None:
        return NotYet(shorten(failure.not_yet, _LONGEST))
    nearest = next((_KNOWN[name] for name in failure.kinds if name in _KNOWN), Exception)
    words = shorten(failure.words, _LONGEST)
    own = failure.kinds[0] if failure.kinds else "Exception"
    error = nearest.__new__(nearest)
    error.args = (words,) if words else ()
    if own != type_name(nearest) or _words(error) != words:
        error = _alike(own[:100], nearest, words)
    error.told = Told(failure.line[:400], failure.advice[:400], failure.raised)  # type: ignore[attr-defined]
    return error


def _alike(name: str, base: type[BaseException], words: str) -> BaseException:
    """An exception of a class that is unknown here, or whose words are made of more than its first argument."""

    def text(_error: BaseException) -> str:
        return words

    kind: type[BaseException] = type(name, (base,), {"__str__": text})
    return kind.__new__(kind)


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return ""
