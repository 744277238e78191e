from __future__ import annotations

import os

import pytest

from coursekit.confined import missing_for_confinement


@pytest.fixture(scope="session")
def confinement():
    """Walls around learners' code, or a skip with a sentence (a failure where COURSEKIT_REQUIRE names confinement)."""
    missing = missing_for_confinement()
    if missing:
        assert "confinement" not in os.environ.get("COURSEKIT_REQUIRE", "").split(","), missing
        pytest.skip(f"learners' code cannot be confined here: {missing}")
