"""The numbers in lesson 4's texts: each is computed again here, or said to be chosen.

What is measured in networks stands in measured_claims.py, in the same list.
"""

from __future__ import annotations

import math

from coursekit.content.backprop.measured_claims import claims

__all__ = ["claims"]

given = claims.given

# --- chosen by the author -------------------------------------------------------------------------

given("derivative of u² is 2u", "slope of u² is 2u", why="school mathematics")
given("mean is 0 and their spread is 1", why="what normalisation aims at")
given("[3Blue1Brown, Neural networks, chapters 2 to 4]", why="the name of a film")
given("described the sweep in 1970, for rounding errors. In 1986", why="years of publication")
given(
    r"\frac{1}{N} \sum_{n=1}^{N} \sum_{c} y_{nc} \log p_{nc}",
    "is 1 for the right class of example n and 0 for all others",
    "for the class 1, the same thing reads $-[y \\log p + (1 - y) \\log(1 - p)]$",
    "truth is 1 for the right class and 0 for the others",
    "takes 1 away where",
    why="the formula of cross-entropy",
)
given(
    "a probability of 0 in the computer, and the logarithm of 0 has", "is the one with 0", why="the example"
)
given("counted from 0", "may be as large as 1000", why="what the exercise sets")
given("by 0.00001 or so", why="the nudge of the exercise")
given("sum is above 0", "A bias of 0 is a good start", why="what on means, and how biases start")
given("How many of 100 units are dead on 64", why="the numbers of the cell below")
given("of 4 points right", why="XOR has four points")
given(
    "has gradient 1",
    "loss itself is 1",
    "and 1 for the last one",
    "that holds 0 for every",
    why="where a sweep starts",
)
given(
    "slope is 1 where it is on and 0 where it is off",
    "slope is 1 where",
    "is 1 where z is above 0, and 0",
    why="ReLU",
)
given("True counts as 1 and False as 0", why="how NumPy counts")
given("y = max(0, z)", why="what ReLU is")
given("gradient 0", "slope is 0", "also 0 on a flat", "gradient 0 too", why="a flat place")
given("nudge of 0.001", "down by 0.001", why="the nudge of the lesson")

given("network, 1-8-8-1 (", why="the sizes of a network")


@claims("(97 parameters · 388 bytes · 80 multiply-adds)")
def small_network() -> tuple[int, int, int]:
    """Weights and biases of 1-8-8-1, four bytes each, and one multiply-add for each weight."""
    weights = 1 * 8 + 8 * 8 + 8 * 1
    return weights + 17, 4 * (weights + 17), weights


# --- how wrong ------------------------------------------------------------------------------------

given("the probability 0.8 and 0.5.", why="the two pictures that are asked about")
given(
    "−(log 0.8 + log 0.5) / 2",
    "−(log 0.8 + log 0.5) / (2 · 3)",
    "−log((0.8 + 0.5) / 2)",
    why="formulas to choose from",
)
given(
    "((1 − 0.8) + (1 − 0.5)) / 2",
    "multiplied by 0, and dividing by 3",
    "0.01 and 0.0001",
    why="formulas to choose from",
)
claims("It is about 0.46")(lambda: -(math.log(0.8) + math.log(0.5)) / 2)
claims("punishes a confident mistake ever harder")(lambda: -math.log(0.0001) > -math.log(0.01) + 4)
given("get the logit 100", "100 is the logit", at="equal-logits", why="the logits that are asked about")
claims("answer 1.0986123000000001", at="equal-logits")(lambda: round(-math.log(1 / 3), 7))
claims(
    "1/3 each, whatever the logits are. Minus the logarithm of 1/3 is 1.0986, which is the logarithm of 3"
)(lambda: (1, 3, 1, 3, -math.log(1 / 3), math.exp(-math.log(1 / 3))))
claims("slip 0", at="equal-logits")(lambda: 0)
claims("A loss of 0 needs a probability of 1.")(lambda: (-math.log(1), 1))
claims("slip 100", at="equal-logits")(lambda: 100)
claims("slip 0.69314699999999996", at="equal-logits")(lambda: round(-math.log(1 / 2), 6))
claims("slip 0.33333299999999999", at="equal-logits")(lambda: round(1 / 3, 6))
claims("slip 0.47712100000000002", at="equal-logits")(lambda: round(math.log10(3), 6))
given("have to share: 1/3", "1/3 is the probability", at="equal-logits", why="a third for each of three")
given("the logarithm to base 10", at="equal-logits", why="the slip")
given(
    "to 0 at probability 1",
    "0.9 costs",
    ", 0.5 costs",
    ", 0.01 costs",
    at="pictures.py",
    why="marked in the picture",
)

