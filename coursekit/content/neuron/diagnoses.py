"""References for the checks of lesson 1 in plain arithmetic, and diagnoses of wrong values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Bend: TypeAlias = Callable[[Any], Any]
Diagnoses: TypeAlias = list[tuple[Any, str]]
Neuron: TypeAlias = tuple[Array, float]

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
XOR = (0, 1, 1, 0)


def identity(z: Any) -> Any:
    """An activation that hands the sum through."""
    return z


def relu(z: Any) -> Any:
    """ReLU, for one sum or for an array of them."""
    return np.maximum(0.0, z)


def tanh(z: Any) -> Any:
    """The hyperbolic tangent, an activation that the lesson has not shown."""
    return np.tanh(z)


def weighted_sum(x: Iterable[float], w: Iterable[float]) -> float:
    """w₁x₁ + w₂x₂ + …, rounded once at the end."""
    return math.fsum(float(a) * float(b) for a, b in zip(x, w, strict=True))


def neuron_diagnoses(x: Array, w: Array, b: float, bend: Bend) -> Diagnoses:
    """Diagnoses of a wrong result for bend(w·x + b); those that end at the right value here are left out."""
    total = weighted_sum(x, w)
    z = total + b
    diagnoses: Diagnoses = [
        (bend(w * x + b), "There is one number for each input here: add the products up before you go on."),
        (bend(total - b), "It looks as if the bias was taken away; it is added."),
    ]
    if bend is identity:
        diagnoses += [
            (total, "The bias is missing: z is the weighted sum plus b."),
            (total * b, "It looks as if the sum was multiplied by b; the bias is added."),
            (abs(z), "The sign of the sum got lost. A sum may be negative."),
            (0.0, "Was it bent with ReLU? Here another activation was handed in: call activation(z)."),
            (
                float(np.sum(x + w)) + b,
                "Inputs and weights seem to be added; to weigh is to multiply.",
            ),
            (float(np.sum(x)) + b, "The weights have no effect: multiply each input by its weight."),
            (total / len(x) + b, "That is the mean of the products; w @ x adds them up."),
            (w[0] * x[0] + b, "Only one of the inputs counts here: add up the products of all of them."),
        ]
    elif bend is relu:
        each = float(np.sum(bend(w * x)))
        diagnoses += [
            (z, "That is the sum z, not bent yet: hand it to activation and return what comes back."),
            (bend(total) + b, "The bend came before the bias: complete the sum, then call activation on it."),
            (each + b, "Each product was bent on its own: add everything up first, then bend once."),
        ]
    return [cause for cause in diagnoses if np.shape(cause[0]) or abs(cause[0] - bend(z)) > 1e-9]


def boundary_diagnoses(w: Array, b: float, x1: float) -> Diagnoses:
    """Diagnoses of wrong ways to solve w₁x₁ + w₂x₂ + b = 0 for x₂."""
    w1, w2 = w
    brackets = "put brackets around the whole sum before you divide."
    return [
        ((w1 * x1 + b) / w2, "The sign is wrong: what moves to the other side changes its sign."),
        (-(w2 * x1 + b) / w1, "The two weights seem to be swapped: x₁ belongs to w[0], and w[1] divides."),
        (-w1 * x1 / w2, "The bias is missing: it moves to the other side too."),
        (-(w1 * x1 - b) / w2, "The bias has the wrong sign: it moves to the other side too."),
        (-(w1 * x1 + b), "The division by w[1] is still to come."),
        (-w1 * x1 - b / w2, f"Only the bias was divided: {brackets}"),
        (-w1 * x1 + b / w2, f"Only the bias was divided: {brackets}"),
        (-w1 * x1 / w2 - b, f"Only the part with x₁ was divided: {brackets}"),
    ]


def gate_diagnosis(w: Array, b: float, answers: dict[tuple[int, ...], int], *, margin: float) -> str:
    """The nearest way out of weights that miss a point, without the numbers."""
    on = [weighted_sum(w, point) for point, label in answers.items() if label]
    off = [weighted_sum(w, point) for point, label in answers.items() if not label]
    if min(on) + b > 0 > max(off) + b:
        return "Every point is on its side, but one lies too near the boundary: move it, or scale w and b up."
    if min(on) + b >= 0 >= max(off) + b:
        return "A point lies on the boundary itself, without any margin: move the boundary with the bias."
    if max(on) + b < 0 < min(off) + b:
        return "Every answer is turned round: change the sign of all weights and of the bias."
    if min(on) - b > 0 > max(off) - b:
        return "The bias has the wrong sign."
    if min(on) - max(off) >= 2 * margin:
        return "The weights can stay as they are; another bias is enough."
    return "No bias helps these weights: which way must the sum move when an input goes from 0 to 1?"


def share(neuron: Neuron, labels: Sequence[int] = XOR) -> float:
    """The share of the four corners that a neuron gets right."""
    w, b = neuron
    hits = [(weighted_sum(w, p) + b > 0) == label for p, label in zip(CORNERS, labels, strict=True)]
    return sum(hits) / len(hits)


def best_by_point(neurons: Sequence[Neuron]) -> float:
    """The share of XOR's corners that at least one of the neurons gets right, which is no neuron's share."""
    hits = [
        any((weighted_sum(w, p) + b > 0) == label for w, b in neurons)
        for p, label in zip(CORNERS, XOR, strict=True)
    ]
    return sum(hits) / len(hits)


def xor_diagnoses(neurons: Sequence[Neuron]) -> Iterator[tuple[float, str]]:
    """Diagnoses of a wrong result for the largest share of these neurons."""
    shares = [share(neuron) for neuron in neurons]
    if len(neurons) > 1:
        again = "The count runs on from one neuron to the next: set it back to 0 for each."
        # In the list that the check tells about, the first neuron is also the worst.
        yield (
            shares[0],
            "That is the first neuron's share, and the smallest: a `return` inside the loop, or `min` for `max`?",
        )
        yield shares[-1], "That is the share of the last neuron in the list; keep the best seen so far."
        yield sum(shares) / len(shares), "That is the mean over the neurons; the largest share is wanted."
        yield sum(shares), again
        yield sum(shares) * 4, again
        yield (
            best_by_point(neurons),
            "A point counts as soon as any neuron gets it; one neuron has to get all its points itself.",
        )
    yield max(shares) * 4, "That is how many points are right; the share is that number divided by 4."
    yield (
        1 - max(shares),
        "That is the share of wrong answers. On means z above zero; right means on where `xor` is 1.",
    )
    yield (
        max(share((w, 0.0)) for w, _ in neurons),
        "Is the bias in the sum? On means that the weighted sum plus b is above zero.",
    )
