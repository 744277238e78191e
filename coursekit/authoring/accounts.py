"""Hold a chapter to its claims: no number unaccounted for, none stale, none wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from coursekit.authoring.learner_texts import Place, places
from coursekit.authoring.numerals import Number, agrees, numbers_in, plain
from coursekit.content import Chapter
from coursekit.content.claims import Claim, Claims

__all__ = ["complaints"]


def complaints(chapter: Chapter) -> list[str]:
    """What is wrong with the numbers of this chapter, one sentence each; empty when all is well."""
    claims = getattr(chapter.module("claims"), "claims", Claims())
    texts = [Place(place.name, plain(place.text)) for place in places(chapter)]
    return [*_unaccounted(claims, texts), *_stale_or_wrong(claims, texts)]


def _unaccounted(claims: Claims, texts: list[Place]) -> Iterator[str]:
    for place in texts:
        covered = {number for claim in claims for found in _occurrences(claim, place) for number in found}
        for number in numbers_in(place.text):
            if number not in covered:
                around = place.text[max(0, number.start - 40) : number.end + 40]
                yield f"{place.name}: no claim accounts for {number.written} in “{around}”"


def _stale_or_wrong(claims: Claims, texts: list[Place]) -> Iterator[str]:
    for claim in claims:
        found = next((each for place in texts for each in _occurrences(claim, place)), None)
        if found is None:
            where = f" in {claim.at}" if claim.at else ""
            yield f"claims.py: “{claim.fragment}” stands nowhere{where}; correct it or take it out"
        elif claim.compute is not None:
            yield from _wrong(claim, found)


def _occurrences(claim: Claim, place: Place) -> Iterator[list[Number]]:
    """The numbers inside each place where the fragment stands; one that cuts a number in two is none."""
    if claim.at not in place.name:
        return
    for match in re.finditer(re.escape(plain(claim.fragment)), place.text):
        touched = [n for n in numbers_in(place.text) if n.start < match.end() and n.end > match.start()]
        if all(match.start() <= n.start and n.end <= match.end() for n in touched):
            yield touched


def _wrong(claim: Claim, found: list[Number]) -> Iterator[str]:
    values = _values(claim.compute() if claim.compute else ())
    if not found:
        if values != [True]:
            yield f"claims.py: “{claim.fragment}” has no number, so its function must return True, not {values}"
    elif len(values) != len(found):
        written = ", ".join(number.written for number in found)
        yield f"claims.py: “{claim.fragment}” shows {written}, but its function returned {values}"
    else:
        for number, value in zip(found, values, strict=True):
            if not agrees(number.written, value):
                yield f"claims.py: “{claim.fragment}” says {number.written}, computed is {value}"


def _values(result: Any) -> list[Any]:
    return list(result) if isinstance(result, tuple | list) else [result]
