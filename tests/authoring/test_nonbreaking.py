from __future__ import annotations

import pytest

from coursekit.authoring.nonbreaking import with_nonbreaking_spaces
from coursekit.authoring.notebook import code, make, markdown


def told(text):
    """The text as it is built, each no-break space as ~."""
    return with_nonbreaking_spaces(text).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("written", "built"),
    [
        ("an image of 28 × 28 numbers", "an image of 28~×~28 numbers"),
        ("a bias b = −4 turns", "a bias b~=~−4 turns"),
        ("times (1 − η) or 1/(1 + e⁻ᶻ)", "times (1~−~η) or 1/(1~+~e⁻ᶻ)"),
        ("since 2/25 ≈ 0.08 and 6 / 3 and 2 · (−1)", "since 2/25~≈~0.08 and 6~/~3 and 2~·~(−1)"),
        ("- z = max(0, 2x − 3)", "- z =~max(0,~2x~−~3)"),
        ("h₂ = relu(…) and w ← w − η·g", "h₂~=~relu(…) and w~←~w~−~η·g"),
        ("x = (1, 2) and (3, −1, 0.5), (h₁, h₂)", "x~=~(1,~2) and (3,~−1,~0.5), (h₁,~h₂)"),
        ("4 bits, 1,548 bytes, 80 GB, 95 % of 7 billion", "4~bits, 1,548~bytes, 80~GB, 95~% of 7~billion"),
    ],
)
def test_a_sign_a_pair_and_a_unit_stay_with_their_short_neighbours(written, built):
    assert told(written) == built


@pytest.mark.parametrize(
    ("written", "built"),
    [
        ("3 · 1 + 1 · 2 + 0 = 5", "3~·~1~+~1~·~2 +~0~=~5"),
        ("h₂ = relu(x₁ + x₂ − 1)", "h₂~=~relu(x₁ +~x₂~−~1)"),
        ("at (0.125, −0.002, 12.5)", "at (0.125, −0.002, 12.5)"),
    ],
)
def test_a_long_formula_breaks_before_a_sign_or_anywhere(written, built):
    assert told(written) == built


@pytest.mark.parametrize(
    "text",
    [
        "20 minutes to read · 5 to do",
        "price = size",
        "3 neurons · 4 inputs",
        "Two (a few, or more) · one",
        "1. A list\n2. of 3 things",
        "10 bitsy",
    ],
)
def test_words_are_parted_as_ever(text):
    assert with_nonbreaking_spaces(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "`b = 1`",
        "``b = 1 ` w = 2``",
        "```python\nb = 1\n```",
        "~~~\nb = 1\n~~~",
        "```\nb = 1",
        "    b = 1",
        "\tb = 1",
        "$b = 1$",
        "$b = 1 +\n2 = 3$",
        "$$\nb = 1\n$$",
        '<b title="b = 1">',
        "<!-- b = 1 -->",
        '[place](there.ipynb "b = 1")',
        "![b](<b = 1.png>)",
        '[place]: there.ipynb "b = 1"',
        "| b = 1 | 4 bits |",
        "# 1 · 2 = 2",
    ],
)
def test_code_math_html_addresses_rows_and_headings_are_left_alone(text):
    assert with_nonbreaking_spaces(text) == text


def test_prose_around_what_is_left_alone_is_not():
    assert told("b = 1, `b = 1`, **w = 2**, <b>w = 3</b>\n\n[4 bits](a b)") == (
        "b~=~1, `b = 1`, **w~=~2**, <b>w~=~3</b>\n\n[4~bits](a b)"
    )


def test_twice_is_once():
    text = with_nonbreaking_spaces("3 · 1 + 1 · 2 + 0 = 5 at (1, 2), 6 · 7 billion")
    assert with_nonbreaking_spaces(text) == text


def test_a_notebook_keeps_formulas_together_in_its_prose_only():
    notebook = make([markdown("w = 1"), code("# w = 1")])
    assert [cell.source for cell in notebook.cells] == ["w\u00a0=\u00a01", "# w = 1"]
