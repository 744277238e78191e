"""Data for the check of the training loop, which count how they are used."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import spirals
from coursekit.engine import Tensor, no_grad

BATCHES, BATCH = 600, 32


class CountedSpirals:
    """Two spirals with the methods of the exercise's `Spirals`.

    Attributes:
        batches: number of batches drawn.
        largest: points in the largest of them.
        measured: validation losses that were asked for, in order.
        peeked: True once the test points were touched.
        bypassed: True once points were taken past `batch` and `validation_loss`.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.batches = self.largest = 0
        self.measured: list[float] = []
        self.peeked = self.bypassed = False
        self._sets = [spirals(n=n, noise=0.05, rng=rng) for n in (300, 200, 500)]

    def batch(self, n: int) -> tuple[Tensor, Tensor]:
        """Draw n random training points (n, 2) with their labels (n, 1)."""
        self.batches += 1
        self.largest = max(self.largest, int(n))
        x, y = self._sets[0]
        rows = self.rng.integers(0, len(y), n)
        return _tensors(x[rows], y[rows])

    def validation_loss(self, net: Any) -> float:
        """The mean loss on points held out."""
        self.measured.append(self.loss_of(net))
        return self.measured[-1]

    def test_accuracy(self, net: Any) -> float:
        """The share of test points right; asking is remembered."""
        self.peeked = True
        return self.share_of(net)

    @property
    def train(self) -> tuple[Tensor, Tensor]:
        """All training points; asking is remembered."""
        self.bypassed = True
        return _tensors(*self._sets[0])

    @property
    def validation(self) -> tuple[Tensor, Tensor]:
        """All validation points; asking is remembered."""
        self.bypassed = True
        return _tensors(*self._sets[1])

    @property
    def test(self) -> tuple[Tensor, Tensor]:
        """All test points; asking is remembered."""
        self.peeked = True
        return _tensors(*self._sets[2])

    def loss_of(self, net: Any) -> float:
        """The validation loss, without taking note of it."""
        x, y = self._sets[1]
        z = _logits(net, x)
        return float(np.mean(np.logaddexp(0, z) - y * z))

    def share_of(self, net: Any) -> float:
        """The share of test points right, without taking note of it."""
        x, y = self._sets[2]
        return float(((_logits(net, x) > 0) == (y == 1)).mean())


def _tensors(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> tuple[Tensor, Tensor]:
    return Tensor(x.astype(np.float32)), Tensor(y[:, None].astype(np.float32))


def _logits(net: Any, x: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Logits (n,) of a network for points (n, 2)."""
    with no_grad():
        said = net(Tensor(x.astype(np.float32)))
    return np.array(said.data, dtype=float).reshape(len(x))
