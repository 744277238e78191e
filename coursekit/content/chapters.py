"""A chapter: one folder, read from the chapter.json that the build makes of its texts.

A chapter loads its other parts when they are asked for.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import os
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import msgspec

from coursekit.errors import BankError
from coursekit.quiz import Bank, Do, DrawCurve, Exercise, exercises_in

OWN = Path(__file__).parent
"""The folder of the course that comes with coursekit."""

COMPILED = "chapter.json"
"""The file in a chapter's folder that the build writes and the kernel reads."""


class Sitting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a lesson that one works through at a stretch.

    Attributes:
        title: one line.
        minutes: to read it and to do what is in it.
        heading: the heading that it begins with, empty for the first one.
        questions: ids of the chapter's questions that are marked in it.
    """

    title: str
    minutes: int
    heading: str = ""
    questions: list[str] = []

    @property
    def fragment(self) -> str:
        """The end of a link to its heading, `#` included, as JupyterLab names headings; empty for the first sitting."""
        return f"#{quote(self.heading.replace(' ', '-'))}" if self.heading else ""


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
        sittings: the parts of its lesson; none where it is not parted.
        renamed_exercises: full id that an exercise had in a former edition, in this chapter or another → its full id today.
        retired: questions and exercises of a former edition that are asked no more, by their names without the chapter.
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
    sittings: list[Sitting] = []
    renamed_exercises: dict[str, str] = {}
    retired: list[str] = []

    @property
    def minutes(self) -> int:
        """Minutes for the lesson and its exercises together."""
        return self.minutes_read + self.minutes_do

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
        """The folder of its texts."""
        found: Path = self.__dict__["folder"]
        return found

    def at(self, folder: Path) -> Chapter:
        """Tell a chapter where its texts and the goals of its questions are; return it."""
        self.__dict__["folder"] = folder
        for question in self.bank.questions.values():
            if isinstance(question, Do | DrawCurve):
                question.bind(ChapterGoals(folder))
        return self

    def full_id(self, name: str) -> str:
        """An id with the chapter in front; one that has it already stays as it is."""
        return name if name.startswith(f"{self.slug}.") else f"{self.slug}.{name}"

    def text(self, name: str) -> str:
        """The py:percent text "lesson" or "exercises"."""
        return read_text(self.folder / f"{name}.py", source=f"{self.slug}/{name}.py")

    def module(self, name: str) -> ModuleType | None:
        """Its Python file `name`.py, imported; None where the chapter has none."""
        return module_of(self.folder, name)

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


class ChapterGoals:
    """The functions that decide the questions of a chapter that are answered by doing: its goals.py, read when it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def function(self, name: str) -> Callable[..., Any]:
        """Return the function of that name in goals.py.

        Raises:
            BankError: there is none.
        """
        found: Callable[..., Any] | None = getattr(module_of(self._folder, "goals"), name, None)
        if found is None:
            raise BankError(f"{self._folder.name}/goals.py: there is no function {name}; write it there")
        return found

    def widget(self, name: str, start: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
        """Return a widget of that class, of goals.py or of coursekit, made with `start` and moved to `state`.

        Raises:
            ArgumentError: it has no such control, or a control doesn't take the value.
            BankError: there is no such class.
        """
        home = importlib.import_module("coursekit.widgets")  # they take half a second to load
        kind = getattr(module_of(self._folder, "goals"), name, None) or getattr(home, name, None)
        if not (isinstance(kind, type) and issubclass(kind, home.SceneWidget)):
            raise BankError(
                f"{self._folder.name}: there is no widget {name} in coursekit.widgets or goals.py"
            )
        return importlib.import_module("coursekit.widgets.core.held").held(kind, start, state)


def module_of(folder: Path, name: str) -> ModuleType | None:
    """Import `name`.py of the chapter in `folder`; None where it has none.

    The folder of another course than ours becomes a package with a private name, so that two courses may both have
    a chapter "intro", and files of a chapter can import each other relatively.
    """
    qualified = f"{_package(folder.parent)}.{folder.name}.{name}"
    return importlib.import_module(qualified) if find_spec(qualified) else None


def _package(course: Path) -> str:
    """Return the name of the package that a course's folder is."""
    if course == OWN:
        return __package__
    name = f"coursekit_course_{hashlib.sha256(os.fsencode(course)).hexdigest()[:12]}"
    package = sys.modules.setdefault(name, ModuleType(name))
    package.__path__ = [str(course)]
    return name


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


def read_chapter(path: Path) -> Chapter:
    """Return the chapter in this compiled file.

    Raises:
        BankError: it is malformed.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Chapter).at(path.parent)
    except msgspec.MsgspecError as error:
        raise BankError(f"{path.parent.name}/{path.name}: {error}; build the chapter again") from None
