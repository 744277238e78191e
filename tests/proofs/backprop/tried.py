"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import math

import numpy as np

from coursekit.authoring.proofs import mistake, variant

_BUFFERS = {}
_KEPT = {}


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


@mistake("backprop.relu_backward", "as many columns as rows")
def relu_backward(g, z):
    dz = np.zeros(g.shape)
    for i in range(len(z)):
        for j in range(min(len(z), z.shape[1])):
            dz[i, j] = g[i, j] if z[i, j] > 0 else 0.0
    return dz


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


variant("backprop.loss_backward", "float32")(lambda z, labels: _loss(z.astype(np.float32), labels))
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


# value


def _value(
    *,
    product=lambda a, b: (a * b, (b, a)),
    total=lambda a, b: (a + b, (1.0, 1.0)),
    bend=lambda a: (max(0.0, a), float(a > 0)),
    back=None,
):
    """A class Value with its numbers, slopes or way back made in another way."""

    class Value:
        def __init__(self, data, parents=(), slopes=()):
            self.data, self.grad = data, 0.0
            self.parents, self.slopes = parents, slopes

        def __add__(self, other):
            data, slopes = total(self.data, other.data)
            return Value(data, (self, other), slopes)

        def __mul__(self, other):
            data, slopes = product(self.data, other.data)
            return Value(data, (self, other), slopes)

        def relu(self):
            data, slope = bend(self.data)
            return Value(data, (self,), (slope,))

        def backward(self):
            (back or _in_order)(self)

    return Value


def _behind(value, found=None):
    """Everything behind a value, each after its parents."""
    found = [] if found is None else found

    def visit(each):
        if each not in found:
            for parent in each.parents:
                visit(parent)
            found.append(each)

    visit(value)
    return found


def _in_order(value, hand=lambda old, new: old + new, order=lambda found: found[::-1]):
    value.grad = 1.0
    for each in order(_behind(value)):
        for parent, slope in zip(each.parents, each.slopes):
            parent.grad = hand(parent.grad, each.grad * slope)


def _only_parents(value):
    value.grad = 1.0
    for parent, slope in zip(value.parents, value.slopes):
        parent.grad += slope


def _only_leaves(value):
    _in_order(value)
    for each in _behind(value):
        if each.parents:
            each.grad = 0.0


def _twice_the_same(value):
    """A parent that stands in a pair twice is paid once."""
    value.grad = 1.0
    for each in _behind(value)[::-1]:
        for parent, slope in dict(zip(each.parents, each.slopes)).items():
            parent.grad += each.grad * slope


mistake("backprop.value", "product: sizes of the factors")(
    _value(product=lambda a, b: (a * b, (abs(b), abs(a))))
)
mistake("backprop.value", "product: own factor")(_value(product=lambda a, b: (a * b, (a, b))))
mistake("backprop.value", "product: the product")(_value(product=lambda a, b: (a * b, (a * b, a * b))))
mistake("backprop.value", "product: second factor a constant")(_value(product=lambda a, b: (a * b, (b, 0.0))))
mistake("backprop.value", "product is a sum")(_value(product=lambda a, b: (a + b, (b, a))))
mistake("backprop.value", "product in whole numbers")(_value(product=lambda a, b: (a * b, (int(b), int(a)))))
mistake("backprop.value", "product: no slopes")(_value(product=lambda a, b: (a * b, ())))
mistake("backprop.value", "sum: half each")(_value(total=lambda a, b: (a + b, (0.5, 0.5))))
mistake("backprop.value", "ReLU: on at 0")(_value(bend=lambda a: (max(0.0, a), float(a >= 0))))
mistake("backprop.value", "ReLU: leaky")(_value(bend=lambda a: (max(0.1 * a, a), 1.0 if a > 0 else 0.1)))
mistake("backprop.value", "ReLU: absolute")(_value(bend=lambda a: (abs(a), 1.0 if a > 0 else -1.0)))
mistake("backprop.value", "ReLU: bends forward only")(_value(bend=lambda a: (max(0.0, a), 1.0)))
mistake("backprop.value", "ReLU: above 1")(_value(bend=lambda a: (max(0.0, a), float(a > 1))))
mistake("backprop.value", "no start")(
    _value(back=lambda value: _in_order(value) or setattr(value, "grad", 0.0))
)
mistake("backprop.value", "parents only")(_value(back=_only_parents))
mistake("backprop.value", "leaves only")(_value(back=_only_leaves))
mistake("backprop.value", "a pair of equals once")(_value(back=_twice_the_same))
mistake("backprop.value", "the largest wins")(_value(back=lambda value: _in_order(value, max)))
mistake("backprop.value", "the first to come stays")(
    _value(back=lambda value: _in_order(value, lambda old, new: old or new))
)
mistake("backprop.value", "forwards")(_value(back=lambda value: _in_order(value, order=list)))
mistake("backprop.value", "sorted by size")(
    _value(
        back=lambda value: _in_order(value, order=lambda found: sorted(found, key=lambda each: -each.data))
    )
)
mistake("backprop.value", "the result hands nothing on")(
    _value(back=lambda value: _in_order(value, order=lambda found: found[:-1][::-1]))
)


