"""The numbers in lesson 1's texts: each is computed again here, or said to be chosen.

The arithmetic is written out once more, without the course's own functions, so that an error there cannot
hide here.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np

from coursekit.content import chapter, find_question
from coursekit.content.claims import Claims
from coursekit.datasets import house_prices

__all__ = ["claims"]

claims = Claims()
given = claims.given

# --- chosen by the author -------------------------------------------------------------------------

given(
    "inputs from −2 to 2",
    "it rises through 0",
    "it is flat at 0 up to",
    at="pictures.py",
    why="the opening picture",
)
given("max(0, z)", "into 0", "gives 0 when it is not", "larger of 0 and z", why="what ReLU is")
given("The output is 0 on one side", "output stays 0", "begin to rise above 0", why="what ReLU is")
given(
    "2z",
    "max(0, 2z)?",
    "max(0, 2z) is 2·max(0, z)",
    "An output of 0 stays 0",
    why="the doubling that is asked about",
)
given("2w₁x₁ + 2w₂x₂ + 2b", "2wx + 2b is 2(wx + b)", why="the doubling that is asked about")
given("on or off, 1 or 0", why="what a switch is")
given("slip 1", at="after-relu", why="what a switch would give")
given("z = 0", "x₂ + b = 0", "`z > 0`", "above 0: ", why="what on and the boundary are")
given("w₂ is 0", "w2 is 0", "if w[1] == 0", why="when a line is vertical")
given("each 0 or 1", "inputs are 1", "of them is 1", "inputs is 1", "input is 0", why="what the gates are")
given("0 is perfect", why="a square is never negative")
given("[3Blue1Brown", "chapter 1](", "chapter 3:", at="chapter.yaml", why="names of a film and a chapter")
given("`w[0]`", "`w[1]`", "w[0] * x1 + b) / w[1]", why="places in an array")
given("at least 0.1 where", "at most −0.1 where", why="the margin that the exercise sets")
given("start at 0 as long", "knobs end at 3", why="the knobs of the meter")
given("count back to 0", "best = 0.0", "right / 4", "divided by 4", why="counting four points")
given("200 m² costs more than one of 100 m²", "in 100 m²", "in 100,000", why="sizes and units of the example")
given("in 32 bit", why="how the meter stores a number")
given("Let the computer try 200,000", "No luck among 200,000", why="as many as are tried")

# --- the neuron worked out by hand ----------------------------------------------------------------

W, B, X = (0.5, 2.0, -1.0), 1.0, (2.0, -1.0, 3.0)
PRODUCTS = tuple(w * x for w, x in zip(W, X, strict=True))
TOTAL = sum(PRODUCTS)
Z = TOTAL + B
given("w = (0.5, 2, −1) and the bias b = 1", "x = (2, −1, 3)", why="the neuron worked out by hand")

claims("answer −3", "slip −3", "The sum z is −3", at="questions.yaml")(lambda: Z)
claims("slip −4", "and −4 is their sum", "−4 is the sum of the three products")(lambda: TOTAL)
claims("slip −5")(lambda: TOTAL - B)
claims("slip 3", at="z-by-hand")(lambda: W[0] * X[0] + W[1] * X[1] + X[2] + B)
claims("slip 1", at="z-by-hand")(lambda: W[0] * X[0] + W[1] + W[2] * X[2] + B)
claims("slip 7")(lambda: sum(map(abs, PRODUCTS)) + B)
claims("slip 5")(lambda: sum(X) + B)
claims("slip 0", "0 is what ReLU makes of this sum")(lambda: max(0, Z))
claims("answer 0")(lambda: max(0, Z))
claims("slip 3", at="after-relu")(lambda: abs(Z))
claims("larger of 0 and −3 is 0")(lambda: (0, Z, max(0, Z)))
claims("The sum is z = −3")(lambda: Z)
claims("You turned −3 into 3")(lambda: (Z, abs(Z)))
claims(
    "The products are 0.5·2 = 1, then 2·(−1) = −2, then (−1)·3 = −3. "
    "They add up to −4, and the bias lifts the sum to −3"
)(lambda: (*itertools.chain.from_iterable(zip(W, X, PRODUCTS, strict=True)), TOTAL, Z))
claims("0.5·2, then 2·(−1), then (−1)·3. Add them up, and the bias 1")(
    lambda: (*itertools.chain.from_iterable(zip(W, X, strict=True)), B)
)
claims("the weight −1: with it the input 3 pulls the sum down by 3, and reading it as 1 ends at 3")(
    lambda: (W[2], X[2], -PRODUCTS[2], -W[2], Z + 2 * X[2])
)
claims("The second input is −1, so 2·(−1) is −2; counting it as 2 ends at 1")(
    lambda: (X[1], W[1], X[1], PRODUCTS[1], -PRODUCTS[1], Z - 2 * PRODUCTS[1])
)
claims("1 + 2 + 3 + 1. Two of them pull it down: 2·(−1) = −2 and (−1)·3 = −3")(
    lambda: (*map(abs, PRODUCTS), B, W[1], X[1], PRODUCTS[1], W[2], X[2], PRODUCTS[2])
)
claims("2 − 1 + 3 + 1 is 5: the inputs as they are")(lambda: (X[0], -X[1], X[2], B, sum(X) + B))


given("x = (1, 2), with weights w = (3, −1) and bias b = 0.5", why="the first example of the lesson")
claims("1 · 3 = 3 and 2 · (−1) = −2")(lambda: (1, 3, 1 * 3, 2, -1, 2 * -1))
claims("3 − 2 + 0.5 = 1.5")(lambda: (3, 2, 0.5, 1 * 3 + 2 * -1 + 0.5))
claims("max(0, 1.5) = 1.5")(lambda: (0, 1.5, max(0, 1 * 3 + 2 * -1 + 0.5)))
claims("two inputs has 3 parameters")(lambda: 2 + 1)
claims("Five weights and a bias, so 6.")(lambda: 5 + 1)
claims("The weighted sum is 1.")(lambda: 1 * 3 + 2 * -1)


@claims("up to a bias of −1.0. One step further, at −0.9, the neuron wakes up")
def bias_that_wakes() -> tuple[float, float]:
    """The last bias in steps of 0.1 that leaves the first example at zero, and the first that does not."""
    total, steps = 1 * 3 + 2 * -1, [k / 10 for k in range(-60, 61)]
    return max(b for b in steps if total + b <= 0), min(b for b in steps if total + b > 0)


given("With w = (1, 1) and b = −1 the point (1, 0) lies on it", "So does (0, 1)", why="the first boundary")
claims("since 1 + 0 − 1 = 0")(lambda: (1, 0, 1, 1 * 1 + 1 * 0 - 1))

# --- houses and shelves ---------------------------------------------------------------------------


claims("less than nothing; now it is at 0")(lambda: max(0.0, 2.0 * 0.4 - 1.0))


@cache
def houses() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The houses of the lesson."""
    return house_prices(rng=np.random.default_rng(1))


