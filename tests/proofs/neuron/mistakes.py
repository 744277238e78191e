"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant


# neuron

wrong = partial(mistake, "neuron.neuron")
right = partial(variant, "neuron.neuron")


def bending(z):
    return lambda x, w, b, activation: activation(z(x, w, b))


right("products, then their sum")(bending(lambda x, w, b: (w * x).sum() + b))


@wrong("printed, not returned", says="Is a `return` missing?")
def neuron(x, w, b, activation):
    y = activation(np.sum(w * x) + b)


@wrong("input overwritten", says="changed its input `x`")
def neuron(x, w, b, activation):
    x *= w
    return activation(np.sum(x) + b)


@right("a loop")
def neuron(x, w, b, activation):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
    return activation(z)


@right("float32")
def neuron(x, w, b, activation):
    x, w = np.float32(x), np.float32(w)
    return activation(np.float32(b) + np.dot(x, w))


@right("plain Python")
def neuron(x, w, b, activation):
    return float(activation(sum(wi * xi for wi, xi in zip(list(w), list(x))) + b))


# repaired

wrong = partial(mistake, "neuron.repaired")
right = partial(variant, "neuron.repaired")


@wrong("printed, not returned", says="Is a `return` missing?")
def repaired(x, w, b):
    print(max(0, np.dot(w, x) + b))


@wrong("returned inside the loop", says="`return` inside the loop")
def repaired(x, w, b):
    z = 0
    for i in range(len(x)):
        z += w[i] * x[i]
        return max(0, z + b)


@right("the bias first")
def repaired(x, w, b):
    z = b
    for xi, wi in zip(x, w):
        z += wi * xi
    return z if z > 0 else 0


right("no loop")(lambda x, w, b: max(0, np.dot(w, x) + b))
right("with the neuron of the first exercise")(lambda x, w, b: neuron(np.array(x), np.array(w), b, relu))


# share_right

wrong = partial(mistake, "neuron.share_right")
right = partial(variant, "neuron.share_right")


@wrong("one answer for all images", says="ValueError")
def share_right(images, is_yes, w, b):
    return float((neuron(images, w, b, lambda z: z) > 0) == is_yes)


@wrong("printed, not returned", says="Is a `return` missing?")
def share_right(images, is_yes, w, b):
    print(np.mean((images @ w + b > 0) == is_yes))


right("all images at once")(lambda images, is_yes, w, b: np.mean((images @ w + b > 0) == np.array(is_yes)))


@right("counted by hand")
def share_right(images, is_yes, w, b):
    count = 0
    for k in range(len(images)):
        says = neuron(images[k], w, b, relu) > 0
        if says == is_yes[k]:
            count = count + 1
    return count / len(images)


# boundary

wrong = partial(mistake, "neuron.boundary")
right = partial(variant, "neuron.boundary")


def unless_vertical(x2):
    def boundary(w, b, x1):
        if w[1] == 0:
            raise ValueError("vertical")
        return x2(w, b, x1)

    return boundary


@wrong("vertical line not looked for", says="infinity, expected ValueError")
def boundary(w, b, x1):
    return -(w[0] * x1 + b) / w[1]


@wrong("vertical line gives nothing", says="you gave None")
def boundary(w, b, x1):
    if w[1] != 0:
        return -(w[0] * x1 + b) / w[1]


@wrong("plain division by zero", says="stops with ZeroDivisionError")
def boundary(w, b, x1):
    return -(float(w[0]) * x1 + b) / float(w[1])


@wrong("an error where either weight is 0", says="Raise only where w[1] is 0.")
def boundary(w, b, x1):
    if not w.all():
        raise ValueError("vertical")
    return -(w[0] * x1 + b) / w[1]


@wrong("an assertion", says="stops with AssertionError")
def boundary(w, b, x1):
    assert w[1] != 0
    return -(w[0] * x1 + b) / w[1]


@wrong("another kind of error", says="stops with Exception")
def boundary(w, b, x1):
    if w[1] == 0:
        raise Exception("vertical")
    return -(w[0] * x1 + b) / w[1]


@wrong("the error handed back", says="`return` hands the error back")
def boundary(w, b, x1):
    if w[1] == 0:
        return ValueError("vertical")
    return -(w[0] * x1 + b) / w[1]


@right("slope and intercept")
def boundary(w, b, x1):
    w1, w2 = w
    if w2 == 0:
        raise ValueError("no x2")
    return -w1 / w2 * x1 - b / w2


