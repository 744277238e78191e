"""A chapter's texts, checked and with their numbers filled in, as the one file that the kernel reads.

chapter.yaml, questions.yaml, the chapter's terms of glossary.yaml and numbers.py make chapter.json beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from coursekit.authoring.bank_reader import load_bank
from coursekit.authoring.expressions import numbers_of
from coursekit.authoring.yaml_reader import explained, read_yaml
from coursekit.content.chapters import COMPILED, Chapter, Sitting, read_text
from coursekit.content.course import COMPILED_COURSE, Description
from coursekit.errors import BankError
from coursekit.files import write_whole
from coursekit.quiz import Bank

Fill: TypeAlias = Callable[[str, str], str]
"""Text and its place → the text with its numbers."""

NOT_READ = {
    "id",
    "was",
    "kind",
    "misconception",
    "picture",
    "show",
    "widget",
    "start",
    "goal",
    "state",
    "curve",
    "tolerance",
    "order",
    "lesson",
    "chapter",
}
"""Fields of questions.yaml that no learner reads."""

NUMBERS = ("answer", "value")
"""Fields of questions.yaml that hold a number; an expression in quotes gives it."""


class _Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chapter.yaml as it is written."""

    slug: str
    number: int
    title: str
    level: str
    minutes_read: int
    minutes_do: int
    needs: list[str]
    goals: list[str]
    take_aways: list[str]
    terms: list[str]
    go_deeper: list[str] = []
    sittings: list[Sitting] = []
    renamed_exercises: dict[str, str] = {}
    retired: list[str] = []


def source_folders(course: Path) -> dict[str, Path]:
    """Return the folders of a course that hold a chapter.yaml, by the chapter's slug."""
    return {path.parent.name: path.parent for path in sorted(course.glob("*/chapter.yaml"))}


def compiled_course(folder: Path) -> str:
    """Return the text of a course's compiled file.

    Raises:
        BankError: its course.yaml is missing or malformed.
    """
    source = f"{folder.name}/course.yaml"
    data = read_yaml(read_text(folder / "course.yaml", source=source), source=source)
    try:
        found = msgspec.convert(data, Description)
    except msgspec.ValidationError as error:
        raise BankError(f"{source}: {explained(str(error))}") from None
    return f"{msgspec.json.format(msgspec.json.encode(found), indent=1).decode()}\n"


def write_course(folder: Path) -> None:
    """Write a course's compiled file.

    Raises:
        BankError: as `compiled_course`.
    """
    write_whole(folder / COMPILED_COURSE, compiled_course(folder))


def compile_chapter(folder: Path) -> Chapter:
    """Return the chapter that the texts in `folder` make, with every number filled in.

    Raises:
        BankError: a text is malformed, or a number cannot be computed; the message names file and reason.
    """
    slug = folder.name
    numbers = numbers_of(folder)

    def fill(text: str, place: str) -> str:
        return numbers.fill(text, place=f"{slug}/{place}")

    description = _description(folder, fill)
    taken_over = msgspec.structs.asdict(description)
    del taken_over["terms"]
    taken_over["sittings"] = parts_of(folder, description.sittings)
    return Chapter(
        **taken_over,
        definitions={
            term: fill(meaning, f"glossary.yaml {term}")
            for term, meaning in _definitions(folder, description.terms).items()
        },
        bank=_bank(folder, fill),
    ).at(folder)


def parts_of(folder: Path, sittings: list[Sitting]) -> list[Sitting]:
    """Return the sittings of the lesson in `folder`, each with its heading and the questions that it marks.

    Raises:
        BankError: the lesson has another number of `{pause}` markers, or no heading follows one.
    """
    if not sittings and not (folder / "lesson.py").is_file():
        return []
    place = f"{folder.name}/lesson.py"
    parts = re.split(r"^# \{pause\}$", read_text(folder / "lesson.py", source=place), flags=re.MULTILINE)
    if len(parts) != max(1, len(sittings)):
        raise BankError(
            f"{place}: {len(parts) - 1} lines {{pause}} make {len(parts)} sittings, but chapter.yaml names {len(sittings)}"
        )
    asked = re.compile(rf"""^ask\(["']{folder.name}\.([\w-]+)["']\)$""", re.MULTILINE)
    found = []
    for number, (sitting, part) in enumerate(zip(sittings, parts, strict=False)):
        heading = re.search(r"^# ## (.+)$", part, re.MULTILINE) if number else None
        if number and not heading:
            raise BankError(f"{place}: no heading follows the line {{pause}} number {number}")
        begins, questions = heading[1] if heading else "", [*dict.fromkeys(asked.findall(part))]
        found.append(msgspec.structs.replace(sitting, heading=begins, questions=questions))
    return found


