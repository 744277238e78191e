"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import math
from collections import defaultdict

import numpy as np

from coursekit.authoring.proofs import mistake, variant

_BUFFERS = {}
_KEPT = {}
_GRADIENTS = {}


def _into(values):
    """Copy values into the one buffer of their shape."""
    values = np.asarray(values, float)
    buffer = _BUFFERS.setdefault(values.shape, np.empty(values.shape))
    buffer[...] = values
    return buffer


# numerical_grad


def _slopes(f, x, h=1e-5):
    x = np.array(x, float)
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(len(x))])


mistake("backprop.numerical_grad", "up only")(
    lambda f, x: np.array([(f(x + step) - f(x)) / 1e-5 for step in 1e-5 * np.eye(len(x))])
)
mistake("backprop.numerical_grad", "down only")(
    lambda f, x: np.array([(f(x) - f(x - step)) / 1e-5 for step in 1e-5 * np.eye(len(x))])
)
mistake("backprop.numerical_grad", "divided by h")(lambda f, x: 2 * _slopes(f, x))
mistake("backprop.numerical_grad", "sign turned")(lambda f, x: -_slopes(f, x))
mistake("backprop.numerical_grad", "nudge of 1")(lambda f, x: _slopes(f, x, 1.0))
mistake("backprop.numerical_grad", "nudge of 0.1")(lambda f, x: _slopes(f, x, 0.1))
mistake("backprop.numerical_grad", "nudge of 1e-14")(lambda f, x: _slopes(f, x, 1e-14))
mistake("backprop.numerical_grad", "nudge with the size of x")(
    lambda f, x: np.array(
        [(f(x + step) - f(x - step)) / (2 * step.max()) for step in np.diag(1e-5 * np.abs(x))]
    )
)
mistake("backprop.numerical_grad", "all entries at once")(
    lambda f, x: np.full(len(x), (f(x + 1e-5) - f(x - 1e-5)) / 2e-5)
)
mistake("backprop.numerical_grad", "first entry only")(lambda f, x: _slopes(f, x)[:1])
mistake("backprop.numerical_grad", "last entry left out")(lambda f, x: np.append(_slopes(f, x)[:-1], 0.0))
mistake("backprop.numerical_grad", "sum of the slopes")(lambda f, x: _slopes(f, x).sum())
mistake("backprop.numerical_grad", "a number for one entry")(lambda f, x: np.squeeze(_slopes(f, x)))
mistake("backprop.numerical_grad", "a column")(lambda f, x: _slopes(f, x)[:, None])
mistake("backprop.numerical_grad", "divided by the number of entries")(lambda f, x: _slopes(f, x) / len(x))
mistake("backprop.numerical_grad", "length 1")(
    lambda f, x: _slopes(f, x) / (np.linalg.norm(_slopes(f, x)) or 1)
)
mistake("backprop.numerical_grad", "rounded")(lambda f, x: np.round(_slopes(f, x), 2))
mistake("backprop.numerical_grad", "whole result")(lambda f, x: np.rint(_slopes(f, x)).astype(int))
mistake("backprop.numerical_grad", "float32 inputs")(
    lambda f, x: np.array(
        [
            (f(s) - f(t)) / 2e-5
            for s, t in zip(
                (x + 1e-5 * np.eye(len(x))).astype(np.float32), (x - 1e-5 * np.eye(len(x))).astype(np.float32)
            )
        ]
    )
)
mistake("backprop.numerical_grad", "differences between the entries")(
    lambda f, x: np.gradient(np.array([f(np.full(len(x), v)) for v in x]), x) if len(x) > 1 else _slopes(f, x)
)
mistake("backprop.numerical_grad", "remembers by x")(
    lambda f, x: _KEPT.setdefault(tuple(x), _slopes(f, x)).copy()
)
mistake("backprop.numerical_grad", "one buffer a length")(lambda f, x: _into(_slopes(f, x)))


@mistake("backprop.numerical_grad", "whole numbers drop the nudge")
def numerical_grad(f, x):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += 1e-5
        down[i] -= 1e-5
        slopes[i] = (f(up) - f(down)) / 2e-5
    return slopes


@mistake("backprop.numerical_grad", "slopes of the type of x")
def numerical_grad(f, x):
    slopes = np.zeros_like(x)
    for i, slope in enumerate(_slopes(f, x)):
        slopes[i] = slope
    return slopes


@mistake("backprop.numerical_grad", "nudges x itself and does not go back")
def numerical_grad(f, x):
    slopes = []
    for i in range(len(x)):
        x[i] += 1e-5
        up = f(x)
        x[i] -= 2e-5
        slopes.append((up - f(x)) / 2e-5)
    return np.array(slopes)


