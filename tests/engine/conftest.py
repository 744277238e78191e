"""What the engine's tests share: PyTorch as the oracle where it is installed, and ONNX's list at the end."""

from __future__ import annotations

import sys

import pytest
from engine_libraries import Torch, needs


@pytest.fixture(scope="session")
def oracle() -> Torch:
    """PyTorch, or a skip with a sentence (a failure where COURSEKIT_REQUIRE names torch)."""
    torch = needs("torch", "nothing compares the engine with PyTorch")
    torch.set_num_threads(1)
    return Torch()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print which of ONNX's cases the engine was put to, and which not and why, if that test ran."""
    adapter = sys.modules.get("onnx_adapter")
    if adapter is not None and adapter.REPORT:
        terminalreporter.section("ONNX")
        for line in adapter.REPORT:
            terminalreporter.write_line(line)
