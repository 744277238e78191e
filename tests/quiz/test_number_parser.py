import contextlib
import math
import time
import unicodedata
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.errors import ArgumentError
from coursekit.quiz import parse_number


@pytest.mark.parametrize(
    ("value", "spellings"),
    [
        (16.8e6, ["1.68e7", "1.68E7", "16.8M", "16.8 million", "1.68×10^7", "1.68 · 10⁷", "1.68*10**7", "1.68x10^7"]),
        (16777216, ["16_777_216", "16,777,216", "16 777 216", "16'777'216", "16’777’216", "16.777.216"]),
        (16777216, ["2^24", "2**24", "2²⁴", "4096*4096", "4096·4096", "4096 × 4096", "4096 x 4096", "4096²", "2^{24}"]),
        (16777216, ["(2^12)^2", "16\u202f777\u202f216", "16\u00a0777\u2009216.0", "4096 squared", "2^(48/2)"]),
        (16777216.5, ["16\u202f777\u202f216.5", "16.777.216,5", "16,777,216.5", "16 777 216,5"]),
        (1234, ["1 234", "1_234", "1'234", "1234."]),
        (1234.5, ["1,234.5", "1.234,5", "1234,5"]),
        (0.125, ["0,125", ",125", "0.125", ".125", "⅛", "1/8", "2⁻³", "2^(-3)", "12.5 %", "12,5 percent"]),
        (2.5, ["2,5", 2.5, "2½", "2 ½", "2 1/2", "5/2", "10/4", "½·5", "5 / (2)"]),
        (-3, ["−3", "–3", "- 3", "z = −3", "(-3)", "(−3)", "-(3)", "minus three", "negative 3", "3*-1"]),
        (-3, [f"{sign}3" for sign in "‐‑‒–—−﹣－"]),
        (3, ["+3", "＋3", "٣", 3, "３", "plus 3", "three", "3.", "3!", "“3”", "\u200b3\u200e", "3.0"]),
        (5, ["5.", "about 5", "approx. 5", "approximately 5", "ca. 5", "roughly 5", "~5", "≈ 5", "= 5", "x=5", "h₁ = 5"]),
        (5, ["5x", "5 ×", "5 times", "five times", "5-fold", "five-fold"]),
        (5, ["f(x) = 5", "a.grad ≈ 5", "The answer is 5.", "it's about 5", "5,0", "FIVE"]),
        (0.5, [".5", "≈ 0.5", np.float32(0.5), Decimal("0.5"), "½", "half", "a half", "one half", "1 over 2", "¹⁄₂", "0,5"]),
        (0.75, ["3/4", "3⁄4", "75%", "75pct", "75percent", "¾", "three quarters", "0.25*3", "3 ÷ 4", "３／４"]),
        (1 / 3, ["⅓", "⅟3", "1/3", "a third", "33.3333333333333333 %"]),
        (4 / 3, ["1⅓", "1⅟3", "1 1/3"]),
        (-0.75, ["−3 / 4", "-¾", "3/-4"]),
        (0.001, ["1/1,000", "1/1000", "1/1'000", "10⁻³", "1e-3", "1E−3", "10^-3", "1 ‰", "1/10^3", "a thousandth"]),
        (3e-4, ["3 × 10⁻⁴", "3·10^-4", "3e-4", "3 times 10 to the power of -4"]),
        (7e9, ["7B", "7 bn", "seven billion"]),
        (2000, ["2 k", "2 thousand", "two thousand"]),
        (500_000, ["half a million", "½ million"]),
        (250_000, ["(1/4) million", "0.25 million"]),
        (0.25, [Fraction(1, 4)]),
        (7, [np.int64(7)]),
    ],
)  # fmt: skip
def test_numbers_are_read_as_typed(value, spellings):
    assert [parse_number(typed) for typed in spellings] == pytest.approx([value] * len(spellings), rel=1e-12)


