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


# relu


@mistake("nonlinearity.relu", "writes into x by a mask")
def relu(x):
    x[x < 0] = 0
    return x


@mistake("nonlinearity.relu", "out=x")
def relu(x):
    return np.maximum(0, x, out=x)


mistake("nonlinearity.relu", "size without sign")(lambda x: np.abs(x))
mistake("nonlinearity.relu", "keeps negatives")(lambda x: np.minimum(0, x))
mistake("nonlinearity.relu", "one maximum of all")(lambda x: max(0, np.max(x, initial=0)))
mistake("nonlinearity.relu", "flat result")(lambda x: np.array([max(0.0, v) for v in x.ravel()]))
mistake("nonlinearity.relu", "only 1-D")(lambda x: np.array([max(0.0, v) for v in x]))
mistake("nonlinearity.relu", "only 2-D")(lambda x: np.array([[max(0.0, v) for v in row] for row in x]))
mistake("nonlinearity.relu", "below 1 counts as off")(lambda x: x * (x >= 1))
mistake("nonlinearity.relu", "threshold at -1")(lambda x: np.where(x > -1, x, 0))
mistake("nonlinearity.relu", "ReLU6")(lambda x: np.clip(x, 0, 6))
mistake("nonlinearity.relu", "clipped at 1000")(lambda x: np.clip(x, 0, 1000))
mistake("nonlinearity.relu", "whole numbers only")(lambda x: np.maximum(0, x).astype(int))
mistake("nonlinearity.relu", "axes of size 1 lost")(lambda x: np.squeeze(np.maximum(0, x)))
mistake("nonlinearity.relu", "0-d becomes 1-D")(lambda x: np.maximum(0, np.atleast_1d(x)))
mistake("nonlinearity.relu", "selects the positive ones")(lambda x: x[x > 0])
mistake("nonlinearity.relu", "float16")(lambda x: np.maximum(0, x).astype(np.float16))
mistake("nonlinearity.relu", "vectorize takes the type of the first entry")(
    lambda x: np.vectorize(lambda v: v if v > 0 else 0)(x)
)
mistake("nonlinearity.relu", "decides for the whole array")(
    lambda x: x.copy() if x.sum() > 0 else np.zeros_like(x)
)
mistake("nonlinearity.relu", "decides for each row")(
    lambda x: np.where(np.max(x, axis=-1, keepdims=True) > 0, x, 0) if x.ndim else np.maximum(0, x)
)
mistake("nonlinearity.relu", "softplus")(lambda x: np.logaddexp(0, x))
mistake("nonlinearity.relu", "steep sigmoid")(lambda x: x / (1 + np.exp(-np.clip(50 * x, -700, 700))))
mistake("nonlinearity.relu", "one buffer a shape")(lambda x: _into(_BUFFERS, np.maximum(0, x)))
mistake("nonlinearity.relu", "keeps the first result of a shape")(
    lambda x: _KEPT.setdefault(x.shape, np.maximum(0, x))
)
mistake("nonlinearity.relu", "rounded")(lambda x: np.round(np.maximum(0, x), 3))

variant("nonlinearity.relu", "where")(lambda x: np.where(x > 0, x, 0))
variant("nonlinearity.relu", "mask as a factor")(lambda x: x * (x > 0))
variant("nonlinearity.relu", "clip method")(lambda values: values.clip(min=0))
variant("nonlinearity.relu", "half of x and its size")(lambda x: x / 2 + np.abs(x) / 2)
variant("nonlinearity.relu", "fromiter")(
    lambda x: np.fromiter((v if v > 0 else 0.0 for v in x.flat), float, x.size).reshape(x.shape)
)
variant("nonlinearity.relu", "vectorize with its type")(
    lambda x: np.vectorize(lambda v: max(0, v), otypes=[float])(x)
)


@variant("nonlinearity.relu", "copy and mask, another default argument")
def relu(x, floor=0):
    y = np.array(x)
    y[y < floor] = floor
    return y


@variant("nonlinearity.relu", "recursion")
def relu(x):
    if np.ndim(x) == 0:
        return np.array(max(0.0, float(x)))
    return np.array([relu(part) for part in x]).reshape(x.shape)


@variant("nonlinearity.relu", "errors raised, safe code")
def relu(x):
    np.seterr(all="raise")
    return np.piecewise(x, [x > 0], [lambda v: v, 0])


# leaky_relu


