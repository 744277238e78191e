"""What a stranger reads first is true: its pictures and its lessons; what it has them type, test_pages.py tries."""

from __future__ import annotations

import re
from pathlib import Path

import coursekit
from coursekit.content import chapters

ROOT = Path(coursekit.__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
IMAGES = re.findall(r'<img src="([^"]+)"[^>]*?alt="([^"]+)"', TEXT)


def test_every_picture_is_there_and_said_in_words():
    assert len(IMAGES) == TEXT.count("<img")
    assert [path for path, words in IMAGES if not (ROOT / path).is_file() or len(words.split()) < 12] == []


def test_no_picture_is_kept_that_nobody_sees_and_all_are_small():
    kept = sorted((ROOT / "docs" / "pictures").iterdir())
    assert [f"docs/pictures/{path.name}" for path in kept] == sorted(path for path, _ in IMAGES)
    assert sum(path.stat().st_size for path in kept) < 1_500_000


def test_the_lessons_are_those_of_the_course():
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", TEXT, re.MULTILINE)
    assert rows == [(str(each.number), each.title) for each in chapters()]
