"""Numbers in texts: `{best_line:.3f}` is filled in, at build, from the chapter's numbers.py.

A field holds a Python expression over the names of numbers.py and, after a colon, a format as in an f-string. A
function without arguments is written without parentheses; it is called once. Code in backticks, blocks of code
and formulas between dollar signs are left as they are.
"""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from numbers import Integral, Real
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from coursekit.authoring.authors_code import located
from coursekit.authoring.nonbreaking import CODE_OR_FORMULA
from coursekit.content.chapters import module_of
from coursekit.errors import BankError

MARKERS = "header|pause|takeaways|terms|term|deeper"
"""The markers that `cells_of` replaces where they stand alone on a line."""

_FIELD = re.compile(
    CODE_OR_FORMULA
    + rf"""
    | ^\{{(?:{MARKERS})(?:\ [^{{}}]+)?\}}$  # a marker
    | \{{(?P<inside>[^{{}}]+)\}}
    """,
    re.MULTILINE | re.VERBOSE,
)
_AROUND = 40


class Field(NamedTuple):
    """An expression in a text, with its format and where it stands, braces included."""

    source: str
    code: ast.expr
    spec: str
    start: int
    end: int

    @property
    def names(self) -> set[str]:
        """Return the names that the expression uses."""
        return {node.id for node in ast.walk(self.code) if isinstance(node, ast.Name)}


def fields(text: str, *, place: str) -> Iterator[Field]:
    """Yield the fields of a Markdown text in order.

    Raises:
        BankError: what stands between the braces is no expression; place and text are named.
    """
    for found in _FIELD.finditer(text):
        if found["inside"] is not None:
            yield _parsed(found, text, place)


def without_fields(text: str, *, place: str) -> str:
    """Return the text with spaces in place of its fields, so that only what the author typed is left."""
    for field in fields(text, place=place):
        text = f"{text[: field.start]}{' ' * (field.end - field.start)}{text[field.end :]}"
    return text


class Numbers:
    """The values that a chapter's texts may name.

    Args:
        module: the chapter's numbers.py; None when it has none.
    """

    def __init__(self, module: ModuleType | None) -> None:
        self._found: dict[str, Any] = vars(module) if module else {}
        self._values: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._values or name in self._found

    def names(self) -> list[str]:
        """Return the public names of the module's own constants and functions."""
        own = self._found.get("__name__")
        return [
            name
            for name, value in self._found.items()
            if name[0] != "_"
            and getattr(value, "__module__", own) == own
            and not isinstance(value, ModuleType)
        ]

    def instead(self, values: Mapping[str, Any]) -> Numbers:
        """Return the same values with some replaced, for a comparison."""
        changed = Numbers(None)
        changed._found, changed._values = self._found, {**self._values, **values}
        return changed

    def value(self, name: str) -> Any:
        """Return the constant of that name, or what its function returns when it takes no arguments."""
        if name not in self._values:
            found = self._found[name]
            is_called = callable(found) and not isinstance(found, type) and _takes_nothing(found)
            self._values[name] = found() if is_called else found
        return self._values[name]

    def shown(self, field: Field) -> str:
        """Return the field's value as it is read: true minus signs, a space before the percent sign.

        Raises:
            Exception: whatever the expression or its format raises.
        """
        known = {name: self.value(name) for name in field.names if name in self}
        result = eval(compile(ast.Expression(field.code), field.source, "eval"), known)
        return _written(result, field.spec)

    def fill(self, text: str, *, place: str) -> str:
        """Return the text with its fields filled in.

        Raises:
            BankError: naming place, text and expression, when one cannot be computed or written.
        """
        kept, end = [], 0
        for field in fields(text, place=place):
            try:
                kept += [text[end : field.start], self.shown(field)]
            except Exception as error:
                raise BankError(_refusal(text, field.start, field.end, place, error)) from error
            end = field.end
        return "".join([*kept, text[end:]])


def numbers_of(folder: Path) -> Numbers:
    """Return the values of the numbers.py in a chapter's folder; each is computed once in a process.

    Raises:
        BankError: the file does not run; the message says where and why.
    """
    with located(folder / "numbers.py"):
        return _numbers(module_of(folder, "numbers"))


@cache
def _numbers(module: ModuleType | None) -> Numbers:
    return Numbers(module)


def _parsed(found: re.Match[str], text: str, place: str) -> Field:
    inside = found["inside"].replace("\n", " ")
    try:
        (value,) = ast.parse(f"f'''{{{inside}}}'''", mode="eval").body.values  # type: ignore[attr-defined]
    except (SyntaxError, ValueError):
        error = SyntaxError("this is no expression with an optional format, such as {best_line:.3f}")
        raise BankError(_refusal(text, *found.span(), place, error)) from None
    if isinstance(value.value, ast.Tuple):
        error = SyntaxError("this is a tuple; to show braces, put them in backticks")
        raise BankError(_refusal(text, *found.span(), place, error))
    spec = "".join(part.value for part in value.format_spec.values) if value.format_spec else ""
    return Field(found[0], value.value, spec, *found.span())


def _takes_nothing(function: Any) -> bool:
    try:
        return not inspect.signature(function).parameters
    except ValueError:  # a built-in that does not say
        return False


def _written(value: Any, spec: str) -> str:
    if isinstance(value, str):
        return format(value, spec)
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"a number or a text is wanted, this is {type(value).__name__}")
    if not math.isfinite(value):
        raise ValueError(f"it is {value}")
    text = format(value, spec or ("d" if isinstance(value, Integral) else ".12g"))
    text = f"−{text[1:]}" if text.startswith("-") else text
    return f"{text[:-1]} %" if spec.endswith("%") else text


def _refusal(text: str, start: int, end: int, place: str, error: Exception) -> str:
    around = " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
    reason = f"numbers.py has no {error.name!r}" if isinstance(error, NameError) else str(error)
    return f"{place}: “{around}”: {text[start:end]} cannot be filled in: {reason}"
