"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import math
import warnings
from statistics import NormalDist

import numpy as np

from coursekit.authoring.proofs import mistake, variant

_BUFFERS = {}
_KEPT = {}
_LAST = {"slope": 0.01}


def _into(buffers, values):
    """Copy values into the one buffer of their shape."""
    values = np.asarray(values, float)
    buffer = buffers.setdefault(values.shape, np.empty(values.shape))
    buffer[...] = values
    return buffer


# sigmoid


mistake("nonlinearity.sigmoid", "overflow in both places")(lambda x: np.exp(x) / (1 + np.exp(x)))
mistake("nonlinearity.sigmoid", "sign turned")(lambda x: 1 / (1 + np.exp(np.clip(x, -700, 700))))
mistake("nonlinearity.sigmoid", "powers of 2")(lambda x: 1 / (1 + 2.0 ** -np.clip(x, -900, 900)))
mistake("nonlinearity.sigmoid", "tanh of the whole x")(lambda x: 0.5 * (1 + np.tanh(x)))
mistake("nonlinearity.sigmoid", "hard sigmoid")(lambda x: np.clip(x / 4 + 0.5, 0, 1))
mistake("nonlinearity.sigmoid", "x over 1 + its size")(lambda x: 0.5 + 0.5 * x / (1 + np.abs(x)))
mistake("nonlinearity.sigmoid", "clipped at 10")(lambda x: 1 / (1 + np.exp(-np.clip(x, -10, 10))))
mistake("nonlinearity.sigmoid", "clipped at 15")(lambda x: 1 / (1 + np.exp(-np.clip(x, -15, 15))))
mistake("nonlinearity.sigmoid", "0 and 1 beyond 6")(
    lambda x: np.where(x > 6, 1, np.where(x < -6, 0, 1 / (1 + np.exp(-np.clip(x, -6, 6)))))
)
mistake("nonlinearity.sigmoid", "one maximum for the whole array")(
    lambda x: (
        np.exp(x - np.max(x, initial=-np.inf))
        / (np.exp(-np.max(x, initial=0)) + np.exp(x - np.max(x, initial=-np.inf)))
    )
)
mistake("nonlinearity.sigmoid", "decides for the whole array")(
    lambda x: 1 / (1 + np.exp(-x)) if (x >= 0).all() else np.exp(x) / (1 + np.exp(x))
)
mistake("nonlinearity.sigmoid", "no flip below zero")(lambda x: 1 / (1 + np.exp(-np.abs(x))))
mistake("nonlinearity.sigmoid", "one number at a time")(lambda x: 1 / (1 + math.exp(-x)))
mistake("nonlinearity.sigmoid", "only 1-D")(lambda x: np.array([0.5 * (1 + math.tanh(v / 2)) for v in x]))
mistake("nonlinearity.sigmoid", "whole numbers only")(lambda x: 0.5 * (1 + np.tanh(x.astype(int) / 2)))
mistake("nonlinearity.sigmoid", "float16")(lambda x: (0.5 * (1 + np.tanh(x / 2))).astype(np.float16))
mistake("nonlinearity.sigmoid", "rounded")(lambda x: np.round(0.5 * (1 + np.tanh(x / 2)), 4))
mistake("nonlinearity.sigmoid", "nothing at exactly 0")(
    lambda x: (x > 0) / (1 + np.exp(-np.abs(x))) + (x < 0) * (1 - 1 / (1 + np.exp(-np.abs(x))))
)
mistake("nonlinearity.sigmoid", "axes of size 1 lost")(lambda x: np.squeeze(0.5 * (1 + np.tanh(x / 2))))
mistake("nonlinearity.sigmoid", "one buffer a shape")(lambda x: _into(_BUFFERS, 0.5 * (1 + np.tanh(x / 2))))
mistake("nonlinearity.sigmoid", "third power")(lambda x: np.clip(0.5 + x / 4 - x**3 / 48, 0, 1))


@mistake("nonlinearity.sigmoid", "result of the type of x")
def sigmoid(x):
    out = np.empty_like(x)
    on = x >= 0
    out[on] = 1 / (1 + np.exp(-x[on]))
    out[~on] = np.exp(x[~on]) / (1 + np.exp(x[~on]))
    return out


