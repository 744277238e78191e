"""One sentence for a crash in the learner's code, with the line where it happened."""

from __future__ import annotations

import dis
import linecache
import traceback
from collections.abc import Mapping
from types import FrameType, FunctionType
from typing import Any

from coursekit.formatting import format_arguments, type_name
from coursekit.quiz.student import Call

_RAISE = dis.opmap["RAISE_VARARGS"]
_LONGEST = 160  # letters of a foreign message or line

_ADVICE: dict[type[BaseException], str] = {
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
    line = _own_line(error, _learner_globals(needs, namespace))
    if not line and call.error is not error:
        return None
    name = f"`{call.name}`" if call.name else "your code"
    where = f" {line}" if line else ""
    if issubclass(type(error), KeyboardInterrupt):
        return f"{name} was interrupted{where}. Is there a loop that never ends?"
    called = f" It was called with {format_arguments(call.given)}." if call.given else ""
    advice = next((text for kind, text in _ADVICE.items() if issubclass(type(error), kind)), "")
    return f"{name} stopped{where}: {error_text(error)}.{called}{advice}"


def was_raised(error: BaseException) -> bool:
    """Return True if the error comes from a `raise` or an `assert`, not from a step that failed."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_code.co_code[last.tb_lasti] == _RAISE


def _learner_globals(needs: tuple[str, ...], namespace: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The dictionaries in which the learner's functions look up names."""
    own = (namespace.get(name) for name in needs)
    return [namespace, *(value.__globals__ for value in own if type(value) is FunctionType)]


def _own_line(error: BaseException, learner: list[Mapping[str, Any]]) -> str:
    """Return number and text of the last of the learner's lines that ran; empty if there is none."""
    found: tuple[FrameType, int] | None = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if any(frame.f_globals is names for names in learner):
            found = frame, number
    if found is None:
        return ""
    frame, number = found
    text = linecache.getline(frame.f_code.co_filename, number, frame.f_globals).strip()
    return f"at your line {number}, `{_cut(text)}`" if text else f"at your line {number}"


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
