"""Messages that no honest side sends: each is refused as such, at once, and in little memory."""

from __future__ import annotations

import math
import socket
import struct
import time
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coursekit.confined.line import Line
from coursekit.confined.wire import (
    LARGEST,
    Answer,
    Ask,
    WireError,
    decode,
    encode,
    pack,
    unpack,
)

KINDS = st.integers(-2, 20)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1), st.floats(), st.text(max_size=9), st.binary(max_size=40),
    st.sampled_from(["<f8", "|O", "O", "<U2", "<M8[s]", "V4", "i4,i4", "f8" * 9, "-0x1", "function", "class", "object"]),
)  # fmt: skip
PARTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(KINDS, inner, inner).map(list)
        | st.tuples(KINDS, LEAVES, st.lists(st.integers(-1, 9), max_size=3), inner).map(list)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=12,
)
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(max_size=9), st.just(...),
        st.builds(range, st.integers(-9, 9), st.integers(-9, 9)),
        arrays.arrays(st.sampled_from([np.float64, np.float32, np.int8, np.uint64, bool, "U3", np.complex128]), arrays.array_shapes(min_dims=0, min_side=0)),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def refuse(value: Any) -> Any:
    raise AssertionError(f"{value!r} should travel by value")


def read(packed: bytes) -> Any:
    """Read a message to the end, as the judge does; None where it is refused."""
    try:
        message = unpack(packed)
        return decode(message.value if isinstance(message, Answer) else message.given, lambda found: found)
    except WireError:
        return None


@given(VALUES)
def test_a_value_comes_back_as_it_went(value):
    sent = unpack(pack(Answer(encode(value, refuse))))
    assert same(decode(sent.value, refuse), value)


def same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, complex):
        return same([one.real, one.imag], [other.real, other.imag])
    return one == other


@given(st.binary(max_size=200))
def test_bytes_by_chance_are_a_value_or_refused(packed):
    read(packed)


@settings(max_examples=400)
@given(PARTS)
def test_parts_by_chance_are_a_value_or_refused(parts):
    read(msgspec.msgpack.encode([2, parts, None]))
    read(msgspec.msgpack.encode([1, "call", 1, "", parts]))
    read(msgspec.msgpack.encode([2, None, parts]))


@given(VALUES, st.data())
def test_a_message_with_a_changed_byte_is_a_value_or_refused(value, data):
    packed = bytearray(pack(Answer(encode(value, refuse))))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] = data.draw(st.integers(0, 255))
    read(bytes(packed))


def deep(levels: int) -> bytes:
    return msgspec.msgpack.encode([2]).replace(b"\x91", b"\x93") + b"\x92\x01" * levels + b"\xc0" + b"\xc0"


_SAME_HASH = (1 << 61) - 1  # and its multiples: Python's hash of each is 0

BOMBS = {
    "lists a million deep": deep(1_000_000),
    "two million parts": msgspec.msgpack.encode([2, [1, *[None] * 2_000_000], None]),
    "a set of equal hashes": msgspec.msgpack.encode(
        [2, [3, *[[6, hex(k * _SAME_HASH)] for k in range(100_000)]], None]
    ),
    "a dictionary of equal hashes": msgspec.msgpack.encode(
        [2, [2, *[each for k in range(60_000) for each in ([6, hex(k * _SAME_HASH)], 0)]], None]
    ),
    "a range to the end of the world": msgspec.msgpack.encode([2, [8, 0, (1 << 63) - 1, 1], None]),
    "an array of a shape without end": msgspec.msgpack.encode([2, [4, "<f8", [0, 1 << 40], b""], None]),
    "an array of more axes than there are": msgspec.msgpack.encode([2, [4, "<f8", [1] * 64, bytes(8)], None]),
    "texts of a gigabyte each": msgspec.msgpack.encode([2, [4, "<U268435456", [0], b""], None]),
    "a whole number of a million digits": msgspec.msgpack.encode([2, [6, "0x" + "f" * 1_000_000], None]),
}


@pytest.mark.parametrize("packed", BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_no_time_to_read(packed):
    began = time.process_time()
    found = read(packed)
    assert time.process_time() - began < 1
    assert found is None or np.size(found) < 1_000_000


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Line(ours.fileno()), theirs


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack("<I", LARGEST + 1),
        b"\xff" * 100,
        struct.pack("<I", 3) + b"\xc1\xc1\xc1",
        struct.pack("<I", 1) + b"\xc0",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_a_line_refuses_what_is_no_message(ends, raw):
    line, theirs = ends
    theirs.sendall(raw)
    with pytest.raises(WireError):
        line.receive()


@pytest.mark.parametrize("raw", [b"", b"\x05", struct.pack("<I", 5) + b"\x93"])
def test_a_line_that_ends_within_a_message_has_ended(ends, raw):
    line, theirs = ends
    theirs.sendall(raw)
    theirs.shutdown(socket.SHUT_WR)
    assert line.receive() is None


def test_a_message_that_is_too_large_is_not_sent():
    with pytest.raises(WireError, match="too large"):
        pack(Ask("call", given=bytes(LARGEST + 1)))
