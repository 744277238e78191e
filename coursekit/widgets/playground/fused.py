"""A training step of a small network with nothing recorded and nothing allocated: straight there and back.

The engine records each operation and makes an array for each result. For a layer of eight units that takes longer than the
numbers themselves. Where the order of the operations is known, neither is needed: each function below makes two,
the way there and the way back, which compute the engine's numbers in the engine's order, so that the gradients are the
same to the last bit. They write into arrays that stay, the gradients into those that the optimizer reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.engine import nn
from coursekit.engine.ops import activations
from coursekit.engine.optim import Optimizer

Array = npt.NDArray[Any]
Pass: TypeAlias = Callable[[Array], Array]
Passes: TypeAlias = tuple[Pass, Pass]
"""Forward, inputs to outputs, and backward, which turns the outputs' gradient into the inputs'."""


class FusedStep:
    """One step of an optimizer on one batch.

    Args:
        model: `nn.Linear` layers with activations after them, and nothing else.
        loss: `nn.BCEWithLogitsLoss` or `nn.MSELoss`.
        optimizer: of all parameters of the model, in their order.
        values: (n,), all parameters as one vector, of which each is a part.
    """

    def __init__(self, model: nn.Sequential, loss: nn.Module, optimizer: Optimizer, values: Array) -> None:
        self.model, self.loss, self.optimizer, self.values = model, loss, optimizer, values
        self._by_size: dict[int, tuple[list[Pass], list[Pass], Callable[[Array, Array], Array]]] = {}

    def __call__(self, x: Array, y: Array) -> bool:
        """Step on inputs (n, features) and targets (n, 1). True always: whether all is finite is seen in the weights."""
        forward, backward, slope = self._by_size.get(len(x)) or self._prepare(len(x))
        for there in forward:
            x = there(x)
        g = slope(x, y)
        for back in backward:
            g = back(g)
        self.optimizer.step_vector(self.values)
        return True

    def _prepare(self, n: int) -> tuple[list[Pass], list[Pass], Callable[[Array, Array], Array]]:
        """The ways there and back, and the loss's gradient, for batches of n."""
        parameters = zip([p.data for p in self.model.parameters()], self.optimizer.gradients(), strict=True)
        passes: list[Passes] = []
        for module in self.model:
            if isinstance(module, nn.Linear):
                (W, dW), (b, db) = next(parameters), next(parameters)
                passes.append(linear(W, b, dW, db, n, first=not passes))
                out = np.empty((n, len(W)), W.dtype)
            elif not isinstance(module, nn.Identity):
                passes.append(_ACTIVATIONS[type(module)](out))
        make_slope = bce_slope if isinstance(self.loss, nn.BCEWithLogitsLoss) else mse_slope
        found = [there for there, _ in passes], [back for _, back in reversed(passes)], make_slope(out)
        self._by_size[n] = found
        return found


def linear(W: Array, b: Array, dW: Array, db: Array, n: int, *, first: bool) -> Passes:
    """The layer x @ Wᵀ + b on batches of n: (n, n_in) → (n, n_out). The first layer's inputs need no gradient."""
    z, dx = np.empty((n, len(W)), W.dtype), np.empty((n, W.shape[1]), W.dtype)
    W_T, ones, x = W.T, np.ones(n, W.dtype), dx

    def forward(inputs: Array) -> Array:
        nonlocal x
        x = inputs
        x.dot(W_T, z)
        return np.add(z, b, z)

    def backward(g: Array) -> Array:
        g.T.dot(x, dW)
        ones.dot(g, db)
        return g if first else g.dot(W, dx)

    return forward, backward


def tanh(out: Array) -> Passes:
    """The hyperbolic tangent, in place; slope 1 − tanh²."""
    slope, one, value = np.empty_like(out), np.ones((), out.dtype), out

    def forward(z: Array) -> Array:
        nonlocal value
        value = np.tanh(z, z)
        return value

    def backward(g: Array) -> Array:
        np.multiply(value, value, slope)
        np.subtract(one, slope, slope)
        return np.multiply(g, slope, g)

    return forward, backward


def relu(out: Array) -> Passes:
    """max(0, z), in place."""
    slope, zero, value = np.empty_like(out), np.zeros((), out.dtype), out

    def forward(z: Array) -> Array:
        nonlocal value
        value = np.maximum(z, zero, out=z)
        return value

    def backward(g: Array) -> Array:
        np.not_equal(value, zero, slope)
        return np.multiply(g, slope, g)

    return forward, backward


def any_activation(operation: Callable[[Array], Any], _: Array) -> Passes:
    """An activation as the engine computes it."""
    vjp: Callable[[Array], tuple[Array]]

    def forward(z: Array) -> Array:
        nonlocal vjp
        value: Array
        value, vjp = operation(z)
        return value

    def backward(g: Array) -> Array:
        return vjp(g)[0]

    return forward, backward


_ACTIVATIONS: dict[type[nn.Module], Callable[[Array], Passes]] = {
    nn.Tanh: tanh,
    nn.ReLU: relu,
    nn.LeakyReLU: partial(any_activation, activations.leaky_relu),
    nn.ELU: partial(any_activation, activations.elu),
    nn.GELU: partial(any_activation, activations.gelu),
    nn.SiLU: partial(any_activation, activations.silu),
    nn.Softplus: partial(any_activation, activations.softplus),
    nn.Sigmoid: partial(any_activation, activations.sigmoid),
}


def bce_slope(out: Array) -> Callable[[Array, Array], Array]:
    """The gradient of the mean cross-entropy of logits z with targets y: (σ(z) − y) / n."""
    zero, per_example = np.zeros((), out.dtype), np.ones((), out.dtype) / np.full((), out.size, out.dtype)

    def slope(z: Array, y: Array) -> Array:
        np.negative(z, out)
        np.logaddexp(zero, out, out)
        np.negative(out, out)
        np.exp(out, out)
        np.subtract(out, y, out)
        return np.multiply(out, per_example, out)

    return slope


def mse_slope(out: Array) -> Callable[[Array, Array], Array]:
    """The gradient of the mean of (z − y)²."""
    two, per_example = np.full((), 2, out.dtype), np.ones((), out.dtype) / np.full((), out.size, out.dtype)

    def slope(z: Array, y: Array) -> Array:
        np.subtract(z, y, out)
        np.multiply(out, two, out)
        return np.multiply(out, per_example, out)

    return slope
