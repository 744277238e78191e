"""The learners in a zip, and in the zips inside it, whoever packed it.

Nothing is unpacked to a disk, so a name such as ../../x is never a path here.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

UNPACKED = 256 << 20  # bytes that the logs of one zip may unpack to; a learner's are a few hundred thousand
_DEEPEST = 3  # zips inside each other, as a learning platform packs them
_HOME = (".coursekit", "progress")
UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
MISSING = "missing: no progress in it (no folder .coursekit)"


def why(problem: Exception) -> str:
    """Say in a few words why a file cannot be read."""
    return f"cannot be read ({getattr(problem, 'strerror', None) or problem})"


@dataclass(frozen=True)
class Part:
    """A learner's part of a zip: its folder and zips in it, the zips to open, the logs, the notebooks, or a problem."""

    where: tuple[str, ...]
    inside: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    notebooks: frozenset[str] = frozenset()
    problem: str = ""


def parts_in(packed: zipfile.ZipFile, inside: tuple[str, ...], above: tuple[str, ...]) -> Iterator[Part]:
    """Yield the learners in an open zip.

    Args:
        packed: the zip.
        inside: the zips around it that lead to it.
        above: the folders and zips around it, as names.
    """
    logs: dict[tuple[str, ...], list[str]] = {}
    notebooks: list[tuple[str, ...]] = []
    zips: list[tuple[tuple[str, ...], zipfile.ZipInfo]] = []
    for entry in packed.infolist():
        parts = _path_of(entry)
        if parts[-3:-1] == _HOME and parts[-1].endswith(".jsonl"):
            logs.setdefault(parts[:-3], []).append(entry.filename)
        elif parts[-1].endswith(".ipynb"):
            notebooks.append(parts)
        elif parts[-1].lower().endswith(".zip"):
            zips.append((parts, entry))
    for folder, members in sorted(logs.items()):
        names = frozenset(each[-1] for each in notebooks if each[: len(folder)] == folder)
        yield Part((*above, *folder), inside, tuple(sorted(members)), names)
    homes = {*logs, *(parts[:-1] for parts, _ in zips)}
    depth = min(
        map(len, homes), default=0
    )  # beside learners' folders with progress lie those of learners without
    without = {each[:depth] for each in notebooks if len(each) > depth} - {home[:depth] for home in homes}
    yield from (Part((*above, *folder), problem=MISSING) for folder in sorted(without))
    for parts, entry in zips:
        yield from _nested(packed, entry, inside, (*above, *parts[:-1], parts[-1][:-4]))


def _nested(
    packed: zipfile.ZipFile, entry: zipfile.ZipInfo, inside: tuple[str, ...], where: tuple[str, ...]
) -> Iterator[Part]:
    """Yield the learners in a zip that lies in another."""
    try:
        if len(inside) >= _DEEPEST or entry.file_size > UNPACKED:
            raise ValueError(f"it lies too deep, or unpacks to more than {UNPACKED:,} bytes")
        with opened(io.BytesIO(packed.read(entry)), ()) as inner:
            found = list(parts_in(inner, (*inside, entry.filename), where))
    except UNREADABLE as problem:
        found = [Part(where, problem=f"damaged: {why(problem)}")]
    yield from found or [Part(where, problem=MISSING)]


@contextmanager
def opened(file: Path | io.BytesIO, inside: tuple[str, ...]) -> Iterator[zipfile.ZipFile]:
    """Open a zip, or the one that zips inside it lead to."""
    with ExitStack() as stack:
        packed = stack.enter_context(zipfile.ZipFile(file))
        for member in inside:
            packed = stack.enter_context(zipfile.ZipFile(io.BytesIO(packed.read(member))))
        yield packed


def _path_of(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the path of a zip's entry, ("",) for one that is of no use.

    Finder writes UTF-8 without saying so, some tools on Windows write backslashes.
    """
    name = entry.filename
    if not entry.flag_bits & 0x800:  # "the name is UTF-8"
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    found = tuple(part for part in parts if part not in ("", "."))
    # Finder adds a copy of everything under other names, which holds nothing.
    return ("",) if not found or "__MACOSX" in found or found[-1].startswith("._") else found
