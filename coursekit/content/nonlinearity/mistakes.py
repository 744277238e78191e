"""Wrong solutions that each check must name, and honest ones that it must accept."""

from coursekit.content.attempts import Mistake, Variant


def bend(name, body, arguments="x"):
    """The source of a function of one line."""
    return f"def {name}({arguments}):\n    return {body}"


LOOP = "    out = np.zeros(np.shape(x))\n    for place, entry in np.ndenumerate(np.asarray(x, float)):\n"

MISTAKES = {
    "nonlinearity.relu": [
        Mistake("a mask returned", bend("relu", "x > 0"), "multiply by x"),
        Mistake("absolute value", bend("relu", "np.abs(x)"), "absolute value"),
        Mistake("minimum", bend("relu", "np.minimum(0, x)"), "the other way round"),
        Mistake("leaky", bend("relu", "np.where(x > 0, x, 0.01 * x)"), "That is Leaky ReLU"),
        Mistake("no bend", bend("relu", "x"), "Nothing was bent"),
        Mistake("negative entries dropped", bend("relu", "x[x > 0]"), "They stay in their place"),
        Mistake("one maximum of all", bend("relu", "max(0, x.max())"), "Every entry is bent for itself"),
        Mistake("Python's max", bend("relu", "max(0, x)"), "ambiguous"),
        Mistake(
            "input overwritten",
            "def relu(x):\n    x[x < 0] = 0\n    return x",
            "changed its input `x`",
        ),
        Mistake(
            "printed, not returned",
            "def relu(x):\n    y = np.maximum(0, x)",
            "Is a `return` missing?",
        ),
    ],
    "nonlinearity.leaky_relu": [
        Mistake(
            "slope has no effect",
            bend("leaky_relu", "np.where(x > 0, x, 0.01 * x)", "x, slope=0.01"),
            "handed in has no effect",
        ),
        Mistake(
            "slope on both sides",
            bend("leaky_relu", "slope * x", "x, slope=0.01"),
            "Every entry was multiplied",
        ),
        Mistake(
            "sign lost",
            bend("leaky_relu", "np.where(x > 0, x, slope * np.abs(x))", "x, slope=0.01"),
            "the sign is wrong",
        ),
        Mistake(
            "plain ReLU",
            bend("leaky_relu", "np.maximum(0, x)", "x, slope=0.01"),
            "go on with the small slope",
        ),
        Mistake(
            "slopes returned",
            bend("leaky_relu", "np.where(x > 0, 1, slope)", "x, slope=0.01"),
            "These are the slopes",
        ),
        Mistake(
            "sides swapped",
            bend("leaky_relu", "np.where(x < 0, x, slope * x)", "x, slope=0.01"),
            "sides are swapped",
        ),
        Mistake(
            "a constant below zero",
            bend("leaky_relu", "np.where(x > 0, x, -slope)", "x, slope=0.01"),
            "became the same number",
        ),
        Mistake(
            "another usual slope",
            bend("leaky_relu", "np.where(x > 0, x, slope * x)", "x, slope=0.1"),
            "Without a slope handed in",
        ),
    ],
    "nonlinearity.sigmoid": [
        Mistake("overflow", bend("sigmoid", "np.exp(x) / (1 + np.exp(x))"), "infinite is no number"),
        Mistake("sign of the exponent", bend("sigmoid", "1 / (1 + np.exp(x))"), "exponent is turned round"),
        Mistake("no brackets", bend("sigmoid", "1 / 1 + np.exp(-x)"), "Put brackets around"),
        Mistake("tanh", bend("sigmoid", "np.tanh(x)"), "That is tanh"),
        Mistake(
            "its slope",
            "def sigmoid(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)",
            "That is the slope of the sigmoid",
        ),
        Mistake("the power alone", bend("sigmoid", "np.exp(-x)"), "That is e⁻ˣ alone"),
        Mistake("minus below the line", bend("sigmoid", "1 / (1 - np.exp(-x))"), "a plus belongs"),
        Mistake(
            "entry by entry with math.exp",
            "import math\n\ndef sigmoid(x):\n"
            + LOOP
            + "        out[place] = 1 / (1 + math.exp(-entry))\n    return out",
            "OverflowError",
        ),
    ],
    "nonlinearity.silu": [
        Mistake("sigmoid alone", bend("silu", "sigmoid(x)"), "That is σ(x) alone"),
        Mistake("sigmoid turned round", bend("silu", "x * sigmoid(-x)"), "The sigmoid is turned round"),
        Mistake("cut off", bend("silu", "np.maximum(0, x) * sigmoid(x)"), "were cut off"),
        Mistake("added", bend("silu", "x + sigmoid(x)"), "they are multiplied"),
        Mistake("GELU", bend("silu", "x * bell_share(x)"), "That is GELU"),
        Mistake("tanh", bend("silu", "x * np.tanh(x)"), "times tanh"),
        Mistake(
            "overflow",
            bend("silu", "x * np.exp(x) / (1 + np.exp(x))"),
            "The sigmoid inside gives no number",
        ),
    ],
    "nonlinearity.gelu": [
        Mistake("Φ alone", bend("gelu", "bell_share(x)"), "That is Φ(x) alone"),
        Mistake("quick approximation", bend("gelu", "x / (1 + np.exp(-1.702 * x))"), "quick approximation"),
        Mistake("SiLU", bend("gelu", "x / (1 + np.exp(-x))"), "That is SiLU"),
        Mistake("cut off", bend("gelu", "np.maximum(0, x) * bell_share(x)"), "were cut off"),
        Mistake(
            "height of the bell",
            bend("gelu", "x * np.exp(-x**2 / 2) / np.sqrt(2 * np.pi)"),
            "height of the bell curve",
        ),
        Mistake("error function for Φ", bend("gelu", "x * np.vectorize(erf)(x)"), "times the error function"),
        Mistake("no √2", bend("gelu", "0.5 * x * (1 + np.vectorize(erf)(x))"), "The √2 inside Φ is missing"),
        Mistake("added", bend("gelu", "x + bell_share(x)"), "seem to be added"),
    ],
    "nonlinearity.softmax": [
        Mistake(
            "without the maximum",
            bend("softmax", "np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)", "x, axis=-1"),
            "Subtract the largest score first",
        ),
        Mistake(
            "axis has no effect",
            "def softmax(x, axis=-1):\n    e = np.exp(x - x.max())\n    return e / e.sum()",
            "All shares together are 1",
        ),
        Mistake(
            "the other axis",
            "def softmax(x, axis=-1):\n    axis = 1 - axis % 2 if x.ndim == 2 else axis\n"
            "    e = np.exp(x - x.max(axis=axis, keepdims=True))\n"
            "    return e / e.sum(axis=axis, keepdims=True)",
            "The other axis was used",
        ),
        Mistake(
            "no division",
            bend("softmax", "np.exp(x - x.max(axis=axis, keepdims=True))", "x, axis=-1"),
            "by their sum is still to come",
        ),
        Mistake(
            "the winner takes all",
            bend("softmax", "(x == x.max(axis=axis, keepdims=True)) * 1.0", "x, axis=-1"),
            "softmax shares",
        ),
        Mistake(
            "scores over their sum",
            bend("softmax", "x / x.sum(axis=axis, keepdims=True)", "x, axis=-1"),
            "The scores were divided by their sum",
        ),
        Mistake(
            "its logarithm",
            "def softmax(x, axis=-1):\n    z = x - x.max(axis=axis, keepdims=True)\n"
            "    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))",
            "the logarithm of the shares",
        ),
        Mistake(
            "sign",
            "def softmax(x, axis=-1):\n    e = np.exp(x.min(axis=axis, keepdims=True) - x)\n"
            "    return e / e.sum(axis=axis, keepdims=True)",
            "The smallest score got the largest share",
        ),
        Mistake(
            "sigmoid of each",
            bend("softmax", "sigmoid(x)", "x, axis=-1"),
            "Each score was bent for itself",
        ),
        Mistake(
            "input overwritten",
            "def softmax(x, axis=-1):\n    x -= x.max(axis=axis, keepdims=True)\n"
            "    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)",
            "changed its input `x`",
        ),
        Mistake(
            "axis lost in the sum",
            "def softmax(x, axis=-1):\n    e = np.exp(x - x.max(axis=axis, keepdims=True))\n"
            "    return e / e.sum(axis=axis)",
            "broadcast",
        ),
    ],
    "nonlinearity.collapse": [
        Mistake(
            "no bias",
            "def collapse(layers):\n    W, b = layers[0]\n    for W_next, _ in layers[1:]:\n"
            "        W = W @ W_next\n    return W, np.zeros(W.shape[1])",
            "arrives as a constant",
        ),
        Mistake(
            "the last bias alone",
            "def collapse(layers):\n    W, b = layers[0]\n    for W_next, b in layers[1:]:\n"
            "        W = W @ W_next\n    return W, b",
            "That is the last bias alone",
        ),
        Mistake(
            "biases added",
            "def collapse(layers):\n    W, b = layers[0]\n    for W_next, b_next in layers[1:]:\n"
            "        W, b = W @ W_next, b + b_next\n    return W, b",
            "added as they are",
        ),
        Mistake(
            "last bias forgotten",
            "def collapse(layers):\n    W, b = layers[0]\n"
            "    for k, (W_next, b_next) in enumerate(layers[1:], 2):\n"
            "        W, b = W @ W_next, b @ W_next + (0 if k == len(layers) else b_next)\n"
            "    return W, b",
            "The last bias is missing",
        ),
        Mistake(
            "reversed order",
            "def collapse(layers):\n    W, b = layers[0]\n    for W_next, b_next in layers[1:]:\n"
            "        W, b = W_next @ W, b @ W_next + b_next\n    return W, b",
            "reversed order",
        ),
        Mistake(
            "two layers only",
            "def collapse(layers):\n    (W1, b1), (W2, b2) = layers[:2]\n    return W1 @ W2, b1 @ W2 + b2",
            "Only two layers are in it",
        ),
        Mistake(
            "tables added",
            "def collapse(layers):\n    W, b = layers[0]\n    for W_next, b_next in layers[1:]:\n"
            "        W, b = W + W_next, b @ W_next + b_next\n    return W, b",
            "The tables were added",
        ),
        Mistake(
            "entry by entry",
            "def collapse(layers):\n    W, b = layers[0]\n    for W_next, b_next in layers[1:]:\n"
            "        W, b = W * W_next, b @ W_next + b_next\n    return W, b",
            "`*` multiplies entry by entry",
        ),
        Mistake(
            "the table alone",
            "def collapse(layers):\n    W = layers[0][0]\n    for W_next, _ in layers[1:]:\n"
            "        W = W @ W_next\n    return W",
            "`return W, b`",
        ),
        Mistake(
            "the list emptied",
            "def collapse(layers):\n    W, b = layers.pop(0)\n    while layers:\n"
            "        W_next, b_next = layers.pop(0)\n        W, b = W @ W_next, b @ W_next + b_next\n"
            "    return W, b",
            "changed its input `layers`",
        ),
    ],
    "nonlinearity.hinges": [
        Mistake(
            "kink in the wrong place",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs), prepend=0)\n"
            "    return np.ones(len(v)), -xs[1:], v, ys[0]",
            "not where it ends",
        ),
        Mistake(
            "sign of the bias",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs), prepend=0)\n"
            "    return np.ones(len(v)), xs[:-1], v, ys[0]",
            "minus the place",
        ),
        Mistake(
            "slopes for changes",
            "def hinges(xs, ys):\n    v = np.diff(ys) / np.diff(xs)\n"
            "    return np.ones(len(v)), -xs[:-1], v, ys[0]",
            "a change of slope",
        ),
        Mistake(
            "no height",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs), prepend=0)\n"
            "    return np.ones(len(v)), -xs[:-1], v, 0.0",
            "the wrong height",
        ),
        Mistake(
            "height of the last point",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs), prepend=0)\n"
            "    return np.ones(len(v)), -xs[:-1], v, ys[-1]",
            "that of the last point",
        ),
        Mistake(
            "rise for slope",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys), prepend=0)\n"
            "    return np.ones(len(v)), -xs[:-1], v, ys[0]",
            "divided by the distance",
        ),
        Mistake(
            "first hinge missing",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs))\n"
            "    return np.ones(len(v)), -xs[1:-1], v, ys[0]",
            "The first piece is flat",
        ),
        Mistake(
            "three things",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs), prepend=0)\n"
            "    return -xs[:-1], v, ys[0]",
            "`return w, b, v, c`",
        ),
        Mistake(
            "one bias too many",
            "def hinges(xs, ys):\n    v = np.diff(np.diff(ys) / np.diff(xs), prepend=0)\n"
            "    return np.ones(len(v)), -xs, v, ys[0]",
            "one entry for each hinge",
        ),
    ],
}

