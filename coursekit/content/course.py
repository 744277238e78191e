"""A course: a folder with course.json, which the build makes of course.yaml, and one folder a chapter."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import msgspec

from coursekit.content.chapters import COMPILED, OWN, Chapter, read_chapter
from coursekit.content.edition import edition_of
from coursekit.content.percent import solutions
from coursekit.errors import BankError, FolderError, UnknownIdError
from coursekit.progress import Event, History
from coursekit.quiz import Exercise, Question, Recall, fingerprint, mark_logged

COMPILED_COURSE = "course.json"
"""The file in a course's folder that the build writes of course.yaml."""


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A course as course.yaml describes it; the attributes are those of `Course`."""

    title: str
    folder_name: Annotated[str, msgspec.Meta(pattern=r"^\w[\w.-]*$")]
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Course:
    """A course as its folder describes it.

    Attributes:
        folder: where course.yaml, course.json and the chapters are.
        title: one line, the heading of the home page.
        folder_name: of the learner's folder, unless they choose another, such as "neural-networks".
        language: of its texts, such as "en".
    """

    folder: Path
    title: str
    folder_name: str
    language: str

    @property
    def is_own(self) -> bool:
        """True for the course that comes with coursekit."""
        return self.folder == OWN

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Its chapters in the order of their numbers.

        Raises:
            BankError: there is none, a compiled chapter is malformed, or two chapters share a number.
        """
        read = map(read_chapter, self.folder.glob(f"*/{COMPILED}"))
        found = sorted(read, key=lambda each: (each.number, each.slug))
        if not found:
            raise BankError(
                f"the course in {self.folder} has no chapter: no folder in it holds a chapter.yaml"
            )
        for first, second in pairwise(found):
            if first.number == second.number:
                raise BankError(
                    f"chapters {first.slug!r} and {second.slug!r} both have number {first.number}"
                )
        return tuple(found)

    @cached_property
    def recall_points(self) -> dict[str, tuple[str, ...]]:
        """Full id of each question → the ids of what to recall; empty where an answer is right or wrong."""
        return {
            each.full_id(name): tuple(point.id for point in asked.points) if isinstance(asked, Recall) else ()
            for each in self.chapters
            for name, asked in each.bank.questions.items()
        }

    @cached_property
    def edition(self) -> str:
        """A short name of its content, the same on every machine, such as "9c41d2e7"."""
        return edition_of(self.folder)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Full id of each question → its `fingerprint`."""
        return {
            each.full_id(name): fingerprint(asked)
            for each in self.chapters
            for name, asked in each.bank.questions.items()
        }

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Full id that a question or an exercise had in a former edition → its full id today.

        A former id with a dot, such as "nonlinearity.softmax-steps", belongs to the chapter that it names.
        """
        found = {
            old if "." in old else each.full_id(old): each.full_id(new)
            for each in self.chapters
            for old, new in each.bank.renamed.items()
        }
        return found | {old: new for each in self.chapters for old, new in each.renamed_exercises.items()}

    def stamped(self, event: Event) -> Event:
        """Return an event with the edition of this course and, for an answer, the fingerprint of its question."""
        asked = (
            self.fingerprints.get(self.renamed.get(event.name, event.name))
            if event.kind == "answer"
            else None
        )
        return msgspec.structs.replace(event, edition=self.edition, asked=asked)

    def today(self, history: History) -> History:
        """Return a history as this edition reads it.

        What was answered under the former id of a question counts for it, and an answer to a question that asks
        something else today is marked again.
        """
        found = tuple(map(self._event_today, history.everything))
        return history if found == history.everything else History(found, history.damaged)

    def _event_today(self, event: Event) -> Event:
        new = self.renamed.get(event.name)
        if new:
            slug, _, name = new.partition(".")
            event = msgspec.structs.replace(event, chapter=slug, id=name)
        known = self.fingerprints.get(event.name)
        if not event.asked or not known or event.asked == known or event.outcome == "unmarked":
            return event
        verdict = mark_logged(self.question(event.name), event.answer)
        return msgspec.structs.replace(
            event,
            outcome=verdict.outcome if verdict else "unreadable",
            misconception=verdict.misconception if verdict else None,
        )

    def chapter(self, slug: str) -> Chapter:
        """Return the chapter in folder `slug`.

        Raises:
            UnknownIdError: there is none; the message lists those that exist.
        """
        by_slug = {each.slug: each for each in self.chapters}
        if slug not in by_slug:
            raise UnknownIdError(f"there is no chapter {slug!r}; {_offer(slug, by_slug)}")
        return by_slug[slug]

    def question(self, question_id: str) -> Question:
        """Return the question with a full id such as "neuron.one-neuron".

        Raises:
            UnknownIdError: no such chapter or question.
        """
        home, name = self._home_of(self._today(question_id), "question")
        questions = home.bank.questions
        if name not in questions:
            raise _unknown("question", question_id, home, map(home.full_id, questions))
        return questions[name]

    def exercise(self, exercise_id: str) -> Exercise:
        """Return the exercise with a full id such as "neuron.boundary".

        Raises:
            UnknownIdError: no such chapter or exercise.
        """
        exercise_id = self._today(exercise_id)
        home, _ = self._home_of(exercise_id, "exercise")
        if exercise_id not in home.exercises:
            raise _unknown("exercise", exercise_id, home, home.exercises)
        return home.exercises[exercise_id]

    def reference(self, exercise_id: str) -> str:
        """Return the reference solution: what the learner writes in place of the dots.

        That is the text between the solution markers in the cells that lead to `check("id")`, after the check
        before it.

        Raises:
            UnknownIdError: no such exercise.
            BankError: exercises.py has no solution for it.
        """
        self.exercise(exercise_id)
        exercise_id = self._today(exercise_id)
        home, _ = self._home_of(exercise_id, "exercise")
        text = solutions(home.text("exercises")).get(exercise_id)
        if not text:
            raise BankError(
                f"{home.slug}/exercises.py has no solution for {exercise_id!r}; write it between "
                "'### BEGIN SOLUTION' and '### END SOLUTION' in the cell before its check"
            )
        return text

    def _today(self, full_id: str) -> str:
        """Return the id today of what a notebook of a former edition may call otherwise."""
        return self.renamed.get(full_id, full_id) if isinstance(full_id, str) else full_id

    def _home_of(self, full_id: str, kind: str) -> tuple[Chapter, str]:
        if not isinstance(full_id, str):  # typed by a learner
            raise UnknownIdError(f"a {kind} id is a text in quotes; got {type(full_id).__name__}")
        slug, dot, name = full_id.partition(".")
        if not dot:
            raise UnknownIdError(
                f"the {kind} id {full_id!r} needs its chapter in front, such as '{self.chapters[0].slug}.{slug}'"
            )
        return self.chapter(slug), name


