from __future__ import annotations

import pytest

from coursekit.authoring.numerals import agrees, numbers_in, plain


def written(text: str) -> list[str]:
    return [number.written for number in numbers_in(plain(text))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("at most 3 of 4", ["3", "4"]),
        ("x = (2, −1, 3)", ["2", "-1", "3"]),
        ("a 2-4-3-2 net, 1–3 inputs, 5 − 3", ["2", "4", "3", "2", "1", "3", "5", "3"]),
        ("16,777,216 weights of 4e-16 or .75", ["16,777,216", "4e-16", ".75"]),
        ("16.8M, 2x + 1, 32 ms, 12b.", ["16.8", "1", "32"]),
        ("75 % and **0.5**", ["75", "0.5"]),
        ("x1, w_1, $w_{12}$, #D55E00, #0072B2, float32", []),
        ("lesson 4, Lessons 2 to 6, [see](../lessons/01_x.ipynb), https://a.b/3", []),
        ("1. first\n2. second of 7\n## 3 · A 5\n4.5 times", ["7", "5", "4.5"]),
        ("`w[0]` and `x = 3`, but `0.75` and `-3`", ["0.75", "-3"]),
        ("chapter 3 of 4, chapters 1 and 2", ["4"]),
    ],
)
def test_numbers_are_found_as_they_are_written(text, numbers):
    assert written(text) == numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.75", 0.7501),
        ("-3", -3.0),
        ("16,777,216", 16777216),
        ("4e-16", 4.4e-16),
        ("0.12", 0.125),
        ("4e6", 3.6e6),
    ],
)
def test_a_value_agrees_with_what_rounds_to_it(text, value):
    assert agrees(text, value)


@pytest.mark.parametrize(
    ("text", "value"), [("0.75", 0.756), ("3", 2), ("-3", 3), ("4e-16", 5e-16), ("3", float("nan"))]
)
def test_a_value_disagrees_with_another_number(text, value):
    assert not agrees(text, value)
