"""The checks of this chapter's exercises: random inputs, and the right result computed in another way."""

from __future__ import annotations

import numpy as np

from coursekit.quiz import Expect, Student, exercise


@exercise(
    "SLUG.double",
    needs=("double",),
    hints=("Which operation puts two equal numbers together?", "Add x to itself."),
    why="A number added to itself is its double.",
)
def check_double(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """`double(x)` is twice x: of a whole number, a fraction, one below 0, and 0."""
    expect.agrees(
        s.double,
        [{"x": x} for x in (float(rng.integers(3, 9)), 0.5, -2.5, 0.0)],
        lambda x: 2 * x,
        mistakes=[
            (lambda x: x * x, "That is the square: x was multiplied by itself."),
            (lambda x: x, "That is x itself: nothing was added yet."),
            (lambda x: 3 * x, "That is three times x: one x too many."),
        ],
    )
