"""The questions of a course in the format of a school's system, with a report on what the format can't hold."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from coursekit.content import Course, current_course
from coursekit.errors import ArgumentError, FolderError
from coursekit.exports import gift, moodle, qti
from coursekit.exports.items import Item, Items, items_of
from coursekit.files import write_whole
from coursekit.formatting import format_count


class Format(NamedTuple):
    """A format.

    Attributes:
        file: the name of what the school's system imports.
        write: makes it.
        limits: trait of an item → what becomes of it; "left out" stands first where it isn't exported.
    """

    file: str
    write: Callable[[Course, Items], bytes]
    limits: Mapping[str, str]


FORMATS = {
    "moodle": Format("questions.xml", moodle.as_moodle, moodle.LIMITS),
    "gift": Format("questions.gift.txt", gift.as_gift, gift.LIMITS),
    "qti": Format("questions.zip", qti.as_qti, qti.LIMITS),
}


def export_bank(name: str, out: Path, course: Course | None = None) -> str:
    """Write the questions of a course into a new folder; return what to print.

    In it are the file that the school's system imports, `answers.csv` with the misconception of each answer, and
    `report.txt`, which is also what is returned: how many questions there are, and what the format can't hold.

    Args:
        name: of the format, one of `FORMATS`.
        out: the folder, new or empty.
        course: by default the current one.

    Raises:
        ArgumentError: there is no such format.
        FolderError: the folder isn't empty, or can't be written.
    """
    if name not in FORMATS:
        raise ArgumentError(f"there is no format {name!r}; choose one of {', '.join(FORMATS)}")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise FolderError(f"{out} exists already and is left as it is; name a new folder")
    course, target = course or current_course(), FORMATS[name]
    everything = [(chapter, items_of(chapter)) for chapter in course.chapters]
    held = [
        (chapter, [each for each in items if not _is_left_out(each, target)]) for chapter, items in everything
    ]
    report = _report(course, target, everything)
    try:
        write_whole(out / target.file, target.write(course, held))
        write_whole(out / "answers.csv", _answers(everything))
        write_whole(out / "report.txt", report)
    except OSError as problem:
        raise FolderError(
            f"{out} cannot be written ({problem.strerror or problem}); give another place"
        ) from problem
    return f"{report}\nwritten: {out / target.file}, and beside it answers.csv and report.txt"


def _is_left_out(item: Item, target: Format) -> bool:
    return any(target.limits.get(trait, "").startswith("left out") for trait in item.traits)


def _report(course: Course, target: Format, everything: Items) -> str:
    items = [item for _, found in everything for item in found]
    left = sum(_is_left_out(item, target) for item in items)
    lines = [
        f"{course.title}: {format_count(len(items) - left, 'question')} of {len(items)} in {target.file}."
    ]
    for trait, sentence in target.limits.items():
        names = [
            item.name
            for item in items
            if trait in item.traits and (sentence.startswith("left out") or not _is_left_out(item, target))
        ]
        if names:
            which = "all of them" if len(names) == len(items) - left else ", ".join(names)
            lines.append(f"- {sentence[0].upper()}{sentence[1:]} ({len(names)}: {which}).")
    return "".join(
        textwrap.fill(line, 110, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
        + "\n"
        for line in lines
    )


def _answers(everything: Items) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(_rows(everything))
    return stream.getvalue()


def _rows(everything: Items) -> Iterator[tuple[str, ...]]:
    """Yield each answer with the misconception that it shows, which the formats keep for a whole question only."""
    yield "question", "answer", "right", "misconception", "taken up in", "in words"
    for chapter, items in everything:
        for item in items:
            for answer in (*item.answers, *item.wrong_orders):
                behind = chapter.bank.misconceptions.get(answer.misconception or "")
                about = (answer.misconception or "", behind.lesson, behind.text) if behind else ("", "", "")
                yield item.name, answer.words, "yes" if answer.right else "no", *about
