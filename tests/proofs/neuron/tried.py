"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import math
import operator

import numpy as np

from coursekit.authoring.proofs import mistake, variant

_KEPT = {}
_WEIGHTS = np.zeros(2)
_BEST = [0.0]
_CALLS = []


# neuron


mistake("neuron.neuron", "no bias")(lambda x, w, b, activation: activation(w @ x))
mistake("neuron.neuron", "bias taken away")(lambda x, w, b, activation: activation(w @ x - b))
mistake("neuron.neuron", "bias behind the bend")(lambda x, w, b, activation: activation(w @ x) + b)
mistake("neuron.neuron", "bias times the sum")(lambda x, w, b, activation: activation(w @ x * b))
mistake("neuron.neuron", "bias for each input")(lambda x, w, b, activation: activation((w * x + b).sum()))
mistake("neuron.neuron", "no activation")(lambda x, w, b, activation: w @ x + b)
mistake("neuron.neuron", "always ReLU")(lambda x, w, b, activation: relu(w @ x + b))
mistake("neuron.neuron", "activation twice")(lambda x, w, b, activation: activation(activation(w @ x + b)))
mistake("neuron.neuron", "each product bent")(
    lambda x, w, b, activation: sum(activation(wi * xi) for wi, xi in zip(w, x)) + b
)
mistake("neuron.neuron", "mean of the products")(lambda x, w, b, activation: activation(np.mean(w * x) + b))
mistake("neuron.neuron", "sums multiplied")(lambda x, w, b, activation: activation(w.sum() * x.sum() + b))
mistake("neuron.neuron", "two inputs written out")(
    lambda x, w, b, activation: activation(w[0] * x[0] + w[1] * x[1] + b)
)
mistake("neuron.neuron", "at most three inputs")(
    lambda x, w, b, activation: activation(sum(w[:3] * x[:3]) + b)
)
mistake("neuron.neuron", "off where the sum is negative")(
    lambda x, w, b, activation: activation(w @ x + b) if w @ x + b > 0 else 0.0
)
mistake("neuron.neuron", "negative outputs cut off")(
    lambda x, w, b, activation: max(0.0, activation(w @ x + b))
)
mistake("neuron.neuron", "whole sum only")(lambda x, w, b, activation: activation(int(w @ x + b)))
mistake("neuron.neuron", "rounded")(lambda x, w, b, activation: activation(round(float(w @ x + b), 2)))
mistake("neuron.neuron", "weights as whole numbers")(
    lambda x, w, b, activation: activation(w.astype(int) @ x + b)
)
mistake("neuron.neuron", "True or False")(lambda x, w, b, activation: activation(w @ x + b) > 0)
mistake("neuron.neuron", "sizes of the weights")(lambda x, w, b, activation: activation(np.abs(w) @ x + b))
mistake("neuron.neuron", "weights of length 1")(
    lambda x, w, b, activation: activation(w @ x / (np.linalg.norm(w) or 1) + b)
)
mistake("neuron.neuron", "remembers the weights by their number")(
    lambda x, w, b, activation: activation(_KEPT.setdefault(len(w), w) @ x + b)
)
mistake("neuron.neuron", "remembers the first activation")(
    lambda x, w, b, activation: _KEPT.setdefault("activation", activation)(w @ x + b)
)
mistake("neuron.neuron", "float16")(lambda x, w, b, activation: activation(float(np.float16(w @ x)) + b))


@mistake("neuron.neuron", "last input left out")
def neuron(x, w, b, activation):
    z = b
    for i in range(len(x) - 1):
        z += w[i] * x[i]
    return activation(z)


@mistake("neuron.neuron", "multiplies x in place")
def neuron(x, w, b, activation):
    x *= w
    return activation(x.sum() + b)


@mistake("neuron.neuron", "a single input needs no weight")
def neuron(x, w, b, activation):
    return activation(x[0] + b) if len(x) == 1 else activation(w @ x + b)


@mistake("neuron.neuron", "default list grows")
def neuron(x, w, b, activation, products=[]):
    products.extend(w * x)
    return activation(sum(products) + b)


