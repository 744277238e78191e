"""A deep network of equal layers, and the size of the gradient that arrives at each of them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, trace
from coursekit.engine.functional import batch_norm, layer_norm
from coursekit.widgets.backprop import learner_functions

Array = npt.NDArray[Any]
BATCH = 64
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "ReLU": Tensor.relu,
    "tanh": Tensor.tanh,
    "sigmoid": Tensor.sigmoid,
}


class DeepNetwork(NamedTuple):
    """The settings of a network: `depth` layers of `width` units on inputs of that width."""

    depth: int = 20
    width: int = 100
    activation: str = "ReLU"
    start: str = "0.05"
    residual: bool = False
    norm: str = "none"
    seed: int = 0


class GradientProfile(NamedTuple):
    """Lengths of the gradients of each layer's outputs and of its weights, (depth,) each, first layer first."""

    activations: Array
    weights: Array

    @property
    def ratio(self) -> float:
        """The gradient of the outputs of layer 1, divided by that of the last layer."""
        return float(self.activations[0] / self.activations[-1])

    @property
    def clip_factor(self) -> float:
        """The factor by which clipping to total length 1 multiplies every gradient."""
        return min(1.0, 1.0 / float(np.linalg.norm(self.weights)))


def weight_std(start: str, width: int) -> float:
    """The standard deviation of the weights: a number, or "Xavier" (variance 1/width) or "He" (2/width)."""
    known = {"Xavier": np.sqrt(1.0 / width), "He": np.sqrt(2.0 / width)}
    return float(known.get(start, start))


@functools.lru_cache(maxsize=64)
def profile(network: DeepNetwork) -> GradientProfile:
    """One forward and one backward pass through the engine, from a gradient of length 1 at the last layer."""
    return compute(network)[0]


def gradient_profile(start: str, *, seed: int = 0) -> GradientProfile:
    """Twenty ReLU layers of 100 units whose weights start with this spread."""
    return profile(DeepNetwork(start=start, seed=seed))


def compute(network: DeepNetwork) -> tuple[GradientProfile, str]:
    """The profile of a network, and a remark if the learner's own functions computed it."""
    inputs, normal = _draws(network.seed, network.depth, network.width)
    std = weight_std(network.start, network.width)
    weights = [Tensor(draw * np.float32(std), requires_grad=True) for draw in normal]
    bias = Tensor(np.zeros(network.width, np.float32))
    out = Tensor(inputs)
    outputs: list[Tensor] = []
    for W in weights:
        z = _norm(learner_functions.linear(out, W, bias), network.norm)
        y = learner_functions.relu(z) if network.activation == "ReLU" else ACTIVATIONS[network.activation](z)
        out = out + y if network.residual else y
        outputs.append(out)
    total = out.sum() * (out.data.size**-0.5)
    sizes = {id(step.tensor): step.gradient for step in trace.backward_steps(total)}
    activations = np.array([np.linalg.norm(sizes[id(each)].astype(float)) for each in outputs])
    by_weight = np.array([np.linalg.norm(W.grad.astype(float)) for W in weights if W.grad is not None])
    replaced = ("linear_backward", "relu_backward") if network.activation == "ReLU" else ("linear_backward",)
    return GradientProfile(activations, by_weight), learner_functions.remark(*replaced)


def _norm(z: Tensor, kind: str) -> Tensor:
    if kind == "layer":
        return layer_norm(z, z.shape[-1])
    return batch_norm(z, None, None, training=True) if kind == "batch" else z


@functools.lru_cache(maxsize=8)
def _draws(seed: int, depth: int, width: int) -> tuple[Array, list[Array]]:
    """Inputs (64, width) and a standard normal matrix for each layer; the same ones at every spread."""
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((BATCH, width), np.float32)
    return inputs, [rng.standard_normal((width, width), np.float32) for _ in range(depth)]
