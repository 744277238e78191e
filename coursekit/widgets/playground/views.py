"""The views that the playground shows of a network: the surface of every unit, gradients by layer, dead units."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, nn, no_grad
from coursekit.widgets.playground.settings import Settings

Array = npt.NDArray[Any]


class HeatMaps(NamedTuple):
    """Return what each unit computes over the square from −6 to 6, on side × side points, row 0 at the bottom.

    Attributes:
        features: (features, side, side), the inputs.
        units: for each hidden layer (units, side, side), after the activation.
        output: (side, side): from −1, surely class 0, to 1, surely class 1; or the predicted number.
    """

    features: Array
    units: tuple[Array, ...]
    output: Array


def surface(settings: Settings, output: Array) -> Array:
    """The network's outputs (n, 1) as (n,): for a logit 2p − 1, p the probability of class 1; else as they are."""
    z = output[:, 0]
    return np.tanh(z / 2) if settings.criterion == "cross-entropy" else z


def activation_places(settings: Settings) -> list[int]:
    """The places of the activations among the network's modules, one for each hidden layer."""
    apart = 3 if settings.dropout else 2
    return [k * apart + 1 for k in range(len(settings.hidden))]


@no_grad()
def heat_maps(model: nn.Sequential, settings: Settings, X: Array) -> HeatMaps:
    """Every unit on the inputs X (side², features) of a grid, in one forward pass."""
    side, x, values = math.isqrt(len(X)), Tensor.constant(X), []
    for module in model.eval():
        x = module(x)
        values.append(x.data)

    def maps(columns: Array) -> Array:
        return columns.T.reshape(-1, side, side)

    units = tuple(maps(values[k]) for k in activation_places(settings))
    return HeatMaps(maps(X), units, surface(settings, values[-1]).reshape(side, side))


def gradient_norms(layers: list[nn.Module], loss: Tensor) -> tuple[float, ...]:
    """The length of the loss's gradient for each layer, biases included."""
    for layer in layers:
        layer.zero_grad()
    loss.backward()
    found = []
    for layer in layers:
        found.append(
            math.sqrt(sum(float(np.square(p.grad).sum()) for p in layer.parameters() if p.grad is not None))
        )
        layer.zero_grad()
    return tuple(found)


def dead_units(model: nn.Sequential, settings: Settings, X: Array) -> tuple[tuple[int, ...], ...]:
    """For each hidden layer the units whose slope is 0 at every input X (n, features): they cannot learn."""
    places, x, found = activation_places(settings), Tensor.constant(X), []
    for k, module in enumerate(model.eval()):
        x = Tensor(x.data, requires_grad=k in places, dtype=x.data.dtype)
        out = module(x)
        if k in places:
            out.backward(np.ones_like(out.data))
            found.append(tuple(np.flatnonzero((np.asarray(x.grad) == 0).all(axis=0)).tolist()))
        x = out
    return tuple(found)
