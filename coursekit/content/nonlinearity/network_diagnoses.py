"""References for stacked layers and hinges in the checks of lesson 2, and diagnoses of wrong ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from coursekit.content.nonlinearity.diagnoses import Array, Diagnoses, by_entry

Layer: TypeAlias = tuple[Array, Array]


def collapse(layers: Sequence[Layer]) -> Layer:
    """Return the one layer that a stack equals, found by sending inputs through it: 0 gives b, each unit vector a row of W."""

    def run(x: Array) -> Array:
        for weights, biases in layers:
            x = np.einsum("ij,jk->ik", x, weights) + biases
        return x

    n_in = len(layers[0][0])
    b = run(np.zeros((1, n_in)))[0]
    return run(np.eye(n_in)) - b, b


def collapse_diagnoses(layers: Sequence[Layer]) -> tuple[Diagnoses, Diagnoses]:
    """Diagnoses of a wrong W, and of a wrong b; for layers of one size."""
    tables, biases = [w for w, _ in layers], [b for _, b in layers]
    first_two, _ = collapse(layers[:2])
    last_b = collapse([*layers[:-1], (tables[-1], np.zeros_like(biases[-1]))])[1]
    product = collapse(layers)[0]
    for_w: Diagnoses = [
        (
            collapse(layers[::-1])[0],
            "The layers are multiplied in reversed order: the first layer comes first.",
        ),
        (first_two, "Only two layers are in it; go through all of them."),
        (tables[-1], "That is the last W alone. All of them are multiplied."),
        (tables[0], "That is the first W alone. All of them are multiplied."),
        (np.sum(tables, axis=0), "The tables were added; one after the other they multiply, with @."),
        (np.prod(tables, axis=0), "`*` multiplies entry by entry. A layer is a matrix product: use @."),
        (product.T, "Rows and columns are swapped."),
    ]
    for_b: Diagnoses = [
        (
            np.zeros_like(biases[-1]),
            "The bias is missing: it passes through the later weights and arrives as a constant.",
        ),
        (
            biases[-1],
            "That is the last bias alone. The earlier ones pass through the later weights and arrive too.",
        ),
        (
            np.sum(biases, axis=0),
            "The biases were added as they are. Each one passes through the later weights first.",
        ),
        (last_b, "The last bias is missing."),
        (
            biases[0],
            "That is the first bias alone. It passes through the later weights, and the later biases are "
            "added.",
        ),
        (biases[0] @ product, "The first bias went through its own W too; a bias is added after it."),
    ]
    return for_w, for_b


def curve(x: Array, w: Array, b: Array, v: Array, c: float) -> Array:
    """A network of ReLU hinges, point by point."""
    return by_entry(
        lambda at: c + math.fsum(vk * max(0.0, wk * at + bk) for wk, bk, vk in zip(w, b, v, strict=True)), x
    )


def hinge_diagnoses(xs: Array, ys: Array) -> Diagnoses:
    """Values at the points of networks with one thing wrong, and what each of them says."""
    slopes = np.diff(ys) / np.diff(xs)
    turns = np.diff(slopes, prepend=0.0)
    ones, start = np.ones(len(turns)), float(ys[0])

    def at_points(b: Array, v: Array, c: float) -> Array:
        return curve(xs, ones[: len(v)], b, v, c)

    place = "The kinks are in the wrong place: "
    return [
        (
            at_points(-xs[1:], turns, start),
            f"{place}each lies at the point where its piece begins, not where it ends.",
        ),
        (at_points(xs[:-1], turns, start), f"{place}x − p is zero at p, so each bias is minus the place."),
        (
            at_points(-xs[:-1], slopes, start),
            "Each v is a change of slope: what the earlier hinges brought is already there.",
        ),
        (
            at_points(-xs[:-1], turns, 0.0),
            "The curve has the right shape and the wrong height: c is the height of the first point.",
        ),
        (
            at_points(-xs[:-1], turns, float(ys[-1])),
            "The height is that of the last point. Every hinge is off at the first one.",
        ),
        (
            at_points(-xs[:-1], np.diff(np.diff(ys), prepend=0.0), start),
            "A slope is the rise divided by the distance of the two xs; they are not always 1 apart.",
        ),
        (
            at_points(-xs[1:-1], turns[1:], start),
            "The first piece is flat: one more hinge belongs at the first point.",
        ),
    ]
