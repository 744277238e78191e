"""The verdict on an answer."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Outcome = Literal["right", "wrong", "partly", "unreadable", "noted"]

_OPENINGS: dict[Outcome, str] = {
    "right": "Right.",
    "wrong": "Not yet.",
    "partly": "Partly there.",
    "unreadable": "Not marked yet.",
    "noted": "Noted.",
}


class VerdictPart(Struct, frozen=True, kw_only=True):
    """Feedback on one option that was picked, or on one recall point.

    Attributes:
        id: the option's or point's id.
        text: its words.
        right: True if picking it was right; for a recall point, if it was ticked.
        feedback: Markdown; empty for a recall point.
    """

    id: str
    text: str
    right: bool
    feedback: str = ""


class Verdict(Struct, frozen=True, kw_only=True):
    """The outcome of one answer, in words for the learner.

    Attributes:
        outcome: "right", "wrong", "partly", "unreadable" (nothing to mark, not held against
            anybody) or "noted" (an answer from memory, marked by its writer).
        feedback: Markdown.
        misconception: id of the misconception that the answer points to, if one was recognised.
        parts: one entry per picked option (multiple) or per point (recall).
    """

    outcome: Outcome
    feedback: str
    misconception: str | None = None
    parts: tuple[VerdictPart, ...] = ()

    @property
    def opening(self) -> str:
        """The first words, the same for every verdict with this outcome."""
        return _OPENINGS[self.outcome]

    def __str__(self) -> str:
        """Outcome and feedback, in one to three lines."""
        lines = [f"{self.opening} {_one_line(self.feedback)}"]
        said = " ".join(_one_line(part.feedback) for part in self.parts if part.feedback)
        if said:
            lines.append(said)
        return "\n".join(lines)

    def __repr__(self) -> str:
        """The same words: a verdict at the end of a cell is there to be read."""
        return str(self)


def _one_line(text: str) -> str:
    return " ".join(text.split())
