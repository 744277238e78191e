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


def _cost(parameters="w + b", size="p * bits / 8", flops="2 * w * batch", biases="sum(sizes[1:])"):
    """mlp_cost with one line changed."""
    return (
        "def mlp_cost(sizes, batch, bits):\n"
        "    w = sum(a * c for a, c in zip(sizes, sizes[1:]))\n"
        f"    b = {biases}\n"
        f"    p = {parameters}\n"
        f"    return p, {size}, {flops}"
    )


def _memory(moments="{'sgd': 0, 'momentum': 1, 'adam': 2}[optimizer]", each="2 * width + 4 * moments + copy", total="n * each"):
    """training_memory with one line changed."""
    return (
        "def training_memory(n, optimizer, bits):\n"
        "    width = bits / 8\n"
        f"    moments = {moments}\n"
        "    copy = 4 if bits < 32 else 0\n"
        f"    each = {each}\n"
        f"    return {total}"
    )


def _plan(choice):
    return f"def plan():\n    return {choice}"


def _width(body):
    return (
        "def count(w):\n    return w * w + 796 * w + 10\n"
        f"def largest_width(budget):\n{body}"
    )


MISTAKES = {
    "scale.mlp_cost": [
        Mistake("no biases", _cost(parameters="w"), "The biases are missing"),
        Mistake("biases of the inputs' side", _cost(biases="sum(sizes[:-1])"), "not to its inputs"),
        Mistake("biases for the inputs too", _cost(biases="sum(sizes)"), "Inputs have no bias"),
        Mistake("batch counted in the weights", _cost(parameters="(w + b) * batch"), "does not multiply the parameters"),
        Mistake("units counted", _cost(parameters="sum(sizes)"), "that counts units"),
        Mistake(
            "all sizes multiplied",
            "import math\n" + _cost(parameters="math.prod(sizes)"),
            "You multiplied all sizes",
        ),
        Mistake("bits for bytes", _cost(size="p * bits"), "8 bits make a byte"),
        Mistake("GiB", _cost(size="p * bits / 8 / 2**30"), "in GiB"),
        Mistake("GB", _cost(size="p * bits / 8 / 1e9"), "in GB"),
        Mistake("always 32 bits", _cost(size="p * 4"), "does not follow `bits`"),
        Mistake("batch counted in the bytes", _cost(size="p * bits / 8 * batch"), "stored once"),
        Mistake("one operation a weight", _cost(flops="w * batch"), "a multiplication and an addition"),
        Mistake("one example", _cost(flops="2 * w"), "multiply by the batch"),
        Mistake("biases in the FLOPs", _cost(flops="2 * p * batch"), "additions of the biases"),
        Mistake("a training step", _cost(flops="6 * w * batch"), "whole training step"),
        Mistake("one number", "def mlp_cost(sizes, batch, bits):\n    return sum(sizes)", "three numbers"),
    ],
    "scale.training_memory": [
        Mistake("weights alone", _memory(each="width"), "the weights alone"),
        Mistake("weights and gradients", _memory(each="2 * width"), "moments and the copy are still to come"),
        Mistake("gradients forgotten", _memory(each="width + 4 * moments + copy"), "The gradients are missing"),
        Mistake("moments forgotten", _memory(moments="0"), "momentum keeps 1"),
        Mistake("a moment forgotten", _memory(moments="int(optimizer != 'sgd')"), "One of Adam's two moments"),
        Mistake("two moments for momentum", _memory(moments="2 * (optimizer != 'sgd')"), "not two"),
        Mistake("a moment for plain SGD", _memory(moments="{'sgd': 1, 'momentum': 1, 'adam': 2}[optimizer]"), "keeps no moment"),
        Mistake("copy forgotten", _memory(each="2 * width + 4 * moments"), "copy at 32 bits is missing"),
        Mistake("copy at 16 bits", _memory(each="2 * width + 4 * moments + copy / 2"), "not at 16"),
        Mistake("copy at 32 bits too", _memory(each="2 * width + 4 * moments + 4"), "no copy is needed"),
        Mistake("moments at 16 bits", _memory(each="2 * width + width * moments + copy"), "Moments always take 32 bits"),
        Mistake("always 32 bits", _memory(each="8 + 4 * moments + copy"), "does not follow `bits`"),
        Mistake("bits for bytes", _memory(total="n * each * 8"), "8 bits make a byte"),
        Mistake("GB", _memory(total="n * each / 1e9"), "in GB"),
    ],
    "scale.largest_width": [
        Mistake(
            "one too far",
            _width("    w = 0\n    while count(w) <= budget:\n        w += 1\n    return w"),
            "one unit too far",
        ),
        Mistake(
            "exactly is too much",
            _width("    w = 0\n    while count(w + 1) < budget:\n        w += 1\n    return w"),
            "is it < where <= is meant",
        ),
        Mistake(
            "assumes four times for twice",
            _width("    return int(128 * (budget / count(128)) ** 0.5)"),
            "four times the parameters for twice the width",
        ),
        Mistake(
            "assumes twice for twice",
            _width("    return int(128 * budget / count(128))"),
            "more than twice the parameters",
        ),
        Mistake("the middle alone", _width("    return int(budget ** 0.5)"), "matrix in the middle alone"),
        Mistake("without the middle", _width("    return budget // 796"), "leaves out the matrix between"),
        Mistake(
            "no biases",
            _width("    w = 0\n    while (w + 1) ** 2 + 794 * (w + 1) <= budget:\n        w += 1\n    return w"),
            "Are the biases counted",
        ),
        Mistake(
            "begins at one",
            _width("    w = 1\n    while count(w + 1) <= budget:\n        w += 1\n    return w"),
            "Not even one unit fits",
        ),
    ],
    "scale.plan": [
        Mistake("too many parameters", _plan("[100], 0.02, 500"), "401 parameters, the budget is 250"),
        Mistake("too much training", _plan("[48], 0.02, 5000"), "Pay with steps or with weights"),
        Mistake("no hidden layer", _plan("[], 0.02, 1500"), "Without a hidden layer"),
        Mistake("learning rate too large", _plan("[48], 2.0, 1500"), "far too large for Adam"),
        Mistake("learning rate too small", _plan("[48], 0.0001, 1500"), "hardly moved"),
        Mistake("too few units", _plan("[4], 0.02, 5000"), "cannot close a ring"),
        Mistake("too few steps", _plan("[48], 0.02, 300"), "end the training early"),
        Mistake("lucky from some starts", _plan("[20, 6], 0.02, 1000"), "Some starts get stuck"),
        Mistake("widths alone", _plan("[48]"), "three things"),
        Mistake("a width for the list", _plan("48, 0.02, 1500"), "a list of whole widths"),
        Mistake("no learning", _plan("[48], 0, 1500"), "must be above 0"),
        Mistake("half a step", _plan("[48], 0.02, 0.5"), "a whole number of steps"),
    ],
}

