"""autograd (HIPS): NumPy code differentiated by recording, updates written by hand. Nets of linear layers only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
from autograd import value_and_grad

from benchmarks.engine_peers.hand_numpy_parts import flat_views, updater
from benchmarks.engine_workloads import Workload, data, weights

VARIANTS = {"flat update": {}}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], float] | None:
    """One step, with the flat update of the hand-written bound; None where it does not apply."""
    del variant
    if workload.kind != "mlp" or workload.activation == "gelu":
        return None
    flat, p = flat_views(weights(workload, dtype))
    gradient = flat.copy()
    names, g = list(p), flat_views(p, onto=gradient)[1]
    x, y = data(workload, dtype)
    update = updater(workload, flat, gradient)
    activation = anp.tanh if workload.activation == "tanh" else lambda z: anp.maximum(z, 0.0)
    loss_of = bce if workload.loss == "bce" else cross_entropy

    def forward(params: list[Any]) -> Any:
        h = x
        for i in range(0, len(params), 2):
            h = anp.dot(h, params[i].T) + params[i + 1]
            h = activation(h) if i + 2 < len(params) else h
        return loss_of(h, y)

    slope = value_and_grad(forward)

    def step() -> float:
        loss, gradients = slope([p[n] for n in names])
        for name, value in zip(names, gradients, strict=True):
            g[name][...] = value
        update()
        return loss

    return step


def bce(z: Any, y: Any) -> Any:
    """Binary cross-entropy from logits."""
    return anp.mean(anp.logaddexp(0.0, z) - z * y)


def cross_entropy(z: Any, y: Any) -> Any:
    """Cross-entropy of logits with labels."""
    z = z - anp.max(z, axis=1, keepdims=True)
    return anp.mean(anp.log(anp.sum(anp.exp(z), axis=1)) - z[anp.arange(len(y)), y])


def wait() -> None:
    """NumPy is done when the call returns."""


def value(loss: float) -> float:
    """The loss as a float."""
    return float(loss)
