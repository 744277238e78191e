"""What an author writes down to prove a check: wrong solutions it must name, right ones it must accept."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Mistake", "Variant"]


class Mistake(NamedTuple):
    """A plausible wrong solution, and a phrase that only its message holds.

    Attributes:
        name: what went wrong, in a few words.
        source: Python text that defines the wanted names wrongly.
        says: words of the message that answers it, and of no other mistake's.
    """

    name: str
    source: str
    says: str


class Variant(NamedTuple):
    """A right solution that looks different from the reference.

    Attributes:
        name: what is different, in a few words.
        source: Python text that defines the wanted names.
    """

    name: str
    source: str
