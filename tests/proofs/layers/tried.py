"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import itertools
import math

import numpy as np

from coursekit.authoring.proofs import mistake, variant

_BUFFERS = {}
_KEPT = {}
_TOTAL = [0]
_W2 = np.array([[1.0], [1.0]])
_LAYERS = []


# forward


def _relu(z):
    return np.maximum(0, z)


def _run(x, params, bend=_relu, last=lambda z: z):
    for W, b in params[:-1]:
        x = bend(x @ W + b)
    W, b = params[-1]
    return last(x @ W + b)


mistake("layers.forward", "last layer bent too")(lambda x, params: _run(x, params, last=_relu))
mistake("layers.forward", "no bend")(lambda x, params: _run(x, params, bend=lambda z: z))
mistake("layers.forward", "size instead of ReLU")(lambda x, params: _run(x, params, bend=np.abs))
mistake("layers.forward", "leak of 0.01")(
    lambda x, params: _run(x, params, bend=lambda z: np.where(z > 0, z, 0.01 * z))
)
mistake("layers.forward", "tanh")(lambda x, params: _run(x, params, bend=np.tanh))
mistake("layers.forward", "ReLU6")(lambda x, params: _run(x, params, bend=lambda z: np.clip(z, 0, 6)))
mistake("layers.forward", "only the first layer bent")(
    lambda x, params: (
        _run(_relu(x @ params[0][0] + params[0][1]), params[1:], bend=lambda z: z)
        if len(params) > 1
        else _run(x, params)
    )
)
mistake("layers.forward", "input bent")(lambda x, params: _run(_relu(x), params))
mistake("layers.forward", "no biases")(lambda x, params: _run(x, [(W, 0) for W, _ in params]))
mistake("layers.forward", "at most five layers")(lambda x, params: _run(x, params[:5]))
mistake("layers.forward", "at most six units")(
    lambda x, params: _run(x, [(W[:6, :6], b[:6]) for W, b in params])
)
mistake("layers.forward", "at most five examples")(lambda x, params: _run(x[:5], params))
mistake("layers.forward", "at most 1000")(
    lambda x, params: _run(x, params, bend=lambda z: np.clip(z, 0, 1000))
)
mistake("layers.forward", "nothing up to a hundredth")(
    lambda x, params: _run(x, params, bend=lambda z: np.where(z > 0.01, z, 0))
)
mistake("layers.forward", "hidden sums of the type of the first weights")(
    lambda x, params: _run(x, params, bend=lambda z: _relu(z).astype(params[0][0].dtype))
)
mistake("layers.forward", "output of the type of its biases")(
    lambda x, params: _run(x, params).astype(params[-1][1].dtype)
)
mistake("layers.forward", "last bias left out")(lambda x, params: _run(x, [*params[:-1], (params[-1][0], 0)]))
mistake("layers.forward", "bias behind the bend")(
    lambda x, params: (
        functools.reduce(lambda h, layer: _relu(h @ layer[0]) + layer[1], params[:-1], x) @ params[-1][0]
        + params[-1][1]
    )
)
mistake("layers.forward", "layers from the back")(lambda x, params: _run(x, params[::-1]))
mistake("layers.forward", "turned weights where they fit")(
    lambda x, params: _run(x, [(W.T if W.shape[0] == W.shape[1] else W, b) for W, b in params])
)
mistake("layers.forward", "last layer left out")(lambda x, params: _run(x, params[:-1] or params))
mistake("layers.forward", "first and last layer")(
    lambda x, params: _run(x, params if len(params) == 1 else [params[0], *params[2:]])
)
mistake("layers.forward", "two layers written out")(
    lambda x, params: _relu(x @ params[0][0] + params[0][1]) @ params[1][0] + params[1][1]
)
mistake("layers.forward", "one column becomes a vector")(lambda x, params: _run(x, params).squeeze())
mistake("layers.forward", "first row only")(lambda x, params: _run(x[:1], params))
mistake("layers.forward", "float16")(lambda x, params: _run(x, params).astype(np.float16))
mistake("layers.forward", "rounded")(lambda x, params: np.round(_run(x, params), 2))
mistake("layers.forward", "shortcut where the sizes agree")(
    lambda x, params: (
        functools.reduce(
            lambda h, layer: _relu(h @ layer[0] + layer[1]) + (h if h.shape[1] == layer[0].shape[1] else 0),
            params[:-1],
            x,
        )
        @ params[-1][0]
        + params[-1][1]
    )
)
mistake("layers.forward", "mean of each bias")(lambda x, params: _run(x, [(W, b.mean()) for W, b in params]))
mistake("layers.forward", "remembers by the shape of x")(
    lambda x, params: _KEPT.setdefault((x.shape, len(params)), _run(x, params))
)


