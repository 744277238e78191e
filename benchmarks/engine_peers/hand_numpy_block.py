"""The hand-written transformer block: pre-norm attention and a GELU net, mean squared error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.engine_peers.hand_numpy_parts import Views
from benchmarks.engine_workloads import Workload

ROOT = (2 / np.pi) ** 0.5


class Norm:
    """Layer norm of rows with ε = 1e-5."""

    def __init__(self, p: Views, g: Views, name: str, rows: int) -> None:
        self.w, self.b, self.dw, self.db = (v[f"{name}.{n}"] for v in (p, g) for n in ("weight", "bias"))
        width = len(self.w)
        self.hat, self.out, self.scratch, self.scratch2 = np.empty((4, rows, width), self.w.dtype)
        self.share = 1.0 / width

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Rows (n, width) → normalised, scaled and shifted."""
        hat = np.subtract(x, np.add.reduce(x, axis=1, keepdims=True) * self.share, out=self.hat)
        variance = np.vecdot(hat, hat)[:, None] * self.share
        self.inverse = 1.0 / np.sqrt(variance + 1e-5)
        np.multiply(hat, self.inverse, out=hat)
        np.multiply(hat, self.w, out=self.out)
        return np.add(self.out, self.b, out=self.out)

    def backward(self, d: np.ndarray) -> np.ndarray:
        """The gradient of the rows, in a buffer of this layer."""
        s, t, hat = self.scratch, self.scratch2, self.hat
        np.einsum("ij,ij->j", d, hat, out=self.dw)
        np.add.reduce(d, axis=0, out=self.db)
        np.multiply(d, self.w, out=s)
        mean = np.add.reduce(s, axis=1, keepdims=True) * self.share
        slope = np.vecdot(s, hat)[:, None] * self.share
        np.subtract(s, mean, out=s)
        np.multiply(hat, slope, out=t)
        np.subtract(s, t, out=s)
        return np.multiply(s, self.inverse, out=s)


