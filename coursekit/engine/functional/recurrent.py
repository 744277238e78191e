"""Recurrence: a state carried from step to step. A whole sequence is one operation, forward and backward."""

from __future__ import annotations

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor, record


def rnn_sequence(
    inputs: Tensor, start: Tensor, weight: Tensor, bias: Tensor, nonlinearity: str = "tanh"
) -> Tensor:
    """h_t = φ(inputs_t + h_(t−1) @ weightᵀ + bias): (T, N, n), (N, n) → all states (T, N, n).

    Args:
        inputs: (T, N, n), the inputs' part of the sum: x @ W_ihᵀ + b_ih.
        start: (N, n), the state before the first step.
        weight: (n, n).
        bias: (n,).
        nonlinearity: "tanh" or "relu".
    """
    a, w = inputs.data, weight.data
    states = np.empty_like(a)
    h = start.data
    for t, step in enumerate(a):
        z = step + h @ w.T + bias.data
        h = states[t] = np.tanh(z) if nonlinearity == "tanh" else np.maximum(z, 0)

    def vjp(g: Array) -> tuple[Array, ...]:
        dz, dh = np.empty_like(a), np.zeros_like(start.data)
        for t in reversed(range(len(a))):
            dh = dh + g[t]
            s = states[t]
            dz[t] = dh * (1 - s * s) if nonlinearity == "tanh" else dh * (s > 0)
            dh = dz[t] @ w
        before = np.concatenate([start.data[None], states[:-1]])
        return dz, dh, weight_gradient(dz, before), dz.sum(axis=(0, 1))

    return record(states, (inputs, start, weight, bias), vjp)


def lstm_sequence(inputs: Tensor, start: Tensor, cell: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Long short-term memory (Hochreiter and Schmidhuber 1997): states and cells, (T, N, 2n), states first.

    i, f, o = σ, g = tanh of inputs_t + h_(t−1) @ weightᵀ + bias;  c_t = f c_(t−1) + i g;  h_t = o tanh c_t.

    Args:
        inputs: (T, N, 4n), the inputs' part of the gates i, f, g, o.
        start: (N, n), the state before the first step.
        cell: (N, n), the cell before the first step.
        weight: (4n, n).
        bias: (4n,).
    """
    a, w = inputs.data, weight.data
    n = start.data.shape[-1]
    gates, out = np.empty_like(a), np.empty((*a.shape[:2], 2 * n), a.dtype)
    h, c = start.data, cell.data
    for t, step in enumerate(a):
        gates[t] = activate_gates(step + h @ w.T + bias.data)
        i, f, new, o = split_gates(gates[t])
        c = f * c + i * new
        h = o * np.tanh(c)
        out[t, :, :n], out[t, :, n:] = h, c

    def vjp(g: Array) -> tuple[Array, ...]:
        dz = np.empty_like(a)
        dh, dc = np.zeros_like(start.data), np.zeros_like(cell.data)
        cells = np.concatenate([cell.data[None], out[:, :, n:]])
        for t in reversed(range(len(a))):
            i, f, new, o = split_gates(gates[t])
            tanh_c = np.tanh(cells[t + 1])
            dh = dh + g[t, :, :n]
            dc = dc + g[t, :, n:] + dh * o * (1 - tanh_c * tanh_c)
            di, df, dnew, do = split_gates(dz[t])
            di[...] = dc * new * i * (1 - i)
            df[...] = dc * cells[t] * f * (1 - f)
            dnew[...] = dc * i * (1 - new * new)
            do[...] = dh * tanh_c * o * (1 - o)
            dh, dc = dz[t] @ w, dc * f
        before = np.concatenate([start.data[None], out[:-1, :, :n]])
        return dz, dh, dc, weight_gradient(dz, before), dz.sum(axis=(0, 1))

    return record(out, (inputs, start, cell, weight, bias), vjp)


def activate_gates(z: Array) -> Array:
    """σ for the gates i, f, o and tanh for g, in place."""
    i, f, _, o = split_gates(z)
    # σ(z) = ½ tanh(z/2) + ½, so that one tanh serves all four.
    for gate in (i, f, o):
        gate *= 0.5
    np.tanh(z, out=z)
    for gate in (i, f, o):
        gate *= 0.5
        gate += 0.5
    return z


def split_gates(z: Array) -> Array:
    """Gates (N, 4n) as four views (N, n)."""
    return z.reshape(len(z), 4, z.shape[1] // 4).swapaxes(0, 1)


def gru_sequence(inputs: Tensor, start: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Gated recurrent unit (Cho et al. 2014, PyTorch's variant): all states (T, N, n).

    r, z = σ(inputs + h @ weightᵀ + bias);  new = tanh(inputs_n + r (h @ weight_nᵀ + bias_n));  h ← (1 − z)
    new + z h.

    Args:
        inputs: (T, N, 3n), the inputs' part of r, z and new.
        start: (N, n), the state before the first step.
        weight: (3n, n).
        bias: (3n,).
    """
    a, w = inputs.data, weight.data
    n = start.data.shape[-1]
    states = np.empty((*a.shape[:2], n), a.dtype)
    kept = []
    h = start.data
    for t, step in enumerate(a):
        u = h @ w.T + bias.data
        rz = 0.5 * np.tanh(0.5 * (step[:, : 2 * n] + u[:, : 2 * n])) + 0.5
        r, z = rz[:, :n], rz[:, n:]
        new = np.tanh(step[:, 2 * n :] + r * u[:, 2 * n :])
        kept.append((h, r, z, new, u[:, 2 * n :]))
        h = states[t] = (1 - z) * new + z * h

    def vjp(g: Array) -> tuple[Array, ...]:
        da, du = np.empty_like(a), np.empty_like(a)
        dh = np.zeros_like(start.data)
        for t in reversed(range(len(a))):
            before, r, z, new, u = kept[t]
            dh = dh + g[t]
            dnew = dh * (1 - z) * (1 - new * new)
            da[t, :, :n] = dnew * u * r * (1 - r)
            da[t, :, n : 2 * n] = dh * (before - new) * z * (1 - z)
            da[t, :, 2 * n :] = dnew
            du[t] = da[t]
            du[t, :, 2 * n :] *= r
            dh = dh * z + du[t] @ w
        return da, dh, weight_gradient(du, np.stack([k[0] for k in kept])), du.sum(axis=(0, 1))

    return record(states, (inputs, start, weight, bias), vjp)


def weight_gradient(dz: Array, before: Array) -> Array:
    """The gradient of a recurrent weight: all steps and examples in one product."""
    dw: Array = dz.reshape(-1, dz.shape[-1]).T @ before.reshape(-1, before.shape[-1])
    return dw
