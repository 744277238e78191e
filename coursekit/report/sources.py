"""Where a class's progress is: learners' folders, and zips made by `coursekit export`, below what was named."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coursekit.errors import FolderError
from coursekit.progress import progress_files, progress_folder

__all__ = ["Log", "Skipped", "Source", "find_sources"]

UNPACKED = 256 << 20  # bytes that the logs of one zip may unpack to; a learner's are a few hundred thousand
MEMBERS = 10_000
_HOME = (".coursekit", "progress")
_USUAL = "neural-networks"
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True)
class Skipped:
    """Something that could not be read, where it is, and why. It stays as it is."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Log:
    """One file of a log: how to name it, and what reads its next bytes, or raises FolderError."""

    place: str
    read: Callable[[int], bytes]


@dataclass(frozen=True)
class Source:
    """One learner's folder, or one learner's part of a zip.

    Attributes:
        name: the folder or zip directly below the one that was named: whose it probably is.
        place: the whole path.
        path: the folder, or the zip.
        members: names of the logs inside a zip; empty for a folder.
    """

    name: str
    place: str
    path: Path
    members: tuple[str, ...] = ()

    def logs(self, skipped: list[Skipped]) -> Iterator[Log]:
        """The logs, one after the other, each open until the next is asked for; what cannot be opened is named."""
        yield from self._zipped(skipped) if self.members else self._plain(skipped)

    def _plain(self, skipped: list[Skipped]) -> Iterator[Log]:
        try:
            os.scandir(progress_folder(self.path)).close()
        except OSError as problem:
            skipped.append(Skipped(self.place, _why(problem)))
        for path in progress_files(self.path):
            place = f"{self.place}/{path.name}"
            try:
                if not path.is_file():
                    skipped.append(Skipped(place, "not a plain file"))
                    continue
                with path.open("rb", buffering=0) as stream:
                    yield Log(place, _in_words(stream.read))
            except OSError as problem:
                skipped.append(Skipped(place, _why(problem)))

    def _zipped(self, skipped: list[Skipped]) -> Iterator[Log]:
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
            with zipfile.ZipFile(self.path) as packed:
                for member in self.members:
                    place = f"{self.place}/{PurePosixPath(member).name}"
                    with packed.open(member) as stream:
                        yield Log(place, _in_words(read))
                    if left < 0:
                        return
        except _BROKEN as problem:
            skipped.append(Skipped(place, _why(problem)))


def _in_words(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """The same, with a sentence for whatever can go wrong in the middle of a file."""

    def safe(size: int) -> bytes:
        try:
            return read(size)
        except _BROKEN as problem:
            raise FolderError(_why(problem)) from problem

    return safe


def _why(problem: Exception) -> str:
    return f"cannot be read ({getattr(problem, 'strerror', None) or problem})"


def find_sources(paths: Iterable[Path]) -> tuple[list[Source], list[Skipped]]:
    """Every learner's folder and zip in these places, and the zips that are of no use.

    Raises:
        FolderError: a place does not exist or is a file that is no zip, or there is no progress in any.
    """
    found: dict[tuple[Path, str], Source] = {}
    skipped: list[Skipped] = []
    places = list(paths)
    for root in places:
        if not root.exists():
            raise FolderError(
                f"{root} does not exist; name folders or zips that hold the progress of a class"
            )
        if root.is_file() and not zipfile.is_zipfile(root):
            raise FolderError(f"{root} is neither a folder nor a zip; name what `coursekit export` made")
        for source in _below(root, skipped):
            # The same folder may be named twice, or lie in another that is named too.
            found.setdefault((source.path.absolute(), source.place if source.members else ""), source)
    if not found:
        where = ", ".join(map(str, places))
        raise FolderError(
            f"there is no progress in {where}; name the folders of learners (each holds .coursekit), "
            "a folder that holds them, or zips made by `coursekit export`"
        )
    return list(found.values()), skipped


def _below(root: Path, skipped: list[Skipped]) -> Iterator[Source]:
    if root.is_file():
        yield from _packed(root, root, skipped)
        return

    def closed(problem: OSError) -> None:
        skipped.append(Skipped(str(problem.filename), _why(problem)))

    for here, folders, files in os.walk(root, onerror=closed):
        folder = Path(here)
        if ".coursekit" in folders and progress_folder(folder).is_dir():
            yield Source(_name(folder, root), str(folder), folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".zip") and not name.startswith("."):
                yield from _packed(folder / name, root, skipped)


def _packed(path: Path, root: Path, skipped: list[Skipped]) -> Iterator[Source]:
    """The learners in a zip: one, or one for each folder in it that holds progress."""
    learners: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(path) as packed:
            for member in packed.namelist():
                parts = PurePosixPath(member).parts
                if parts[-3:-1] == _HOME and member.endswith(".jsonl"):
                    learners.setdefault("/".join(parts[:-3]), []).append(member)
    except _BROKEN as problem:
        skipped.append(Skipped(str(path), _why(problem)))
        return
    if not learners:
        skipped.append(Skipped(str(path), "holds no progress"))
    if sum(map(len, learners.values())) > MEMBERS:
        skipped.append(Skipped(str(path), f"holds more than {MEMBERS:,} logs, which no learner has"))
        return
    name, place = _name(path, root), str(path)
    for inside, members in sorted(learners.items()):
        several = len(learners) > 1
        yield Source(
            inside.split("/")[0] or name if several else name,
            f"{place}/{inside}" if several else place,
            path,
            tuple(sorted(members)),
        )


def _name(path: Path, root: Path) -> str:
    """What lies directly below the root on the way to the path; where that is the root itself, its own name."""
    if path == root:
        whole = path.resolve()
        # Every learner's folder is called so unless they chose another name.
        return whole.parent.name if whole.name == _USUAL else whole.stem if path.is_file() else whole.name
    first = path.relative_to(root).parts[0]
    return path.stem if path.is_file() and first == path.name else first
