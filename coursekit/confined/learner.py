"""The learner's process: it runs cells, then calls what they defined, as the judge on the other end of the line asks.

What is said here is never trusted there. A mark depends on the numbers that come back, and these are compared with numbers
this process has never seen.
"""

from __future__ import annotations

import dis
import linecache
import operator
import os
import re
import sys
import warnings
from collections.abc import Callable
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from IPython.core.inputtransformer2 import TransformerManager

from coursekit.confined.failures import failure_of, rebuilt
from coursekit.confined.line import Line
from coursekit.confined.stand_ins import StandIns
from coursekit.confined.wire import Answer, Ask, Failure, Thing, decode, encode, pack, whole
from coursekit.formatting import type_name
from coursekit.quiz.crashes import crash_details, error_text
from coursekit.quiz.lines import computed
from coursekit.quiz.networks import parameters_behind
from coursekit.quiz.pristine import restore
from coursekit.quiz.stubs import is_stub
from coursekit.quiz.student import Student, _Guarded, argument_names, call_guarded, unguarded

__all__ = ["NO_MEMORY", "serve"]

NO_MEMORY = 77
"""Exit status of a process that had no memory left for an answer."""

_MAGIC = re.compile(r"^\s*[%!?]|[!?]\s*$|=\s*[%!]", re.MULTILINE)  # what only a notebook understands
# What may replace a function of Python's or NumPy's.
_STORING = frozenset((dis.opmap["STORE_ATTR"], dis.opmap["DELETE_ATTR"]))
_BY_NAME = frozenset(("setattr", "delattr", "__dict__", "vars", "exec", "eval"))
_OPERATIONS = ("add", "sub", "mul", "truediv", "pow", "neg", "matmul")


def serve(line: int) -> None:
    """Answer the judge's requests until it hangs up."""
    _Learner(Line(line)).serve()


