"""A deep stack of equal layers, and how large the gradient is when it arrives at each of them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, trace
from coursekit.engine.functional import batch_norm, layer_norm
from coursekit.widgets.backprop import learner_functions

__all__ = ["Profile", "Stack", "compute", "gradient_profile", "profile", "std_of"]

Array = npt.NDArray[Any]
BATCH = 64
BENDS: dict[str, Callable[[Tensor], Tensor]] = {
    "ReLU": Tensor.relu,
    "tanh": Tensor.tanh,
    "sigmoid": Tensor.sigmoid,
}


class Stack(NamedTuple):
    """A network of `depth` layers of `width` units on inputs of that width, and how it starts."""

    depth: int = 20
    width: int = 100
    activation: str = "ReLU"
    start: str = "0.05"
    residual: bool = False
    norm: str = "none"
    seed: int = 0


class Profile(NamedTuple):
    """Lengths of the gradients, one for each layer from the first to the last: of its outputs, of its weights."""

    activations: Array
    weights: Array

    @property
    def ratio(self) -> float:
        """Layer 1 over the last layer, measured at the outputs."""
        return float(self.activations[0] / self.activations[-1])

    @property
    def clip_factor(self) -> float:
        """What clipping to total length 1 multiplies every gradient by."""
        return min(1.0, 1.0 / float(np.linalg.norm(self.weights)))


def std_of(start: str, width: int) -> float:
    """The spread of the weights: a number, "Xavier" (1/n spread over n inputs and outputs) or "He" (2/n)."""
    known = {"Xavier": np.sqrt(1.0 / width), "He": np.sqrt(2.0 / width)}
    return float(known.get(start, start))


@functools.lru_cache(maxsize=64)
def profile(stack: Stack) -> Profile:
    """One forward and one backward pass through the engine, from a gradient of length 1 at the last layer."""
    return compute(stack)[0]


def gradient_profile(start: str, *, seed: int = 0) -> Profile:
    """Twenty ReLU layers of 100 units whose weights start with this spread."""
    return profile(Stack(start=start, seed=seed))


def compute(stack: Stack) -> tuple[Profile, str]:
    """A profile, and a remark on who computed it where the learner's own functions are in use."""
    inputs, draws = _draws(stack.seed, stack.depth, stack.width)
    std = std_of(stack.start, stack.width)
    weights = [Tensor(draw * np.float32(std), requires_grad=True) for draw in draws]
    bias = Tensor(np.zeros(stack.width, np.float32))
    out = Tensor(inputs)
    outputs: list[Tensor] = []
    for W in weights:
        z = _norm(learner_functions.linear(out, W, bias), stack.norm)
        y = learner_functions.relu(z) if stack.activation == "ReLU" else BENDS[stack.activation](z)
        out = out + y if stack.residual else y
        outputs.append(out)
    total = out.sum() * (out.data.size**-0.5)
    sizes = {id(step.tensor): step.gradient for step in trace.backward_steps(total)}
    activations = np.array([np.linalg.norm(sizes[id(each)].astype(float)) for each in outputs])
    by_weight = np.array([np.linalg.norm(W.grad.astype(float)) for W in weights if W.grad is not None])
    asked = ("linear_backward", "relu_backward") if stack.activation == "ReLU" else ("linear_backward",)
    return Profile(activations, by_weight), learner_functions.remark(*asked)


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
