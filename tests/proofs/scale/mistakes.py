"""Wrong solutions that each check must name, and honest ones that it must accept."""

import math
from functools import partial

import numpy as np

from coursekit.authoring.proofs import mistake, variant
from coursekit.engine import nn

# mlp_cost

wrong = partial(mistake, "scale.mlp_cost")
right = partial(variant, "scale.mlp_cost")


wrong("one number", says="three values")(lambda sizes, batch, bits: sum(sizes))


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


# training_memory

wrong = partial(mistake, "scale.training_memory")
right = partial(variant, "scale.training_memory")


wrong("an unknown name", says="crashed")(lambda n, optimizer, bits: n * moment)
wrong("words", says="the text")(lambda n, optimizer, bits: f"{n} bytes")


@right("if by if")
def training_memory(n, optimizer, bits):
    total = n * bits / 8 + n * bits / 8
    if optimizer == "momentum":
        total += 4 * n
    if optimizer == "adam":
        total += 8 * n
    if bits != 32:
        total += 4 * n
    return total


@right("the parts in a list")
def training_memory(n, optimizer, bits):
    parts = [bits] * 2 + [32] * ["sgd", "momentum", "adam"].index(optimizer) + [32] * (bits < 32)
    return n * sum(parts) / 8


# largest_width

wrong = partial(mistake, "scale.largest_width")
right = partial(variant, "scale.largest_width")


def count(w):
    return w * w + 796 * w + 10


wrong("a part of a unit", says="Work this input out by hand")(
    lambda budget: (math.sqrt(796**2 + 4 * max(0, budget - 10)) - 796) / 2 if budget > 806 else 0
)
wrong("printed, not returned", says="Is a `return` missing?")(lambda budget: print(end=""))
wrong("a name that does not exist", says="crashed")(lambda budget: budget // weights_a_unit)

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


# conversations

wrong = partial(mistake, "scale.conversations")
right = partial(variant, "scale.conversations")

wrong("printed, not returned", says="Is a `return` missing?")(
    lambda card, n, bits, depth, kv_width, tokens: print(end="")
)
wrong("a part of a conversation", says="Work this input out by hand")(
    lambda card, n, bits, depth, kv_width, tokens: max(
        0, (card - n * bits / 8) / (4 * depth * kv_width * tokens)
    )
)
wrong("a name of another function", says="crashed")(
    lambda card, n, bits, depth, kv_width, tokens: free // one
)


@right("in bits")
def conversations(card, n, bits, depth, kv_width, tokens):
    room = 8 * card - n * bits
    return int(room // (32 * depth * kv_width * tokens)) if room > 0 else 0


@right("one after the other")
def conversations(card, n, bits, depth, kv_width, tokens):
    one, count = depth * kv_width * 2 * 2 * tokens, 0
    left = card - n * (bits / 8)
    while left >= one and count < 10**6:
        step = max(1, int(left // one))
        left, count = left - step * one, count + step
    return np.int64(count)


@right("a key, then a value")
def conversations(card, n, bits, depth, kv_width, tokens):
    key = value = kv_width * 16 / 8
    return float(max(0.0, np.floor((card - n * bits / 8) / (depth * tokens * (key + value)))))


# rounded

wrong = partial(mistake, "scale.rounded")
right = partial(variant, "scale.rounded")

wrong("a list in, a list wanted", says="crashed")(lambda w, bits: w.tolist().round())


@wrong("rounded in place", says="changed")
def rounded(w, bits):
    scale = np.abs(w).max() / (2 ** (bits - 1) - 1) or 1
    w[...] = np.round(w / scale) * scale
    return w


@right("rint and where")
def rounded(w, bits):
    scale = np.max(np.abs(w)) / (2 ** (bits - 1) - 1)
    return np.rint(np.divide(w, scale if scale > 0 else 1.0)) * scale


@right("floor of a half more")
def rounded(w, bits):
    largest = max(abs(each) for each in np.ravel(w))
    if largest == 0:
        return 0.0 * w
    top = int("1" * (bits - 1), 2)
    return np.floor(np.asarray(w) / largest * top + 0.5) * largest / top


@right("one weight after the other")
def rounded(w, bits):
    top = (1 << bits - 1) - 1
    scale = float(np.abs(w).max()) / top
    found = [round(each / scale) * scale if scale else 0 for each in np.ravel(w).tolist()]
    return np.array(found).reshape(np.shape(w))


# plan

wrong = partial(mistake, "scale.plan")
right = partial(variant, "scale.plan")

wrong("too many parameters", says="401 parameters, the budget is 250")(lambda: ([100], 0.02, 500))
wrong("a thousand layers", says="[1, 1, 1, 1, 1, …] the network has 2,003 parameters")(
    lambda: ([1] * 1000, 0.02, 9)
)
wrong("one step too many", says="45,010,944 FLOPs, and the budget is 45,000,000")(lambda: ([48], 0.02, 1628))
wrong("no hidden layer", says="Without a hidden layer")(lambda: ([], 0.02, 1500))
wrong("learning rate too large", says="far too large for Adam")(lambda: ([48], 2.0, 1500))
wrong("learning rate too small", says="is small for 1500 steps")(lambda: ([48], 0.0001, 1500))
wrong("too few units", says="hard to close")(lambda: ([4], 0.02, 5000))
wrong("too few steps", says="end the training early")(lambda: ([48], 0.02, 300))
wrong("lucky from some starts", says="a larger and a smaller learning rate")(lambda: ([62], 0.005, 1260))
wrong("widths alone", says="three values")(lambda: [48])
wrong("a width for the list", says="a list of whole widths")(lambda: (48, 0.02, 1500))
wrong("no learning", says="must be above 0")(lambda: ([48], 0, 1500))
wrong("half a step", says="a whole number of steps")(lambda: ([48], 0.02, 0.5))

wrong("another at each call", says="another one at each call")(
    lambda tried=[]: (tried.append(1), ([48], 0.02, 1400 + len(tried)))[1]
)

right("widths in an array, steps as a float")(lambda: (np.array([48]), np.float32(0.02), 1500.0))
right("two layers")(lambda: ((12, 12), 0.01, 1000))
right("fewer units, larger steps")(lambda: [[40], 0.03, 1500])
right("as the budget allows")(lambda n=48: ([n], 2e-2, 45_000_000 // (6 * 3 * n * 32)))
