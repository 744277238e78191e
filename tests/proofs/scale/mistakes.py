"""Wrong solutions that each check must name, and honest ones that it must accept."""

from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant


# mlp_cost

wrong = partial(mistake, "scale.mlp_cost")
right = partial(variant, "scale.mlp_cost")


@wrong("no biases", says="The biases are missing")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w
    return p, p * bits / 8, 2 * w * batch


@wrong("biases of the inputs' side", says="not to its inputs")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[:-1])
    p = w + b
    return p, p * bits / 8, 2 * w * batch


@wrong("biases for the inputs too", says="Inputs have no bias")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes)
    p = w + b
    return p, p * bits / 8, 2 * w * batch


@wrong("batch counted in the weights", says="does not multiply the parameters")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = (w + b) * batch
    return p, p * bits / 8, 2 * w * batch


@wrong("units counted", says="that counts units")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = sum(sizes)
    return p, p * bits / 8, 2 * w * batch


import math


@wrong("all sizes multiplied", says="You multiplied all sizes")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = math.prod(sizes)
    return p, p * bits / 8, 2 * w * batch


@wrong("bits for bytes", says="8 bits make a byte")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits, 2 * w * batch


@wrong("GiB", says="in GiB")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8 / 2**30, 2 * w * batch


@wrong("GB", says="in GB")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8 / 1e9, 2 * w * batch


@wrong("always 32 bits", says="does not follow `bits`")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * 4, 2 * w * batch


@wrong("batch counted in the bytes", says="stored once")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8 * batch, 2 * w * batch


@wrong("one operation a weight", says="a multiplication and an addition")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8, w * batch


@wrong("one example", says="multiply by the batch")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8, 2 * w


@wrong("biases in the FLOPs", says="additions of the biases")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8, 2 * p * batch


@wrong("a training step", says="whole training step")
def mlp_cost(sizes, batch, bits):
    w = sum(a * c for a, c in zip(sizes, sizes[1:]))
    b = sum(sizes[1:])
    p = w + b
    return p, p * bits / 8, 6 * w * batch


wrong("one number", says="three numbers")(lambda sizes, batch, bits: sum(sizes))

import numpy as np


@right("real arrays")
def mlp_cost(sizes, batch, bits):
    Ws = [np.zeros((a, b)) for a, b in zip(sizes, sizes[1:])]
    bs = [np.zeros(n) for n in sizes[1:]]
    p = sum(W.size for W in Ws) + sum(b.size for b in bs)
    return [p, p * bits / 8, sum(2 * batch * W.size for W in Ws)]


@right("by index")
def mlp_cost(sizes, batch, bits):
    p, f = 0, 0
    for i in range(1, len(sizes)):
        p += (sizes[i - 1] + 1) * sizes[i]
        f += 2 * sizes[i - 1] * sizes[i] * batch
    return p, p * (bits / 8), f


from coursekit.engine import nn


@right("the engine's own layers")
def mlp_cost(sizes, batch, bits):
    layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    p = sum(q.data.size for layer in layers for q in layer.parameters())
    return p, p * bits / 8, 2 * (p - sum(sizes[1:])) * batch


# training_memory

wrong = partial(mistake, "scale.training_memory")
right = partial(variant, "scale.training_memory")


@wrong("weights alone", says="the weights alone")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = width
    return n * each


@wrong("weights and gradients", says="moments and the copy are still to come")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width
    return n * each


@wrong("gradients forgotten", says="The gradients are missing")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = width + 4 * moments + copy
    return n * each


@wrong("moments forgotten", says="momentum keeps 1")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = 0
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy
    return n * each


@wrong("a moment forgotten", says="One of Adam's two moments")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = int(optimizer != "sgd")
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy
    return n * each


@wrong("two moments for momentum", says="not two")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = 2 * (optimizer != "sgd")
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy
    return n * each


@wrong("a moment for plain SGD", says="keeps no moment")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 1, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy
    return n * each


@wrong("copy forgotten", says="copy at 32 bits is missing")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments
    return n * each


@wrong("copy at 16 bits", says="not at 16")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy / 2
    return n * each


@wrong("copy at 32 bits too", says="no copy is needed")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + 4
    return n * each


@wrong("moments at 16 bits", says="Moments always take 32 bits")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + width * moments + copy
    return n * each


@wrong("always 32 bits", says="does not follow `bits`")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 8 + 4 * moments + copy
    return n * each


@wrong("bits for bytes", says="8 bits make a byte")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy
    return n * each * 8


