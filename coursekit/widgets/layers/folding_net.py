"""The trained network behind Origami: it takes two spirals apart, one fold after another.

Its weights are kept in a file, since training takes seconds in a browser. `python -c "from coursekit.widgets.layers.folding_net
import write_params; write_params()"` trains again and writes it; a slow test compares.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from coursekit import datasets
from coursekit.engine import Tensor, nn, optim
from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit

Array = npt.NDArray[np.float64]
Params = list[tuple[Array, Array]]

FILE = Path(__file__).with_name("folding_net.json")
FOLDS, UNITS = 4, 12
SIZES = (2, *(UNITS, 2) * FOLDS, 1)
"""Four hidden layers of 12 ReLU units; behind each, two sums that hand on where a point of the sheet now lies."""

_STAY = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], dtype=float)


@functools.cache
def spirals() -> tuple[Array, npt.NDArray[np.int64]]:
    """The 200 points, (200, 2), and their labels: the same every time."""
    return datasets.spirals(n=200, turns=1.6, noise=0.015, even=True, rng=np.random.default_rng(0))


def train(steps: int = 1500) -> Params:
    """Train the four folds together with one last cut, and return their parameters as `folding_params` does."""
    rng = np.random.default_rng(3)
    folds = tuple(_flat_fold(rng) for _ in range(FOLDS))
    cut = nn.Linear(2, 1, dtype=np.float64, rng=rng)
    model = nn.Sequential(*(layer for fold in folds for layer in fold), cut)
    optimizer = optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.01)
    X, labels = spirals()
    inputs, targets = Tensor(X, dtype=np.float64), Tensor(labels[:, None], dtype=np.float64)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = (0.01, 0.01 * 0.3, 0.01 * 0.3 * 0.3)[(step >= 900) + (step >= 1275)]
        sheet, moved = inputs, Tensor(0.0, dtype=np.float64)
        for up, down in folds:
            before, sheet = sheet, down(F.relu(up(sheet)))
            moved = moved + ((sheet - before) ** 2).mean()
        # The second part keeps every fold small, so that the eye can follow; it changes nothing else.
        loss = F.binary_cross_entropy_with_logits(cut(sheet), targets) + 0.3 * moved
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    layers = [*(layer for fold in folds for layer in fold), cut]
    return [(layer.weight.data.T.copy(), layer.bias.data.copy()) for layer in layers]  # type: ignore[union-attr]


def write_params(path: Path = FILE, *, steps: int = 1500) -> None:
    """Train the network and write its parameters to a file."""
    kept = [[W.tolist(), b.tolist()] for W, b in train(steps)]
    path.write_text(json.dumps(kept) + "\n", encoding="utf-8")


def folding_params(path: Path = FILE) -> Params:
    """Weights (in, out) and biases of all layers in order; ReLU follows every second one, from the first on."""
    return [(np.array(W), np.array(b)) for W, b in json.loads(path.read_text(encoding="utf-8"))]


def _flat_fold(rng: np.random.Generator) -> tuple[nn.Linear, nn.Linear]:
    """A layer and its two sums that leave the sheet nearly flat: the first four units pass the point on.

    Without this start the sheet is crumpled before training begins, and training ends more often in a dead end.
    """
    up, down = (nn.Linear(*size, dtype=np.float64, rng=rng) for size in ((2, UNITS), (UNITS, 2)))
    angle = rng.uniform(0, 2 * np.pi, UNITS)
    up.weight.data[...] = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    up.bias.data[...] = rng.uniform(-0.6, 0.6, UNITS)  # type: ignore[union-attr]
    up.weight.data[:4], up.bias.data[:4] = _STAY, 0  # type: ignore[union-attr]
    down.weight.data[...] = rng.normal(0, 0.03, (2, UNITS))
    down.weight.data[:, :4], down.bias.data[...] = _STAY.T, 0  # type: ignore[union-attr]
    return up, down
