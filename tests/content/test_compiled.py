"""The compiled chapters: all that a kernel reads of a chapter's texts."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from coursekit.content import chapters, load_course
from coursekit.content.chapters import COMPILED, Chapter
from coursekit.errors import BankError

AS_A_LEARNER = """
import sys

sys.modules["yaml"] = None
import coursekit.lab, coursekit.quiz, coursekit.report, coursekit.widgets
from coursekit.content import chapters, find_question, reference

for chapter in chapters():
    assert all(find_question(chapter.full_id(name)) for name in chapter.bank.questions)
    assert all(map(reference, chapter.exercises))
    assert chapter.pictures
print([name for name in sys.modules if name.endswith(".numbers") and name.startswith("coursekit")
       or name.startswith("coursekit.authoring")])
"""


def test_a_learner_needs_neither_yaml_nor_the_numbers_behind_the_texts():
    ran = subprocess.run([sys.executable, "-c", AS_A_LEARNER], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.slug)
def test_a_chapter_survives_being_written_and_read(chapter):
    assert msgspec.json.decode(msgspec.json.encode(chapter), type=Chapter) == chapter


def test_a_damaged_compiled_chapter_is_refused_with_the_way_out(sample, tmp_path):
    (sample().folder / COMPILED).write_text('{"slug": "tiny"', encoding="utf-8")
    with pytest.raises(BankError, match=r"tiny/chapter\.json: .*; build the chapter again"):
        _ = load_course(tmp_path / "content").chapters
