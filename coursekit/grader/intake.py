"""What a class handed in: which learner each folder, zip or notebook belongs to, and the notebooks in it.

Understood are zips as the Finder, Windows and learning platforms make them, also in one another, folders, nbgrader's
`submitted/<learner>/<assignment>/`, and notebooks that lie there alone. Nothing is unpacked to a disk.
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursekit.content import current_course
from coursekit.errors import FolderError
from coursekit.zips import read_zip

__all__ = ["HandIn", "files_of", "hand_ins"]

_OURS = {"lessons", "exercises", ".coursekit"}
"""Folders that only a learner's own folder has."""

_DEEPEST = 3  # zips in one another
_MOST = 400  # notebooks of one learner
_LARGEST = 256 << 20  # bytes of them
_SHOWN = 300  # letters of a note

Files = dict[PurePosixPath, bytes]


class HandIn(NamedTuple):
    """All that one learner handed in.

    Attributes:
        learner: the name of the folder, zip or notebook.
        places: where it lies: paths on this disk, and for a zip of a whole class the folder in it.
    """

    learner: str
    places: tuple[tuple[Path, PurePosixPath], ...]

    def __str__(self) -> str:
        return ", ".join(str(path / inside) for path, inside in self.places)


def hand_ins(paths: Iterable[Path]) -> list[HandIn]:
    """Find out who handed in what, sorted by learner.

    A folder that is a learner's own is one hand-in; of any other each folder, zip and notebook in it is one. A zip is
    one, too, unless it holds a whole class. Whoever comes up in several places is one learner.

    Raises:
        FolderError: a path does not exist, or nothing was handed in.
    """
    found: dict[str, list[tuple[Path, PurePosixPath]]] = {}
    roots = [Path(path) for path in paths]
    for root in roots:
        if not root.exists():
            raise FolderError(f"{root} does not exist; name folders, zips or notebooks that were handed in")
        for learner, path, inside in _below(root):
            places = found.setdefault(unicodedata.normalize("NFC", learner), [])
            if (path, inside) not in places:
                places.append((path, inside))
    if not found:
        where = ", ".join(map(str, roots))
        raise FolderError(f"nothing was handed in at {where}: there is no folder, zip or notebook in it")
    return [HandIn(learner, tuple(places)) for learner, places in sorted(found.items())]


def files_of(hand_in: HandIn) -> tuple[dict[str, bytes], list[str]]:
    """Return a learner's notebooks, and notes on what could not be read.

    Their names begin at the folder of the class: notes tell them to learners, who need not know where it lies.
    """
    above = os.path.commonpath([path.parent for path, _ in hand_in.places])
    files: dict[str, bytes] = {}
    notes: list[str] = []
    left = _LARGEST
    for path, inside in hand_in.places:
        for name, data in _notebooks_in(path, notes):
            if not name.is_relative_to(inside):
                continue
            left -= len(data)
            if left < 0 or len(files) == _MOST:
                notes.append(
                    f"{path} holds more notebooks than anybody has, and the rest of them was left out"
                )
                return files, notes
            files[str((path / name).relative_to(above))] = data
    return files, notes


def _below(root: Path) -> Iterator[tuple[str, Path, PurePosixPath]]:
    """Yield learner, path, and folder in the zip."""
    whole = root.absolute()
    if whole.is_file():
        yield from _in_file(whole)
        return
    if (whole / "submitted").is_dir():  # a course folder of nbgrader's
        whole = whole / "submitted"
    if _is_learners(_names_in(whole)):
        yield whole.resolve().name, whole, PurePosixPath()
        return
    for each in sorted(whole.iterdir()):
        if not _is_of_use(PurePosixPath(each.name), folders=True):
            continue
        if each.is_dir():
            yield each.name, each, PurePosixPath()
        elif each.suffix.lower() in (".zip", ".ipynb"):
            yield from _in_file(each)


def _in_file(path: Path) -> Iterator[tuple[str, Path, PurePosixPath]]:
    if path.suffix.lower() != ".zip":
        yield _without_our_name(path.stem), path, PurePosixPath()
        return
    names = [name for name, _ in _notebooks_in(path, [])]
    shared = _shared_folder(names)
    depth = len(shared.parts)
    children = {name.parts[depth] for name in names if len(name.parts) > depth + 1}
    alone = all(len(name.parts) > depth + 1 for name in names)
    if len(children) < 2 or not alone or not children.isdisjoint(_OURS) or shared.name in _OURS:
        yield path.stem, path, PurePosixPath()
        return
    for child in sorted(children):
        yield child, path, shared / child


def _names_in(folder: Path) -> list[str]:
    try:
        return [each.name for each in os.scandir(folder)]
    except OSError as problem:
        raise FolderError(f"{folder} cannot be read ({problem.strerror or problem})") from problem


def _is_learners(names: Sequence[str]) -> bool:
    """Return True for a folder that belongs to one learner: it has our folders, or our notebooks under their own names."""
    ours = {chapter.notebook for chapter in current_course().chapters}
    return not _OURS.isdisjoint(names) or not ours.isdisjoint(names)


def _shared_folder(names: Sequence[PurePosixPath]) -> PurePosixPath:
    """The folder that all lie in."""
    shared = names[0].parent if names else PurePosixPath()
    while not all(name.is_relative_to(shared) for name in names):
        shared = shared.parent
    return shared


def _without_our_name(stem: str) -> str:
    """`01_neuron_ada` → `ada`: what a learner added to the name of our notebook; all of it where nothing was added."""
    for chapter in current_course().chapters:
        stem = re.sub(re.escape(Path(chapter.notebook).stem), "", stem, flags=re.IGNORECASE) or stem
    return stem.strip(" _-.()") or stem


def _notebooks_in(path: Path, notes: list[str]) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the notebooks of a folder, a zip, or of zips in these, by their path in it; add to `notes` what can't be read."""
    try:
        if path.is_symlink():
            notes.append(f"{path.name} is a link, and nobody follows it")
        elif path.is_dir():
            for each in sorted(path.iterdir()):
                if _is_of_use(PurePosixPath(each.name), folders=True):
                    found = _notebooks_in(each, notes)
                    yield from ((PurePosixPath(each.name) / name, data) for name, data in found)
        elif path.is_file() and path.suffix.lower() == ".zip":
            yield from _unpacked(_read(path), path.name, notes)
        elif path.is_file() and path.suffix.lower() == ".ipynb":
            yield PurePosixPath(), _read(path)
    except OSError as problem:
        notes.append(f"{path.name} cannot be read ({problem.strerror or problem})"[:_SHOWN])


def _read(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return path.read_bytes()


def _unpacked(
    data: bytes, name: str, notes: list[str], depth: int = 1
) -> Iterator[tuple[PurePosixPath, bytes]]:
    try:
        found = read_zip(data, name, wanted=_is_of_use)
    except FolderError as problem:
        notes.append(str(problem).partition("; name a zip")[0][:_SHOWN])
        return
    for path, content in found.items():
        if path.suffix.lower() == ".ipynb":
            yield path, content
        elif depth < _DEEPEST:
            for inner, deeper in _unpacked(content, f"{name}/{path}", notes, depth + 1):
                yield path.with_suffix("") / inner, deeper
        else:
            notes.append(f"{name}/{path} lies in {_DEEPEST} zips already, and was left out")


def _is_of_use(path: PurePosixPath, *, folders: bool = False) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return not hidden and (folders or path.suffix.lower() in (".ipynb", ".zip"))
