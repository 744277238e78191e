"""A wheel of coursekit and the course for the browser, packed from their files: no source tree and no builder is needed."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import coursekit
from coursekit.content import current_course

OTHER_COURSE = "coursekit_course"  # the folder beside coursekit that holds another course than ours
# The site holds the notebooks as files; authors and servers do not live in a browser.
_LEFT_OUT = ("notebooks", "authoring", "__pycache__", "labextensions", "extension")
_MOMENT = (2020, 1, 1, 0, 0, 0)  # the same files make the same wheel, which browsers then need not load again


def own_wheel(folder: Path) -> Path:
    """Write the wheel into a folder and return its path."""
    name = f"coursekit-{coursekit.__version__}"
    info = f"{name}.dist-info"
    files = {
        **dict(_files()),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: coursekit\nVersion: {coursekit.__version__}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: coursekit\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={_digest(raw)},{len(raw)}" for path, raw in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    target = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, raw in files.items():
            packed.writestr(zipfile.ZipInfo(path, _MOMENT), raw, zipfile.ZIP_DEFLATED)
    return target


def _files() -> Iterator[tuple[str, bytes]]:
    yield from _below(Path(coursekit.__file__).parent, "coursekit")
    course = current_course()
    if not course.is_own:
        yield f"{OTHER_COURSE}/course.json", (course.folder / "course.json").read_bytes()
        for each in course.chapters:
            yield from _below(each.folder, f"{OTHER_COURSE}/{each.slug}")


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not {*_LEFT_OUT} & {*inside.parts}:
            yield f"{name}/{inside.as_posix()}", path.read_bytes()


def _digest(raw: bytes) -> str:
    """The digest as RECORD wants it."""
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