@mistake("layers.forward", "knows the last layer by its size")
def forward(x, params):
    for W, b in params:
        x = x @ W + b
        if W.shape[1] != params[-1][0].shape[1]:
            x = np.maximum(0, x)
    return x


@mistake("layers.forward", "knows the last layer by the object")
def forward(x, params):
    for W, b in params:
        x = x @ W + b
        if W is not params[-1][0]:
            x = np.maximum(0, x)
    return x


@mistake("layers.forward", "bends unless one output is left")
def forward(x, params):
    for W, b in params:
        x = x @ W + b
        if len(b) > 1:
            x = np.maximum(0, x)
    return x


@mistake("layers.forward", "takes the layers out of the list")
def forward(x, params):
    last_W, last_b = params.pop()
    for W, b in params:
        x = np.maximum(0, x @ W + b)
    return x @ last_W + last_b


@mistake("layers.forward", "bends the input in place")
def forward(x, params):
    for W, b in params[:-1]:
        np.maximum(0, x @ W + b, out=(x if x.shape == (len(x), len(b)) else None))
        x = np.maximum(0, x @ W + b) if x.shape[1] != len(b) else x
    W, b = params[-1]
    return x @ W + b


@mistake("layers.forward", "one output array a shape")
def forward(x, params):
    z = _run(x, params)
    out = _BUFFERS.setdefault(z.shape, np.empty_like(z))
    out[...] = z
    return out


@mistake("layers.forward", "rows scaled")
def forward(x, params):
    for W, b in params[:-1]:
        x = np.maximum(0, x @ W + b)
        x = x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-12)
    W, b = params[-1]
    return x @ W + b


@mistake("layers.forward", "needs a hidden layer")
def forward(x, params):
    (first_W, first_b), *hidden, (last_W, last_b) = params
    for W, b in [(first_W, first_b), *hidden]:
        x = np.maximum(0, x @ W + b)
    return x @ last_W + last_b


@variant("layers.forward", "recursion")
def forward(x, params):
    (W, b), *rest = params
    z = x @ W + b
    return forward(z * (z > 0), rest) if rest else z


@variant("layers.forward", "enumerate")
def forward(batch, layers):
    for i, layer in enumerate(layers):
        batch = batch.dot(layer[0]) + layer[1]
        if i + 1 < len(layers):
            batch = np.where(batch > 0, batch, 0)
    return batch


@variant("layers.forward", "row by row, in plain Python")
def forward(x, params):
    def one(row):
        for i, (W, b) in enumerate(params):
            sums = [sum(v * W[j, k] for j, v in enumerate(row)) + b[k] for k in range(len(b))]
            row = sums if i == len(params) - 1 else [max(0.0, s) for s in sums]
        return row

    return np.array([one([float(v) for v in row]) for row in x]).reshape(len(x), len(params[-1][1]))


@variant("layers.forward", "bias as one more row, einsum")
def forward(x, params):
    h = np.asarray(x, dtype=float)
    last = len(params) - 1
    for i, (W, b) in enumerate(params):
        whole = np.vstack([W, b])
        h = np.einsum("ni,io->no", np.hstack([h, np.ones((len(h), 1))]), whole)
        h = h if i == last else h.clip(min=0)
    return h


@variant("layers.forward", "reduce")
def forward(x, params):
    *hidden, (W, b) = params
    return functools.reduce(lambda h, p: np.maximum(h @ p[0] + p[1], 0), hidden, x) @ W + b


@variant("layers.forward", "a class with a copy of its own")
def forward(x, params):
    class Net:
        def __init__(self, layers):
            self.layers = [(W.copy(), b.copy()) for W, b in layers]

        def __call__(self, h):
            for i, (W, b) in enumerate(self.layers):
                h = np.add(np.matmul(h, W), b)
                if i < len(self.layers) - 1:
                    np.maximum(h, 0, out=h)
            return h

    return Net(params)(x)


# count_params


def _pairs(sizes):
    return zip(sizes, sizes[1:])


