"""Read a chapter's question bank: YAML text in, checked questions out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from coursekit.authoring.bank_rules import problems
from coursekit.authoring.yaml_reader import explained, quotable, read_yaml
from coursekit.errors import BankError
from coursekit.quiz import Bank, Misconception, Question, misconceptions_of
from coursekit.quiz.questions import Id


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bank as its file spells it; the questions are converted one by one."""

    chapter: Id
    questions: list[Any]
    misconceptions: dict[Id, Misconception] = {}


def load_bank(text: str, *, source: str, fill: Callable[[Any], Any] = lambda data: data) -> Bank:
    """Return the bank written in `text`.

    Args:
        text: YAML with `chapter`, `questions` and `misconceptions`.
        source: the file's name, for messages.
        fill: applied to the data before they are converted, such as `fill_bank` with a chapter's numbers.

    Raises:
        BankError: "file: item: reason", for the first thing that is wrong.
    """
    try:
        file = msgspec.convert(fill(read_yaml(text, source=source)), _File)
    except msgspec.ValidationError as error:
        raise BankError(f"{source}: {_reason(error)}.") from None
    questions: dict[str, Question] = {}
    for number, raw in enumerate(file.questions, start=1):
        question = _question(raw, number, source)
        if question.id in questions:
            raise BankError(f"{source}: question `{question.id}`: the id stands there twice; rename one.")
        questions[question.id] = question
    _check_misconceptions(questions, set(file.misconceptions), source)
    return Bank(chapter=file.chapter, questions=questions, misconceptions=file.misconceptions)


def _question(raw: Any, number: int, source: str) -> Question:
    name = raw.get("id") if isinstance(raw, dict) else None
    item = f"question `{quotable(name)}`" if isinstance(name, str) else f"question number {number}"
    try:
        question: Question = msgspec.convert(raw, Question)
    except msgspec.ValidationError as error:
        raise BankError(f"{source}: {item}: {_reason(error, raw)}.") from None
    for problem in problems(question):
        raise BankError(f"{source}: {item}: {quotable(problem)}.")
    return question


def _check_misconceptions(questions: dict[str, Question], defined: set[str], source: str) -> None:
    used = set()
    for question in questions.values():
        for name in misconceptions_of(question):
            if name not in defined:
                near = difflib.get_close_matches(name, defined, n=1)
                guess = f"did you mean `{near[0]}`? If not, " if near else ""
                raise BankError(
                    f"{source}: question `{question.id}`: the misconception `{name}` is not defined; "
                    f"{guess}add it under `misconceptions:`."
                )
            used.add(name)
    for name in sorted(defined - used):
        raise BankError(f"{source}: misconception `{name}`: no answer points to it; use it or remove it.")


def _reason(error: msgspec.ValidationError, raw: Any = None) -> str:
    """Return the decoder's message in the words of the file: options and steps by id, not by number."""
    what, _, path = str(error).partition(" - at `$")
    what = what.replace(r"Expected `str` matching regex '\\S'", "must not be empty")
    what = re.sub(r"Expected `str` matching regex '.*", "must be an id such as `one-neuron`", what)
    return explained(f"{_place(path.rstrip('`'), raw)}{what[:1].lower()}{what[1:]}")


def _place(path: str, raw: Any) -> str:
    """Return a decoder's path in words: `.options[1].feedback` becomes "option `faster`, `feedback`: "."""
    words: list[str] = []
    for field, index in re.findall(r"\.?([^.\[\]]+)|\[(\d+|\.\.\.)\]", path):
        raw = _inside(raw, field, index)
        if field:
            words.append(f"`{field}`")
        elif words and index.isdigit():
            named = raw.get("id") if isinstance(raw, dict) else None
            which = f"`{named}`" if isinstance(named, str) else f"number {int(index) + 1}"
            words[-1] = f"{words[-1].strip('`').rstrip('s')} {which}"
    return f"{', '.join(words)}: " if words else ""


def _inside(raw: Any, field: str, index: str) -> Any:
    try:
        return raw[field] if field else raw[int(index)]
    except (LookupError, TypeError, ValueError):
        return None
