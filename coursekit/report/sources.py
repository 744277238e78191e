"""The hand-ins of a class: the folders and zips that hold progress, those that do not, and the log files in them."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from coursekit.errors import FolderError
from coursekit.progress import progress_files, progress_folder
from coursekit.report.zips import MISSING, UNPACKED, UNREADABLE, Part, opened, parts_in, why

MEMBERS = 10_000
_NOTEBOOKS = {"lessons", "exercises"}
_OTHERWISE = {".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".ipynb"}  # handed in, and of no use


@dataclass(frozen=True)
class Skipped:
    """Something that could not be read: where it is, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class LogFile:
    """A log that is open: its place, and a function that reads its next bytes, or raises FolderError."""

    place: str
    read: Callable[[int], bytes]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A learner's folder, or the part of a zip that is one learner's: something that was handed in.

    Attributes:
        name: the folder or zip directly below the one that was named, since that is usually called like its
            learner.
        place: the whole path.
        path: the folder, the zip, or a log that lies there alone.
        own: the name of the folder or zip itself, empty where that says no more than `name`.
        inside: the zips inside the zip that lead to it.
        members: names of the logs inside a zip.
        notebooks: names of the notebooks beside the progress.
        problem: why there is no progress; empty where there is some.
    """

    name: str
    place: str
    path: Path
    own: str = ""
    inside: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    notebooks: frozenset[str] = field(default_factory=frozenset)
    problem: str = ""

    def log_files(self, skipped: list[Skipped]) -> Iterator[LogFile]:
        """Open the log files one after the other, each until the next is asked for; add to `skipped` what won't open."""
        if not self.problem:
            yield from self._zipped(skipped) if self.members else self._plain(skipped)

    def _plain(self, skipped: list[Skipped]) -> Iterator[LogFile]:
        files = [self.path]
        if not self.path.is_file():
            try:
                os.scandir(progress_folder(self.path)).close()
            except OSError as problem:
                skipped.append(Skipped(self.place, why(problem)))
            files = progress_files(self.path)
        for path in files:
            place = self.place if path == self.path else f"{self.place}/{path.name}"
            try:
                if not path.is_file():
                    skipped.append(Skipped(place, "not a plain file"))
                    continue
                with path.open("rb", buffering=0) as stream:
                    yield LogFile(place, _guarded(stream.read))
            except OSError as problem:
                skipped.append(Skipped(place, why(problem)))

    def _zipped(self, skipped: list[Skipped]) -> Iterator[LogFile]:
        # Nothing is unpacked to a disk: a name such as ../../x in a zip is never a path here.
        left = UNPACKED

        def read(size: int) -> bytes:
            nonlocal left
            data = stream.read(size)
            left -= len(data)
            if left < 0:
                raise ValueError(f"it unpacks to more than {UNPACKED:,} bytes")
            return data

        place = self.place
        try:
            with opened(self.path, self.inside) as packed:
                for member in self.members:
                    place = "/".join([self.place, member.replace("\\", "/").rpartition("/")[2]])
                    with packed.open(member) as stream:
                        yield LogFile(place, _guarded(read))
                    if left < 0:
                        return
        except UNREADABLE as problem:
            skipped.append(Skipped(place, why(problem)))


