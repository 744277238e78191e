"""The numbers in lesson 2's texts: each is computed again here, or said to be chosen.

The arithmetic is written out once more, mostly in plain Python and without the course's own functions, so
that an error there cannot hide here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np

from coursekit.content.claims import Claims
from coursekit.content.nonlinearity.arithmetic import (
    CORNERS,
    SLOPES,
    TURNS,
    apart,
    bell_share,
    loss_of_hill,
    lowest,
    patterns,
    product,
    relu,
    shares,
    sigmoid,
    slopes,
    wave_gap,
)

__all__ = ["claims"]

claims = Claims()
given = claims.given

# --- what the functions are ------------------------------------------------------------------------

given("max(0, ", why="what ReLU is")
given("| 0 and above | 0 or 1 |", "gives 0", "give 0", "always gives 0", why="what ReLU is")
given("others become 0", "larger of 0 and", "falls below 0", "ReLU is 0 below", why="what ReLU is")
given("0.01·z", "| 0.01 or 1 |", why="the usual slope of Leaky ReLU")
given("1/(1 + e⁻", "1 + e⁻ˣ", "2σ(2z) − 1", "eᶻ/(eᶻ + 1)", why="what sigmoid and tanh are")
given("0 to 1", "between 0 and 1", "−1 to 1", "−1 and 1", why="the ranges of sigmoid and tanh")
given("add up to 1", "together they make 1", "sum is at least 1", why="what shares are")
given("slope of 0.1", "drawn here as 0.1", "the usual 0.01 would", why="the slope that our pictures take")
given("each step of 1", "when x grows by 1", "When x grows by 1", why="how a slope is read")
given("n + 1", why="a formula in n")
given("never above 1", "is above 1", "above 1.", "score is 0", "may become 0", "power is 1", why="the shift")
given("near 0", "come back to 0", "towards 0", "where x is 0 or more", why="limits and signs")
given("large as 1000", "low as −1000", "Scores of 1000", why="how far the checks go")
given("where it is 1 and 0", why="the sigmoid's limits")
given("(xs[0], ys[0]), (xs[1], ys[1])", "has w = 1", "kink at x = 0", why="places and a choice")
given("layers from 1 to 10", "loss below 0.001", why="what the reader is asked to do")
given("chapter 3:", "chapter 4:", at="chapter.yaml", why="names of chapters in books")
given("100 inputs of 4 numbers", "same to 15 digits", why="chosen in the cell")

# --- two straight lines ----------------------------------------------------------------------------

W1, B1, W2, B2 = 2, 1, 3, -4
given("2x + 1", "times 3, minus 4", "by 3 and subtracts 4", "3x − 4", why="the two neurons of the example")
given(
    "by 3 times that",
    "is multiplied by 3",
    "gets by 3",
    "and 3 times that",
    why="the second weight",
)


def both(x: float) -> float:
    """The second neuron on the first."""
    return W2 * (W1 * x + B1) + B2


SLOPE, INTERCEPT = both(1) - both(0), both(0)
claims("From 0 comes 1, and then 3 · 1 − 4 = −1. From 1 comes 3, and then 5. From 2 comes 5, and then 11")(
    lambda: (0, W1 * 0 + B1, W2, W1 * 0 + B1, -B2, both(0), 1, W1 + B1, both(1), 2, 2 * W1 + B1, both(2))
)
claims("the results −1, 5, 11")(lambda: (both(0), both(1), both(2)))
claims(r"3 \cdot (2x + 1) − 4 = 6x + 3 − 4 = 6x − 1")(lambda: (W2, B1, -B2, W2 * B1, -B2, -INTERCEPT))
claims("answer 6")(lambda: SLOPE)
claims("answer −1")(lambda: INTERCEPT)
claims("From 0 comes 1, and 3 · 1 − 4 = −1")(lambda: (0, B1, W2, B1, -B2, INTERCEPT))
claims("the first output grows by 2", "already grows by 2")(lambda: W1)
given(
    "Three straight lines over inputs from −2 to 2", "Three pictures for z from −4 to 4", why="what is drawn"
)
claims("The first is at 1 for the input 0 and rises by 2")(lambda: (B1, 0, W1))
claims("The second is at −4 and rises by 3")(lambda: (B2, W2))
claims("they are at −1 and rise by 6")(lambda: (INTERCEPT, SLOPE))
given(
    "x = 0 and for x = 1",
    "Put x = 0",
    "Send x = 0",
    "value at x = 0",
    "at x = 0, and",
    why="where an intercept is read",
)
claims("slip 5", at="compose-slope")(lambda: W1 + W2)
claims("2 + 3 would be right")(lambda: (W1, W2))
claims("slip 3", "3 is the slope of the second", at="compose-slope")(lambda: W2)
claims("slip 2", "2 is the slope of the first", at="compose-slope")(lambda: W1)
claims("slip −3", at="compose-intercept")(lambda: B1 + B2)
claims("two biases, 1 − 4")(lambda: (B1, -B2))
claims("slip −4", "−4 is the bias of the second", at="compose-intercept")(lambda: B2)
claims("The first one gives 1 at")(lambda: B1)
claims("slip −7", "starts at −7", at="compose-intercept")(lambda: W1 * B2 + B1)
given("2 · (3x − 4) + 1", why="the two neurons in the other order")

# --- layers ----------------------------------------------------------------------------------------


given("for the inputs 3 and 1", "adds 1000 to", why="inputs and a shift to try")
claims("The first column is (1, 2)")(lambda: (1, 2))
claims("gives 3 · 1 + 1 · 2 + 0 = 5")(lambda: (3, 1, 1, 2, 0, 3 * 1 + 1 * 2 + 0))


claims("differ by about 4e-16 of their size, which is a 4")(lambda: (apart(), round(apart() * 1e16)))
claims("keeps about 16 digits")(lambda: round(53 * math.log10(2)))
claims("ten layers with 200 parameters")(lambda: 10 * (4 * 4 + 4))
claims("one layer with 20 can do")(lambda: 4 * 4 + 4)
claims("is a multiple of (3, 1, −2)")(lambda: product([[1.0]], [[3.0, 1.0, -2.0]])[0])

claims("The cost meter of this network: 7 parameters, 28 bytes, 4 multiply-adds")(
    lambda: (2 + 2 + 2 + 1, 4 * (2 + 2 + 2 + 1), 2 + 2)
)

# --- hinges ----------------------------------------------------------------------------------------


given(
    "x − 1) counted −2 times",
    "x − 1)",
    "and times −2 that is",
    "−2 · max",
    why="the two hinges of the example",
)
FIRST, SECOND = [relu(x) for x in range(4)], [relu(x - 1) for x in range(4)]
claims("at x = 0, 1, 2 and 3: the first gives 0, 1, 2, 3")(lambda: (0, 1, 2, 3, *FIRST))
claims("The second gives 0, 0, 1, 2, and times −2 that is 0, 0, −2, −4")(
    lambda: (*SECOND, -2, *(-2 * y for y in SECOND))
)
claims("The sums are 0, 1, 0, −1")(lambda: tuple(a - 2 * b for a, b in zip(FIRST, SECOND, strict=True)))
given(
    "flat until 0",
    "flat until 1",
    "is flat at 0, rises from x = 0 to the height 1 at x = 1, and falls through 0 at x = 2",
    "weight 1 and bias 0",
    "weight 1 and bias −1",
    why="the example",
)
given("the first times 1 and the second times −2", "× 1", why="the example")

given("max(0, 2x − 3)", "2x − 3", "2x = 3", "2x − 3 = 0", why="the hinge that is asked about")
KINK = 3 / 2
claims("answer 1.5", "is zero at x = 1.5")(lambda: KINK)
claims("it rises by 2 for each")(lambda: (2 * (KINK + 1) - 3) - (2 * KINK - 3))
claims("slip −1.5")(lambda: -KINK)
claims("With x = −1.5 the sum is −6: the bias −3 pulls")(lambda: (-KINK, 2 * -KINK - 3, -3))
claims("slip 3", at="kink-place")(lambda: 3)
claims("At x = 3 the sum is 3, well above")(lambda: (3, 2 * 3 - 3))
claims("The weight 2 helps: half of 3")(lambda: (2, 3))
claims("slip −3", "−3 is the bias, a part", at="kink-place")(lambda: -3)
claims("slip 0", at="kink-place")(lambda: 0)
claims("At x = 0 the sum is −3")(lambda: (0, 2 * 0 - 3))
claims("slip 0.66666700000000001", at="kink-place")(lambda: round(2 / 3, 6))
given("You divided 2 by 3", "3 divided by the weight 2", why="the numbers of the question")

given("one hidden layer of 3 ReLU", why="the network that is asked about")


claims("answer 3", at="most-kinks")(lambda: patterns()[0])
claims("slip 4", "4 is the number of straight", "you meet only 4 of")(lambda: patterns()[1])
claims("slip 8", at="most-kinks")(lambda: 2**3)
claims("8 is 2 · 2 · 2")(lambda: (2**3, 2, 2, 2))
claims("slip 6", at="most-kinks")(lambda: 2 * 3)
claims("slip 1", at="most-kinks")(lambda: 1)

given("joins (−2, 0), (−1.5, 0), (−0.5, 1), (1, −0.5) and (2, 1)", why="the curve of the prediction")
claims("flat until −1.5 and then rises by 2 for each step of 1")(lambda: (CORNERS[0][0], SLOPES[0], 1))
claims("With kinks at −1.5, −0.5 and 1.0 and the turns 2, −3 and 2, the loss is 0.000")(
    lambda: (*(x for x, _ in CORNERS[:3]), *TURNS, loss_of_hill())
)


claims("one line: y = 1.00·x − 0.50")(
    lambda: (sum(TURNS), sum(v * p for v, (p, _) in zip(TURNS, CORNERS[:3], strict=True)))
)


given("From 6 hinges on", why="the number in the second line of the print")


@claims("doubling them shrinks the gap to about a quarter")
def quarters() -> bool:
    """Each doubling from 6 hinges on leaves between 0.23 and 0.27 of the gap."""
    return all(0.23 < wave_gap(2 * n) / wave_gap(n) < 0.27 for n in (6, 12, 24))


# --- the family ------------------------------------------------------------------------------------


@cache
def gelu_low() -> tuple[float, float]:
    """GELU's lowest point."""
    return lowest(lambda z: z * bell_share(z))


