"""Wrong solutions that each check must name, and honest ones that it must accept."""

import math
from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant


# sigmoid

wrong = partial(mistake, "nonlinearity.sigmoid")
right = partial(variant, "nonlinearity.sigmoid")


@wrong("entry by entry with math.exp", says="OverflowError")
def sigmoid(x):
    out = np.zeros(np.shape(x))
    for place, entry in np.ndenumerate(np.asarray(x, float)):
        out[place] = 1 / (1 + math.exp(-entry))
    return out


right("the plain formula")(lambda x: 1 / (1 + np.exp(-x)))
right("with tanh")(lambda x: 0.5 * np.tanh(0.5 * x) + 0.5)
right("cut to a safe range, float32")(lambda x: 1 / (1 + np.exp(-np.clip(np.float32(x), -60, 60))))

# repaired

wrong = partial(mistake, "nonlinearity.repaired")
right = partial(variant, "nonlinearity.repaired")

wrong("printed, not returned", says="Is a `return` missing?")(
    lambda X, W1, b1, W2, b2: print(np.maximum(0, X @ W1 + b1) @ W2 + b2)
)
wrong("Python's max", says="ambiguous")(lambda X, W1, b1, W2, b2: max(0, X @ W1 + b1) @ W2 + b2)


@wrong("input overwritten", says="changed its input")
def repaired(X, W1, b1, W2, b2):
    X[:] = np.abs(X)
    return np.maximum(0, X @ W1 + b1) @ W2 + b2


right("the mask as a factor")(lambda X, W1, b1, W2, b2: (X @ W1 + b1) * (X @ W1 + b1 > 0) @ W2 + b2)


@right("bent in place, its own array")
def repaired(X, W1, b1, W2, b2):
    z = X @ W1 + b1
    np.maximum(0, z, out=z)
    return z @ W2 + b2


@right("row by row, a list, float32")
def repaired(X, W1, b1, W2, b2):
    return [np.float32(np.maximum(0, row @ W1 + b1) @ W2 + b2) for row in X]


# collapse

wrong = partial(mistake, "nonlinearity.collapse")
right = partial(variant, "nonlinearity.collapse")


def collapsing(W_of=lambda W, M: W @ M, b_of=lambda b, M, c: b @ M + c, returned=lambda W, b: (W, b)):
    """The first layer, joined with one more at a time."""

    def collapse(layers):
        W, b = layers[0]
        for M, c in layers[1:]:
            W, b = W_of(W, M), b_of(b, M, c)
        return returned(W, b)

    return collapse


wrong("the table alone", says="`return W, b`")(collapsing(returned=lambda W, b: W))


@wrong("the list emptied", says="changed its input `layers`")
def collapse(layers):
    W, b = layers.pop(0)
    while layers:
        W_next, b_next = layers.pop(0)
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


@right("from back to front")
def collapse(layers):
    W, b = layers[-1]
    for W_before, b_before in layers[-2::-1]:
        W, b = W_before @ W, b_before @ W + b
    return W, b


@right("by sending unit vectors through")
def collapse(layers):
    def run(x):
        for W, b in layers:
            x = x @ W + b
        return x

    n = layers[0][0].shape[0]
    b = run(np.zeros(n))
    return run(np.eye(n)) - b, b


@right("float32, from nothing")
def collapse(layers):
    n = len(layers[0][0])
    W, b = np.eye(n, dtype=np.float32), np.zeros(n, np.float32)
    for M, c in layers:
        W, b = W @ np.float32(M), b @ np.float32(M) + np.float32(c)
    return [W, b]


# hinges

wrong = partial(mistake, "nonlinearity.hinges")
right = partial(variant, "nonlinearity.hinges")


def hinging(
    v_of=lambda xs, ys: np.diff(np.diff(ys) / np.diff(xs), prepend=0),
    b_of=lambda xs: -xs[:-1],
    height=lambda ys: ys[0],
    returned=lambda *four: four,
):
    def hinges(xs, ys):
        v = v_of(xs, ys)
        return returned(np.ones(len(v)), b_of(xs), v, height(ys))

    return hinges


wrong("three things", says="`return w, b, v, c`")(hinging(returned=lambda w, b, v, c: (b, v, c)))
wrong("one bias too many", says="one entry for each hinge")(hinging(b_of=lambda xs: -xs))


@right("a loop")
def hinges(xs, ys):
    v, so_far = [], 0.0
    for k in range(len(xs) - 1):
        slope = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k])
        v.append(slope - so_far)
        so_far = slope
    return [1.0] * len(v), [-x for x in xs[:-1]], v, ys[0]


@right("opened to the left")
def hinges(xs, ys):
    slopes = (np.diff(ys) / np.diff(xs))[::-1]
    v = np.diff(-slopes, prepend=0)
    return -np.ones(len(v)), xs[:0:-1], v, ys[-1]


@right("weights of 2, solved as equations, float32")
def hinges(xs, ys):
    b = -2 * xs[:-1]
    A = np.maximum(0, 2 * xs[1:, None] + b)
    v = np.linalg.solve(A, ys[1:] - ys[0])
    return np.float32(np.full(len(v), 2)), np.float32(b), np.float32(v), np.float32(ys[0])


# share_right

wrong = partial(mistake, "nonlinearity.share_right")
right = partial(variant, "nonlinearity.share_right")


@wrong("printed, not returned", says="Is a `return` missing?")
def share_right(images, is_odd, W1, b1, W2, b2):
    print(np.mean((repaired(images, W1, b1, W2, b2)[:, 0] > 0) == is_odd))


@wrong("images mixed up", says="changed its input")
def share_right(images, is_odd, W1, b1, W2, b2):
    images[:] = images[::-1]
    return np.mean((repaired(images, W1, b1, W2, b2)[:, 0] > 0) == is_odd)


@right("counted by hand")
def share_right(images, is_odd, W1, b1, W2, b2):
    count = 0
    for image, odd in zip(images, is_odd):
        says = repaired(image[None], W1, b1, W2, b2)[0, 0] > 0
        if says == odd:
            count = count + 1
    return count / len(images)


right("flattened, with its own layers")(
    lambda images, is_odd, W1, b1, W2, b2: float(
        np.mean((np.maximum(0, images @ W1 + b1) @ W2 + b2 > 0).ravel() == np.array(is_odd))
    )
)