@claims("Below are 24 made-up houses")
def how_many_houses() -> int:
    """As many as the widget draws."""
    return len(houses()[0])


@claims("No straight line gets below 0.098")
def best_line() -> float:
    """Mean squared error left by least squares: the variance of the price, less what the size explains."""
    size, price = houses()
    ds, dp = size - size.mean(), price - price.mean()
    return float(np.mean(dp**2) - np.mean(ds * dp) ** 2 / np.mean(ds**2))


@claims("the loss falls to 0.06.")
def best_line_bent() -> float:
    """The loss of max(0, w·size + b) at the straight line that the sliders' steps come closest with."""
    size, price = houses()
    straight = {(w, b): np.mean((w * size + b - price) ** 2) for w, b in slider_settings()}
    w, b = min(straight, key=straight.__getitem__)
    return float(np.mean((np.maximum(0, w * size + b) - price) ** 2))


@claims("falls below 0.01:")
def best_bent_line() -> float:
    """0.01 where the best max(0, w·size + b) that the sliders reach is below it."""
    size, price = houses()
    best = min(np.mean((np.maximum(0, w * size + b) - price) ** 2) for w, b in slider_settings())
    return 0.01 if best < 0.01 else float(best)


def slider_settings() -> list[tuple[float, float]]:
    """Every (w, b) that the two sliders can be set to, in steps of 0.1."""
    return [(w / 10, b / 10) for w in range(-10, 41) for b in range(-40, 41)]