VARIANTS = {
    "nonlinearity.relu": [
        Variant("a product with the mask", bend("relu", "x * (x > 0)")),
        Variant("half of x and its size", bend("relu", "(x + np.abs(x)) / 2")),
        Variant(
            "a loop, float32",
            "def relu(x):\n"
            + LOOP
            + "        out[place] = entry if entry > 0 else 0\n    return np.float32(out)",
        ),
    ],
    "nonlinearity.leaky_relu": [
        Variant("the larger of both", bend("leaky_relu", "np.maximum(x, slope * x)", "x, slope=0.01")),
        Variant("two parts added", bend("leaky_relu", "relu(x) - slope * relu(-x)", "x, slope=0.01")),
        Variant(
            "float32",
            bend("leaky_relu", "np.where(x > 0, x, slope * x).astype(np.float32)", "x, slope=0.01"),
        ),
    ],
    "nonlinearity.sigmoid": [
        Variant("the plain formula", bend("sigmoid", "1 / (1 + np.exp(-x))")),
        Variant("with tanh", bend("sigmoid", "0.5 * np.tanh(0.5 * x) + 0.5")),
        Variant(
            "cut to a safe range, float32",
            bend("sigmoid", "1 / (1 + np.exp(-np.clip(np.float32(x), -60, 60)))"),
        ),
    ],
    "nonlinearity.silu": [
        Variant("one division", bend("silu", "x / (1 + np.exp(-x))")),
        Variant("with tanh", bend("silu", "0.5 * x * (1 + np.tanh(x / 2))")),
        Variant("float32", bend("silu", "np.float32(x) * np.float32(sigmoid(x))")),
    ],
    "nonlinearity.gelu": [
        Variant(
            "the tanh form",
            bend("gelu", "0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))"),
        ),
        Variant(
            "a loop",
            "def gelu(x):\n"
            + LOOP
            + "        out[place] = entry * (1 + erf(entry / 2**0.5)) / 2\n    return out",
        ),
        Variant("float32", bend("gelu", "np.float32(x) * np.float32(bell_share(x))")),
    ],
    "nonlinearity.softmax": [
        Variant(
            "by logarithms",
            "def softmax(x, axis=-1):\n    top = x.max(axis=axis, keepdims=True)\n"
            "    return np.exp(x - top - np.log(np.exp(x - top).sum(axis=axis, keepdims=True)))",
        ),
        Variant(
            "row by row",
            "def softmax(x, axis=-1):\n    def one(row):\n        e = np.exp(row - max(row))\n"
            "        return e / sum(e)\n    return np.apply_along_axis(one, axis, x)",
        ),
        Variant(
            "float32",
            "def softmax(x, axis=-1):\n    x = np.float32(x)\n"
            "    e = np.exp(x - np.max(x, axis, keepdims=True))\n"
            "    return e / np.sum(e, axis, keepdims=True)",
        ),
    ],
    "nonlinearity.collapse": [
        Variant(
            "from back to front",
            "def collapse(layers):\n    W, b = layers[-1]\n"
            "    for W_before, b_before in layers[-2::-1]:\n"
            "        W, b = W_before @ W, b_before @ W + b\n    return W, b",
        ),
        Variant(
            "by sending unit vectors through",
            "def collapse(layers):\n    def run(x):\n        for W, b in layers:\n"
            "            x = x @ W + b\n        return x\n    n = layers[0][0].shape[0]\n"
            "    b = run(np.zeros(n))\n    return run(np.eye(n)) - b, b",
        ),
        Variant(
            "float32, from nothing",
            "def collapse(layers):\n    n = len(layers[0][0])\n"
            "    W, b = np.eye(n, dtype=np.float32), np.zeros(n, np.float32)\n    for M, c in layers:\n"
            "        W, b = W @ np.float32(M), b @ np.float32(M) + np.float32(c)\n    return [W, b]",
        ),
    ],
    "nonlinearity.hinges": [
        Variant(
            "a loop",
            "def hinges(xs, ys):\n    v, so_far = [], 0.0\n    for k in range(len(xs) - 1):\n"
            "        slope = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k])\n"
            "        v.append(slope - so_far)\n        so_far = slope\n"
            "    return [1.0] * len(v), [-x for x in xs[:-1]], v, ys[0]",
        ),
        Variant(
            "opened to the left",
            "def hinges(xs, ys):\n    slopes = (np.diff(ys) / np.diff(xs))[::-1]\n"
            "    v = np.diff(-slopes, prepend=0)\n    return -np.ones(len(v)), xs[:0:-1], v, ys[-1]",
        ),
        Variant(
            "weights of 2, solved as equations, float32",
            "def hinges(xs, ys):\n    b = -2 * xs[:-1]\n    A = np.maximum(0, 2 * xs[1:, None] + b)\n"
            "    v = np.linalg.solve(A, ys[1:] - ys[0])\n"
            "    return np.float32(np.full(len(v), 2)), np.float32(b), np.float32(v), np.float32(ys[0])",
        ),
    ],
}
