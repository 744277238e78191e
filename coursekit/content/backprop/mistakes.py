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


_NUMERICAL = """def numerical_grad(f, x):
    h = 1e-5
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        nudge = np.zeros(len(x))
        nudge[i] = h
        slopes[i] = {0}
    return {1}
"""
_CENTRAL = "(f(x + nudge) - f(x - nudge)) / (2 * h)"
_LOSS = """def loss_backward(z, labels):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    {0}
"""
_WALK = """def backward(graph):
    names = list(graph)
    gradient = dict.fromkeys(names, 0.0)
    gradient[names[-1]] = {0}
    for name in {1}:
        for parent, slope in graph[name]:
            gradient[parent] {2}
    return {3}
"""
_BACK, _ADD = "reversed(names)", "+= gradient[name] * slope"


MISTAKES = {
    "backprop.numerical_grad": [
        Mistake("one-sided", _NUMERICAL.format("(f(x + nudge) - f(x)) / h", "slopes"), "Go down as well"),
        Mistake("one-sided, below", _NUMERICAL.format("(f(x) - f(x - nudge)) / h", "slopes"), "Go up as well"),
        Mistake(
            "divided by h",
            _NUMERICAL.format("(f(x + nudge) - f(x - nudge)) / h", "slopes"),
            "Twice too much",
        ),
        Mistake("not divided", _NUMERICAL.format("f(x + nudge) - f(x - nudge)", "slopes"), "not divided yet"),
        Mistake(
            "sign",
            _NUMERICAL.format("(f(x - nudge) - f(x + nudge)) / (2 * h)", "slopes"),
            "The sign is turned round",
        ),
        Mistake(
            "in place",
            "def numerical_grad(f, x):\n"
            "    h = 1e-5\n"
            "    x = np.asarray(x)\n"
            "    slopes = np.zeros(len(x))\n"
            "    for i in range(len(x)):\n"
            "        x[i] += h\n"
            "        above = f(x)\n"
            "        x[i] -= 3 * h\n"
            "        slopes[i] = (above - f(x)) / (2 * h)\n"
            "    return slopes",
            "changed its input `x`",
        ),
        Mistake(
            "whole numbers",
            "def numerical_grad(f, x):\n"
            "    h = 1e-5\n"
            "    slopes = np.zeros(len(x))\n"
            "    for i in range(len(x)):\n"
            "        up, down = x.copy(), x.copy()\n"
            "        up[i] = up[i] + h\n"
            "        down[i] = x[i] - h if x.dtype == float else x[i]\n"
            "        slopes[i] = (f(up) - f(down)) / (2 * h)\n"
            "    return slopes",
            "Whole numbers drop a small nudge",
        ),
        Mistake(
            "all at once",
            "def numerical_grad(f, x):\n    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5",
            "All entries were nudged at once",
        ),
        Mistake(
            "nudges pile up",
            "def numerical_grad(f, x):\n"
            "    h, slopes, nudge = 1e-5, np.zeros(len(x)), np.zeros(len(x))\n"
            "    for i in range(len(x)):\n"
            "        nudge[i] = h\n"
            "        slopes[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)\n"
            "    return slopes",
            "The nudges pile up",
        ),
        Mistake(
            "return inside the loop",
            "def numerical_grad(f, x):\n"
            "    h = 1e-5\n"
            "    for i in range(len(x)):\n"
            "        nudge = np.zeros(len(x))\n"
            "        nudge[i] = h\n"
            f"        return {_CENTRAL}",
            "the slope in the first entry only",
        ),
        Mistake("nothing returned", _NUMERICAL.format(_CENTRAL, "None"), "Is a `return` missing?"),
    ],
    "backprop.relu_backward": [
        Mistake("gate on g", "def relu_backward(g, z):\n    return g * (g > 0)", "The gate looked at g"),
        Mistake(
            "slope alone", "def relu_backward(g, z):\n    return (z > 0) * 1.0", "the slope of ReLU alone"
        ),
        Mistake(
            "times the output",
            "def relu_backward(g, z):\n    return g * np.maximum(0, z)",
            "multiplied by the output of ReLU",
        ),
        Mistake(
            "forward again", "def relu_backward(g, z):\n    return np.maximum(0, z)", "ReLU on the way forward"
        ),
        Mistake("turned round", "def relu_backward(g, z):\n    return g * (z < 0)", "the wrong way round"),
        Mistake("no gate", "def relu_backward(g, z):\n    return g", "Everything went through"),
        Mistake(
            "written into g",
            "def relu_backward(g, z):\n    g[z <= 0] = 0\n    return g",
            "changed its input `g`",
        ),
        Mistake(
            "one if for all",
            "def relu_backward(g, z):\n    return g if z > 0 else 0 * g",
            "truth value of an array",
        ),
    ],
    "backprop.linear_backward": [
        Mistake(
            "dW transposed",
            "def linear_backward(g, x, W):\n    return g @ W.T, g.T @ x, g.sum(axis=0)",
            "dW transposed",
        ),
        Mistake(
            "W not turned",
            "def linear_backward(g, x, W):\n    return (g @ W if W.shape[0] == W.shape[1] else g @ W.T), x.T @ g, g.sum(axis=0)",
            "W goes back turned round",
        ),
        Mistake(
            "W not turned at all",
            "def linear_backward(g, x, W):\n    return g @ W, x.T @ g, g.sum(axis=0)",
            "matmul",
        ),
        Mistake(
            "overwritten instead of added",
            "def linear_backward(g, x, W):\n"
            "    for n in range(len(x)):\n"
            "        dW = np.outer(x[n], g[n])\n"
            "    return g @ W.T, dW, g.sum(axis=0)",
            "with +=",
        ),
        Mistake(
            "dW averaged",
            "def linear_backward(g, x, W):\n    return g @ W.T, x.T @ g / len(x), g.sum(axis=0)",
            "dW is too small by a factor n",
        ),
        Mistake(
            "db averaged",
            "def linear_backward(g, x, W):\n    return g @ W.T, x.T @ g, g.mean(axis=0)",
            "db is the mean",
        ),
        Mistake(
            "db not summed",
            "def linear_backward(g, x, W):\n    return g @ W.T, x.T @ g, g",
            "the sum of the rows",
        ),
        Mistake(
            "db one number",
            "def linear_backward(g, x, W):\n    return g @ W.T, x.T @ g, g.sum()",
            "one number for all units",
        ),
        Mistake(
            "db along the wrong axis",
            "def linear_backward(g, x, W):\n    return g @ W.T, x.T @ g, g.sum(axis=1)",
            "sums each example over the units",
        ),
        Mistake(
            "two of three",
            "def linear_backward(g, x, W):\n    return g @ W.T, x.T @ g",
            "`return dx, dW, db`",
        ),
    ],
    "backprop.loss_backward": [
        Mistake(
            "missing 1/N",
            _LOSS.format("p[np.arange(len(z)), labels] -= 1; return p"),
            "The loss is the mean over the examples",
        ),
        Mistake("only probabilities", _LOSS.format("return p"), "Those are the probabilities"),
        Mistake("no truth", _LOSS.format("return p / len(z)"), "The truth is missing"),
        Mistake(
            "sign",
            _LOSS.format("p[np.arange(len(z)), labels] -= 1; return -p / len(z)"),
            "The sign is turned round",
        ),
        Mistake(
            "divided by everything",
            _LOSS.format("p[np.arange(len(z)), labels] -= 1; return p / z.size"),
            "You divided by the classes too",
        ),
        Mistake(
            "no softmax",
            "def loss_backward(z, labels):\n    d = z.copy()\n    d[np.arange(len(z)), labels] -= 1\n    return d / len(z)",
            "The truth was taken from the logits",
        ),
        Mistake(
            "softmax down the columns",
            "def loss_backward(z, labels):\n"
            "    p = np.exp(z) / np.exp(z).sum(axis=0)\n"
            "    p[np.arange(len(z)), labels] -= 1\n"
            "    return p / len(z)",
            "Softmax ran down the columns",
        ),
        Mistake(
            "overflow",
            "def loss_backward(z, labels):\n"
            "    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\n"
            "    p[np.arange(len(z)), labels] -= 1\n"
            "    return p / len(z)",
            "Logits of 1000 overflow",
        ),
        Mistake(
            "written into z",
            "def loss_backward(z, labels):\n"
            "    z -= z.max(axis=1, keepdims=True)\n"
            "    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\n"
            "    p[np.arange(len(z)), labels] -= 1\n"
            "    return p / len(z)",
            "changed its input `z`",
        ),
    ],
    "backprop.backward": [
        Mistake(
            "recursion",
            "def backward(graph):\n"
            "    gradient = dict.fromkeys(graph, 0.0)\n"
            "    def visit(name, g):\n"
            "        gradient[name] += g\n"
            "        for parent, slope in graph[name]:\n"
            "            visit(parent, gradient[name] * slope)\n"
            "    visit(list(graph)[-1], 1.0)\n"
            "    return gradient",
            "handed on more than once",
        ),
        Mistake(
            "= for +=",
            _WALK.format("1.0", _BACK, "= gradient[name] * slope", "gradient"),
            "use += instead of =",
        ),
        Mistake(
            "forward order",
            _WALK.format("1.0", "names", _ADD, "gradient"),
            "the order of the forward pass",
        ),
        Mistake("no start", _WALK.format("0.0", _BACK, _ADD, "gradient"), "the output starts with 1"),
        Mistake(
            "slopes added",
            _WALK.format("1.0", _BACK, "+= gradient[name] + slope", "gradient"),
            "Here they seem to be added",
        ),
        Mistake(
            "slopes left out",
            _WALK.format("1.0", _BACK, "+= gradient[name]", "gradient"),
            "The slopes are missing",
        ),
        Mistake(
            "a list",
            _WALK.format("1.0", _BACK, _ADD, "list(gradient.values())"),
            "should return a dictionary",
        ),
        Mistake(
            "leaves only",
            _WALK.format("1.0", _BACK, _ADD, "{k: v for k, v in gradient.items() if not graph[k]}"),
            "there is no gradient for",
        ),
    ],
    "backprop.dead_units": [
        Mistake(
            "any row", "def dead_units(Z):\n    return (Z <= 0).any(axis=0)", ".all instead of .any"
        ),
        Mistake("mean", "def dead_units(Z):\n    return Z.mean(axis=0) <= 0", "You looked at the mean"),
        Mistake("strictly below", "def dead_units(Z):\n    return (Z < 0).all(axis=0)", "A sum of exactly 0"),
        Mistake(
            "living ones",
            "def dead_units(Z):\n    return (Z > 0).any(axis=0)",
            "True is for the dead ones",
        ),
        Mistake("rows", "def dead_units(Z):\n    return (Z <= 0).all(axis=1)", "looks along the rows"),
        Mistake("one for all", "def dead_units(Z):\n    return (Z <= 0).all()", "One answer for all units"),
        Mistake("counted", "def dead_units(Z):\n    return (Z <= 0).all(axis=0).sum()", "how many there are"),
        Mistake(
            "numbers",
            "def dead_units(Z):\n    return np.flatnonzero((Z <= 0).all(axis=0))",
            "the numbers of the dead units",
        ),
        Mistake(
            "share", "def dead_units(Z):\n    return (Z <= 0).mean(axis=0)", "the share of examples"
        ),
        Mistake("each example", "def dead_units(Z):\n    return Z <= 0", "an answer for each example"),
    ],
}

