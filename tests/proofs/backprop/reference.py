"""Lesson 4's networks trained and walked back by hand, without the engine, so that an error there cannot hide."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits

__all__ = ["SPREADS", "Unit", "ratio", "reader", "unit"]

Array = npt.NDArray[np.float64]
SEEDS = range(9)
DEPTH, WIDTH, BATCH = 20, 100, 64
SPREADS: dict[str, Callable[[int], float]] = {
    "0.05": lambda n: 0.05,
    "Xavier": lambda n: n**-0.5,
    "He": lambda n: (2 / n) ** 0.5,
    "0.3": lambda n: 0.3,
}


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
def ratio(spread: str, *, bend: str = "ReLU", residual: bool = False, axis: int | None = None) -> float:
    """Layer 1 over layer 20 at the outputs, the middle of nine random networks; `axis` 1 is layer normalisation, 0 is batch normalisation."""
    found = [_one(np.random.default_rng(seed), spread, bend, axis, residual=residual) for seed in SEEDS]
    return float(np.median(found))


def _one(rng: np.random.Generator, spread: str, bend: str, axis: int | None, *, residual: bool) -> float:
    X, labels = digits().training
    X = X.astype(float)
    h = ((X - X.mean()) / X.std())[:BATCH]
    kept = []
    for n in (64, *[WIDTH] * (DEPTH - 1)):
        W = rng.standard_normal((n, WIDTH)) * SPREADS[spread](n)
        z, scale = _normed(h @ W, axis)
        y, slope = _BENDS[bend](z)
        around = residual and bool(kept)
        kept.append((W, z, scale, slope, around))
        h = h + y if around else y
    last = rng.standard_normal((WIDTH, 10)) * SPREADS[spread](WIDTH)
    scores = h @ last
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    g = (powers / powers.sum(axis=1, keepdims=True) - np.eye(10)[labels[:BATCH]]) / BATCH @ last.T
    outputs = []
    for W, z, scale, slope, around in reversed(kept):
        outputs.append(np.linalg.norm(g))
        dz = g * slope
        if axis is not None:
            shared = dz.mean(axis, keepdims=True) + z * (dz * z).mean(axis, keepdims=True)
            dz = (dz - shared) * scale
        g = dz @ W.T + (g if around else 0.0)
    return float(outputs[-1] / outputs[0])


def _normed(z: Array, axis: int | None) -> tuple[Array, Any]:
    if axis is None:
        return z, 1.0
    scale = 1 / np.sqrt(z.var(axis, keepdims=True) + 1e-5)
    return (z - z.mean(axis, keepdims=True)) * scale, scale


@cache
def unit(layer: int, start: int, *, below: float = 0.1, leak: float = 0.0) -> Unit:
    """Train the 1-8-8-1 network of the lesson for 200 steps, unit 0 of hidden layer 1 or 2 dead at the start."""
    rng = np.random.default_rng(start)
    x = np.linspace(-1, 1, 40)[:, None]
    W = [rng.normal(size=(1, 8))]
    b = [rng.uniform(0, 0.5, 8), np.zeros(8), np.zeros(1)]
    W += [rng.normal(size=(8, 8)) * 0.5, rng.normal(size=(8, 1)) / np.sqrt(8)]
    if layer == 1:
        W[0][0, 0], b[0][0] = 1.0, -1.0 - below
    else:
        W[1][:, 0] = np.abs(W[1][:, 0])
        b[1][0] = -(np.maximum(0, x @ W[0] + b[0]) @ W[1][:, 0]).max() - below
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
def reader(start: int) -> tuple[int, float]:
    """Train 64-16-10 for 300 steps with η = 0.3: the first ten steps after which it reads nine of ten, and the share at the end."""
    rng = np.random.default_rng(start)
    W = [rng.normal(size=(64, 16)) * (2 / 64) ** 0.5, rng.normal(size=(16, 10)) * (2 / 16) ** 0.5]
    b = [np.zeros(16), np.zeros(10)]
    shares = [_share(W, b)]
    X, labels = digits().training
    for step in range(1, 301):
        batch = rng.integers(0, len(X), 50)
        x = X[batch].astype(float)
        z = x @ W[0] + b[0]
        h = z * (z > 0)
        powers = np.exp(h @ W[1] + b[1])
        g = (powers / powers.sum(axis=1, keepdims=True) - np.eye(10)[labels[batch]]) / 50
        dz = g @ W[1].T * (z > 0)
        for k, (inputs, handed) in enumerate(((x, dz), (h, g))):
            W[k] = W[k] - 0.3 * inputs.T @ handed
            b[k] = b[k] - 0.3 * handed.sum(axis=0)
        if step % 10 == 0:
            shares.append(_share(W, b))
    return 10 * next(k for k, share in enumerate(shares) if share > 0.9), shares[-1]


def _share(W: list[Array], b: list[Array]) -> float:
    X, labels = digits().validation
    scores = np.maximum(0, X @ W[0] + b[0]) @ W[1] + b[1]
    return float((scores.argmax(axis=1) == labels).mean())