@right("float32")
def boundary(w, b, x1):
    w1, w2 = np.float32(w)
    if not w2:
        raise ValueError("no x2")
    return (np.float32(b) + w1 * np.float32(x1)) / -w2


@right("the division's own error passed on")
def boundary(w, b, x1):
    w1, w2 = [float(each) for each in w]
    try:
        return -(w1 * x1 + b) / w2
    except ZeroDivisionError as error:
        raise ValueError("the line is vertical") from error


# gate

wrong = partial(mistake, "neuron.gate")
right = partial(variant, "neuron.gate")

wrong("a point on the boundary", says="on the boundary itself")(lambda name: (np.array([1.0, 1.0]), -1.0))
wrong("too near the boundary", says="too near the boundary")(lambda name: (np.array([1.0, 1.0]), -1.05))
wrong("too small for the margin", says="too small for the margin")(lambda name: (np.array([0.1, 0.1]), 0.0))
wrong("everything turned round", says="Every answer is turned round")(
    lambda name: (np.array([-1.0, -1.0]), 1.5)
)
wrong("sign of the bias", says="The bias has the wrong sign")(lambda name: (np.array([1.0, 1.0]), 1.5))
wrong("an endless weight", says="not finite")(lambda name: (np.array([np.inf, 1.0]), -1.5))


@wrong("AND for OR", says="AND is right. OR should be on")
def gate(name):
    return (np.array([-1.0]), 0.5) if name == "NOT" else (np.array([1.0, 1.0]), -1.5)


@wrong("NOT that rises", says="No bias helps these weights")
def gate(name):
    if name == "NOT":
        return np.array([1.0]), 0.5
    return np.array([1.0, 1.0]), -1.5 if name == "AND" else -0.5


@wrong("NOT with two weights", says="NOT has one input")
def gate(name):
    if name == "NOT":
        return np.array([-1.0, -1.0]), 0.5
    return np.array([1.0, 1.0]), -1.5 if name == "AND" else -0.5


wrong("no bias", says="`return w, b`")(lambda name: np.array([1.0, 1.0]))


@wrong("AND alone", says='AND is right. gate("OR") gives None')
def gate(name):
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5


right("a table of lists")(lambda name: {"AND": ([2, 1], -2.5), "OR": ([5, 5], -1), "NOT": ([-4], 2)}[name])


@right("scaled a hundredfold, float32")
def gate(name):
    table = {"AND": ([100, 100], -150), "OR": ([100, 100], -50), "NOT": ([-100], 50)}
    w, b = table[name]
    return np.float32(w), np.float32(b)


@right("exactly at the margin")
def gate(name):
    table = {"AND": ([0.2, 0.2], -0.3), "OR": ([0.2, 0.2], -0.1), "NOT": (-0.2, 0.1)}
    return table[name]


# xor_best

wrong = partial(mistake, "neuron.xor_best")
right = partial(variant, "neuron.xor_best")


def scoring(best=max, on=lambda z: z > 0, sum_of=lambda w, x, b: np.sum(w * x) + b, of=np.mean):
    """The best of all neurons' shares."""

    def xor_best(neurons):
        hits = [[on(sum_of(w, x, b)) == label for x, label in zip(points, xor)] for w, b in neurons]
        return best([of(each) for each in hits])

    return xor_best


@wrong("a count that runs on", says="shares of the neurons are added up")
def xor_best(neurons):
    best, right = 0.0, 0
    for w, b in neurons:
        for x, label in zip(points, xor):
            right += (np.sum(w * x) + b > 0) == label
        best = max(best, right / 4)
    return best


right("all points at once")(lambda neurons: max((np.mean((points @ w + b > 0) == xor) for w, b in neurons)))


@right("with the neuron of the first exercise")
def xor_best(neurons):
    best = 0
    for w, b in neurons:
        right = 0
        for x, label in zip(points, xor):
            on = neuron(x, w, b, relu) > 0
            if on and label == 1 or not on and label == 0:
                right = right + 1
        if right > best:
            best = right
    return best / 4


@right("float32, own table of points")
def xor_best(neurons):
    shares = []
    for w, b in neurons:
        w1, w2 = np.float32(w)
        on = [b > 0, w2 + b > 0, w1 + b > 0, w1 + w2 + b > 0]
        shares.append(np.float32(sum(o == x for o, x in zip(on, [0, 1, 1, 0]))) / 4)
    return max(shares)
