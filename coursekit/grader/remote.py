"""The judge's end of the line: a learner's names as objects that ask the learner's process, within a time.

Whatever comes over the line is a number, a text, or the number of an object that stays there. The judge's own functions
and sealed objects stay here in the same way: over there they can be called and read, and nothing else.
"""

from __future__ import annotations

import builtins
import dis
import marshal
import os
import select
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, NoReturn

import numpy as np

from coursekit.confined.failures import failure_of, rebuilt
from coursekit.confined.forking import Child
from coursekit.confined.line import Line
from coursekit.confined.wire import Answer, Ask, Failure, Thing, WireError, decode, encode, pack, whole
from coursekit.errors import ArgumentError
from coursekit.formatting import type_name
from coursekit.quiz.elsewhere import Elsewhere
from coursekit.quiz.sealed import Sealed
from coursekit.quiz.student import unguarded

__all__ = ["Lost", "Remote", "There"]

_OPERATORS = ("add", "sub", "mul", "truediv", "pow", "matmul")
Calls = Sequence[tuple[tuple[Any, ...], dict[str, Any]]]


class Lost(BaseException):
    """The learner's process is of no more use. `except Exception` in a check does not catch it."""


class Remote:
    """A learner's process.

    Args:
        child: just forked.
        seconds: that its answers may take in all, ours to its own questions among them.

    Attributes:
        lost: why it is of no more use: `time`, `ended` or `nonsense`; empty while it is.
        sent: the requests, packed.
        received: the values of the answers, packed.
        shared: something of ours can be asked for over there.
    """

    def __init__(self, child: Child, seconds: float) -> None:
        file = child.line.fileno()
        os.set_blocking(file, False)
        self._line = Line(file, self._wait)
        self._poll = {writing: _poll(file, writing=writing) for writing in (False, True)}
        self._left, self._until = seconds, 0.0  # until when, while an answer is awaited
        self._own: list[Any] = []  # what the learner's process may use, by its place
        self._met: dict[int, Any] = {}
        self.lost = ""
        self.sent: list[bytes] = []
        self.received: list[bytes] = []
        self.shared = False

    def run(self, cells: Mapping[int, str]) -> dict[str, str]:
        """Run cells by their number; return what stopped some of them."""
        found = self.ask("run", given=dict(cells))
        if type(found) is not dict or {type(each) for each in (*found, *found.values())} - {str}:
            self._lose("nonsense")
        return found

    def names(self, needs: Sequence[str]) -> dict[str, Any]:
        """The values of names, of those that there are, for one check."""
        found = self.ask("look", given=list(needs))
        if type(found) is not dict or not found.keys() <= set(needs):
            self._lose("nonsense")
        return found

    def ask(self, verb: str, handle: int = 0, name: str = "", given: Any = None) -> Any:
        """Ask the learner's process something, and answer what it asks meanwhile.

        Raises:
            Lost: there is no answer.
            BaseException: what was raised there.
        """
        if self.lost:
            raise Lost
        try:
            packed = pack(Ask(verb, handle, name, encode(given, self._keep)))
            self.sent.append(packed)
            reply = self._reply_to(packed)
            self.received.append(bytes(reply.value))
            if not reply.failure:
                return decode(reply.value, self._meet)
        except WireError:
            self._lose("nonsense")
        if verb in ("run", "look"):  # which do not fail
            self._lose("nonsense")
        assert reply.failure
        raise rebuilt(reply.failure)

    def repeat(self, packed: bytes) -> bytes:
        """Send a request as it was sent before, perhaps to another learner's process, and return the bytes of the value.

        Of an answer that something went wrong, no bytes.

        Raises:
            Lost: there is no answer.
        """
        try:
            reply = self._reply_to(packed)
            return b"" if reply.failure else bytes(reply.value)
        except WireError:
            self._lose("nonsense")

    def _reply_to(self, packed: bytes) -> Answer:
        if self._until:  # a question within a question
            return self._exchange(packed)
        self._until = time.monotonic() + self._left
        try:
            return self._exchange(packed)
        finally:
            self._left, self._until = self._until - time.monotonic(), 0.0

    def _exchange(self, packed: bytes) -> Answer:
        try:
            self._line.send(packed)
            reply = self._line.receive()
            while isinstance(reply, Ask):
                self._line.send(pack(self._answer(reply)))
                reply = self._line.receive()
        except OSError:  # a broken pipe: what a learner's code raises comes as an answer
            self._lose("ended")
        return reply or self._lose("ended")

    def _lose(self, why: str) -> NoReturn:
        self.lost = why
        raise Lost

    def _wait(self, writing: bool) -> None:  # noqa: FBT001 - as `Line` calls it
        left = self._until - time.monotonic()
        if left <= 0 or not self._poll[writing](int(left * 1000)):
            self._lose("time")

    # --- our objects over there ---------------------------------------------------------------------

    def _answer(self, request: Ask) -> Answer:
        try:
            return Answer(whole(self._done(request), self._keep))
        except (Lost, WireError, KeyboardInterrupt):
            raise
        except BaseException as error:
            return Answer(failure=failure_of(error, {}))

    def _done(self, request: Ask) -> Any:
        if not 1 <= request.handle <= len(self._own):
            raise WireError(f"an object {request.handle} that was never handed out")
        thing = self._own[request.handle - 1]
        given = decode(request.given, self._meet)
        if request.verb == "call" and not isinstance(thing, Sealed):
            args, options = given
            return thing(*args, **options)
        if not isinstance(thing, Sealed) or request.name.startswith("_"):
            raise AttributeError(f"there is no {request.name!r} to be had")
        if request.verb == "get":
            return getattr(thing, request.name)
        if request.verb == "set":
            return setattr(thing, request.name, given)
        if request.verb == "delete":
            return delattr(thing, request.name)
        return thing.__reduce_ex__(2)

    def _keep(self, value: Any) -> Any:
        value = unguarded(value)
        if isinstance(value, Elsewhere) or (isinstance(value, type) and issubclass(value, Elsewhere)):
            return int(value.about_it.handle)
        if not isinstance(value, Sealed) and not callable(value):
            raise ArgumentError(
                f"a check hands over {type_name(type(value))}, which cannot leave the judge; seal it: `sealed(…)`"
            )
        known = next((n for n, each in enumerate(self._own) if each is value), len(self._own))
        if known == len(self._own):
            self._own.append(value)
        code = b"" if isinstance(value, Sealed) else _code_of(value)
        self.shared = self.shared or not code
        if isinstance(value, Sealed):
            return Thing(known + 1, "object", "data")
        return Thing(known + 1, "function", getattr(value, "__name__", "function"), code=code)

    # --- their objects here -------------------------------------------------------------------------

    def _meet(self, found: Thing | Failure | int) -> Any:
        if isinstance(found, Failure):
            return rebuilt(found)
        if isinstance(found, int):
            if not 1 <= found <= len(self._own):
                raise WireError(f"an object {found} that was never handed out")
            return self._own[found - 1]
        known = self._met.get(found.handle)
        if known is None or known.about_it.stub != found.stub:
            self._met[found.handle] = known = _stand_in(self, found)
        return known


