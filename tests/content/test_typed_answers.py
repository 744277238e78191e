"""Every numeric question of the course, answered rightly in the ways people write a number."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from coursekit.content import chapters
from coursekit.quiz import Numeric, mark_answer

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WIDE = str.maketrans("-.0123456789", "－．０１２３４５６７８９")
NUMERIC = {
    f"{chapter.slug}.{name}": question
    for chapter in chapters()
    for name, question in chapter.bank.questions.items()
    if isinstance(question, Numeric)
}


def spellings(value: float, unit: str) -> list[str]:
    """How people write a key: with signs and marks of every sort, as a power, fraction, product, about, with its unit."""
    exact = Fraction(value).limit_denominator(10**6)
    text, grouped = (f"{value:{form}}".rstrip("0").rstrip(".") for form in (".10f", ",.10f"))
    mantissa, power = f"{value:.9e}".split("e")
    raised = str(int(power)).translate(RAISED)
    typed = [
        text,
        grouped,
        f"{value:.10f}",
        repr(float(value)),
        f"{mantissa}e{power}",
        f"{mantissa}E{int(power)}",
    ]
    typed += [text.replace(".", ","), grouped.translate(str.maketrans(",.", ".,"))]
    typed += [grouped.replace(",", mark) for mark in "' \u202f\u00a0\u2009’"]
    typed += [f"{mantissa}·10^{int(power)}", f"{mantissa} × 10{raised}", f"{mantissa}*10**{int(power)}"]
    typed += [
        f"{exact}",
        f"({exact})",
        f"{exact.numerator} ÷ {exact.denominator}",
        f"{2 * exact}/2",
        f"{text}/1",
    ]
    typed += [
        f"{text} * 1",
        f"1 × {text}",
        f"({text})^1",
        f"{text} · 1,000 / 1000",
        f"{exact}".replace("/", "⁄"),
    ]
    typed += [text.replace("-", sign) for sign in "−–‑‐－"]
    typed += [
        f"{lead}{text}" for lead in ("about ", "approx. ", "ca. ", "~", "≈ ", "= ", "x = ", "the answer is ")
    ]
    with_unit = [f"{each} {unit}" for each in typed] if unit else [f"{value * 100:f} %"]
    return [
        *typed,
        *with_unit,
        f"{text}.",
        f"{text}!",
        f" {text} ",
        f"“{text}”",
        f"−(-({text}))",
        text.translate(WIDE),
    ]


@pytest.mark.parametrize("name", NUMERIC)
def test_no_spelling_of_a_right_number_is_marked_wrong(name):
    question = NUMERIC[name]
    typed = spellings(question.answer, question.unit)
    assert len(set(typed)) >= 30
    outcomes = {each: mark_answer(question, each).outcome for each in typed}
    assert [each for each, outcome in outcomes.items() if outcome not in {"right", "unreadable"}] == []
    asked_back = [each for each, outcome in outcomes.items() if outcome == "unreadable"]
    assert [each for each in asked_back if not re.search(r"\d,\d{3}\b", each)] == []
