"""Ten neurons side by side that read digits, one for each digit: how they were trained, and the kept weights.

Kept for the reason given in `digit_params`. `save(train())` writes the file anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

import coursekit
from coursekit.datasets import digits
from coursekit.engine import Tensor, functional, nn, optim

Layer: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]

FILE = Path(coursekit.__file__).with_name("data") / "ten_neurons.npz"

_EPOCHS = 40
_BATCH = 50


def ten_neurons() -> Layer:
    """The layer W (64, 10), b (10,) of ten trained neurons: `x @ W + b` scores an image for each of the ten digits.

    It was trained on the 1,000 training digits of `datasets.digits()` and reads 95 % of the validation digits.
    """
    W, b = _kept()
    return W.copy(), b.copy()


def train() -> Layer:
    """Train the ten neurons from their seed, in about 0.1 seconds; W and b as in `ten_neurons`."""
    X, labels = digits().training
    model = fit_reader(X, labels, hidden=0, rng=np.random.default_rng(0))
    (layer,) = model
    state = layer.state_dict()
    return np.array(state["weight"].T), np.array(state["bias"])


def fit_reader(
    X: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], *, hidden: int, rng: np.random.Generator
) -> nn.Sequential:
    """Train a reader of digits on images X (n, 64) and labels (n,): ten neurons, or as many behind `hidden` ReLU units."""
    layers = [nn.Linear(64, hidden, rng=rng), nn.ReLU()] if hidden else []
    model = nn.Sequential(*layers, nn.Linear(hidden or 64, 10, rng=rng)).double()
    optimizer = optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.1)
    inputs = X.astype(np.float64)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(inputs))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            optimizer.zero_grad()
            functional.cross_entropy(model(Tensor(inputs[batch], dtype=np.float64)), labels[batch]).backward()
            optimizer.step()
    return model


def save(layer: Layer, path: Path = FILE) -> None:
    """Write a layer to a file, in 16 bits a number."""
    W, b = layer
    np.savez_compressed(path, W=W.astype(np.float16), b=b.astype(np.float16))


@cache
def _kept() -> Layer:
    with np.load(FILE, allow_pickle=False) as file:
        return file["W"].astype(np.float64), file["b"].astype(np.float64)
