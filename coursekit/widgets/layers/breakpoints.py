"""Where a network of ReLU layers on one input turns between 0 and 1, found from the places where its units switch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["creases"]

Array = npt.NDArray[np.float64]
Layers = list[tuple[Array, Array]]


def creases(params: Layers) -> Array:
    """The places between 0 and 1 where the output changes its slope, rising; one straight piece more than these.

    Args:
        params: pairs (W, b) for `x @ W + b`, W of shape (in, out); ReLU follows all but the last.
    """
    knots = np.array([0.0, 1.0])
    for depth in range(1, len(params)):
        knots = _with_switches(knots, _sums(knots, params[:depth]))
    slopes = np.diff(_sums(knots, params)[:, 0]) / np.diff(knots)
    turns = np.abs(np.diff(slopes)) > 1e-4 * max(float(np.abs(slopes).max()), 1e-12)
    return np.asarray(knots[1:-1][turns])


def _sums(knots: Array, params: Layers) -> Array:
    """The sums of the last of these layers at places on the line, (n, units)."""
    h: Array = knots[:, None]
    for W, b in params[:-1]:
        h = np.maximum(0.0, h @ W + b)
    W, b = params[-1]
    return np.asarray(h @ W + b)


def _with_switches(knots: Array, z: Array) -> Array:
    """The knots, and between two of them every place where a sum crosses zero; z is straight from knot to knot."""
    found = [knots]
    for column in z.T:
        left, right = column[:-1], column[1:]
        crossed = left * right < 0
        share = left[crossed] / (left[crossed] - right[crossed])
        found.append(knots[:-1][crossed] + share * np.diff(knots)[crossed])
    merged = np.sort(np.concatenate(found))
    return np.asarray(merged[np.concatenate([[True], np.diff(merged) > 1e-5])])