# --- what a slope says ----------------------------------------------------------------------------

given("x = 2, and the right answer is 3. With w = 1", why="the smallest model")
claims("w = 1 the guess is 2, the error −1, the loss 1")(lambda: (1, 1 * 2, 1 * 2 - 3, (1 * 2 - 3) ** 2))


@claims("moves 4 times as far as w, and the other way")
def slope_at_one() -> float:
    """The size of the slope of (2w − 3)² at 1, which is negative."""
    slope = 2 * (2 * 1 - 3) * 2
    assert slope < 0
    return abs(slope)


claims("Put 1.5 in place of each 1.0 in the cell above: the slope is 0")(
    lambda: (1.5, 1.0, 2 * (2 * 1.5 - 3) * 2)
)

# --- nudging --------------------------------------------------------------------------------------


def parameters(hidden: int) -> int:
    """Weights and biases of 64-h-10."""
    return 64 * hidden + hidden + hidden * 10 + 10


@claims("With 67 hidden units nudging needs 10,070 forward passes")
def first_above_ten_thousand() -> tuple[int, int]:
    """The smallest hidden layer above 10,000 passes, two for each parameter."""
    hidden = next(h for h in range(1, 200) if 2 * parameters(h) > 10_000)
    return hidden, 2 * parameters(hidden)


claims("For a million parameters it is two million")(lambda: 2 * 1_000_000 == 2_000_000)


@claims("About 3F, whatever")
def forwards_a_step() -> float:
    """Products of a step over products of a forward pass: 20 layers of 100, two products back for each forward."""
    forward = 20 * 100 * 100
    back = 20 * 100 * 100 + 19 * 100 * 100  # the weights of all layers; handing on, but not to the inputs
    return round((forward + back) / forward)


claims("The race shows a little less")(lambda: 2 < (74 + 74 + 10) / 74 < 3)

# --- the chain ------------------------------------------------------------------------------------

claims("moves u 3 times as far as x. The second moves y 12 times as far")(lambda: (3, 2 * 6))
claims("u is 6. Together that is 36 times")(lambda: (3 * 2, 3 * 2 * 6))
claims("x is 2. u = 3·x is 6, with slope 3. y = u² is 36, with slope 12")(
    lambda: (2, 3, 3 * 2, 3, 6**2, 2 * 6)
)
claims("A nudge of 0.001 at x moves u by 0.003 and y by 0.036")(
    lambda: (0.001, 3 * 0.001, (3 * 2.001) ** 2 - 36)
)
given(
    "2",
    "6",
    "36",
    "u = 3·x",
    "slope 3",
    "slope 12",
    "0.001",
    "0.003",
    "0.036",
    at="pictures.py",
    why="the same, drawn",
)
given("error, w = 3 and b = −1, on the input 2 with the right answer 3", why="the recorded neuron")
claims("Predict first:** the error is 2")(lambda: max(0, 3 * 2 - 1) - 3)
claims("The slope of the square is 2 · 2 = 4. The gate is open, so 4")(
    lambda: (2, 5 - 3, 2 * (5 - 3), 2 * (5 - 3))
)
claims("The input 2 makes 8 of it for w")(lambda: (2, 2 * (5 - 3) * 2))

# --- ReLU on the way back -------------------------------------------------------------------------

