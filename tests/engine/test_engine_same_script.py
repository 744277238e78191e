"""The lessons' promise: the same code runs under PyTorch when its imports are changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from engine_libraries import Torch

SCRIPT = Path(__file__).with_name("model_script.py")
IMPORTS = {
    "from coursekit.engine.data import": "from torch.utils.data import",
    "from coursekit.engine.nn import": "from torch.nn import",
    "from coursekit.engine import": "from torch import",
}


def test_the_same_script_runs_under_pytorch_with_only_its_imports_changed(oracle: Torch) -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    mine, theirs = run(text), run(in_pytorch(text))
    assert mine.keys() == theirs.keys()
    assert mine["names"] == theirs["names"]
    for name in mine.keys() - {"names"}:
        np.testing.assert_allclose(mine[name], theirs[name], rtol=1e-3, atol=1e-4, err_msg=name)


def test_the_script_under_pytorch_does_not_touch_the_engine() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    changed = [a for a, b in zip(text.splitlines(), in_pytorch(text).splitlines(), strict=True) if a != b]
    assert all(line.startswith("from coursekit.engine") for line in changed)
    assert "coursekit" not in in_pytorch(text)


def test_the_script_runs_under_the_engine_alone() -> None:
    found = run(SCRIPT.read_text(encoding="utf-8"))
    assert found["losses"][-1] < found["losses"][0]
    np.testing.assert_allclose(found["line"][:2], [3, 1], atol=0.1)


def in_pytorch(text: str) -> str:
    """The script with its imports changed."""
    for mine, theirs in IMPORTS.items():
        text = text.replace(mine, theirs)
    return text


def run(text: str) -> dict[str, Any]:
    """What the script found."""
    namespace: dict[str, Any] = {"__name__": "script"}
    exec(compile(text, str(SCRIPT), "exec"), namespace)
    found: dict[str, Any] = namespace["found"]
    return found