variant("neuron.neuron", "zip")(
    lambda x, w, b, activation: activation(sum(wi * xi for wi, xi in zip(w, x)) + b)
)
variant("neuron.neuron", "fsum")(
    lambda x, w, b, activation: activation(math.fsum([*map(operator.mul, w, x), b]))
)
variant("neuron.neuron", "einsum")(lambda x, w, b, activation: activation(np.einsum("i,i->", w, x) + b))
variant("neuron.neuron", "0-d array")(
    lambda inputs, weights, bias, bend: bend(np.array(np.inner(inputs, weights) + bias))
)
variant("neuron.neuron", "bias as one more weight")(
    lambda x, w, b, activation: activation(np.append(w, b).dot(np.append(x, 1)))
)
variant("neuron.neuron", "tables of one entry")(
    lambda x, w, b, f: f((x.reshape(1, -1) @ w.reshape(-1, 1)).item() + b)
)
variant("neuron.neuron", "0-d array for the result")(
    lambda x, w, b, activation: np.array(activation(float(np.dot(x, w)) + float(b)))
)


@variant("neuron.neuron", "recursion")
def neuron(x, w, b, activation):
    if len(x) == 0:
        return activation(b)
    return neuron(x[1:], w[1:], b + w[0] * x[0], activation)


@variant("neuron.neuron", "closure and another default")
def neuron(x, w, b=0, activation=None):
    def weigh(values):
        return functools.reduce(lambda z, pair: z + pair[0] * pair[1], zip(values, w), b)

    z = weigh(x)
    return z if activation is None else activation(z)


mistake("neuron.neuron", "first eight inputs")(lambda x, w, b, activation: activation(w[:8] @ x[:8] + b))
mistake("neuron.neuron", "bias only beside a sum")(
    lambda x, w, b, activation: activation(w @ x + (b if w @ x else 0))
)
mistake("neuron.neuron", "sum at most 6")(lambda x, w, b, activation: activation(min(6, w @ x + b)))
mistake("neuron.neuron", "sum at least −6")(lambda x, w, b, activation: activation(max(-6, w @ x + b)))


@mistake("neuron.neuron", "products in an array like w")
def neuron(x, w, b, activation):
    products = np.zeros_like(w)
    for i in range(len(x)):
        products[i] = w[i] * x[i]
    return activation(products.sum() + b)


# repaired


def _products_like(pick):
    """A neuron with ReLU that keeps its products in an array like one of its arguments."""

    def repaired(x, w, b):
        products = np.zeros_like(pick(x, w))
        for i in range(len(x)):
            products[i] = w[i] * x[i]
        return max(0, products.sum() + b)

    return repaired


mistake("neuron.repaired", "products in an array like x")(_products_like(lambda x, w: x))
mistake("neuron.repaired", "products in an array like w")(_products_like(lambda x, w: w))
mistake("neuron.repaired", "output at most 6")(lambda x, w, b: min(6, max(0, np.dot(x, w) + b)))
mistake("neuron.repaired", "small outputs cut off")(
    lambda x, w, b: np.dot(x, w) + b if np.dot(x, w) + b > 0.2 else 0
)
mistake("neuron.repaired", "first seven inputs")(lambda x, w, b: max(0, np.dot(x[:7], w[:7]) + b))
mistake("neuron.repaired", "a set of products")(
    lambda x, w, b: max(0, sum({xi * wi for xi, wi in zip(x, w)}) + b)
)
mistake("neuron.repaired", "remembers by the inputs")(
    lambda x, w, b: _KEPT.setdefault(("repaired", *x), max(0, np.dot(x, w) + b))
)


# share_right


def _sharing(says, count=sum):
    """A share_right that answers with `says` and counts with `count`."""
    return lambda images, is_yes, w, b: count(says(images, w, b) == np.array(is_yes)) / len(images)


