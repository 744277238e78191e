"""scikit-learn's MLPClassifier.partial_fit: one update of its own hand-derived net. Nets of linear layers only."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.engine_workloads import Workload, data, weights

VARIANTS = {"partial_fit": {}}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], float] | None:
    """One step; None where it does not apply."""
    del variant
    if workload.kind != "mlp" or workload.activation == "gelu":
        return None
    warnings.simplefilter("ignore")
    model = MLPClassifier(
        workload.sizes[1:-1],
        activation=workload.activation,
        solver=workload.optimizer,
        alpha=0.0,
        batch_size=workload.batch,
        learning_rate_init=workload.learning_rate,
        momentum=0.0,
    )
    x, y = data(workload, dtype)
    y = y.ravel().astype(np.int64)
    labels = np.arange(max(2, workload.sizes[-1]))
    model.partial_fit(x, y, classes=labels)
    values = list(weights(workload, dtype).values())
    for into, value in zip(model.coefs_ + model.intercepts_, values[::2] + values[1::2], strict=True):
        into[...] = value.T

    def step() -> float:
        model.partial_fit(x, y)
        return model.loss_

    return step


def wait() -> None:
    """Done when the call returns."""


def value(loss: float) -> float:
    """The loss as a float."""
    return float(loss)