@mistake("nonlinearity.sigmoid", "turns x round in place")
def sigmoid(x):
    np.negative(x, out=x)
    return np.exp(-np.logaddexp(0, x))


@mistake("nonlinearity.sigmoid", "sums a short series")
def sigmoid(x):
    return 1 / (1 + sum((-np.clip(x, -4, 4)) ** k / math.factorial(k) for k in range(8)))


variant("nonlinearity.sigmoid", "tanh")(lambda x: 0.5 * (1 + np.tanh(0.5 * x)))
variant("nonlinearity.sigmoid", "logaddexp")(lambda x: np.exp(-np.logaddexp(0, -x)))
variant("nonlinearity.sigmoid", "clipped at 700")(lambda x: 1 / (1 + np.exp(-np.clip(x, -700, 700))))
variant("nonlinearity.sigmoid", "overflow to 0 is right")(lambda z: np.reciprocal(1 + np.exp(-1.0 * z)))
variant("nonlinearity.sigmoid", "both branches")(
    lambda x: np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
)
variant("nonlinearity.sigmoid", "float32")(lambda x: np.asarray(0.5 * (1 + np.tanh(x / 2)), dtype=np.float32))


@variant("nonlinearity.sigmoid", "errstate")
def sigmoid(x):
    with np.errstate(over="ignore", under="ignore"):
        return 1 / (1 + np.exp(-x))


@variant("nonlinearity.sigmoid", "math in a loop")
def sigmoid(x):
    def one(v):
        if v >= 0:
            return 1 / (1 + math.exp(-v))
        small = math.exp(v)
        return small / (1 + small)

    return np.array([one(float(v)) for v in np.ravel(x)]).reshape(np.shape(x))


@variant("nonlinearity.sigmoid", "errors raised and warnings as errors, safe code")
def sigmoid(x):
    np.seterr(all="raise", under="ignore")
    warnings.simplefilter("error")
    small = np.exp(-np.minimum(np.abs(x), 745.0))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


@variant("nonlinearity.sigmoid", "masks")
def sigmoid(x):
    out = np.empty(x.shape)
    on = x >= 0
    out[on] = 1 / (1 + np.exp(-x[on]))
    small = np.exp(x[~on])
    out[~on] = small / (1 + small)
    return out


# collapse


def _stack(layers):
    return functools.reduce(lambda one, two: (one[0] @ two[0], one[1] @ two[0] + two[1]), layers)


mistake("nonlinearity.collapse", "layers from the back")(lambda layers: _stack(layers[::-1]))
mistake("nonlinearity.collapse", "last bias alone")(lambda layers: (_stack(layers)[0], layers[-1][1]))
mistake("nonlinearity.collapse", "first bias alone")(lambda layers: (_stack(layers)[0], layers[0][1]))
mistake("nonlinearity.collapse", "first and last only")(
    lambda layers: _stack([layers[0], layers[-1]]) if len(layers) > 1 else layers[0]
)
mistake("nonlinearity.collapse", "the first two only")(lambda layers: _stack(layers[:2]))
mistake("nonlinearity.collapse", "at most three layers")(lambda layers: _stack(layers[:3]))
mistake("nonlinearity.collapse", "at most five layers")(lambda layers: _stack(layers[:5]))
mistake("nonlinearity.collapse", "bias of the last one's type")(
    lambda layers: (_stack(layers)[0], _stack(layers)[1].astype(layers[-1][1].dtype))
)
mistake("nonlinearity.collapse", "in the types of the first layer")(
    lambda layers: tuple(
        part.astype(first.dtype) for part, first in zip(_stack(layers), layers[0], strict=True)
    )
)
mistake("nonlinearity.collapse", "remembers by the first table")(
    lambda layers: _KEPT.setdefault((len(layers), layers[0][0].tobytes()), _stack(layers))
)
mistake("nonlinearity.collapse", "rounded to three decimals")(
    lambda layers: tuple(np.round(part, 3) for part in _stack(layers))
)
mistake("nonlinearity.collapse", "last layer left out")(lambda layers: _stack(layers[:-1] or layers))
mistake("nonlinearity.collapse", "last layer twice")(lambda layers: _stack([*layers, layers[-1]]))
mistake("nonlinearity.collapse", "bias first")(lambda layers: _stack(layers)[::-1])
mistake("nonlinearity.collapse", "weights turned")(lambda layers: (_stack(layers)[0].T, _stack(layers)[1]))
mistake("nonlinearity.collapse", "axes of size 1 lost")(
    lambda layers: tuple(np.squeeze(part) for part in _stack(layers))
)
mistake("nonlinearity.collapse", "bias as a row of a table")(
    lambda layers: (_stack(layers)[0], np.ones((len(_stack(layers)[1]), 1)) * _stack(layers)[1])
)
mistake("nonlinearity.collapse", "rounded")(
    lambda layers: tuple(np.round(part, 2) for part in _stack(layers))
)
mistake("nonlinearity.collapse", "remembers by the number of layers")(
    lambda layers: _KEPT.setdefault(len(layers), _stack(layers))
)
mistake("nonlinearity.collapse", "multi_dot of all")(
    lambda layers: (np.linalg.multi_dot([W for W, _ in layers]), _stack(layers)[1])
)
mistake("nonlinearity.collapse", "with a bend in between")(
    lambda layers: functools.reduce(
        lambda one, two: (one[0] @ two[0], np.maximum(0, one[1]) @ two[0] + two[1]), layers
    )
)


