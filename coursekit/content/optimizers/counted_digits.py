"""Data for the check of the training loop, which keep the rules of the exercise."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.engine import Tensor, no_grad
from coursekit.quiz.comparison import a_shape, as_floats
from coursekit.quiz.elsewhere import Elsewhere
from coursekit.quiz.networks import parameters_behind
from coursekit.quiz.student import NotYet, unguarded
from coursekit.widgets.optimizers.seed_networks import class_losses

BATCHES, BATCH = 600, 32
SIZES = 200, 300, 500
"""Digits to train on, for validation, and to judge."""
Points = tuple[Tensor, npt.NDArray[np.int64]]


class CountedDigits:
    """Digits with the methods of the exercise's `FewDigits`; what breaks a rule ends the check.

    They are drawn from the training and validation parts: the test part of the course stays out of it.

    Attributes:
        batches: number of batches drawn.
        measured: validation losses that were asked for, in order, each after the number of batches drawn by then.
        learning: the parameters of the network that was measured first, by id.
        broken: what was said about the first broken rule, should the learner's code have caught it.
    """

    def __init__(self, rng: np.random.Generator, *, few: int = SIZES[0]) -> None:
        training, validation, _ = digits()
        X = np.concatenate([training.X, validation.X])
        labels = np.concatenate([training.labels, validation.labels])
        order = np.split(rng.permutation(len(labels)), np.cumsum(SIZES))[:3]
        self._train, self._validation, self._test = ((X[rows], labels[rows]) for rows in order)
        self._train = self._train[0][:few], self._train[1][:few]
        self.rng = np.random.default_rng(rng.integers(2**31))
        self.batches, self.broken = 0, ""
        self.measured: list[tuple[int, float]] = []
        self.learning: dict[int, Any] = {}

    def batch(self, n: int) -> Points:
        """Draw n random training digits (n, 64) with their labels (n,)."""
        self.batches += 1
        if self.batches > BATCHES:
            self._refuse(f"your training asks for batch {self.batches}; at most {BATCHES} are allowed.")
        if not 0 < n <= BATCH:
            self._refuse(f"a batch had {n} digits; at least 1 and at most {BATCH} are allowed.")
        x, y = self._train
        rows = self.rng.integers(0, len(y), n)
        return Tensor(x[rows]), y[rows]

    def validation_loss(self, net: Any) -> float:
        """The mean loss on digits held out."""
        self.learning = self.learning or self._parameters_of(net)
        self.measured.append((self.batches, self.loss_of(net)))
        return self.measured[-1][1]

    def test_accuracy(self, net: Any) -> NoReturn:
        """Refuse to help with a choice."""
        del net
        self._refuse(
            "your training looked at the test digits. What is chosen with their help, they can no longer judge: "
            "choose by `data.validation_loss(net)`."
        )

    @property
    def test(self) -> NoReturn:
        """Refuse to show the test digits."""
        self.test_accuracy(None)

    @property
    def train(self) -> NoReturn:
        """Refuse to show digits past `batch` and `validation_loss`."""
        self._refuse("take digits with `data.batch(n)` and losses with `data.validation_loss(net)`.")

    validation = train

    def _refuse(self, sentence: str) -> NoReturn:
        self.broken = self.broken or sentence
        raise NotYet(sentence)

    def loss_of(self, net: Any) -> float:
        """The validation loss, without taking note of it; a network that gives two is refused."""
        x, y = self._validation
        first, second = (float(class_losses(_logits(net, x), y)) for _ in range(2))
        if abs(first - second) > 1e-6:
            self._refuse(
                "asked twice about the same digits, your network gives two losses. Does it use dropout? Call `net.eval()` "
                "before you measure or return it, and `net.train()` before you go on."
            )
        return first

    def share_of(self, net: Any) -> float:
        """The share of test digits read."""
        x, y = self._test
        return float((_logits(net, x).argmax(axis=1) == y).mean())

    def count_parameters(self, net: Any) -> int:
        """The number of entries of a network's parameters."""
        return sum(size for size, _ in self._parameters_of(net).values())

    def _parameters_of(self, net: Any) -> dict[int, tuple[int, Any]]:
        """The parameters of a network with their sizes, by id: those it lists, and those that its answer comes from."""
        own, few = unguarded(net), Tensor(self._test[0][:4])
        if isinstance(own, Elsewhere):
            return {number: (size, None) for number, size in own.parameters_behind(few).items()}
        return {id(each): (np.size(each.data), each) for each in parameters_behind(own, net(few))}


def _logits(net: Any, x: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Logits (n, 10) of a network for digits (n, 64)."""
    opening = f"for {len(x)} digits your network gives"
    with no_grad():
        z = as_floats(net(Tensor(x)), opening)
    if z.shape != (len(x), 10):
        raise NotYet(f"{opening} {a_shape(z.shape)}, expected logits of shape ({len(x)}, 10).")
    if (z >= 0).all() and np.allclose(z.sum(axis=1), 1, atol=1e-4):
        raise NotYet(
            "your network's scores add up to 1 for each digit, as after a softmax. `nn.CrossEntropyLoss` has one inside: return the scores in front of it."
        )
    return z