@mistake("backprop.numerical_grad", "copy keeps the earlier nudges")
def numerical_grad(f, x):
    moved, slopes = np.array(x, float), []
    for i in range(len(x)):
        before = f(moved)
        moved[i] += 1e-3
        slopes.append((f(moved) - before) / 1e-3)
    return np.array(slopes)


@mistake("backprop.numerical_grad", "place found by value")
def numerical_grad(f, x):
    slopes = []
    for value in x.tolist():
        step = np.zeros(len(x))
        step[x.tolist().index(value)] = 1e-5
        slopes.append((f(x + step) - f(x - step)) / 2e-5)
    return np.array(slopes)


variant("backprop.numerical_grad", "rows of the unit matrix")(lambda f, x: _slopes(f, x))
variant("backprop.numerical_grad", "a smaller nudge")(lambda f, x, h=1e-6: _slopes(f, x, h))
variant("backprop.numerical_grad", "a larger nudge")(lambda f, point: _slopes(f, point, 5e-5))


@variant("backprop.numerical_grad", "nudges a copy and goes back")
def numerical_grad(f, x):
    moved = np.array(x, dtype=np.float64)
    slopes = np.empty(moved.shape)
    for i, value in enumerate(x):
        moved[i] = value + 1e-5
        up = f(moved)
        moved[i] = value - 1e-5
        slopes[i] = (up - f(moved)) / 2e-5
        moved[i] = value
    return slopes


@variant("backprop.numerical_grad", "power of 2 as the nudge")
def numerical_grad(f, x):
    h = 2.0**-17

    def slope(i):
        step = h * (np.arange(len(x)) == i)
        return (f(x + step) - f(x - step)) / (2 * h)

    return np.fromiter(map(slope, range(len(x))), float)


@variant("backprop.numerical_grad", "fresh lists, then arrays")
def numerical_grad(f, x):
    values = [float(v) for v in x]
    slopes = []
    for i in range(len(values)):
        up = np.array([*values[:i], values[i] + 1e-5, *values[i + 1 :]])
        down = np.array([*values[:i], values[i] - 1e-5, *values[i + 1 :]])
        slopes.append(float(f(up) - f(down)) / (up[i] - down[i]))
    return np.array(slopes)


# relu_backward


mistake("backprop.relu_backward", "on at 0")(lambda g, z: g * (z >= 0))
mistake("backprop.relu_backward", "half at 0")(lambda g, z: g * np.heaviside(z, 0.5))
mistake("backprop.relu_backward", "0/0 at 0")(lambda g, z: g * np.maximum(0, z) / z)
mistake("backprop.relu_backward", "mask of g")(lambda g, z: g * (g > 0))
mistake("backprop.relu_backward", "z instead of g")(lambda g, z: z * (z > 0))
mistake("backprop.relu_backward", "ReLU of g")(lambda g, z: np.maximum(0, g))
mistake("backprop.relu_backward", "output times g")(lambda g, z: g * np.maximum(0, z))
mistake("backprop.relu_backward", "product compared")(lambda g, z: g * z > 0)
mistake("backprop.relu_backward", "mask alone")(lambda g, z: 1.0 * (z > 0))
mistake("backprop.relu_backward", "all of g")(lambda g, z: g.copy())
mistake("backprop.relu_backward", "mask the other way")(lambda g, z: g * (z <= 0))
mistake("backprop.relu_backward", "sign of z")(lambda g, z: g * np.sign(z))
mistake("backprop.relu_backward", "leak of 0.01")(lambda g, z: np.where(z > 0, g, 0.01 * g))
mistake("backprop.relu_backward", "sigmoid's slope")(
    lambda g, z: g * (0.5 + 0.5 * np.tanh(z / 2)) * (0.5 - 0.5 * np.tanh(z / 2))
)
mistake("backprop.relu_backward", "on above 0.01")(lambda g, z: g * (z > 0.01))
mistake("backprop.relu_backward", "whole rows")(lambda g, z: g * (z > 0).any(axis=1, keepdims=True))
mistake("backprop.relu_backward", "whole columns")(lambda g, z: g * (z > 0).any(axis=0))
mistake("backprop.relu_backward", "decides by the mean")(lambda g, z: g * (z.mean() > 0))
mistake("backprop.relu_backward", "rows of the first example")(lambda g, z: g * (z[:1] > 0))
mistake("backprop.relu_backward", "summed over the examples")(lambda g, z: (g * (z > 0)).sum(axis=0))
mistake("backprop.relu_backward", "mean over the examples")(lambda g, z: g * (z > 0) / len(g))
mistake("backprop.relu_backward", "axes of size 1 lost")(lambda g, z: np.squeeze(g * (z > 0)))
mistake("backprop.relu_backward", "float16")(lambda g, z: (g * (z > 0)).astype(np.float16))
mistake("backprop.relu_backward", "matrix product")(lambda g, z: g @ (z > 0).T)
mistake("backprop.relu_backward", "one buffer a shape")(lambda g, z: _into(g * (z > 0)))
mistake("backprop.relu_backward", "mask of the first call")(lambda g, z: g * _KEPT.setdefault(z.shape, z > 0))
mistake("backprop.relu_backward", "clipped")(lambda g, z: np.clip(g, -1, 1) * (z > 0))


