"""The answers of check, hint and solution: words that a notebook, a terminal and a test can all show.

The colours are JupyterLab's own, so that they follow its theme; every colour stands beside a sign and a word.
"""

from __future__ import annotations

import dis
import functools
import re
import sys
from collections.abc import Callable
from html import escape
from types import FrameType
from typing import Any, ParamSpec, TypeVar

from IPython import get_ipython
from IPython.display import display

from coursekit.quiz import CheckResult
from coursekit.widgets.core.markdown import html

_LOOKS = {  # outcome → sign, colour
    "correct": ("✓", "var(--jp-success-color1, #1b7f3b)"),
    "not yet": ("→", "var(--jp-warn-color1, #b25b00)"),
    "crashed": ("⚠", "var(--jp-error-color1, #b3261e)"),
    "not attempted": ("○", "var(--jp-border-color1, #8a8f98)"),
}
# Fenced blocks, and `code` on one line; a backtick behind a backslash is none.
_CODE = re.compile(r"(^```[^\n]*\n.*?^```[ \t]*$|(?<![\\`])`[^`\n]+`(?!`))", re.MULTILINE | re.DOTALL)

_Given = ParamSpec("_Given")
_Reply = TypeVar("_Reply")


def shown_if_discarded(function: Callable[_Given, _Reply]) -> Callable[_Given, _Reply]:
    """Let a function show its reply where the caller drops it: Jupyter shows only what a cell's last line returns.

    So two checks in one cell both say something, and so does one in a script, which shows nothing by itself.
    """

    @functools.wraps(function)
    def call(*args: _Given.args, **options: _Given.kwargs) -> _Reply:
        reply = function(*args, **options)
        if _is_discarded(sys._getframe(1)):
            _show(reply)
        return reply

    return call


def _is_discarded(caller: FrameType) -> bool:
    """Return True if what the call under way in this frame returns is thrown away at once."""
    later = (step.opname for step in dis.get_instructions(caller.f_code) if step.offset > caller.f_lasti)
    return next(later, "") == "POP_TOP"


def _show(reply: Any) -> None:
    if get_ipython():
        display(reply)  # type: ignore[no-untyped-call]
        return
    # An old console or a pipe on Windows may lack the sign or a letter.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(str(reply).encode(encoding, "replace").decode(encoding) + "\n")


class CheckReply:
    """The outcome of a check.

    Attributes:
        outcome: "correct", "not yet", "crashed" or "not attempted".
        message: the same for the learner, in a few sentences.
        seed: brings back the same inputs: `check("neuron.boundary", seed=…)`.
    """

    def __init__(self, result: CheckResult, *, warning: str = "") -> None:
        self.outcome, self.seed = result.outcome, result.seed
        self.message = f"{result.message}\n\n{warning}" if warning else result.message

    def __repr__(self) -> str:
        return f"{_LOOKS[self.outcome][0]} {self.message}"

    def _repr_html_(self) -> str:
        sign, colour = _LOOKS[self.outcome]
        rest = html(self.message.removeprefix(self.outcome))
        return _box(colour, f"{sign} {self.outcome}", rest)


class Note:
    """A titled piece of Markdown."""

    def __init__(self, title: str, text: str) -> None:
        self.title, self.text = title, text

    def __repr__(self) -> str:
        return f"{self.title}\n\n{self.text}"

    def _repr_markdown_(self) -> str:
        return f"**{self.title}**\n\n{_tame(self.text)}"


def _tame(text: str) -> str:
    """Markdown without HTML and links, which would be run by readers other than JupyterLab; code stays as it is."""
    pieces = _CODE.split(text)
    pieces[::2] = [piece.replace("<", "&lt;").replace("[", "&#91;") for piece in pieces[::2]]
    return "".join(pieces)


def _box(colour: str, title: str, inside: str) -> str:
    style = (
        f"border-left: 4px solid {colour}; padding: 8px 14px; margin: 4px 0; max-width: 760px; "
        "color: var(--jp-content-font-color1, inherit); line-height: 1.5"
    )
    return f'<div style="{style}"><strong>{escape(title)}</strong>{inside}</div>'
