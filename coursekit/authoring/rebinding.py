"""Functions of one file, rebound so that they look their names up in another place, such as a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CellType, CodeType, FunctionType
from typing import Any

from coursekit.quiz.student import snapshot

_CLASS_OWN = ("__dict__", "__weakref__", "__module__", "__doc__")


def rebound(
    definitions: Mapping[str, Any], names: Mapping[str, Any], home: Mapping[str, Any]
) -> dict[str, Any]:
    """Return `names` with copies of the definitions that look their globals up there.

    The originals, their closures and their file stay as they are, so that copies cannot disturb each other.

    Args:
        definitions: functions and classes by the name they get.
        names: where the copies live.
        home: the globals of the file they come from; names they use that `names` lacks are copied from there.
    """
    copying = _Copying(dict(names), home)
    for name, value in definitions.items():
        copying.space[name] = copying.copy(value)
    return copying.space


class _Copying:
    def __init__(self, space: dict[str, Any], home: Mapping[str, Any]) -> None:
        self.space, self._home = space, home
        self._copies: dict[int, Any] = {}  # by the id of the original, so that each is copied once

    def copy(self, value: Any) -> Any:
        if id(value) not in self._copies:
            if isinstance(value, FunctionType) and value.__globals__ is self._home:
                self._copy_function(value)
            elif isinstance(value, type) and value.__module__ == self._home["__name__"]:
                self._copy_class(value)
            else:
                return snapshot(value)
        return self._copies[id(value)]

    def _copy_function(self, function: FunctionType) -> None:
        for name in _names_in(function.__code__):
            if name not in self.space and name in self._home:
                self.space[name] = self.copy(self._home[name])
        old = function.__closure__ or ()
        new = tuple(CellType() for _ in old)
        copy = FunctionType(
            function.__code__, self.space, function.__name__, function.__defaults__, new or None
        )
        copy.__kwdefaults__ = function.__kwdefaults__
        self._copies[id(function)] = copy
        for theirs, ours in zip(old, new, strict=True):
            ours.cell_contents = self.copy(theirs.cell_contents)

    def _copy_class(self, kind: type) -> None:
        copy = type(kind)(kind.__name__, tuple(map(self.copy, kind.__bases__)), {})
        self._copies[id(kind)] = copy
        for name, value in vars(kind).items():
            if name not in _CLASS_OWN:
                setattr(copy, name, self.copy(value))


def _names_in(code: CodeType) -> Iterator[str]:
    """The global names that a function and the functions inside it look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