mistake("neuron.share_right", "first thirty images")(
    lambda images, is_yes, w, b: sum((images[:30] @ w + b > 0) == is_yes[:30]) / len(images)
)
mistake("neuron.share_right", "counted in eight bits")(
    _sharing(lambda images, w, b: images @ w + b > 0, lambda hits: hits.sum(dtype=np.uint8))
)
mistake("neuron.share_right", "whole bias")(_sharing(lambda images, w, b: images @ w + int(b) > 0))
mistake("neuron.share_right", "rounded bias")(_sharing(lambda images, w, b: images @ w + round(b) > 0))
mistake("neuron.share_right", "whole ink")(_sharing(lambda images, w, b: images.astype(int) @ w + b > 0))
mistake("neuron.share_right", "rounded ink")(_sharing(lambda images, w, b: np.round(images) @ w + b > 0))
mistake("neuron.share_right", "whole weights")(_sharing(lambda images, w, b: images @ w.astype(int) + b > 0))
variant("neuron.share_right", "another order of adding")(
    _sharing(lambda images, w, b: np.array([math.fsum([b, *(row * w)[::-1]]) > 0 for row in images]))
)
variant("neuron.share_right", "in 32 bits")(
    _sharing(lambda images, w, b: np.float32(images) @ np.float32(w) + np.float32(b) > 0)
)


@variant("neuron.share_right", "right yeses and right noes")
def share_right(images, is_yes, w, b):
    on = images @ w + b > 0
    return (np.sum(on[is_yes]) + np.sum((~on)[~is_yes])) / is_yes.size


# boundary


def _vertical(w):
    if w[1] == 0:
        raise ValueError("w2 is 0, the line is vertical")


@mistake("neuron.boundary", "sign")
def boundary(w, b, x1):
    _vertical(w)
    return (w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "no bias")
def boundary(w, b, x1):
    _vertical(w)
    return -w[0] * x1 / w[1]


@mistake("neuron.boundary", "sign of the bias")
def boundary(w, b, x1):
    _vertical(w)
    return (b - w[0] * x1) / w[1]


@mistake("neuron.boundary", "bias not divided")
def boundary(w, b, x1):
    _vertical(w)
    return -w[0] * x1 / w[1] - b


@mistake("neuron.boundary", "weights swapped")
def boundary(w, b, x1):
    if w[0] == 0 or w[1] == 0:
        _vertical(w)
        return -b / w[1]
    return -(w[1] * x1 + b) / w[0]


@mistake("neuron.boundary", "divides by the size")
def boundary(w, b, x1):
    _vertical(w)
    return -(w[0] * x1 + b) / abs(w[1])


@mistake("neuron.boundary", "whole division")
def boundary(w, b, x1):
    _vertical(w)
    return -(w[0] * x1 + b) // w[1]


@mistake("neuron.boundary", "rounded")
def boundary(w, b, x1):
    _vertical(w)
    return round(float(-(w[0] * x1 + b) / w[1]), 3)


@mistake("neuron.boundary", "w1 = 0 is an error")
def boundary(w, b, x1):
    if w[0] == 0:
        raise ValueError("w1 is 0")
    _vertical(w)
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "any zero among the weights is an error")
def boundary(w, b, x1):
    if 0 in w:
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "both weights must be 0")
def boundary(w, b, x1):
    if not w.any():
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "negative weights are an error")
def boundary(w, b, x1):
    if w[1] <= 0:
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "small weights are an error")
def boundary(w, b, x1):
    if abs(w[1]) < 0.05:
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "infinite result is the sign of the error")
def boundary(w, b, x1):
    x2 = -(w[0] * x1 + b) / w[1]
    if np.isinf(x2):
        raise ValueError("w2 is 0, the line is vertical")
    return x2


@mistake("neuron.boundary", "undefined result is the sign of the error")
def boundary(w, b, x1):
    x2 = -(w[0] * x1 + b) / w[1]
    if np.isnan(x2):
        raise ValueError("w2 is 0, the line is vertical")
    return x2


@mistake("neuron.boundary", "waits for a ZeroDivisionError")
def boundary(w, b, x1):
    try:
        return -(w[0] * x1 + b) / w[1]
    except ZeroDivisionError:
        raise ValueError("w2 is 0, the line is vertical") from None


@mistake("neuron.boundary", "another error")
def boundary(w, b, x1):
    return -float(w[0] * x1 + b) / float(w[1])


