"""What the engine's tests share: double precision, and PyTorch as the oracle where it is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engine_libraries import Engine, Torch, needs


@pytest.fixture(scope="session")
def oracle() -> Torch:
    """PyTorch, or a skip with a sentence (a failure where COURSEKIT_REQUIRE names torch)."""
    torch = needs("torch", "nothing compares the engine with PyTorch")
    torch.set_num_threads(1)
    return Torch()


@pytest.fixture
def float64() -> Iterator[None]:
    """New parameters are in double precision for the length of a test."""
    with Engine.dtype("float64"):
        yield