mistake("nonlinearity.leaky_relu", "always 0.01")(lambda x, slope=0.01: np.where(x > 0, x, 0.01 * x))
mistake("nonlinearity.leaky_relu", "default 0.1")(lambda x, slope=0.1: np.where(x > 0, x, slope * x))
mistake("nonlinearity.leaky_relu", "no default")(lambda x, slope: np.where(x > 0, x, slope * x))
mistake("nonlinearity.leaky_relu", "sign turned")(lambda x, slope=0.01: np.where(x > 0, x, -slope * x))
mistake("nonlinearity.leaky_relu", "slope or 0.01")(
    lambda x, slope=0.01: np.where(x > 0, x, (slope or 0.01) * x)
)
mistake("nonlinearity.leaky_relu", "size of the slope")(
    lambda x, slope=0.01: np.where(x > 0, x, abs(slope) * x)
)
mistake("nonlinearity.leaky_relu", "divides by 1/slope")(
    lambda x, slope=0.01: np.where(x > 0, x, x / (1 / slope))
)
mistake("nonlinearity.leaky_relu", "adds on both sides")(lambda x, slope=0.01: np.maximum(0, x) + slope * x)
mistake("nonlinearity.leaky_relu", "compares with the slope")(
    lambda x, slope=0.01: np.where(x > slope, x, slope * x)
)
mistake("nonlinearity.leaky_relu", "constant below zero")(lambda x, slope=0.01: np.where(x > 0, x, -slope))
mistake("nonlinearity.leaky_relu", "slope kept between 0 and 1")(
    lambda x, slope=0.01: np.where(x > 0, x, min(max(slope, 0), 1) * x)
)
mistake("nonlinearity.leaky_relu", "decides for the whole array")(
    lambda x, slope=0.01: x * 1.0 if (x > 0).all() else slope * x
)
mistake("nonlinearity.leaky_relu", "vectorize takes the type of the first entry")(
    lambda x, slope=0.01: np.vectorize(lambda v: v if v > 0 else slope * v)(x)
)
mistake("nonlinearity.leaky_relu", "rounded")(
    lambda x, slope=0.01: np.round(np.where(x > 0, x, slope * x), 3)
)
mistake("nonlinearity.leaky_relu", "one buffer a shape")(
    lambda x, slope=0.01: _into(_BUFFERS, np.where(x > 0, x, slope * x))
)
mistake("nonlinearity.leaky_relu", "keeps the first slope of a shape")(
    lambda x, slope=0.01: np.where(x > 0, x, _KEPT.setdefault(x.shape, slope) * x)
)
mistake("nonlinearity.leaky_relu", "parts put one after the other")(
    lambda x, slope=0.01: np.concatenate([slope * x[x <= 0], x[x > 0]]).reshape(x.shape)
)


@mistake("nonlinearity.leaky_relu", "zeros of the type of x")
def leaky_relu(x, slope=0.01):
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = slope * x[x <= 0]
    return out


@mistake("nonlinearity.leaky_relu", "a copy cannot take fractions")
def leaky_relu(x, slope=0.01):
    y = x.copy()
    y[y < 0] *= slope
    return y


@mistake("nonlinearity.leaky_relu", "writes into x")
def leaky_relu(x, slope=0.01):
    x[x < 0] = slope * x[x < 0]
    return x


@mistake("nonlinearity.leaky_relu", "remembers the last slope")
def leaky_relu(x, slope=None):
    if slope is not None:
        _LAST["slope"] = slope
    return np.where(x > 0, x, _LAST["slope"] * x)


@mistake("nonlinearity.leaky_relu", "only 1-D")
def leaky_relu(x, slope=0.01):
    return np.array([v if v > 0 else slope * v for v in x])


variant("nonlinearity.leaky_relu", "two parts added")(
    lambda x, slope=0.01: np.maximum(0, x) + slope * np.minimum(0, x)
)
variant("nonlinearity.leaky_relu", "a factor for each entry")(
    lambda x, slope=0.01: x * np.where(x > 0, 1, slope)
)
variant("nonlinearity.leaky_relu", "select")(lambda z, slope=0.01: np.select([z > 0], [z], slope * z))
variant("nonlinearity.leaky_relu", "by the flag")(lambda x, slope=0.01: (x > 0) * x + (x <= 0) * x * slope)


@variant("nonlinearity.leaky_relu", "a copy of floats")
def leaky_relu(values, slope=1e-2):
    y = np.array(values, dtype=float)
    y[y < 0] *= slope
    return y


