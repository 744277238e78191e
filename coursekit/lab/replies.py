"""The answers of check, hint and solution: words that a notebook, a terminal and a test can all show.

The colours are JupyterLab's own, so that they follow its theme; every colour stands beside a sign and a word.
"""

from __future__ import annotations

import re
from html import escape

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


class CheckReply:
    """The outcome of a check.

    Attributes:
        outcome: "correct", "not yet", "crashed" or "not attempted".
        message: the same for the learner, in a few sentences.
    """

    def __init__(self, result: CheckResult, *, warning: str = "") -> None:
        self.outcome = result.outcome
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
