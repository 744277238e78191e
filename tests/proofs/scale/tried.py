"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import itertools
import math
from bisect import bisect_right
from fractions import Fraction

import numpy as np

from coursekit.authoring.proofs import mistake, variant

_KEPT = {}
_TOTAL = [0]
_WIDTH = [0]
_MOMENTS = {"sgd": 0, "momentum": 1, "adam": 2}


# mlp_cost


def _bill(sizes, batch, bits):
    weights = sum(m * n for m, n in itertools.pairwise(sizes))
    parameters = weights + sum(sizes[1:])
    return parameters, parameters * bits / 8, 2 * weights * batch


mistake("scale.mlp_cost", "no biases")(
    lambda sizes, batch, bits: (
        _bill(sizes, batch, bits)
        and (
            sum(m * n for m, n in itertools.pairwise(sizes)),
            sum(m * n for m, n in itertools.pairwise(sizes)) * bits / 8,
            _bill(sizes, batch, bits)[2],
        )
    )
)


def _billed(weights, biases, batch, bits):
    return weights + biases, (weights + biases) * bits / 8, 2 * weights * batch


mistake("scale.mlp_cost", "one bias a layer")(
    lambda sizes, batch, bits: _billed(
        sum(m * n for m, n in itertools.pairwise(sizes)), len(sizes) - 1, batch, bits
    )
)
mistake("scale.mlp_cost", "biases of the inputs too")(
    lambda sizes, batch, bits: _billed(
        sum(m * n for m, n in itertools.pairwise(sizes)), sum(sizes), batch, bits
    )
)
mistake("scale.mlp_cost", "biases of the sizes before")(
    lambda sizes, batch, bits: _billed(
        sum(m * n for m, n in itertools.pairwise(sizes)), sum(sizes[:-1]), batch, bits
    )
)
mistake("scale.mlp_cost", "no bias at the output")(
    lambda sizes, batch, bits: _billed(
        sum(m * n for m, n in itertools.pairwise(sizes)), sum(sizes[1:-1]), batch, bits
    )
)
mistake("scale.mlp_cost", "biases of different sizes")(
    lambda sizes, batch, bits: _billed(
        sum(m * n for m, n in itertools.pairwise(sizes)), sum(set(sizes[1:])), batch, bits
    )
)
mistake("scale.mlp_cost", "layers in a dictionary by their shape")(
    lambda sizes, batch, bits: _billed(
        sum({pair: pair[0] * pair[1] for pair in itertools.pairwise(sizes)}.values()),
        sum(sizes[1:]),
        batch,
        bits,
    )
)
mistake("scale.mlp_cost", "place found by index")(
    lambda sizes, batch, bits: _billed(
        sum(sizes[sizes.index(n) - 1] * n for n in sizes[1:]), sum(sizes[1:]), batch, bits
    )
)
mistake("scale.mlp_cost", "two layers written out")(
    lambda sizes, batch, bits: _billed(
        sizes[0] * sizes[1] + sizes[1] * sizes[2], sizes[1] + sizes[2], batch, bits
    )
)
mistake("scale.mlp_cost", "last layer left out")(lambda sizes, batch, bits: _bill(sizes[:-1], batch, bits))
mistake("scale.mlp_cost", "first and last size")(
    lambda sizes, batch, bits: _billed(sizes[0] * sizes[-1], sum(sizes[1:]), batch, bits)
)
mistake("scale.mlp_cost", "all sizes multiplied")(
    lambda sizes, batch, bits: _billed(math.prod(sizes), sum(sizes[1:]), batch, bits)
)
mistake("scale.mlp_cost", "sorted sizes")(lambda sizes, batch, bits: _bill(sorted(sizes), batch, bits))
mistake("scale.mlp_cost", "bits for bytes")(
    lambda sizes, batch, bits: (_bill(sizes, batch, bits)[0], *_bill(sizes, batch, 8 * bits)[1:])
)
mistake("scale.mlp_cost", "always 32 bits")(
    lambda sizes, batch, bits: (_bill(sizes, batch, 32)[0], *_bill(sizes, batch, 32)[1:])
)
mistake("scale.mlp_cost", "whole bytes for each")(
    lambda sizes, batch, bits: (
        _bill(sizes, batch, bits)[0],
        _bill(sizes, batch, bits)[0] * (bits // 8),
        _bill(sizes, batch, bits)[2],
    )
)
mistake("scale.mlp_cost", "bytes of the weights alone")(
    lambda sizes, batch, bits: (
        _bill(sizes, batch, bits)[0],
        sum(m * n for m, n in itertools.pairwise(sizes)) * bits / 8,
        _bill(sizes, batch, bits)[2],
    )
)
mistake("scale.mlp_cost", "kibibytes")(
    lambda sizes, batch, bits: (
        _bill(sizes, batch, bits)[0],
        _bill(sizes, batch, bits)[1] / 1024,
        _bill(sizes, batch, bits)[2],
    )
)
mistake("scale.mlp_cost", "one FLOP a weight")(
    lambda sizes, batch, bits: (*_bill(sizes, batch, bits)[:2], _bill(sizes, batch, bits)[2] // 2)
)
mistake("scale.mlp_cost", "FLOPs of training")(
    lambda sizes, batch, bits: (*_bill(sizes, batch, bits)[:2], _bill(sizes, batch, bits)[2] * 3)
)
mistake("scale.mlp_cost", "FLOPs of the biases too")(
    lambda sizes, batch, bits: (*_bill(sizes, batch, bits)[:2], 2 * _bill(sizes, batch, bits)[0] * batch)
)
mistake("scale.mlp_cost", "FLOPs of one example")(
    lambda sizes, batch, bits: (*_bill(sizes, batch, bits)[:2], _bill(sizes, 1, bits)[2])
)
mistake("scale.mlp_cost", "batch added")(
    lambda sizes, batch, bits: (*_bill(sizes, batch, bits)[:2], _bill(sizes, 1, bits)[2] + batch)
)
mistake("scale.mlp_cost", "FLOPs before bytes")(
    lambda sizes, batch, bits: tuple(_bill(sizes, batch, bits)[i] for i in (0, 2, 1))
)
mistake("scale.mlp_cost", "remembers by the sizes")(
    lambda sizes, batch, bits: _KEPT.setdefault(tuple(sizes), _bill(sizes, batch, bits))
)
mistake("scale.mlp_cost", "16-bit whole numbers")(
    lambda sizes, batch, bits: _bill(np.array(sizes, dtype=np.int16), batch, bits)
)
mistake("scale.mlp_cost", "32-bit whole numbers")(
    lambda sizes, batch, bits: _bill(np.array(sizes, dtype=np.int32), batch, bits)
)
mistake("scale.mlp_cost", "up to five layers")(lambda sizes, batch, bits: _bill(sizes[:6], batch, bits))
mistake("scale.mlp_cost", "two digits kept")(
    lambda sizes, batch, bits: tuple(float(f"{each:.1e}") for each in _bill(sizes, batch, bits))
)


@mistake("scale.mlp_cost", "takes the sizes out of the list")
def mlp_cost(sizes, batch, bits):
    weights = biases = 0
    while len(sizes) > 1:
        m = sizes.pop(0)
        weights += m * sizes[0]
        biases += sizes[0]
    return _billed(weights, biases, batch, bits)


@mistake("scale.mlp_cost", "total goes on from call to call")
def mlp_cost(sizes, batch, bits):
    for m, n in itertools.pairwise(sizes):
        _TOTAL[0] += m * n
    return _billed(_TOTAL[0], sum(sizes[1:]), batch, bits)


variant("scale.mlp_cost", "fractions of bytes")(
    lambda sizes, batch, bits: [Fraction(each) for each in _bill(sizes, batch, bits)]
)
variant("scale.mlp_cost", "a list")(lambda sizes, batch, bits: list(_bill(sizes, batch, bits)))
variant("scale.mlp_cost", "an array")(
    lambda sizes, batch, bits: np.array(_bill(sizes, batch, bits), dtype=float)
)


@variant("scale.mlp_cost", "NumPy integers")
def mlp_cost(sizes, batch, bits):
    s = np.array(sizes, dtype=np.int64)
    weights = np.dot(s[:-1], s[1:])
    parameters = weights + s[1:].sum()
    return parameters, np.divide(parameters * bits, 8), weights * batch * 2


@variant("scale.mlp_cost", "recursion")
def mlp_cost(layers, examples, width):
    if len(layers) < 2:
        return 0, 0.0, 0
    m, n, *_ = layers
    parameters, n_bytes, flops = mlp_cost(layers[1:], examples, width)
    own = (m + 1) * n
    return parameters + own, n_bytes + own * width / 8, flops + 2 * m * n * examples


@variant("scale.mlp_cost", "by index")
def mlp_cost(sizes, batch=1, bits=32):
    parameters, flops = 0, 0
    for i in range(1, len(sizes)):
        parameters += sizes[i] * (sizes[i - 1] + 1)
        flops += 2 * sizes[i] * sizes[i - 1]
    return parameters, bits / 8 * parameters, float(flops * batch)


@variant("scale.mlp_cost", "0-d arrays")
def mlp_cost(sizes, batch, bits):
    weights = np.array(sum(a * b for a, b in zip(sizes, sizes[1:])))
    parameters = np.array(weights + sum(sizes) - sizes[0])
    return parameters, np.array(parameters / (8 / bits)), np.array(weights * (2 * batch))


# training_memory


def _bytes(n, optimizer, bits, *, stored=2, moment=4, copy=4):
    return n * (stored * bits / 8 + moment * _MOMENTS[optimizer] + (copy if bits < 32 else 0))


mistake("scale.training_memory", "no copy")(lambda n, optimizer, bits: _bytes(n, optimizer, bits, copy=0))
mistake("scale.training_memory", "copy at 16 bits")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, copy=2)
)
mistake("scale.training_memory", "copy always")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, copy=0) + 4 * n
)
mistake("scale.training_memory", "copy of the gradients too")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, copy=8)
)
mistake("scale.training_memory", "copy for Adam alone")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, copy=4 if optimizer == "adam" else 0)
)
mistake("scale.training_memory", "no copy for SGD")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, copy=0 if optimizer == "sgd" else 4)
)
mistake("scale.training_memory", "moments at the bits of the weights")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, moment=bits / 8)
)
mistake("scale.training_memory", "no gradients")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, stored=1)
)
mistake("scale.training_memory", "gradients always 32 bits")(
    lambda n, optimizer, bits: _bytes(n, optimizer, bits, stored=1) + 4 * n
)
mistake("scale.training_memory", "one moment for Adam")(
    lambda n, optimizer, bits: _bytes(n, "momentum" if optimizer == "adam" else optimizer, bits)
)
mistake("scale.training_memory", "two moments for momentum")(
    lambda n, optimizer, bits: _bytes(n, "adam" if optimizer == "momentum" else optimizer, bits)
)
mistake("scale.training_memory", "one moment for SGD")(
    lambda n, optimizer, bits: _bytes(n, "momentum" if optimizer == "sgd" else optimizer, bits)
)
mistake("scale.training_memory", "everything but Adam is SGD")(
    lambda n, optimizer, bits: _bytes(n, optimizer if optimizer == "adam" else "sgd", bits)
)
mistake("scale.training_memory", "bits for bytes")(lambda n, optimizer, bits: 8 * _bytes(n, optimizer, bits))
mistake("scale.training_memory", "of one parameter")(lambda n, optimizer, bits: _bytes(1, optimizer, bits))
mistake("scale.training_memory", "in GB")(lambda n, optimizer, bits: _bytes(n, optimizer, bits) / 1e9)
mistake("scale.training_memory", "16 bytes whatever it is")(lambda n, optimizer, bits: 16 * n)
mistake("scale.training_memory", "at 16 bits half of it")(
    lambda n, optimizer, bits: _bytes(n, optimizer, 32) * bits / 32
)
mistake("scale.training_memory", "capital letters")(
    lambda n, optimizer, bits: _bytes(n, {"SGD": "sgd", "Adam": "adam"}[optimizer], bits)
)
mistake("scale.training_memory", "remembers by n")(
    lambda n, optimizer, bits: _KEPT.setdefault(n, _bytes(n, optimizer, bits))
)
mistake("scale.training_memory", "remembers by n and bits")(
    lambda n, optimizer, bits: _KEPT.setdefault((n, bits), _bytes(n, optimizer, bits))
)
mistake("scale.training_memory", "rounded to thousands")(
    lambda n, optimizer, bits: round(_bytes(n, optimizer, bits), -3)
)
mistake("scale.training_memory", "activations too")(lambda n, optimizer, bits: _bytes(n, optimizer, bits) + n)


