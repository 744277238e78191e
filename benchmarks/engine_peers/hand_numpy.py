"""The lower bound: each workload written out by hand in NumPy, one fused step with every buffer made beforehand.

No graph, no modules, nothing general: this is what remains when all of an engine's own work is taken away. The only
thing shared is the update: all parameters are views of one flat vector, so are their gradients.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.engine_peers.hand_numpy_block import block
from benchmarks.engine_peers.hand_numpy_conv import convnet
from benchmarks.engine_peers.hand_numpy_parts import Views, bce, cross_entropy, flat_views, updater
from benchmarks.engine_workloads import Workload, data, weights

VARIANTS = {"hand": {}}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], float] | None:
    """One hand-written step; None for GELU, whose exact form NumPy does not have."""
    del variant
    if workload.kind == "mlp" and workload.activation == "gelu":
        return None
    flat, p = flat_views(weights(workload, dtype))
    gradient = np.zeros_like(flat)
    g = flat_views(p, onto=gradient)[1]
    x, y = data(workload, dtype)
    forward_backward = {"mlp": mlp, "conv": convnet, "block": block}[workload.kind](workload, p, g, x, y)
    update = updater(workload, flat, gradient)

    def step() -> float:
        loss = forward_backward()
        update()
        return loss

    return step


def mlp(workload: Workload, p: Views, g: Views, x: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    """Linear layers with tanh or ReLU between them."""
    names = list(p)
    W, b = [p[n] for n in names[::2]], [p[n] for n in names[1::2]]
    dW, db = [g[n] for n in names[::2]], [g[n] for n in names[1::2]]
    h = [x] + [np.empty((len(x), len(bias)), x.dtype) for bias in b]
    positive = [np.empty(a.shape, bool) for a in h]
    d = [np.empty_like(a) for a in h]
    loss_gradient = {"bce": bce, "cross entropy": cross_entropy}[workload.loss](y, d[-1])
    last, tanh = len(W), workload.activation == "tanh"
    bend = through_tanh if tanh else through_relu

    def step() -> float:
        for i in range(last):
            z = h[i + 1]
            np.matmul(h[i], W[i].T, out=z)
            np.add(z, b[i], out=z)
            if i + 1 < last:
                if tanh:
                    np.tanh(z, out=z)
                else:
                    np.maximum(z, 0.0, out=z)
        loss = loss_gradient(h[-1])
        for i in range(last - 1, -1, -1):
            delta = d[i + 1]
            np.matmul(delta.T, h[i], out=dW[i])
            np.add.reduce(delta, axis=0, out=db[i])
            if i:
                back, seen = d[i], h[i]
                np.matmul(delta, W[i], out=back)
                bend(back, seen, positive[i])
        return loss

    return step


def through_tanh(back: np.ndarray, seen: np.ndarray, _: np.ndarray) -> None:
    """The slope is 1 − h²; h is not needed any more and may be overwritten."""
    np.multiply(seen, seen, out=seen)
    np.subtract(1.0, seen, out=seen)
    np.multiply(back, seen, out=back)


def through_relu(back: np.ndarray, seen: np.ndarray, positive: np.ndarray) -> None:
    """The slope is 1 where h is positive."""
    np.multiply(back, np.greater(seen, 0.0, out=positive), out=back)


def wait() -> None:
    """NumPy is done when the call returns."""


def value(loss: float) -> float:
    """The loss as a float."""
    return float(loss)