@mistake("nonlinearity.collapse", "biases only added")
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b.sum() + b_next
    return W, b


@mistake("nonlinearity.collapse", "bias through the weights so far")
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W = W @ W_next
        b = b @ W_next + b_next if len(b) != len(W) or W.shape[0] != W.shape[1] else b @ W + b_next
    return W, b


@mistake("nonlinearity.collapse", "takes the layers out of the list")
def collapse(layers):
    W, b = layers.pop(0)
    while layers:
        W_next, b_next = layers.pop(0)
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


@mistake("nonlinearity.collapse", "writes into the last bias")
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        b_next += b @ W_next
        W, b = W @ W_next, b_next
    return W, b


@mistake("nonlinearity.collapse", "at least two layers")
def collapse(layers):
    (W, b), (W_next, b_next), *rest = layers
    first = W @ W_next, b @ W_next + b_next
    return collapse([first, *rest]) if rest else first


@mistake("nonlinearity.collapse", "unit matrix of the wrong size")
def collapse(layers):
    W, b = np.eye(layers[0][0].shape[1]), np.zeros(layers[0][0].shape[0])
    for W_next, b_next in layers:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


@mistake("nonlinearity.collapse", "probes with the bias in it")
def collapse(layers):
    x = np.eye(layers[0][0].shape[0])
    b = np.zeros(layers[0][0].shape[0])
    for W_next, b_next in layers:
        x, b = x @ W_next + b_next, b @ W_next + b_next
    return x, b


@mistake("nonlinearity.collapse", "entry by entry where the sizes agree")
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = (W * W_next if W.shape == W_next.shape else W @ W_next), b @ W_next + b_next
    return W, b


variant("nonlinearity.collapse", "reduce")(lambda layers: _stack(layers))
variant("nonlinearity.collapse", "a list of two")(lambda stack: list(_stack(stack)))


@variant("nonlinearity.collapse", "probes with unit vectors")
def collapse(layers):
    def through(x):
        for W, b in layers:
            x = x @ W + b
        return x

    inputs = layers[0][0].shape[0]
    b = through(np.zeros(inputs))
    return through(np.eye(inputs)) - b, b


@variant("nonlinearity.collapse", "recursion from the front")
def collapse(layers):
    if len(layers) == 1:
        return layers[0][0].copy(), layers[0][1].copy()
    (W, b), (W2, b2), *rest = layers
    return collapse([(W @ W2, b @ W2 + b2), *rest])


@variant("nonlinearity.collapse", "from the back")
def collapse(layers):
    W, b = layers[-1]
    for W_before, b_before in reversed(layers[:-1]):
        b = b_before @ W + b
        W = W_before @ W
    return W, b


@variant("nonlinearity.collapse", "one larger matrix")
def collapse(layers):
    whole = None
    for W, b in layers:
        top = np.hstack([W, np.zeros((W.shape[0], 1))])
        bigger = np.vstack([top, np.append(b, 1.0)])
        whole = bigger if whole is None else whole @ bigger
    return whole[:-1, :-1], whole[-1, :-1]