given(
    "saw the sum z = −2. On the way back the gradient 5",
    "z = −2",
    "from −2 to −1.999",
    at="relu-gate",
    why="asked",
)
given(
    "−2 is the sum on",
    "gradient 5 is multiplied",
    "Left of 0",
    "That is 5 times",
    at="relu-gate",
    why="asked",
)
claims("answer 0", at="relu-gate")(lambda: 5 * 0)
claims("leaves the output at 0. The slope there is 0, and 5 · 0 = 0")(
    lambda: (max(0, -1.999), 0, 5, 0, 5 * 0)
)
claims("slip 5", at="relu-gate")(lambda: 5 * 1)
claims("slip −10", at="relu-gate")(lambda: 5 * -2)
claims("slip 10", at="relu-gate")(lambda: 5 * abs(-2))
claims("slip −2", at="relu-gate")(lambda: -2)
claims("slip 1", "1 is the slope of ReLU where it is on", at="relu-gate")(lambda: 1)
given("5 · (−2) multiplies", at="relu-gate", why="the slip")

# --- the diamond ----------------------------------------------------------------------------------

given("`b = a + 1`. Then b is used twice: `c = 2·b` and `d = 3·b`", why="the graph of the lesson")
given("out = 2·b + 3·b with b = a + 1", at="exercises.py", why="the graph of the lesson")


def out(a: float) -> float:
    """The diamond."""
    return 2 * (a + 1) + 3 * (a + 1)


def slope() -> float:
    """How many times as far out moves as a."""
    return round((out(1.001) - out(0.999)) / 0.002, 6)


def careless(first: float, second: float) -> float:
    """What a ends at when b hands on the first part, and then everything."""
    return first + (first + second)


claims("answer 5", at="diamond")(slope)
claims("0.001 at a is 0.001 at b, 0.002 at c and 0.003 at d, and so 0.005 at out")(
    lambda: (0.001, 0.001, 2 * 0.001, 3 * 0.001, out(1.001) - out(1.0))
)
claims("where ways meet they add: 2 + 3 = 5")(lambda: (2, 3, slope()))
claims("slip 7", at="diamond")(lambda: careless(2, 3))
claims(
    "7 is what you get when b hands on 2 as soon as c has paid in, and then 5 once d has paid in as well: the 2"
)(lambda: (careless(2, 3), 2, 2 + 3, 2))
claims("slip 8", at="diamond")(lambda: careless(3, 2))
claims("8 is 3 + 5: b handed on what came through d, and then everything. The 3")(
    lambda: (careless(3, 2), 3, 3 + 2, 3)
)
claims("slip 6", at="diamond")(lambda: 2 * 3)
claims("6 is 2 · 3")(lambda: (2 * 3, 2, 3))
claims("slip 2", "2 is the way through c", at="diamond")(lambda: 2)
claims("slip 3", "3 is the way through d", at="diamond")(lambda: 3)
claims("makes `a` end at 7", "out, c, b, d, b ends at 7")(lambda: careless(2, 3))
claims("b hands on 2 as soon as c has paid in, and when d has paid in too it hands on 5, the old 2")(
    lambda: (2, 2 + 3, 2)
)
claims("`a` ends at 5, as the nudge says", "It ends at 5 too")(slope)
claims("Put 20 such diamonds in a row and there are 1,048,576 ways, along 100 wires")(
    lambda: (20, 2**20, 20 * 5)
)
given(
    "the gradient `a.grad` is 5", "It would be 5", "What is 5 and", at="twice", why="the number asked about"
)
claims("The old 5 is still there")(slope)
claims("answer 10", at="twice")(lambda: 2 * slope())
claims("to the next: 5 + 5 = 10")(lambda: (5, 5, 5 + 5))
claims("slip 5", at="twice")(slope)
claims("slip 25", at="twice")(lambda: slope() ** 2)
claims("25 is 5 · 5")(lambda: (25, 5, 5))
claims("slip 0", "Nothing sets it to 0", at="twice")(lambda: 0)

# --- a whole layer --------------------------------------------------------------------------------

given("From 100 units to 100 units with 64 examples", why="a layer to count in")
claims("would have 40,960,000 entries")(lambda: (64 * 100) ** 2)
claims("travels back is 6,400 numbers")(lambda: 64 * 100)
claims("back costs about twice as much as forward")(lambda: round((20 + 19) / 20) == 2)
