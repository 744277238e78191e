"""Claims: every number a learner reads is registered in claims.py and computed again."""

from __future__ import annotations

import pytest
from committed import each_chapter

from coursekit.authoring.accounts import complaints

pytestmark = pytest.mark.uncounted


@each_chapter
def test_every_number_is_accounted_for_and_right(chapter):
    found = complaints(chapter)
    assert not found, "\n".join(["", *found])
