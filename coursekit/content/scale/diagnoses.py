"""References for the checks of lesson 6 in plain arithmetic, and the usual mistakes with what each says."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Mistakes: TypeAlias = list[tuple[Callable[..., Any], str]]
Bill: TypeAlias = tuple[float, float, float]

_MOMENTS = {"sgd": 0, "momentum": 1, "adam": 2}


def weights_of(sizes: Sequence[int]) -> int:
    """Weights of a network with these layers."""
    return sum(sizes[k] * sizes[k + 1] for k in range(len(sizes) - 1))


def biases_of(sizes: Sequence[int]) -> int:
    """Biases: one for every unit that is not an input."""
    return sum(sizes) - sizes[0]


def parameters_of(sizes: Sequence[int]) -> int:
    """Weights and biases."""
    return weights_of(sizes) + biases_of(sizes)


def mlp_cost(sizes: Sequence[int], batch: int, bits: int) -> Bill:
    """Parameters, their bytes, and the FLOPs of a forward pass."""
    return _cost()(sizes, batch, bits)


def _cost(
    *,
    parameters: Callable[[int, Sequence[int], int], float] = lambda w, sizes, _batch: w + biases_of(sizes),
    size: Callable[[float, int, int], float] = lambda p, bits, _batch: p * bits / 8,
    flops: Callable[[int, float, int], float] = lambda w, _p, batch: 2 * w * batch,
) -> Callable[[Sequence[int], int, int], Bill]:
    """The bill with one of its three lines written in another way."""

    def bill(sizes: Sequence[int], batch: int, bits: int) -> Bill:
        weights = weights_of(sizes)
        count = parameters(weights, sizes, batch)
        return count, size(count, bits, batch), flops(weights, count, batch)

    return bill


_SHARED = "Examples share the weights, so the batch does not multiply the parameters."
MLP_COST: Mistakes = [
    (_cost(parameters=lambda w, s, _b: w), "The biases are missing: one for every unit that is not an input."),
    (_cost(parameters=lambda w, s, _b: w + sum(s) - s[-1]), "The biases belong to the outputs of each layer, not to its inputs."),
    (_cost(parameters=lambda w, s, _b: w + sum(s)), "Inputs have no bias; only units that compute something have one."),
    (_cost(parameters=lambda w, s, b: (w + biases_of(s)) * b), _SHARED),
    (_cost(parameters=lambda w, s, b: w * b), _SHARED),
    (_cost(parameters=lambda w, s, _b: math.prod(s)), "You multiplied all sizes. Take neighbours: one matrix for each pair of layers."),
    (_cost(parameters=lambda w, s, _b: sum(s)), "You added the sizes: that counts units. Every unit has a weight for each of its inputs."),
    (_cost(size=lambda p, bits, _b: p * bits), "These are bits. 8 bits make a byte."),
    (_cost(size=lambda p, bits, _b: p * bits / 8 / 2**30), "The bytes are in GiB; plain bytes are wanted."),
    (_cost(size=lambda p, bits, _b: p * bits / 8 / 1e9), "The bytes are in GB; plain bytes are wanted."),
    (_cost(size=lambda p, bits, _b: p * bits / 8 / 1e6), "The bytes are in MB; plain bytes are wanted."),
    (_cost(size=lambda p, bits, b: p * bits / 8 * b), "The weights are stored once, however many examples pass through."),
    (_cost(size=lambda p, _bits, _b: p * 4), "It does not follow `bits`: only at 32 bits does a parameter take 4 bytes."),
    (_cost(size=lambda p, _bits, _b: p), "You counted one byte for each parameter, whatever `bits` says."),
    (_cost(flops=lambda w, _p, b: w * b), "For each weight there is a multiplication and an addition: 2, not 1."),
    (_cost(flops=lambda w, _p, _b: 2 * w), "Every example passes through all weights: multiply by the batch."),
    (_cost(flops=lambda w, p, b: 2 * p * b), "The additions of the biases are not counted here: 2 for each weight."),
    (_cost(flops=lambda w, _p, b: 6 * w * b), "That is a whole training step; the forward pass is a third of it."),
]  # fmt: skip


def training_memory(n: int, optimizer: str, bits: int) -> float:
    """Bytes of training, activations left out."""
    return _memory(_each)(n, optimizer, bits)


def _each(width: float, moments: int, copy: float) -> float:
    """Bytes of one parameter: weight, gradient, moments of 4 bytes, copy."""
    return 2 * width + 4 * moments + copy


def _memory(each: Callable[[float, int, float], float]) -> Callable[[int, str, int], float]:
    """The memory of training with these bytes for one parameter."""
    return lambda n, optimizer, bits: n * each(bits / 8, _MOMENTS[optimizer], 4.0 if bits < 32 else 0.0)


_COPY = "The copy is kept at 32 bits, 4 bytes each."
TRAINING_MEMORY: Mistakes = [
    (_memory(lambda w, _m, _c: w), "These are the weights alone. What else does training keep for each of them?"),
    (_memory(lambda w, _m, _c: 2 * w), "Weights and gradients are there; moments and the copy are still to come."),
    (_memory(lambda w, m, c: _each(w, m, c) - w), "Weights or gradients are missing: each takes `bits` bits for every parameter."),
    (_memory(lambda w, _m, c: _each(w, 0, c)), "The moments are missing: momentum keeps 1 for each parameter, Adam 2."),
    (_memory(lambda w, m, c: _each(w, min(m, 1), c)), "One of Adam's two moments is missing."),
    (_memory(lambda w, m, c: _each(w, 2 * (m > 0), c)), "Momentum keeps one moment for each parameter, not two."),
    (_memory(lambda w, m, c: _each(w, max(m, 1), c)), "Plain SGD keeps no moment."),
    (_memory(lambda w, m, _c: _each(w, m, 0)), "The copy at 32 bits is missing: 4 bytes for each parameter below 32 bits."),
    (_memory(lambda w, m, c: _each(w, m, c * (w == 2))), "At 8 bits a copy is kept too, as it is everywhere below 32 bits."),
    (_memory(lambda w, m, c: _each(w, m, c / 2)), _COPY),
    (_memory(lambda w, m, c: _each(w, m, c and w)), _COPY),
    (_memory(lambda w, m, _c: w + 4 + 4 * m), "Your sum is one number of `bits` bits, one of 4 bytes, and the moments. At `bits` bits there are two, weight and gradient; below 32 bits the copy comes on top."),
    (_memory(lambda _w, m, _c: _each(4, m, 0)), "That comes to 8 bytes and the moments whatever `bits` says. At 16 bits it's right by accident, as 2 + 2 + 4."),
    (_memory(lambda w, m, _c: _each(w, m, 4)), "At 32 bits no copy is needed: the weights are there at 32 bits already."),
    (_memory(lambda w, m, c: 2 * w + w * m + c), "Moments always take 32 bits, 4 bytes each, also beside 16-bit weights."),
    (_memory(lambda w, m, c: w + 4 + 4 * m + c), "Weights take `bits` bits each, and so do gradients: one of the two always has 4 bytes."),
    (_memory(lambda _w, m, c: _each(4, m, c)), "It does not follow `bits`: weights and gradients take 2 bytes each at 16 bits."),
    (_memory(lambda w, m, c: 8 * _each(w, m, c)), "These are bits. 8 bits make a byte."),
    (_memory(lambda w, m, c: _each(w, m, c) / 1e9), "That is in GB; bytes are wanted."),
    (_memory(lambda w, m, c: _each(w, m, c) / 2**30), "That is in GiB; bytes are wanted."),
]  # fmt: skip


def largest_width(budget: int) -> int:
    """The largest width of 784 → w → w → 10, from w² + 796w + 10 ≤ budget, in whole numbers."""
    if budget < 807:
        return 0
    return (math.isqrt(4 * (budget - 10) + 796**2) - 796) // 2


def count_of(width: int) -> int:
    """Parameters of 784 → width → width → 10."""
    return width * width + 796 * width + 10


def _growing(fits: Callable[[int, int], bool], start: int = 0) -> Callable[[int], int]:
    """Widen as long as `fits(width, budget)` says so."""

    def width(budget: int) -> int:
        found = start
        while fits(found, budget):
            found += 1
        return found

    return width


_KNOWN = count_of(128)
_FOUR = (
    "Did you take four times the parameters for twice the width? Only the middle matrix grows on both sides."
)
LARGEST_WIDTH: Mistakes = [
    (_growing(lambda w, budget: count_of(w) <= budget), "That width is one unit too far: its network no longer fits the budget."),
    (_growing(lambda w, budget: count_of(w + 1) < budget), "One unit more uses the budget up exactly, and that is allowed: is it < where <= is meant?"),
    (_growing(lambda w, budget: count_of(w + 1) + 784 <= budget), "Your count is several hundred too high: did you give the 784 inputs biases? Only units that compute something have one."),
    (_growing(lambda w, budget: count_of(w + 1) <= budget, start=1), "Not even one unit fits into this budget: begin with a width of 0."),
    (_growing(lambda w, budget: (w + 1) ** 2 + 794 * (w + 1) <= budget), "That width costs one parameter more than the budget has. Your count is too low: does every hidden unit, and every output, have its bias?"),
    (lambda budget: round(128 * math.sqrt(budget / _KNOWN)), _FOUR),
    (lambda budget: int(128 * math.sqrt(budget / _KNOWN)), _FOUR),
    (lambda budget: int(128 * budget / _KNOWN), "Twice the width is more than twice the parameters: one matrix grows on both sides."),
    (math.isqrt, "That counts the matrix in the middle alone; inputs and outputs need theirs too."),
    (lambda budget: budget // 796, "That leaves out the matrix between the two hidden layers."),
]  # fmt: skip


# --- conversations ---------------------------------------------------------------------------------


def conversations(card: float, n: float, bits: int, depth: int, kv_width: int, tokens: int) -> int:
    """Conversations beside the weights, in bits: 32 for the two numbers of each place, block and token."""
    room, one = 8 * int(card) - int(n) * bits, 32 * depth * kv_width * tokens
    return max(0, room // one)


def _served(
    *,
    weights: Callable[[float, int], float] = lambda n, bits: n * bits / 8,
    one: Callable[[int, int, int, int], float] = lambda depth, width, tokens, _bits: (
        4 * depth * width * tokens
    ),
    count: Callable[[float], float] = lambda found: max(0, math.floor(found)),
) -> Callable[..., float]:
    """The plan with one of its three lines written in another way."""
    return lambda card, n, bits, depth, kv_width, tokens: count(
        (card - weights(n, bits)) / one(depth, kv_width, tokens, bits)
    )


_NO_ROOM = "Where the weights leave no room there are 0 conversations, not fewer. Line 3 was right."
CONVERSATIONS: Mistakes = [
    (_served(one=lambda d, w, t, _b: 2 * d * w * t), "That's the plan's own answer. There are two lists for a token, and a number of 16 bits takes 2 bytes: one of the two 2s is missing."),
    (_served(one=lambda d, w, t, _b: d * w * t), "A block keeps two lists for a token, a key and a value, and each of their numbers takes 2 bytes."),
    (_served(one=lambda d, w, t, _b: 32 * d * w * t), "You count the keys and values in bits and the card in bytes."),
    (_served(one=lambda d, w, t, b: 2 * d * w * t * b / 8), "`bits` belongs to the weights. Keys and values have 16 bits, however the weights are stored."),
    (_served(one=lambda d, w, t, _b: 4 * w * t), "That's a single block. Each of the `depth` blocks keeps keys and values of its own."),
    (_served(one=lambda d, w, t, _b: 4 * d * w), "That's a single token. A conversation has `tokens` of them."),
    (_served(weights=lambda n, _b: 0.0), "The weights have to be on the card too. Line 1 was right."),
    (_served(weights=lambda n, b: n * b), "You took the weights in bits. Line 1 was right: 8 bits make a byte."),
    (_served(weights=lambda n, _b: 2 * n), "The weights take `bits` bits each, which needn't be 16. Line 1 was right."),
    (_served(count=lambda found: int(found)), _NO_ROOM),
    (_served(count=lambda found: math.floor(found)), _NO_ROOM),
    (_served(count=lambda found: max(0, round(found))), "Half a conversation doesn't fit. Line 3 was right: it rounds down."),
    (_served(count=lambda found: max(0, math.ceil(found))), "That's one too many where something is left over. Line 3 was right: it rounds down."),
    (_served(count=lambda found: max(0, math.ceil(found) - 1)), "A conversation that fits exactly counts too."),
]  # fmt: skip


# --- rounded ---------------------------------------------------------------------------------------


def rounded(w: npt.ArrayLike, bits: int) -> npt.NDArray[np.float64]:
    """Each weight as the nearest of all multiples of the scale, found by trying them."""
    values = np.asarray(w, dtype=float)
    top = 2 ** (bits - 1) - 1
    multiples = np.arange(-top, top + 1) * (np.max(np.abs(values)) / top)
    nearest = np.argmin(np.abs(values[..., None] - multiples), axis=-1)
    return np.asarray(multiples[nearest])


def _stored(
    *,
    top: Callable[[int], int] = lambda bits: 2 ** (bits - 1) - 1,
    largest: Callable[[Any], Any] = lambda w: np.abs(w).max(),
    whole: Callable[[Any], Any] = np.round,
    back: Callable[[Any, Any], Any] = lambda count, scale: count * scale,
    none: Callable[[Any], Any] = lambda scale: not np.any(scale),
) -> Callable[[Any, int], Any]:
    """The rounding with one of its parts written in another way."""

    def stored(w: Any, bits: int) -> Any:
        scale = largest(w) / top(bits)
        if none(scale):
            return np.zeros(w.shape)
        return back(whole(w / scale), scale)

    return stored


def _unguarded(w: Any, bits: int) -> Any:
    """Round without a thought for a scale of 0."""
    with np.errstate(invalid="ignore"):
        scale = np.abs(w).max() / (2 ** (bits - 1) - 1)
        return np.round(w / scale) * scale


ROUNDED: Mistakes = [
    (_stored(back=lambda count, _s: count), "These are the whole numbers that are stored. Multiply them by the scale, and they're weights again."),
    (_stored(top=lambda b: 2**b - 1), "You use 2 to the power of bits, minus 1, for one sign. Half of the whole numbers are needed for the other sign: top is 2 ** (bits - 1) - 1."),
    (_stored(top=lambda b: 2 ** (b - 1)), "Your top is one too large: 2 ** (bits - 1) - 1, so 7 for 4 bits."),
    (_stored(top=lambda b: 2**b // 2 - 2), "Your top is one too small: 2 ** (bits - 1) - 1, so 7 for 4 bits."),
    (_stored(whole=np.floor), "You round down. The nearest whole number is wanted."),
    (_stored(whole=np.ceil), "You round up. The nearest whole number is wanted."),
    (_stored(whole=np.trunc), "You cut off what comes after the point. The nearest whole number is wanted."),
    (_stored(largest=np.max), "The largest weight is meant without its sign: first the abs of all weights, then the largest."),
    (_stored(largest=lambda w: np.abs(w).mean()), "The scale comes from the largest weight, not from the mean."),
    (_stored(largest=lambda w: np.abs(w).max(axis=-1, keepdims=True)), "You have a scale for each row. One scale for all of w is wanted."),
    (_stored(largest=lambda w: np.abs(w).max(axis=0)), "You have a scale for each column. One scale for all of w is wanted."),
    (_stored(none=lambda scale: np.isclose(scale, 0)), "Tiny weights come back as 0. That's right only where all weights are exactly 0: compare the scale with `== 0`."),
    (_unguarded, "If all weights are 0, so is the scale, and dividing by it gives nan. Return zeros then."),
    (lambda w, bits: np.array(w, dtype=float), "The weights come back as they were. Divide by the scale, round, multiply by the scale."),
]  # fmt: skip