def _what_is_new(value):
    """Hand on at once what arrives and nothing else, along every path."""

    def go(each, new):
        each.grad += new
        for parent, slope in zip(each.parents, each.slopes):
            go(parent, new * slope)

    go(value, 1.0)


variant("backprop.value", "depth first, kept in a list")(_value())
variant("backprop.value", "hands on only what is new")(_value(back=_what_is_new))
variant("backprop.value", "float32")(
    _value(product=lambda a, b: (np.float32(a * b), (np.float32(b), np.float32(a))))
)
variant("backprop.value", "ReLU of a comparison")(
    _value(bend=lambda a: (a if a > 0 else 0.0, 1 if a > 0 else 0))
)
variant("backprop.value", "NumPy's numbers")(_value(bend=lambda a: (np.maximum(a, 0), np.heaviside(a, 0))))


@variant("backprop.value", "the youngest first")
class Value:
    born = 0

    def __init__(self, data, parents=(), slopes=()):
        Value.born += 1
        self.age = Value.born
        self.data, self.grad, self.parents, self.slopes = data, 0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1, 1))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def relu(self):
        return Value(max(self.data, 0), (self,), (self.data > 0,))

    def backward(self):
        self.grad, waiting = 1, {self}
        while waiting:
            each = max(waiting, key=lambda value: value.age)
            waiting.remove(each)
            for parent, slope in zip(each.parents, each.slopes):
                parent.grad += slope * each.grad
                waiting.add(parent)


# reader_gradients


def _reader(
    gate=lambda dh, z, x, W1: dh * (z > 0),
    scale=lambda g, n: g,
    parts=lambda *found: found,
    truth=lambda labels: labels,
):
    def reader_gradients(x, labels, params):
        (W1, b1), (W2, b2) = params
        z = x @ W1 + b1
        h = np.maximum(0, z)
        p = _probabilities(h @ W2 + b2, (h @ W2 + b2).max(axis=1, keepdims=True))
        p[np.arange(len(x)), truth(labels)] -= 1
        g = scale(p / len(x), len(x))
        dz = gate(g @ W2.T, z, x, W1)
        return parts(x.T @ dz, dz.sum(axis=0), h.T @ g, g.sum(axis=0))

    return reader_gradients


mistake("backprop.reader_gradients", "gate without the bias")(_reader(lambda dh, z, x, W1: dh * (x @ W1 > 0)))
mistake("backprop.reader_gradients", "no gate")(_reader(lambda dh, z, x, W1: dh))
mistake("backprop.reader_gradients", "gate of what arrives")(_reader(lambda dh, z, x, W1: dh * (dh > 0)))
mistake("backprop.reader_gradients", "gate open at 0")(_reader(lambda dh, z, x, W1: dh * (z >= 0)))
mistake("backprop.reader_gradients", "gate turned round")(_reader(lambda dh, z, x, W1: dh * (z < 0)))
mistake("backprop.reader_gradients", "leaky gate")(
    _reader(lambda dh, z, x, W1: np.where(z > 0, dh, 0.01 * dh))
)
mistake("backprop.reader_gradients", "times the output")(_reader(lambda dh, z, x, W1: dh * np.maximum(0, z)))
mistake("backprop.reader_gradients", "gate of the first unit")(
    _reader(lambda dh, z, x, W1: dh * (z[:, :1] > 0))
)
mistake("backprop.reader_gradients", "summed over the examples")(_reader(scale=lambda g, n: g * n))
mistake("backprop.reader_gradients", "divided twice")(_reader(scale=lambda g, n: g / n))
mistake("backprop.reader_gradients", "sign")(_reader(scale=lambda g, n: -g))
mistake("backprop.reader_gradients", "class 0 is right")(_reader(truth=lambda labels: 0 * labels))
mistake("backprop.reader_gradients", "output layer first")(_reader(parts=lambda a, b, c, d: (c, d, a, b)))
mistake("backprop.reader_gradients", "pairs")(_reader(parts=lambda a, b, c, d: [(a, b), (c, d)]))
mistake("backprop.reader_gradients", "transposed")(_reader(parts=lambda a, b, c, d: (a.T, b, c.T, d)))
mistake("backprop.reader_gradients", "biases as rows")(
    _reader(parts=lambda a, b, c, d: (a, b[None], c, d[None]))
)
mistake("backprop.reader_gradients", "weights only")(_reader(parts=lambda a, b, c, d: (a, c)))
mistake("backprop.reader_gradients", "steps in place of gradients")(
    _reader(parts=lambda *found: [-0.1 * each for each in found])
)
variant("backprop.reader_gradients", "a list")(_reader(parts=lambda *found: list(found)))


@variant("backprop.reader_gradients", "float32")
def reader_gradients(x, labels, params):
    single = [tuple(part.astype(np.float32) for part in layer) for layer in params]
    return _reader()(x.astype(np.float32), labels, single)


variant("backprop.reader_gradients", "gate of the output")(
    _reader(lambda dh, z, x, W1: np.where(np.maximum(z, 0) > 0, dh, 0))
)
variant("backprop.reader_gradients", "an array of signs")(
    _reader(lambda dh, z, x, W1: dh * np.heaviside(z, 0.0))
)


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


mistake("backprop.dead_units", "on from about 0")(
    lambda Z: (Z.max(axis=0) < 0) | np.isclose(Z.max(axis=0), 0)
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
