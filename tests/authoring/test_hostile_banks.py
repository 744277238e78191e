"""Whatever stands in a bank's file: a bank comes out, or one sentence that names file, item and reason."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samplebank import TEXT, bank, changed

from coursekit.authoring.bank_reader import load_bank
from coursekit.authoring.yaml_reader import LONGEST
from coursekit.content.chapters import read_text
from coursekit.errors import BankError

HOSTILE = [
    "<script>alert(1)</script>",
    "a\nb",
    "\x1b[2J",
    "\u202eabc",
    "\ud800",
    "x" * 999,
    "`",
    "",
    "*a",
]


def said(text):
    """What is wrong with a bank, as one short sentence; empty where nothing is."""
    try:
        load_bank(text, source="q.yaml")
    except BankError as error:
        message = str(error)
    else:
        return ""
    assert message.startswith("q.yaml")
    assert message.isprintable()
    assert len(message) < 600
    return message


def read(path, content):
    path.write_bytes(content)
    try:
        return said(read_text(path, source="q.yaml"))
    except BankError as error:
        return str(error)


SIGNS = [
    *"[]{}'\"#,\n\t\0\ufeff",
    "\n  ",
    "- ",
    ": ",
    "? ",
    ">\n",
    "&a ",
    "*a",
    "<<: ",
    "!!int ",
    "!x ",
    "---\n",
    "%YAML 1\n",
]
WORDS = ["1e999", "9" * 5000, "chapter: tiny\n", "questions:\n", "  - id: a\n", "    kind: order\n"]
PIECES = st.sampled_from([*SIGNS, *WORDS, *HOSTILE])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_pieces_of_yaml_are_a_bank_or_a_sentence(text):
    said(text)


@given(st.integers(0, len(TEXT)), PIECES, st.integers(0, 9))
def test_a_piece_of_yaml_anywhere_in_a_bank_is_read_or_refused(place, piece, times):
    said(TEXT[:place] + piece * times + TEXT[place:])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**400), 10**400) | st.floats() | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(HOSTILE), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({field for q in bank().questions.values() for field in msgspec.to_builtins(q)})


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=2), st.data())
def test_hostile_values_in_any_field_are_read_or_refused(values, data):
    raw = {"chapter": "tiny", "questions": [msgspec.to_builtins(q) for q in bank().questions.values()]}
    question = data.draw(st.sampled_from(raw["questions"]))
    question |= values
    said(json.dumps(raw))


@given(st.integers(0, len(TEXT)), st.binary(max_size=4))
def test_any_bytes_in_the_file_are_read_or_refused(tmp_path_factory, place, damage):
    raw = TEXT.encode()
    read(tmp_path_factory.mktemp("bank") / "q.yaml", raw[:place] + damage + raw[place + 9 :])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp037"])
def test_another_encoding_is_named(tmp_path, encoding):
    message = read(tmp_path / "q.yaml", TEXT.encode(encoding))
    assert message.startswith("q.yaml: not UTF-8 (at byte ") or "special characters" in message


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read(tmp_path / "q.yaml", TEXT.encode("utf-8-sig")) == ""


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(BankError, match=r"q\.yaml: cannot be read \(No such file or directory\)\."):
        read_text(tmp_path / "q.yaml", source="q.yaml")


@pytest.mark.parametrize("opening", ["[", "- ", "? ", "{a: "])
def test_brackets_without_end_are_refused_before_they_fill_the_stack(opening):
    assert "more than 50 lists or fields inside each other" in said("questions:\n  " + opening * 100_000)


def test_aliases_that_unfold_into_billions_are_refused():
    lines = ["questions:", "- &a0 [x, x, x]", *(f"- &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert said("\n".join(lines)).startswith("q.yaml, line 3: `*a0` repeats what stands elsewhere")


@pytest.mark.parametrize(
    "tag", ["!!int", "!!bool", "!!timestamp", "!!map", "!!python/name:os.system", "!mine"]
)
def test_tags_are_refused(tag):
    assert "is not read here; write the value alone" in said(changed("chapter: tiny", f"chapter: {tag} tiny"))


def test_a_file_without_end_is_refused():
    assert said(TEXT + "#" * LONGEST).startswith("q.yaml: 1,00")


def test_of_many_slips_the_two_that_lie_together_are_named():
    slips = [f"- {{value: {n / 8 + 40}, feedback: a, misconception: bits-for-bytes}}" for n in range(500)]
    last = "- {value: 268.435456, feedback: Those are bits., misconception: bits-for-bytes}"
    text = changed(last, "\n      ".join([*slips, slips[5]]))
    assert (
        said(text)
        == "q.yaml, line 35: question `bytes`: the slips 40.625 and 40.625 lie within one tolerance."
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_quoted_on_one_short_line(name):
    assert said(changed("id: bytes", f"id: {json.dumps(name)}"))
