"""Run a case: its value, and the gradient of its weighted sum for every input and parameter."""

from __future__ import annotations

from typing import Any

import numpy as np
from engine_cases import Case
from engine_libraries import Engine

__all__ = ["build", "finite_differences", "run", "weights_for"]


def build(lib: Any, case: Case) -> tuple[Any, dict[str, Any]]:
    """The function of a case with its parameters set to reproducible numbers, and these parameters by name."""
    function = case.build(lib)
    parameters = dict(function.named_parameters()) if hasattr(function, "named_parameters") else {}
    for name, p in parameters.items():
        lib.fill(p, np.random.default_rng(len(name)).normal(size=tuple(p.shape)).round(3))
    return function, parameters


def weights_for(shape: tuple[int, ...]) -> np.ndarray:
    """Different weights for every entry of an output, so that no wrong gradient can hide in a sum."""
    return np.cos(np.arange(np.prod(shape, dtype=int)) + 0.5).reshape(shape)


def run(lib: Any, case: Case) -> tuple[np.ndarray, dict[str, np.ndarray | None]]:
    """The value, and the gradients by name: parameters under theirs, inputs as x0, x1, …."""
    function, leaves = build(lib, case)
    dtype = case.inputs[0].dtype if case.inputs[0].dtype.kind == "f" else np.dtype(np.float64)
    inputs = [lib.leaf(x) for x in case.inputs]
    out = function(*inputs)
    value = lib.array(out)
    leaves |= {f"x{i}": x for i, x in enumerate(inputs) if x.requires_grad}
    dtype = value.dtype if value.dtype.kind == "f" else dtype
    out.backward(lib.leaf(weights_for(value.shape).astype(dtype)).detach())
    return value, {name: lib.gradient(leaf) for name, leaf in leaves.items()}


def finite_differences(case: Case, step: float = 1e-6) -> dict[str, np.ndarray]:
    """The same gradients by moving every number a little to both sides; float64 only."""
    function, parameters = build(Engine, case)
    inputs = [Engine.leaf(x) for x in case.inputs]
    leaves = parameters | {f"x{i}": x for i, x in enumerate(inputs) if x.requires_grad}

    def total() -> float:
        value = Engine.array(function(*inputs))
        return float((value * weights_for(value.shape)).sum())

    gradients = {}
    for name, leaf in leaves.items():
        slopes = np.zeros(leaf.shape)
        for i in np.ndindex(leaf.shape):
            before = leaf.data[i]
            leaf.data[i] = before + step
            up = total()
            leaf.data[i] = before - step
            slopes[i] = (up - total()) / (2 * step)
            leaf.data[i] = before
        gradients[name] = slopes
    return gradients
