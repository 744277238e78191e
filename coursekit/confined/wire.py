"""Values as messages: numbers, text, arrays and containers of them by value, anything else by a number it goes by.

Neither side trusts what it reads. A message is plain msgpack, never pickle: to decode one runs no code of anybody's, builds
nothing but the types below, and is bounded in size, depth and number of parts.
"""

from __future__ import annotations

from collections.abc import Callable
from types import EllipsisType
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from coursekit.engine import Tensor

__all__ = ["Answer", "Ask", "Failure", "Thing", "WireError", "decode", "encode", "pack", "unpack"]

LARGEST = 32 << 20
"""Bytes of a message; the largest honest one holds a writer's scores for all held-out names, a tenth of that."""

_PARTS = 500_000  # values in a message, those inside an array not counted
_COMPARISONS = 30_000_000  # of keys, where all in a dictionary or a set have one hash: a second
_DEEPEST = 64
_AXES = 32
_WHOLE = 1 << 63
(
    _TUPLE,
    _LIST,
    _DICT,
    _SET,
    _ARRAY,
    _SCALAR,
    _WIDE,
    _COMPLEX,
    _RANGE,
    _DOTS,
    _TENSOR,
    _DRAWS,
    _OURS,
    _YOURS,
    _RAISED,
) = range(15)


class WireError(Exception):
    """A message that no honest side sends."""


class Failure(Struct, array_like=True):
    """An exception that crosses the border.

    Attributes:
        kinds: the names of its class and of those behind it, nearest first.
        words: its text.
        line: where it happened in the learner's code, `at your line 3, …`; empty where it was not there.
        advice: what the learner may do about it.
        raised: it comes from a `raise` or an `assert` of the learner's.
        not_yet: a sentence that ends the check.
    """

    kinds: list[str] = []
    words: str = ""
    line: str = ""
    advice: str = ""
    raised: bool = False
    not_yet: str | None = None


class Thing(Struct, array_like=True):
    """An object that stays where it is, and what the other side may know of it.

    Attributes:
        handle: its number.
        kind: function, class or object.
        name: of the function, or of the object's class.
        can: which of `call`, `float` and `array` it offers.
        stub: it is still to be written.
        positional: the names of its arguments.
        by_name: the names of those behind `*`.
        code: of a function that needs nothing but NumPy, so that the other side may call a copy. Only a learner's process
            takes it.
    """

    handle: int
    kind: str
    name: str
    can: list[str] = []
    stub: bool = False
    positional: list[str] = []
    by_name: list[str] = []
    code: bytes = b""


class Ask(Struct, array_like=True, tag=1):
    """A request: what to do with which object."""

    verb: str
    handle: int = 0
    name: str = ""
    given: Any = None


class Answer(Struct, array_like=True, tag=2):
    """The reply to a request: a value as `whole` packs it, or what went wrong."""

    value: msgspec.Raw = msgspec.Raw(b"\xc0")
    failure: Failure | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Ask | Answer)


def pack(message: Ask | Answer) -> bytes:
    """A message as bytes.

    Raises:
        WireError: it is too large to be sent.
    """
    packed = _encoder.encode(message)
    if len(packed) > LARGEST:
        raise WireError(f"a message of {len(packed) >> 20} MB is too large")
    return packed


def unpack(packed: bytes) -> Ask | Answer:
    """A message from bytes; the values in it are still encoded.

    Raises:
        WireError: it is none.
    """
    try:
        message: Ask | Answer = _decoder.decode(packed)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as problem:
        raise WireError(f"a message that cannot be read ({problem})") from problem
    return message


def whole(value: Any, keep: Callable[[Any], Any]) -> msgspec.Raw:
    """A value as bytes that go into a message as they are."""
    return msgspec.Raw(_encoder.encode(encode(value, keep)))


def encode(value: Any, keep: Callable[[Any], Any], depth: int = 0) -> Any:
    """A value in the types of msgpack.

    Args:
        value: anything; of an object with a class of the learner's none of its code runs.
        keep: gets what does not travel by value, and returns a `Thing`, a `Failure`, or the number that the other
            side gave it.
        depth: of the containers around it.
    """
    kind = type(value)
    if value is None or kind in (bool, float):
        return value
    if kind is str:
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if kind is int:
        return value if -_WHOLE <= value < _WHOLE else [_WIDE, hex(value)]
    if kind is np.ndarray or issubclass(kind, (np.ndarray, np.generic)):
        return _array(value, keep)
    if depth > _DEEPEST:
        return _kept(value, keep)
    if kind in (list, tuple, set, frozenset):
        tag = _LIST if kind is list else _TUPLE if kind is tuple else _SET
        return [tag, *[encode(each, keep, depth + 1) for each in value]]
    if kind is dict:
        parts = [encode(each, keep, depth + 1) for pair in value.items() for each in pair]
        return [_DICT, *parts]
    return _other(value, keep, depth)