def _guarded(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Wrap a read function so that whatever goes wrong in the middle of a file is a FolderError."""

    def safe(size: int) -> bytes:
        try:
            return read(size)
        except UNREADABLE as problem:
            raise FolderError(why(problem)) from problem

    return safe


def find_sources(paths: Iterable[Path], *, usual: str) -> tuple[list[Source], list[Skipped]]:
    """Find everything that learners handed in below these paths, and what cannot be read.

    Args:
        paths: folders and zips.
        usual: the name that the course gives to a learner's folder, which therefore says nothing about the learner.

    Raises:
        FolderError: a path does not exist or is a file that is no zip, or there is no progress in any.
    """
    found: dict[str, Source] = {}
    skipped: list[Skipped] = []
    roots = list(paths)
    for root in roots:
        if not root.exists():
            raise FolderError(
                f"{root} does not exist; name folders or zips that hold the progress of a class"
            )
        if root.is_file() and not zipfile.is_zipfile(root):
            raise FolderError(f"{root} is neither a folder nor a zip; name what `coursekit export` made")
        for source in _below(root, usual, skipped):
            # The same folder may be named twice, or lie in another that is named too.
            place = f"{source.path.absolute()}{source.place.removeprefix(str(source.path))}"
            found.setdefault(place, source)
    if all(each.problem for each in found.values()):
        where = ", ".join(map(str, roots))
        seen = next((f" (of {each.place}: {each.problem})" for each in found.values()), "")
        raise FolderError(
            f"there is no progress in {where}; name the folders of learners (each holds .coursekit), "
            f"a folder that holds them, or zips made by `coursekit export`{seen}"
        )
    return list(found.values()), skipped


def _below(root: Path, usual: str, skipped: list[Skipped]) -> Iterator[Source]:
    """Yield what was handed in below a root; of each folder or zip directly in it, at least one."""
    if root.is_file():
        yield from _in_zip(root, *_names(root, root, usual))
        return

    closed: dict[str, str] = {}

    def unreadable(problem: OSError) -> None:
        closed[str(problem.filename)] = why(problem)

    met: set[str] = set()
    top: list[str] = []  # folders directly in the root, unless that is a learner's own
    learner: Source | None = None  # in whose folder we are: what lies deeper is theirs
    for folder, folders, files in _walk(root, unreadable):
        learner = learner if learner and folder.is_relative_to(learner.path) else None
        top = [name for name in folders if name != ".coursekit"] if folder == root else top
        for source in _in_folder(folder, folders, files, root, usual):
            met.add(source.name)
            yield replace(source, name=learner.name, own=learner.own) if learner else source
            learner = source if source.path == folder != root else learner
            top = [] if source.path == root else top
    for name in top:
        path, called = root / name, _names(root / name, root, usual)[0]
        if called not in met:
            reason = closed.pop(str(path), "")
            yield Source(
                name=called, place=str(path), path=path, problem=f"damaged: {reason}" if reason else MISSING
            )
    skipped += [Skipped(place, reason) for place, reason in closed.items()]


def _walk(root: Path, unreadable: Callable[[OSError], None]) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk down as os.walk does, also into folders elsewhere that are linked; nothing hidden, nothing twice."""
    known = [Path(os.path.realpath(root))]
    for here, folders, files in os.walk(root, onerror=unreadable, followlinks=True):
        folder, home = Path(here), ".coursekit" in folders
        visible = (name for name in sorted(folders) if not name.startswith(".") and name != "__MACOSX")
        folders[:] = [name for name in visible if _is_new(folder / name, known)]
        shown = [name for name in sorted(files) if not name.startswith(".")]
        yield folder, [*folders, *([".coursekit"] if home else [])], shown


def _is_new(folder: Path, known: list[Path]) -> bool:
    """Return True unless a folder is a link to one that is walked through anyway; a link to elsewhere is then known."""
    if not folder.is_symlink():
        return True
    real = Path(os.path.realpath(folder))
    if any(real.is_relative_to(each) or each.is_relative_to(real) for each in known):
        return False
    known.append(real)
    return True


def _in_folder(
    folder: Path, folders: list[str], files: list[str], root: Path, usual: str
) -> Iterator[Source]:
    """Yield what was handed in as this folder, and as the files directly in it."""
    name, own = _names(folder, root, usual)
    if ".coursekit" in folders and progress_folder(folder).is_dir():
        names = frozenset(path.name for path in [*folder.glob("*.ipynb"), *folder.glob("exercises/*.ipynb")])
        yield Source(name=name, place=str(folder), path=folder, own=own, notebooks=names)
    elif _NOTEBOOKS & set(folders):
        yield Source(name=name, place=str(folder), path=folder, own=own, problem=MISSING)
    for file in files:
        path = folder / file
        name, own = _names(path, root, usual)
        kind = path.suffix.lower()
        if kind == ".zip":
            yield from _in_zip(path, name, own)
        elif folder == root and kind == ".jsonl":
            yield Source(name=name, place=str(path), path=path)
        elif folder == root and kind in _OTHERWISE:
            problem = f"missing: a {kind} holds no progress that is read here; ask for what `coursekit export` makes"
            yield Source(name=name, place=str(path), path=path, problem=problem)


def _in_zip(path: Path, name: str, own: str) -> Iterator[Source]:
    """Yield the learners in a zip: one, or one for each folder or zip in it that holds progress."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise OSError("no plain file")
        with opened(path, ()) as packed:
            parts = list(parts_in(packed, (), ()))
    except UNREADABLE as problem:
        parts = [Part((), problem=f"damaged: {why(problem)}")]
    if sum(len(part.members) for part in parts) > MEMBERS:
        parts = [Part((), problem=f"damaged: holds more than {MEMBERS:,} logs, which no learner has")]
    if len(parts) < 2:
        (part,) = parts or [Part((), problem=MISSING)]
        yield _source(part, path, name, own, str(path))
        return
    # What a platform packs has one folder around everything, which is nobody's name.
    first, last = min(part.where for part in parts)[:-1], max(part.where for part in parts)[:-1]
    around = list(takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    for part in parts:
        owner = min((each.where for each in parts if part.where[: len(each.where)] == each.where), key=len)
        own_names = owner[len(around) :]
        called = own_names[0] if own_names else name
        yield _source(
            part,
            path,
            called,
            own_names[-1] if len(own_names) > 1 else "",
            "/".join([str(path), *part.where]),
        )


def _source(part: Part, path: Path, name: str, own: str, place: str) -> Source:
    return Source(
        name=name,
        place=place,
        path=path,
        own=own,
        inside=part.inside,
        members=part.members,
        notebooks=part.notebooks,
        problem=part.problem,
    )


def _names(path: Path, root: Path, usual: str) -> tuple[str, str]:
    """Return the learner's name and, where it says more than that, the folder's or zip's own.

    The name is what lies directly below the root on the way to the path; for the root itself, its own name.
    """
    own = unicodedata.normalize("NFC", path.stem if path.is_file() else path.name)
    if path == root:
        whole = path.resolve()
        # Every learner's folder has the usual name unless they chose another.
        own = whole.parent.name if whole.name == usual else whole.stem if path.is_file() else whole.name
        return unicodedata.normalize("NFC", own), ""
    first = unicodedata.normalize("NFC", path.relative_to(root).parts[0])
    if path.parent == root:
        return own, ""
    own = re.sub(r" ?\(\d+\)$", "", own)  # as a browser names what it downloads once more
    return first, "" if own in (usual, first) else own