def compiled_text(chapter: Chapter) -> str:
    """Return the text of the chapter's compiled file."""
    return f"{msgspec.json.format(msgspec.json.encode(chapter), indent=1).decode()}\n"


def write_compiled(folder: Path) -> Chapter:
    """Compile the chapter in `folder`, write its file and return it.

    Raises:
        BankError: as `compile_chapter`; the file is then left as it was.
    """
    chapter = compile_chapter(folder)
    write_whole(folder / COMPILED, compiled_text(chapter))
    return chapter


def read_source(folder: Path, name: str) -> Any:
    """Return the data of one of the chapter's YAML files, or of the glossary beside the chapters.

    Raises:
        BankError: it is missing or malformed.
    """
    path = folder.parent / name if name == "glossary.yaml" else folder / name
    source = name if name == "glossary.yaml" else f"{folder.name}/{name}"
    return read_yaml(read_text(path, source=source), source=source)


def read_definitions(folder: Path) -> dict[str, str]:
    """Return every term of the glossary beside the chapters with its definition as it is written.

    Raises:
        BankError: the glossary is malformed.
    """
    if not (folder.parent / "glossary.yaml").is_file():
        return {}
    try:
        return msgspec.convert(read_source(folder, "glossary.yaml"), dict[str, str])
    except msgspec.ValidationError as error:
        reason = explained(str(error))
        raise BankError(f"glossary.yaml: {reason}; write each line as `term: its definition`") from None


def _description(folder: Path, fill: Fill) -> _Description:
    name = f"{folder.name}/chapter.yaml"
    data = map_texts(read_source(folder, "chapter.yaml"), lambda text, _: fill(text, "chapter.yaml"))
    try:
        found = msgspec.convert(data, _Description)
    except msgspec.ValidationError as error:
        raise BankError(f"{name}: {explained(str(error))}") from None
    if found.slug != folder.name:
        raise BankError(f"{name}: the slug is {found.slug!r}, but its folder is {folder.name!r}")
    return found


def _definitions(folder: Path, terms: list[str]) -> dict[str, str]:
    words = read_definitions(folder)
    for term in terms:
        if term not in words:
            raise BankError(f"{folder.name}/chapter.yaml: {term!r} is not in glossary.yaml; define it there")
    return {term: words[term] for term in terms}


def _bank(folder: Path, fill: Fill) -> Bank:
    source = f"{folder.name}/questions.yaml"

    def filled(data: Any) -> Any:
        for place, part in bank_parts(data):
            part.update(map_texts(part, partial(_fill_question, fill, place)))
        return data

    text, lessons = read_text(folder / "questions.yaml", source=source), list(source_folders(folder.parent))
    return load_bank(text, source=source, fill=filled, lessons=lessons)


def bank_parts(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the questions and misconceptions in the data of a questions.yaml, each with its place."""
    questions, named = (
        (data.get("questions"), data.get("misconceptions")) if isinstance(data, dict) else ([], {})
    )
    for part in questions if isinstance(questions, list) else []:
        if isinstance(part, dict):
            yield f"questions.yaml {part.get('id')}", part
    for name, part in (named if isinstance(named, dict) else {}).items():
        if isinstance(part, dict):
            yield f"questions.yaml {name}", part


def map_texts(value: Any, change: Callable[[str, str], Any], key: str = "") -> Any:
    """Return the data with `change(text, key)` in place of every text that a learner reads."""
    if key in NOT_READ:
        return value
    if isinstance(value, dict):
        return {name: map_texts(part, change, name) for name, part in value.items()}
    if isinstance(value, list):
        return [map_texts(part, change, key) for part in value]
    return change(value, key) if isinstance(value, str) else value


def _fill_question(fill: Fill, place: str, text: str, key: str) -> str | float:
    """Return a text filled in; as a number where it is an `answer` or a `value`."""
    shown = fill(text, place)
    if key in NUMBERS and shown != text:
        with suppress(ValueError):  # the bank's reader says what it wants instead of a text
            return float(shown.replace("−", "-").replace(",", ""))
    return shown


def as_written(value: Any) -> str:
    """Return an `answer` or `value` as its author wrote it."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
