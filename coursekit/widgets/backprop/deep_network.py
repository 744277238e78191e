"""A deep network of equal layers that reads digits, and the size of the gradient that arrives at each layer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.engine import Tensor, trace
from coursekit.engine.functional import batch_norm, layer_norm
from coursekit.widgets.backprop import learner_functions

Array = npt.NDArray[Any]
BATCH = 64
CLASSES = 10
CLIP = 1.0
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "ReLU": Tensor.relu,
    "tanh": Tensor.tanh,
    "sigmoid": Tensor.sigmoid,
}


class DeepNetwork(NamedTuple):
    """The settings of a network: `depth` hidden layers of `width` units on 64 squares, then ten scores."""

    depth: int = 20
    width: int = 100
    activation: str = "ReLU"
    start: str = "0.05"
    residual: bool = False
    norm: str = "none"
    seed: int = 0

    def weights(self) -> list[Array]:
        """Draw the first weights: (64, width), then (width, width), at last (width, 10)."""
        rng = np.random.default_rng(self.seed)
        sizes = [digits().training.X.shape[1], *[self.width] * self.depth, CLASSES]
        pairs = pairwise(sizes)
        return [rng.standard_normal(pair) * weight_std(self.start, pair[0]) for pair in pairs]

    def forward(self, x: Tensor, weights: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Carry a batch (n, 64) through the layers: the scores (n, 10), and each hidden layer's outputs."""
        *hidden, last = weights
        outputs: list[Tensor] = []
        for W in hidden:
            z = _norm(learner_functions.linear(x, W, _zeros(W)), self.norm)
            relu = self.activation == "ReLU"
            y = learner_functions.relu(z) if relu else ACTIVATIONS[self.activation](z)
            x = x + y if self.residual and outputs else y  # 64 squares don't fit beside the first layer
            outputs.append(x)
        return learner_functions.linear(x, last, _zeros(last)), outputs


class GradientProfile(NamedTuple):
    """Lengths of the gradients of each hidden layer's outputs and of its weights, (depth,) each, first layer first."""

    activations: Array
    weights: Array

    @property
    def ratio(self) -> float:
        """The gradient of the outputs of layer 1, divided by that of the last layer."""
        return float(self.activations[0] / self.activations[-1])

    @property
    def clip_factor(self) -> float:
        """The factor by which clipping to total length 1 multiplies every gradient."""
        return min(1.0, CLIP / float(np.linalg.norm(self.weights)))


def weight_std(start: str, n: int) -> float:
    """The standard deviation of weights on n inputs: a number, or "Xavier" (variance 1/n) or "He" (2/n)."""
    known = {"Xavier": np.sqrt(1.0 / n), "He": np.sqrt(2.0 / n)}
    return float(known.get(start, start))


@functools.lru_cache(maxsize=64)
def profile(network: DeepNetwork) -> GradientProfile:
    """One forward and one backward pass through the engine, from the cross-entropy of 64 digits."""
    return compute(network)[0]


def gradient_profile(start: str, *, seed: int = 0) -> GradientProfile:
    """Twenty ReLU layers of 100 units whose weights start with this spread."""
    return profile(DeepNetwork(start=start, seed=seed))


def compute(network: DeepNetwork) -> tuple[GradientProfile, str]:
    """The profile of a network, and a remark if the learner's own functions computed it."""
    X, labels = standardised()
    weights = [Tensor(W, requires_grad=True, dtype=np.float64) for W in network.weights()]
    scores, outputs = network.forward(Tensor(X[:BATCH], dtype=np.float64), weights)
    loss = learner_functions.cross_entropy(scores, labels[:BATCH])
    sizes = {id(step.tensor): step.gradient for step in trace.backward_steps(loss)}
    activations = np.array([np.linalg.norm(sizes[id(each)]) for each in outputs])
    by_weight = np.array([np.linalg.norm(W.grad) for W in weights[:-1] if W.grad is not None])
    replaced = ["linear_backward", "loss_backward"]
    if network.activation == "ReLU":
        replaced.append("relu_backward")
    return GradientProfile(activations, by_weight), learner_functions.remark(*replaced)


@functools.cache
def standardised() -> tuple[Array, Array]:
    """The training digits (1000, 64), moved and scaled to mean 0 and spread 1 over all squares, and their labels."""
    X, labels = digits().training
    X = X.astype(np.float64)
    return (X - X.mean()) / X.std(), labels


@functools.cache
def _no_bias(n: int) -> Tensor:
    return Tensor(np.zeros(n))


def _zeros(W: Tensor) -> Tensor:
    return _no_bias(W.shape[1])


def _norm(z: Tensor, kind: str) -> Tensor:
    if kind == "layer":
        return layer_norm(z, z.shape[-1])
    return batch_norm(z, None, None, training=True) if kind == "batch" else z
