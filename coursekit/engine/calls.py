"""An operation's name, arguments and docstring for the tensor's method, and a wrong call of it in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from coursekit.errors import ArgumentError, CourseKitError

P = ParamSpec("P")
T = TypeVar("T")


def named_after(op: Callable[..., Any], method: Callable[P, T]) -> Callable[P, T]:
    """The method with its operation's name, docstring and arguments, and a path by which pickle finds it."""
    update_wrapper(method, op, assigned=("__doc__", "__name__"))
    method.__qualname__ = f"Tensor.{op.__name__}"
    return method


def in_words(op: Callable[..., Any], error: Exception) -> CourseKitError:
    """The engine's own error as it is; one of Python or NumPy with the call that the operation understands."""
    if isinstance(error, CourseKitError):
        return error
    _, *arguments = signature(op).parameters.values()
    call = f"{op.__name__}({', '.join(str(p).split(':')[0] + default(p) for p in arguments)})"
    return ArgumentError(f"{call} cannot be called like this: {error}")


def default(p: Parameter) -> str:
    """A parameter's default as it is written in a call."""
    return "" if p.default is p.empty else f"={p.default!r}"
