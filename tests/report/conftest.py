from __future__ import annotations

import pytest


@pytest.fixture
def room(sample, tmp_path):
    """An empty folder for a class, in a course that has the sample chapter."""
    sample()
    folder = tmp_path / "class"
    folder.mkdir()
    return folder
