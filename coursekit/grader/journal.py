"""The journal of a run: what was marked, a line each, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from coursekit.errors import FolderError
from coursekit.grader.judge import Marked, Task

__all__ = ["JOURNAL", "Journal", "digest_of"]

JOURNAL = "graded.jsonl"


class Run(Struct, frozen=True, tag=True):
    """The first line: what the marks of a run depend on."""

    seed: int
    edition: str


class Entry(Struct, frozen=True, tag=True):
    """A marked submission, and the digest of what was handed in."""

    digest: str
    marked: Marked


_decoder = msgspec.json.Decoder(Run | Entry)


class Journal:
    """The journal in a folder.

    Args:
        folder: where marks are written.
        edition: of the course; another one's marks are not taken over.
        seed: of the run; by default the one that is recorded there, or a new one.

    Attributes:
        seed: of this run.

    Raises:
        FolderError: it cannot be written.
    """

    def __init__(self, folder: Path, *, edition: str, seed: int | None) -> None:
        self._path = folder / JOURNAL
        self._marked: dict[str, Marked] = {}
        run, entries = self._read()
        self.seed = seed if seed is not None else run.seed if run else int.from_bytes(os.urandom(4), "big")
        now = Run(self.seed, edition)
        if run == now:
            self._marked = {each.digest: each.marked for each in entries}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if run != now:
                self._path.write_bytes(_line(now))
        except OSError as problem:
            raise _unwritable(self._path, problem) from problem

    def known(self, digest: str) -> Marked | None:
        """Return what was marked before under this digest."""
        return self._marked.get(digest)

    def add(self, digest: str, marked: Marked) -> None:
        """Write down a result.

        Raises:
            FolderError: the disk is full, for instance.
        """
        try:
            with self._path.open("ab") as stream:
                stream.write(_line(Entry(digest, marked)))
        except OSError as problem:
            raise _unwritable(self._path, problem) from problem

    def _read(self) -> tuple[Run | None, list[Entry]]:
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return None, []
        except OSError as problem:
            raise _unwritable(self._path, problem) from problem
        found: list[Any] = []
        for line in lines:
            try:
                found.append(_decoder.decode(line))
            except msgspec.DecodeError:  # torn when the run was stopped: it is marked again
                continue
        run = found[0] if found and isinstance(found[0], Run) else None
        return run, [each for each in found if isinstance(each, Entry)]


def digest_of(task: Task) -> str:
    """A digest of what was handed in: the same again is not marked again."""
    digest = hashlib.sha256(f"{task.seconds} {task.learner}".encode())
    for name, data in sorted(task.files.items()):
        for part in (name.encode(), data):
            digest.update(len(part).to_bytes(8, "big") + part)
    digest.update("\n".join(task.notes).encode())
    return digest.hexdigest()


def _line(entry: Struct) -> bytes:
    return msgspec.json.encode(entry) + b"\n"


def _unwritable(path: Path, problem: OSError) -> FolderError:
    return FolderError(
        f"{path} cannot be written ({problem.strerror or problem}); make room, or give another folder with --out"
    )
