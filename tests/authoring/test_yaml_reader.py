import pytest

from coursekit.authoring.yaml_reader import line_of, read_yaml
from coursekit.errors import BankError


def read(text):
    return read_yaml(text, source="x.yaml")


def test_numbers_are_read_as_people_write_them():
    numbers = read("[1e7, 1.5e-3, -3, 1_000, +2, .5, 2., 1_0.5, 0]")
    assert numbers == [1e7, 1.5e-3, -3, 1000, 2, 0.5, 2.0, 10.5, 0]


def test_words_stay_words():
    assert read("[no, on, yes, 2024-01-01, 1:30, 0x10, 010]") == [
        "no", "on", "yes", "2024-01-01", "1:30", "0x10", "010",
    ]  # fmt: skip


def test_null_and_booleans_are_understood():
    assert read("[null, ~, true, false]") == [None, None, True, False]


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(BankError, match=r"x\.yaml, line 2: the key `a` stands there twice"):
        read("a: 1\na: 2\n")


def test_a_key_that_is_a_list_is_refused():
    with pytest.raises(BankError, match="a key must be plain text"):
        read("[1, 2]: 3")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("So it is: it", "a text with a colon and a space goes in quotes; mend"),
        ("{z} is it", "a text goes in quotes if it begins with a brace"),
        ("'So' it is", "a text goes in quotes if it begins with .* a quote"),
        ("`z` is it", "a text that begins with a backtick, % or @ goes in quotes"),
    ],
)
def test_a_text_that_needs_quotes_is_answered_with_that(text, advice):
    with pytest.raises(BankError, match=rf"x\.yaml, line 2: .*; {advice}"):
        read(f"a: 1\nb: {text}\n")


def test_an_option_with_a_colon_in_its_text_is_told_to_quote_it():
    with pytest.raises(BankError, match=r"goes in quotes if .* holds a colon and a space"):
        read("{id: a, text: So it is: it}")


def test_broken_yaml_names_its_line():
    with pytest.raises(BankError, match=r"x\.yaml, line 2"):
        read("a: 1\nb: ]\n")


@pytest.mark.parametrize(
    "opening",
    ['b: "open', "b: 'open", '- {c: "open}', 'b: "open\\', "b: {c: 'open, d: x}"],
)
@pytest.mark.parametrize(
    "rest",
    [
        "c: plain\n" * 300,
        'c: "Think of it."\nd: "More."\n',
        "c: 'Think of it.'\nd: 'It isn''t.'\n",
        'c: It isn\'t "so".\n' * 3,
        'c: {d: "Think", e: x}\n',
        "c: \"over\n  two lines\"\nd: 'over\n  two'\n",
    ],
)
def test_a_quote_that_is_not_closed_is_named_where_it_opens(opening, rest):
    before = 'x: "over\n  two lines"\n' if opening[0] != "-" else '- "over\n  two lines"\n'
    with pytest.raises(BankError, match=r"x\.yaml, line 3: (the quote that opens here is not closed|found)"):
        read(f"{before}{opening}\n{rest}")


def test_a_text_over_several_lines_is_not_blamed_for_a_later_mistake():
    with pytest.raises(BankError, match=r"x\.yaml, line 4: "):
        read('x: "over\n  two"\ny: 1\nz: ]\n')


def test_a_bracket_that_is_not_closed_is_named_too():
    with pytest.raises(BankError, match=r"line 3: .* \(the bracket opens in line 2\)"):
        read("a: 1\nb: [1, 2\nc: 3\n")


def test_a_part_of_a_text_has_its_line():
    text = "a: 1\nb:\n- 2\n- {c: 3}\n- 4\n"
    lines = [
        line_of(text, *path) for path in ((), ("a",), ("b", 0), ("b", 1, "c"), ("b", 9), ("b", "c"), ("z",))
    ]
    assert lines == [1, 1, 3, 4, 2, 2, 1]