@mistake("scale.training_memory", "takes the optimizer out of its table")
def training_memory(n, optimizer, bits):
    moments = _MOMENTS.pop(optimizer)
    return n * (2 * bits / 8 + 4 * moments + (4 if bits < 32 else 0))


@mistake("scale.training_memory", "falls through to the last if")
def training_memory(n, optimizer, bits):
    each = 2 * bits / 8
    if optimizer == "momentum":
        each += 4
    if optimizer == "adam" or "momentum":
        each += 8
    return n * (each + (4 if bits < 32 else 0))


variant("scale.training_memory", "a table of bytes")(
    lambda n, optimizer, bits: (
        n * {32: (8, 12, 16), 16: (8, 12, 16), 8: (6, 10, 14)}[bits][_MOMENTS[optimizer]]
    )
)
variant("scale.training_memory", "whole numbers")(
    lambda n, kind, bits: n * bits // 8 * 2 + 4 * n * _MOMENTS[kind] + (4 * n if bits < 32 else 0)
)
variant("scale.training_memory", "0-d array")(
    lambda n, optimizer, bits: np.array(
        sum([n * bits, n * bits, 32 * n * _MOMENTS[optimizer], 32 * n * (bits != 32)]) / 8
    )
)


@variant("scale.training_memory", "branches")
def training_memory(n, optimizer="adam", bits=32):
    copy = 4 if bits < 32 else 0
    if optimizer == "sgd":
        return n * (bits / 4 + copy)
    if optimizer == "momentum":
        return n * (bits / 4 + copy + 4)
    return n * (bits / 4 + copy + 8)