class _Learner:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._names: dict[str, Any] = {}
        self._patched = False
        self._stand_ins = StandIns(self.ask)
        self._student = Student(self._names)
        self._things: dict[
            int, Any
        ] = {}  # what the judge knows by a number; kept, so that no number is given twice
        self._numbers: dict[int, int] = {}  # by id

    def serve(self) -> None:
        while (request := self._line.receive()) is not None:
            assert isinstance(request, Ask)
            self._line.send(pack(self._answer(request)))

    def ask(self, verb: str, handle: int, name: str = "", given: Any = None) -> Any:
        """Ask the judge to do something with an object of its own, and serve it meanwhile."""
        self._line.send(pack(Ask(verb, handle, name, encode(given, self._keep))))
        while True:
            reply = self._line.receive()
            if reply is None:  # pragma: no cover - whoever asks is not there any more
                os._exit(1)
            if isinstance(reply, Ask):
                self._line.send(pack(self._answer(reply)))
                continue
            if reply.failure:
                raise rebuilt(reply.failure)
            return decode(reply.value, self._meet)

    def _answer(self, request: Ask) -> Answer:
        try:
            found = getattr(self, f"_{request.verb}")(request)
            return Answer(whole(found, self._keep))
        except MemoryError:
            raise
        except BaseException as error:
            return Answer(failure=failure_of(error, self._names))

    # --- what the judge may ask for -----------------------------------------------------------------

    def _run(self, request: Ask) -> dict[str, str]:
        """Run cells, a text by its number in the notebook; return what stopped some of them."""
        main = ModuleType("__main__")
        sys.modules["__main__"] = main
        self._names = vars(main)
        self._names["get_ipython"] = _no_shell
        stopped: dict[str, str] = {}
        for number, text in decode(request.given, self._meet).items():
            try:
                code = _compiled(text, f"<cell {number}>")
                self._patched = self._patched or _may_patch(code)
                exec(code, self._names)
            except BaseException as error:
                line, _ = crash_details(error, [self._names])
                stopped[str(number)] = f"{line}: {error_text(error)}" if line else error_text(error)
        return stopped

    def _look(self, request: Ask) -> dict[str, Any]:
        """The values of names, of those that there are; each check begins with it."""
        self._student = Student(self._names)
        if self._patched:
            restore()
        np.seterr(all="ignore")  # a cell may have asked for errors
        warnings.simplefilter("ignore")
        return {name: self._names[name] for name in decode(request.given, self._meet) if name in self._names}

    def _call(self, request: Ask) -> Any:
        """Call an object, on copies and with an eye on them; once for each of the arguments."""
        calls, objects = decode(request.given, self._meet)
        guard = _Guarded(request.name, self._things[request.handle], self._student)
        return [self._called(guard, args, kwargs, objects) for args, kwargs in calls]

    def _called(self, guard: Any, args: Any, kwargs: Any, objects: bool) -> tuple[Any, Failure | None]:  # noqa: FBT001
        try:
            result = call_guarded(guard, args, kwargs, objects=objects, fresh=True)
            return unguarded(result), None
        except MemoryError:
            raise
        except BaseException as error:
            return None, failure_of(error, self._names)

    def _make(self, request: Ask) -> Any:
        """Call a class, and return the object whatever it looks like."""
        args, kwargs = decode(request.given, self._meet)
        return _Whole(self._things[request.handle](*args, **kwargs))

    def _compute(self, request: Ask) -> Any:
        """Compute lines with a class."""
        return computed(self._things[request.handle], *decode(request.given, self._meet))

    def _get(self, request: Ask) -> Any:
        return getattr(self._things[request.handle], request.name)

    def _operate(self, request: Ask) -> Any:
        """Apply an operator, such as `add`; with a leading r to the operands the other way round."""
        operands = [self._things[request.handle], *decode(request.given, self._meet)]
        name = request.name
        if name.startswith("r") and name[1:] in _OPERATIONS:
            name, operands = name[1:], operands[::-1]
        return _Whole(getattr(operator, name if name in _OPERATIONS else "")(*operands))

    def _numbers_of(self, request: Ask) -> Any:
        """An object as an array of floats."""
        return np.array(self._things[request.handle], dtype=float, subok=False)

    def _parameters(self, request: Ask) -> list[tuple[int, int]]:
        """The numbers and sizes of a network's parameters."""
        net = self._things[request.handle]
        found = parameters_behind(net, net(decode(request.given, self._meet)))
        return [(self._number(each), int(np.size(each.data))) for each in found]

    # --- what crosses the line ----------------------------------------------------------------------

    def _number(self, value: Any) -> int:
        number = self._numbers.setdefault(id(value), len(self._things) + 1)
        self._things[number] = value
        return number

    def _keep(self, value: Any) -> Any:
        if type(value) is Failure:
            return value
        theirs = self._stand_ins.number_of(value)
        if theirs:
            return theirs
        if isinstance(value, BaseException):
            return failure_of(value, self._names)
        return _described(value.value if type(value) is _Whole else value, self._number)

    def _meet(self, found: Thing | Failure | int) -> Any:
        if isinstance(found, int):
            return self._things[found]
        return rebuilt(found) if isinstance(found, Failure) else self._stand_ins.of(found)


class _Whole:
    """An object that is to stay here, even if it could travel by value."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _described(value: Any, number: Callable[[Any], int]) -> Thing:
    """What the judge may know of an object; none of the object's own code runs."""
    kind, is_class = type(value), issubclass(type(value), type)
    is_function = kind in (FunctionType, BuiltinFunctionType, np.ufunc)
    positional, by_name = argument_names(value)
    return Thing(
        handle=number(value),
        kind="class" if is_class else "function" if is_function else "object",
        name=type_name(value) if is_class else str(value.__name__) if is_function else type_name(kind),
        can=[name for name in ("call", "float", "array") if hasattr(kind, f"__{name}__")],
        stub=is_stub(value),
        positional=positional,
        by_name=by_name,
    )


def _compiled(text: str, place: str) -> CodeType:
    """A cell's code as a notebook reads it; its magics and shell commands do nothing."""
    if _MAGIC.search(text):
        text = TransformerManager().transform_cell(text)  # type: ignore[no-untyped-call]
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    return compile(text, place, "exec")


def _may_patch(code: CodeType) -> bool:
    """Return True if code may set an attribute.

    Only then NumPy's functions are put back before a check: to look at all of them would copy a megabyte after each fork.
    """
    if not _STORING.isdisjoint(code.co_code[::2]) or not _BY_NAME.isdisjoint(code.co_names):
        return True
    return any(_may_patch(each) for each in code.co_consts if isinstance(each, CodeType))


def _no_shell() -> Any:
    """Stand in for IPython's shell: nothing runs outside Python."""
    return _NO_SHELL


class _NoShell:
    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_options: None


_NO_SHELL = _NoShell()
