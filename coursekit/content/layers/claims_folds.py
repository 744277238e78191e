"""Numbers of lesson 3 about creases, slopes and pieces."""

from __future__ import annotations

from functools import cache

import numpy as np

from coursekit.content.claims import Claims

__all__ = ["claims", "counted", "one_layer"]

claims = Claims()
given = claims.given


# --- folds ----------------------------------------------------------------------------------------


@cache
def counted(k: int) -> int:
    """Straight pieces after k folds of the line from 0 to 1, counted on a grid that holds every crease."""
    x = np.linspace(0, 1, 2**8 + 1)
    for _ in range(k):
        x = np.where(x < 0.5, 2 * x, 2 - 2 * x)
    return 1 + int(np.count_nonzero(np.diff(np.diff(x))))


@cache
def one_layer(n: int) -> int:
    """The most pieces of n ReLU units side by side: the kinks of random ones, all different, and one more."""
    rng = np.random.default_rng(n)
    kinks = np.sort(-rng.normal(size=n) / rng.normal(size=n))
    return len(np.unique(kinks)) + 1


claims("rise from 0 to 1, then they come back to 0")(lambda: (0, 2 * 0.5, 2 - 2 * 1))
claims("The points 0.25 and 0.75 now lie on each other")(
    lambda: (0.25, 0.75) if 2 * 0.25 == 2 * 0.75 - 4 * (0.75 - 0.5) else ()
)
claims("64 pieces after six folds, made by 12 units")(lambda: (counted(6), 2 * 6))
claims("12 units make at most 13 pieces")(lambda: (12, one_layer(12)))
claims("The same 10 units give 32 pieces when they stand in five layers, and at most 11 when")(
    lambda: (2 * 5, counted(5), one_layer(10))
)
claims("To get 32 pieces from one layer you would need 31 units")(
    lambda: (counted(5), next(n for n in range(1, 100) if one_layer(n) >= counted(5)))
)
claims("for 32 pieces it needs 31 units, and folding needs 10", at="more-layers")(
    lambda: (counted(5), next(n for n in range(1, 100) if one_layer(n) >= counted(5)), 2 * 5)
)
claims("exactly 2, 4, 8, … = 2ᵏ")(lambda: (counted(1), counted(2), counted(3), 2))

claims("answer 32", at="pre-creases")(lambda: counted(5))
claims("every piece: 2, 4, 8, 16, 32", at="pre-creases")(lambda: tuple(counted(k) for k in range(1, 6)))
claims("one fold makes 2 pieces", "The first one makes 2 pieces", at="pre-creases")(lambda: counted(1))
claims("both: 2, then 4, then 8")(lambda: (counted(1), counted(2), counted(3)))
claims("slip 10", at="pre-creases")(lambda: 2 * 5)
claims("slip 6", "would make 6 pieces", at="pre-creases")(lambda: 5 + 1)
claims("slip 31", "31 is the number of creases")(lambda: counted(5) - 1)
claims("slip 25")(lambda: 5 * 5)
given("That is 5 times 5", "it is 2 times itself", why="what was multiplied")
claims("five times: 2·2·2·2·2", "five of them make 2·2·2·2·2", at="pre-creases")(lambda: (counted(1),) * 5)
claims("slip 16")(lambda: counted(4))

given(
    "these 10 units divide it",
    "can do side by side",
    "each of the 10 units",
    "what these 10 units can",
    "The same 10 ReLU units",
    why="asked about",
)
claims("answer 32", at="pieces-folds")(lambda: counted(5))
claims("they double five times: 2·2·2·2·2 = 32")(lambda: (*(counted(1),) * 5, counted(5)))
claims("slip 11", at="pieces-folds")(lambda: one_layer(10))
claims("11 is what these 10 units can do side by side")(lambda: (one_layer(10), 10))
claims("slip 10", at="pieces-folds")(lambda: 2 * 5)
claims("slip 1024")(lambda: 2**10)
claims("slip 64", at="pieces-folds")(lambda: counted(6))
claims("there is 1 piece, and the first fold makes 2")(lambda: (counted(0), counted(1)))
claims("answer 11", at="pieces-one-layer")(lambda: one_layer(10))
claims("10 kinks divide a line into 11 pieces")(lambda: (10, one_layer(10)))
given(
    "How many pieces do 10 kinks make",
    "slip 10",
    "10 is the number of kinks",
    at="pieces-one-layer",
    why="the kinks of 10 units",
)
claims("slip 32", "32 is what they reach in five layers", at="pieces-one-layer")(lambda: counted(5))
claims("slip 21", at="pieces-one-layer")(lambda: 2 * 10 + 1)
claims("slip 2", "One kink makes 2 pieces", at="pieces-one-layer")(lambda: one_layer(1))

given(
    "A unit relu(4x − 1)",
    "4x − 1 = 0",
    "1 is the size of the bias",
    "make up for the 1",
    "4 times x",
    why="asked about",
)
given("4x − 1 is zero", "strip from 0 to 1", "its kink at x = 0", why="asked about")
claims("answer 0.25", at="crease-place")(lambda: 1 / 4)
claims("is zero at x = 0.25")(lambda: 1 / 4)
given("slip 1", "slip 0", "slip 4", at="crease-place", why="bias, zero, weight over bias")
claims("at x = 1 the sum is 3")(lambda: (1, 4 * 1 - 1))
claims("slip −0.25", at="crease-place")(lambda: -1 / 4)
claims("At x = −0.25 the sum is −2")(lambda: (-0.25, 4 * -0.25 - 1))
claims("At x = 0 the sum is −1")(lambda: (0, 4 * 0 - 1))


@cache
def steepest(k: int) -> float:
    """The slope of the rising pieces after k folds."""
    x = np.linspace(0, 1, 2**8 + 1)
    y = x
    for _ in range(k):
        y = np.where(y < 0.5, 2 * y, 2 - 2 * y)
    return float((np.diff(y) / np.diff(x)).max())


claims("makes slopes of 2 and −2")(lambda: (steepest(1), -steepest(1)))
claims("answer 8", at="slope-after-folds")(lambda: steepest(3))
claims("stretches by 2 what it gets: 2·2·2 = 8. That is why 8 pieces")(
    lambda: (2, 2, 2, 2, steepest(3), counted(3))
)
claims("2 + 2 + 2 is 6")(lambda: (2, 2, 2, 2 + 2 + 2))
claims("slip 6", at="slope-after-folds")(lambda: 3 * 2)
claims("slip 2", "2 is the slope of the last fold", at="slope-after-folds")(lambda: steepest(1))
claims("slip 4", "4 is the slope after two folds", at="slope-after-folds")(lambda: steepest(2))