mistake("layers.count_params", "no biases")(lambda sizes: sum(m * n for m, n in _pairs(sizes)))
mistake("layers.count_params", "one bias a layer")(lambda sizes: sum(m * n + 1 for m, n in _pairs(sizes)))
mistake("layers.count_params", "biases of the inputs")(lambda sizes: sum(m * n + m for m, n in _pairs(sizes)))
mistake("layers.count_params", "biases of the input layer too")(
    lambda sizes: sum(m * n for m, n in _pairs(sizes)) + sum(sizes)
)
mistake("layers.count_params", "no bias at the output")(
    lambda sizes: sum(m * n for m, n in _pairs(sizes)) + sum(sizes[1:-1])
)
mistake("layers.count_params", "both biases")(
    lambda sizes: sum((m + 1) * (n + 1) - 1 for m, n in _pairs(sizes))
)
mistake("layers.count_params", "place found by index")(
    lambda sizes: sum(sizes[sizes.index(n) - 1] * n + n for n in sizes[1:])
)
mistake("layers.count_params", "next place found by index")(
    lambda sizes: sum((m + 1) * sizes[sizes.index(m) + 1] for m in sizes[:-1])
)
mistake("layers.count_params", "each pair once")(lambda sizes: sum(m * n + n for m, n in set(_pairs(sizes))))
mistake("layers.count_params", "each bias once")(
    lambda sizes: sum(m * n for m, n in _pairs(sizes)) + sum(set(sizes[1:]))
)
mistake("layers.count_params", "dictionary by the layer's inputs")(
    lambda sizes: sum((m + 1) * n for m, n in dict(_pairs(sizes)).items())
)
mistake("layers.count_params", "three sizes written out")(
    lambda sizes: sizes[0] * sizes[1] + sizes[1] + sizes[1] * sizes[2] + sizes[2]
)
mistake("layers.count_params", "at most five sizes")(
    lambda sizes: sum(m * n + n for m, n in _pairs(sizes[:5]))
)
mistake("layers.count_params", "last layer left out")(
    lambda sizes: sum(m * n + n for m, n in _pairs(sizes[:-1]))
)
mistake("layers.count_params", "first layer left out")(
    lambda sizes: sum(m * n + n for m, n in _pairs(sizes[1:]))
)
mistake("layers.count_params", "all sizes multiplied")(lambda sizes: int(np.prod(sizes)) + sum(sizes[1:]))
mistake("layers.count_params", "every size with every later one")(
    lambda sizes: sum(m * n for m, n in itertools.combinations(sizes, 2)) + sum(sizes[1:])
)
mistake("layers.count_params", "squares")(lambda sizes: sum(n * n + n for n in sizes[1:]))
mistake("layers.count_params", "sorted sizes")(lambda sizes: sum(m * n + n for m, n in _pairs(sorted(sizes))))
mistake("layers.count_params", "16-bit whole numbers")(
    lambda sizes: np.sum(np.int16(sizes[:-1]) * np.int16(sizes[1:]) + np.int16(sizes[1:]))
)
mistake("layers.count_params", "remembers by the number of layers")(
    lambda sizes: _KEPT.setdefault(len(sizes), sum(m * n + n for m, n in _pairs(sizes)))
)
mistake("layers.count_params", "the numbers of the notebook")(
    lambda sizes: {"2": 43, "3": 28, "784": 101770}[str(sizes[0])]
)


@mistake("layers.count_params", "total goes on from call to call")
def count_params(sizes):
    for m, n in _pairs(sizes):
        _TOTAL[0] += m * n + n
    return _TOTAL[0]


@mistake("layers.count_params", "default list grows")
def count_params(sizes, counted=[]):
    counted += [m * n + n for m, n in _pairs(sizes)]
    return sum(counted)


@mistake("layers.count_params", "takes the sizes out of the list")
def count_params(sizes):
    total, n = 0, sizes.pop()
    while sizes:
        m = sizes.pop()
        total += m * n + n
        n = m
    return total


@mistake("layers.count_params", "return inside the loop")
def count_params(sizes):
    total = 0
    for m, n in _pairs(sizes):
        total += m * n + n
        return total


variant("layers.count_params", "sum")(lambda sizes: sum((m + 1) * n for m, n in itertools.pairwise(sizes)))
variant("layers.count_params", "dot, a NumPy integer")(lambda sizes: np.dot(np.add(sizes[:-1], 1), sizes[1:]))
variant("layers.count_params", "0-d array")(
    lambda widths: np.array(sum(a * b + b for a, b in zip(widths[:-1], widths[1:])))
)
variant("layers.count_params", "a float that is whole")(
    lambda sizes: float(sum(sizes[i - 1] * sizes[i] + sizes[i] for i in range(1, len(sizes))))
)


@variant("layers.count_params", "recursion")
def count_params(sizes):
    if len(sizes) == 1:
        return 0
    return (sizes[-2] + 1) * sizes[-1] + count_params(sizes[:-1])


