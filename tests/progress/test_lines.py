import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loglines import START, event, line

from coursekit.errors import ArgumentError
from coursekit.progress import Event
from coursekit.progress.lines import LONGEST, decode_line, encode_line


def test_a_line_is_json_with_its_version_first():
    assert line("a") == (
        b'{"v":1,"kind":"answer","chapter":"neuron","id":"one","outcome":"right","uid":"a",'
        b'"time":"2026-01-01T00:00:00Z"}\n'
    )


def test_an_event_comes_back_from_its_line():
    written = event("a", answer=["x", 2, {"y": None}], misconception="m", seed="s", step=2, message="−")
    assert decode_line(encode_line(written)) == written


def test_a_byte_order_mark_and_zeros_around_a_line_do_no_harm():
    assert decode_line(b"\xef\xbb\xbf" + line("a")) == event("a")
    assert decode_line(b"\0\0" + line("a").strip() + b"\0 \r\n") == event("a")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\0\0\n", "nothing but zeros"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not"),
        (b"[1]", "not an event of this course"),
        (b'{"a":1}', "not an event of this course"),
        (b'{"v":2,"kind":"dream"}', "written by another version of coursekit (2)"),
        (line("a").replace(b"answer", b"dream"), "not an event of this course (Invalid enum value 'dream'"),
        (line("a").replace(b"00:00Z", b"00:00"), "not an event of this course"),
        (line("a").replace(b"2026-01-01", b"2026-02-30"), "not an event of this course"),
        (line("a").replace(b'"neuron"', b'""'), "not an event of this course"),
        (line(""), "an event without its uid or time"),
        (b'{"v":1,"kind":"hint","chapter":"neuron","uid":"a"}', "an event without its uid or time"),
    ],
)
def test_a_line_that_is_no_event_says_why(text, reason):
    assert str(decode_line(text)).startswith(reason)


def test_fields_of_a_later_coursekit_are_passed_over():
    assert decode_line(line("a").replace(b'"v":1', b'"v":1,"mood":"good"')) == event("a")


def test_what_json_cannot_hold_is_kept_as_text():
    odd = {"text": "a\ud800b", "parts": [(1, object)], (1, 2): True, "none": None}
    kept = decode_line(encode_line(event("a", answer=odd, message="\udfff"))).answer
    assert kept["text"] == "a\\ud800b"
    assert kept["parts"] == [[1, "<class 'object'>"]]
    assert (kept["(1, 2)"], kept["none"]) == (True, None)


def test_an_answer_inside_itself_is_kept_to_some_depth():
    answer = []
    answer.append(answer)
    assert isinstance(decode_line(encode_line(event("a", answer=answer))).answer, list)


def test_a_line_too_long_to_be_read_is_not_written():
    with pytest.raises(ArgumentError, match=r"an answer of 1,\d+,\d+ bytes is too long to keep; shorten it"):
        encode_line(event("a", answer="x" * LONGEST))


TEXT = st.text(max_size=20)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(["answer", "attempt", "hint", "solution", "reset", "opened"]),
    chapter=st.text(min_size=1, max_size=20),
    id=TEXT,
    answer=VALUES,
    outcome=st.none() | TEXT,
    misconception=st.none() | TEXT,
    seed=st.none() | TEXT | st.integers(-(2**63), 2**63 - 1),
    message=st.none() | TEXT,
    step=st.none() | st.integers(0, 9),
    uid=st.text(min_size=1, max_size=20),
    time=st.datetimes(timezones=st.just(START.tzinfo)),
    clock=st.none() | st.datetimes(timezones=st.just(START.tzinfo)),
)


@given(EVENTS)
def test_every_event_comes_back(written):
    stored = encode_line(written)
    assert stored.count(b"\n") == 1
    assert decode_line(stored) == written


@given(st.binary())
def test_any_bytes_are_an_event_or_a_reason(data):
    assert isinstance(decode_line(data), (Event, str))


@given(EVENTS, st.data())
def test_a_torn_line_is_a_reason_or_whole(written, data):
    stored = encode_line(written)
    cut = decode_line(stored[: data.draw(st.integers(0, len(stored)))])
    assert cut == written or isinstance(cut, str)


def test_events_are_plain_structs():
    assert msgspec.structs.asdict(event("a"))["id"] == "one"
    assert (event("a").name, event("a", id="").name) == ("neuron.one", "neuron")