@wrong("GB", says="in GB")
def training_memory(n, optimizer, bits):
    width = bits / 8
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    copy = 4 if bits < 32 else 0
    each = 2 * width + 4 * moments + copy
    return n * each / 1e9


@right("if by if")
def training_memory(n, optimizer, bits):
    total = n * bits / 8 + n * bits / 8
    if optimizer == "momentum":
        total += 4 * n
    if optimizer == "adam":
        total += 8 * n
    if bits == 16:
        total += 4 * n
    return total


@right("eight bytes either way")
def training_memory(n, optimizer, bits):
    return n * (8 + 4 * ["sgd", "momentum", "adam"].index(optimizer))


# largest_width

wrong = partial(mistake, "scale.largest_width")
right = partial(variant, "scale.largest_width")


def count(w):
    return w * w + 796 * w + 10


@wrong("one too far", says="one unit too far")
def largest_width(budget):
    w = 0
    while count(w) <= budget:
        w += 1
    return w


def count(w):
    return w * w + 796 * w + 10


@wrong("exactly is too much", says="is it < where <= is meant")
def largest_width(budget):
    w = 0
    while count(w + 1) < budget:
        w += 1
    return w


def count(w):
    return w * w + 796 * w + 10


@wrong("assumes four times for twice", says="four times the parameters for twice the width")
def largest_width(budget):
    return int(128 * (budget / count(128)) ** 0.5)


def count(w):
    return w * w + 796 * w + 10


@wrong("assumes twice for twice", says="more than twice the parameters")
def largest_width(budget):
    return int(128 * budget / count(128))


def count(w):
    return w * w + 796 * w + 10


@wrong("the middle alone", says="matrix in the middle alone")
def largest_width(budget):
    return int(budget**0.5)


def count(w):
    return w * w + 796 * w + 10


@wrong("without the middle", says="leaves out the matrix between")
def largest_width(budget):
    return budget // 796


def count(w):
    return w * w + 796 * w + 10


@wrong("no biases", says="Are the biases counted")
def largest_width(budget):
    w = 0
    while (w + 1) ** 2 + 794 * (w + 1) <= budget:
        w += 1
    return w


def count(w):
    return w * w + 796 * w + 10


@wrong("begins at one", says="Not even one unit fits")
def largest_width(budget):
    w = 1
    while count(w + 1) <= budget:
        w += 1
    return w


import math


@right("solved for w")
def largest_width(budget):
    return max(0, (math.isqrt(max(0, 796**2 + 4 * (budget - 10))) - 796) // 2)


def count(w):
    return w * w + 796 * w + 10


@right("halving")
def largest_width(budget):
    low, high = 0, budget + 1
    while high - low > 1:
        middle = (low + high) // 2
        if count(middle) <= budget:
            low = middle
        else:
            high = middle
    return low


def count(w):
    return w * w + 796 * w + 10


@right("down from above")
def largest_width(budget):
    w = budget // 784
    while w > 0 and count(w) > budget:
        w -= 1
    return w


# plan

wrong = partial(mistake, "scale.plan")
right = partial(variant, "scale.plan")

wrong("too many parameters", says="401 parameters, the budget is 250")(lambda: ([100], 0.02, 500))
wrong("too much training", says="Pay with steps or with weights")(lambda: ([48], 0.02, 5000))
wrong("no hidden layer", says="Without a hidden layer")(lambda: ([], 0.02, 1500))
wrong("learning rate too large", says="far too large for Adam")(lambda: ([48], 2.0, 1500))
wrong("learning rate too small", says="hardly moved")(lambda: ([48], 0.0001, 1500))
wrong("too few units", says="cannot close a ring")(lambda: ([4], 0.02, 5000))
wrong("too few steps", says="end the training early")(lambda: ([48], 0.02, 300))
wrong("lucky from some starts", says="Some starts get stuck")(lambda: ([20, 6], 0.02, 1000))
wrong("widths alone", says="three things")(lambda: [48])
wrong("a width for the list", says="a list of whole widths")(lambda: (48, 0.02, 1500))
wrong("no learning", says="must be above 0")(lambda: ([48], 0, 1500))
wrong("half a step", says="a whole number of steps")(lambda: ([48], 0.02, 0.5))
right("two layers")(lambda: ((12, 12), 0.01, 1000))
right("fewer units, larger steps")(lambda: [[40], 0.03, 1500])


@right("as the budget allows")
def plan():
    n = 48
    return [n], 2e-2, 45_000_000 // (6 * 3 * n * 32)
