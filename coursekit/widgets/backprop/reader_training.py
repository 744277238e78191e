"""The digit reader 64-16-10 in training: the loss falls, the hidden units' pictures form, a drawn digit is read."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.engine.cost import mlp
from coursekit.formatting import format_number
from coursekit.scenes import HeatMap, Line, Panel, Scene
from coursekit.widgets.backprop import learner_functions
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.digit_panels import digit_panel
from coursekit.widgets.core.digit_reader import EMPTY, DigitReader

Array = npt.NDArray[np.float64]
SIZES = (64, 16, 10)
STEPS, EVERY = 300, 10
BATCH = 50
_MINE = ("linear_backward", "relu_backward", "loss_backward")


class ReaderTraining(DigitReader):
    """64-16-10 learns to read digits, 300 steps on batches of 50, from random weights.

    The gradients come from three functions: `linear_backward`, `relu_backward` and `loss_backward`, the learner's own after
    `use(...)` where they agree.
    """

    title = "Your reader learns"
    goal = "Draw a digit. Then go back to the first step, and find the first one from which your digit is read rightly to the end."
    cost = cost_line(mlp(SIZES))

    moment = Slider(STEPS, 0, STEPS, label="look at step", step=EVERY)
    start = Slider(0, 0, 8, label="start", step=1)
    rate = Choice(0.03, 0.1, 0.3, label="Learning rate η", default=0.3)

    def progress(self) -> float:
        """The share of the training's steps that are done."""
        return (len(self._training().snapshots) - 1) * EVERY / STEPS

    def advance(self) -> None:
        """Take a few steps."""
        self._training().advance()

    def scene(self) -> Scene:
        """The digit, the paintings of the hidden units at the chosen moment, and the loss."""
        training = self._training()
        at = min(int(self.moment) // EVERY, len(training.snapshots) - 1)
        layers = training.snapshots[at]
        x = self.squares()
        p = learner_functions.softmax(scores(layers, x[None]))[0]
        read = training.share_read(layers)
        losses = np.array(training.losses)
        steps = EVERY * np.arange(len(losses))
        curve = Panel(
            (0, STEPS),
            (0, 3),
            (
                Line(steps, np.minimum(losses, 3), role="accent"),
                Line(np.array([EVERY * at] * 2), np.array([0, 3]), role="ink", width=1.5, dashed=True),
            ),
            title="loss of new digits",
            x_label="step",
            share=1.2,
        )
        panels = (digit_panel(x, f"read as {p.argmax()}"), _paintings(layers[0][0]), curve)
        words = (
            f"Step {EVERY * at}: the loss of the validation digits is {format_number(losses[at], 2)}, and {100 * read:.0f} % of them are "
            f"read rightly. Your digit is read as {p.argmax()}, with a probability of {100 * p.max():.0f} %."
        )
        facts = {
            "digit": int(p.argmax()),
            "probability": float(p.max()),
            "loss": float(losses[at]),
            "read": read,
            "step": EVERY * at,
        }
        return Scene(panels, (words if self.drawing else EMPTY) + training.remark, aspect=2.6, facts=facts)

    def code(self) -> str:
        """The widget's state, and the same training on the course's engine."""
        return (
            f"{super().code()}\n\n# the same training on the course's engine\nimport numpy as np\n"
            "from coursekit.datasets import digits\nfrom coursekit.engine import Tensor, functional, nn, optim\n\n"
            f"X, labels = digits().training\nrng = np.random.default_rng({int(self.start)})\n"
            "net = nn.Sequential(nn.Linear(64, 16, rng=rng), nn.ReLU(), nn.Linear(16, 10, rng=rng))\n"
            f"descent = optim.SGD(net.parameters(), lr={self.rate})\nfor _ in range({STEPS}):\n"
            f"    batch = rng.integers(0, len(X), {BATCH})\n    descent.zero_grad()\n"
            "    functional.cross_entropy(net(Tensor(X[batch])), labels[batch]).backward()\n    descent.step()"
        )

    def _training(self) -> Training:
        return _training(int(self.start), self.rate, learner_functions.version(*_MINE))


class Training:
    """Plain steps from a random start.

    Attributes:
        snapshots: the layers [(W, b), (W, b)] at every tenth step so far, the start first.
        losses: of the validation digits at the same moments.
        remark: a sentence about the learner's functions; empty for the course's own.
    """

    def __init__(self, start: int, rate: float) -> None:
        self._rng, self._rate = np.random.default_rng(start), rate
        pairs = pairwise(SIZES)
        self._layers = [(self._rng.normal(size=(m, n)) * np.sqrt(2 / m), np.zeros(n)) for m, n in pairs]
        self.remark = ""
        self.snapshots: list[list[tuple[Array, Array]]] = []
        self.losses: list[float] = []
        self._keep()

    def advance(self) -> None:
        """Take ten steps."""
        X, labels = digits().training
        for _ in range(EVERY):
            batch = self._rng.integers(0, len(X), BATCH)
            self._step(X[batch].astype(np.float64), labels[batch])
        said = learner_functions.remark(*_MINE)
        self.remark = self.remark if "took over" in self.remark else said
        self._keep()

    def share_read(self, layers: list[tuple[Array, Array]]) -> float:
        """The share of the validation digits that are read rightly."""
        X, labels = digits().validation
        return float((scores(layers, X).argmax(axis=1) == labels).mean())

    def _step(self, x: Array, labels: Any) -> None:
        compute = learner_functions.compute
        (W1, b1), (W2, b2) = self._layers
        z = x @ W1 + b1
        h = np.maximum(0, z)
        dh, dW2, db2 = compute("linear_backward", compute("loss_backward", h @ W2 + b2, labels), h, W2)
        _, dW1, db1 = compute("linear_backward", compute("relu_backward", dh, z), x, W1)
        for parameter, gradient in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
            parameter -= self._rate * gradient

    def _keep(self) -> None:
        X, labels = digits().validation
        self.snapshots.append([(W.copy(), b.copy()) for W, b in self._layers])
        p = learner_functions.softmax(scores(self._layers, X))
        self.losses.append(float(-np.log(np.maximum(p[np.arange(len(X)), labels], 1e-300)).mean()))


def scores(layers: list[tuple[Array, Array]], x: Any) -> Array:
    """The ten scores of images (n, 64): (n, 10)."""
    (W1, b1), (W2, b2) = layers
    return np.asarray(np.maximum(0, x @ W1 + b1) @ W2 + b2)


@lru_cache(maxsize=16)
def _training(start: int, rate: float, _version: tuple[int, ...]) -> Training:
    return Training(start, rate)


def _paintings(W: Array) -> Panel:
    """The weights (64, 16) of all hidden units as 4 × 4 small pictures, each scaled by the largest weight of all."""
    sheet = np.zeros((4, 4, 9, 9))
    sheet[:, :, :8, :8] = (W / np.abs(W).max()).T.reshape(4, 4, 8, 8)
    grid = sheet.swapaxes(1, 2).reshape(36, 36)
    span = (0.0, 36.0)
    return Panel(
        span, span, (HeatMap(1.4 * grid[::-1], span, span, style="squares"),), title="16 hidden units", axes=False,
        square=True,
    )  # fmt: skip
