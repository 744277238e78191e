"""The folders and zips that hold the progress of a class, and the log files in them."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coursekit.errors import FolderError
from coursekit.progress import progress_files, progress_folder

UNPACKED = 256 << 20  # bytes that the logs of one zip may unpack to; a learner's are a few hundred thousand
MEMBERS = 10_000
_HOME = (".coursekit", "progress")
_UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


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


@dataclass(frozen=True)
class Source:
    """A learner's folder, or the part of a zip that is one learner's.

    Attributes:
        name: the folder or zip directly below the one that was named, since that is usually called like its
            learner.
        place: the whole path.
        path: the folder, or the zip.
        members: names of the logs inside a zip; empty for a folder.
    """

    name: str
    place: str
    path: Path
    members: tuple[str, ...] = ()

    def log_files(self, skipped: list[Skipped]) -> Iterator[LogFile]:
        """Open the log files one after the other, each until the next is asked for; add to `skipped` what won't open."""
        yield from self._zipped(skipped) if self.members else self._plain(skipped)

    def _plain(self, skipped: list[Skipped]) -> Iterator[LogFile]:
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
                    yield LogFile(place, _guarded(stream.read))
            except OSError as problem:
                skipped.append(Skipped(place, _why(problem)))

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
            with zipfile.ZipFile(self.path) as packed:
                for member in self.members:
                    place = f"{self.place}/{PurePosixPath(member).name}"
                    with packed.open(member) as stream:
                        yield LogFile(place, _guarded(read))
                    if left < 0:
                        return
        except _UNREADABLE as problem:
            skipped.append(Skipped(place, _why(problem)))


def _guarded(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Wrap a read function so that whatever goes wrong in the middle of a file is a FolderError."""

    def safe(size: int) -> bytes:
        try:
            return read(size)
        except _UNREADABLE as problem:
            raise FolderError(_why(problem)) from problem

    return safe


def _why(problem: Exception) -> str:
    return f"cannot be read ({getattr(problem, 'strerror', None) or problem})"


def find_sources(paths: Iterable[Path], *, usual: str) -> tuple[list[Source], list[Skipped]]:
    """Find every learner's folder and zip below these paths, and the zips that are of no use.

    Args:
        paths: folders and zips.
        usual: the name that the course gives to a learner's folder, which therefore says nothing about the learner.

    Raises:
        FolderError: a path does not exist or is a file that is no zip, or there is no progress in any.
    """
    found: dict[tuple[Path, str], Source] = {}
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
            found.setdefault((source.path.absolute(), source.place if source.members else ""), source)
    if not found:
        where = ", ".join(map(str, roots))
        raise FolderError(
            f"there is no progress in {where}; name the folders of learners (each holds .coursekit), "
            "a folder that holds them, or zips made by `coursekit export`"
        )
    return list(found.values()), skipped


def _below(root: Path, usual: str, skipped: list[Skipped]) -> Iterator[Source]:
    if root.is_file():
        yield from _in_zip(root, _name(root, root, usual), skipped)
        return

    def unreadable(problem: OSError) -> None:
        skipped.append(Skipped(str(problem.filename), _why(problem)))

    for here, folders, files in os.walk(root, onerror=unreadable):
        folder = Path(here)
        if ".coursekit" in folders and progress_folder(folder).is_dir():
            yield Source(_name(folder, root, usual), str(folder), folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".zip") and not name.startswith("."):
                yield from _in_zip(folder / name, _name(folder / name, root, usual), skipped)


def _in_zip(path: Path, name: str, skipped: list[Skipped]) -> Iterator[Source]:
    """Find the learners in a zip: one, or one for each folder in it that holds progress."""
    learners: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(path) as packed:
            for member in packed.namelist():
                parts = PurePosixPath(member).parts
                if parts[-3:-1] == _HOME and member.endswith(".jsonl"):
                    learners.setdefault("/".join(parts[:-3]), []).append(member)
    except _UNREADABLE as problem:
        skipped.append(Skipped(str(path), _why(problem)))
        return
    if not learners:
        skipped.append(Skipped(str(path), "holds no progress"))
    if sum(map(len, learners.values())) > MEMBERS:
        skipped.append(Skipped(str(path), f"holds more than {MEMBERS:,} logs, which no learner has"))
        return
    several = len(learners) > 1
    for folder, members in sorted(learners.items()):
        yield Source(
            (several and folder.split("/")[0]) or name,
            f"{path}/{folder}" if several else str(path),
            path,
            tuple(sorted(members)),
        )


def _name(path: Path, root: Path, usual: str) -> str:
    """Return what lies directly below the root on the way to the path; for the root itself, its own name."""
    if path == root:
        whole = path.resolve()
        # Every learner's folder has the usual name unless they chose another.
        return whole.parent.name if whole.name == usual else whole.stem if path.is_file() else whole.name
    first = path.relative_to(root).parts[0]
    return path.stem if path.is_file() and first == path.name else first
