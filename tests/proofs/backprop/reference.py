"""Lesson 4's networks trained and walked back by hand, without the engine, so that an error there cannot hide."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["SPREADS", "Ratio", "Unit", "five_starts", "ratio", "unit"]

Array = npt.NDArray[np.float64]
SEEDS = range(9)
DEPTH, WIDTH, BATCH = 20, 100, 64
SPREADS = {"0.05": 0.05, "Xavier": 0.1, "He": 0.02**0.5, "0.3": 0.3}


class Ratio(NamedTuple):
    """Layer 1 over layer 20, the middle of nine random networks: at the outputs, and at the weights."""

    outputs: float
    weights: float


class Unit(NamedTuple):
    """The life of a unit that started dead: the share of inputs it is on for at each step, how far it moved."""

    share: Array
    moved: Array


def _relu(z: Array) -> tuple[Any, Any]:
    return np.maximum(0, z), (z > 0) * 1.0


def _tanh(z: Array) -> tuple[Any, Any]:
    y: Array = np.tanh(z)
    return y, 1 - y**2


def _sigmoid(z: Array) -> tuple[Any, Any]:
    s = 1 / (1 + np.exp(-z))
    return s, s * (1 - s)


_BENDS: dict[str, Callable[[Array], tuple[Any, Any]]] = {
    "ReLU": _relu,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
}


@cache
def ratio(spread: str, *, bend: str = "ReLU", residual: bool = False, axis: int | None = None) -> Ratio:
    """The middle of nine; `axis` 1 is layer normalisation, 0 is batch normalisation."""
    found = [
        _one(np.random.default_rng(seed), SPREADS[spread], bend, axis, residual=residual) for seed in SEEDS
    ]
    outputs, weights = np.median(np.array(found), axis=0).tolist()
    return Ratio(outputs, weights)


def _one(
    rng: np.random.Generator, spread: float, bend: str, axis: int | None, *, residual: bool
) -> tuple[float, float]:
    h = rng.standard_normal((BATCH, WIDTH), np.float32).astype(float)
    drawn = [rng.standard_normal((WIDTH, WIDTH), np.float32) for _ in range(DEPTH)]
    kept = []
    for draw in drawn:
        W = draw.astype(float) * spread
        z, scale = _normed(h @ W, axis)
        y, slope = _BENDS[bend](z)
        kept.append((h, W, z, scale, slope))
        h = h + y if residual else y
    g = np.ones_like(h) / np.sqrt(h.size)
    outputs, weights = [], []
    for before, W, z, scale, slope in reversed(kept):
        outputs.append(np.linalg.norm(g))
        dz = g * slope
        if axis is not None:
            shared = dz.mean(axis, keepdims=True) + z * (dz * z).mean(axis, keepdims=True)
            dz = (dz - shared) * scale
        weights.append(np.linalg.norm(before.T @ dz))
        g = dz @ W.T + (g if residual else 0.0)
    return float(outputs[-1] / outputs[0]), float(weights[-1] / weights[0])


def _normed(z: Array, axis: int | None) -> tuple[Array, Any]:
    if axis is None:
        return z, 1.0
    scale = 1 / np.sqrt(z.var(axis, keepdims=True) + 1e-5)
    return (z - z.mean(axis, keepdims=True)) * scale, scale


@cache
def unit(layer: int, start: int, *, leak: float = 0.0) -> Unit:
    """Train the 1-8-8-1 network of the lesson for 200 steps, unit 0 of hidden layer 1 or 2 dead at the start."""
    rng = np.random.default_rng(start)
    x = np.linspace(-1, 1, 40)[:, None]
    W = [rng.normal(size=(1, 8))]
    b = [rng.uniform(0, 0.5, 8), np.zeros(8), np.zeros(1)]
    W += [rng.normal(size=(8, 8)) * 0.5, rng.normal(size=(8, 1)) / np.sqrt(8)]
    if layer == 1:
        W[0][0, 0], b[0][0] = 1.0, -1.02
    else:
        W[1][:, 0] = np.abs(W[1][:, 0])
        b[1][0] = -(np.maximum(0, x @ W[0] + b[0]) @ W[1][:, 0]).max() - 0.1
    began = np.append(W[layer - 1][:, 0], b[layer - 1][0])
    share, moved = [], []
    for sums in _descend(x, 1.5 + np.sin(3 * x) + x, W, b, 0.1, leak):
        share.append((sums[layer - 1][:, 0] > 0).mean())
        moved.append(np.linalg.norm(np.append(W[layer - 1][:, 0], b[layer - 1][0]) - began))
    return Unit(np.array(share[:201]), np.array(moved[:201]))


def _descend(x: Array, target: Array, W: list[Array], b: list[Array], step: float, leak: float) -> Any:
    """Plain gradient descent, in place; yields the sums of all layers before each of 300 steps and after the last."""
    for _ in range(301):
        inputs, sums = [x], []
        for each, bias in zip(W, b, strict=True):
            sums.append(inputs[-1] @ each + bias)
            inputs.append(np.where(sums[-1] > 0, 1.0, leak) * sums[-1])
        yield sums
        g = 2 * (sums[-1] - target) / len(x)
        for k in reversed(range(len(W))):
            g = g if k == len(W) - 1 else g * np.where(sums[k] > 0, 1.0, leak)
            dW, db, handed = inputs[k].T @ g, g.sum(axis=0), g @ W[k].T
            W[k] -= step * dW
            b[k] -= step * db
            g = handed


@cache
def five_starts() -> Array:
    """Losses of the network that starts five times, (5, 301)."""
    x = np.linspace(-1, 1, 40)[:, None]
    target = np.sin(3 * x) + x + 1.5
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        W = [rng.normal(size=size) / np.sqrt(size[0]) for size in ((1, 8), (8, 8), (8, 1))]
        b = [np.zeros(8), np.zeros(8), np.zeros(1)]
        found.append(
            [float(((sums[-1] - target) ** 2).mean()) for sums in _descend(x, target, W, b, 0.01, 0.0)]
        )
    return np.array(found)