VARIANTS = {
    "scale.mlp_cost": [
        Variant(
            "real arrays",
            "import numpy as np\n"
            "def mlp_cost(sizes, batch, bits):\n"
            "    Ws = [np.zeros((a, b)) for a, b in zip(sizes, sizes[1:])]\n"
            "    bs = [np.zeros(n) for n in sizes[1:]]\n"
            "    p = sum(W.size for W in Ws) + sum(b.size for b in bs)\n"
            "    return [p, p * bits / 8, sum(2 * batch * W.size for W in Ws)]",
        ),
        Variant(
            "by index",
            "def mlp_cost(sizes, batch, bits):\n"
            "    p, f = 0, 0\n"
            "    for i in range(1, len(sizes)):\n"
            "        p += (sizes[i - 1] + 1) * sizes[i]\n"
            "        f += 2 * sizes[i - 1] * sizes[i] * batch\n"
            "    return p, p * (bits / 8), f",
        ),
        Variant(
            "the engine's own layers",
            "from coursekit.engine import nn\n"
            "def mlp_cost(sizes, batch, bits):\n"
            "    layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]\n"
            "    p = sum(q.data.size for layer in layers for q in layer.parameters())\n"
            "    return p, p * bits / 8, 2 * (p - sum(sizes[1:])) * batch",
        ),
    ],
    "scale.training_memory": [
        Variant(
            "if by if",
            "def training_memory(n, optimizer, bits):\n"
            "    total = n * bits / 8 + n * bits / 8\n"
            "    if optimizer == 'momentum':\n        total += 4 * n\n"
            "    if optimizer == 'adam':\n        total += 8 * n\n"
            "    if bits == 16:\n        total += 4 * n\n"
            "    return total",
        ),
        Variant(
            "eight bytes either way",
            "def training_memory(n, optimizer, bits):\n"
            "    return n * (8 + 4 * ['sgd', 'momentum', 'adam'].index(optimizer))",
        ),
    ],
    "scale.largest_width": [
        Variant(
            "solved for w",
            "import math\n"
            "def largest_width(budget):\n"
            "    return max(0, (math.isqrt(max(0, 796 ** 2 + 4 * (budget - 10))) - 796) // 2)",
        ),
        Variant(
            "halving",
            _width(
                "    low, high = 0, budget + 1\n"
                "    while high - low > 1:\n"
                "        middle = (low + high) // 2\n"
                "        if count(middle) <= budget:\n            low = middle\n"
                "        else:\n            high = middle\n"
                "    return low"
            ),
        ),
        Variant(
            "down from above",
            _width(
                "    w = budget // 784\n"
                "    while w > 0 and count(w) > budget:\n        w -= 1\n"
                "    return w"
            ),
        ),
    ],
    "scale.plan": [
        Variant("two layers", _plan("(12, 12), 0.01, 1000")),
        Variant("fewer units, larger steps", _plan("[[40], 0.03, 1500]")),
        Variant("as the budget allows", "def plan():\n    n = 48\n    return [n], 2e-2, 45_000_000 // (6 * 3 * n * 32)"),
    ],
}
