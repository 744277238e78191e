"""The trainings behind lesson 6's table of rivals: the widest networks of one to four equal hidden layers for the budget.

Each spends all the FLOPs that it may, at four learning rates, from twenty seeds. What takes seconds is kept in a file.
`python -c "from coursekit.content.scale.rivals import write_rivals; write_rivals()"` trains again and writes it; a
test trains some of it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from coursekit.content.scale.checks import FLOPS, PARAMETERS
from coursekit.engine import cost
from coursekit.widgets import trial
from coursekit.widgets.scale.five_seeds import BATCH

FILE = Path(__file__).with_name("rivals.json")
RATES = (0.005, 0.01, 0.02, 0.05)
SEEDS = 20


def widest(depth: int) -> list[int]:
    """Return the equal hidden widths, so many of them, that the budget of parameters just pays for."""
    width = 1
    while cost.mlp([2, *[width + 1] * depth, 1]).parameters <= PARAMETERS:
        width += 1
    return [width] * depth


def most_steps(hidden: list[int]) -> int:
    """Return the steps that the budget of FLOPs pays for."""
    return FLOPS // (3 * cost.mlp([2, *hidden, 1]).forward_flops(BATCH))


def write_rivals(path: Path = FILE, *, depths: Iterable[int] = (1, 2, 3, 4), seeds: int = SEEDS) -> None:
    """Train each rival at each rate and write the accuracies to a file."""
    found = {
        str(depth): {
            str(rate): [round(a, 3) for a in trial(hidden, rate, most_steps(hidden), seeds=seeds).accuracies]
            for rate in RATES
        }
        for depth in depths
        for hidden in [widest(depth)]
    }
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


@cache
def accuracies(depth: int, rate: float) -> list[float]:
    """The kept accuracies on new points, one for each seed."""
    found: dict[str, dict[str, list[float]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found[str(depth)][str(rate)]
