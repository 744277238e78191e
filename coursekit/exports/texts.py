"""The texts of questions as HTML, with formulas as MathJax reads them, which Moodle and Canvas both run."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape

from coursekit.widgets.core.markdown import blocks

# As pandoc reads it: no space inside the dollars, no digit after them, so "$5 and $6" stays money.
_FORMULA = re.compile(r"(?<![\\$\w])\$(?=\S)([^$\n]+?)(?<=\S)\$(?![\d$])")
_KEPT = re.compile("\ue000(\\d+)\ue001")


def as_html(text: str) -> str:
    r"""Return a Markdown text as paragraphs and preformatted blocks; `$a*b$` becomes `\(a*b\)`."""
    formulas: list[str] = []

    def keep(found: re.Match[str]) -> str:
        formulas.append(found[1])
        return f"\ue000{len(formulas) - 1}\ue001"

    def tagged(tag: str, words: str) -> str:
        pattern = "${}$" if tag in ("code", "pre") else r"\({}\)"
        whole = escape(_KEPT.sub(lambda kept: pattern.format(formulas[int(kept[1])]), words), quote=False)
        return f"<{tag}>{whole}</{tag}>" if tag else whole

    parts = ["".join(tagged(*span) for span in block) for block in blocks(_FORMULA.sub(keep, text))]
    return "".join(part if part.startswith("<pre>") else f"<p>{part}</p>" for part in parts)


def as_decimal(value: float) -> str:
    """Return a number without an exponent, which not every reader of GIFT knows: 0.00005."""
    return f"{Decimal(f'{value:.15g}'):f}"
