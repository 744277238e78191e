"""References for the checks of lesson 1 in plain arithmetic, and the usual mistakes as functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.quiz import Mistake

Array: TypeAlias = npt.NDArray[np.float64]
Bend: TypeAlias = Callable[[Any], Any]
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


def double_plus_one(z: Any) -> Any:
    """An activation that is not 0 at 0."""
    return 2 * z + 1


def weighted_sum(x: Iterable[float], w: Iterable[float]) -> float:
    """w₁x₁ + w₂x₂ + …, pair by pair."""
    return sum(float(a) * float(b) for a, b in zip(x, w, strict=True))


def neuron(x: Array, w: Array, b: float, activation: Bend) -> Any:
    """The activation of the weighted sum plus the bias."""
    return activation(weighted_sum(x, w) + b)


NEURON: list[Mistake] = [
    (
        lambda x, w, b, activation: activation(w * x + b),
        "There is one number for each input here: add the products up before you go on.",
    ),
    (
        lambda x, w, b, activation: activation(w @ x - b),
        "It looks as if the bias was taken away; it is added.",
    ),
    (
        lambda x, w, b, activation: activation(w @ x),
        "The bias is missing: z is the weighted sum plus b.",
    ),
    (
        lambda x, w, b, activation: activation(w @ x * b),
        "It looks as if the sum was multiplied by b; the bias is added.",
    ),
    (
        lambda x, w, b, activation: activation(abs(w @ x + b)),
        "The sign of the sum got lost. A sum may be negative.",
    ),
    (
        lambda x, w, b, activation: w @ x + b,
        "That is the sum z, not bent yet: hand it to activation and return what comes back.",
    ),
    *(
        (
            lambda x, w, b, activation, always=always: always(w @ x + b),
            f"Was it bent with {name}? Another activation may be handed in: call activation(z).",
        )
        for always, name in ((relu, "ReLU"), (tanh, "tanh"))
    ),
    (
        lambda x, w, b, activation: activation(np.sum(x + w) + b),
        "Inputs and weights seem to be added; to weigh is to multiply.",
    ),
    (
        lambda x, w, b, activation: activation(np.sum(x) + b),
        "The weights have no effect: multiply each input by its weight.",
    ),
    (
        lambda x, w, b, activation: activation(np.mean(w * x) + b),
        "That is the mean of the products; w @ x adds them up.",
    ),
    (
        lambda x, w, b, activation: activation(w[0] * x[0] + b),
        "Only one of the inputs counts here: add up the products of all of them.",
    ),
    (
        lambda x, w, b, activation: activation(w[-1] * x[-1] + b),
        "Only the last product arrives: is z set to 0, or overwritten, each time through the loop?",
    ),
    (
        lambda x, w, b, activation: activation(w @ x) + b,
        "The bend came before the bias: complete the sum, then call activation on it.",
    ),
    (
        lambda x, w, b, activation: np.sum(activation(w * x)) + b,
        "Each product was bent on its own: add everything up first, then bend once.",
    ),
    (
        lambda x, w, b, activation: activation(np.sum(w * x + b)),
        "The bias was added to each product, so it counts once for every input: add it once, to their sum.",
    ),
]


def boundary(w: Array, b: float, x1: float) -> float:
    """The x₂ at which w₁x₁ + w₂x₂ + b = 0.

    Raises:
        ValueError: there is none, or any.
    """
    w1, w2 = map(float, w)
    if w2 == 0:
        raise ValueError("The line is vertical: look at w[1] before you divide, and raise when it is 0.")
    return -(w1 * x1 + b) / w2


def _if_not_0(k: int, x2: Callable[..., Any]) -> Callable[..., Any]:
    """A formula behind the question whether weight `k` is 0."""

    def wrong(w: Array, b: float, x1: float) -> Any:
        if w[k] == 0:
            raise ValueError
        return x2(w, b, x1)

    return wrong


def _never(*_given: Any) -> Any:
    raise ValueError


def _right(w: Array, b: float, x1: float) -> Any:
    return -(w[0] * x1 + b) / w[1]


_BRACKETS = "put brackets around the whole sum before you divide."
_SOLVED: list[Mistake] = [
    (
        lambda w, b, x1: (w[0] * x1 + b) / w[1],
        "The sign is wrong: what moves to the other side changes its sign.",
    ),
    (
        lambda w, b, x1: -(w[1] * x1 + b) / w[0],
        "The two weights seem to be swapped: x₁ belongs to w[0], and w[1] divides.",
    ),
    (lambda w, b, x1: -w[0] * x1 / w[1], "The bias is missing: it moves to the other side too."),
    (
        lambda w, b, x1: -(w[0] * x1 - b) / w[1],
        "The bias has the wrong sign: it moves to the other side too.",
    ),
    (lambda w, b, x1: -(w[0] * x1 + b), "The division by w[1] is still to come."),
    (lambda w, b, x1: -w[0] * x1 - b / w[1], f"Only the bias was divided: {_BRACKETS}"),
    (
        lambda w, b, x1: -w[0] * x1 + b / w[1],
        f"Only the bias was divided, and it kept its sign; both parts change theirs. Then {_BRACKETS}",
    ),
    (lambda w, b, x1: -w[0] * x1 / w[1] - b, f"Only the part with x₁ was divided: {_BRACKETS}"),
]

BOUNDARY: list[Mistake] = [
    *((_if_not_0(1, solved), says) for solved, says in _SOLVED),
    *_SOLVED,
    (_if_not_0(0, _right), "This line is not vertical, and has an x₂. Look at w[1], not w[0]."),
    *(
        (wrong, "This line is not vertical, and has an x₂. Raise only where w[1] is 0.")
        for wrong in (_if_not_0(0, _if_not_0(1, _right)), _never)
    ),
]


def gate_diagnosis(w: Array, b: float, answers: dict[tuple[int, ...], int], *, margin: float) -> str:
    """The nearest way out of weights that miss a point, without the numbers."""
    on = [weighted_sum(w, point) for point, label in answers.items() if label]
    off = [weighted_sum(w, point) for point, label in answers.items() if not label]
    roomy = min(on) - max(off) >= 2 * margin
    if min(on) + b > 0 > max(off) + b:
        way = "move the boundary, or scale w and b up" if roomy else "scale w and b up"
        return f"Every point is on its side, but one lies too near the boundary: {way}."
    if min(on) > max(off) and min(on) + b >= 0 >= max(off) + b:
        way = (
            "move the boundary with the bias"
            if roomy
            else "make the weights larger, then move it with the bias"
        )
        return f"A point lies on the boundary itself, without any margin: {way}."
    if max(on) + b < 0 < min(off) + b:
        return "Every answer is turned round: change the sign of all weights and of the bias."
    if min(on) - b > 0 > max(off) - b:
        return "The bias has the wrong sign."
    if roomy:
        return "The weights can stay as they are; another bias is enough."
    if min(on) > max(off):
        return "These weights point the right way and are too small for the margin: make them larger."
    return "No bias helps these weights: which way must the sum move when an input goes from 0 to 1?"


def _hits(neuron: Neuron, on: Callable[[float], bool]) -> list[bool]:
    """Which of XOR's corners a neuron gets right."""
    w, b = neuron
    return [on(weighted_sum(w, p) + b) == label for p, label in zip(CORNERS, XOR, strict=True)]