@mistake("backprop.relu_backward", "writes into g")
def relu_backward(g, z):
    g[z <= 0] = 0
    return g


@mistake("backprop.relu_backward", "result of the type of z")
def relu_backward(g, z):
    dz = np.zeros_like(z)
    dz[z > 0] = g[z > 0]
    return dz


@mistake("backprop.relu_backward", "bends z in place")
def relu_backward(g, z):
    np.maximum(0, z, out=z)
    return g * (z > 0)


variant("backprop.relu_backward", "where")(lambda g, z: np.where(z > 0, g, 0))
variant("backprop.relu_backward", "heaviside")(lambda g, z: g * np.heaviside(z, 0))
variant("backprop.relu_backward", "output's mask")(lambda g, z: np.multiply(g, np.maximum(0, z) != 0))
variant("backprop.relu_backward", "sign, other names")(lambda up, sums: up * np.maximum(0, np.sign(sums)))


@variant("backprop.relu_backward", "a copy with zeros")
def relu_backward(g, z):
    dz = np.array(g)
    dz[~(z > 0)] = 0
    return dz


@variant("backprop.relu_backward", "loops")
def relu_backward(g, z):
    dz = np.empty(g.shape)
    for i, row in enumerate(z):
        for j, value in enumerate(row):
            dz[i, j] = g[i, j] if value > 0 else 0.0
    return dz


# linear_backward


def _three(g, x, W):
    return g @ W.T, x.T @ g, g.sum(axis=0)


mistake("backprop.linear_backward", "W not turned")(
    lambda g, x, W: (g @ W if W.shape[0] == W.shape[1] else g @ W.T, x.T @ g, g.sum(axis=0))
)
mistake("backprop.linear_backward", "dW turned")(lambda g, x, W: (g @ W.T, g.T @ x, g.sum(axis=0)))
mistake("backprop.linear_backward", "dW turned where it fits")(
    lambda g, x, W: (g @ W.T, g.T @ x if W.shape[0] == W.shape[1] else x.T @ g, g.sum(axis=0))
)
mistake("backprop.linear_backward", "mean of the examples")(
    lambda g, x, W: (g @ W.T, x.T @ g / len(x), g.mean(axis=0))
)
mistake("backprop.linear_backward", "mean in db")(lambda g, x, W: (g @ W.T, x.T @ g, g.mean(axis=0)))
mistake("backprop.linear_backward", "mean in dW")(lambda g, x, W: (g @ W.T, x.T @ g / len(x), g.sum(axis=0)))
mistake("backprop.linear_backward", "mean in dx")(lambda g, x, W: (g @ W.T / len(x), x.T @ g, g.sum(axis=0)))
mistake("backprop.linear_backward", "db as a row of a table")(
    lambda g, x, W: (g @ W.T, x.T @ g, g.sum(axis=0, keepdims=True))
)
mistake("backprop.linear_backward", "db over the units")(lambda g, x, W: (g @ W.T, x.T @ g, g.sum(axis=1)))
mistake("backprop.linear_backward", "db as one number")(lambda g, x, W: (g @ W.T, x.T @ g, g.sum()))
mistake("backprop.linear_backward", "db is g")(lambda g, x, W: (g @ W.T, x.T @ g, g.copy()))
mistake("backprop.linear_backward", "db of the first example")(lambda g, x, W: (g @ W.T, x.T @ g, g[0]))
mistake("backprop.linear_backward", "db of ones")(lambda g, x, W: (g @ W.T, x.T @ g, np.ones(g.shape[1])))
mistake("backprop.linear_backward", "dW first")(lambda g, x, W: (x.T @ g, g @ W.T, g.sum(axis=0)))
mistake("backprop.linear_backward", "no db")(lambda g, x, W: (g @ W.T, x.T @ g))
mistake("backprop.linear_backward", "sum in dx")(
    lambda g, x, W: (g.sum(axis=0) @ W.T * np.ones((len(x), 1)), x.T @ g, g.sum(axis=0))
)
mistake("backprop.linear_backward", "products of the sums")(
    lambda g, x, W: (g @ W.T, np.outer(x.sum(axis=0), g.sum(axis=0)), g.sum(axis=0))
)
mistake("backprop.linear_backward", "products of the means")(
    lambda g, x, W: (g @ W.T, len(x) * np.outer(x.mean(axis=0), g.mean(axis=0)), g.sum(axis=0))
)
mistake("backprop.linear_backward", "one example only")(
    lambda g, x, W: ((W @ g[0])[None], np.outer(x[0], g[0]), g[0])
)
mistake("backprop.linear_backward", "last example left out")(
    lambda g, x, W: (g @ W.T, x[:-1].T @ g[:-1] if len(x) > 2 else x.T @ g, g.sum(axis=0))
)
mistake("backprop.linear_backward", "axes of size 1 lost")(
    lambda g, x, W: tuple(np.squeeze(each) for each in _three(g, x, W))
)
mistake("backprop.linear_backward", "entry by entry where it fits")(
    lambda g, x, W: (g @ W.T, x * g if x.shape == g.shape == W.shape else x.T @ g, g.sum(axis=0))
)
mistake("backprop.linear_backward", "bent on the way")(
    lambda g, x, W: (g @ W.T * (x > 0), x.T @ g, g.sum(axis=0))
)
mistake("backprop.linear_backward", "float16")(
    lambda g, x, W: tuple(each.astype(np.float16) for each in _three(g, x, W))
)
mistake("backprop.linear_backward", "dW in one buffer a shape")(
    lambda g, x, W: (g @ W.T, _into(x.T @ g), g.sum(axis=0))
)
mistake("backprop.linear_backward", "W of the first call")(
    lambda g, x, W: (g @ _KEPT.setdefault(W.shape, W.copy()).T, x.T @ g, g.sum(axis=0))
)