@mistake("neuron.boundary", "assert")
def boundary(w, b, x1):
    assert w[1] != 0, "w2 is 0, the line is vertical"
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "returns the error")
def boundary(w, b, x1):
    return -(w[0] * x1 + b) / w[1] if w[1] else ValueError("w2 is 0, the line is vertical")


@mistake("neuron.boundary", "returns nothing on a vertical line")
def boundary(w, b, x1):
    if w[1] != 0:
        return -(w[0] * x1 + b) / w[1]
    return None


@mistake("neuron.boundary", "0 as text")
def boundary(w, b, x1):
    if str(w[1]) == "0.0":
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "is 0")
def boundary(w, b, x1):
    zero = 0
    if w[1] is zero:
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "vertical only where the bias is not 0")
def boundary(w, b, x1):
    if w[1] == 0 and b != 0:
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1] if w[1] else 0.0


@mistake("neuron.boundary", "tiny number added")
def boundary(w, b, x1):
    _vertical(w)
    return -(w[0] * x1 + b) / (w[1] + 1e-3)


@mistake("neuron.boundary", "nearly vertical is an error")
def boundary(w, b, x1):
    if np.isclose(w[1], 0, atol=1e-3):
        raise ValueError("w2 is 0, the line is vertical")
    return -(w[0] * x1 + b) / w[1]


@mistake("neuron.boundary", "divides w in place")
def boundary(w, b, x1):
    _vertical(w)
    w[:] = w / w[1]
    return -(w[0] * x1 + b / w[1])


@mistake("neuron.boundary", "nothing to do without a bias")
def boundary(w, b, x1):
    _vertical(w)
    return -(w[0] * x1 + b) / w[1] if b else 0.0


@mistake("neuron.boundary", "remembers by x1")
def boundary(w, b, x1):
    _vertical(w)
    return _KEPT.setdefault(x1, -(w[0] * x1 + b) / w[1])


@variant("neuron.boundary", "two steps")
def boundary(w, b, x1):
    w1, w2 = w
    if not w2:
        raise ValueError("w2 is 0, the line is vertical")
    slope, height = -w1 / w2, -b / w2
    return slope * x1 + height


@variant("neuron.boundary", "other words")
def boundary(weights, bias, first):
    if weights[-1] == 0:
        raise ValueError("vertical!")
    return (-bias - weights[0] * first) / weights[1]


@variant("neuron.boundary", "Python's numbers and its error")
def boundary(w, b, x1):
    w1, w2 = w.tolist()
    try:
        return float(-(w1 * x1 + b) / w2)
    except ZeroDivisionError as error:
        raise ValueError("w2 is 0, the line is vertical") from error


@variant("neuron.boundary", "solve")
def boundary(w, b, x1):
    try:
        return np.linalg.solve(np.array([[1, 0], [w[0], w[1]]], float), np.array([x1, -b], float))[1]
    except np.linalg.LinAlgError:
        raise ValueError("w2 is 0, the line is vertical") from None


@variant("neuron.boundary", "errors raised, safe code")
def boundary(w, b, x1):
    np.seterr(all="raise")
    if w[1] == 0:
        raise ValueError("w2 is 0, the line is vertical")
    return np.array(-(w[0] * x1 + b) / w[1])


@variant("neuron.boundary", "own kind of ValueError")
def boundary(w, b, x1):
    class Vertical(ValueError):
        pass

    if not np.any(w[1]):
        raise Vertical("w2 is 0")
    return np.divide(np.negative(np.dot(w, [x1, 0]) + b), w[1])


# gate


def _gates(**gates):
    """A function like gate that looks its answers up."""
    return lambda name: (np.array(gates[name][:-1]), gates[name][-1])