@pytest.mark.parametrize("number", "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
def test_every_fraction_in_one_character_is_read_alone_and_behind_a_whole(number):
    value = unicodedata.numeric(number)
    assert parse_number(number) == pytest.approx(value)
    assert parse_number(f"-2{number}") == pytest.approx(-2 - value)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("33.55 MB", "MB", 33.55),
        ("about 33,55 MB.", "MB", 33.55),
        ("33.55mb", "MB", 33.55),
        ("33.55 megabytes", "MB", 33.55),
        ("33.55 million bytes", "MB", 33.55),
        ("33554.432 KB", "MB", 33.554432),
        ("32 MiB", "MB", 33.554432),
        ("32 mebibytes", "MB", 33.554432),
        ("2²⁵ bytes", "MB", 33.554432),
        ("268.435456 megabits", "MB", 33.554432),
        ("4096*4096*2/10^6 MB", "MB", 33.554432),
        ("2000 MB", "GB", 2),
        ("2 G", "GB", 2),
        ("2000 M", "GB", 2),
        ("1 GiB", "GB", 1.073741824),
        ("16 Gbit", "GB", 2),
        ("8 bits", "bytes", 1),
        ("7 B", "B", 7),
        ("112e9 B", "GB", 112),
        ("3 million weights", "weights", 3e6),
        ("5 weight", "weights", 5),
        ("16.8M", "weights", 16.8e6),
        ("0.005 s", "ms", 5),
        ("5000 µs", "ms", 5),
        ("5ms", "ms", 5),
        ("two seconds", "ms", 2000),
        ("75 percent", "%", 75),
        ("75 %", "%", 75),
        ("3 times", "times", 3),
        ("1.5 km/h", "km/h", 1.5),
    ],
)
def test_units_behind_the_number_are_understood(typed, unit, value):
    assert parse_number(typed, unit=unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        ("1,099", "", "do you mean 1.099 or 1099? Write 1.099 or 1099."),
        ("33,554", "MB", "do you mean 33.554 or 33554?"),
        ("-1,000", "", "do you mean 1.000 or 1000?"),
        ("1,678e7", "", "do you mean 1.678 or 1678?"),
        ("4,096*4,096", "", "do you mean 4.096 or 4096?"),
        ("16 777,216", "", "do you mean 16777.216 or 16777216?"),
        ("1/4 million", "", "put brackets around the fraction"),
        ("0·5", "", "“0·5” can be read in two ways: do you mean 0.5? Write it with a point."),
        ("2^3^2", "", "was not understood"),
        ("16 777/1000", "", "was not understood"),
        ("5 m", "", "“m” may be million or a thousandth"),
        ("33.55 Mb", "MB", "do you mean bytes (MB) or bits (Mbit)?"),
        ("256 Mib", "MB", "do you mean bytes (MiB) or bits (Mibit)?"),
        ("112 B", "GB", "do you mean bytes or billions?"),
        ("33.55 million", "MB", "“million” of what? Write the number in MB."),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back(typed, unit, says):
    with pytest.raises(ArgumentError) as caught:
        parse_number(typed, unit=unit)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "there is no number yet"),
        ("  ", "there is no number yet"),
        (None, "got NoneType"),
        (True, "got bool"),
        ([1], "got list"),
        ("about many", "“about many” was not understood"),
        ("a few", "“a few” was not understood"),
        ("5 apples", "“apples” behind the number was not understood; write the number without a unit."),
        *((text, "is more than one number") for text in ["1 2", "2-3", "2–3", "1 to 3", "1, 2", "2 ± 1", "1 + 1/2", "1/3 = 0.333"]),
        *((text, "was not understood") for text in ["nan", "inf", "∞", "[1, 2]", "--5", "±5", "(3", "1.5½", "1 3/2", "ln 3", "e", ",", "-"]),
        *((text, "was not understood") for text in ["> 5", "1,234,56", "0,123,456", "2₁", "0.3…", "5...", "x", "9**9**9", "(-8)^(1/3)"]),
        *((text, "is more than one number") for text in ["0x10", "1__0", "5 e3", "2(3)", "1..2"]),
        *((text, "is not a finite number") for text in ["1e999", "1/0", "0^-1", "9^9999999", "(9^99)^(9^99)"]),
        (Decimal("sNaN"), "is not a finite number"),
        (float("inf"), "is not a finite number"),
        (10**400, "this is not a finite number"),
        pytest.param(10**5000, "this is not a finite number", id="too long to be written out"),
        ("9" * 101, "101 letters are too many"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_one_sentence(typed, says):
    before = time.perf_counter()
    with pytest.raises(ArgumentError) as caught:
        parse_number(typed)
    assert says in str(caught.value)
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("9**9**9", "`9**9**9` was not understood"),
        ("5 a *b*", "`a *b*` behind the number"),
        ("x`y", "`x'y` was"),
        ("5\napples", "“apples” behind"),
    ],
)
def test_markdown_leaves_what_was_typed_as_it_is(typed, says):
    with pytest.raises(ArgumentError) as caught:
        parse_number(typed)
    assert str(caught.value).startswith(says)


