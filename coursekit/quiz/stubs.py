"""Recognition of code that is still to be written."""

from __future__ import annotations

import dis
from types import FunctionType
from typing import Any

from coursekit.quiz.elsewhere import Elsewhere

# How Python begins a function, whatever stands in it.
_PRELUDE = {"RESUME", "NOP", "CACHE", "MAKE_CELL", "COPY_FREE_VARS"}


def is_stub(value: Any, *, depth: int = 0) -> bool:
    """Return True if a value is only a placeholder for the learner's code.

    A placeholder is `...`, a list, tuple or dict with a `...` in it, a function that does nothing but
    return None or `...`, or a class with such a method: docstrings, comments and `pass` leave no trace in the bytecode.
    """
    if value is ...:
        return True
    if issubclass(value if type(value) is type else type(value), Elsewhere):
        return bool(value.about_it.stub)
    if type(value) is FunctionType:
        return _does_nothing(value)
    if type(value) is type:
        return any(type(part) is FunctionType and _does_nothing(part) for part in vars(value).values())
    entries = value.values() if type(value) is dict else value if type(value) in (list, tuple) else ()
    return depth < 3 and any(
        is_stub(entry, depth=depth + 1) for entry in entries if type(entry) is not FunctionType
    )


def _does_nothing(function: Any) -> bool:
    steps = [step for step in dis.get_instructions(function) if step.opname not in _PRELUDE]
    names = [step.opname for step in steps]
    returns_constant = names in (["RETURN_CONST"], ["LOAD_CONST", "RETURN_VALUE"])
    return returns_constant and steps[0].argval in (None, ...)
