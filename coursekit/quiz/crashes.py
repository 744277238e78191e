"""One sentence for a crash in the learner's code, with the line where it happened."""

from __future__ import annotations

import builtins
import dis
import linecache
import re
import sys
import traceback
from collections.abc import Mapping
from types import FrameType, FunctionType
from typing import Any

import numpy as np

from coursekit.formatting import format_arguments, format_value, type_name
from coursekit.quiz.elsewhere import told_of
from coursekit.quiz.stubs import is_stub
from coursekit.quiz.student import Call

_RAISE = dis.opmap["RAISE_VARARGS"]
_LIBRARIES = {*sys.stdlib_module_names, "numpy"} - {"__main__"}
_LONGEST = 160  # letters of a foreign message or line
_WHOLE = " The array holds whole numbers and cannot keep these: make one of floats first, `x.astype(float)`."
_NO_FUNCTION = re.compile("is not callable|must be a type")
_WORDS = re.compile(r"[A-Za-z_]\w*")

_ADVICE: dict[type[BaseException], str] = {
    UnboundLocalError: " A name that gets a value anywhere in a function is the function's own from its first line on: "
    "give it another name.",
    NameError: " Is that name spelled as where it is made, and has that cell been run?",
    RecursionError: " It calls itself without ever coming to an end.",
    SystemExit: " Let the function return instead of ending Python.",
}


def crash_sentence(
    error: BaseException, call: Call, needs: tuple[str, ...], namespace: Mapping[str, Any]
) -> str | None:
    """Say what stopped the learner's code and in which line; None if the error is not from their code.

    Args:
        error: raised while the check ran.
        call: the last guarded call.
        needs: names that the exercise asks for.
        namespace: the learner's names.
    """
    learner = learner_globals(needs, namespace)
    line, advice = crash_details(error, learner)
    if not line and call.error is not error:
        return None
    name = f"`{call.name}`" if call.name else "your code"
    where = f" {line}" if line else ""
    if issubclass(type(error), KeyboardInterrupt):
        return f"{name} was interrupted{where}. Is there a loop that never ends?"
    called = f" It was called with {format_arguments(call.given)}." if call.given else ""
    return f"{name} stopped{where}: {error_text(error)}.{called}{advice}"


def crash_details(error: BaseException, learner: list[Mapping[str, Any]]) -> tuple[str, str]:
    """Return the learner's line that an error comes from, and advice on it; each may be empty.

    Args:
        error: raised here, or in another process that told both.
        learner: the dictionaries in which the learner's functions look up names.
    """
    if told := told_of(error):
        return told.line, told.advice
    advice = (
        _unwritten(error, learner)
        or _taken_name(error, learner)
        or _WHOLE * ("Cannot cast ufunc" in error_text(error))
        or next((text for kind, text in _ADVICE.items() if issubclass(type(error), kind)), "")
    )
    return _own_line(error, learner), advice


def was_raised(error: BaseException) -> bool:
    """Return True if the error comes from the learner's own `raise` or `assert`, not from a step that failed."""
    if told := told_of(error):
        return told.raised
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_globals.get("__name__", "").partition(".")[0] in _LIBRARIES:
        return False
    return last.tb_frame.f_code.co_code[last.tb_lasti] == _RAISE


def learner_globals(needs: tuple[str, ...], namespace: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The dictionaries in which the learner's functions look up names."""
    own = (namespace.get(name) for name in needs)
    return [namespace, *(value.__globals__ for value in own if type(value) is FunctionType)]


def _own_frame(error: BaseException, learner: list[Mapping[str, Any]]) -> tuple[FrameType, int, str] | None:
    """Return the last of the learner's frames that ran, with number and text of its line."""
    found: tuple[FrameType, int] | None = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if any(frame.f_globals is names for names in learner):
            found = frame, number
    if found is None:
        return None
    frame, number = found
    return frame, number, linecache.getline(frame.f_code.co_filename, number, frame.f_globals).strip()


def _own_line(error: BaseException, learner: list[Mapping[str, Any]]) -> str:
    """Return number and text of the last of the learner's lines that ran; empty if there is none."""
    found = _own_frame(error, learner)
    if found is None:
        return ""
    _, number, text = found
    return f"at your line {number}, `{_cut(text)}`" if text else f"at your line {number}"


def _taken_name(error: BaseException, learner: list[Mapping[str, Any]]) -> str:
    """Name a built-in, or NumPy, whose name stands for something else in the line that failed."""
    found = _own_frame(error, learner)
    uses_it = issubclass(type(error), AttributeError) or _NO_FUNCTION.search(error_text(error))
    if found is None or not uses_it:
        return ""
    frame, _, text = found
    for name in _WORDS.findall(text) or (*frame.f_code.co_names, *frame.f_code.co_varnames):
        own = np if name == "np" else getattr(builtins, name, None)
        value = frame.f_locals.get(name, frame.f_globals.get(name, own))
        if own is None or value is own or callable(value):
            continue
        whose = "NumPy's name" if own is np else "the name of Python's own function"
        advice = "Run `import numpy as np` again" if own is np else f"Run `del {name}` in a cell"
        advice = "Give your variable another name" if name in frame.f_locals else advice
        return f" `{name}` is {format_value(value)} here: {whose} was taken. {advice}."
    return ""


def _unwritten(error: BaseException, learner: list[Mapping[str, Any]]) -> str:
    """Name what the function that failed uses and what is still to be written."""
    found = _own_frame(error, learner)
    unwritten = (
        [name for name in found[0].f_code.co_names if is_stub(found[0].f_globals.get(name))] if found else []
    )
    return f" `{unwritten[0]}` still waits for your code; write it, then run its cell." if unwritten else ""


def error_text(error: BaseException) -> str:
    """Name an exception's type and its words, whatever its own `__str__` does: `ValueError: too long`."""
    try:
        words = " ".join(str(error).split())
    except BaseException:
        words = ""
    kind = type_name(type(error))
    return f"{kind}: {_cut(words).rstrip('.')}" if words else kind


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
