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


wrong("no brackets round 2 * h", says="is there a `/ 2 * h`?")(
    nudging(lambda here, up, down, h: (up - down) / 2 * h)
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


# value

wrong = partial(mistake, "backprop.value")
right = partial(variant, "backprop.value")


def making(
    times=lambda a, b: (a.data * b.data, (a, b), (b.data, a.data)),
    bend=lambda a: (max(0.0, a.data), (a,), (float(a.data > 0),)),
    back=None,
):
    """A class with another product, another bend or another way back."""

    class Value:
        def __init__(self, data, parents=(), slopes=()):
            self.data, self.grad = data, 0.0
            self.parents, self.slopes = parents, slopes

        def __add__(self, other):
            return Value(self.data + other.data, (self, other), (1.0, 1.0))

        def __mul__(self, other):
            return Value(*times(self, other))

        def relu(self):
            return Value(*bend(self))

        def backward(self):
            (back or by_counting)(self)

    return Value


def behind(result):
    found, waiting = [], [result]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.append(each)
            waiting.extend(each.parents)
    return found


def by_counting(result):
    """A number is ready once all its users have handed on to it."""
    users = {}
    for each in behind(result):
        for parent in each.parents:
            users[parent] = users.get(parent, 0) + 1
    result.grad, ready = 1.0, [result]
    while ready:
        each = ready.pop()
        for parent, slope in zip(each.parents, each.slopes):
            parent.grad += each.grad * slope
            users[parent] -= 1
            if not users[parent]:
                ready.append(parent)


def keeping_the_grad_of_all_but_leaves(result):
    by_counting(result)
    for each in behind(result):
        if each.parents:
            each.grad = 0.0


@wrong("a product that is a plain number", says="(AttributeError)")
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return self.data * other.data

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        by_counting(self)


wrong("only the numbers at the beginning", says="your gradients['c'] came out as 0.0")(
    making(back=keeping_the_grad_of_all_but_leaves)
)
right("counts who still has to pay in")(making())


@right("lists in place of tuples, and a loop of its own")
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = list(parents), list(slopes)

    def __add__(self, other):
        return Value(self.data + other.data, [self, other], [1, 1])

    def __mul__(self, other):
        return Value(self.data * other.data, [self, other], [other.data, self.data])

    def relu(self):
        return Value(self.data, [self], [1]) if self.data > 0 else Value(0, [self], [0])

    def backward(self):
        def depth(value):
            return 1 + max(map(depth, value.parents), default=0)

        nodes = []
        waiting = [self]
        while waiting:
            value = waiting.pop()
            if value not in nodes:
                nodes.append(value)
                waiting += value.parents
        for value in nodes:
            value.grad = 0.0
        self.grad = 1.0
        for value in sorted(nodes, key=depth, reverse=True):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope * value.grad


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


# reader_gradients

wrong = partial(mistake, "backprop.reader_gradients")
right = partial(variant, "backprop.reader_gradients")


@wrong("two of four", says="dW2, db2`")
def reader_gradients(x, labels, params):
    (W1, b1), (W2, b2) = params
    h = np.maximum(0, x @ W1 + b1)
    return h.T @ loss_backward(h @ W2 + b2, labels), loss_backward(h @ W2 + b2, labels).sum(axis=0)


@wrong("trains the parameters", says="changed its input `params")
def reader_gradients(x, labels, params):
    (W1, b1), (W2, b2) = params
    z = x @ W1 + b1
    h = np.maximum(0, z)
    dh, dW2, db2 = linear_backward(loss_backward(h @ W2 + b2, labels), h, W2)
    _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1)
    for parameter, gradient in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
        parameter -= 0.1 * gradient
    return dW1, db1, dW2, db2


@right("the gate looks at what ReLU gave")
def reader_gradients(x, labels, params):
    (W1, b1), (W2, b2) = params
    h = np.maximum(0, x @ W1 + b1)
    dh, dW2, db2 = linear_backward(loss_backward(h @ W2 + b2, labels), h, W2)
    dx, dW1, db1 = linear_backward(relu_backward(dh, h), x, W1)
    return [dW1, db1, dW2, db2]


@right("no function of before")
def reader_gradients(x, labels, params):
    W1, b1, W2, b2 = [part for layer in params for part in layer]
    z = x @ W1 + b1
    h = np.where(z > 0, z, 0)
    s = h @ W2 + b2
    e = np.exp(s - s.max(axis=1)[:, None])
    g = e / e.sum(axis=1)[:, None]
    for n, label in enumerate(labels):
        g[n, label] -= 1
    g = g / len(x)
    dz = np.where(z > 0, g @ W2.T, 0)
    return x.T @ dz, dz.sum(0), h.T @ g, g.sum(0)


# dead_units

wrong = partial(mistake, "backprop.dead_units")
right = partial(variant, "backprop.dead_units")

right("largest")(lambda Z: Z.max(axis=0) <= 0)
right("by ReLU")(lambda Z: np.maximum(0, Z).sum(axis=0) == 0)
right("columns in a loop")(lambda Z: [all((z <= 0 for z in column)) for column in Z.T])