given("costs 10 euros, plus 30 for each metre", why="the price of a shelf")
claims("The weight shrank from 30 to 0.03")(lambda: (30, 30 / 1000))
claims("a thousandfold")(lambda: np.isclose(30 / 0.03, 1000).item())

# --- the other questions --------------------------------------------------------------------------


def shown(option: str) -> dict[str, Any]:
    """The arguments of one picture of the question about the bias."""
    options: list[Any] = find_question("neuron.only-b-changes").options  # type: ignore[union-attr]
    return next(each.show for each in options if each.id == option)


given(
    "w₁ = 1 and w₂ = 1 and the bias b = −1.", "changes, from −1 to −2", why="the neuron that is asked about"
)
claims("With b = −2 the inputs must add up to 2 instead of 1")(
    lambda: (shown("up")["b"], -shown("up")["b"], -shown("up")["before"][2])
)
claims("to reach zero, 2 instead of 1. This picture belongs to b = 0")(
    lambda: (-shown("up")["b"], -shown("up")["before"][2], shown("down")["b"])
)
claims("here w₁ went from 1 to 0.5")(lambda: (shown("turn")["before"][0], shown("turn")["w1"]))
claims("The sum drops by 1")(lambda: shown("up")["before"][2] - shown("up")["b"])

given("With w·x = −2 and b = 3", why="chosen so that the orders differ")
claims("ReLU after the bias gives 1; ReLU before it gives 3")(lambda: (max(0, -2 + 3), max(0, -2) + 3))

given("in metres, with weight −0.01", "rooms, with weight 2.", "distance stays −0.01", why="the rated flats")
claims('"2 is 200 times 0.01, so rooms matter 200 times')(lambda: (2, 2 / 0.01, 0.01, 2 / 0.01))
claims("In millimetres the first would be −0.00001")(lambda: -0.01 / 1000)
claims("one room more counts as much as 200 metres less")(lambda: 2 / 0.01)
claims("in kilometres the same distances are below 1")(lambda: 1000 / 1000)

claims("The middle between 0 and 2 is 1")(lambda: (0, 2, (0 + 2) / 2))
claims("Here they are 3 against 2")(lambda: (max(0, 2 * 0 - 1) + max(0, 2 * 2 - 1), 2 * max(0, 2 * 1 - 1)))


@claims(
    "whiskers 0.9 times 2, pointy ears 0.7 times 1.5, fur 0.8 times 0.5, barks 0.1 times −4. With the bias −2 the sum"
)
def votes() -> tuple[float, ...]:
    """The numbers that the picture draws."""
    pictures: Any = chapter("neuron").module("pictures")
    return (*itertools.chain.from_iterable(vote[1:] for vote in pictures.VOTES), pictures.VOTES_BIAS)


@claims("four votes are 1.8, 1.05, 0.4 and −0.4, and the bias is −2")
def votes_to_add() -> tuple[float, ...]:
    """What each feature brings in the picture, and the bias."""
    seen: Any = chapter("neuron").module("pictures")
    return (*(amount * weight for _, amount, weight in seen.VOTES), seen.VOTES_BIAS)


@claims("0.85 − 1.05 is below zero")
def without_the_ears() -> tuple[float, float]:
    """All votes with the bias, and the vote of the ears, which is larger."""
    votes_seen: Any = chapter("neuron").module("pictures")
    each = {name: seen * weight for name, seen, weight in votes_seen.VOTES}
    total, ears = sum(each.values()) + votes_seen.VOTES_BIAS, each["pointy ears"]
    return (total, ears) if total < ears else (0, 0)


