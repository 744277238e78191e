"""Numbers of lesson 3 that pencil and paper give: layers, parameters, shapes, two layers by hand, XOR."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from coursekit.content.claims import Claims

__all__ = ["claims", "parameters", "weights"]

claims = Claims()
given = claims.given


def weights(*sizes: int) -> int:
    """Arrows in the drawing of a network."""
    return sum(m * n for m, n in pairwise(sizes))


def parameters(*sizes: int) -> int:
    """Arrows, and a bias for each circle that computes."""
    return weights(*sizes) + sum(sizes[1:])


# --- a layer worked out by hand -------------------------------------------------------------------

X, W1, B1, W2, B2 = (1, 2), (3, -1), 0.5, (1, 1), -4.0


def weighed(w: tuple[int, int], x: tuple[int, int] = X) -> tuple[int, int]:
    """Both products of a neuron with two inputs."""
    return w[0] * x[0], w[1] * x[1]


given(
    "x = (1, 2)",
    "weights (3, −1) and the bias 0.5",
    "weights (1, 1) and the bias −4",
    why="the layer worked out by hand",
)
claims("Its sum is 3 − 2 + 0.5 = 1.5, and ReLU leaves it at 1.5")(
    lambda: (3, -weighed(W1)[1], B1, sum(weighed(W1)) + B1, max(0, sum(weighed(W1)) + B1))
)
claims("Its sum is 1 + 2 − 4 = −1, and ReLU makes it 0")(
    lambda: (*weighed(W2), -B2, sum(weighed(W2)) + B2, max(0, sum(weighed(W2)) + B2))
)
claims("each neuron, here (1.5, 0)")(lambda: (max(0, sum(weighed(W1)) + B1), max(0, sum(weighed(W2)) + B2)))


@claims("the last example wakes both neurons")
def both_on() -> bool:
    """For (2, 5) both sums are above zero."""
    return sum(weighed(W1, (2, 5))) + B1 > 0 and sum(weighed(W2, (2, 5))) + B2 > 0


# --- counting parameters --------------------------------------------------------------------------

given("sizes 2-4-3-2: two inputs, hidden layers of 4 and 3 neurons", why="the drawing")
given("not to an arrow: 4, 3 and 2 of them", why="the neurons of the drawing")
claims("answer 35", "Together 35")(lambda: parameters(2, 4, 3, 2))
claims("2·4 + 4 = 12, then 4·3 + 3 = 15, then 3·2 + 2 = 8")(
    lambda: (2, 4, 4, parameters(2, 4), 4, 3, 3, parameters(4, 3), 3, 2, 2, parameters(3, 2))
)
claims("slip 26", "26 is the number of weights")(lambda: weights(2, 4, 3, 2))
claims(
    "Each of the 9 neurons",
    "slip 9",
    "9 neurons compute something",
    "so there are 9 biases",
    at="params-2432",
)(lambda: 4 + 3 + 2)
claims("slip 11", "11 circles are drawn", at="params-2432")(lambda: 2 + 4 + 3 + 2)
claims("slip 37")(lambda: parameters(2, 4, 3, 2) + 2)
claims("slip 52")(lambda: 2 * weights(2, 4, 3, 2))
claims("21 weights and 7 biases")(lambda: (weights(3, 3, 3, 1), 3 + 3 + 1))

given(
    "20 inputs go into a layer of 30 neurons",
    "one of the 30 neurons have",
    "There are 30 such neurons",
    why="asked about",
)
given(
    "Each of the 30 neurons has 20 weights",
    "the 30 biases",
    "reads all 20 inputs, so it has 20 weights",
    why="the same",
)
given(
    "30 is the number of neurons",
    "every one of the 20 inputs",
    "20 of these look like biases",
    why="the same",
)
given("slip 30", why="the same")
claims("answer 600", "one for each input: 600")(lambda: weights(20, 30))
claims("slip 630", "630 counts", "has 630 parameters")(lambda: parameters(20, 30))
claims("slip 50")(lambda: 20 + 30)
claims("slip 620")(lambda: weights(20, 30) + 20)
given("4 inputs into 3 neurons", why="the layer of a hint")

# --- shapes ---------------------------------------------------------------------------------------


@claims("(32, 784) @ (784, 128) gives (32, 128)")
def product() -> tuple[int, ...]:
    """Three shapes of a product that NumPy made."""
    left, right = np.zeros((32, 784)), np.zeros((784, 128))
    return (*left.shape, *right.shape, *(left @ right).shape)


claims("The 784 are the pixels of an image of 28 × 28")(lambda: (28 * 28, 28, 28))
given(
    "can 32 images be handed in as a block of 32 × 28 × 28",
    "as 784 numbers",
    why="the images of the shape tracer",
)


@claims("Two of the four ways run")
def ways_that_run() -> bool:
    """Products that NumPy makes: rows, columns, a block, one row."""
    ran = 0
    for shape in ((32, 784), (784, 32), (32, 28, 28), (784,)):
        try:
            np.zeros(shape) @ np.zeros((784, 128))
            ran += 1
        except ValueError:
            pass
    return ran == 2


@claims("The line of y: h is 32 × 128, and W2 has 10 rows", at="shape-error")
def refused() -> tuple[int, ...]:
    """The shape of h and the rows of W2, where they do not agree."""
    h, second = np.zeros((32, 784)) @ np.zeros((784, 128)), np.zeros((10, 128))
    return (*h.shape, second.shape[0]) if h.shape[1] != second.shape[0] else ()


given(
    "holds 32 images of 784",
    "128, with the first of",
    "and that is 10",
    "shape (128, 10)",
    at="shape-error",
    why="the code",
)
given(
    "X has 32 rows, and W1 has 784",
    "of X, 784, and the first of W1, 784",
    at="shape-error",
    why="the code that is asked about",
)
given(
    "b1 has 128 numbers, and there are 32 examples", "neurons, 128 of them", at="shape-error", why="the same"
)
given("None: 128 and 10 both", "so 128 has to be first", at="shape-error", why="the same")

# --- two layers by hand ---------------------------------------------------------------------------


def by_hand(h1: float, h2: float) -> float:
    """The output for the values of the two hidden units."""
    return 3 * h1 - h2 + 1


H1, H2 = 3 * 2 - 1 + 1, -2 + 1 - 2
given("relu(3x₁ − x₂ + 1)", "x₂ − 2)", "y = 3h₁ − h₂ + 1", "x = (2, 1)", why="the network worked out by hand")
claims("answer 19")(lambda: by_hand(max(0, H1), max(0, H2)))
claims("The sums are 6 − 1 + 1 = 6 and −2 + 1 − 2 = −3")(lambda: (3 * 2, 1, 1, H1, -2, 1, 2, H2))
claims("makes 6 and 0 of them, and so y = 18 − 0 + 1 = 19")(
    lambda: (max(0, H1), max(0, H2), 3 * H1, max(0, H2), 1, by_hand(H1, 0))
)
claims("slip 22")(lambda: by_hand(H1, H2))
claims("handed on −3 here. ReLU makes 0 of it, and 0 is what")(lambda: (H2, max(0, H2), max(0, H2)))
claims("slip 25")(lambda: by_hand(3 * 2 + 1 + 1, 0))
claims("has the weight −1, so it pulls the sum down to 6. Counted as +1 it ends at 8")(
    lambda: (-1, H1, 1, 3 * 2 + 1 + 1)
)
claims("slip 18")(lambda: by_hand(H1, 0) - 1)
given("it adds 1", "The bias 1 of", at="forward-by-hand", why="the biases of the network")
claims("slip 16")(lambda: by_hand(H1 - 1, max(0, H2 + 2)))
claims("the weight 3 of the output carries it on as 3")(lambda: (3, 3 * 1))
claims("slip 10", at="forward-by-hand")(lambda: 3 * (H1 - 2) - (-2 + 1 + 2) - 1)
given("A bias is added: + 1, − 2, and + 1", why="the biases of the network")
claims("slip 12")(lambda: by_hand(2 + 1 + 1, 2 + 1 - 2))
claims("slip 6", "6 is what the first unit hands on", at="forward-by-hand")(lambda: H1)

# --- XOR with two units ---------------------------------------------------------------------------


def units(x1: float, x2: float) -> tuple[float, float, float]:
    """h₁, h₂ and z of the network for XOR."""
    h1, h2 = max(0.0, x1 + x2), max(0.0, x1 + x2 - 1)
    return h1, h2, h1 - 2 * h2 - 0.5


given(
    "relu(x₁ + x₂ − 1)",
    "z = h₁ − 2h₂ − 0.5",
    "Follow the point (1, 1)",
    "For (0, 1) the",
    why="weights for XOR",
)
claims("h₁ = 2, h₂ = 1, and so z = 2 − 2 − 0.5 = −0.5")(
    lambda: (*units(1, 1)[:2], units(1, 1)[0], 2 * units(1, 1)[1], 0.5, units(1, 1)[2])
)
claims("the units are 1 and 0, and z = 0.5: on")(lambda: units(0, 1))
claims("land on the same spot, (1, 0)")(lambda: units(1, 0)[:2] if units(1, 0) == units(0, 1) else ())


given("z = h₁ − 2h₂ − 0.5?", "(2, 1)", "counts −2 times", at="xor-elsewhere", why="the network and the point")
H = units(2, 1)
claims("answer −1.5", at="xor-elsewhere")(lambda: H[2])
claims("The units are 3 and 2, and so z = 3 − 4 − 0.5 = −1.5")(
    lambda: (H[0], H[1], H[0], 2 * H[1], 0.5, H[2])
)
claims("x₁ + x₂ is 3")(lambda: 2 + 1)
claims("slip 0", "0 is what ReLU would make", at="xor-elsewhere")(lambda: max(0, H[2]))
claims("slip −1", at="xor-elsewhere")(lambda: H[0] - 2 * H[1])
claims("3 − 4 is −1")(lambda: (H[0], 2 * H[1], H[0] - 2 * H[1]))
claims("slip −4.5")(lambda: 3 - 2 * (3 + 1) + 0.5)
claims("slip −0.5", at="xor-elsewhere")(lambda: H[0] - 2 * H[1] + 0.5)
claims("slip −3.5")(lambda: 3 - 2 * 3 - 0.5)
claims("slip 6.5")(lambda: H[0] + 2 * H[1] - 0.5)
given(
    "a bias too, −0.5",
    "3 + 1 in the second unit, and + 0.5",
    "away, + 0.5. It is added, and it is −0.5",
    why="its biases",
)
given("a bias, −1. It gives 2, not 3", "z down: 3 − 4, not 3 + 4", why="its numbers")


@claims("the one cut has become two lines, and a band between them")
def band() -> bool:
    """The sum z is off, on, off along x₁ + x₂, and depends on nothing else."""
    along = np.array([units(s, 0)[2] > 0 for s in np.linspace(-1, 3, 401)])
    return (
        int(np.count_nonzero(np.diff(along.astype(int)))) == 2
        and not along[0]
        and units(0.3, 0.4) == units(0.7, 0.0)
    )


given(
    "on for (1, 0) alone", "on for (0, 1) alone", "the cut between 0 and 1", why="the units of the reference"
)
given(
    "W1 = [[1, −1], [−1, 1]] and b1 = [0, 0]",
    "W2 = [[1], [1]] adds",
    "b2 = [−0.5] puts",
    why="weights of the reference",
)