@variant("layers.count_params", "accumulate while walking, another default")
def count_params(sizes, bias=True):
    walk = iter(sizes)
    before, total = next(walk), 0
    for size in walk:
        total += before * size + (size if bias else 0)
        before = size
    return total


@variant("layers.count_params", "shapes")
def count_params(sizes):
    shapes = [(m, n) for m, n in _pairs(sizes)] + [(n,) for n in sizes[1:]]
    return int(sum(np.prod(shape, dtype=np.int64) for shape in shapes))


# xor_net


def _net(W1, b1, W2, b2):
    return [(np.array(W1, float), np.array(b1, float)), (np.array(W2, float), np.array(b2, float))]


_FOLD = ([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [-0.5])


mistake("layers.xor_net", "0 where it should be off")(lambda: _net(*_FOLD[:3], [0]))
mistake("layers.xor_net", "too near to 0")(lambda: _net(*_FOLD[:2], [[0.1], [0.1]], [-0.05]))
mistake("layers.xor_net", "off only at -0.05")(lambda: _net(*_FOLD[:3], [-0.05]))
mistake("layers.xor_net", "upside down")(lambda: _net(*_FOLD[:2], [[-1], [-1]], [0.5]))
mistake("layers.xor_net", "OR")(lambda: _net([[1, 1], [1, 1]], [0, 0], [[1], [0]], [-0.5]))
mistake("layers.xor_net", "AND")(lambda: _net([[1, 1], [1, 1]], [0, -1], [[0], [1]], [-0.5]))
mistake("layers.xor_net", "lesson's weights with the wrong sign")(
    lambda: _net([[1, 1], [1, 1]], [0, -1], [[1], [2]], [-0.5])
)
mistake("layers.xor_net", "second unit subtracted once")(
    lambda: _net([[1, 1], [1, 1]], [0, -1], [[1], [-1]], [-0.5])
)
mistake("layers.xor_net", "bias of the second unit forgotten")(
    lambda: _net([[1, 1], [1, 1]], [0, 0], [[1], [-2]], [-0.5])
)
mistake("layers.xor_net", "meant for no bend")(lambda: _net([[1, 0], [0, 1]], [0, 0], [[1], [1]], [-0.5]))
mistake("layers.xor_net", "both units the same")(lambda: _net([[1, 1], [-1, -1]], [0, 0], [[1], [1]], [-0.5]))
mistake("layers.xor_net", "meant for steps")(
    lambda: _net([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5])
)
mistake("layers.xor_net", "all zeros")(lambda: _net(np.zeros((2, 2)), [0, 0], [[0], [0]], [0]))
mistake("layers.xor_net", "W2 as a vector")(lambda: _net(*_FOLD[:2], [1, 1], [-0.5]))
mistake("layers.xor_net", "W2 as a row")(lambda: _net(*_FOLD[:2], [[1, 1]], [-0.5]))
mistake("layers.xor_net", "three units")(
    lambda: _net([[1, -1, 0], [-1, 1, 0]], [0, 0, 0], [[1], [1], [0]], [-0.5])
)
mistake("layers.xor_net", "four things in one list")(lambda: [part for pair in _net(*_FOLD) for part in pair])
mistake("layers.xor_net", "last pair first")(lambda: _net(*_FOLD)[::-1])
mistake("layers.xor_net", "biases first")(lambda: [(b, W) for W, b in _net(*_FOLD)])
mistake("layers.xor_net", "a dictionary")(lambda: dict(zip(("W1", "b1", "W2", "b2"), _FOLD)))
mistake("layers.xor_net", "one pair")(lambda: _net(*_FOLD)[:1])
mistake("layers.xor_net", "two outputs")(lambda: _net(*_FOLD[:2], [[1, 1], [1, 1]], [-0.5, -0.5]))
mistake("layers.xor_net", "not a number")(lambda: _net(*_FOLD[:3], [np.nan]))


@mistake("layers.xor_net", "turns the output at each call")
def xor_net():
    _W2[:] = -_W2
    return [(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2)), (-_W2, np.array([-0.5]))]


@mistake("layers.xor_net", "three points of four")
def xor_net():
    rng = np.random.default_rng(1)
    return _net(rng.normal(size=(2, 2)), [0, 0], [[1], [1]], [-0.5])


