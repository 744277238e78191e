"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant


# forward

wrong = partial(mistake, "layers.forward")
right = partial(variant, "layers.forward")


@wrong("nothing returned", says="Is a `return` missing?")
def forward(x, params):
    for W, b in params:
        x = np.maximum(0, x @ W + b)


@wrong("cut at 6", says="Work this input out by hand")
def forward(x, params):
    for W, b in params[:-1]:
        x = np.clip(x @ W + b, 0, 6)
    return x @ params[-1][0] + params[-1][1]


@wrong("input overwritten", says="changed its input")
def forward(x, params):
    for W, b in params[:-1]:
        x[:] = np.maximum(0, x @ W + b)
    return x @ params[-1][0] + params[-1][1]


@right("a loop over the examples")
def forward(x, params):
    out = []
    for row in x:
        for k, (W, b) in enumerate(params):
            row = row @ W + b
            if k < len(params) - 1:
                row = np.maximum(row, 0)
        out.append(row)
    return np.array(out)


@right("columns instead of rows")
def forward(x, params):
    h = x.T
    for k, (W, b) in enumerate(params):
        h = W.T @ h + b[:, None]
        h = h if k == len(params) - 1 else h * (h > 0)
    return h.T


@right("float32")
def forward(x, params):
    x = np.float32(x)
    *hidden, last = params
    for W, b in hidden:
        x = np.where(x @ np.float32(W) + np.float32(b) < 0, 0, x @ np.float32(W) + np.float32(b))
    return x @ np.float32(last[0]) + np.float32(last[1])


# softmax

wrong = partial(mistake, "layers.softmax")
right = partial(variant, "layers.softmax")


def over_axis(formula):
    """A softmax whose formula gets the scores and functions that reduce them along the axis."""

    def softmax(x, axis=-1):
        return formula(
            x, lambda z: z.max(axis=axis, keepdims=True), lambda z: z.sum(axis=axis, keepdims=True)
        )

    return softmax


@wrong("input overwritten", says="changed its input `x`")
def softmax(x, axis=-1):
    x -= x.max(axis=axis, keepdims=True)
    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)


@wrong("axis lost in the sum", says="broadcast")
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)


wrong("one sum for all rows", says="sum along axis")(
    over_axis(lambda x, top, total: np.exp(x - top(x)) / np.exp(x - top(x)).sum())
)


@right("by logarithms")
def softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    return np.exp(x - top - np.log(np.exp(x - top).sum(axis=axis, keepdims=True)))


@right("row by row")
def softmax(x, axis=-1):
    def one(row):
        e = np.exp(row - max(row))
        return e / sum(e)

    return np.apply_along_axis(one, axis, x)


@right("float32")
def softmax(x, axis=-1):
    x = np.float32(x)
    e = np.exp(x - np.max(x, axis, keepdims=True))
    return e / np.sum(e, axis, keepdims=True)


# read

wrong = partial(mistake, "layers.read")
right = partial(variant, "layers.read")


def _scores(images, params):
    for W, b in params[:-1]:
        images = np.maximum(0, images @ W + b)
    return images @ params[-1][0] + params[-1][1]


def _softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@wrong("printed, not returned", says="Is a `return` missing?")
def read(images, params):
    _softmax(_scores(images, params))


@right("a loop over the images")
def read(images, params):
    classes, sure = [], []
    for image in images:
        p = _softmax(_scores(image[None], params))[0]
        classes.append(int(p.argmax()))
        sure.append(float(p.max()))
    return classes, sure


@right("the class from the scores")
def read(images, params):
    z = _scores(images, params)
    return [z.argmax(axis=1), 1 / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)]


@right("float32")
def read(images, params):
    p = _softmax(np.float32(_scores(images, params)))
    return p.argmax(-1), np.take_along_axis(p, p.argmax(-1)[:, None], 1)[:, 0]


# count_params

wrong = partial(mistake, "layers.count_params")
right = partial(variant, "layers.count_params")


wrong("found by its size", says="Work this input out by hand")(
    lambda sizes: sum(sizes[sizes.index(n) - 1] * n + n for n in sizes[1:])
)
wrong("printed, not returned", says="Is a `return` missing?")(lambda sizes: print(end=""))
wrong("a row of counts", says="expected a single number")(
    lambda sizes: [m * n + n for m, n in zip(sizes[:-1], sizes[1:])]
)


@right("one factor taken out")
def count_params(sizes):
    return sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 1))


