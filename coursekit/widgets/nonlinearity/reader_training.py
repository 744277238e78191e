"""One bent layer that reads digits as odd or even: how it was trained, what 20 splits gave, and the kept weights.

Kept, so that pictures and numbers are the same on every machine; `write(experiment())` makes the file anew, in a minute.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import coursekit
from coursekit.datasets import digits
from coursekit.engine import Tensor, nn, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.widgets.neuron.digit_pairs import Neuron, examples, fit_neuron

Array = npt.NDArray[np.float64]

UNITS = 8
SPLITS = 20
TUNED = 8
"""The first splits, on which the number of epochs, the learning rate and the weight decay were chosen."""
KINDS = ("neuron", "straight", "bent")
FILE = Path(coursekit.__file__).with_name("data") / "odd_even.json"

_SEEN = 1000
_EPOCHS = 100
_BATCH = 50


class BentLayer(NamedTuple):
    """Weights (64, 8) and biases (8,) of the hidden layer, weights (8, 1) and bias (1,) of the output."""

    W1: Array
    b1: Array
    W2: Array
    b2: Array


def bent_layer() -> BentLayer:
    """Return a trained network 64-8-1: its sum is above 0 where it says odd. It has seen the 1,000 training digits."""
    return BentLayer(*(np.array(part) for part in _kept()["layer"]))


@functools.cache
def one_neuron() -> Neuron:
    """Return the single neuron that training finds on the same 1,000 digits."""
    X, labels = digits().training
    return fit_neuron(X.astype(np.float64), labels % 2 == 1)


def shares(kind: str) -> Array:
    """Return the share of new digits that is read rightly on each split, (20,), by a "neuron", a "straight" or a "bent" layer."""
    return np.array(_kept()[kind])


def train(X: Array, odd: npt.NDArray[np.bool_], *, bend: bool, seed: int) -> BentLayer:
    """Train 64-8-1 to say which images X (n, 64) show an odd digit, with ReLU in the hidden layer or without."""
    rng = np.random.default_rng(seed)
    hidden, output = nn.Linear(64, UNITS, rng=rng), nn.Linear(UNITS, 1, rng=rng)
    model = nn.Sequential(hidden, *([nn.ReLU()] if bend else []), output).double()
    optimizer = optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.01)
    inputs, targets = X.astype(np.float64), odd[:, None].astype(np.float64)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(X))
        for start in range(0, len(X), _BATCH):
            batch = order[start : start + _BATCH]
            optimizer.zero_grad()
            said, wanted = model(Tensor.constant(inputs[batch])), Tensor.constant(targets[batch])
            F.binary_cross_entropy_with_logits(said, wanted).backward()
            optimizer.step()
    (W1, b1), (W2, b2) = (layer.parameters() for layer in (hidden, output))
    return BentLayer(W1.data.T, b1.data, W2.data.T, b2.data)


def share_of_new(split: int, kind: str) -> float:
    """Train on 1,000 of the 1,300 digits that may be used; return the share of the other 300 that is read rightly.

    The splits, and with a "neuron" the shares, are those of lesson 1.
    """
    X, odd = examples("odd and even")
    order = np.random.default_rng(split).permutation(len(X))
    seen, new = order[:_SEEN], order[_SEEN:]
    if kind == "neuron":
        z = fit_neuron(X[seen], odd[seen]).sums(X[new])
    else:
        bend = kind == "bent"
        z = sums(train(X[seen], odd[seen], bend=bend, seed=split), X[new], bend=bend)
    return float(((z > 0) == odd[new]).mean())


def sums(layer: BentLayer, X: Array, *, bend: bool = True) -> Array:
    """Return the sum of the output neuron for images X: (n, 64) → (n,)."""
    z = X @ layer.W1 + layer.b1
    return np.asarray(((np.maximum(0, z) if bend else z) @ layer.W2 + layer.b2)[:, 0])


def experiment(splits: int = SPLITS) -> dict[str, Any]:
    """Train everything that is kept, or on fewer splits."""
    X, labels = digits().training
    layer = train(X.astype(np.float64), labels % 2 == 1, bend=True, seed=0)
    found = {kind: [share_of_new(split, kind) for split in range(splits)] for kind in KINDS}
    return {**found, "layer": [part.round(3).tolist() for part in layer]}


def write(found: dict[str, Any], path: Path = FILE) -> None:
    """Write what an experiment found to a file."""
    path.write_text(json.dumps(found).replace("], [", "],\n["), encoding="utf-8")


@functools.cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept
