"""References for the checks of lesson 6 in plain arithmetic, and diagnoses of wrong values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

Diagnoses: TypeAlias = list[tuple[Any, str]]

MOMENTS = {"sgd": 0, "momentum": 1, "adam": 2}
MEMORY_CASES = (("sgd", 16), ("sgd", 32), ("momentum", 32), ("adam", 32), ("adam", 16))


def weights_of(sizes: Sequence[int]) -> int:
    """Weights of a network with these layers."""
    return sum(sizes[k] * sizes[k + 1] for k in range(len(sizes) - 1))


def biases_of(sizes: Sequence[int]) -> int:
    """Biases: one for every unit that is not an input."""
    return sum(sizes) - sizes[0]


def parameters_of(sizes: Sequence[int]) -> int:
    """Weights and biases."""
    return weights_of(sizes) + biases_of(sizes)


def parameter_diagnoses(sizes: Sequence[int], batch: int) -> Diagnoses:
    """Diagnoses of wrong ways to count parameters."""
    weights, parameters = weights_of(sizes), parameters_of(sizes)
    return [
        (weights, "The biases are missing: one for every unit that is not an input."),
        (weights + sum(sizes) - sizes[-1], "The biases belong to the outputs of each layer, not to its inputs."),
        (weights + sum(sizes), "Inputs have no bias; only units that compute something have one."),
        (parameters * batch, "Examples share the weights, so the batch does not multiply the parameters."),
        (weights * batch, "Examples share the weights, so the batch does not multiply the parameters."),
        (math.prod(sizes), "You multiplied all sizes. Take neighbours: one matrix for each pair of layers."),
        (sum(sizes), "You added the sizes: that counts units. Every unit has a weight for each of its inputs."),
    ]  # fmt: skip


def bytes_diagnoses(parameters: int, bits: int, batch: int) -> Diagnoses:
    """Diagnoses of wrong ways to turn a count into bytes."""
    right = parameters * bits / 8
    return [
        (parameters * bits, "These are bits. 8 bits make a byte."),
        (right / 2**30, "That is in GiB; bytes are wanted."),
        (right / 1e9, "That is in GB; bytes are wanted."),
        (right / 1e6, "That is in MB; bytes are wanted."),
        (right * batch, "The weights are stored once, however many examples pass through."),
        (parameters * 4, "It does not follow `bits`: 4 bytes are a parameter at 32 bits."),
        (parameters, "You counted one byte for each parameter, whatever `bits` says."),
    ]


def flops_diagnoses(sizes: Sequence[int], batch: int) -> Diagnoses:
    """Diagnoses of wrong ways to count the operations of a forward pass."""
    weights, parameters = weights_of(sizes), parameters_of(sizes)
    return [
        (weights * batch, "For each weight there is a multiplication and an addition: 2, not 1."),
        (2 * weights, "Every example passes through all weights: multiply by the batch."),
        (2 * parameters * batch, "The additions of the biases are not counted here: 2 for each weight."),
        (6 * weights * batch, "That is a whole training step; the forward pass is a third of it."),
    ]


def memory_of(n: int, optimizer: str, bits: int) -> float:
    """Bytes of training, activations left out."""
    return n * _each(bits / 8, MOMENTS[optimizer], 4.0 if bits == 16 else 0.0)


def _each(width: float, moments: int, copy: float) -> float:
    """Bytes of one parameter: weight, gradient, moments of 4 bytes, copy."""
    return 2 * width + 4 * moments + copy


def memory_diagnoses() -> list[tuple[list[float], str]]:
    """Bytes of one parameter in all the cases of MEMORY_CASES, as a wrong function gives them, and the cause.

    Taken case by case many mistakes look alike; all cases together tell them apart.
    """
    found: list[tuple[list[float], str]] = []

    def wrong(each: Callable[[float, int, float], float], sentence: str) -> None:
        cases = ((bits / 8, MOMENTS[name], 4.0 if bits == 16 else 0.0) for name, bits in MEMORY_CASES)
        found.append(([each(*case) for case in cases], sentence))

    wrong(lambda w, _m, _c: w, "These are the weights alone. What else does training keep for each of them?")
    wrong(lambda w, _m, _c: 2 * w, "Weights and gradients are there; moments and the copy are still to come.")
    wrong(lambda w, m, c: _each(w, m, c) - w, "The gradients are missing: as many numbers as weights.")
    wrong(
        lambda w, _m, c: _each(w, 0, c),
        "The moments are missing: momentum keeps 1 for each parameter, Adam 2.",
    )
    wrong(lambda w, m, c: _each(w, min(m, 1), c), "One of Adam's two moments is missing.")
    wrong(lambda w, m, c: _each(w, 2 * (m > 0), c), "Momentum keeps one moment for each parameter, not two.")
    wrong(lambda w, m, c: _each(w, max(m, 1), c), "Plain SGD keeps no moment.")
    wrong(
        lambda w, m, _c: _each(w, m, 0),
        "The copy at 32 bits is missing: 4 bytes for each parameter at 16 bits.",
    )
    wrong(lambda w, m, c: _each(w, m, c / 2), "The copy is kept at 32 bits, 4 bytes each, not at 16.")
    wrong(
        lambda w, m, _c: _each(w, m, 4),
        "At 32 bits no copy is needed: the weights are there at 32 bits already.",
    )
    wrong(
        lambda w, m, c: 2 * w + w * m + c,
        "Moments always take 32 bits, 4 bytes each, also beside 16-bit weights.",
    )
    wrong(
        lambda _w, m, c: _each(4, m, c),
        "It does not follow `bits`: weights and gradients take 2 bytes each at 16 bits.",
    )
    wrong(lambda w, m, c: 8 * _each(w, m, c), "These are bits. 8 bits make a byte.")
    wrong(lambda w, m, c: _each(w, m, c) / 1e9, "That is in GB; bytes are wanted.")
    wrong(lambda w, m, c: _each(w, m, c) / 2**30, "That is in GiB; bytes are wanted.")
    return found


def width_for(budget: int) -> int:
    """The largest width of 784 → w → w → 10, from w² + 796w + 10 ≤ budget, in whole numbers."""
    if budget < 807:
        return 0
    return (math.isqrt(4 * (budget - 10) + 796**2) - 796) // 2


def width_diagnoses(budget: int) -> Diagnoses:
    """Diagnoses of wrong widths for a budget."""
    known = 128 * 128 + 796 * 128 + 10
    return [
        (round(128 * math.sqrt(budget / known)), _FOUR),
        (int(128 * math.sqrt(budget / known)), _FOUR),
        (int(128 * budget / known), "Twice the width is more than twice the parameters: one matrix grows on both sides."),
        (math.isqrt(budget), "That counts the matrix in the middle alone; inputs and outputs need theirs too."),
        (int(budget / 796), "That leaves out the matrix between the two hidden layers."),
    ]  # fmt: skip


_FOUR = (
    "Did you take four times the parameters for twice the width? Only the middle matrix grows on both sides."
)