# --- gates and the ceiling of XOR -----------------------------------------------------------------

CORNERS = tuple(itertools.product((0, 1), repeat=2))
AND, OR, XOR = (0, 0, 0, 1), (0, 1, 1, 1), (0, 1, 1, 0)


def right(w1: float, w2: float, b: float, labels: tuple[int, ...]) -> int:
    """How many of the four corners a neuron gets right."""
    return sum((w1 * x1 + w2 * x2 + b > 0) == on for (x1, x2), on in zip(CORNERS, labels, strict=True))


@claims("w₁ = 1, w₂ = 1 and b = −1.5 solve AND, and b = −0.5 turns")
def gates() -> tuple[float, ...]:
    """Equal weights, and the one multiple of a half that solves AND, or OR, with no point on the boundary."""
    halves = [k / 2 for k in range(-6, 7)]
    clear = [b for b in halves if all(x1 + x2 + b != 0 for x1, x2 in CORNERS)]
    (for_and,), (for_or,) = ([b for b in clear if right(1, 1, b, labels) == 4] for labels in (AND, OR))
    return 1, 1, for_and, for_or


claims("With w = (1, 1) the weighted sum is 0, 1, 1 and 2")(lambda: (1, 1, *(x1 + x2 for x1, x2 in CORNERS)))
given("Which bias puts 0 below zero", "only the sum 2 may stay above zero", why="two of these four sums")
claims("For AND the bias lies between −2 and −1, and halfway is −1.5")(lambda: (-2, -1, (-2 - 1) / 2))
claims("For OR it lies between −1 and 0")(lambda: (-1, 0))
claims("weight −1 and a bias between 0 and 1")(lambda: (-1, 0, 0 - -1))


@cache
def ceiling() -> int:
    """The most points of XOR that any neuron gets right, by trying every straight cut.

    A cut puts a threshold somewhere into the order of the four projections onto w. That order changes
    only at finitely many directions, and small whole weights reach every order, ties included.
    """
    cuts = (
        (w1, w2, -threshold + side)
        for w1, w2 in itertools.product(range(-4, 5), repeat=2)
        for threshold in {w1 * x1 + w2 * x2 for x1, x2 in CORNERS}
        for side in (-0.5, 0.0, 0.5)
    )
    return max(right(w1, w2, b, XOR) for w1, w2, b in cuts)


claims("at most 3 of XOR's 4 points", "XOR stops at 3 of 4")(lambda: (ceiling(), len(CORNERS)))
claims("Three, and no more", "Three of four, and a larger crowd finds no more")(lambda: ceiling() == 3)
claims("sets one corner apart gets that corner and two of the others right")(
    lambda: right(-1, 1, -0.5, XOR) == 3
)


@claims("and none among all others")
def random_neurons() -> bool:
    """The best of 200,000 random neurons gets a share of 0.75."""
    w1, w2, b = np.random.default_rng(7).normal(size=(3, 200_000))
    hits = [(w1 * x1 + w2 * x2 + b > 0) == on for (x1, x2), on in zip(CORNERS, XOR, strict=True)]
    return float(np.mean(hits, axis=0).max()) == 0.75 == ceiling() / 4


given(
    "On at (1, 0) and at (0, 1) means w₁ + b > 0 and w₂ + b > 0. Added up: w₁ + w₂ + 2b > 0", why="the proof"
)
given(
    "Off at (0, 0) and at (1, 1) means b ≤ 0 and w₁ + w₂ + b ≤ 0. Added up: w₁ + w₂ + 2b ≤ 0", why="the proof"
)


@claims("Both cannot be true")
def same_sum() -> bool:
    """z(1, 0) + z(0, 1) and z(0, 0) + z(1, 1) are the same sum of w₁, w₂ and b."""
    rows = {corner: np.array([*corner, 1]) for corner in CORNERS}
    return bool((rows[1, 0] + rows[0, 1] == rows[0, 0] + rows[1, 1]).all())