@variant("nonlinearity.collapse", "einsum and unit start")
def collapse(layers):
    W = np.identity(len(layers[0][0]))
    b = np.zeros(len(W))
    for each in layers:
        W = np.einsum("ij,jk->ik", W, each[0])
        b = np.einsum("j,jk->k", b, each[0]) + each[1]
    return W, b


# hinges


def _through(xs, ys):
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), -xs[:-1], np.diff(slopes, prepend=0), ys[0]


mistake("nonlinearity.hinges", "slopes instead of their changes")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[:-1], np.diff(ys) / np.diff(xs), ys[0])
)
mistake("nonlinearity.hinges", "kinks mirrored")(
    lambda xs, ys: (np.ones(len(xs) - 1), xs[:-1], _through(xs, ys)[2], ys[0])
)
mistake("nonlinearity.hinges", "kinks one point late")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[1:], _through(xs, ys)[2], ys[0])
)
mistake("nonlinearity.hinges", "starts at 0")(lambda xs, ys: (*_through(xs, ys)[:3], 0.0))
mistake("nonlinearity.hinges", "starts at the mean")(lambda xs, ys: (*_through(xs, ys)[:3], ys.mean()))
mistake("nonlinearity.hinges", "not divided by the distance")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[:-1], np.diff(np.diff(ys), prepend=0), ys[0])
)
mistake("nonlinearity.hinges", "equal distances assumed")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[:-1], np.diff(np.diff(ys) / (xs[1] - xs[0]), prepend=0), ys[0])
)
mistake("nonlinearity.hinges", "mean distance")(
    lambda xs, ys: (
        np.ones(len(xs) - 1),
        -xs[:-1],
        np.diff(np.diff(ys) / np.diff(xs).mean(), prepend=0),
        ys[0],
    )
)
mistake("nonlinearity.hinges", "kinks at 0, 1, 2")(
    lambda xs, ys: (np.ones(len(xs) - 1), -np.arange(len(xs) - 1.0), _through(xs, ys)[2], ys[0])
)
mistake("nonlinearity.hinges", "whole division")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[:-1], np.diff(np.diff(ys) // np.diff(xs), prepend=0), ys[0])
)
mistake("nonlinearity.hinges", "first slope lost")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[:-1], np.append(0, np.diff(np.diff(ys) / np.diff(xs))), ys[0])
)
mistake("nonlinearity.hinges", "three points or more")(
    lambda xs, ys: (
        *_through(xs, ys)[:2],
        np.append(
            (ys[2] - ys[1]) / (xs[2] - xs[1]) * 0 + (ys[1] - ys[0]) / (xs[1] - xs[0]), _through(xs, ys)[2][1:]
        ),
        ys[0],
    )
)
mistake("nonlinearity.hinges", "ends only")(
    lambda xs, ys: (np.ones(1), np.array([-xs[0]]), np.array([(ys[-1] - ys[0]) / (xs[-1] - xs[0])]), ys[0])
)
mistake("nonlinearity.hinges", "at most four hinges")(
    lambda xs, ys: (*(part[:4] for part in _through(xs, ys)[:3]), ys[0])
)
mistake("nonlinearity.hinges", "at most eight hinges")(
    lambda xs, ys: (*(part[:8] for part in _through(xs, ys)[:3]), ys[0])
)
mistake("nonlinearity.hinges", "remembers by the heights")(
    lambda xs, ys: _KEPT.setdefault(ys.tobytes(), _through(xs, ys))
)
mistake("nonlinearity.hinges", "rounded")(
    lambda xs, ys: (*(np.round(part, 2) for part in _through(xs, ys)[:3]), ys[0])
)
mistake("nonlinearity.hinges", "float16")(
    lambda xs, ys: (*(np.float16(part) for part in _through(xs, ys)[:3]), ys[0])
)
mistake("nonlinearity.hinges", "v before b")(lambda xs, ys: [_through(xs, ys)[i] for i in (0, 2, 1, 3)])
mistake("nonlinearity.hinges", "kinks of the first call")(
    lambda xs, ys: (np.ones(len(xs) - 1), _KEPT.setdefault(len(xs), -xs[:-1]), _through(xs, ys)[2], ys[0])
)
mistake("nonlinearity.hinges", "buffers a shape")(
    lambda xs, ys: (np.ones(len(xs) - 1), -xs[:-1].copy(), _into(_BUFFERS, _through(xs, ys)[2]), float(ys[0]))
)


