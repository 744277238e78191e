"""What a learner's code gets in place of the judge's own functions and objects: every use of one asks the judge."""

from __future__ import annotations

import builtins
import marshal
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from coursekit.confined.wire import Thing

__all__ = ["StandIns"]


class StandIns:
    """The stand-ins of one process: one for each of the judge's objects.

    Args:
        ask: asks the judge: a verb, the object's number, a name, and what is given.
    """

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask
        self._made: dict[int, Any] = {}  # by the judge's number
        self._numbers: dict[int, int] = {}  # by id

    def of(self, thing: Thing) -> Any:
        """Something that behaves like a function or an object of the judge's."""
        if thing.code:  # it needs nobody: a copy will do
            return FunctionType(marshal.loads(thing.code), {"np": np, "__builtins__": builtins}, thing.name)
        if thing.handle not in self._made:
            found = (_function if thing.kind == "function" else _object)(thing, self._ask)
            self._made[thing.handle], self._numbers[id(found)] = found, thing.handle
        return self._made[thing.handle]

    def number_of(self, value: Any) -> int:
        """The judge's number of a stand-in; 0 for anything else."""
        return self._numbers.get(id(value), 0)


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