@right("arrays made and counted")
def count_params(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += np.zeros((sizes[i - 1], sizes[i])).size + np.zeros(sizes[i]).size
    return total


@right("a product of vectors")
def count_params(sizes):
    s = np.array(sizes)
    return np.float64(s[:-1] @ s[1:] + s[1:].sum())


# xor_net

wrong = partial(mistake, "layers.xor_net")
right = partial(variant, "layers.xor_net")


def two_layers(W1, b1, W2, b2):
    return lambda: [(np.array(W1), np.array(b1)), (np.array(W2), np.array(b2))]


SAME, APART = [[1, 1], [1, 1]], [[1, -1], [-1, 1]]

wrong("OR", says="That is OR")(two_layers(SAME, [0, -1], [[1], [-1]], [-0.5]))
wrong("AND", says="That is AND")(two_layers(SAME, [0, -1], [[0], [1]], [-0.5]))
wrong("signs turned round", says="Every answer is turned round")(
    two_layers(APART, [0, 0], [[-1], [-1]], [0.5])
)
wrong("too near", says="one lies too near")(two_layers(APART, [0, 0], [[1], [1]], [-0.95]))
wrong("no output bias", says="All points come out on")(two_layers(APART, [1, 1], [[1], [1]], [0.0]))
wrong("silent units", says="give the same for all four points")(
    two_layers(SAME, [-3, -3], [[1], [1]], [-0.5])
)
wrong("one unit twice", says="arrive at the same spot")(two_layers(SAME, [-1, -1], [[1], [1]], [-0.5]))
wrong("a pull too weak", says="All points come out off")(two_layers(APART, [0, 0], [[1], [1]], [-1.5]))
wrong("W2 as a row", says="expected an array of shape (2, 1)")(two_layers(APART, [0, 0], [[1, 1]], [-0.5]))
wrong("the lesson's weights", says="let each unit look for one point")(
    two_layers(SAME, [0, -1], [[1], [-2]], [-0.5])
)

wrong("one neuron", says="gives 1 layers, expected 2")(lambda: [(np.array([[1], [1]]), np.array([-0.5]))])
wrong("not in pairs", says="should be a pair")(lambda: [np.array([[1, -1], [-1, 1]]), np.array([0, 0])])


@right("unequal units, float32")
def xor_net():
    W1 = np.array([[2, -3], [-2.5, 1]], np.float32)
    return ((W1, np.float32([-0.5, 0])), (np.float32([[2], [3]]), np.float32([-1])))


right("lists, scaled tenfold")(lambda: [([[10, -10], [-10, 10]], [0, 0]), ([[10], [10]], [-5])])


# fold_net

wrong = partial(mistake, "layers.fold_net")
right = partial(variant, "layers.fold_net")


def folding(first=[[1, 1]], between=[[2, 2], [-4, -4]], last=[[2], [-4]], b=[0.0, -0.5], more=-1):
    def fold_net(k):
        middle = [(np.array(between), np.array(b)) for _ in range(k + more)]
        return [(np.array(first), np.array(b)), *middle, (np.array(last), np.array([0.0]))]

    return fold_net


wrong("weighing left out", says="every W between")(folding(between=[[1, 1], [1, 1]]))
wrong("one layer short", says="gives 3 layers, expected 4")(folding(more=-2))
wrong("one layer too many", says="gives 5 layers, expected 4")(folding(more=0))
wrong("the second unit never weighed", says="every W after the first")(
    folding(between=[[1, 1], [0, 0]], last=[[1], [0]])
)
wrong("units that switch together", says="every b: with [0, −0.5]")(folding(b=[0.0, 0.0]))


@wrong("first fold off the middle", says="Look at the first b")
def fold_net(k):
    (W, b), *more = folding()(k)
    return [(W, b - [0, 0.2]), *more]


wrong("W of the first layer upright", says="Are rows and columns swapped?")(folding(first=[[1], [1]]))
right("the fold written out")(folding())


@wrong("wide, not deep", says="puts all its units side by side")
def fold_net(k):
    b = -np.arange(2 * k) / (2 * k)
    return [(np.ones((1, 2 * k)), b), (np.ones((2 * k, 1)), np.array([0.0]))]


@right("folded from the other side, float32")
def fold_net(k):
    b = np.float32([0.5, -0.5])
    params = [(np.float32([[-1, 1]]), b)]
    for _ in range(k - 1):
        params.append((np.float32([[-2, 2], [-2, 2]]), b))
    return params + [(np.float32([[2], [2]]), np.float32([0]))]


@right("a taller output")
def fold_net(k):
    fold = np.array([[2.0], [-4.0]])
    layers = [([[1, 1]], [0, -0.5])]
    while len(layers) < k:
        layers.append((fold @ [[1, 1]], [0, -0.5]))
    return tuple(layers) + ((10 * fold, [3]),)
