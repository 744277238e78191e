"""Events as lines of text, and lines back as events: the only place that knows the format.

A line is one JSON object, its version first: `{"v":1,"kind":"answer","chapter":"neuron",…}`.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from coursekit.errors import ArgumentError
from coursekit.progress.events import Event

LONGEST = 1 << 20  # bytes of one line: a million letters is more than anybody writes from memory
VERSION = 1
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DEPTH = 20


class _Head(Struct):
    v: int


_decode_head = msgspec.json.Decoder(_Head).decode
_decode_event = msgspec.json.Decoder(Event).decode


def encode_line(event: Event) -> bytes:
    """Return the event as one line, newline included.

    What JSON cannot hold is kept as text rather than lost.

    Raises:
        ArgumentError: where the line would be longer than a reader accepts.
    """
    try:
        body = msgspec.json.encode(event)
    except (TypeError, ValueError, OverflowError, RecursionError):
        body = msgspec.json.encode(msgspec.structs.replace(event, **_cleaned(event)))
    line = b'{"v":%d,%s\n' % (VERSION, body[1:])
    if len(line) > LONGEST:
        raise ArgumentError(
            f"an answer of {len(line):,} bytes is too long to keep; shorten it below {LONGEST:,}."
        )
    return line


def decode_line(line: bytes) -> Event | str:
    """Return the event in a line, or say in a few words why there is none."""
    # Blank ends, a byte-order mark or zeros that a power cut left around a line do not spoil it.
    text = line.removeprefix(_BYTE_ORDER_MARK).strip(b"\x00 \t\r\n")
    if not text:
        return "nothing but zeros"
    if text.startswith(_UTF16_MARKS):
        return "not JSON (UTF-16; save it as UTF-8)"
    try:
        version = _decode_head(text).v
        if version != VERSION:
            return f"written by another version of coursekit ({version})"
        event = _decode_event(text)
    except msgspec.ValidationError as error:
        return f"not an event of this course ({error})"
    except (ValueError, RecursionError):
        return "not JSON"
    if not event.uid or event.time is None:
        return "an event without its uid or time"
    return event


def _cleaned(event: Event) -> dict[str, Any]:
    """Return the fields that come from outside, as JSON can hold them."""
    return {
        field: _plain(getattr(event, field))
        for field in ("id", "answer", "outcome", "misconception", "seed", "message")
    }


def _plain(value: Any, depth: int = 0) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if depth < _DEPTH and type(value) in (list, tuple):
        return [_plain(entry, depth + 1) for entry in value]
    if depth < _DEPTH and type(value) is dict:
        return {str(_plain(key, _DEPTH)): _plain(entry, depth + 1) for key, entry in value.items()}
    text = value if isinstance(value, str) else repr(value)
    return text.encode("utf-8", "backslashreplace").decode()
