"""Activation functions by name, with their slopes, as the engine computes them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, functional
from coursekit.errors import UnknownIdError

Array = npt.NDArray[np.float64]

LEAK = 0.1
"""The slope of Leaky ReLU below zero in our pictures; the usual 0.01 would look flat."""

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "ReLU": functional.relu,
    "Leaky ReLU": lambda x: functional.leaky_relu(x, LEAK),
    "GELU": functional.gelu,
    "SiLU": functional.silu,
    "sigmoid": functional.sigmoid,
    "tanh": functional.tanh,
    "none": lambda x: x * 1.0,
}
"""Name → function on tensors; "none" returns its input."""


def bent(name: str, x: npt.ArrayLike) -> Array:
    """The activation of every entry of x, any shape.

    Raises:
        UnknownIdError: there is no activation of that name.
    """
    return np.asarray(_function(name)(Tensor(x, dtype=np.float64)).data)


def slope(name: str, x: npt.ArrayLike) -> Array:
    """The slope of the activation at every entry of x, any shape; at a kink, the slope on its left.

    Raises:
        UnknownIdError: there is no activation of that name.
    """
    inputs = Tensor(x, requires_grad=True, dtype=np.float64)
    # The sum's gradient holds each entry's own slope, since no entry's output depends on another.
    _function(name)(inputs).sum().backward()
    return np.asarray(inputs.grad)


def _function(name: str) -> Callable[[Tensor], Tensor]:
    if name not in ACTIVATIONS:
        raise UnknownIdError(f"there is no activation {name!r}; there are {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]
