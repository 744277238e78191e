"""A learner's cell: source text in, the names it defines out."""

from __future__ import annotations

import linecache
from itertools import count
from textwrap import dedent
from typing import Any

import numpy as np

from coursekit.quiz import CheckResult, Exercise, exercise, run_check

_numbers = count(1)


def cell(source: str) -> dict[str, Any]:
    """The names after running `source` as a notebook would, its lines known to Python."""
    source, name = dedent(source).strip() + "\n", f"<cell {next(_numbers)}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    space: dict[str, Any] = {"np": np}
    exec(compile(source, name, "exec"), space)
    return space


@exercise("neuron", needs=("neuron",), why="Weigh, sum, bend.")
def neuron_check(s, rng, expect):
    """One fixed input, six is right."""
    x, w, b = np.array([2.0, -1.0]), np.array([1.0, -3.0]), 1
    lost = (lambda x, w, b: x @ w, "Did the bias get lost?")
    expect.agrees(s.neuron, [{"x": x, "w": w, "b": b}], lambda x, w, b: x @ w + b, mistakes=[lost])


def checked(source: str, check: Exercise = neuron_check, *, seed: int = 0) -> CheckResult:
    """What a check says to a cell."""
    return run_check(check, cell(source), seed=seed)