mistake("neuron.gate", "AND on the boundary")(
    lambda name: _gates(AND=(1.0, 1.0, -1.0), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "OR without a bias")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, 0.0), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "OR at half on")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(0.5, 0.5, -0.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "NOT without a bias")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.0))(name)
)
mistake("neuron.gate", "NOT the wrong way")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -0.5), NOT=(1.0, -0.5))(name)
)
mistake("neuron.gate", "NOT with two inputs")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.0, 0.5))(name)
)
mistake("neuron.gate", "NOT with bias 1")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 1.0))(name)
)
mistake("neuron.gate", "too near the boundary")(
    lambda name: _gates(AND=(0.1, 0.1, -0.15), OR=(0.1, 0.1, -0.05), NOT=(-0.1, 0.05))(name)
)
mistake("neuron.gate", "NOT too near")(
    lambda name: _gates(AND=(2.0, 2.0, -3.0), OR=(2.0, 2.0, -1.0), NOT=(-0.1, 0.05))(name)
)
mistake("neuron.gate", "AND and OR mixed up")(
    lambda name: _gates(AND=(1.0, 1.0, -0.5), OR=(1.0, 1.0, -1.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "everything AND")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -1.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "AND looks at one input")(
    lambda name: _gates(AND=(1.0, 0.0, -0.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "OR turned into XOR")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, -1.0, -0.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "NAND")(
    lambda name: _gates(AND=(-1.0, -1.0, 1.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.5))(name)
)
mistake("neuron.gate", "the bias as a positive threshold")(
    lambda name: _gates(AND=(1.0, 1.0, 1.5), OR=(1.0, 1.0, 0.5), NOT=(-1.0, -0.5))(name)
)
mistake("neuron.gate", "bias first")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.5))(name)[::-1]
)
mistake("neuron.gate", "weights alone")(
    lambda name: _gates(AND=(1.0, 1.0, -1.5), OR=(1.0, 1.0, -0.5), NOT=(-1.0, 0.5))(name)[0]
)
mistake("neuron.gate", "small letters")(
    lambda name: {"and": (np.ones(2), -1.5), "or": (np.ones(2), -0.5), "not": (-np.ones(1), 0.5)}[name]
)
mistake("neuron.gate", "numbers as text")(
    lambda name: (np.array(["1", "1"]), "-1.5") if name == "AND" else (np.array([-1.0]), 0.5)
)
mistake("neuron.gate", "XOR and a column")(
    lambda name: (
        (np.array([[1.0], [1.0]]), -1.5 if name == "AND" else -0.5)
        if name != "NOT"
        else (np.array([[-1.0]]), 0.5)
    )
)
mistake("neuron.gate", "not a number")(lambda name: (np.full(2 if name != "NOT" else 1, np.nan), np.nan))


@mistake("neuron.gate", "elif forgotten")
def gate(name):
    if name == "AND":
        w, b = np.array([1.0, 1.0]), -1.5
    if name == "OR":
        w, b = np.array([1.0, 1.0]), -0.5
    else:
        w, b = np.array([-1.0]), 0.5
    return w, b


@mistake("neuron.gate", "one array for all gates")
def gate(name):
    if name == "NOT":
        return np.array([-1.0]), 0.5
    _WEIGHTS[:] = 1.0 if name == "AND" else 2.0
    return _WEIGHTS, -1.5 if name == "AND" else -1.0


@mistake("neuron.gate", "by the order of the calls")
def gate(name):
    _CALLS.append(name)
    return [(np.ones(2), -1.5), (np.ones(2), -0.5), (-np.ones(1), 0.5)][(len(_CALLS) - 1) % 3]


variant("neuron.gate", "a table, pair as a list")(
    lambda name: list(_gates(AND=(2.0, 2.0, -3.0), OR=(2.0, 2.0, -1.0), NOT=(-2.0, 1.0))(name))
)
variant("neuron.gate", "whole numbers")(lambda name: _gates(AND=(2, 2, -3), OR=(2, 2, -1), NOT=(-2, 1))(name))
variant("neuron.gate", "uneven weights, large")(
    lambda name: _gates(AND=(3e6, 5e6, -7e6), OR=(1e3, 7.0, -2.0), NOT=(-40.0, 0.2))(name)
)


@variant("neuron.gate", "0-d biases, match")
def gate(name):
    match name:
        case "AND":
            return np.array([1, 1]), np.array(-1.5)
        case "OR":
            return np.array([1, 1]), np.array(-0.5)
        case "NOT":
            return np.array([-1]), np.array(0.5)


