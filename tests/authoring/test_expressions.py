from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from coursekit.authoring.expressions import Numbers, fields, numbers_of, without_fields
from coursekit.errors import BankError

CALLS = []
NUMBERS = """
import math

votes = [0.9 * 2, 0.7 * 1.5]
weights = 16_777_216


def best():
    CALLS.append("best")
    return 0.0984


def power(n):
    return 10**n


def notation():
    return "2·10⁻⁹"
"""


def numbers():
    CALLS.clear()
    module = ModuleType("numbers")
    module.CALLS = CALLS
    exec(NUMBERS, vars(module))
    return Numbers(module)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("below {best:.3f}.", "below 0.098."),
        ("{weights} or {weights:,}", "16777216 or 16,777,216"),
        ("{votes[0]} and {votes[1]}", "1.8 and 1.05"),
        ("z is {-3} or {-0.5:.2f}", "z is −3 or −0.50"),
        ("{0.714:.0%} of them", "71 % of them"),
        ("{4.4e-16:.0e}", "4e-16"),
        ("{power(3):,} and {sum(v for v in votes):.1f}", "1,000 and 2.8"),
        ("{math.sqrt(\n4)}", "2"),
        ("{notation} and {notation:>8}", "2·10⁻⁹ and   2·10⁻⁹"),
    ],
)
def test_a_field_is_filled_with_its_value_as_it_is_read(text, filled):
    assert numbers().fill(text, place="here") == filled


def test_numbers_of_numpy_are_numbers():
    module = ModuleType("numbers")
    module.n, module.x, module.largest = np.int64(4096), np.float32(0.5), max
    assert Numbers(module).fill("{n:,} {n} {x} {largest(1, 2)}", place="here") == "4,096 4096 0.5 2"


def test_a_function_without_arguments_is_called_once():
    numbers().fill("{best:.1f} {best:.2f} {2 * best:.3f}", place="here")
    assert CALLS == ["best"]


@pytest.mark.parametrize(
    "text",
    [
        '`f"{x:.2f}"` and ``{y}``',
        "$\\frac{a}{b}$ and $$\n\\sqrt{x}\n$$",
        "```python\nprint({1: 2})\n```",
        "{header}",
        "text\n{term Leaky ReLU}\nmore",
    ],
)
def test_code_formulas_and_markers_are_left_alone(text):
    assert numbers().fill(text, place="here") == text
    assert list(fields(text, place="here")) == []


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("{bets:.3f}", "numbers.py has no 'bets'"),
        ("{best:.3q}", "Invalid format specifier|Unknown format code"),
        ("{power}", "a number or a text is wanted, this is function"),
        ("{1 < 2}", "a number or a text is wanted, this is bool"),
        ("{votes[7]}", "list index out of range"),
        ("{1 / 0}", "division by zero"),
        ("{math.inf}", "it is inf"),
        ("{to be filled}", "no expression with an optional format"),
        ("{0, z}", "this is a tuple; to show braces, put them in backticks"),
        ("{best=}", "no expression with an optional format"),
    ],
)
def test_what_cannot_be_filled_in_is_named_with_its_place_and_sentence(field, reason):
    with pytest.raises(BankError, match=reason) as caught:
        numbers().fill(f"No line gets below {field} here.", place="tiny/lesson.py cell 3")
    assert str(caught.value).startswith(
        f"tiny/lesson.py cell 3: “No line gets below {field} here.”: {field} "
    )


def test_a_chapter_without_numbers_may_still_compute():
    assert Numbers(None).fill("{5 + 1} of {max(3, 7)}", place="here") == "6 of 7"


def test_without_its_fields_a_text_holds_what_the_author_typed():
    assert without_fields("at most {best:.1f} of 4", place="here") == "at most            of 4"


def test_the_names_of_the_module_itself_can_be_listed():
    assert {"votes", "weights", "best", "power", "notation"} <= set(numbers().names())
    assert "math" not in numbers().names()


def test_values_can_be_replaced_for_a_comparison():
    ours = numbers()
    theirs = ours.instead({"best": 0.5})
    assert (theirs.fill("{best} {weights}", place="here"), ours.value("best")) == ("0.5 16777216", 0.0984)


def test_a_file_of_numbers_that_does_not_run_is_named(tmp_path):
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "numbers.py").write_text("x = 1 / 0", encoding="utf-8")
    with pytest.raises(BankError, match=r"tiny/numbers\.py, line \d+ does not run: ZeroDivisionError"):
        numbers_of(tmp_path / "tiny")
