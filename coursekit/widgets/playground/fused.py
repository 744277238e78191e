"""A training step of a small network with nothing recorded: the engine's operations, straight there and back.

The engine keeps a record of each operation, which costs as much time as a layer of eight units itself. Where the order of
the operations is known, it needs none: this backward pass calls the same array operations in the same order, so
its gradients are the engine's to the last bit, and writes them where the optimizer reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.engine import nn
from coursekit.engine.arrays import ones
from coursekit.engine.ops import activations
from coursekit.engine.optim import Optimizer

Array = npt.NDArray[Any]

Operation: TypeAlias = Callable[[Array], Any]

_OPERATIONS: dict[type[nn.Module], Operation] = {
    nn.ReLU: activations.relu,
    nn.LeakyReLU: activations.leaky_relu,
    nn.ELU: activations.elu,
    nn.GELU: activations.gelu,
    nn.SiLU: activations.silu,
    nn.Softplus: activations.softplus,
    nn.Tanh: activations.tanh,
    nn.Sigmoid: activations.sigmoid,
}


def bce_slope(z: Array, y: Array) -> Array:
    """The gradient of the summed cross-entropy of logits z with targets y: σ(z) − y."""
    slope = np.logaddexp(0, -z)
    np.negative(slope, slope)
    np.exp(slope, slope)
    slope -= y
    return slope


def mse_slope(z: Array, y: Array) -> Array:
    """The gradient of the summed squares of z − y."""
    slope = z - y
    slope *= 2
    return slope


class FusedStep:
    """One step of the optimizer on one batch.

    Args:
        model: `nn.Linear` layers with activations after them, and nothing else.
        loss: `nn.BCEWithLogitsLoss` or `nn.MSELoss`.
        optimizer: of all parameters of the model, in their order.
        values: (n,), all parameters as one vector, of which each is a part.
    """

    def __init__(self, model: nn.Sequential, loss: nn.Module, optimizer: Optimizer, values: Array) -> None:
        self.loss_slope = bce_slope if isinstance(loss, nn.BCEWithLogitsLoss) else mse_slope
        self.optimizer, self.values = optimizer, values
        arrays, gradients = iter([p.data for p in model.parameters()]), iter(optimizer.gradients())
        self.layers: list[tuple[Array, ...]] = []
        self.operations: list[Operation | None] = []
        for module in model:
            if isinstance(module, nn.Linear):
                W, b = next(arrays), next(arrays)
                self.layers.append((W, W.T, b, next(gradients), next(gradients)))
                self.operations.append(None)
            else:
                self.operations[-1] = _OPERATIONS.get(type(module))

    def __call__(self, x: Array, y: Array) -> bool:
        """Step on inputs (n, features) and targets (n, 1). True always: whether all is finite is seen in the weights."""
        way = []
        for (_, W_T, b, _, _), operation in zip(self.layers, self.operations, strict=True):
            z = x.dot(W_T)
            z += b
            if operation is None:
                way.append((x, None))
                x = z
            else:
                value, vjp = operation(z)
                way.append((x, vjp))
                x = value
        g = self.loss_slope(x, y)
        g *= ones((), g.dtype) / len(g)
        sums = ones(len(g), g.dtype)
        for (W, _, _, dW, db), (x, vjp) in zip(reversed(self.layers), reversed(way), strict=True):
            if vjp is not None:
                (g,) = vjp(g)
            g.T.dot(x, dW)
            sums.dot(g, db)
            if W is not self.layers[0][0]:
                g = g.dot(W)
        self.optimizer.step_vector(self.values)
        return True
