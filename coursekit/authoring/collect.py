"""Put what learners handed in where nbgrader looks for it: `python -m coursekit.authoring.collect CLASS CHAPTER PATH…`.

Examples:
    python -m coursekit.authoring.collect my-class neuron handed-in
    python -m coursekit.authoring.collect my-class neuron ada.zip ben.zip

A path is a zip that `coursekit export` made, a learner's folder, or a folder of these, which are called like their
learners. The notebook may have another name than ours: its cells tell which exercises it holds, and the one with the
most work in it is taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from coursekit.authoring.assignment import mark_cells, release
from coursekit.authoring.cells import cells_of
from coursekit.authoring.course import chosen_course
from coursekit.content import Chapter, chapter, using_course
from coursekit.content.percent import graded_id
from coursekit.errors import CourseKitError, FolderError
from coursekit.files import write_changed
from coursekit.zips import read_zip


class HandedIn(NamedTuple):
    """A notebook with the exercises of a chapter.

    Attributes:
        name: its path in what was handed in.
        raw: the notebook.
        work: how many code cells differ from those that were handed out.
    """

    name: str
    raw: bytes
    work: int


def collect(
    folder: Path, assignment: Chapter, paths: Iterable[Path], *, overwrite: bool = False
) -> Iterator[tuple[bool, str]]:
    """Write each learner's notebook into `folder`/submitted, yielding whether that went well and a line on it.

    Args:
        folder: the one that `coursekit.authoring.classroom` made.
        assignment: the chapter.
        paths: zips and folders, as the module describes them.
        overwrite: replace a notebook that was collected before.

    Raises:
        FolderError: a path does not exist, or the folder cannot be written.
    """
    cells = cells_of(assignment, "exercises")
    mark_cells(assignment, cells)
    handed_out = release(cells).cells
    for learner, place in _hand_ins(paths):
        try:
            found = sorted(_of_chapter(assignment, handed_out, place), key=_rank(assignment))
        except FolderError as problem:
            yield False, f"{learner}: {problem}"
            continue
        if not found:
            yield False, f"{learner}: {place} holds no notebook with the exercises of {assignment.slug}"
            continue
        target = folder / "submitted" / learner / assignment.slug / assignment.notebook
        *others, best = found
        if target.exists() and target.read_bytes() != best.raw and not overwrite:
            yield (
                False,
                f"{learner}: another notebook was collected before and stays; --overwrite takes {best.name}",
            )
            continue
        try:
            write_changed(target, best.raw)
        except OSError as problem:
            raise FolderError(f"{target} cannot be written ({problem.strerror or problem})") from problem
        beside = [each.name for each in others if each.work]
        yield (
            True,
            f"{learner}: {best.name}" + (f"; {', '.join(beside)} has work in it too" if beside else ""),
        )


def _hand_ins(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield each learner's name, and the folder or zip that is theirs."""
    for path in paths:
        if not path.exists():
            raise FolderError(f"{path} does not exist; name what learners handed in")
        whole = path.resolve()
        if whole.is_dir() and not (whole / ".coursekit").is_dir():
            for each in sorted(whole.iterdir()):
                if not each.name.startswith((".", "__MACOSX")) and (each.is_dir() or _is_zip(each)):
                    yield (each.name if each.is_dir() else each.stem), each
        else:
            yield (whole.name if whole.is_dir() else whole.stem), path


def _notebooks_in(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the notebooks of a zip, or of a folder and of the zips in it.

    Raises:
        FolderError: a file cannot be read.
    """
    if not place.is_dir():
        raw = _read(place)
        yield from ((str(name), each) for name, each in read_zip(raw, str(place), wanted=_is_seen).items())
        return
    for path in sorted(place.rglob("*")):
        inside = PurePosixPath(path.relative_to(place).as_posix())
        if path.is_file() and _is_seen(inside):
            yield str(inside), _read(path)
        elif path.is_file() and _is_zip(path):
            yield from ((f"{inside}/{name}", raw) for name, raw in _notebooks_in(path))


def _of_chapter(assignment: Chapter, handed_out: Sequence[Any], place: Path) -> Iterator[HandedIn]:
    """Yield the notebooks that hold a chapter's exercises, by their cells' ids or, where these are lost, by name."""
    ids = {cell.metadata["nbgrader"]["grade_id"] for cell in handed_out if "nbgrader" in cell.metadata}
    sources = {cell.source for cell in handed_out}
    stem = PurePosixPath(assignment.notebook).stem
    for name, raw in _notebooks_in(place):
        try:
            cells = json.loads(raw)["cells"]
            written = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            found = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells}
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue  # no notebook; that it is missing is said where no other is found
        if ids & found or (PurePosixPath(name).name.startswith(stem) and "lessons" not in name):
            work = sum(source not in sources and not graded_id(source) for source in written)
            yield HandedIn(name, raw, work)


def _rank(assignment: Chapter) -> Any:
    """Order notebooks by their work; among equals our own name comes last, which is taken."""
    return lambda each: (each.work, PurePosixPath(each.name).name == assignment.notebook, each.name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FolderError(f"{path} cannot be read ({problem.strerror or problem})") from problem


def _is_seen(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".ipynb" and not any(part.startswith(".") for part in path.parts)


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and not path.name.startswith(".")


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect what the command line names; 1 where a learner's notebook was not found or something can't be done."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.authoring.collect",
        description="Put what learners handed in where nbgrader looks for it.",
        epilog="example: python -m coursekit.authoring.collect my-class neuron handed-in",
    )
    parser.add_argument("folder", type=Path, metavar="CLASS", help="made by coursekit.authoring.classroom")
    parser.add_argument("chapter", metavar="CHAPTER", help="such as neuron")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="zips, learners' folders, or a folder of them"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace what was collected before")
    parser.add_argument("--course", type=Path, metavar="COURSE", help="another course than ours")
    options = parser.parse_args(arguments)
    all_well = True
    try:
        with using_course(chosen_course(options.course)):
            assignment = chapter(options.chapter)
            for well, line in collect(options.folder, assignment, options.paths, overwrite=options.overwrite):
                all_well &= well
                print(line, file=sys.stdout if well else sys.stderr)
    except CourseKitError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if all_well else 1


if __name__ == "__main__":  # pragma: no cover - the tests call main
    raise SystemExit(main())
