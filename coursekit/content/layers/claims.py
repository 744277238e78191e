"""The numbers in lesson 3's texts: each is computed again here, or said to be chosen.

The arithmetic is written out once more, without the course's own functions where there is another way, so that an
error there cannot hide here. The trained network and the counts of LSTM and attention come from the engine.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np

from coursekit.content.claims import Claims
from coursekit.engine import nn
from coursekit.plots import Line, Points
from coursekit.widgets import Origami
from coursekit.widgets.depth_trials import SEEDS, SHAPES, kept_trials
from coursekit.widgets.folding_net import SIZES, spirals

__all__ = ["claims"]

claims = Claims()
given = claims.given


def weights(*sizes: int) -> int:
    """Arrows in the drawing of a network."""
    return sum(m * n for m, n in pairwise(sizes))


def parameters(*sizes: int) -> int:
    """Arrows, and a bias for each circle that computes."""
    return weights(*sizes) + sum(sizes[1:])


# --- chosen by the author -------------------------------------------------------------------------

given("4 bytes for each parameter", "in 32 bit", "bytes in 32 bit", why="how an engine stores a number")
given("chapter 1: a", "chapter 4:", at="chapter.yaml", why="chapters of a book")
given('"grammar is in layers 8 to 15"', why="a sentence of the kind that is warned of")
given("3 of the 4 points of XOR", why="what lesson 1 proves")
given("Row 1 of W", "column 1 to", why="first row, first column")
given("layers.params-2432", "layers.weights-20-30", at="lesson.py", why="names of questions")
given("`Linear(2, 4)` is a layer of 4 neurons on 2 inputs", why="an example of a layer")
given("is above 0", "from 0 to 1", "between 0 and 1", "Between 0 and 1", why="what on is, and the strip")
given("Where one is negative it becomes 0", "One alone makes 0 of", "where the sum is 0", why="what ReLU is")
given("turns it by 30°", why="the angle of the picture")
given("has the shape (2, 2)", "has the shape (2, 1)", why="the shapes that the exercise sets")
given("Where XOR is 1", "at least 0.1; where it is 0, at most −0.1", why="the margin that the exercise sets")
given(
    "a list of k + 1 pairs",
    "has the shape (1, 2), those between have (2, 2), and the last has (2, 1)",
    why="asked for",
)
given(
    "k is 1, 2, 3, 4 or 5",
    "For k = 1:",
    "For k = 2",
    "k − 1 times",
    why="the numbers of folds that are checked",
)
given(
    "2·relu(x) − 4·relu(x − 0.5)",
    "2·h1 - 4·h2",
    "2·h₁ − 4·h₂",
    "relu(x − 0.5)",
    "minus 0.5",
    "are (2, −4)",
    why="one fold",
)
given(
    "W = [[1, 1]], b = [0, −0.5]", "W = [[2], [−4]], b = [0]", why="the first and the last pair of the fold"
)
claims("W = [[2, 2], [−4, −4]]")(lambda: tuple((np.array([[2], [-4]]) @ np.ones((1, 2))).ravel()))

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
claims("To get these 32 pieces from one layer you would need 31 units")(
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

# --- Origami --------------------------------------------------------------------------------------

claims("Two spirals, 200 points")(lambda: len(spirals()[0]))
claims("A network of four hidden layers, each with 12 ReLU units")(
    lambda: 12 if SIZES == (2, 12, 2, 12, 2, 12, 2, 12, 2, 1) else 0
)


@cache
def right_after(layers: int) -> int:
    """Points on the right side of the cut that is drawn after so many layers, counted from the crosses."""
    marks = Origami(layer=layers).scene().panels[0].marks
    (crosses,) = [mark for mark in marks if isinstance(mark, Points) and mark.marker == "cross"]
    return len(spirals()[0]) - len(crosses.x)


claims("the best cut gets 133 of 200 points right")(lambda: (right_after(0), len(spirals()[0])))
claims("After one layer it is 152")(lambda: right_after(1))
claims("after two layers one straight cut gets all 200")(lambda: min(map(right_after, (2, 3, 4))))


def nearest_after(layers: int) -> float:
    """How near the nearest point is to the cut that is drawn after so many layers."""
    panel = Origami(layer=layers).scene().panels[0]
    cut = next(mark for mark in panel.marks if isinstance(mark, Line) and mark.role == "accent")
    dots = [mark for mark in panel.marks if isinstance(mark, Points)]
    (x0, x1), (y0, y1) = cut.x.astype(float), cut.y.astype(float)
    away = [
        ((x1 - x0) * (dot.y - y0) - (y1 - y0) * (dot.x - x0)) / np.hypot(x1 - x0, y1 - y0) for dot in dots
    ]
    return float(np.abs(np.concatenate(away)).min())


claims("the nearest point was 0.00 away from the cut after two layers, and is 0.65 away at the end")(
    lambda: (nearest_after(2), nearest_after(4))
)
given("the 4 lets the attention block", why="the number of heads")

# --- depth against width --------------------------------------------------------------------------


def middle(task: str, depth: int) -> float:
    """The median share of the kept trainings, in percent."""
    return 100 * float(np.median(kept_trials()[task][str(depth)]))


claims("about 250 parameters each")(
    lambda: 250 if all(240 < parameters(*shape) < 270 for shape in SHAPES.values()) else 0
)
claims("were trained 20 times, from 20 random starts")(lambda: (SEEDS, SEEDS))
claims("in the middle of the 20 trainings 71 % against 65 % for one wide layer")(
    lambda: (SEEDS, middle("rings", 3), middle("rings", 1))
)
claims("is as good as any, 96 %, and four layers fall to 92 %")(
    lambda: (middle("checkerboard", 1), middle("checkerboard", 4))
)


@claims("For the rings, three hidden layers do best", "A fourth layer loses some of it again")
def three_is_best() -> bool:
    """The median rises up to three hidden layers and falls at four."""
    found = [middle("rings", depth) for depth in (1, 2, 3, 4)]
    return found[0] < found[1] < found[2] > found[3]


@claims("On the checkerboard one wide layer is as good as any")
def wide_is_enough() -> bool:
    """No deeper network has a higher median."""
    return middle("checkerboard", 1) >= max(middle("checkerboard", depth) for depth in (2, 3, 4))


@claims("the deeper networks scatter more")
def deep_scatter() -> bool:
    """On both tasks the trainings of three layers lie wider apart than those of one."""
    spread = {(t, d): float(np.ptp(kept_trials()[t][str(d)])) for t in kept_trials() for d in (1, 3)}
    return all(spread[t, 3] > spread[t, 1] for t in kept_trials())


# --- wirings --------------------------------------------------------------------------------------

given(
    "28 × 28 numbers",
    "28 × 28 results",
    "as 28 × 28",
    "3 × 3 weights",
    "A 3 × 3 convolution",
    "a 3 × 3 convolution",
    why="the image",
)
given("3×3 convolution", at="lesson.py", why="the name of a layer")
given(
    "each gave 784 results",
    "at all 784 places",
    "each of the 784 places",
    "9 by the 784 places",
    why="28 times 28",
)


def trained_numbers(layer: nn.Module) -> int:
    """All parameters of a layer of the engine, entry by entry."""
    return sum(int(np.prod(p.shape)) for p in layer.parameters())


claims("The dense layer takes 615,440 parameters for it, the convolution 10")(
    lambda: (trained_numbers(nn.Linear(784, 784)), trained_numbers(nn.Conv2d(1, 1, 3, padding=1)))
)
claims("answer 10", at="conv-params")(lambda: 3 * 3 + 1)
claims("9 weights and 1 bias")(lambda: (3 * 3, 1))
claims("slip 9", "the 9 weights", at="conv-params")(lambda: 3 * 3)
claims("slip 7840")(lambda: 10 * 784)
given(
    "would be 10 parameters for each", "You multiplied 9 by", at="conv-params", why="one window with its bias"
)
claims("slip 7056")(lambda: 9 * 784)
claims("slip 615440")(lambda: parameters(784, 784))
claims("a pixel reaches 9 results")(lambda: 3 * 3)
claims("it reaches all 784")(lambda: 28 * 28)
