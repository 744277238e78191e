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
    """`double(x)` is twice x."""
    x = float(rng.integers(3, 9))
    expect.close(
        s.double(x),
        2 * x,
        given={"x": x},
        diagnoses=[
            (x * x, "That is the square: x was multiplied by itself."),
            (x, "That is x itself: nothing was added yet."),
            (3 * x, "That is three times x: one x too many."),
        ],
    )
