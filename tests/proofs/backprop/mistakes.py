"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant


# numerical_grad

wrong = partial(mistake, "backprop.numerical_grad")
right = partial(variant, "backprop.numerical_grad")


def nudging(slope, returned=lambda slopes: slopes):
    """One entry after the other; `slope` gets the value here, above and below, and the nudge."""

    def numerical_grad(f, x):
        h = 1e-5
        slopes = np.zeros(len(x))
        for i in range(len(x)):
            nudge = np.zeros(len(x))
            nudge[i] = h
            slopes[i] = slope(f(x), f(x + nudge), f(x - nudge), h)
        return returned(slopes)

    return numerical_grad


wrong("nothing returned", says="Is a `return` missing?")(
    nudging(lambda here, up, down, h: (up - down) / (2 * h), lambda slopes: None)
)


@wrong("in place", says="changed its input `x`")
def numerical_grad(f, x):
    h = 1e-5
    x = np.asarray(x)
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        x[i] += h
        above = f(x)
        x[i] -= 3 * h
        slopes[i] = (above - f(x)) / (2 * h)
    return slopes


@right("list comprehension over unit vectors")
def numerical_grad(f, x):
    h = 1e-4
    return [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))]


@right("copies of floats")
def numerical_grad(f, x):
    h, slopes = 1e-6, []
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (up[i] - down[i]))
    return np.array(slopes)


# relu_backward

wrong = partial(mistake, "backprop.relu_backward")
right = partial(variant, "backprop.relu_backward")


@wrong("written into g", says="changed its input `g`")
def relu_backward(g, z):
    g[z <= 0] = 0
    return g


wrong("one if for all", says="truth value of an array")(lambda g, z: g if z > 0 else 0 * g)
right("where")(lambda g, z: np.where(z > 0, g, 0))
right("loops")(lambda g, z: [[a if b > 0 else 0.0 for a, b in zip(row, sums)] for row, sums in zip(g, z)])


@right("a copy with zeros")
def relu_backward(g, z):
    d = g.copy()
    d[np.maximum(0, z) == 0] = 0
    return d


# linear_backward

wrong = partial(mistake, "backprop.linear_backward")
right = partial(variant, "backprop.linear_backward")


def going_back(dx=lambda g, W: g @ W.T, dW=lambda g, x: x.T @ g, db=lambda g: g.sum(axis=0)):
    return lambda g, x, W: (dx(g, W), dW(g, x), db(g))


wrong("two of three", says="`return dx, dW, db`")(lambda g, x, W: (g @ W.T, x.T @ g))


@right("example by example")
def linear_backward(g, x, W):
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(x)):
        dx[n] = W @ g[n]
        dW += np.outer(x[n], g[n])
        db += g[n]
    return dx, dW, db


@right("transposed twice, in float32")
def linear_backward(g, x, W):
    g = g.astype(np.float32)
    return (W @ g.T).T, (g.T @ x).T, np.ones(len(g)) @ g


# loss_backward

wrong = partial(mistake, "backprop.loss_backward")
right = partial(variant, "backprop.loss_backward")


def shares(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def minus_truth(of=shares, ending=lambda d, z: d / len(z)):
    def loss_backward(z, labels):
        d = of(z)
        d[np.arange(len(z)), labels] -= 1
        return ending(d, z)

    return loss_backward


@wrong("written into z", says="changed its input `z`")
def loss_backward(z, labels):
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    p[np.arange(len(z)), labels] -= 1
    return p / len(z)


@right("truth as a table")
def loss_backward(z, labels):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[labels]) / len(z)


@right("row by row")
def loss_backward(z, labels):
    rows = []
    for row, label in zip(z, labels):
        p = np.exp(row - max(row))
        p = p / sum(p)
        p[label] -= 1
        rows.append(p / len(z))
    return rows


# backward

wrong = partial(mistake, "backprop.backward")
right = partial(variant, "backprop.backward")


def walking(
    handed=lambda so_far, g, slope: so_far + g * slope,
    *,
    start=1.0,
    order=reversed,
    returned=lambda found, graph: found,
):
    """From the output back to its parents; `handed` is what a parent holds afterwards."""

    def backward(graph):
        names = list(graph)
        gradient = dict.fromkeys(names, 0.0)
        gradient[names[-1]] = start
        for name in order(names):
            for parent, slope in graph[name]:
                gradient[parent] = handed(gradient[parent], gradient[name], slope)
        return returned(gradient, graph)

    return backward


wrong("a list", says="expected a dictionary")(walking(returned=lambda found, graph: list(found.values())))
wrong("leaves only", says="without the entry")(
    walking(returned=lambda found, graph: {name: g for name, g in found.items() if not graph[name]})
)


@right("every way walked")
def backward(graph):
    gradient = {name: 0 for name in graph}

    def visit(name, g):
        gradient[name] += g
        for parent, slope in graph[name]:
            visit(parent, g * slope)

    visit(list(graph)[-1], 1)
    return gradient


@right("each node collects")
def backward(graph):
    names = list(graph)
    gradient = {names[-1]: 1.0}
    for name in names[-2::-1]:
        gradient[name] = sum(
            gradient[user] * slope
            for user in names
            for parent, slope in graph[user]
            if parent == name and user in gradient
        )
    return gradient


# dead_units

wrong = partial(mistake, "backprop.dead_units")
right = partial(variant, "backprop.dead_units")

right("largest")(lambda Z: Z.max(axis=0) <= 0)
right("by ReLU")(lambda Z: np.maximum(0, Z).sum(axis=0) == 0)
right("columns in a loop")(lambda Z: [all((z <= 0 for z in column)) for column in Z.T])