@mistake("backprop.linear_backward", "dW of the type of W")
def linear_backward(g, x, W):
    dW = np.zeros_like(W)
    dW[...] = x.T @ g
    return g @ W.T, dW, g.sum(axis=0)


@mistake("backprop.linear_backward", "gradients added up from call to call")
def linear_backward(g, x, W):
    _KEPT[W.shape] = _KEPT.get(W.shape, 0) + x.T @ g
    return g @ W.T, _KEPT[W.shape], g.sum(axis=0)


@mistake("backprop.linear_backward", "divides g in place")
def linear_backward(g, x, W):
    dx, dW, db = _three(g, x, W)
    g /= len(g)
    return dx, dW, db


variant("backprop.linear_backward", "a list")(lambda g, x, W: list(_three(g, x, W)))
variant("backprop.linear_backward", "einsum")(
    lambda g, x, W: (np.einsum("no,io->ni", g, W), np.einsum("ni,no->io", x, g), np.einsum("no->o", g))
)
variant("backprop.linear_backward", "tensordot and ones")(
    lambda g, x, W: (np.dot(W, g.T).T, np.tensordot(x, g, axes=(0, 0)), np.ones(len(g)) @ g)
)


@variant("backprop.linear_backward", "sum over the examples")
def linear_backward(g, x, W):
    dx, dW, db = [], np.zeros(W.shape), np.zeros(W.shape[1])
    for one, row in zip(g, x):
        dx.append(W @ one)
        dW += np.outer(row, one)
        db += one
    return np.array(dx), dW, db


@variant("backprop.linear_backward", "plain loops")
def linear_backward(g, x, W):
    (n, outs), ins = g.shape, x.shape[1]
    dx = [[sum(g[e, o] * W[i, o] for o in range(outs)) for i in range(ins)] for e in range(n)]
    dW = [[sum(x[e, i] * g[e, o] for e in range(n)) for o in range(outs)] for i in range(ins)]
    db = [math.fsum(g[:, o]) for o in range(outs)]
    return np.array(dx), np.array(dW), np.array(db)


@variant("backprop.linear_backward", "bias as one more input")
def linear_backward(g, x, W):
    both = np.hstack([x, np.ones((len(x), 1))]).T @ g
    return np.matmul(g, W.transpose()), both[:-1], both[-1]


# loss_backward


def _probabilities(z, shift):
    e = np.exp(z - shift)
    return e / e.sum(axis=1, keepdims=True)


def _loss(z, labels, *, n=None, truth=None, shift=None):
    p = _probabilities(z, z.max(axis=1, keepdims=True) if shift is None else shift)
    truth = np.eye(z.shape[1])[labels] if truth is None else truth
    return (p - truth) / (len(z) if n is None else n)


