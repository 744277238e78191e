"""The hand-written convolution net.

Images lie in the order (channel, row, column, image): every shifted copy then moves long runs of memory, a convolution
is one matrix product over the whole batch, and nothing is transposed anywhere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.engine_peers.hand_numpy_parts import Views, cross_entropy
from benchmarks.engine_workloads import Workload

ALL = slice(None)


class Convolution:
    """3×3 with padding 1, pooling by 2, ReLU (which gives the same after pooling and touches a quarter)."""

    def __init__(self, p: Views, g: Views, name: str, batch: int, side: int) -> None:
        weight, self.b, self.db = (
            p[f"{name}.weight"],
            p[f"{name}.bias"][:, None, None, None],
            g[f"{name}.bias"],
        )
        n_out, n_in = weight.shape[:2]
        dtype, half = weight.dtype, side // 2
        self.W, self.dW = weight.reshape(n_out, -1), g[f"{name}.weight"].reshape(n_out, -1)
        self.padded, self.dpadded = np.zeros((2, n_in, side + 2, side + 2, batch), dtype)
        columns = np.empty((n_in, 3, 3, side, side, batch), dtype)
        self.rows = columns.reshape(n_in * 9, -1)
        self.mask = np.empty((n_out, half, half, batch), bool)
        self.z, self.dz = np.empty((2, n_out, side, side, batch), dtype)
        self.top, self.out, self.dout = np.empty((3, n_out, half, half, batch), dtype)
        corners = [(ALL, slice(i, None, 2), slice(j, None, 2)) for i in (0, 1) for j in (0, 1)]
        self.corners = [(self.z[c], self.dz[c]) for c in corners]
        self.shifts = [
            (columns[:, i, j], self.padded[s], self.dpadded[s])
            for i in range(3)
            for j in range(3)
            for s in [(ALL, slice(i, i + side), slice(j, j + side))]
        ]

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Images (n_in, side, side, batch) → (n_out, side/2, side/2, batch)."""
        self.padded[:, 1:-1, 1:-1] = x
        for column, shifted, _ in self.shifts:
            column[...] = shifted
        np.matmul(self.W, self.rows, out=self.z.reshape(len(self.z), -1))
        (a, _), (b, _), (c, _), (d, _) = self.corners
        top = np.maximum(a, b, out=self.top)
        np.maximum(top, c, out=top)
        np.maximum(top, d, out=top)
        np.add(top, self.b, out=self.out)
        return np.maximum(self.out, 0.0, out=self.out)

    def backward(self, *, below: bool) -> np.ndarray | None:
        """From self.dout to dW, db and, if asked, the gradient of x."""
        free = np.multiply(self.dout, np.greater(self.out, 0.0, out=self.mask), out=self.dout)
        np.add.reduce(free, axis=(1, 2, 3), out=self.db)
        for z, dz in self.corners[:3]:
            np.multiply(free, np.equal(z, self.top, out=self.mask), out=dz)
            np.subtract(free, dz, out=free)  # of equal maxima only one receives the gradient
        self.corners[3][1][...] = free
        dz = self.dz.reshape(len(self.dz), -1)
        np.matmul(dz, self.rows.T, out=self.dW)
        if not below:
            return None
        np.matmul(self.W.T, dz, out=self.rows)
        self.dpadded.fill(0.0)
        for column, _, shifted in self.shifts:
            np.add(shifted, column, out=shifted)
        return self.dpadded[:, 1:-1, 1:-1]


def convnet(workload: Workload, p: Views, g: Views, x: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    """Two convolutions and a linear layer."""
    batch, side = workload.batch, workload.side
    first, second = Convolution(p, g, "0", batch, side), Convolution(p, g, "3", batch, side // 2)
    W, b, dW, db = p["7.weight"], p["7.bias"], g["7.weight"], g["7.bias"]
    images = np.ascontiguousarray(x.transpose(1, 2, 3, 0))
    features, dfeatures = (a.reshape(-1, batch) for a in (second.out, second.dout))
    logits, d = np.empty((2, batch, len(b)), x.dtype)
    loss_gradient = cross_entropy(y, d)

    def step() -> float:
        second.forward(first.forward(images))
        np.matmul(features.T, W.T, out=logits)
        np.add(logits, b, out=logits)
        loss = loss_gradient(logits)
        np.matmul(d.T, features.T, out=dW)
        np.add.reduce(d, axis=0, out=db)
        np.matmul(W.T, d.T, out=dfeatures)
        first.dout[...] = second.backward(below=True)
        first.backward(below=False)
        return loss

    return step