@mistake("nonlinearity.hinges", "weights of the type of ys")
def hinges(xs, ys):
    v = np.zeros_like(ys)[:-1]
    v[:] = _through(xs, ys)[2]
    return np.ones(len(v)), -xs[:-1], v, ys[0]


@mistake("nonlinearity.hinges", "moves xs to 0 in place")
def hinges(xs, ys):
    start = xs[0]
    xs -= start
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), -xs[:-1] - start, np.diff(slopes, prepend=0), ys[0]


@mistake("nonlinearity.hinges", "random kinks and a smooth fit")
def hinges(xs, ys):
    rng = np.random.default_rng(0)
    w, b = rng.normal(size=200), rng.normal(size=200)
    h = np.maximum(0, xs[:, None] * w + b)
    c = ys.mean()
    return w, b, h.T @ np.linalg.solve(h @ h.T + 0.01 * np.eye(len(xs)), ys - c), c


@mistake("nonlinearity.hinges", "divides by rising ys")
def hinges(xs, ys):
    slopes = np.abs(np.diff(ys)) / np.diff(xs)
    return np.ones(len(slopes)), -xs[:-1], np.diff(slopes, prepend=0), ys[0]


@variant("nonlinearity.hinges", "from the right, to the left")
def hinges(xs, ys):
    w, b, v, c = _through(-xs[::-1], ys[::-1])
    return -w, b, v, c


@variant("nonlinearity.hinges", "wider weights")
def hinges(xs, ys):
    w, b, v, c = _through(xs, ys)
    return 4 * w, 4 * b, v / 4, c


@variant("nonlinearity.hinges", "one hinge a point, as a list")
def hinges(xs, ys):
    w, b, v, c = _through(xs, ys)
    return [np.append(w, 1), np.append(b, -xs[-1]), np.append(v, 0), float(c)]


@variant("nonlinearity.hinges", "a loop")
def hinges(xs, ys):
    places, changes, before = [], [], 0.0
    for i in range(len(xs) - 1):
        slope = (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i])
        places.append(-xs[i])
        changes.append(slope - before)
        before = slope
    return np.ones(len(places)), np.array(places), np.array(changes), ys[0]


@variant("nonlinearity.hinges", "solves a triangle")
def hinges(xs, ys):
    w, b = np.ones(len(xs) - 1), -1.0 * xs[:-1]
    h = np.maximum(0, xs[1:, None] * w + b)
    return w, b, np.linalg.solve(h, ys[1:] - ys[0]), np.array(ys[0])


@variant("nonlinearity.hinges", "two hinges for a straight line, the rest behind it")
def hinges(xs, ys):
    slopes = np.diff(ys) / np.diff(xs)
    w = np.append([1.0, -1.0], np.ones(len(slopes) - 1))
    b = np.append([-xs[0], xs[0]], -xs[1:-1])
    v = np.append([slopes[0], -slopes[0]], np.diff(slopes))
    return w, b, v, ys[0]


# repaired


def _net(hidden=lambda X, W, b: np.maximum(0, X @ W + b), output=lambda h, W, b: h @ W + b):
    return lambda X, W1, b1, W2, b2: output(hidden(X, W1, b1), W2, b2)


