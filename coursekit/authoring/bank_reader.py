"""Read a chapter's question bank: YAML text in, checked questions out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from coursekit.authoring.bank_rules import problems
from coursekit.authoring.yaml_reader import explained, line_of, quotable, read_yaml
from coursekit.errors import BankError
from coursekit.quiz import Bank, Misconception, Question, former_ids, misconceptions_of
from coursekit.quiz.questions import Id

_Path: TypeAlias = tuple[str, str | int]
"""The place of something in a bank: ("questions", 3) or ("misconceptions", "bias-lost")."""


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bank as its file spells it; the questions are converted one by one."""

    chapter: Id
    questions: list[Any]
    misconceptions: dict[Id, Misconception] = {}


def load_bank(
    text: str,
    *,
    source: str,
    fill: Callable[[Any], Any] = lambda data: data,
    lessons: Collection[str] | None = None,
) -> Bank:
    """Return the bank written in `text`.

    Args:
        text: YAML with `chapter`, `questions` and `misconceptions`.
        source: the file's name, for messages.
        fill: applied to the data before they are converted, such as `fill_bank` with a chapter's numbers.
        lessons: slugs of the course's chapters, which misconceptions may name; None where they are not known.

    Raises:
        BankError: "file, line: item: reason", for the first thing that is wrong.
    """
    try:
        file = msgspec.convert(fill(read_yaml(text, source=source)), _File)
    except msgspec.ValidationError as error:
        raise BankError(f"{source}: {_reason(error)}.") from None
    questions: dict[str, Question] = {}
    for number, raw in enumerate(file.questions):
        name = raw.get("id") if isinstance(raw, dict) else None
        item = f"question `{quotable(name)}`" if isinstance(name, str) else f"question number {number + 1}"
        try:
            question = _question(raw)
            if question.id in questions:
                raise ValueError("the id stands there twice; rename one")
            _check_defined(question, file.misconceptions)
        except ValueError as error:
            line = line_of(text, "questions", number)
            raise BankError(f"{source}, line {line}: {item}: {error}.") from None
        questions[question.id] = question
    named = {name for question in questions.values() for name in misconceptions_of(question)}
    for problem, path in (
        *_wrong_misconceptions(file.misconceptions, named, lessons),
        *_wrong_renames(questions),
    ):
        raise BankError(f"{source}, line {line_of(text, *path)}: {problem}.")
    return Bank(chapter=file.chapter, questions=questions, misconceptions=file.misconceptions)


def _question(raw: Any) -> Question:
    """Return the question in the data of one; a ValueError says what is wrong with it."""
    try:
        question: Question = msgspec.convert(raw, Question)
    except msgspec.ValidationError as error:
        raise ValueError(_reason(error, raw)) from None
    for problem in problems(question):
        raise ValueError(quotable(problem))
    return question


def _check_defined(question: Question, defined: Collection[str]) -> None:
    for name in misconceptions_of(question):
        if name not in defined:
            way_out = _near(name, defined, "If not, add it", "add it")
            raise ValueError(f"the misconception `{name}` is not defined; {way_out} under `misconceptions:`")


def _wrong_misconceptions(
    defined: dict[str, Misconception], named: Collection[str], lessons: Collection[str] | None
) -> Iterator[tuple[str, _Path]]:
    """Yield what is wrong with misconceptions, each with its path in the file."""
    for name, each in defined.items():
        path: _Path = "misconceptions", name
        item = f"misconception `{name}`"
        if name not in named:
            yield f"{item}: no answer points to it; use it or remove it", path
        if lessons is not None and each.lesson not in lessons:
            way_out = _near(each.lesson, lessons, "The lessons are", "the lessons are")
            yield f"{item}: there is no lesson `{each.lesson}`; {way_out} {', '.join(lessons)}", path


def _wrong_renames(questions: dict[str, Question]) -> Iterator[tuple[str, _Path]]:
    """Yield what is wrong with former ids: those that are in use, and those that two questions claim."""
    claimed: dict[str, str] = {}
    for number, (name, question) in enumerate(questions.items()):
        path: _Path = "questions", number
        for old in former_ids(question):
            said = f"question `{name}`: `was: {old}`"
            if old in questions:
                yield (f"{said} is the id of a question that is still there; remove the line", path)
            if claimed.setdefault(old, name) != name:
                yield f"{said} stands at question `{claimed[old]}` too; keep one of them", path


def _near(name: str, known: Collection[str], after_a_guess: str, otherwise: str) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{near[0]}`? {after_a_guess}" if near else otherwise


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