@cache
def silu_low() -> tuple[float, float]:
    """SiLU's lowest point."""
    return lowest(lambda z: z * sigmoid(z))


claims("GELU sinks to −0.170 at z = −0.752, SiLU to −0.278 at z = −1.278")(lambda: (*gelu_low(), *silu_low()))
claims("| −0.170 and above", "GELU sinks to −0.170 before", "lowest point is −0.170")(lambda: gelu_low()[0])
claims("| −0.278 and above", "SiLU sinks to −0.278")(lambda: silu_low()[0])
claims("| −0.13 to 1.13 |")(lambda: slopes(lambda z: z * bell_share(z)))
claims("| −0.10 to 1.10 |")(lambda: slopes(lambda z: z * sigmoid(z)))
claims("at most 0.25")(lambda: slopes(sigmoid)[1])
claims("| at most 1 |")(lambda: slopes(math.tanh)[1])
claims("multiplies it by about 2.718")(lambda: math.e)
claims("bell curve that lies to the left of z: Φ(0) is one half")(lambda: 2 * bell_share(0) - 1)


@claims("fall first and rise later")
def not_monotone() -> bool:
    """GELU and SiLU are higher on both sides of their lowest point; the others never fall."""
    xs = [k / 100 for k in range(-600, 601)]
    rising = all(f(a) <= f(b) for f in (relu, sigmoid, math.tanh) for a, b in pairwise(xs))
    dipping: tuple[Callable[[float], float], ...] = (lambda z: z * bell_share(z), lambda z: z * sigmoid(z))
    falling = all(bend(-6) > bend(-1) < bend(0) for bend in dipping)
    return rising and falling