variant("layers.xor_net", "tuples of arrays")(lambda: tuple(_net(*_FOLD)))
variant("layers.xor_net", "lists of two")(lambda: [list(pair) for pair in _net(*_FOLD)])
mistake("layers.xor_net", "the lesson's weights")(
    lambda: _net([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [-0.5])
)
variant("layers.xor_net", "whole numbers")(
    lambda: [
        (np.array([[2, -2], [-2, 2]]), np.array([0, 0])),
        (np.array([[3], [3]]), np.array([-2])),
    ]
)
mistake("layers.xor_net", "off at both ends")(lambda: _net([[1, -1], [1, -1]], [-1, 1], [[-4], [-4]], [2]))
variant("layers.xor_net", "float32, large")(
    lambda: [
        (np.float32([[1e3, -1e3], [-1e3, 1e3]]), np.float32([0, -1])),
        (np.float32([[1], [2]]), np.float32([-300])),
    ]
)
mistake("layers.xor_net", "a unit that is on at (0, 0)")(
    lambda: _net([[1, -2], [-1, -2]], [0, 1], [[1], [-1]], [-0.5])
)
mistake("layers.xor_net", "all points moved along by a half")(
    lambda: _net([[1, -1], [-1, 1]], [0.5, 0.5], [[1], [1]], [-1.25])
)


@variant("layers.xor_net", "found by search")
def xor_net():
    points, want = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([-1, 1, 1, -1])
    for a, b, c, d in itertools.product([-1.0, 1.0], repeat=4):
        params = _net([[a, b], [c, d]], [0, 0], [[1], [1]], [-0.5])
        (W1, b1), (W2, b2) = params
        if ((np.maximum(0, points @ W1 + b1) @ W2 + b2)[:, 0] * want >= 0.1).all():
            return params


# fold_net


def _fold(k, *, b=(0.0, -0.5), behind=((2.0,), (-4.0,)), end=0.0):
    b, behind, ahead = np.array(b), np.array(behind), np.array([[1.0, 1.0]])
    return [(ahead, b), *[(behind @ ahead, b)] * (k - 1), (behind, np.array([end]))]


mistake("layers.fold_net", "one fold too many")(lambda k: _fold(k + 1))
mistake("layers.fold_net", "one fold too few")(lambda k: _fold(max(1, k - 1)))
mistake("layers.fold_net", "second factor -2")(lambda k: _fold(k, behind=((2.0,), (-2.0,))))
mistake("layers.fold_net", "factor 4 added")(lambda k: _fold(k, behind=((2.0,), (4.0,))))
mistake("layers.fold_net", "factors 1 and -2")(lambda k: _fold(k, behind=((1.0,), (-2.0,))))
mistake("layers.fold_net", "kink at 0.25")(lambda k: _fold(k, b=(0.0, -0.25)))
mistake("layers.fold_net", "kink at 1")(lambda k: _fold(k, b=(0.0, -1.0)))
mistake("layers.fold_net", "kink with the wrong sign")(lambda k: _fold(k, b=(0.0, 0.5)))
mistake("layers.fold_net", "no biases")(lambda k: _fold(k, b=(0.0, 0.0)))
mistake("layers.fold_net", "slope 1.6")(lambda k: _fold(k, behind=((1.6,), (-3.2,))))
mistake("layers.fold_net", "slope 3")(lambda k: _fold(k, behind=((3.0,), (-6.0,))))
mistake("layers.fold_net", "slope 2.2")(lambda k: _fold(k, behind=((2.2,), (-4.4,))))
mistake("layers.fold_net", "factors left out in the middle")(
    lambda k: [
        _fold(1)[0],
        *[(np.eye(2), np.array([0.0, -0.5]))] * (k - 1),
        _fold(1)[1],
    ]
)
mistake("layers.fold_net", "factors only before")(
    lambda k: [
        (np.array([[2.0, -4.0]]), np.array([0.0, -0.5])),
        *[(np.array([[2.0, -4.0], [2.0, -4.0]]), np.array([0.0, -0.5]))] * (k - 1),
        (np.array([[1.0], [1.0]]), np.array([0.0])),
    ]
)
mistake("layers.fold_net", "middle weights turned")(
    lambda k: [(W.T if W.shape == (2, 2) else W, b) for W, b in _fold(k)]
)
mistake("layers.fold_net", "all weights turned")(lambda k: [(W.T, b) for W, b in _fold(k)])
mistake("layers.fold_net", "always three folds")(lambda k: _fold(3))
mistake("layers.fold_net", "at most four folds")(lambda k: _fold(min(k, 4)))
mistake("layers.fold_net", "last layer left out")(lambda k: _fold(k)[:-1])
mistake("layers.fold_net", "the hidden layers twice")(lambda k: _fold(2 * k))
mistake("layers.fold_net", "one wide layer")(
    lambda k: [
        (np.ones((1, 2**k)), -np.arange(2**k) / 2**k),
        (np.append(2.0, [4.0 * (-1) ** i for i in range(1, 2**k)])[:, None], np.zeros(1)),
    ]
)
mistake("layers.fold_net", "k + 1 pieces")(
    lambda k: [
        (np.array([[1.0, 1.0]]), np.array([0.0, -0.5])),
        *[(np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros(2))] * (k - 1),
        (np.array([[2.0], [-4.0]]), np.zeros(1)),
    ]
)
mistake("layers.fold_net", "keeps the first network")(lambda k: _KEPT.setdefault("net", _fold(k)))
mistake("layers.fold_net", "fold of the middle layers moved")(
    lambda k: [_fold(k)[0], *[(W, np.array([-0.5, -1.0])) for W, _ in _fold(k)[1:-1]], _fold(k)[-1]]
)


@mistake("layers.fold_net", "list goes on from call to call")
def fold_net(k):
    _LAYERS.extend(_fold(k)[:-1])
    return [*_LAYERS, _fold(k)[-1]]


@mistake("layers.fold_net", "biases written into one array")
def fold_net(k):
    b = np.zeros(2)
    params = [(np.array([[1.0, 1.0]]), b)]
    b[1] = -0.5
    for _ in range(k - 1):
        params.append((np.array([[2.0, 2.0], [-4.0, -4.0]]), b))
    b[1] = 0.0
    return [*params, (np.array([[2.0], [-4.0]]), b[:1])]


variant("layers.fold_net", "other factors at the end")(
    lambda k: [*_fold(k)[:-1], (np.array([[1.0], [3.0]]), np.zeros(1))]
)
variant("layers.fold_net", "a tuple of lists")(lambda k: tuple([W, b] for W, b in _fold(k)))
variant("layers.fold_net", "output moved and stretched")(
    lambda k: [*_fold(k)[:-1], (10 * _fold(k)[-1][0], np.array([7.0]))]
)
variant("layers.fold_net", "units stretched")(
    lambda k: [
        (np.array([[2.0, 4.0]]), np.array([0.0, -2.0])),
        *[(np.array([[2.0, 4.0], [-2.0, -4.0]]), np.array([0.0, -2.0]))] * (k - 1),
        (np.array([[1.0], [-1.0]]), np.zeros(1)),
    ]
)
variant("layers.fold_net", "a valley instead of a roof")(
    lambda k: [
        (np.array([[-2.0, 2.0]]), np.array([1.0, -1.0])),
        *[(np.array([[-2.0, 2.0], [-2.0, 2.0]]), np.array([1.0, -1.0]))] * (k - 1),
        (np.array([[1.0], [1.0]]), np.zeros(1)),
    ]
)
variant("layers.fold_net", "units in the other order")(
    lambda k: [
        (np.array([[1, 1]]), np.array([-0.5, 0])),
        *[(np.array([[-4, -4], [2, 2]]), np.array([-0.5, 0]))] * (k - 1),
        (np.array([[-4], [2]]), np.array([0])),
    ]
)


@variant("layers.fold_net", "recursion")
def fold_net(k):
    b, behind = np.array([0, -0.5]), np.array([[2.0], [-4.0]])
    if k == 1:
        return [(np.ones((1, 2)), b), (behind, np.zeros(1))]
    *layers, (W, c) = fold_net(k - 1)
    return [*layers, (W @ np.ones((1, 2)), b + c), (behind, np.zeros(1))]


@mistake("layers.forward", "examples rounded to one decimal")
def forward(x, params):
    x = np.round(x, 1)
    for W, b in params[:-1]:
        x = np.maximum(0, x @ W + b)
    return x @ params[-1][0] + params[-1][1]


# softmax


def _into(buffers, values):
    """Write the values into the one array that every call with this shape gets."""
    buffer = buffers.setdefault(values.shape, np.empty(values.shape))
    buffer[...] = values
    return buffer


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


mistake("layers.softmax", "no shift")(lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True))
mistake("layers.softmax", "one maximum for the whole array")(
    lambda x, axis=-1: (
        np.exp(x - np.max(x, initial=-np.inf))
        / np.exp(x - np.max(x, initial=-np.inf)).sum(axis=axis, keepdims=True)
    )
)
mistake("layers.softmax", "shift by 1000")(
    lambda x, axis=-1: np.exp(x - 1000.0) / np.exp(x - 1000.0).sum(axis=axis, keepdims=True)
)