class Linear:
    """Rows times a weight, with a bias."""

    def __init__(self, p: Views, g: Views, weight: str, bias: str, rows: int) -> None:
        self.W, self.b, self.dW, self.db = p[weight], p[bias], g[weight], g[bias]
        self.out, self.din = (np.empty((rows, n), self.W.dtype) for n in self.W.shape)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Rows (n, n_in) → (n, n_out)."""
        self.x = x
        np.matmul(x, self.W.T, out=self.out)
        return np.add(self.out, self.b, out=self.out)

    def backward(self, d: np.ndarray) -> np.ndarray:
        """The gradient of the rows, in a buffer of this layer."""
        np.matmul(d.T, self.x, out=self.dW)
        np.add.reduce(d, axis=0, out=self.db)
        return np.matmul(d, self.W, out=self.din)


class Attention:
    """Softmax attention over heads, from one array holding queries, keys and values."""

    def __init__(self, workload: Workload, dtype: np.dtype) -> None:
        width, self.heads = workload.sizes
        self.shape = (workload.batch, workload.side, 3, self.heads, width // self.heads)
        self.P, self.dP = np.empty((2, workload.batch, self.heads, workload.side, workload.side), dtype)
        self.out = np.empty((workload.batch, workload.side, width), dtype)
        self.dqkv = np.empty((workload.batch * workload.side, 3 * width), dtype)
        self.scale = self.shape[-1] ** -0.5
        self.ones = np.ones((workload.side, 1), dtype)
        self.starts = np.arange(0, self.P.size, workload.side).reshape(self.P.shape[:-1])
        self.places = np.empty_like(self.starts)

    def heads_of(self, qkv: np.ndarray) -> list[np.ndarray]:
        """Views (batch, head, token, width/heads) of queries, keys and values."""
        return list(qkv.reshape(self.shape).transpose(2, 0, 3, 1, 4))

    def split(self, a: np.ndarray) -> np.ndarray:
        """(batch, token, width) → a view (batch, head, token, width/heads)."""
        batch, tokens, _, heads, size = self.shape
        return a.reshape(batch, tokens, heads, size).transpose(0, 2, 1, 3)

    def forward(self, qkv: np.ndarray) -> np.ndarray:
        """Rows (n, 3·width) → (n, width)."""
        self.q, self.k, self.v = self.heads_of(qkv)
        P = np.matmul(self.q, self.k.swapaxes(2, 3), out=self.P)
        np.multiply(P, self.scale, out=P)
        # Along short rows, argmax is ten times as fast as max, and a product with ones six times as fast as a sum.
        np.add(P.argmax(axis=-1), self.starts, out=self.places)
        np.subtract(P, P.ravel().take(self.places)[..., None], out=P)
        np.exp(P, out=P)
        np.multiply(P, 1.0 / np.matmul(P, self.ones), out=P)
        np.matmul(P, self.v, out=self.split(self.out))
        return self.out.reshape(len(qkv), -1)

    def backward(self, d: np.ndarray) -> np.ndarray:
        """The gradient of qkv."""
        d = self.split(d.reshape(self.out.shape))
        dq, dk, dv = self.heads_of(self.dqkv)
        P, dP = self.P, self.dP
        np.matmul(P.swapaxes(2, 3), d, out=dv)
        np.matmul(d, self.v.swapaxes(2, 3), out=dP)
        slope = np.vecdot(P, dP)[..., None]
        np.subtract(dP, slope, out=dP)
        np.multiply(dP, P, out=dP)
        np.multiply(dP, self.scale, out=dP)
        np.matmul(dP, self.k, out=dq)
        np.matmul(dP.swapaxes(2, 3), self.q, out=dk)
        return self.dqkv


def gelu(x: np.ndarray, slope: np.ndarray, out: np.ndarray, scratch: np.ndarray) -> np.ndarray:
    """GELU by its tanh form; its derivative is written into slope on the way."""
    square = np.multiply(x, x, out=slope)
    t = np.multiply(square, 0.044715, out=out)
    np.add(t, 1.0, out=t)
    np.multiply(t, x, out=t)
    np.multiply(t, ROOT, out=t)
    np.tanh(t, out=t)
    np.multiply(square, 3 * 0.044715 * ROOT, out=slope)
    np.add(slope, ROOT, out=slope)
    np.multiply(slope, x, out=slope)
    np.multiply(t, t, out=scratch)
    np.subtract(1.0, scratch, out=scratch)
    np.multiply(slope, scratch, out=slope)
    np.add(t, 1.0, out=t)
    np.add(slope, t, out=slope)
    np.multiply(slope, 0.5, out=slope)
    np.multiply(t, x, out=t)
    return np.multiply(t, 0.5, out=t)


def block(workload: Workload, p: Views, g: Views, x: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    """Input x: x + attention(norm(x)), then that plus net(norm(that))."""
    rows, width = workload.batch * workload.side, workload.sizes[0]
    norm1, norm2 = Norm(p, g, "norm1", rows), Norm(p, g, "norm2", rows)
    into = Linear(p, g, "self_attn.in_proj_weight", "self_attn.in_proj_bias", rows)
    away = Linear(p, g, "self_attn.out_proj.weight", "self_attn.out_proj.bias", rows)
    up, down = (Linear(p, g, f"linear{i}.weight", f"linear{i}.bias", rows) for i in (1, 2))
    attention = Attention(workload, x.dtype)
    inner, slope, scratch = np.empty((3, rows, 4 * width), x.dtype)
    x, y = x.reshape(rows, width), y.reshape(rows, width)
    share = 1.0 / x.size

    def step() -> float:
        middle = np.add(x, away.forward(attention.forward(into.forward(norm1.forward(x)))), out=away.out)
        hidden = gelu(up.forward(norm2.forward(middle)), slope, inner, scratch)
        d = np.add(down.forward(hidden), middle, out=down.out)
        np.subtract(d, y, out=d)
        flat = d.ravel()
        loss = float(flat @ flat) * share
        np.multiply(d, 2 * share, out=d)
        dhidden = down.backward(d)
        np.multiply(dhidden, slope, out=dhidden)
        np.add(d, norm2.backward(up.backward(dhidden)), out=d)
        norm1.backward(into.backward(attention.backward(away.backward(d))))
        return loss

    return step