mistake("backprop.loss_backward", "one maximum for the whole array")(
    lambda z, labels: _loss(z, labels, shift=z.max())
)
mistake("backprop.loss_backward", "no shift")(lambda z, labels: _loss(z, labels, shift=0))
mistake("backprop.loss_backward", "maximum of each column")(
    lambda z, labels: _loss(z, labels, shift=z.max(axis=0))
)
mistake("backprop.loss_backward", "mean of each row as the shift")(
    lambda z, labels: _loss(z, labels, shift=z.mean(axis=1, keepdims=True))
)
mistake("backprop.loss_backward", "shift only where positive")(
    lambda z, labels: _loss(z, labels, shift=np.maximum(0, z.max(axis=1, keepdims=True)))
)
mistake("backprop.loss_backward", "clipped at 500")(lambda z, labels: _loss(np.clip(z, -500, 500), labels))
mistake("backprop.loss_backward", "not divided by n")(lambda z, labels: _loss(z, labels, n=1))
mistake("backprop.loss_backward", "divided by the classes")(lambda z, labels: _loss(z, labels, n=z.shape[1]))
mistake("backprop.loss_backward", "divided by all entries")(lambda z, labels: _loss(z, labels, n=z.size))
mistake("backprop.loss_backward", "sign turned")(lambda z, labels: -_loss(z, labels))
mistake("backprop.loss_backward", "truth added")(
    lambda z, labels: _loss(z, labels, truth=-np.eye(z.shape[1])[labels])
)
mistake("backprop.loss_backward", "no truth")(lambda z, labels: _loss(z, labels, truth=0))
mistake("backprop.loss_backward", "logits instead of probabilities")(
    lambda z, labels: (z - np.eye(z.shape[1])[labels]) / len(z)
)
mistake("backprop.loss_backward", "as many classes as the largest label")(
    lambda z, labels: _loss(z, labels, truth=np.eye(np.max(labels) + 1)[labels])
)
mistake("backprop.loss_backward", "as many classes as different labels")(
    lambda z, labels: _loss(z, labels, truth=np.equal.outer(labels, np.unique(labels)))
)
mistake("backprop.loss_backward", "labels counted from 1")(
    lambda z, labels: _loss(z, labels, truth=np.eye(z.shape[1])[np.asarray(labels) - 1])
)
mistake("backprop.loss_backward", "largest logit as the truth")(
    lambda z, labels: _loss(z, labels, truth=z == z.max(axis=1, keepdims=True))
)
mistake("backprop.loss_backward", "label of the first example")(
    lambda z, labels: _loss(z, labels, truth=np.eye(z.shape[1])[labels[0]])
)
mistake("backprop.loss_backward", "labels turned round")(lambda z, labels: _loss(z, labels[::-1]))
mistake("backprop.loss_backward", "sigmoid instead of softmax")(
    lambda z, labels: (0.5 + 0.5 * np.tanh(z / 2) - np.eye(z.shape[1])[labels]) / len(z)
)
mistake("backprop.loss_backward", "axes of size 1 lost")(lambda z, labels: np.squeeze(_loss(z, labels)))
mistake("backprop.loss_backward", "rounded")(lambda z, labels: np.round(_loss(z, labels), 3))
mistake("backprop.loss_backward", "float16")(lambda z, labels: _loss(z, labels).astype(np.float16))
mistake("backprop.loss_backward", "one buffer a shape")(lambda z, labels: _into(_loss(z, labels)))
mistake("backprop.loss_backward", "truth of the first call")(
    lambda z, labels: _loss(z, labels, truth=_KEPT.setdefault(z.shape, np.eye(z.shape[1])[labels]))
)


@mistake("backprop.loss_backward", "1 taken away in every row")
def loss_backward(z, labels):
    p = _probabilities(z, z.max(axis=1, keepdims=True))
    p[:, labels] -= 1
    return p / len(z)


@mistake("backprop.loss_backward", "softmax down the columns")
def loss_backward(z, labels):
    e = np.exp(z - z.max(axis=0))
    return (e / e.sum(axis=0) - np.eye(z.shape[1])[labels]) / len(z)


@mistake("backprop.loss_backward", "only the right class")
def loss_backward(z, labels):
    p = _probabilities(z, z.max(axis=1, keepdims=True))
    dz = np.zeros(z.shape)
    rows = np.arange(len(z))
    dz[rows, labels] = p[rows, labels] - 1
    return dz / len(z)


@mistake("backprop.loss_backward", "shifts z in place")
def loss_backward(z, labels):
    z -= z.max(axis=1, keepdims=True)
    return _loss(z, labels)


@mistake("backprop.loss_backward", "only the first three classes")
def loss_backward(z, labels):
    dz = _loss(z, labels)
    dz[:, 3:] = 0
    return dz


@mistake("backprop.loss_backward", "powers of the type of z")
def loss_backward(z, labels):
    e = np.zeros_like(z)
    e[...] = 100 * np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[labels]) / len(z)


variant("backprop.loss_backward", "unit matrix")(lambda z, labels: _loss(z, labels))
variant("backprop.loss_backward", "labels compared")(
    lambda z, labels: _loss(z, labels, truth=np.arange(z.shape[1]) == np.reshape(labels, (-1, 1)))
)


