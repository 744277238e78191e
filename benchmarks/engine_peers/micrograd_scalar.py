"""micrograd: one object a number. Only the smallest net, with ReLU instead of tanh, which micrograd does not have."""

from __future__ import annotations

from collections.abc import Callable

from micrograd.engine import Value
from micrograd.nn import MLP

from benchmarks.engine_workloads import Workload, data

VARIANTS = {"scalar": {}}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], Value] | None:
    """One step of squared error on its own MLP; None where it does not apply."""
    del variant
    if workload.name != "tiny-sgd":
        return None
    model = MLP(workload.sizes[0], list(workload.sizes[1:]))
    x, y = (a.tolist() for a in data(workload, dtype))

    def step() -> Value:
        errors = [model([Value(v) for v in row]) - target for row, (target,) in zip(x, y, strict=True)]
        loss = sum((e * e for e in errors), Value(0.0)) * (1.0 / len(errors))
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= workload.learning_rate * p.grad
        return loss

    return step


def wait() -> None:
    """Done when the call returns."""


def value(loss: Value) -> float:
    """The loss as a float."""
    return float(loss.data)
