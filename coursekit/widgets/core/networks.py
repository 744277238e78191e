"""The forward pass of a small ReLU network in plain NumPy, for pictures that only look at its outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Layers: TypeAlias = Sequence[tuple[Array, Array]]
"""Pairs (W, b) for `x @ W + b`, W of shape (n_in, n_out) and b of shape (n_out,)."""


def relu_forward(x: Array, layers: Layers) -> Array:
    """The output of layers with ReLU after all but the last: (…, n, n_in) → (…, n, n_out)."""
    *hidden, (W, b) = layers
    for V, c in hidden:
        x = np.maximum(0.0, x @ V + c)
    return np.asarray(x @ W + b)