def _shares(x, axis, shift=None):
    e = np.exp(x - (x.max(axis=axis, keepdims=True) if shift is None else shift))
    return e / e.sum(axis=axis, keepdims=True)


mistake("layers.softmax", "default axis 0")(lambda x, axis=0: _shares(x, axis))
mistake("layers.softmax", "default axis 1")(lambda x, axis=1: _shares(x, axis))
mistake("layers.softmax", "default is the whole array")(lambda x, axis=None: _shares(x, axis))
mistake("layers.softmax", "axis ignored")(lambda x, axis=-1: _shares(x, -1))
mistake("layers.softmax", "one row as a column")(
    lambda x, axis=-1: _shares(x, 0 if x.ndim == 2 and len(x) == 1 else axis)
)
mistake("layers.softmax", "first score as the shift")(
    lambda x, axis=-1: _shares(x, axis, np.take(x, [0], axis=axis))
)
mistake("layers.softmax", "longer numbers instead of a shift")(
    lambda x, axis=-1: _shares(x.astype(np.longdouble), axis, 0)
)
mistake("layers.softmax", "cut at 5000")(lambda x, axis=-1: _shares(np.clip(x, -5000, 5000), axis))
mistake("layers.softmax", "only the axes 0 and -1")(lambda x, axis=-1: _shares(x, 0 if axis == 0 else -1))
mistake("layers.softmax", "axes other than the last through .T")(
    lambda x, axis=-1: _shares(x, -1) if axis in (-1, x.ndim - 1) else _shares(x.T, -1).T
)
mistake("layers.softmax", "maximum of the last axis")(
    lambda x, axis=-1: _shares(x, axis, x.max(axis=-1, keepdims=True))
)
mistake("layers.softmax", "mean as the shift")(
    lambda x, axis=-1: _shares(x, axis, x.mean(axis=axis, keepdims=True))
)
mistake("layers.softmax", "minimum as the shift")(
    lambda x, axis=-1: _shares(x, axis, x.min(axis=axis, keepdims=True))
)
mistake("layers.softmax", "shift only where positive")(
    lambda x, axis=-1: _shares(x, axis, np.maximum(0, x.max(axis=axis, keepdims=True)))
)
mistake("layers.softmax", "shift by the largest size")(
    lambda x, axis=-1: _shares(x, axis, np.abs(x).max(axis=axis, keepdims=True))
)
mistake("layers.softmax", "clipped at 700")(lambda x, axis=-1: _shares(np.clip(x, -700, 700), axis, 0))
mistake("layers.softmax", "no keepdims")(
    lambda x, axis=-1: np.exp(x - x.max(axis=axis)) / np.exp(x - x.max(axis=axis)).sum(axis=axis)
)
mistake("layers.softmax", "powers of 2")(lambda x, axis=-1: _shares(x * math.log(2), axis))
mistake("layers.softmax", "the logarithm")(lambda x, axis=-1: np.log(_shares(x, axis) + 1e-300))
mistake("layers.softmax", "guard in the denominator")(
    lambda x, axis=-1: (
        np.exp(x - x.max(axis=axis, keepdims=True))
        / (np.exp(x - x.max(axis=axis, keepdims=True)).sum(axis=axis, keepdims=True) + 1e-3)
    )
)
mistake("layers.softmax", "float16")(lambda x, axis=-1: _shares(x, axis).astype(np.float16))
mistake("layers.softmax", "rounded")(lambda x, axis=-1: np.round(_shares(x, axis), 3))
mistake("layers.softmax", "axes of size 1 lost")(lambda x, axis=-1: np.squeeze(_shares(x, axis)))
mistake("layers.softmax", "one buffer a shape")(lambda x, axis=-1: _into(_BUFFERS, _shares(x, axis)))
mistake("layers.softmax", "keeps the axis of the first call")(
    lambda x, axis=-1: _shares(x, _KEPT.setdefault("axis", axis))
)
mistake("layers.softmax", "sigmoid for one score")(
    lambda x, axis=-1: sigmoid(x) if x.shape[axis] == 1 else _shares(x, axis)
)
mistake("layers.softmax", "swaps axes and does not swap back")(
    lambda x, axis=-1: _shares(np.swapaxes(x, axis, -1), -1)
)