@variant("neuron.gate", "float32")
def gate(name):
    w = np.float32([1, 1] if name != "NOT" else [-1])
    return w, np.float32({"AND": -1.5, "OR": -0.5, "NOT": 0.5}[name])


@variant("neuron.gate", "learned by a perceptron")
def gate(name):
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) if name != "NOT" else np.array([[0], [1]])
    wanted = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NOT": [1, 0]}[name]
    w, b = np.zeros(inputs.shape[1]), 0.0
    for _ in range(200):
        for x, want in zip(inputs, wanted):
            if (w @ x + b) * (2 * want - 1) < 0.2:
                w, b = w + (2 * want - 1) * x, b + (2 * want - 1) * 0.5
    return w, b


@variant("neuron.gate", "made from one rule")
def gate(name):
    inputs, least = {"AND": (2, 2), "OR": (2, 1), "NOT": (1, 0)}[name]
    sign = -1 if least == 0 else 1
    return sign * np.ones(inputs), 0.5 - least


# xor_best


def _right(w, b):
    return sum(int((w[0] * p[0] + w[1] * p[1] + b > 0) == bool(want)) for p, want in zip(points, xor))


mistake("neuron.xor_best", "boundary counts as on")(
    lambda neurons: max(((points @ w + b >= 0) == xor).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "count instead of share")(lambda neurons: max(_right(w, b) for w, b in neurons))
mistake("neuron.xor_best", "always three of four")(lambda neurons: 0.75)
mistake("neuron.xor_best", "first neuron")(lambda neurons: _right(*neurons[0]) / 4)
mistake("neuron.xor_best", "last neuron")(lambda neurons: _right(*neurons[-1]) / 4)
mistake("neuron.xor_best", "smallest")(lambda neurons: min(_right(w, b) for w, b in neurons) / 4)
mistake("neuron.xor_best", "mean")(lambda neurons: sum(_right(w, b) for w, b in neurons) / 4 / len(neurons))
mistake("neuron.xor_best", "divided by the number of neurons")(
    lambda neurons: max(_right(w, b) for w, b in neurons) / len(neurons)
)
mistake("neuron.xor_best", "bias taken away")(
    lambda neurons: max(((points @ w - b > 0) == xor).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "no bias")(
    lambda neurons: max(((points @ w > 0) == xor).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "on above 0.5")(
    lambda neurons: max(((points @ w + b > 0.5) == xor).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "upside down counts as well")(
    lambda neurons: max(max(_right(w, b), 4 - _right(w, b)) for w, b in neurons) / 4
)
mistake("neuron.xor_best", "all neurons together")(
    lambda neurons: np.any([(points @ w + b > 0) == xor for w, b in neurons], axis=0).mean()
)
mistake("neuron.xor_best", "a vote of all")(
    lambda neurons: ((np.mean([points @ w + b > 0 for w, b in neurons], axis=0) > 0.5) == xor).mean()
)
mistake("neuron.xor_best", "OR's answers")(
    lambda neurons: max(((points @ w + b > 0) == points.any(axis=1)).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "points that are on")(
    lambda neurons: max((points @ w + b > 0).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "only points that should be on")(
    lambda neurons: max(((points @ w + b > 0) & (xor == 1)).sum() for w, b in neurons) / 4
)
mistake("neuron.xor_best", "sum against label")(
    lambda neurons: max((points @ w + b == xor).mean() for w, b in neurons)
)
mistake("neuron.xor_best", "whole division")(lambda neurons: max(_right(w, b) // 4 for w, b in neurons))
mistake("neuron.xor_best", "rounded")(lambda neurons: round(max(_right(w, b) for w, b in neurons) / 4, 1))
mistake("neuron.xor_best", "first hundred")(lambda neurons: max(_right(w, b) for w, b in neurons[:100]) / 4)
mistake("neuron.xor_best", "half is always reached")(
    lambda neurons: max([0.5, *(_right(w, b) / 4 for w, b in neurons)])
)
mistake("neuron.xor_best", "remembers by the number of neurons")(
    lambda neurons: _KEPT.setdefault(len(neurons), max(_right(w, b) for w, b in neurons) / 4)
)
mistake("neuron.xor_best", "points from -1 to 1")(
    lambda neurons: max((((2 * points - 1) @ w + b > 0) == xor).mean() for w, b in neurons)
)


@mistake("neuron.xor_best", "best of all calls")
def xor_best(neurons):
    for w, b in neurons:
        _BEST[0] = max(_BEST[0], _right(w, b) / 4)
    return _BEST[0]


@mistake("neuron.xor_best", "default list keeps the shares")
def xor_best(neurons, shares=[]):
    shares += [_right(w, b) / 4 for w, b in neurons]
    return max(shares)


@mistake("neuron.xor_best", "takes the neurons out of the list")
def xor_best(neurons):
    best = 0
    while neurons:
        best = max(best, _right(*neurons.pop()) / 4)
    return best


@mistake("neuron.xor_best", "stops at the first that is not better")
def xor_best(neurons):
    best = 0
    for w, b in neurons:
        if _right(w, b) <= best:
            break
        best = _right(w, b)
    return best / 4


@mistake("neuron.xor_best", "weights of length 1, in place")
def xor_best(neurons):
    best = 0
    for w, b in neurons:
        length = np.linalg.norm(w) or 1.0
        w[:] = w / length
        best = max(best, _right(w, b / length))
    return best / 4


@mistake("neuron.xor_best", "adds up without going back to 0")
def xor_best(neurons):
    best, right = 0, 0
    for w, b in neurons:
        right += _right(w, b)
        best = max(best, right)
    return min(best, 4) / 4


@mistake("neuron.xor_best", "return inside the loop")
def xor_best(neurons):
    for w, b in neurons:
        if _right(w, b) >= 2:
            return _right(w, b) / 4
    return max(_right(w, b) for w, b in neurons) / 4


variant("neuron.xor_best", "generator")(
    lambda neurons: max(np.mean((points @ w + b > 0) == xor) for w, b in neurons)
)
variant("neuron.xor_best", "0-d array")(
    lambda crowd: np.array(max(np.count_nonzero((points.dot(w) > -b) == (xor > 0)) for w, b in crowd) / 4)
)


@variant("neuron.xor_best", "all at once")
def xor_best(neurons):
    w = np.array([each[0] for each in neurons], float)
    b = np.array([each[1] for each in neurons], float)
    return ((points @ w.T + b > 0) == xor[:, None]).mean(axis=0).max()


@variant("neuron.xor_best", "plain Python, points typed again")
def xor_best(neurons):
    best = 0
    for w, b in neurons:
        right = 0
        for (p, q), want in {(0, 0): False, (0, 1): True, (1, 0): True, (1, 1): False}.items():
            if (float(w[0]) * p + float(w[1]) * q + float(b) > 0) is want:
                right += 1
        best = max(right, best)
    return best * 0.25


@variant("neuron.xor_best", "nothing is better than three of four")
def xor_best(neurons):
    share = 0.0
    for neuron in neurons:
        share = max(share, _right(*neuron) / 4)
        if share == 0.75:
            break
    return share


@variant("neuron.xor_best", "recursion in halves")
def xor_best(neurons):
    if len(neurons) == 1:
        ((w, b),) = neurons
        return 1 - np.abs((points @ w + b > 0).astype(int) - xor).mean()
    half = len(neurons) // 2
    return max(xor_best(neurons[:half]), xor_best(neurons[half:]))


@variant("neuron.xor_best", "sorted, float32")
def xor_best(neurons):
    return np.float32(sorted(_right(w, b) for w, b in neurons)[-1] / 4)


mistake("neuron.neuron", "bias rounded to one decimal")(
    lambda x, w, b, activation: activation(w @ x + round(b, 1))
)


def _xor_best(on, seen=None):
    """An xor_best with its own idea of being on, of the first `seen` neurons."""
    return lambda neurons: max(np.mean(on(points @ w + b) == xor) for w, b in neurons[:seen])


mistake("neuron.xor_best", "on from 0.05")(_xor_best(lambda z: z > 0.05))
mistake("neuron.xor_best", "rounded sums")(_xor_best(lambda z: np.round(z, 1) > 0))
mistake("neuron.xor_best", "first two hundred")(_xor_best(lambda z: z > 0, 200))