@variant("backprop.loss_backward", "logarithm of the sum")
def loss_backward(z, labels):
    top = z.max(1)[:, None]
    p = np.exp(z - top - np.log(np.exp(z - top).sum(1))[:, None])
    for row, label in zip(p, labels):
        row[int(label)] -= 1
    return p / z.shape[0]


@variant("backprop.loss_backward", "plain Python")
def loss_backward(logits, labels):
    rows = []
    for scores, label in zip(logits.tolist(), labels):
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        total = sum(powers)
        rows.append([(p / total - (k == label)) / len(logits) for k, p in enumerate(powers)])
    return np.array(rows)


@variant("backprop.loss_backward", "subtract.at")
def loss_backward(z, labels):
    dz = _probabilities(z, np.amax(z, axis=-1, keepdims=True)) / len(z)
    np.subtract.at(dz, (range(len(z)), np.asarray(labels)), 1 / len(z))
    return dz


@variant("backprop.loss_backward", "one over sums of differences")
def loss_backward(z, labels):
    with np.errstate(over="ignore"):
        p = 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=2)
    truth = np.zeros(z.shape)
    truth[np.arange(len(z)), labels] = 1
    return np.divide(p - truth, len(z))


# backward


@mistake("backprop.backward", "forwards")
def backward(graph):
    gradient = dict.fromkeys(graph, 0.0)
    gradient[list(graph)[-1]] = 1.0
    for name in graph:
        for parent, slope in graph[name]:
            gradient[parent] += gradient[name] * slope
    return gradient


def _walk(graph, order, *, start=None, hand=lambda old, new: old + new):
    gradient = dict.fromkeys(graph, 0.0)
    gradient[start or list(graph)[-1]] = 1.0
    for name in order:
        for parent, slope in graph[name]:
            gradient[parent] = hand(gradient[parent], gradient[name] * slope)
    return gradient


