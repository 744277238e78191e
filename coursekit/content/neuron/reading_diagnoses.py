"""References and usual mistakes for the exercises on a broken neuron and on one that reads digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coursekit.content.neuron.diagnoses import Array, weighted_sum
from coursekit.quiz import Mistake


def repaired(x: Sequence[float], w: Sequence[float], b: float) -> float:
    """ReLU of the weighted sum plus the bias."""
    return max(0.0, weighted_sum(x, w) + b)


REPAIRED: list[Mistake] = [
    (
        lambda x, w, b: max(0, w[-1] * x[-1] + b),
        "Only the last product arrives: is z set to 0, or overwritten, each time through the loop?",
    ),
    (
        lambda x, w, b: max(0, w[0] * x[0] + b),
        "Only the first product arrives: is the `return` inside the loop?",
    ),
    (lambda x, w, b: weighted_sum(x, w) + b, "That is the sum z, not bent yet: line 3 was right."),
    (lambda x, w, b: max(0, weighted_sum(x, w)), "The bias is missing: z is the weighted sum plus b."),
    (
        lambda x, w, b: max(0, weighted_sum(x, w) - b),
        "It looks as if the bias was taken away; it is added.",
    ),
    (
        lambda x, w, b: max(0, weighted_sum(x, w)) + b,
        "The bend came before the bias: complete the sum, then take the larger of 0 and z.",
    ),
    (
        lambda x, w, b: max(0, weighted_sum(x, w) + len(x) * b),
        "The bias was added once for every input: add it once, after the loop.",
    ),
    (
        lambda x, w, b: max(0, weighted_sum(x, w) + 2 * b),
        "The bias counts twice: it may start the sum or end it, not both.",
    ),
    (
        lambda x, w, b: sum(max(0, wi * xi) for wi, xi in zip(w, x, strict=True)) + b,
        "Each product was bent on its own: add everything up first, then bend once.",
    ),
    (
        lambda x, w, b: min(0, weighted_sum(x, w) + b),
        "ReLU takes the larger of 0 and z; that is the smaller one.",
    ),
    (
        lambda x, w, b: abs(weighted_sum(x, w) + b),
        "That is the absolute value: ReLU turns a negative sum into 0.",
    ),
    (
        lambda x, w, b: max(0, weighted_sum(x[1:], w[1:]) + b),
        "The first input is left out: Python counts from 0.",
    ),
    (
        lambda x, w, b: max(0, weighted_sum(x[:-1], w[:-1]) + b),
        "The last input is left out: range(len(x)) goes to the end.",
    ),
]


def share_right(images: Array, is_yes: Sequence[bool], w: Array, b: float) -> float:
    """The share of the rows whose sum is above zero where they should be, and only there."""
    hits = [(weighted_sum(image, w) + b > 0) == yes for image, yes in zip(images, is_yes, strict=True)]
    return sum(map(bool, hits)) / len(hits)


def _divided(count: float, by: int) -> float:
    """A quotient as NumPy gives it: infinity or NaN where `by` is 0."""
    with np.errstate(all="ignore"):
        return float(np.float64(count) / by)


SHARE_RIGHT: list[Mistake] = [
    (
        lambda images, is_yes, w, b: share_right(images, is_yes, w, 0),
        "Is the bias in the sum, and is the sum compared with 0? Yes means that the weighted sum plus b is above zero.",
    ),
    (
        lambda images, is_yes, w, b: share_right(images, is_yes, w, -b),
        "It looks as if the bias was taken away; it is added.",
    ),
    (
        lambda images, is_yes, w, b: (
            sum(weighted_sum(i, w) + b > 0 and not yes for i, yes in zip(images, is_yes, strict=True))
            / len(images)
        ),
        "Only wrong yeses are counted: a yes is right where is_yes is True. (And `z > 0 == yes` needs brackets around `z > 0`.)",
    ),
    (
        lambda images, is_yes, w, b: sum(weighted_sum(each, w) + b <= 0 for each in images) / len(images),
        "That is the share of images that get a no; whether they deserve it is in is_yes. (If you compare with `is`: use `==`.)",
    ),
    (
        lambda images, is_yes, w, b: share_right(images[-1:], is_yes[-1:], w, b) / len(images),
        "Only the last image counts: is `right` set anew in the loop, or is it `=+` where `+=` is meant?",
    ),
    (
        lambda images, is_yes, w, b: 1 - share_right(images, is_yes, w, b),
        "That is the share of wrong answers: yes means z > 0, and right means that it equals what is_yes says.",
    ),
    (
        lambda images, is_yes, w, b: share_right(images, is_yes, w, b) * len(images),
        "That is how many are right; the share is that number divided by len(images).",
    ),
    (
        lambda images, is_yes, w, b: 100 * share_right(images, is_yes, w, b),
        "That is the share in percent; a number from 0 to 1 is asked.",
    ),
    (
        lambda images, is_yes, w, b: sum(weighted_sum(each, w) + b > 0 for each in images) / len(images),
        "That is the share of images that get a yes; whether they deserve it is in is_yes. "
        "(Python reads `z > 0 & yes` as `z > (0 & yes)`.)",
    ),
    (
        lambda images, is_yes, w, b: float(
            np.mean([weighted_sum(i, w) + b >= 0 for i in images] == np.asarray(is_yes))
        ),
        "Where z is exactly 0 the answer is no: yes means above zero.",
    ),
    (
        lambda images, is_yes, w, b: (
            sum(weighted_sum(i, w) + b > 0 and bool(yes) for i, yes in zip(images, is_yes, strict=True))
            / len(images)
        ),
        "Only the right yeses are counted: a no is right as well where is_yes is False.",
    ),
    (
        lambda images, is_yes, w, b: _divided(
            share_right(images, is_yes, w, b) * len(images), sum(map(bool, is_yes))
        ),
        "Divide by the number of all images, not by the number of those that deserve a yes.",
    ),
    *(
        (
            wrong,
            "That is the answer for the first image alone: is there a `return` or a `break` inside the loop?",
        )
        for wrong in (
            lambda images, is_yes, w, b: share_right(images[:1], is_yes[:1], w, b),
            lambda images, is_yes, w, b: share_right(images[:1], is_yes[:1], w, b) / len(images),
        )
    ),
]