class There(Elsewhere):
    """An object of the learner's. What it can do is added by `_stand_in`."""

    __slots__ = ("_remote", "about_it")

    def __init__(self, remote: Remote, about_it: Thing) -> None:
        self._remote, self.about_it = remote, about_it

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._remote.ask("get", self.about_it.handle, name)

    def called_guarded(
        self, name: str, calls: Calls, *, objects: bool
    ) -> list[tuple[Any, BaseException | None]]:
        """Call it over there, once for each of the arguments."""
        found = self._remote.ask("call", self.about_it.handle, name, (list(calls), objects))
        pairs = [tuple(each) for each in found if type(each) is tuple] if type(found) is list else []
        if len(pairs) != len(calls) or {len(each) for each in pairs} - {2}:
            self._remote._lose("nonsense")
        return [(value, error if isinstance(error, BaseException) else None) for value, error in pairs]

    def parameters_behind(self, x: Any) -> dict[int, int]:
        """The sizes of a network's parameters by number."""
        found = self._remote.ask("parameters", self.about_it.handle, given=x)
        try:
            return {int(number): max(0, int(size)) for number, size in found}
        except (TypeError, ValueError, OverflowError):
            self._remote._lose("nonsense")


def _call(self: There, *args: Any, **options: Any) -> Any:
    ((value, error),) = self.called_guarded(self.about_it.name, [(args, options)], objects=False)
    if error:
        raise error
    return value


def _numbers(self: There, *_options: Any, **_more: Any) -> Any:
    return self._remote.ask("numbers_of", self.about_it.handle)


def _operator(name: str) -> Callable[..., Any]:
    def operate(self: There, *others: Any) -> Any:
        return self._remote.ask("operate", self.about_it.handle, name, list(others))

    return operate


_ABILITIES: dict[str, tuple[str, Callable[..., Any]]] = {
    "call": ("__call__", _call),
    "float": ("__float__", lambda self: float(_numbers(self))),
    "array": ("__array__", _numbers),
}
_OPERATIONS = {
    "__neg__": _operator("neg"),
    **{f"__{name}__": _operator(name) for name in _OPERATORS},
    **{f"__r{name}__": _operator(f"r{name}") for name in _OPERATORS},
}


def _stand_in(remote: Remote, thing: Thing) -> Any:
    """A class or an object that stands for one over there, under the same name."""
    name = thing.name[:100].replace("\0", "") or "object"
    if thing.kind == "class":

        def make(_class: Any, *args: Any, **options: Any) -> Any:
            return remote.ask("make", thing.handle, given=(args, options))

        def computed(*given: Any) -> Any:
            return remote.ask("compute", thing.handle, given=given)

        own_names = {"about_it": thing, "__new__": make, "computed": staticmethod(computed), "__slots__": ()}
        return type(name, (Elsewhere,), own_names)
    abilities = dict(_ABILITIES[each] for each in thing.can if each in _ABILITIES)
    own = "function" if thing.kind == "function" else name
    return type(own, (There,), {"__slots__": (), **_OPERATIONS, **abilities})(remote, thing)


@lru_cache(maxsize=256)
def _code_of(function: Any) -> bytes:
    """The code of a function that needs nothing but NumPy; none for others.

    A copy over there is quicker than a question for each call, and there is nothing to be learned from it.
    """
    closed = type(function) is not FunctionType or function.__closure__ or function.__defaults__
    if closed or function.__globals__.get("np") is not np:
        return b""
    steps = [*dis.get_instructions(function)]
    known = {"np", *vars(builtins)}.issuperset(each.argval for each in steps if each.opname == "LOAD_GLOBAL")
    alone = not any(isinstance(each, CodeType) for each in function.__code__.co_consts)
    return marshal.dumps(function.__code__) if known and alone else b""


def _poll(file: int, *, writing: bool) -> Callable[[int], Any]:
    """A function that waits so many milliseconds for a file; it returns what is empty where the time is over."""
    poll = select.poll()
    poll.register(file, select.POLLOUT if writing else select.POLLIN)
    return poll.poll
