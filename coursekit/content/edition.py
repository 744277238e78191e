"""The edition of a course: a short name of its content, which changes when a text, a question or a check does.

The standard library is enough for this file: the build of the wheel runs it too (see pyproject.toml).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_OF_A_CHAPTER = (
    "chapter.json",
    "checks.py",
    "diagnoses.py",
    "exercises.py",
    "goals.py",
    "lesson.py",
    "pictures.py",
)


def edition_of(course: Path) -> str:
    """Return eight hexadecimal digits that are the same on every machine for the course in a folder."""
    digest = hashlib.sha256()
    for chapter in sorted(path.parent for path in course.glob("*/chapter.json")):
        for name in _OF_A_CHAPTER:
            path = chapter / name
            # A line ends as the machine likes it that unpacked the course.
            text = path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""
            digest.update(f"{chapter.name}/{name} {len(text)}\n".encode() + text)
    return digest.hexdigest()[:8]
