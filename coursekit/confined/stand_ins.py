"""What a learner's code gets in place of the judge's own functions and objects: every use of one asks the judge."""

from __future__ import annotations

import builtins
import marshal
from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any

import numpy as np

from coursekit.confined.wire import Thing

__all__ = ["number_of", "stand_in"]

_MADE: dict[int, Any] = {}  # by the judge's number
_NUMBERS: dict[int, int] = {}  # by id


def stand_in(thing: Thing, ask: Callable[..., Any]) -> Any:
    """Something that behaves like a function or an object of the judge's.

    Args:
        thing: the judge's description.
        ask: asks the judge: a verb, the number, a name, and what is given.
    """
    if thing.code:
        return _copy(thing.code, thing.name)
    if thing.handle not in _MADE:
        found = _function(thing, ask) if thing.kind == "function" else _object(thing, ask)
        _MADE[thing.handle], _NUMBERS[id(found)] = found, thing.handle
    return _MADE[thing.handle]


def number_of(value: Any) -> int:
    """The judge's number of a stand-in; 0 for anything else."""
    return _NUMBERS.get(id(value), 0)


@cache
def _copy(code: bytes, name: str) -> Any:
    return FunctionType(marshal.loads(code), {"np": np, "__builtins__": builtins}, name)


def _function(thing: Thing, ask: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        return ask("call", thing.handle, given=(args, options))

    call.__name__ = call.__qualname__ = thing.name
    return call


def _object(thing: Thing, ask: Callable[..., Any]) -> Any:
    class OfTheJudge:
        __slots__ = ()

        def __getattr__(self, name: str) -> Any:
            return ask("get", thing.handle, name)

        def __setattr__(self, name: str, value: Any) -> None:
            ask("set", thing.handle, name, value)

        def __delattr__(self, name: str) -> None:
            ask("delete", thing.handle, name)

        def __reduce_ex__(self, _protocol: object) -> Any:
            return ask("copy", thing.handle)

    return OfTheJudge()
