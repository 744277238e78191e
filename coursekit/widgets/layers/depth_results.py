"""Depth against width at about the same number of parameters: the results of 160 trainings, kept in a file.

`python -c "from coursekit.widgets.layers.depth_results import write_results; write_results()"` trains again and
writes the file; a slow test compares.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, init, nn, no_grad, optim
from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

FILE = Path(__file__).parent / "depth_results.json"
SHAPES = {1: (2, 64, 1), 2: (2, 14, 14, 1), 3: (2, 10, 10, 10, 1), 4: (2, 8, 8, 8, 8, 1)}
"""Number of hidden layers → sizes; all have between 249 and 267 parameters."""
TASKS = ("rings", "checkerboard")
SEEDS = 20
STEPS = 1500


def points(task: str, *, n: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Points (n, 2) of a square and their labels (n,): rings of width 0.2 around the middle, or a 4 × 4 board."""
    X = rng.uniform(-1, 1, (n, 2))
    if task == "rings":
        return X, (np.sin(5 * np.pi * np.hypot(X[:, 0], X[:, 1])) > 0).astype(np.int64)
    return X, np.floor(2 * (X + 1)).astype(np.int64).sum(axis=1) % 2


def score(task: str, depth: int, seed: int) -> float:
    """The share of 1,000 new points that a network trained on 800 points from this seed gets right."""
    rng = np.random.default_rng([seed, depth + 1])
    model = _network(SHAPES[depth], rng)
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    X, labels = points(task, n=800, rng=np.random.default_rng(100 + seed))
    inputs, targets = Tensor(X, dtype=np.float64), Tensor(labels[:, None], dtype=np.float64)
    for step in range(STEPS):
        if step == round(0.7 * STEPS):
            optimizer.param_groups[0]["lr"] = 0.003
        loss = F.binary_cross_entropy_with_logits(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    new, wanted = points(task, n=1000, rng=np.random.default_rng(9000 + seed))
    with no_grad():
        on = model(Tensor(new, dtype=np.float64)).data[:, 0] > 0
    return float((on == (wanted == 1)).mean())


def _network(sizes: tuple[int, ...], rng: np.random.Generator) -> nn.Sequential:
    """Dense layers with ReLU between them; weights start at the size that suits ReLU (He et al. 2015)."""
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        dense = nn.Linear(n_in, n_out, dtype=np.float64, rng=rng)
        init.kaiming_normal_(dense.weight, nonlinearity="relu", rng=rng)
        layers += [dense, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def train_all(seeds: range = range(SEEDS)) -> dict[str, dict[str, list[float]]]:
    """Task → number of hidden layers → the share right for each seed."""
    return {
        task: {str(depth): [score(task, depth, seed) for seed in seeds] for depth in SHAPES} for task in TASKS
    }


def write_results(path: Path = FILE, *, seeds: range = range(SEEDS)) -> None:
    """Train every network and write the results to a file."""
    path.write_text(json.dumps(train_all(seeds), indent=1) + "\n", encoding="utf-8")


def load_results() -> dict[str, dict[str, list[float]]]:
    """The results kept in the file, shaped as `train_all` returns them."""
    found: dict[str, dict[str, list[float]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