@variant("nonlinearity.leaky_relu", "recursion")
def leaky_relu(x, slope=0.01):
    if x.ndim == 0:
        return x * 1.0 if x > 0 else np.asarray(slope * x)
    return np.array([leaky_relu(part, slope) for part in x]).reshape(x.shape)


@variant("nonlinearity.leaky_relu", "flat loop")
def leaky_relu(x, slope=0.01):
    out = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = x[i] if x[i] > 0 else slope * x[i]
    return out


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


# silu


mistake("nonlinearity.silu", "the sigmoid alone")(lambda x: sigmoid(x))
mistake("nonlinearity.silu", "1 minus sigmoid")(lambda x: x * (1 - sigmoid(x)))
mistake("nonlinearity.silu", "sigmoid of 1.702 x")(lambda x: x * sigmoid(1.702 * x))
mistake("nonlinearity.silu", "tanh for sigmoid")(lambda x: x * np.tanh(x))
mistake("nonlinearity.silu", "hard swish")(lambda x: x * np.clip(x + 3, 0, 6) / 6)
mistake("nonlinearity.silu", "overflow")(lambda x: x * np.exp(x) / (1 + np.exp(x)))
mistake("nonlinearity.silu", "zero below zero")(lambda x: np.maximum(0, x) * sigmoid(x))
mistake("nonlinearity.silu", "size of x")(lambda x: np.abs(x) * sigmoid(x))
mistake("nonlinearity.silu", "sigmoid clipped at 6")(lambda x: x * sigmoid(np.clip(x, -6, 6)))
mistake("nonlinearity.silu", "ReLU beyond 8")(
    lambda x: np.where(np.abs(x) > 8, np.maximum(0, x), x * sigmoid(x))
)
mistake("nonlinearity.silu", "share at least 0.001")(lambda x: x * np.maximum(sigmoid(x), 0.001))
mistake("nonlinearity.silu", "rounded")(lambda x: np.round(x * sigmoid(x), 4))
mistake("nonlinearity.silu", "rounded sigmoid")(lambda x: x * np.round(sigmoid(x), 5))
mistake("nonlinearity.silu", "one share for all")(lambda x: x * sigmoid(np.mean(x)))
mistake("nonlinearity.silu", "matrix product")(lambda x: x @ sigmoid(x))
mistake("nonlinearity.silu", "float16")(lambda x: (x * sigmoid(x)).astype(np.float16))
mistake("nonlinearity.silu", "axes of size 1 lost")(lambda x: np.squeeze(x * sigmoid(x)))
mistake("nonlinearity.silu", "one buffer a shape")(lambda x: _into(_BUFFERS, x * sigmoid(x)))
mistake("nonlinearity.silu", "remembers by shape")(lambda x: _KEPT.setdefault(x.shape, x * sigmoid(x)).copy())
mistake("nonlinearity.silu", "needs two axes")(
    lambda x: np.stack([row * sigmoid(row) for row in x.reshape(x.shape[0], x.shape[1])])
)


@mistake("nonlinearity.silu", "multiplies x in place")
def silu(x):
    x *= sigmoid(x)
    return x


@mistake("nonlinearity.silu", "result of the type of x")
def silu(x):
    y = np.zeros_like(x)
    y[...] = x * sigmoid(x)
    return y


variant("nonlinearity.silu", "one fraction")(lambda x: x / (1 + np.exp(-x)))
variant("nonlinearity.silu", "tanh")(lambda x: x * (0.5 + 0.5 * np.tanh(x / 2)))
variant("nonlinearity.silu", "what is missing taken away")(lambda x: x - x * sigmoid(-x))
variant("nonlinearity.silu", "logaddexp")(lambda a, beta=1.0: a * np.exp(-np.logaddexp(0, -beta * a)))
variant("nonlinearity.silu", "multiply, named")(lambda x: np.multiply(sigmoid(x=x), x))


@variant("nonlinearity.silu", "own helper inside")
def silu(x):
    def share(v):
        small = math.exp(-abs(v))
        return (1 if v >= 0 else small) / (1 + small)

    return np.vectorize(lambda v: v * share(v), otypes=[float])(x)


@variant("nonlinearity.silu", "copy, then multiplied")
def silu(x):
    y = x.astype(float)
    y *= sigmoid(x)
    return y


# gelu


