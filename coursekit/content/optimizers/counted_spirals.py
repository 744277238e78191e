"""Data for the check of the training loop, which keep the rules of the exercise."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from coursekit.datasets import spirals
from coursekit.engine import Tensor, nn, no_grad, trace
from coursekit.quiz.comparison import a_shape, as_floats
from coursekit.quiz.student import NotYet, unguarded

BATCHES, BATCH = 600, 32
Points = tuple[Tensor, Tensor]


class CountedSpirals:
    """Two spirals with the methods of the exercise's `Spirals`; what breaks a rule ends the check.

    Attributes:
        batches: number of batches drawn.
        measured: validation losses that were asked for, in order.
        learning: the parameters of the network that was measured first, by id.
        broken: what was said about the first broken rule, should the learner's code have caught it.
    """

    def __init__(self, rng: np.random.Generator, *, points: int = 300) -> None:
        self._train, self._validation, self._test = (
            spirals(n=n, noise=0.05, rng=rng) for n in (300, 200, 500)
        )
        self._train = self._train[0][:points], self._train[1][:points]
        self.rng = np.random.default_rng(rng.integers(2**31))
        self.batches, self.broken = 0, ""
        self.measured: list[float] = []
        self.learning: dict[int, Any] = {}

    def batch(self, n: int) -> Points:
        """Draw n random training points (n, 2) with their labels (n, 1)."""
        self.batches += 1
        if self.batches > BATCHES:
            self._refuse(f"your training asks for batch {self.batches}; at most {BATCHES} are allowed.")
        if n > BATCH:
            self._refuse(f"a batch had {n} points, at most {BATCH} are allowed.")
        x, y = self._train
        rows = self.rng.integers(0, len(y), n)
        return Tensor(x[rows].astype(np.float32)), Tensor(y[rows, None].astype(np.float32))

    def validation_loss(self, net: Any) -> float:
        """The mean loss on points held out."""
        self.learning = self.learning or self._parameters_of(net)
        self.measured.append(self.loss_of(net))
        return self.measured[-1]

    def test_accuracy(self, net: Any) -> NoReturn:
        """Refuse to help with a choice."""
        del net
        self._refuse(
            "your training looked at the test points. What is chosen with their help, they can no longer judge: "
            "choose by `data.validation_loss(net)`."
        )

    @property
    def test(self) -> NoReturn:
        """Refuse to show the test points."""
        self.test_accuracy(None)

    @property
    def train(self) -> NoReturn:
        """Refuse to show points past `batch` and `validation_loss`."""
        self._refuse("take points with `data.batch(n)` and losses with `data.validation_loss(net)`.")

    validation = train

    def _refuse(self, sentence: str) -> NoReturn:
        self.broken = self.broken or sentence
        raise NotYet(sentence)

    def loss_of(self, net: Any) -> float:
        """The validation loss, without taking note of it."""
        x, y = self._validation
        z = _logits(net, x)
        return float(np.mean(np.logaddexp(0, z) - y * z))

    def share_of(self, net: Any) -> float:
        """The share of test points right."""
        x, y = self._test
        return float(((_logits(net, x) > 0) == (y == 1)).mean())

    def count_parameters(self, net: Any) -> int:
        """The number of entries of a network's parameters."""
        return sum(np.size(each.data) for each in self._parameters_of(net).values())

    def _parameters_of(self, net: Any) -> dict[int, Any]:
        """The parameters of a network by id: those it lists, and those that its answer comes from."""
        own, answer = unguarded(net), net(Tensor(self._test[0][:4].astype(np.float32)))
        found: list[Any]
        if isinstance(own, nn.Module):
            found = [*nn.Module.parameters(own)]
        else:
            found = [*own.parameters()] if hasattr(own, "parameters") else []
        if isinstance(answer, Tensor):
            found += [
                node.tensor
                for node in trace.graph(answer)
                if node.tensor.is_leaf and node.tensor.requires_grad
            ]
        return {id(each): each for each in found}


def _logits(net: Any, x: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Logits (n,) of a network for points (n, 2)."""
    opening = f"for {len(x)} points your network gives"
    with no_grad():
        z = as_floats(net(Tensor(x.astype(np.float32))), opening)
    if z.size != len(x):
        raise NotYet(f"{opening} {a_shape(z.shape)}, expected logits of shape ({len(x)}, 1).")
    return z.ravel()