@mistake("layers.softmax", "shifts x in place")
def softmax(x, axis=-1):
    x -= x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


@mistake("layers.softmax", "shift only if anything is large")
def softmax(x, axis=-1):
    if x.size and x.max() > 500:
        x = x - x.max()
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


@mistake("layers.softmax", "powers of the type of x")
def softmax(x, axis=-1):
    e = np.empty_like(x)
    e[...] = 1000 * np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


variant("layers.softmax", "float32")(
    lambda x, axis=-1: _shares((x - x.max(axis=axis, keepdims=True)).astype(np.float32), axis)
)
variant("layers.softmax", "shift clipped from below")(
    lambda scores, axis=-1: _shares(np.clip(scores - scores.max(axis=axis, keepdims=True), -740, 0), axis, 0)
)


@variant("layers.softmax", "logarithm of the sum")
def softmax(x, axis=-1):
    top = np.amax(x, axis=axis, keepdims=True)
    return np.exp(x - top - np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)))


@variant("layers.softmax", "expand_dims")
def softmax(x, axis=-1):
    if x.ndim == 0:
        return np.ones(())
    e = np.exp(x - np.expand_dims(x.max(axis), axis))
    return e / np.expand_dims(e.sum(axis), axis)


@variant("layers.softmax", "rows in plain Python")
def softmax(x, axis=-1):
    if x.ndim == 0:
        return np.array(1.0)
    moved = np.moveaxis(x, axis, -1)
    out = np.empty(moved.shape)
    for i in np.ndindex(moved.shape[:-1]):
        row = [float(v) for v in moved[i]]
        top = max(row)
        powers = [math.exp(v - top) for v in row]
        out[i] = [p / math.fsum(powers) for p in powers]
    return np.moveaxis(out, -1, axis)


