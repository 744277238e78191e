"""The chapters of the course: one folder each, read from the chapter.json that the build makes of its texts.

A chapter loads its other parts when they are asked for. `content.__path__` is where chapters are looked for, so a
folder appended there (a test's sample, an instructor's own chapter) is found like the course's own.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

import coursekit.content
from coursekit.content.percent import solutions
from coursekit.errors import BankError, UnknownIdError
from coursekit.quiz import Bank, Exercise, Question, exercises_in

__all__ = [
    "COMPILED",
    "Chapter",
    "chapter",
    "chapters",
    "find_exercise",
    "find_question",
    "module_of",
    "read_text",
    "reference",
]

COMPILED = "chapter.json"
"""The file in a chapter's folder that the build writes and the kernel reads."""

_PACKAGE = "coursekit.content"


class Chapter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A chapter as its compiled file describes it; all texts are Markdown.

    Attributes:
        slug: the name of its folder, such as "neuron"; the first half of every id.
        number: its place in the course, from 1.
        title: one line.
        level: for whom, such as "beginner".
        minutes_read: minutes to read the lesson.
        minutes_do: minutes for its widgets, questions and exercises.
        needs: what the learner needs first, one line each.
        goals: what the learner can do afterwards, one line each.
        take_aways: one line each.
        definitions: the terms that its lesson introduces, in that order, each with its definition.
        go_deeper: where to read or watch on, one line each.
        bank: its questions.
    """

    slug: str
    number: int
    title: str
    level: str
    minutes_read: int
    minutes_do: int
    needs: list[str]
    goals: list[str]
    take_aways: list[str]
    definitions: dict[str, str]
    go_deeper: list[str]
    bank: Bank

    @property
    def terms(self) -> list[str]:
        """The words of the glossary that its lesson introduces, in that order."""
        return list(self.definitions)

    @property
    def notebook(self) -> str:
        """The file name of its notebooks, such as "01_neuron.ipynb"."""
        return f"{self.number:02}_{self.slug}.ipynb"

    @property
    def folder(self) -> Path:
        """Where its texts are."""
        return next(root / self.slug for root in _roots() if (root / self.slug / COMPILED).is_file())

    def full_id(self, name: str) -> str:
        """An id with the chapter in front; one that has it already stays as it is."""
        return name if name.startswith(f"{self.slug}.") else f"{self.slug}.{name}"

    def text(self, name: str) -> str:
        """The py:percent text "lesson" or "exercises"."""
        return read_text(self.folder / f"{name}.py", source=f"{self.slug}/{name}.py")

    def module(self, name: str) -> ModuleType | None:
        """Its Python file `name`.py, imported; None where the chapter has none."""
        return module_of(self.slug, name)

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """Its exercises by full id, such as "neuron.boundary", in the order of checks.py."""
        module = self.module("checks")
        found = exercises_in(module) if module else {}
        return {self.full_id(name): exercise for name, exercise in found.items()}

    @cached_property
    def pictures(self) -> dict[str, Callable[..., Any]]:
        """The functions of pictures.py by name; each returns a Scene."""
        module = self.module("pictures")
        if module is None:
            return {}
        functions = inspect.getmembers(module, inspect.isfunction)
        return {name: f for name, f in functions if f.__module__ == module.__name__ and name[0] != "_"}


def chapters() -> list[Chapter]:
    """All chapters in the order of the course.

    Raises:
        BankError: a compiled file is malformed, or two chapters share a number.
    """
    return list(_chapters(_roots()))


def chapter(slug: str) -> Chapter:
    """The chapter in folder `slug`.

    Raises:
        UnknownIdError: there is none; the message lists those that exist.
    """
    by_slug = {each.slug: each for each in chapters()}
    if slug not in by_slug:
        raise UnknownIdError(f"there is no chapter {slug!r}; {_offer(slug, by_slug)}")
    return by_slug[slug]


def find_question(question_id: str) -> Question:
    """The question with a full id such as "neuron.one-neuron".

    Raises:
        UnknownIdError: no such chapter or question.
    """
    home, name = _home_of(question_id, "question")
    questions = home.bank.questions
    if name not in questions:
        offer = _offer(question_id, map(home.full_id, questions))
        raise UnknownIdError(f"there is no question {question_id!r}; {offer}")
    return questions[name]


def find_exercise(exercise_id: str) -> Exercise:
    """The exercise with a full id such as "neuron.boundary".

    Raises:
        UnknownIdError: no such chapter or exercise.
    """
    home, _ = _home_of(exercise_id, "exercise")
    if exercise_id not in home.exercises:
        raise UnknownIdError(f"there is no exercise {exercise_id!r}; {_offer(exercise_id, home.exercises)}")
    return home.exercises[exercise_id]


def reference(exercise_id: str) -> str:
    """The reference solution: what the learner writes in place of the dots.

    That is the text between the solution markers in the cells that lead to `check("id")`, after the check
    before it.

    Raises:
        UnknownIdError: no such exercise.
        BankError: exercises.py has no solution for it.
    """
    find_exercise(exercise_id)
    home, _ = _home_of(exercise_id, "exercise")
    text = solutions(home.text("exercises")).get(exercise_id)
    if not text:
        raise BankError(
            f"{home.slug}/exercises.py has no solution for {exercise_id!r}; write it between "
            "'### BEGIN SOLUTION' and '### END SOLUTION' in the cell before its check"
        )
    return text


def module_of(slug: str, name: str) -> ModuleType | None:
    """Import `name`.py of the chapter in folder `slug`; None where it has none."""
    qualified = f"{_PACKAGE}.{slug}.{name}"
    return importlib.import_module(qualified) if find_spec(qualified) else None


def read_text(path: Path, *, source: str) -> str:
    """Return a file of a chapter as text.

    Args:
        path: where it is.
        source: its name for the message.

    Raises:
        BankError: it is missing, cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BankError(f"{source}: not UTF-8 (at byte {error.start:,}); save it as UTF-8.") from None
    except OSError as error:
        raise BankError(f"{source}: cannot be read ({error.strerror or error}).") from None


def _roots() -> tuple[Path, ...]:
    return tuple(Path(each) for each in coursekit.content.__path__)


@cache
def _chapters(roots: tuple[Path, ...]) -> tuple[Chapter, ...]:
    found = sorted((each for root in roots for each in _under(root)), key=lambda each: each.number)
    for first, second in pairwise(found):
        if first.number == second.number:
            raise BankError(f"chapters {first.slug!r} and {second.slug!r} both have number {first.number}")
    return tuple(found)


@cache
def _under(root: Path) -> tuple[Chapter, ...]:
    """The chapters of one folder: a second folder beside it costs the first no new reading."""
    return tuple(_read(path) for path in root.glob(f"*/{COMPILED}"))


def _read(path: Path) -> Chapter:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Chapter)
    except msgspec.MsgspecError as error:
        raise BankError(f"{path.parent.name}/{path.name}: {error}; build the chapter again") from None


def _home_of(full_id: str, kind: str) -> tuple[Chapter, str]:
    slug, dot, name = full_id.partition(".")
    if not dot:
        raise UnknownIdError(f"the {kind} id {full_id!r} needs its chapter in front, such as 'neuron.{slug}'")
    return chapter(slug), name


def _offer(wanted: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(wanted, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names) or 'none yet'}"