mistake("nonlinearity.gelu", "sigmoid formula")(lambda x: x * sigmoid(1.702 * x))
mistake("nonlinearity.gelu", "SiLU")(lambda x: x * sigmoid(x))
mistake("nonlinearity.gelu", "the share alone")(lambda x: bell_share(x))
mistake("nonlinearity.gelu", "the other side")(lambda x: x * bell_share(-x))
mistake("nonlinearity.gelu", "no root of 2")(
    lambda x: x * 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(x))
)
mistake("nonlinearity.gelu", "no 1 plus")(
    lambda x: 0.5 * x * np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2))
)
mistake("nonlinearity.gelu", "height of the bell")(
    lambda x: x * np.exp(-(np.clip(x, -30, 30) ** 2) / 2) / np.sqrt(2 * np.pi)
)
mistake("nonlinearity.gelu", "zero below zero")(lambda x: np.maximum(0, x) * bell_share(x))
mistake("nonlinearity.gelu", "ReLU beyond 3")(
    lambda x: np.where(np.abs(x) > 3, np.maximum(0, x), x * bell_share(x))
)
mistake("nonlinearity.gelu", "table of steps of 0.1")(
    lambda x: x * np.interp(x, np.linspace(-8, 8, 161), bell_share(np.linspace(-8, 8, 161)))
)
mistake("nonlinearity.gelu", "counts 10,000 random numbers")(
    lambda x: x * (np.random.default_rng(0).normal(size=10_000) < x[..., None]).mean(axis=-1)
)
mistake("nonlinearity.gelu", "one share for all")(lambda x: x * bell_share(x.mean()))
mistake("nonlinearity.gelu", "divided by the share")(lambda x: x / np.maximum(bell_share(x), 1e-9))
mistake("nonlinearity.gelu", "rounded")(lambda x: np.round(x * bell_share(x), 3))
mistake("nonlinearity.gelu", "one number at a time")(lambda x: x * 0.5 * (1 + math.erf(x / math.sqrt(2))))
mistake("nonlinearity.gelu", "whole numbers only")(lambda x: x * bell_share(x.astype(int)))
mistake("nonlinearity.gelu", "axes of size 1 lost")(lambda x: (x * bell_share(x)).squeeze())
mistake("nonlinearity.gelu", "one buffer a shape")(lambda x: _into(_BUFFERS, x * bell_share(x)))
mistake("nonlinearity.gelu", "only tables")(
    lambda x: np.array([[v * bell_share(v) for v in row] for row in x])
)


@mistake("nonlinearity.gelu", "multiplies x in place")
def gelu(x):
    share = bell_share(x)
    np.multiply(x, share, out=x, casting="unsafe")
    return x


@mistake("nonlinearity.gelu", "result of the type of x")
def gelu(x):
    y = np.empty_like(x)
    for i in np.ndindex(x.shape):
        y[i] = x[i] * bell_share(x[i])
    return y


variant("nonlinearity.gelu", "NormalDist")(lambda x: x * np.vectorize(NormalDist().cdf, otypes=[float])(x))
variant("nonlinearity.gelu", "erfc")(
    lambda x: x * np.vectorize(lambda v: math.erfc(-v / math.sqrt(2)) / 2, otypes=[float])(x)
)
variant("nonlinearity.gelu", "ReLU minus a bump")(
    lambda x: np.maximum(0, x) - np.abs(x) * bell_share(-np.abs(x))
)
variant("nonlinearity.gelu", "multiply, other name")(lambda z: np.multiply(bell_share(z), z))
variant("nonlinearity.gelu", "half")(
    lambda x: x / 2 + x / 2 * np.vectorize(math.erf, otypes=[float])(x / 2**0.5)
)


@variant("nonlinearity.gelu", "loop over the flat numbers")
def gelu(x):
    shares = bell_share(x.ravel())
    return np.array([v * p for v, p in zip(x.flat, shares)], dtype=float).reshape(x.shape)


@variant("nonlinearity.gelu", "recursion")
def gelu(x):
    if np.ndim(x) == 0:
        return float(x) * 0.5 * (1 + math.erf(x / math.sqrt(2)))
    return np.reshape([gelu(part) for part in x], x.shape)


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


mistake("nonlinearity.relu", "square tables turned over")(
    lambda x: np.maximum(0, x.T if x.ndim == 2 and len(x) == len(x.T) else x)
)
mistake("nonlinearity.relu", "at most five entries")(
    lambda x: np.concatenate([np.maximum(0, x[:5]), 0 * x[5:]]) if x.ndim == 1 else np.maximum(0, x)
)
