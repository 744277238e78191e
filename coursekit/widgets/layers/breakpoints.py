"""The breakpoints of a ReLU network on one input, found from the places where its units switch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets.core.networks import Layers, relu_forward

Array = npt.NDArray[np.float64]


def breakpoints(layers: Layers) -> Array:
    """The places between 0 and 1 where the output changes its slope, sorted: one less than straight pieces."""
    knots = np.array([0.0, 1.0])
    for depth in range(1, len(layers)):
        knots = _with_switches(knots, relu_forward(knots[:, None], layers[:depth]))
    slopes = np.diff(relu_forward(knots[:, None], layers)[:, 0]) / np.diff(knots)
    turns = np.abs(np.diff(slopes)) > 1e-4 * max(float(np.abs(slopes).max()), 1e-12)
    return np.asarray(knots[1:-1][turns])


def _with_switches(knots: Array, z: Array) -> Array:
    """The knots (n,) and every place where a sum of z (n, units) crosses zero; z is straight from knot to knot."""
    found = [knots]
    for column in z.T:
        left, right = column[:-1], column[1:]
        crossed = left * right < 0
        share = left[crossed] / (left[crossed] - right[crossed])
        found.append(knots[:-1][crossed] + share * np.diff(knots)[crossed])
    merged = np.sort(np.concatenate(found))
    return np.asarray(merged[np.concatenate([[True], np.diff(merged) > 1e-6])])