def _other(value: Any, keep: Callable[[Any], Any], depth: int) -> Any:
    kind = type(value)
    if issubclass(kind, (list, tuple, str, int, float)):
        return encode(_plain(value, kind), keep, depth)
    if issubclass(kind, Tensor):
        return [_TENSOR, _array(np.asarray(value.data), keep), bool(value.requires_grad)]
    if kind is complex:
        return [_COMPLEX, value.real, value.imag]
    if kind is range:
        return [_RANGE, *(encode(each, keep) for each in (value.start, value.stop, value.step))]
    if kind is EllipsisType:
        return [_DOTS]
    if kind is np.random.Generator:
        return [_DRAWS, encode(value.bit_generator.state, keep)]
    return _kept(value, keep)


def _plain(value: Any, kind: type) -> Any:
    """What an object of a class made from a plain one holds; the class has no say in it."""
    if issubclass(kind, list):
        return [*list.__iter__(value)]
    if issubclass(kind, tuple):
        return (*tuple.__iter__(value),)
    base: Any = next(each for each in (str, int, float) if issubclass(kind, each))
    return getattr(base, f"__{base.__name__}__")(value)


def _array(value: Any, keep: Callable[[Any], Any]) -> Any:
    plain = np.array(value, subok=False, order="C")
    if plain.dtype.kind == "O":
        entries = [encode(each, keep, 1) for each in plain.ravel().tolist()[:_PARTS]]
        return [_ARRAY, "O", list(plain.shape), entries]
    if plain.dtype.kind not in "biufcU":
        return _kept(value, keep)
    tag = _SCALAR if issubclass(type(value), np.generic) else _ARRAY
    return [tag, plain.dtype.str, list(plain.shape), plain.tobytes()]


def _kept(value: Any, keep: Callable[[Any], Any]) -> Any:
    kept = keep(value)
    if isinstance(kept, int):
        return [_YOURS, kept]
    return [_RAISED if isinstance(kept, Failure) else _OURS, kept]


def decode(data: Any, meet: Callable[[Thing | Failure | int], Any]) -> Any:
    """A value from the types of msgpack.

    Args:
        data: from a message.
        meet: gets what was not sent by value: a `Thing` or `Failure` of the other side's, or the number of an object of ours.

    Raises:
        WireError: it is none of what `encode` makes.
    """
    try:
        return _Reader(meet).read(msgspec.msgpack.decode(data) if isinstance(data, msgspec.Raw) else data, 0)
    except WireError:
        raise
    except Exception as problem:
        raise WireError(f"a value that cannot be read ({type(problem).__name__})") from problem


class _Reader:
    def __init__(self, meet: Callable[[Any], Any]) -> None:
        self._meet, self._parts, self._comparisons = meet, 0, 0

    def read(self, data: Any, depth: int) -> Any:
        self._parts += 1
        if self._parts > _PARTS or depth > 2 * _DEEPEST:
            raise WireError("a value with too many parts")
        kind = type(data)
        if data is None or kind in (bool, int, float, str):
            return data
        if kind is not list or not data or type(data[0]) is not int:
            raise WireError("a value without a kind")
        tag, *rest = data
        if tag in (_LIST, _TUPLE, _SET, _DICT):
            return self._container(tag, [self.read(each, depth + 1) for each in rest])
        return self._single(tag, rest, depth)

    def _container(self, tag: int, parts: list[Any]) -> Any:
        if tag in (_SET, _DICT):
            self._comparisons += len(parts) ** 2
            if self._comparisons > _COMPARISONS:
                raise WireError("dictionaries or sets with too many keys")
        if tag == _DICT:
            return dict(zip(parts[::2], parts[1::2], strict=True))
        return parts if tag == _LIST else tuple(parts) if tag == _TUPLE else set(parts)

    def _single(self, tag: int, rest: list[Any], depth: int) -> Any:  # noqa: C901 - one line a kind
        if tag in (_ARRAY, _SCALAR):
            found = self._array(*rest)
            return found[()] if tag == _SCALAR else found
        if tag == _WIDE and len(rest[0]) < 10_000:
            return int(rest[0], 16)
        if tag == _COMPLEX:
            return complex(*rest)
        if tag == _RANGE:
            found = range(*(self.read(each, depth + 1) for each in rest))
            if len(found) <= _PARTS:
                return found
        if tag == _DOTS:
            return ...
        if tag == _TENSOR:
            numbers = self.read(rest[0], depth + 1)
            return Tensor(numbers, dtype=numbers.dtype, requires_grad=bool(rest[1]))
        if tag == _DRAWS:
            draws = np.random.default_rng()
            draws.bit_generator.state = self.read(rest[0], depth + 1)
            return draws
        if tag in (_OURS, _RAISED):
            return self._meet(msgspec.convert(rest[0], Thing if tag == _OURS else Failure))
        if tag == _YOURS and type(rest[0]) is int:
            return self._meet(rest[0])
        raise WireError(f"a value of kind {tag}")

    def _array(self, dtype: str, shape: list[int], entries: Any) -> Any:
        if not (
            type(shape) is list
            and len(shape) <= _AXES
            and all(type(n) is int and 0 <= n <= LARGEST for n in shape)
        ):
            raise WireError("an array without a shape")
        if dtype == "O":
            flat = np.empty(len(entries), dtype=object)
            for place, each in enumerate(entries):
                flat[place] = self.read(each, 1)
            return flat.reshape(shape)
        kind = np.dtype(dtype)
        if kind.kind not in "biufcU":
            raise WireError("an array of another kind")
        return np.frombuffer(entries, kind).reshape(shape).copy()