VARIANTS = {
    "backprop.numerical_grad": [
        Variant(
            "list comprehension over unit vectors",
            "def numerical_grad(f, x):\n"
            "    h = 1e-4\n"
            "    return [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))]",
        ),
        Variant(
            "copies of floats",
            "def numerical_grad(f, x):\n"
            "    h, slopes = 1e-6, []\n"
            "    for i in range(len(x)):\n"
            "        up, down = x.astype(float), x.astype(float)\n"
            "        up[i] += h\n"
            "        down[i] -= h\n"
            "        slopes.append((f(up) - f(down)) / (up[i] - down[i]))\n"
            "    return np.array(slopes)",
        ),
    ],
    "backprop.relu_backward": [
        Variant("where", "def relu_backward(g, z):\n    return np.where(z > 0, g, 0)"),
        Variant(
            "loops",
            "def relu_backward(g, z):\n"
            "    return [[a if b > 0 else 0.0 for a, b in zip(row, sums)] for row, sums in zip(g, z)]",
        ),
        Variant(
            "a copy with zeros",
            "def relu_backward(g, z):\n    d = g.copy()\n    d[np.maximum(0, z) == 0] = 0\n    return d",
        ),
    ],
    "backprop.linear_backward": [
        Variant(
            "example by example",
            "def linear_backward(g, x, W):\n"
            "    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])\n"
            "    for n in range(len(x)):\n"
            "        dx[n] = W @ g[n]\n"
            "        dW += np.outer(x[n], g[n])\n"
            "        db += g[n]\n"
            "    return dx, dW, db",
        ),
        Variant(
            "transposed twice, in float32",
            "def linear_backward(g, x, W):\n"
            "    g = g.astype(np.float32)\n"
            "    return (W @ g.T).T, (g.T @ x).T, np.ones(len(g)) @ g",
        ),
    ],
    "backprop.loss_backward": [
        Variant(
            "truth as a table",
            "def loss_backward(z, labels):\n"
            "    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
            "    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[labels]) / len(z)",
        ),
        Variant(
            "row by row",
            "def loss_backward(z, labels):\n"
            "    rows = []\n"
            "    for row, label in zip(z, labels):\n"
            "        p = np.exp(row - max(row))\n"
            "        p = p / sum(p)\n"
            "        p[label] -= 1\n"
            "        rows.append(p / len(z))\n"
            "    return rows",
        ),
    ],
    "backprop.backward": [
        Variant(
            "every way walked",
            "def backward(graph):\n"
            "    gradient = {name: 0 for name in graph}\n"
            "    def visit(name, g):\n"
            "        gradient[name] += g\n"
            "        for parent, slope in graph[name]:\n"
            "            visit(parent, g * slope)\n"
            "    visit(list(graph)[-1], 1)\n"
            "    return gradient",
        ),
        Variant(
            "each node collects",
            "def backward(graph):\n"
            "    names = list(graph)\n"
            "    gradient = {names[-1]: 1.0}\n"
            "    for name in names[-2::-1]:\n"
            "        gradient[name] = sum(gradient[user] * slope for user in names for parent, slope in graph[user]\n"
            "                             if parent == name and user in gradient)\n"
            "    return gradient",
        ),
    ],
    "backprop.dead_units": [
        Variant("largest", "def dead_units(Z):\n    return Z.max(axis=0) <= 0"),
        Variant("by ReLU", "def dead_units(Z):\n    return np.maximum(0, Z).sum(axis=0) == 0"),
        Variant(
            "columns in a loop",
            "def dead_units(Z):\n    return [all(z <= 0 for z in column) for column in Z.T]",
        ),
    ],
}
