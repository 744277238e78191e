"""Short formulas, pairs of numbers, and numbers with their units stay on one line of a lesson's prose.

Their spaces become no-break spaces (U+00A0) when a notebook is built, never in an author's text. What a learner
copies or a program reads is left alone: code, math, HTML tags, addresses, headings and the rows of tables.
"""

from __future__ import annotations

import re

_LONGEST = 16
"""Letters kept together at most: longer ones would make the lines ragged."""

CODE_OR_FORMULA = r"""
    ^[ ]*(?P<fence>```+|~~~+)[\s\S]*?(?:^[ ]*(?P=fence)|\Z)   # a block of code
    | (?<!`)(?P<ticks>`+)(?!`)[\s\S]+?(?<!`)(?P=ticks)(?!`)   # code in a line
    | \$\$[\s\S]*?\$\$ | \$(?:[^$\n]|\n(?!\n))+\$
    """
"""A verbose pattern for what no tool changes in a Markdown text."""

_LEFT_ALONE = re.compile(
    CODE_OR_FORMULA
    + r"""
    | ^(?:[ ]{4}|\t|[ ]*\||\#).*$                             # code by its indent, a row of a table, a heading
    | <!--[\s\S]*?--> | </?[A-Za-z][^>]*> | https?://\S+      # HTML and bare addresses
    | (?<=\])\([^)]*\) | ^[ ]*\[[^\]]*\]:.*$                  # where a link leads
    """,
    re.MULTILINE | re.VERBOSE,
)

_LETTER = "[A-Za-zΑ-Ωα-ω]"
_MARKS = "[\u0302₀-₉⁰-⁹¹²³⁻⁺ᵢₙₜᵗᶻ′]*"
_NUMBER = r"\d+(?:[.,]\d+)*"
_FACTOR = rf"[−+√]?(?:{_NUMBER}{_MARKS}(?:{_LETTER}{_MARKS}){{0,2}}|(?:{_LETTER}{_MARKS}){{1,2}}|…)"
_PRODUCT = rf"{_FACTOR}(?:[·/]{_FACTOR})*"
_SIGN = "[×−+=·/≈≤≥<>←]"
_BRACKET = rf"\({_PRODUCT}(?:(?:,| {_SIGN}) {_PRODUCT}){{0,2}}\){_MARKS}"
_SIDE = rf"(?:(?:{_FACTOR}[·/])?(?:{_NUMBER})?{_LETTER}{{0,7}}{_BRACKET}(?:/{_FACTOR})?|{_PRODUCT})"
_FORMULA = re.compile(rf"(?<![\w.,·/]){_SIDE}(?: {_SIGN} {_SIDE})*(?![\w·/(])")
_NEXT_SIGN = re.compile(rf" (?={_SIGN} )")
_NEXT_SIDE = re.compile(rf"{_NEXT_SIGN.pattern}(?![^()]*\))")
_UNIT = re.compile(rf"(?<![\w.,])({_NUMBER}) (?=(?:bits?|bytes?|[kMGT]B|(?:m|b|tr)illion)\b|%)")


def with_nonbreaking_spaces(markdown: str) -> str:
    """Return the text of a Markdown cell with no-break spaces inside what should not break at the end of a line."""
    kept, end = [], 0
    for found in _LEFT_ALONE.finditer(markdown):
        kept += [_prose(markdown[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*kept, _prose(markdown[end:])])


def _prose(text: str) -> str:
    return _UNIT.sub("\\1\u00a0", _FORMULA.sub(lambda found: _formula(found[0]), text))


def _formula(text: str) -> str:
    """Return the formula in parts of at most `_LONGEST` letters; a new part begins with a sign, if possible outside brackets."""
    parts: list[str] = []
    for side in _NEXT_SIDE.split(text):
        for part in [side] if len(side) <= _LONGEST else _NEXT_SIGN.split(side):
            if parts and len(parts[-1]) + 1 + len(part) <= _LONGEST:
                parts[-1] += f" {part}"
            else:
                parts.append(part)
    return " ".join(part.replace(" ", "\u00a0") if len(part) <= _LONGEST else part for part in parts)
