"""Hold a chapter to its numbers: each that a learner reads is computed, or chosen and listed.

numbers.py lists the chosen ones once, by reason, as they are written:

    CHOSEN = {"the neuron worked out by hand": "0.5 2 −1 1 3", "corners of a square": "0 1"}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from coursekit.authoring.expressions import Field, Numbers, fields, numbers_of, without_fields
from coursekit.authoring.learner_texts import Place, places
from coursekit.authoring.numerals import agrees, numbers_in, plain
from coursekit.content import Chapter
from coursekit.errors import BankError

_CLOSE = 1e-6


def review_numbers(chapter: Chapter) -> list[str]:
    """Return one sentence for each literal that is neither computed nor chosen, or chosen and unused.

    A literal that stands in several places is quoted from the first; the others are counted.

    Raises:
        BankError: CHOSEN of numbers.py has another form than the one above.
    """
    numbers = numbers_of(chapter.folder)
    listed = _listed(numbers.value("CHOSEN"), chapter.slug) if "CHOSEN" in numbers else []
    seen: set[str] = set()
    first: dict[str, str] = {}
    more: Counter[str] = Counter()
    for place in places(chapter):
        typed = without_fields(place.text, place=place.name) if place.is_filled else place.text
        text = plain(typed)
        for number in numbers_in(text):
            seen.add(number.written)
            if number.written in first:
                more[number.written] += 1
            elif number.written not in listed:
                around = text[max(0, number.start - 40) : number.end + 40]
                first[number.written] = f"{place.name}: “{around}”"
    found = [
        f"{where}{_and_more(more[written])}: {written} is neither computed nor chosen; "
        f"write it as {_proposal(written, numbers)}, or list it in CHOSEN of numbers.py"
        for written, where in first.items()
    ]
    unused = [each for each in listed if each not in seen]
    return found + [
        f"numbers.py: CHOSEN lists {each}, which stands in no text; take it out" for each in unused
    ]


def review_recomputed(chapter: Chapter, proofs: ModuleType) -> list[str]:
    """Return one sentence for each number that an independent computation does not confirm.

    Args:
        chapter: its numbers.py is compared.
        proofs: a module whose public functions either compute what the name in numbers.py does, another way, or
            return True as long as a claim holds.
    """
    ours, theirs = numbers_of(chapter.folder), Numbers(proofs)
    names = [name for name in theirs.names() if callable(getattr(proofs, name))]
    again = {name: theirs.value(name) for name in names if name in ours}
    shown: set[str] = set()
    found: list[str] = []
    for place in places(chapter):
        for field in fields(place.text, place=place.name) if place.is_filled else ():
            if used := field.names & again.keys():
                shown |= used
                found += _differing(place, field, ours, {name: again[name] for name in used})
    for name in names:
        if name not in ours and not _holds(theirs.value(name)):
            found.append(f"{proofs.__name__}: {name} must return True, it returned {theirs.value(name)!r}")
        elif name in ours and name not in shown and not _is_close(ours.value(name), again[name]):
            found.append(f"numbers.py: {name} is {ours.value(name)}, computed another way {again[name]}")
    return found


def _listed(chosen: Any, slug: str) -> list[str]:
    """Return the numbers in CHOSEN as they are looked for in the texts."""
    if not (isinstance(chosen, dict) and all(isinstance(each, str) for each in chosen.values())):
        raise BankError(
            f'{slug}/numbers.py: CHOSEN must be a dict of reason: "numbers as written, spaces between"'
        )
    listed = plain(" ".join(chosen.values())).split()
    for each in listed:
        if [number.written for number in numbers_in(each)] != [each]:
            raise BankError(
                f"{slug}/numbers.py: CHOSEN lists {each!r}, which is no number; "
                "write numbers with nothing but spaces between them"
            )
    return listed


def _and_more(count: int) -> str:
    return f" and in {count} more place{'' if count == 1 else 's'}" if count else ""


def _proposal(written: str, numbers: Numbers) -> str:
    for name in numbers.names():
        value = numbers.value(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and agrees(written, value):
            decimals = len(written.partition(".")[2])
            spec = ("," if "," in written else "") + (f".{decimals}f" if decimals else "")
            return f"{{{name}{f':{spec}' if spec else ''}}}"
    return "an expression"


def _holds(value: Any) -> bool:
    return isinstance(value, bool | np.bool_) and bool(value)


def _is_close(one: Any, other: Any) -> bool:
    """Return True if two numbers, or lists of them, are the same but for rounding."""
    return bool(np.allclose(np.asarray(one), np.asarray(other), rtol=_CLOSE, atol=_CLOSE))


def _differing(place: Place, field: Field, ours: Numbers, again: Mapping[str, Any]) -> Iterator[str]:
    shown, computed = ours.shown(field), ours.instead(again).shown(field)
    if shown != computed:
        around = " ".join(place.text[max(0, field.start - 60) : field.end + 20].split())
        yield f"{place.name}: “{around}”: numbers.py gives {shown}, computed another way it is {computed}"
