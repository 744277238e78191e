"""Discriminating: each mistake is rejected with its own message, each honest variant accepted."""

from __future__ import annotations

import pytest
from committed import each_chapter

from coursekit.authoring.proofs import complaints, table, trials

pytestmark = pytest.mark.uncounted


@each_chapter
def test_mistakes_are_enough_and_expect_words_of_their_own(chapter):
    assert complaints(chapter) == []


@each_chapter
def test_every_attempt_ends_as_it_should(chapter, capsys):
    found = trials(chapter)
    with capsys.disabled():
        print(f"\n{table(found)}")  # noqa: T201 - the table is what an author looks at
    wrong = [str(each) for each in found if each.complaint]
    assert not wrong, "\n".join(["", *wrong])