mistake("backprop.backward", "alphabet backwards")(lambda graph: _walk(graph, sorted(graph, reverse=True)))
mistake("backprop.backward", "last name of the alphabet is the output")(
    lambda graph: _walk(graph, list(graph)[::-1], start=max(graph))
)
mistake("backprop.backward", "output is called out")(
    lambda graph: _walk(graph, list(graph)[::-1], start="out")
)
mistake("backprop.backward", "overwrites what arrived")(
    lambda graph: _walk(graph, list(graph)[::-1], hand=lambda old, new: new)
)
mistake("backprop.backward", "keeps what arrived first")(
    lambda graph: _walk(graph, list(graph)[::-1], hand=lambda old, new: old or new)
)
mistake("backprop.backward", "the largest of what arrived")(
    lambda graph: _walk(graph, list(graph)[::-1], hand=max)
)
mistake("backprop.backward", "output left out of the answer")(
    lambda graph: {k: v for k, v in _walk(graph, list(graph)[::-1]).items() if k != list(graph)[-1]}
)
mistake("backprop.backward", "leaves only")(
    lambda graph: {k: v for k, v in _walk(graph, list(graph)[::-1]).items() if not graph[k]}
)
mistake("backprop.backward", "no leaves")(
    lambda graph: {k: v for k, v in _walk(graph, list(graph)[::-1]).items() if graph[k]}
)
mistake("backprop.backward", "nodes that are not used are missing")(
    lambda graph: {k: v for k, v in _walk(graph, list(graph)[::-1]).items() if v != 0}
)
mistake("backprop.backward", "nodes that are not used get 1")(
    lambda graph: {
        k: v if k == list(graph)[-1] or any(k == p for ways in graph.values() for p, _ in ways) else 1.0
        for k, v in _walk(graph, list(graph)[::-1]).items()
    }
)
mistake("backprop.backward", "a pair of nodes has one wire")(
    lambda graph: _walk({k: list(dict(v).items()) for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "same wire once")(
    lambda graph: _walk({k: list(set(v)) for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "first wire only")(
    lambda graph: _walk({k: v[:1] for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "at most two wires")(
    lambda graph: _walk({k: v[:2] for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "size of the slopes")(
    lambda graph: _walk({k: [(p, abs(s)) for p, s in v] for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "all slopes 1")(
    lambda graph: _walk({k: [(p, 1.0) for p, s in v] for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "whole slopes")(
    lambda graph: _walk({k: [(p, int(s)) for p, s in v] for k, v in graph.items()}, list(graph)[::-1])
)
mistake("backprop.backward", "output starts with 0")(
    lambda graph: {**_walk(graph, list(graph)[::-1]), list(graph)[-1]: 0.0}
)
mistake("backprop.backward", "pairs instead of a dictionary")(
    lambda graph: list(_walk(graph, list(graph)[::-1]).items())
)
mistake("backprop.backward", "last three nodes hand on")(lambda graph: _walk(graph, list(graph)[::-1][:3]))
mistake("backprop.backward", "first node does not count")(
    lambda graph: {**_walk(graph, list(graph)[::-1]), next(iter(graph)): 0.0}
)


@mistake("backprop.backward", "hands on whenever something arrives")
def backward(graph):
    gradient = dict.fromkeys(graph, 0.0)
    waiting = [list(graph)[-1]]
    gradient[waiting[0]] = 1.0
    while waiting:
        name = waiting.pop(0)
        for parent, slope in graph[name]:
            gradient[parent] += gradient[name] * slope
            waiting.append(parent)
    return gradient


@mistake("backprop.backward", "each node once, in the order of arrival")
def backward(graph):
    gradient = dict.fromkeys(graph, 0.0)
    waiting, seen = [list(graph)[-1]], set()
    gradient[waiting[0]] = 1.0
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        for parent, slope in graph[name]:
            gradient[parent] += gradient[name] * slope
            waiting.append(parent)
    return gradient


@mistake("backprop.backward", "first deep, then wide")
def backward(graph):
    gradient = dict.fromkeys(graph, 0.0)
    seen = set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        for parent, slope in graph[name]:
            gradient[parent] += gradient[name] * slope
            visit(parent)

    gradient[list(graph)[-1]] = 1.0
    visit(list(graph)[-1])
    return gradient


@mistake("backprop.backward", "takes the nodes out of the graph")
def backward(graph):
    gradient = dict.fromkeys(graph, 0.0)
    gradient[list(graph)[-1]] = 1.0
    while graph:
        name, ways = graph.popitem()
        for parent, slope in ways:
            gradient[parent] += gradient[name] * slope
    return gradient


@mistake("backprop.backward", "empties the lists of wires")
def backward(graph):
    gradient = dict.fromkeys(graph, 0.0)
    gradient[list(graph)[-1]] = 1.0
    for name in reversed(graph):
        while graph[name]:
            parent, slope = graph[name].pop()
            gradient[parent] += gradient[name] * slope
    return gradient


@mistake("backprop.backward", "goes on from call to call")
def backward(graph):
    for name in graph:
        _GRADIENTS.setdefault(name, 0.0)
    _GRADIENTS[list(graph)[-1]] = 1.0
    for name in reversed(graph):
        for parent, slope in graph[name]:
            _GRADIENTS[parent] += _GRADIENTS[name] * slope
    return {name: _GRADIENTS[name] for name in graph}


@mistake("backprop.backward", "default dictionary goes on")
def backward(graph, gradient={}):
    gradient[list(graph)[-1]] = 1.0
    for name in reversed(graph):
        for parent, slope in graph[name]:
            gradient[parent] = gradient.get(parent, 0.0) + gradient.get(name, 0.0) * slope
    return {name: gradient.get(name, 0.0) for name in graph}


variant("backprop.backward", "from the back")(lambda graph: _walk(graph, reversed(graph)))


@variant("backprop.backward", "sums over all paths, remembered")
def backward(graph):
    users = {name: [] for name in graph}
    for name, ways in graph.items():
        for parent, slope in ways:
            users[parent].append((name, slope))
    *_, output = graph

    @functools.cache
    def gradient(name):
        return (name == output) + sum(slope * gradient(user) for user, slope in users[name])

    return {name: gradient(name) for name in graph}


@variant("backprop.backward", "a system of equations")
def backward(graph):
    names = list(graph)
    slopes = np.zeros((len(names), len(names)))
    for name, ways in graph.items():
        for parent, slope in ways:
            slopes[names.index(parent), names.index(name)] += slope
    last = np.zeros(len(names))
    last[-1] = 1
    return dict(zip(names, np.linalg.solve(np.eye(len(names)) - slopes, last)))


@variant("backprop.backward", "from every node forwards")
def backward(graph):
    found = {}
    for source in graph:
        moved = {}
        for name, ways in graph.items():
            moved[name] = 1.0 if name == source else sum(s * moved[p] for p, s in ways)
        found[source] = moved[list(graph)[-1]]
    return found


@variant("backprop.backward", "defaultdict")
def backward(graph):
    arrived = defaultdict(float)
    items = list(graph.items())
    arrived[items[-1][0]] = 1
    while items:
        name, ways = items.pop()
        for parent, slope in ways:
            arrived[parent] += slope * arrived[name]
        arrived[name] += 0
    return arrived


@variant("backprop.backward", "counts who is still to hand on")
def backward(graph):
    open_ways = dict.fromkeys(graph, 0)
    for ways in graph.values():
        for parent, _ in ways:
            open_ways[parent] += 1
    gradient = {name: [] for name in graph}
    gradient[next(reversed(graph))].append(1.0)
    ready = [name for name in graph if open_ways[name] == 0]
    while ready:
        name = ready.pop()
        for parent, slope in graph[name]:
            gradient[parent].append(sum(gradient[name]) * slope)
            open_ways[parent] -= 1
            if open_ways[parent] == 0:
                ready.append(parent)
    return {name: np.float64(sum(parts)) for name, parts in gradient.items()}


# dead_units


mistake("backprop.dead_units", "0 counts as on")(lambda Z: (Z < 0).all(axis=0))
mistake("backprop.dead_units", "off once")(lambda Z: (Z <= 0).any(axis=0))
mistake("backprop.dead_units", "examples instead of units")(lambda Z: (Z <= 0).all(axis=1))
mistake("backprop.dead_units", "examples where the table is square")(
    lambda Z: (Z <= 0).all(axis=int(Z.shape[0] == Z.shape[1]))
)
mistake("backprop.dead_units", "alive")(lambda Z: (Z > 0).any(axis=0))
mistake("backprop.dead_units", "always on")(lambda Z: (Z > 0).all(axis=0))
mistake("backprop.dead_units", "off in the sum")(lambda Z: Z.sum(axis=0) <= 0)
mistake("backprop.dead_units", "off in the middle")(lambda Z: np.median(Z, axis=0) <= 0)
mistake("backprop.dead_units", "first example")(lambda Z: Z[0] <= 0)
mistake("backprop.dead_units", "last example")(lambda Z: Z[-1] <= 0)
mistake("backprop.dead_units", "ends only")(lambda Z: (Z[0] <= 0) & (Z[-1] <= 0))
mistake("backprop.dead_units", "smallest sum")(lambda Z: Z.min(axis=0) <= 0)
mistake("backprop.dead_units", "all zeros")(lambda Z: (Z == 0).all(axis=0))
mistake("backprop.dead_units", "not any")(lambda Z: ~Z.any(axis=0))
mistake("backprop.dead_units", "on above 0.01")(lambda Z: (Z <= 0.01).all(axis=0))
mistake("backprop.dead_units", "nearly always off")(lambda Z: (Z > 0).mean(axis=0) < 0.05)
mistake("backprop.dead_units", "whole numbers only")(lambda Z: (Z.astype(int) <= 0).all(axis=0))
mistake("backprop.dead_units", "one answer for all")(lambda Z: (Z <= 0).all())
mistake("backprop.dead_units", "each entry")(lambda Z: Z <= 0)
mistake("backprop.dead_units", "number of dead units")(lambda Z: (Z <= 0).all(axis=0).sum())
mistake("backprop.dead_units", "places of dead units")(lambda Z: np.flatnonzero((Z <= 0).all(axis=0)))
mistake("backprop.dead_units", "how often it is off")(lambda Z: (Z <= 0).mean(axis=0))
mistake("backprop.dead_units", "a row of a table")(lambda Z: (Z <= 0).all(axis=0, keepdims=True))
mistake("backprop.dead_units", "axes of size 1 lost")(lambda Z: np.squeeze((Z <= 0).all(axis=0)))
mistake("backprop.dead_units", "product of the signs")(lambda Z: np.prod(np.maximum(0, Z), axis=0) == 0)
mistake("backprop.dead_units", "constant")(lambda Z: np.std(Z, axis=0) == 0)
mistake("backprop.dead_units", "answer of the first call")(
    lambda Z: _KEPT.setdefault(Z.shape[1], (Z <= 0).all(axis=0)).copy()
)


@mistake("backprop.dead_units", "bends Z in place")
def dead_units(Z):
    Z[Z < 0] = 0
    return Z.sum(axis=0) == 0


@mistake("backprop.dead_units", "one buffer a length")
def dead_units(Z):
    out = _BUFFERS.setdefault(Z.shape[1], np.empty(Z.shape[1], bool))
    return np.all(Z <= 0, axis=0, out=out)


@mistake("backprop.dead_units", "return inside the loop")
def dead_units(Z):
    dead = np.ones(Z.shape[1], bool)
    for row in Z:
        dead &= row <= 0
        return dead


variant("backprop.dead_units", "largest sum")(lambda Z: Z.max(axis=0) <= 0)
variant("backprop.dead_units", "never on")(lambda Z: np.logical_not(np.any(Z > 0, axis=0)))
variant("backprop.dead_units", "output adds up to 0")(lambda sums: np.maximum(0, sums).max(axis=0) == 0)
variant("backprop.dead_units", "counts")(lambda Z: np.count_nonzero(Z > 0, axis=0) == 0)
variant("backprop.dead_units", "columns in plain Python")(
    lambda Z: np.array([all(value <= 0 for value in column) for column in Z.T.tolist()])
)


@variant("backprop.dead_units", "row after row")
def dead_units(Z):
    return functools.reduce(np.logical_and, (row <= 0 for row in Z))
