"""Zips from anywhere: what is in them, under plain names, or one sentence on why they can't be used.

Nothing is unpacked to a disk, so that no name in a zip is ever a path here. Zips made by the Finder and by Windows
hold helper files, backslashes and names in other alphabets; these are understood.
"""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath, PureWindowsPath

from coursekit.errors import FolderError

__all__ = ["read_zip"]

UNPACKED = 256 << 20  # bytes; a learner's folder with all its pictures is a tenth of that
MEMBERS = 20_000
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


def read_zip(
    data: bytes, name: str, *, wanted: Callable[[PurePosixPath], bool]
) -> dict[PurePosixPath, bytes]:
    """Return the files of a zip that are wanted, by their path in it.

    Args:
        data: the zip itself.
        name: what it is called in an error.
        wanted: takes a path and says whether its file is of use; the Finder's helper files are left out before.

    Raises:
        FolderError: it is no zip, torn, locked, far too large, or holds a name that leads out of it, a link, or one
            name twice with different content.
    """
    found: dict[PurePosixPath, bytes] = {}
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > MEMBERS:
                raise _refused(name, f"holds more than {MEMBERS:,} files")
            for entry in packed.infolist():
                path = _path(entry, name)
                if (
                    entry.is_dir()
                    or path.name.startswith("._")
                    or "__MACOSX" in path.parts
                    or not wanted(path)
                ):
                    continue
                _refuse_odd(entry, path, name)
                with packed.open(entry) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _refused(name, f"unpacks to more than {UNPACKED >> 20} MB")
                if found.setdefault(path, content) != content:
                    raise _refused(name, f"holds two files called {str(path)!r}")
    except FolderError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError) as problem:
        what = "is damaged" if data.startswith(b"PK") else "is no zip"
        raise _refused(name, f"{what} ({problem})") from problem
    return found


def _path(entry: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Return the path of a member in the zip; one that leads out of it is refused."""
    text = entry.orig_filename.partition("\0")[0]
    if not entry.flag_bits & _UTF8_NAME:  # the Finder writes UTF-8 without saying so
        with suppress(UnicodeError):
            text = text.encode("cp437").decode("utf-8")
    path = PurePosixPath(unicodedata.normalize("NFC", text.replace("\\", "/")))
    windows = PureWindowsPath(path)
    if path.is_absolute() or windows.drive or windows.root or ".." in path.parts:
        raise _refused(name, f"holds the name {text!r}, which leads out of it")
    return path


def _refuse_odd(entry: zipfile.ZipInfo, path: PurePosixPath, name: str) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise FolderError(f"{name} is locked with a password; unpack it, and pack it again without one")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(name, f"is packed by method {entry.compress_type}, which few programs know")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _refused(name, f"holds {str(path)!r}, which is a link or a device and no file")


def _refused(name: str, why: str) -> FolderError:
    return FolderError(f"{name} {why}, so nothing was taken from it; name a zip that `coursekit export` made")
