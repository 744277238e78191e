"""The numbers in lesson 3's texts: each is computed again here, or said to be chosen.

The arithmetic is written out once more, without the course's own functions where there is another way, so that an
error there cannot hide here. The trained network and the counts of LSTM and attention come from the engine.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from coursekit.content.claims import Claims
from coursekit.content.layers import claims_by_hand, claims_folds
from coursekit.content.layers.claims_by_hand import parameters, weights
from coursekit.content.layers.claims_folds import counted, one_layer
from coursekit.engine import nn
from coursekit.scenes import Line, Points
from coursekit.widgets import Origami
from coursekit.widgets.layers.depth_results import SEEDS, SHAPES, load_results
from coursekit.widgets.layers.folding_net import SIZES, folding_params, spirals

__all__ = ["claims", "counted", "one_layer", "parameters", "weights"]

claims = Claims()
given = claims.given
for part in (claims_by_hand, claims_folds):
    claims.take_over(part.claims)

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


@cache
def right_with(bend: str) -> int:
    """Points that the trained network gets right with its own last cut when this bend stands in its hidden layers."""
    points, labels = spirals()
    *folds, (W, b) = folding_params()
    for (up, a), (down, c) in zip(folds[::2], folds[1::2], strict=True):
        sums = points @ up + a
        points = (np.tanh(sums) if bend == "tanh" else np.maximum(0, sums)) @ down + c
    return int((((points @ W + b)[:, 0] > 0) == (labels == 1)).sum())


claims("How many of the 200 points does it get right")(lambda: len(spirals()[0]))
claims("With ReLU it was 200 of 200, with tanh it is 121")(
    lambda: (right_with("ReLU"), len(spirals()[0]), right_with("tanh"))
)
given(
    "sums into 0.",
    "down to −1, and it never gives more than 1",
    at="swap-activation",
    why="ranges of two bends",
)
given(
    "between 0 and 1, or",
    "near −1",
    "from 0 to 1, so a clear no is near 0",
    "still above 0",
    at="output-activation",
    why="ranges",
)
given(
    "Softmax gives 1 to the class",
    "and 0 to the",
    "all ten sums grow by 5",
    at="output-activation",
    why="choices",
)
POWERS = [np.e**z for z in (2, 1, 0)]
claims("the scores 2, 1 and 0 of lesson 2 became 0.665, 0.245 and 0.090")(
    lambda: (2, 1, 0, *(power / sum(POWERS) for power in POWERS))
)
given("Softmax gives 1 to the largest score and 0 to", why="a misconception")

given("the 4 lets the attention block", why="the number of heads")

# --- depth against width --------------------------------------------------------------------------


def middle(task: str, depth: int) -> float:
    """The median share of the kept trainings, in percent."""
    return 100 * float(np.median(load_results()[task][str(depth)]))


claims("about 250 parameters each")(
    lambda: 250 if all(240 < parameters(*shape) < 270 for shape in SHAPES.values()) else 0
)
claims("were trained 20 times, from 20 random starts")(lambda: (SEEDS, SEEDS))
claims("the middle of the 20, with")(lambda: SEEDS)
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


@claims("the deeper networks scatter more than the one with a single hidden layer")
def deep_scatter() -> bool:
    """On both tasks the trainings of two, three and four layers lie wider apart than those of one."""
    spread = {(t, d): float(np.ptp(load_results()[t][str(d)])) for t in load_results() for d in SHAPES}
    return all(spread[t, d] > spread[t, 1] for t in load_results() for d in (2, 3, 4))


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