@variant("layers.softmax", "every pair of scores")
def softmax(x, axis=-1):
    if x.ndim == 0:
        return np.array(1)
    moved = np.moveaxis(x, axis, -1)
    with np.errstate(over="ignore"):
        shares = 1 / np.exp(moved[..., None, :] - moved[..., :, None]).sum(axis=-1)
    return np.moveaxis(shares, -1, axis)


@variant("layers.softmax", "helper and the method's keyword")
def softmax(x, axis=-1):
    def normal(values):
        return np.divide(values, values.sum(axis=axis, keepdims=True))

    return normal(np.exp(np.subtract(x, np.max(x, axis=axis, keepdims=True))))


# read


def _reader(of, then=lambda p: (p.argmax(axis=1), p.max(axis=1))):
    return lambda images, params: then(of(_run(images, params)))


def _rows(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


mistake("layers.read", "the broken one")(
    _reader(lambda z: np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0))
)
mistake("layers.read", "no maximum")(_reader(lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)))
mistake("layers.read", "one maximum for all")(
    _reader(lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True))
)
mistake("layers.read", "sigmoid")(_reader(lambda z: 1 / (1 + np.exp(-z))))
mistake("layers.read", "only the classes")(_reader(_rows, lambda p: p.argmax(axis=1)))
mistake("layers.read", "percent")(_reader(_rows, lambda p: (p.argmax(axis=1), 100 * p.max(axis=1))))
mistake("layers.read", "rounded")(_reader(_rows, lambda p: (p.argmax(axis=1), p.max(axis=1).round(2))))
mistake("layers.read", "all probabilities")(_reader(_rows, lambda p: (p.argmax(axis=1), p)))
mistake("layers.read", "distance to the second")(
    _reader(_rows, lambda p: (p.argmax(axis=1), p.max(axis=1) - np.sort(p, axis=1)[:, max(-2, -p.shape[1])]))
)
mistake("layers.read", "a yes instead of a class")(
    _reader(_rows, lambda p: (p.max(axis=1) > 0.5, p.max(axis=1)))
)
mistake("layers.read", "two layers written out")(
    lambda images, params: _reader(_rows)(images, [params[0], params[-1]])
)
mistake("layers.read", "at most nine classes")(
    _reader(_rows, lambda p: (p[:, :9].argmax(axis=1), p[:, :9].max(axis=1)))
)
mistake("layers.read", "at most six images")(lambda images, params: _reader(_rows)(images[:6], params))
mistake("layers.read", "remembers by the images")(
    lambda images, params: _KEPT.setdefault(images.tobytes(), _reader(_rows)(images, params))
)
variant("layers.read", "images of float32")(
    lambda images, params: _reader(_rows)(
        np.float32(images), [(np.float32(W), np.float32(b)) for W, b in params]
    )
)
variant("layers.read", "sorted")(
    _reader(_rows, lambda p: (np.argsort(p, axis=1, kind="stable")[:, -1], np.sort(p, axis=1)[:, -1]))
)
variant("layers.read", "tuples of plain numbers")(
    _reader(_rows, lambda p: (tuple(int(row.argmax()) for row in p), tuple(float(max(row)) for row in p)))
)