def test_a_foreign_unit_names_the_unit_that_is_wanted():
    with pytest.raises(ArgumentError, match="write the number in GB"):
        parse_number("5 apples", unit="GB")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back_from_its_text(value):
    assert parse_number(repr(value)) == value
    assert parse_number(repr(value).replace("-", "−")) == value


def superscript(number):
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def mixed(value):
    whole, rest = divmod(abs(value), 1)
    sign = "−" if value < 0 else ""
    return f"{sign}{whole} {rest.numerator}/{rest.denominator}" if whole and rest else str(value)


LEADS = st.sampled_from(["", "", "about ", "x = ", "≈", "ca. ", "= ", "(", "“"])
TAILS = {"(": ")", "“": "”"}
DECIMAL_FORMS = [
    "{:f}".format,
    lambda value: f"{value:,f}",
    lambda value: f"{value:f}".replace(".", ","),
    lambda value: f"{value:,.3f}".translate(str.maketrans(",.", ".,")),  # 1.000 is one, as the text has it
    lambda value: f"{value:,f}".replace(",", "\u202f"),
    lambda value: f"{value:,f}".replace(",", " ").replace(".", ","),
    lambda value: f"{value:,f}".replace(",", "'"),
    lambda value: f"{value:e}",
    lambda value: f"{value:E}".replace(".", ","),
    lambda value: "{}·10^{}".format(*f"{value:e}".split("e")),
    lambda value: (lambda m, e: f"{m} × 10{superscript(int(e))}")(*f"{value:e}".split("e")),
    lambda value: f"{value * 100:f} %",
    lambda value: f"{value / 1000:f}k",
    lambda value: f"{value:f}".translate(
        {ord("-"): "‑", **{ord(str(d)): chr(0xFF10 + d) for d in range(10)}}
    ),
]
FRACTION_FORMS = [
    lambda value: f"{value.numerator}/{value.denominator}",
    lambda value: f"{value.numerator:,}/{value.denominator:,}",
    lambda value: f"{value.numerator} ÷ {value.denominator}",
    lambda value: f"{value.numerator} * (1/{value.denominator})",
    mixed,
]


@settings(max_examples=300)
@given(
    st.one_of(
        st.tuples(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(DECIMAL_FORMS)),
        st.tuples(st.integers(-(10**15), 10**15).map(Decimal), st.sampled_from(DECIMAL_FORMS)),
        st.tuples(st.fractions(-5000, 5000, max_denominator=5000), st.sampled_from(FRACTION_FORMS)),
    ),
    LEADS,
)
def test_a_number_in_any_form_is_read_back_or_asked_back_and_never_another(case, lead):
    value, form = case
    typed = f"{lead}{form(value)}{TAILS.get(lead, '')}"
    with contextlib.suppress(ArgumentError):
        assert parse_number(typed) == pytest.approx(float(value), rel=1e-6, abs=1e-9)


@given(st.text(), st.sampled_from(["", "GB", "B", "weights", "ms", "%"]))
def test_any_text_is_a_finite_number_or_refused(text, unit):
    with contextlib.suppress(ArgumentError):
        assert math.isfinite(parse_number(text, unit=unit))