def share(neuron: Neuron, on: Callable[[float], bool] = lambda z: z > 0) -> float:
    """The share of the four corners that a neuron gets right."""
    return sum(_hits(neuron, on)) / len(CORNERS)


def _counted(neuron: Neuron, counts: Callable[[bool, int], bool]) -> float:
    """The share of the four corners that count, given whether the neuron is on and the answer of XOR."""
    w, b = neuron
    return sum(counts(weighted_sum(w, p) + b > 0, label) for p, label in zip(CORNERS, XOR, strict=True)) / 4


def xor_best(neurons: Sequence[Neuron]) -> float:
    """The largest share of one of the neurons."""
    return max(map(share, neurons))


def best_by_point(neurons: Sequence[Neuron]) -> float:
    """The share of XOR's corners that at least one of the neurons gets right, which is no neuron's share."""
    return sum(map(any, zip(*(_hits(each, lambda z: z > 0) for each in neurons), strict=True))) / len(CORNERS)


_RUNS_ON = (
    "The shares of the neurons are added up. Is the count set back to 0 for each neuron, "
    "and the best kept with `max`, not +? It starts at 0."
)

XOR_BEST: list[Mistake] = [
    (
        lambda neurons: 1.0,
        "No single neuron gets all four. Is every point counted, right or wrong, or does `best` start at 1?",
    ),
    (
        lambda neurons: 0.75,
        "That is the ceiling of all neurons; the largest share in this list is asked.",
    ),
    (
        lambda neurons: max(share(each, lambda z: z >= 0) for each in neurons),
        "Where z is exactly 0 the neuron is off: on means above zero.",
    ),
    (
        lambda neurons: share(neurons[0]),
        "That is the first neuron's share: is there a `return` inside the loop?",
    ),
    (
        lambda neurons: min(map(share, neurons)),
        "That is the smallest share: is it `min` where `max` is meant?",
    ),
    (
        lambda neurons: share(neurons[-1]),
        "That is the share of the last neuron in the list; keep the best seen so far, and compare share with share: right / 4 > best.",
    ),
    (
        lambda neurons: sum(map(share, neurons)) / len(neurons),
        "That is the mean over the neurons; the largest share is wanted.",
    ),
    (lambda neurons: sum(map(share, neurons)), _RUNS_ON),
    (lambda neurons: sum(map(share, neurons)) * 4, _RUNS_ON),
    (
        best_by_point,
        "A point counts as soon as any neuron gets it; one neuron has to get all its points itself.",
    ),
    (
        lambda neurons: xor_best(neurons) * 4,
        "That is how many points are right; the share is that number divided by 4.",
    ),
    *(
        (
            wrong,
            "That is the share of wrong answers. On means z above zero; right means on where `xor` is 1.",
        )
        for wrong in (
            lambda neurons: 1 - xor_best(neurons),
            lambda neurons: max(share(each, lambda z: z < 0) for each in neurons),
            lambda neurons: max(1 - share(each) for each in neurons),
        )
    ),
    (
        lambda neurons: max(_counted(each, lambda on, label: on and not label) for each in neurons),
        "Only wrong ons are counted: a point is right where on agrees with `xor`. (And `> 0 == label` needs brackets around the comparison with 0.)",
    ),
    (
        lambda neurons: max(_counted(each, lambda on, label: on and bool(label)) for each in neurons),
        "Only the right ons are counted: off is right as well where `xor` is 0.",
    ),
    (
        lambda neurons: max(_counted(each, lambda on, label: on) for each in neurons),
        "That is the share of points that are on; whether they should be is in `xor`. (Python reads `> 0 & label` as `> (0 & label)`.)",
    ),
    (
        lambda neurons: max(share((w, 0.0)) for w, _ in neurons),
        "Is the bias in the sum, and is the sum compared with 0? On means that the weighted sum plus b is above zero.",
    ),
    (
        lambda neurons: max(share((w, -b)) for w, b in neurons),
        "It looks as if the bias was taken away; it is added.",
    ),
]