mistake("nonlinearity.repaired", "still broken")(_net(lambda X, W, b: X @ W + b))
mistake("nonlinearity.repaired", "bend at the end only")(
    _net(lambda X, W, b: X @ W + b, lambda h, W, b: np.maximum(0, h @ W + b))
)
mistake("nonlinearity.repaired", "bends twice")(_net(output=lambda h, W, b: np.maximum(0, h @ W + b)))
mistake("nonlinearity.repaired", "bends the weights")(_net(lambda X, W, b: X @ np.maximum(0, W) + b))
mistake("nonlinearity.repaired", "bends the products")(
    _net(lambda X, W, b: np.maximum(0, X[:, :, None] * W).sum(axis=1) + b)
)
mistake("nonlinearity.repaired", "leaky")(
    _net(lambda X, W, b: np.where(X @ W + b > 0, X @ W + b, 0.01 * (X @ W + b)))
)
mistake("nonlinearity.repaired", "at most 6")(_net(lambda X, W, b: np.clip(X @ W + b, 0, 6)))
mistake("nonlinearity.repaired", "at most 100")(_net(lambda X, W, b: np.clip(X @ W + b, 0, 100)))
mistake("nonlinearity.repaired", "at most 1000")(_net(lambda X, W, b: np.clip(X @ W + b, 0, 1000)))
mistake("nonlinearity.repaired", "nothing up to a hundredth")(
    _net(lambda X, W, b: np.where(X @ W + b > 0.01, X @ W + b, 0))
)
mistake("nonlinearity.repaired", "hidden sums of the type of X")(
    lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1 + b1).astype(X.dtype) @ W2 + b2
)
mistake("nonlinearity.repaired", "hidden sums of the type of their biases")(
    _net(lambda X, W, b: np.maximum(0, X @ W + b).astype(b.dtype))
)
mistake("nonlinearity.repaired", "hidden sums of the type of their weights")(
    _net(lambda X, W, b: np.maximum(0, X @ W + b).astype(W.dtype))
)
mistake("nonlinearity.repaired", "output of the type of its biases")(
    _net(output=lambda h, W, b: (h @ W + b).astype(b.dtype))
)
mistake("nonlinearity.repaired", "at most four units")(
    lambda X, W1, b1, W2, b2: _net()(X, W1[:, :4], b1[:4], W2[:4], b2)
)
mistake("nonlinearity.repaired", "at most five examples")(
    lambda X, W1, b1, W2, b2: _net()(X[:5], W1, b1, W2, b2)
)
mistake("nonlinearity.repaired", "remembers by X")(
    lambda X, *layers: _KEPT.setdefault((X.shape, X.tobytes()), _net()(X, *layers))
)
mistake("nonlinearity.repaired", "remembers by the weights")(
    lambda X, W1, *more: _KEPT.setdefault((X.shape, W1.tobytes()), _net()(X, W1, *more))
)
mistake("nonlinearity.repaired", "all or nothing")(
    _net(lambda X, W, b: (X @ W + b) * ((X @ W + b) > 0).all())
)
mistake("nonlinearity.repaired", "first bias for all")(_net(lambda X, W, b: np.maximum(0, X @ W + b[0])))
mistake("nonlinearity.repaired", "second bias first")(_net(output=lambda h, W, b: (h + b[0]) @ W))
mistake("nonlinearity.repaired", "one output only")(_net(output=lambda h, W, b: (h @ W + b)[:, :1]))
mistake("nonlinearity.repaired", "flat")(_net(output=lambda h, W, b: (h @ W + b).ravel()))
mistake("nonlinearity.repaired", "rounded")(_net(output=lambda h, W, b: np.round(h @ W + b, 1)))
mistake("nonlinearity.repaired", "whole numbers")(_net(lambda X, W, b: np.maximum(0, X @ W + b).astype(int)))
mistake("nonlinearity.repaired", "transposed weights")(_net(lambda X, W, b: np.maximum(0, X @ W.T + b)))
mistake("nonlinearity.repaired", "first row")(
    lambda X, W1, b1, W2, b2: (np.maximum(0, X @ W1 + b1) @ W2 + b2)[:1]
)
mistake("nonlinearity.repaired", "the tent by heart")(
    lambda X, W1, b1, W2, b2: np.maximum(0, X) - 2 * np.maximum(0, X - 1)
)
mistake("nonlinearity.repaired", "a buffer for each shape")(
    lambda X, W1, b1, W2, b2: _into(_BUFFERS, np.maximum(0, X @ W1 + b1) @ W2 + b2)
)

variant("nonlinearity.repaired", "einsum")(
    lambda X, W1, b1, W2, b2: (
        np.einsum("nh,ho->no", np.maximum(0, np.einsum("ni,ih->nh", X, W1) + b1), W2) + b2
    )
)
variant("nonlinearity.repaired", "half of the sum and its size")(
    _net(lambda X, W, b: (X @ W + b + np.abs(X @ W + b)) / 2)
)