def load_course(folder: Path) -> Course:
    """Return the course in a folder, read anew.

    Raises:
        FolderError: there is none in it, or it has not been built.
        BankError: course.json is malformed.
    """
    folder = folder.absolute()
    path = folder / COMPILED_COURSE
    if not path.is_file():
        way_out = (
            f"build it first: coursekit build --course {folder}"
            if path.with_suffix(".yaml").is_file()
            else "name the folder of one, or make one with: python -m coursekit.authoring new FOLDER"
        )
        raise FolderError(f"{folder} holds no course (no {COMPILED_COURSE} in it); {way_out}")
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Description)
    except msgspec.MsgspecError as error:
        raise BankError(f"{path}: {error}; build the course again") from None
    return Course(folder=folder, **msgspec.structs.asdict(found))


def _unknown(kind: str, full_id: str, home: Chapter, known: Iterable[str]) -> UnknownIdError:
    """Return the error for an id that `home` doesn't have, which may be one that it had in a former edition."""
    if full_id.partition(".")[2] in home.retired:
        return UnknownIdError(
            f"the {kind} {full_id!r} belongs to a former edition and isn't marked any more; what you did there is kept, "
            f"and today's lesson is {home.notebook}"
        )
    return UnknownIdError(f"there is no {kind} {full_id!r}; {_offer(full_id, known)}")


def _offer(wanted: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(wanted, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names) or 'none yet'}"
