"""Where a chapter accounts for the numbers in its texts.

Every number a learner reads (in prose, captions, feedback and answer keys) is either *computed* or *given*.
A chapter says which in its `claims.py`, and a test (`tests/notebooks/test_claims.py`) holds it to that:

- every number in the chapter's texts lies inside some fragment registered here,
- every fragment still occurs in the texts,
- every computed number is computed again and agrees with what is written.

A chapter's file reads like this:

    from coursekit.content.claims import Claims

    claims = Claims()
    claims.given("x = (2, −1, 3)", "w = (0.5, 2, −1)", why="the input of the worked example")

    @claims("z = −3", "the sum is −3")
    def weighted_sum() -> float:
        return float(np.dot([2, -1, 3], [0.5, 2, -1]) + 1)

    @claims("at most 3 of 4")
    def xor_ceiling() -> tuple[int, int]:
        return best_of_all_lines(), 4

    @claims("answer −3", at="weighted-sum")       # the key of the numeric question "weighted-sum"
    def key() -> float:
        return weighted_sum()

    @claims("costs twice as much")                # a claim without digits: return True when it holds
    def twice() -> bool:
        return cost(2) == 2 * cost(1)

A *fragment* is a piece of text, copied from where it is written. White space and `*` do not count, and
`-` and `−` are the same, so a fragment may run over a line end. It matches everywhere in the chapter's
texts, or only in places whose name contains `at`, such as `at="lesson.py"` or `at="weighted-sum"`. A
fragment that is a bare number ("3") needs `at`, because it would cover too much.

The function returns the numbers of the fragment in the order they are written: one number, or a tuple. Each
is compared at the precision written: `0.75` agrees with 0.7501, `16,777,216` only with itself, `4e-16` with
anything that rounds to it, `75 %` with 75. Where one function has several fragments, all show the same
numbers.

What counts as a number: anything written in the digits 0–9, with sign, thousands commas, decimals, exponent.
What does not: digits glued to a letter, underscore or # (`x1`, `w_1`, `#D55E00`), a factor glued to a variable
(2z), the numbers of an ordered list or at the start of a heading, "lesson 4", "chapter 3", links, and what
stands in backticks, unless that is nothing but a number. Number words ("three") are not looked for; register
one where it says something that could turn false.

Zeros and ones are numbers too. Where they name the same thing all through a text, one line covers them:

    claims.given("0", at="lesson.py", why="the boundary is where z is 0, and off is 0")

Where the test looks: markdown cells, comments and quoted strings of lesson.py and exercises.py, quoted
strings of pictures.py, hints and reasons of checks.py, the lists of chapter.yaml, and in questions.yaml all
texts and the keys of numeric questions, which read `answer −3` and `slip 5`. The names of the places are those
of its complaints: `chapter.yaml`, `lesson.py cell 12`, `questions.yaml one-neuron`, `checks.py neuron.boundary`.

See what is missing with `python -m pytest tests/notebooks/test_claims.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from coursekit.errors import ArgumentError

__all__ = ["Claim", "Claims"]

Numbers = bool | float | tuple[float, ...]
_F = TypeVar("_F", bound=Callable[[], object])


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One fragment of text that contains numbers.

    Attributes:
        fragment: the text as it is written in the chapter.
        at: part of the name of the places it may stand in; empty for all.
        compute: the function that returns its numbers; None for a given.
        why: the reason a given needs no computation; empty for a claim.
    """

    fragment: str
    at: str = ""
    compute: Callable[[], object] | None = None
    why: str = ""


class Claims:
    """The claims of one chapter: a decorator for computed numbers, `given` for chosen ones."""

    def __init__(self) -> None:
        self._claims: list[Claim] = []

    def __call__(self, *fragments: str, at: str = "") -> Callable[[_F], _F]:
        """Register the decorated function as the source of the numbers in each fragment."""

        def register(compute: _F) -> _F:
            self._add(fragments, Claim(fragment="", at=at, compute=compute))
            return compute

        return register

    def given(self, *fragments: str, why: str, at: str = "") -> None:
        """Register fragments whose numbers were chosen, not computed, with the reason in a few words.

        Raises:
            ArgumentError: the reason is empty, or a fragment needs `at`.
        """
        if not why.strip():
            raise ArgumentError(f"the given {fragments} has no reason; say in `why` who chose these numbers")
        self._add(fragments, Claim(fragment="", at=at, why=why))

    def take_over(self, others: Claims) -> None:
        """Add the claims of another file, for a chapter that has more than one file holds."""
        self._claims += others

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims)

    def _add(self, fragments: tuple[str, ...], model: Claim) -> None:
        if not fragments:
            raise ArgumentError("a claim names at least one fragment of text, such as @claims('3 of 4')")
        for fragment in fragments:
            if not model.at and not any(c.isalpha() or c in "=×+/()" for c in fragment):
                raise ArgumentError(
                    f"the fragment {fragment!r} is a bare number and would cover too much; "
                    "copy some words with it, or say where it stands with at=…"
                )
            self._claims.append(msgspec.structs.replace(model, fragment=fragment))