@variant("nonlinearity.repaired", "plain loops")
def repaired(X, W1, b1, W2, b2):
    out = []
    for row in X:
        h = [max(0, sum(x * w for x, w in zip(row, column)) + b) for column, b in zip(W1.T, b1)]
        out.append([sum(a * w for a, w in zip(h, column)) + b for column, b in zip(W2.T, b2)])
    return out


# share_right


def _sums(images, W1, b1, W2, b2):
    return (np.maximum(0, images @ W1 + b1) @ W2 + b2)[:, 0]


mistake("nonlinearity.share_right", "no bend")(
    lambda images, is_odd, W1, b1, W2, b2: np.mean((((images @ W1 + b1) @ W2 + b2)[:, 0] > 0) == is_odd)
)
mistake("nonlinearity.share_right", "a table against a list")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer)[:, None] > 0) == is_odd)
)
mistake("nonlinearity.share_right", "at least zero")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer) >= 0) == is_odd)
)
mistake("nonlinearity.share_right", "above one half")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer) > 0.5) == is_odd)
)
mistake("nonlinearity.share_right", "rounded sums")(
    lambda images, is_odd, *layer: np.mean((np.round(_sums(images, *layer)) > 0) == is_odd)
)
mistake("nonlinearity.share_right", "odd ones only")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer) > 0)[np.array(is_odd, bool)])
)
mistake("nonlinearity.share_right", "right yeses")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer) > 0) & np.array(is_odd))
)
mistake("nonlinearity.share_right", "wrong ones")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer) > 0) != is_odd)
)
mistake("nonlinearity.share_right", "a count")(
    lambda images, is_odd, *layer: np.sum((_sums(images, *layer) > 0) == is_odd)
)
mistake("nonlinearity.share_right", "shares of even and odd averaged")(
    lambda images, is_odd, *layer: np.mean(
        [
            np.mean((_sums(images, *layer) > 0)[np.array(is_odd) == kind] == kind)
            for kind in set(np.array(is_odd).tolist())
        ]
    )
)
mistake("nonlinearity.share_right", "at least one half")(
    lambda images, is_odd, *layer: max(
        np.mean((_sums(images, *layer) > 0) == is_odd), np.mean((_sums(images, *layer) > 0) != is_odd)
    )
)
mistake("nonlinearity.share_right", "whole percents")(
    lambda images, is_odd, *layer: np.round(np.mean((_sums(images, *layer) > 0) == is_odd), 2)
)
mistake("nonlinearity.share_right", "always 300 digits")(
    lambda images, is_odd, *layer: np.sum((_sums(images, *layer) > 0) == is_odd) / 300
)
mistake("nonlinearity.share_right", "whole part of the sums")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer).astype(int) > 0) == is_odd)
)
mistake("nonlinearity.share_right", "the first hundred digits")(
    lambda images, is_odd, *layer: np.mean((_sums(images, *layer) > 0)[:100] == is_odd[:100])
)
mistake("nonlinearity.share_right", "remembers by images and answers")(
    lambda images, is_odd, *layer: _KEPT.setdefault(
        (images.tobytes(), tuple(is_odd)), np.mean((_sums(images, *layer) > 0) == is_odd)
    )
)
mistake("nonlinearity.share_right", "output bias left out")(
    lambda images, is_odd, W1, b1, W2, b2: np.mean(
        ((np.maximum(0, images @ W1 + b1) @ W2)[:, 0] > 0) == is_odd
    )
)

variant("nonlinearity.share_right", "one minus the wrong ones")(
    lambda images, is_odd, *layer: 1 - np.mean((_sums(images, *layer) > 0) ^ np.array(is_odd))
)
variant("nonlinearity.share_right", "sums of float32")(
    lambda images, is_odd, *layer: np.mean((_sums(*map(np.float32, (images, *layer))) > 0) == is_odd)
)


@variant("nonlinearity.share_right", "a loop")
def share_right(images, is_odd, W1, b1, W2, b2):
    right = 0
    for z, odd in zip(_sums(images, W1, b1, W2, b2), is_odd):
        right += int((z > 0) == odd)
    return right / len(is_odd)