# --- dead or off -----------------------------------------------------------------------------------

given("run from −2 to 2 and the weight is 1.5", why="the inputs and the weight of the widget")


@claims("At b = 0 half of the inputs are active. At b = −3.0 none")
def biases() -> tuple[float, float]:
    """The bias with half of the inputs active, and the largest one in steps of 0.1 with none."""
    inputs = np.linspace(-2, 2, 20)
    steps = [k / 10 for k in range(60, -61, -1)]
    active = {b: float(np.mean((1.5 * inputs + b).round(9) > 0)) for b in steps}
    return next(b for b in steps if active[b] == 0.5 and b == 0), next(b for b in steps if active[b] == 0)


claims("reaches 1.5 · 2 − 3 = 0")(lambda: (1.5, 2, 3, 1.5 * 2 - 3))
given("a little at b = −4", "Stay at b = −3.0", why="a bias below the largest one, and that one")

# --- softmax ---------------------------------------------------------------------------------------


given("the scores 2, 1 and 0", "shares of 2, 1 and 0", "Softmax of z and 0", why="the scores of the example")
claims("eᶻ: 7.39, 2.72 and 1.00")(lambda: (math.exp(2), math.exp(1), math.exp(0)))
claims("sum is 11.11")(lambda: math.exp(2) + math.exp(1) + math.exp(0))
claims("shares are 0.665, 0.245 and 0.090")(lambda: shares(2, 1, 0))
given(
    "the cat by 0.001",
    "S from −1 to 1, through 0 in the middle",
    "Each share lies between 0 and 1",
    "still add up to 1, the slopes",
    "(1 − share)",
    why="a nudge and one whole",
)
CAT, DOG, OWL = shares(2, 1, 0)
RISE = [1e5 * (after - before) for after, before in zip(shares(2 + 1e-5, 1, 0), shares(2, 1, 0), strict=True)]
claims("the slopes add up to 0")(lambda: sum(RISE))
claims("For the cat 0.665 · (1 − 0.665) = 0.223")(lambda: (CAT, 1, CAT, RISE[0]))
claims("For the dog −0.665 · 0.245 = −0.163")(lambda: (-CAT, DOG, RISE[1]))
claims("for the owl −0.665 · 0.090 = −0.060")(lambda: (-CAT, OWL, RISE[2]))
claims("low temperature, 0.2, brings cat to 0.993")(lambda: (0.2, shares(2 / 0.2, 1 / 0.2, 0)[0]))
given(
    "scores 1, 1 and 1",
    "Now 100 is added",
    "scores are 101, 101 and 101",
    "You added 100",
    why="the scores asked about",
)
claims("answer 0.33333299999999999", at="softmax-equal")(lambda: round(shares(1, 1, 1)[0], 6))
claims("answer 0.33333299999999999", at="softmax-shift")(lambda: round(shares(101, 101, 101)[0], 6))
given("1/3", "equal shares of 1", "shares of 1 would", "share of 1 would", why="a third of one whole")
claims("would add up to 3", at="softmax-equal")(lambda: 1 + 1 + 1)
given("slip 1", "slip 0", at="softmax", why="a whole, and nothing")
claims("slip 0.5", at="softmax-equal")(lambda: shares(1, 1)[0])
claims("slip 0.73105900000000001")(lambda: round(sigmoid(1), 6))
given("sigmoid of 1.", why="one score of the question")
claims("slip 2.71828", at="softmax-equal")(lambda: round(math.e, 5))
claims("slip 100.333333")(lambda: round(100 + 1 / 3, 6))
given("Softmax gives 1 to the largest score and 0 to", why="what a hard choice would give")
