from __future__ import annotations

import pytest

from coursekit.content.course import OWN


@pytest.fixture
def room(sample, tmp_path):
    """An empty folder for a class, in a course that has the sample chapter and two of ours."""
    for slug in ("neuron", "layers"):
        (tmp_path / "content" / slug).parent.mkdir(exist_ok=True)
        (tmp_path / "content" / slug).symlink_to(OWN / slug)
    sample()
    folder = tmp_path / "class"
    folder.mkdir()
    return folder