@variant("scale.training_memory", "match and NumPy integers")
def training_memory(n, optimizer, bits):
    parts = [bits, bits]
    match optimizer:
        case "momentum":
            parts.append(32)
        case "adam":
            parts.extend((32, 32))
    if bits < 32:
        parts.append(32)
    return np.int64(n) * np.sum(parts) // 8


@variant("scale.training_memory", "a class")
def training_memory(n, optimizer, bits):
    class Parameter:
        weight = gradient = bits / 8
        moments = 4 * ["sgd", "momentum", "adam"].index(optimizer)
        copy = 4 * (bits != 32)

    return n * (Parameter.weight + Parameter.gradient + Parameter.moments + Parameter.copy)


# largest_width


def _cost(width):
    return width * width + 796 * width + 10


def _largest(budget, cost=_cost):
    width = 0
    while cost(width + 1) <= budget:
        width += 1
    return width


mistake("scale.largest_width", "used up exactly is too much")(lambda budget: _largest(budget - 1))
mistake("scale.largest_width", "one too wide")(lambda budget: _largest(budget) + 1)
mistake("scale.largest_width", "at least 1")(lambda budget: max(1, _largest(budget)))
mistake("scale.largest_width", "no biases")(lambda budget: _largest(budget, lambda w: w * w + 794 * w))
mistake("scale.largest_width", "no bias at the output")(
    lambda budget: _largest(budget, lambda w: w * w + 796 * w)
)
mistake("scale.largest_width", "one bias a layer")(
    lambda budget: _largest(budget, lambda w: w * w + 794 * w + 3)
)
mistake("scale.largest_width", "biases of the inputs too")(
    lambda budget: _largest(budget, lambda w: _cost(w) + 784)
)
mistake("scale.largest_width", "one hidden layer")(
    lambda budget: _largest(budget, lambda w: 784 * w + w + 10 * w + 10)
)
mistake("scale.largest_width", "three hidden layers")(
    lambda budget: _largest(budget, lambda w: 2 * w * w + 797 * w + 10)
)
mistake("scale.largest_width", "no square")(lambda budget: budget // 796)
mistake("scale.largest_width", "rounded")(
    lambda budget: max(0, round(-398 + math.sqrt(max(0, 398**2 + budget - 10))))
)
mistake("scale.largest_width", "rounded up")(
    lambda budget: max(0, math.ceil(-398 + math.sqrt(max(0, 398**2 + budget - 10))))
)
mistake("scale.largest_width", "not a whole number")(
    lambda budget: max(0.0, -398 + math.sqrt(max(0, 398**2 + budget - 10)))
)
mistake("scale.largest_width", "below 0")(
    lambda budget: math.floor(-398 + math.sqrt(max(0, 398**2 + budget - 10)))
)
mistake("scale.largest_width", "None where none fits")(lambda budget: _largest(budget) or None)
mistake("scale.largest_width", "at most 200")(lambda budget: min(200, _largest(budget)))
mistake("scale.largest_width", "powers of 2")(
    lambda budget: max([0, *(2**k for k in range(12) if _cost(2**k) <= budget)])
)
mistake("scale.largest_width", "steps of 10")(lambda budget: _largest(budget) // 10 * 10)
mistake("scale.largest_width", "bytes for parameters")(lambda budget: _largest(budget / 4))
mistake("scale.largest_width", "784 for the inputs of every layer")(
    lambda budget: _largest(budget, lambda w: 2 * 785 * w + 10 * w + 10)
)
mistake("scale.largest_width", "what is left over")(lambda budget: budget - _cost(_largest(budget)))
mistake("scale.largest_width", "from a table")(
    lambda budget: {100_000: 110, 200_000: 201, 400_000: 347}.get(budget, round(budget / 1000))
)
mistake("scale.largest_width", "root of the budget")(lambda budget: max(0, math.isqrt(budget) - 398))
mistake("scale.largest_width", "keeps the first answer")(
    lambda budget: _KEPT.setdefault("width", _largest(budget))
)


@mistake("scale.largest_width", "goes on where the last call ended")
def largest_width(budget):
    while _cost(_WIDTH[0] + 1) <= budget:
        _WIDTH[0] += 1
    return _WIDTH[0]


@mistake("scale.largest_width", "halves the range one time too few")
def largest_width(budget):
    low, high = 0, 4096
    while high - low > 2:
        middle = (low + high) // 2
        low, high = (middle, high) if _cost(middle) <= budget else (low, middle)
    return low


@mistake("scale.largest_width", "first that is too wide")
def largest_width(budget):
    width = 0
    while mlp_cost([784, width, width, 10], 1, 32)[0] <= budget:
        width += 1
    return width


variant("scale.largest_width", "loop from the formula")(lambda budget: _largest(budget))
variant("scale.largest_width", "whole root")(
    lambda budget: 0 if budget < _cost(1) else math.isqrt(398 * 398 + budget - 10) - 398
)
variant("scale.largest_width", "next of a generator")(
    lambda budget: next(w for w in itertools.count() if _cost(w + 1) > budget)
)
variant("scale.largest_width", "bisect")(
    lambda limit: bisect_right(range(1, 2 + max(0, limit) // 797), limit, key=_cost)
)
variant("scale.largest_width", "searchsorted, a NumPy integer")(
    lambda budget: np.searchsorted(_cost(np.arange(1, 2 + max(0, budget) // 797)), budget, side="right")
)


@variant("scale.largest_width", "doubles, then halves, with mlp_cost")
def largest_width(budget):
    def fits(width):
        return mlp_cost([784, width, width, 10], 1, 8)[0] <= budget

    step = 1
    while fits(step):
        step *= 2
    width = 0
    while step:
        if width + step > 0 and fits(width + step):
            width += step
        step //= 2
    return width


@variant("scale.largest_width", "downwards")
def largest_width(budget):
    for width in range(max(0, budget) // 797 + 1, 0, -1):
        if 785 * width + (width + 1) * width + (width + 1) * 10 <= budget:
            return width
    return 0


# plan


mistake("scale.plan", "too many parameters")(lambda: ([63], 0.02, 1000))
mistake("scale.plan", "much too many parameters")(lambda: ([64, 64], 0.01, 100))
mistake("scale.plan", "biases not counted")(lambda: ([14, 14], 0.01, 900))
mistake("scale.plan", "too many FLOPs")(lambda: ([48], 0.02, 1700))
mistake("scale.plan", "FLOPs of two layers")(lambda: ([16, 8], 0.02, 1500))
mistake("scale.plan", "too few steps")(lambda: ([48], 0.02, 100))
mistake("scale.plan", "the example")(lambda: ([8], 0.02, 200))
mistake("scale.plan", "no hidden layer")(lambda: ([], 0.02, 300))
mistake("scale.plan", "rate far too small")(lambda: ([30], 1e-6, 200))
mistake("scale.plan", "rate far too large")(lambda: ([30], 50.0, 200))
mistake("scale.plan", "uphill")(lambda: ([30], -0.02, 200))
mistake("scale.plan", "no step")(lambda: ([48], 0.02, 0))
mistake("scale.plan", "steps before rate")(lambda: ([48], 1500, 0.02))
mistake("scale.plan", "two things")(lambda: ([48], 0.02))
mistake("scale.plan", "four things")(lambda: ([48], 0.02, 1500, 32))
mistake("scale.plan", "text")(lambda: "[48], 0.02, 1500")
mistake("scale.plan", "all sizes")(lambda: ([2, 48, 1], 0.02, 1500))
mistake("scale.plan", "a unit that is not there")(lambda: ([48, 0], 0.02, 1000))
mistake("scale.plan", "negative steps")(lambda: ([48], 0.02, -1500))
mistake("scale.plan", "negative width")(lambda: ([-48], 0.02, 1500))


@mistake("scale.plan", "prints instead of returning")
def plan():
    print([48], 0.02, 1500)


variant("scale.plan", "tuple of widths")(lambda: ((48,), 0.02, 1500))
variant("scale.plan", "array of widths, NumPy numbers")(
    lambda: (np.array([12, 12]), np.float64(0.01), np.int64(1000))
)
variant("scale.plan", "a list of three")(lambda: [[12, 12], 1e-2, 1000])
variant("scale.plan", "a range of widths")(lambda: (range(48, 49), 1 / 50, 1500))
variant("scale.plan", "default arguments")(lambda width=48, rate=0.02: ([width], rate, 10 * 150))


@variant("scale.plan", "computed from the budget")
def plan():
    hidden = [np.int32(48)]
    weights = 2 * 48 + 48
    steps = min(1500, 45_000_000 // (6 * weights * 32))
    return hidden, np.array(0.02), steps


@mistake("scale.mlp_cost", "remembers the bill by sizes and batch")
def mlp_cost(sizes, batch, bits):
    weights = sum(m * n for m, n in zip(sizes, sizes[1:]))
    parameters = weights + sum(sizes[1:])
    return _KEPT.setdefault((*sizes, batch), (parameters, parameters * bits / 8, 2 * weights * batch))


# conversations


def _talks(card, n, bits, depth, kv_width, tokens, *, a_byte=2, lists=2):
    return max(0, int((card - n * bits / 8) // (a_byte * lists * depth * kv_width * tokens)))


mistake("scale.conversations", "as it was")(lambda *given: _talks(*given, a_byte=1))
mistake("scale.conversations", "one list, two bytes")(lambda *given: _talks(*given, lists=1))
mistake("scale.conversations", "three lists, with the query")(lambda *given: _talks(*given, lists=3))
mistake("scale.conversations", "four bytes")(lambda *given: _talks(*given, a_byte=4))
mistake("scale.conversations", "weights at 16 bits whatever they are")(
    lambda card, n, bits, *shape: _talks(card, n, 16, *shape)
)
mistake("scale.conversations", "at least one")(lambda *given: max(1, _talks(*given)))
mistake("scale.conversations", "one fewer to be safe")(lambda *given: max(0, _talks(*given) - 1))
mistake("scale.conversations", "below 0")(
    lambda card, n, bits, depth, width, tokens: (card - n * bits / 8) // (4 * depth * width * tokens)
)
mistake("scale.conversations", "in gigabytes of 2 to the 30")(
    lambda card, *rest: _talks(card / 1e9 * 2**30, *rest)
)
mistake("scale.conversations", "the first answer again")(
    lambda *given: _KEPT.setdefault("talks", _talks(*given))
)
mistake("scale.conversations", "remembers by the card")(
    lambda card, *rest: _KEPT.setdefault(("card", card), _talks(card, *rest))
)
mistake("scale.conversations", "at most a hundred")(lambda *given: min(100, _talks(*given)))
mistake("scale.conversations", "None where nothing fits")(lambda *given: _talks(*given) or None)
mistake("scale.conversations", "tokens of all conversations")(
    lambda card, n, bits, depth, width, tokens: _talks(card, n, bits, depth, width, 1)
)
variant("scale.conversations", "half of what was promised")(lambda *given: _talks(*given, a_byte=1) // 2)
variant("scale.conversations", "divmod")(
    lambda card, n, bits, depth, width, tokens: max(
        0, divmod(card - bits / 8 * n, depth * width * tokens * 4)[0]
    )
)
variant("scale.conversations", "loop over counts")(
    lambda card, n, bits, depth, width, tokens: (
        next((k for k in range(10**7) if (k + 1) * 4 * depth * width * tokens > card - n * bits / 8), 0)
        if tokens > 1
        else _talks(card, n, bits, depth, width, tokens)
    )
)


@variant("scale.conversations", "early return, NumPy")
def conversations(card, n, bits, depth, kv_width, tokens):
    if n * bits / 8 > card:
        return 0
    return np.floor_divide(card - n * bits / 8, np.float64(tokens) * kv_width * depth * 2 * (16 / 8))


# rounded


def _steps(w, top):
    scale = np.abs(w).max() / top
    return np.round(w / scale) * scale if scale else np.zeros(np.shape(w))


mistake("scale.rounded", "whole numbers")(lambda w, bits: np.round(w))
mistake("scale.rounded", "decimals for bits")(lambda w, bits: np.round(w, bits))
mistake("scale.rounded", "2 to the bits")(lambda w, bits: _steps(w, 2**bits))
mistake("scale.rounded", "2 to the bits less 1")(lambda w, bits: _steps(w, 2**bits - 1))
mistake("scale.rounded", "128 for 8 bits")(lambda w, bits: _steps(w, 2 ** (bits - 1)))
mistake("scale.rounded", "127 for all bits")(lambda w, bits: _steps(w, 127))
mistake("scale.rounded", "bits as top")(lambda w, bits: _steps(w, bits))
mistake("scale.rounded", "cut off")(
    lambda w, bits: (
        _steps(w, 2 ** (bits - 1) - 1)
        if not w.any()
        else np.trunc(w / (np.abs(w).max() / (2 ** (bits - 1) - 1)))
        * (np.abs(w).max() / (2 ** (bits - 1) - 1))
    )
)
mistake("scale.rounded", "scale of the positive weights")(
    lambda w, bits: (
        np.round(w / (max(w.max(), 1e-9) / (2 ** (bits - 1) - 1)))
        * (max(w.max(), 1e-9) / (2 ** (bits - 1) - 1))
    )
)
mistake("scale.rounded", "sign lost")(lambda w, bits: np.abs(_steps(w, 2 ** (bits - 1) - 1)))
mistake("scale.rounded", "stored in 8 bits by NumPy")(lambda w, bits: w.astype(np.int8) * 1.0)
mistake("scale.rounded", "flat")(lambda w, bits: _steps(w, 2 ** (bits - 1) - 1).ravel())
mistake("scale.rounded", "zeros where the smallest weight is 0")(
    lambda w, bits: _steps(w, 2 ** (bits - 1) - 1) if w.min() else np.zeros(w.shape)
)
mistake("scale.rounded", "zeros for a scale below 1e-8")(
    lambda w, bits: _steps(
        np.where(np.abs(w).max() < 1e-8 * (2 ** (bits - 1) - 1), 0, w), 2 ** (bits - 1) - 1
    )
)
mistake("scale.rounded", "with zeros for the smallest")(
    lambda w, bits: np.where(np.abs(w) < 1e-3, 0, _steps(w, 2 ** (bits - 1) - 1))
)
mistake("scale.rounded", "weights and scale")(lambda w, bits: (_steps(w, 2 ** (bits - 1) - 1), 1.0))
mistake("scale.rounded", "the first answer of this shape")(
    lambda w, bits: _KEPT.setdefault(("rounded", w.shape), _steps(w, 2 ** (bits - 1) - 1))
)
mistake("scale.rounded", "four bits always")(lambda w, bits: _steps(w, 7))
variant("scale.rounded", "rint")(
    lambda w, bits: (
        w * 0.0
        if not np.any(w)
        else np.rint(w * (2 ** (bits - 1) - 1) / abs(w).max()) * abs(w).max() / (2 ** (bits - 1) - 1)
    )
)
variant("scale.rounded", "float32")(
    lambda w, bits: _steps(np.asarray(w, dtype=np.float32), np.float32(2 ** (bits - 1) - 1))
)


@variant("scale.rounded", "whole numbers kept in int8, as the lesson does it")
def rounded(w, bits=8):
    top = (2**bits - 2) // 2
    largest = np.max(np.abs(w))
    if largest == 0:
        return np.array(w, dtype=float)
    scale = largest / top
    small = np.round(w / scale).astype(np.int8)
    return scale * small
