"""Wrong solutions that each check must name, and honest ones that it must accept."""

import math
from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant
from coursekit.engine import nn

# mlp_cost: one line changed at a time

wrong = partial(mistake, "scale.mlp_cost")
right = partial(variant, "scale.mlp_cost")


def cost(
    *,
    biases=lambda sizes: sum(sizes[1:]),
    parameters=lambda w, b, sizes, batch: w + b,
    size=lambda p, bits, batch: p * bits / 8,
    flops=lambda w, p, batch: 2 * w * batch,
):
    def mlp_cost(sizes, batch, bits):
        w = sum(a * c for a, c in zip(sizes, sizes[1:]))
        p = parameters(w, biases(sizes), sizes, batch)
        return p, size(p, bits, batch), flops(w, p, batch)

    return mlp_cost


wrong("no biases", says="The biases are missing")(cost(parameters=lambda w, b, sizes, batch: w))
wrong("biases of the inputs' side", says="not to its inputs")(cost(biases=lambda sizes: sum(sizes[:-1])))
wrong("biases for the inputs too", says="Inputs have no bias")(cost(biases=sum))
wrong("batch counted in the weights", says="does not multiply the parameters")(
    cost(parameters=lambda w, b, sizes, batch: (w + b) * batch)
)
wrong("units counted", says="that counts units")(cost(parameters=lambda w, b, sizes, batch: sum(sizes)))
wrong("all sizes multiplied", says="You multiplied all sizes")(
    cost(parameters=lambda w, b, sizes, batch: math.prod(sizes))
)
wrong("bits for bytes", says="8 bits make a byte")(cost(size=lambda p, bits, batch: p * bits))
wrong("GiB", says="in GiB")(cost(size=lambda p, bits, batch: p * bits / 8 / 2**30))
wrong("GB", says="in GB")(cost(size=lambda p, bits, batch: p * bits / 8 / 1e9))
wrong("always 32 bits", says="does not follow `bits`")(cost(size=lambda p, bits, batch: p * 4))
wrong("batch counted in the bytes", says="stored once")(
    cost(size=lambda p, bits, batch: p * bits / 8 * batch)
)
wrong("one operation a weight", says="a multiplication and an addition")(
    cost(flops=lambda w, p, batch: w * batch)
)
wrong("one example", says="multiply by the batch")(cost(flops=lambda w, p, batch: 2 * w))
wrong("biases in the FLOPs", says="additions of the biases")(cost(flops=lambda w, p, batch: 2 * p * batch))
wrong("a training step", says="whole training step")(cost(flops=lambda w, p, batch: 6 * w * batch))
wrong("one number", says="three numbers")(lambda sizes, batch, bits: sum(sizes))


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


@right("the engine's own layers")
def mlp_cost(sizes, batch, bits):
    layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    p = sum(q.data.size for layer in layers for q in layer.parameters())
    return p, p * bits / 8, 2 * (p - sum(sizes[1:])) * batch


# training_memory: other moments, or other bytes for each parameter

wrong = partial(mistake, "scale.training_memory")
right = partial(variant, "scale.training_memory")


def memory(
    each=lambda width, moments, copy: 2 * width + 4 * moments + copy, *, sgd=0, momentum=1, adam=2, total=1
):
    def training_memory(n, optimizer, bits):
        moments = {"sgd": sgd, "momentum": momentum, "adam": adam}[optimizer]
        return n * each(bits / 8, moments, 4 if bits < 32 else 0) * total

    return training_memory


wrong("weights alone", says="the weights alone")(memory(lambda width, moments, copy: width))
wrong("weights and gradients", says="moments and the copy are still to come")(
    memory(lambda width, moments, copy: 2 * width)
)
wrong("gradients forgotten", says="The gradients are missing")(
    memory(lambda width, moments, copy: width + 4 * moments + copy)
)
wrong("moments forgotten", says="momentum keeps 1")(memory(momentum=0, adam=0))
wrong("a moment forgotten", says="One of Adam's two moments")(memory(adam=1))
wrong("two moments for momentum", says="not two")(memory(momentum=2))
wrong("a moment for plain SGD", says="keeps no moment")(memory(sgd=1))
wrong("copy forgotten", says="copy at 32 bits is missing")(
    memory(lambda width, moments, copy: 2 * width + 4 * moments)
)
wrong("copy at 16 bits", says="not at 16")(
    memory(lambda width, moments, copy: 2 * width + 4 * moments + copy / 2)
)
wrong("copy at 32 bits too", says="no copy is needed")(
    memory(lambda width, moments, copy: 2 * width + 4 * moments + 4)
)
wrong("moments at 16 bits", says="Moments always take 32 bits")(
    memory(lambda width, moments, copy: 2 * width + width * moments + copy)
)
wrong("always 32 bits", says="does not follow `bits`")(
    memory(lambda width, moments, copy: 8 + 4 * moments + copy)
)
wrong("bits for bytes", says="8 bits make a byte")(memory(total=8))
wrong("GB", says="in GB")(memory(total=1e-9))


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


right("eight bytes either way")(
    lambda n, optimizer, bits: n * (8 + 4 * ["sgd", "momentum", "adam"].index(optimizer))
)

# largest_width

wrong = partial(mistake, "scale.largest_width")
right = partial(variant, "scale.largest_width")


def count(w):
    return w * w + 796 * w + 10


def growing(fits, *, start=0):
    """Widen until the network fits no more."""

    def largest_width(budget):
        w = start
        while fits(w, budget):
            w += 1
        return w

    return largest_width


wrong("one too far", says="one unit too far")(growing(lambda w, budget: count(w) <= budget))
wrong("exactly is too much", says="is it < where <= is meant")(
    growing(lambda w, budget: count(w + 1) < budget)
)
wrong("begins at one", says="Not even one unit fits")(
    growing(lambda w, budget: count(w + 1) <= budget, start=1)
)
wrong("no biases", says="Are the biases counted")(
    growing(lambda w, budget: (w + 1) ** 2 + 794 * (w + 1) <= budget)
)
wrong("assumes four times for twice", says="four times the parameters for twice the width")(
    lambda budget: int(128 * (budget / count(128)) ** 0.5)
)
wrong("assumes twice for twice", says="more than twice the parameters")(
    lambda budget: int(128 * budget / count(128))
)
wrong("the middle alone", says="matrix in the middle alone")(lambda budget: int(budget**0.5))
wrong("without the middle", says="leaves out the matrix between")(lambda budget: budget // 796)

right("solved for w")(lambda budget: max(0, (math.isqrt(max(0, 796**2 + 4 * (budget - 10))) - 796) // 2))


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
right("as the budget allows")(lambda n=48: ([n], 2e-2, 45_000_000 // (6 * 3 * n * 32)))
