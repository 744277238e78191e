"""Wrong solutions that each check must name, and honest ones that it must accept."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """A plausible wrong solution, and a phrase that only its message holds."""

    name: str
    source: str
    says: str


class Variant(NamedTuple):
    """A right solution that looks different from the reference."""

    name: str
    source: str


def _forward(hidden: str, last: str = "x @ W + b", loop: str = "params[:-1]") -> str:
    return (
        "def forward(x, params):\n"
        f"    for W, b in {loop}:\n        x = {hidden}\n"
        "    W, b = params[-1]\n"
        f"    return {last}"
    )


def _xor(W1: str, b1: str, W2: str, b2: str) -> str:
    return f"def xor_net():\n    return [(np.array({W1}), np.array({b1})), (np.array({W2}), np.array({b2}))]"


def _fold(first: str, between: str, last: str, b: str = "[0.0, -0.5]", times: str = "k - 1") -> str:
    return (
        "def fold_net(k):\n"
        f"    b = np.array({b})\n"
        f"    params = [(np.array({first}), b)]\n"
        f"    for _ in range({times}):\n        params.append((np.array({between}), b))\n"
        f"    params.append((np.array({last}), np.array([0.0])))\n"
        "    return params"
    )


MISTAKES = {
    "layers.forward": [
        Mistake(
            "activation on the output",
            _forward("np.maximum(0, x @ W + b)", "np.maximum(0, x @ W + b)"),
            "ReLU acted on the last layer too",
        ),
        Mistake("W on the left", _forward("np.maximum(0, W @ x + b)", "W @ x + b"), "W stands on the left of x"),
        Mistake("no bias", _forward("np.maximum(0, x @ W)", "x @ W"), "The biases are missing"),
        Mistake("no bend", _forward("x @ W + b"), "No sum was bent"),
        Mistake("bend before the bias", _forward("np.maximum(0, x @ W) + b", "np.maximum(0, x @ W) + b"), "ReLU came before the bias"),
        Mistake("W transposed", _forward("np.maximum(0, x @ W.T + b)", "x @ W.T + b"), "W was transposed"),
        Mistake(
            "two layers only",
            "def forward(x, params):\n"
            "    (W1, b1), (W2, b2) = params[0], params[-1]\n"
            "    return np.maximum(0, x @ W1 + b1) @ W2 + b2",
            "Only the first and the last layer were used",
        ),
        Mistake(
            "the last layer forgotten",
            "def forward(x, params):\n    for W, b in params[:-1]:\n        x = np.maximum(0, x @ W + b)\n    return x",
            "The last layer is missing",
        ),
        Mistake("bias taken away", _forward("np.maximum(0, x @ W - b)", "x @ W - b"), "the biases were taken away"),
        Mistake(
            "only the first layer bent",
            "def forward(x, params):\n"
            "    for k, (W, b) in enumerate(params):\n"
            "        x = x @ W + b\n"
            "        if k == 0:\n            x = np.maximum(0, x)\n"
            "    return x",
            "Only the first layer was bent",
        ),
        Mistake(
            "nothing returned",
            "def forward(x, params):\n    for W, b in params:\n        x = np.maximum(0, x @ W + b)",
            "Is a `return` missing?",
        ),
        Mistake(
            "input overwritten",
            "def forward(x, params):\n"
            "    for W, b in params[:-1]:\n        x[:] = np.maximum(0, x @ W + b)\n"
            "    return x @ params[-1][0] + params[-1][1]",
            "changed its input",
        ),
    ],
    "layers.count_params": [
        Mistake(
            "no biases",
            "def count_params(sizes):\n    return sum(m * n for m, n in zip(sizes[:-1], sizes[1:]))",
            "These are the weights alone",
        ),
        Mistake(
            "biases on the wrong side",
            "def count_params(sizes):\n    return sum(m * n + m for m, n in zip(sizes[:-1], sizes[1:]))",
            "The biases stand on the wrong side",
        ),
        Mistake(
            "biases for the inputs too",
            "def count_params(sizes):\n    return sum(m * n for m, n in zip(sizes[:-1], sizes[1:])) + sum(sizes)",
            "The inputs got biases too",
        ),
        Mistake(
            "a bias for every weight",
            "def count_params(sizes):\n    return sum(2 * m * n for m, n in zip(sizes[:-1], sizes[1:]))",
            "every weight had a bias",
        ),
        Mistake("neurons counted", "def count_params(sizes):\n    return sum(sizes)", "the number of circles"),
        Mistake(
            "sizes added",
            "def count_params(sizes):\n    return sum(m + n for m, n in zip(sizes[:-1], sizes[1:]))",
            "The sizes were added",
        ),
        Mistake(
            "one bias a layer",
            "def count_params(sizes):\n    return sum(m * n + 1 for m, n in zip(sizes[:-1], sizes[1:]))",
            "one bias for each layer",
        ),
        Mistake(
            "return inside the loop",
            "def count_params(sizes):\n    for m, n in zip(sizes[:-1], sizes[1:]):\n        return m * n + n",
            "Only the first layer was counted",
        ),
        Mistake(
            "= for +=",
            "def count_params(sizes):\n"
            "    for m, n in zip(sizes[:-1], sizes[1:]):\n        total = m * n + n\n    return total",
            "Only the last layer was counted",
        ),
        Mistake(
            "first and last joined",
            "def count_params(sizes):\n    return sizes[0] * sizes[-1] + sizes[-1]",
            "joins the input straight to the output",
        ),
    ],
    "layers.xor_net": [
        Mistake("OR", _xor("[[1, 1], [1, 1]]", "[0, -1]", "[[1], [-1]]", "[-0.5]"), "That is OR"),
        Mistake("AND", _xor("[[1, 1], [1, 1]]", "[0, -1]", "[[0], [1]]", "[-0.5]"), "That is AND"),
        Mistake(
            "signs turned round", _xor("[[1, -1], [-1, 1]]", "[0, 0]", "[[-1], [-1]]", "[0.5]"), "Every answer is turned round"
        ),
        Mistake("too near", _xor("[[1, -1], [-1, 1]]", "[0, 0]", "[[1], [1]]", "[-0.95]"), "one lies too near"),
        Mistake("no output bias", _xor("[[1, -1], [-1, 1]]", "[1, 1]", "[[1], [1]]", "[0.0]"), "All points come out on"),
        Mistake("silent units", _xor("[[1, 1], [1, 1]]", "[-3, -3]", "[[1], [1]]", "[-0.5]"), "give the same for all four points"),
        Mistake("one unit twice", _xor("[[1, 1], [1, 1]]", "[-1, -1]", "[[1], [1]]", "[-0.5]"), "arrive at the same spot"),
        Mistake(
            "a pull too weak", _xor("[[1, -1], [-1, 1]]", "[0, 0]", "[[1], [1]]", "[-1.5]"), "All points come out off"
        ),
        Mistake(
            "W2 as a row", _xor("[[1, -1], [-1, 1]]", "[0, 0]", "[[1, 1]]", "[-0.5]"), "expected an array of shape (2, 1)"
        ),
        Mistake("one neuron", "def xor_net():\n    return [(np.array([[1], [1]]), np.array([-0.5]))]", "gives 1 layers, expected 2"),
        Mistake(
            "not in pairs",
            "def xor_net():\n    return [np.array([[1, -1], [-1, 1]]), np.array([0, 0])]",
            "should be a pair",
        ),
    ],
    "layers.fold_net": [
        Mistake("weighing left out", _fold("[[1, 1]]", "[[1, 1], [1, 1]]", "[[2], [-4]]"), "Only the first layer folds"),
        Mistake("one layer short", _fold("[[1, 1]]", "[[2, 2], [-4, -4]]", "[[2], [-4]]", times="k - 2"), "gives 3 layers, expected 4"),
        Mistake("one layer too many", _fold("[[1, 1]]", "[[2, 2], [-4, -4]]", "[[2], [-4]]", times="k"), "gives 5 layers, expected 4"),
        Mistake("nothing folded", _fold("[[1, 1]]", "[[1, 1], [0, 0]]", "[[1], [0]]"), "Nothing is folded"),
        Mistake("fold off the middle", _fold("[[1, 1]]", "[[2, 2], [-4, -4]]", "[[2], [-4]]", b="[0.0, -0.7]"), "sticks out"),
        Mistake(
            "wide, not deep",
            "def fold_net(k):\n"
            "    b = -np.arange(2 * k) / (2 * k)\n"
            "    return [(np.ones((1, 2 * k)), b), (np.ones((2 * k, 1)), np.array([0.0]))]",
            "puts all its units side by side",
        ),
        Mistake(
            "W of the first layer upright", _fold("[[1], [1]]", "[[2, 2], [-4, -4]]", "[[2], [-4]]"), "Are rows and columns swapped?"
        ),
    ],
}

VARIANTS = {
    "layers.forward": [
        Variant(
            "a loop over the examples",
            "def forward(x, params):\n"
            "    out = []\n"
            "    for row in x:\n"
            "        for k, (W, b) in enumerate(params):\n"
            "            row = row @ W + b\n"
            "            if k < len(params) - 1:\n                row = np.maximum(row, 0)\n"
            "        out.append(row)\n"
            "    return np.array(out)",
        ),
        Variant(
            "columns instead of rows",
            "def forward(x, params):\n"
            "    h = x.T\n"
            "    for k, (W, b) in enumerate(params):\n"
            "        h = W.T @ h + b[:, None]\n"
            "        h = h if k == len(params) - 1 else h * (h > 0)\n"
            "    return h.T",
        ),
        Variant(
            "float32",
            "def forward(x, params):\n"
            "    x = np.float32(x)\n"
            "    *hidden, last = params\n"
            "    for W, b in hidden:\n        x = np.where(x @ np.float32(W) + np.float32(b) < 0, 0, x @ np.float32(W) + np.float32(b))\n"
            "    return x @ np.float32(last[0]) + np.float32(last[1])",
        ),
    ],
    "layers.count_params": [
        Variant(
            "one factor taken out",
            "def count_params(sizes):\n    return sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 1))",
        ),
        Variant(
            "arrays made and counted",
            "def count_params(sizes):\n"
            "    total = 0\n"
            "    for i in range(1, len(sizes)):\n"
            "        total += np.zeros((sizes[i - 1], sizes[i])).size + np.zeros(sizes[i]).size\n"
            "    return total",
        ),
        Variant(
            "a product of vectors",
            "def count_params(sizes):\n    s = np.array(sizes)\n    return np.float64(s[:-1] @ s[1:] + s[1:].sum())",
        ),
    ],
    "layers.xor_net": [
        Variant("the lesson's weights", _xor("[[1, 1], [1, 1]]", "[0, -1]", "[[1], [-2]]", "[-0.5]")),
        Variant(
            "one unit from below, one from above, float32",
            "def xor_net():\n"
            "    W1 = np.array([[1, -1], [1, -1]], np.float32)\n"
            "    return ((W1, np.float32([-0.5, 1.5])), (np.float32([[-4], [-4]]), np.float32([5])))",
        ),
        Variant(
            "lists, scaled tenfold",
            "def xor_net():\n    return [([[10, -10], [-10, 10]], [0, 0]), ([[10], [10]], [-5])]",
        ),
    ],
    "layers.fold_net": [
        Variant("the fold written out", _fold("[[1, 1]]", "[[2, 2], [-4, -4]]", "[[2], [-4]]")),
        Variant(
            "folded from the other side, float32",
            "def fold_net(k):\n"
            "    b = np.float32([0.5, -0.5])\n"
            "    params = [(np.float32([[-1, 1]]), b)]\n"
            "    for _ in range(k - 1):\n        params.append((np.float32([[-2, 2], [-2, 2]]), b))\n"
            "    return params + [(np.float32([[2], [2]]), np.float32([0]))]",
        ),
        Variant(
            "a taller output",
            "def fold_net(k):\n"
            "    fold = np.array([[2.0], [-4.0]])\n"
            "    layers = [([[1, 1]], [0, -0.5])]\n"
            "    while len(layers) < k:\n        layers.append((fold @ [[1, 1]], [0, -0.5]))\n"
            "    return tuple(layers) + ((10 * fold, [3]),)",
        ),
    ],
}
