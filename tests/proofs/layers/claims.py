"""The numbers of lesson 3 computed another way, and what it claims without a number."""

from __future__ import annotations

import json
import math
from collections import Counter
from itertools import pairwise

import numpy as np

from coursekit.content.layers.readers import FILE
from coursekit.datasets import digits
from coursekit.engine import nn
from coursekit.widgets import DigitNetwork, DigitSheet, Origami, digit_params, ten_neurons
from coursekit.widgets.layers.depth_results import SHAPES, TASKS, load_results, points
from coursekit.widgets.layers.folding_net import SIZES, folding_params, spirals
from coursekit.widgets.layers.origami import _cuts, folded


def parameters(*sizes):
    """Arrows in the drawing, and a bias for each circle that computes."""
    return sum(m * n for m, n in pairwise(sizes)) + sum(sizes[1:])


def weights(*sizes):
    """The arrows, drawn one by one."""
    return sum(1 for m, n in pairwise(sizes) for _ in range(m) for _ in range(n))


def FIRST():  # noqa: N802 - named like the constant
    z = float(np.array([1, 2]) @ np.array([3, -1]) + 0.5)
    return z, max(0.0, z)


def SECOND():  # noqa: N802
    z = float(np.array([1, 2]) @ np.array([1, 1]) - 4)
    return z, max(0.0, z)


def SUMS():  # noqa: N802
    return tuple((np.array([2, 1]) @ np.array([[3, -1], [-1, 1]]) + np.array([1, -2])).tolist())


def xor_units(x1, x2):
    h = np.maximum(0, np.array([x1, x2]) @ np.ones((2, 2)) + np.array([0, -1]))
    return *h.tolist(), float(h @ np.array([1, -2]) - 0.5)


def E_TO():  # noqa: N802
    return [np.e**z for z in (2, 1, 0)]


def pieces(k):
    """Straight pieces after k folds of the line from 0 to 1, counted on a grid that holds every kink."""
    x = np.linspace(0, 1, 2**16 + 1)
    return 1 + int(np.count_nonzero(np.diff(np.diff(_folded(x, k)))))


def one_layer(n):
    """The kinks of n random units, all different, and one more."""
    rng = np.random.default_rng(n)
    return len(np.unique(-rng.normal(size=n) / rng.normal(size=n))) + 1


def right_with(activation):
    points, labels = spirals()
    *folds, (W, b) = folding_params()
    bend = np.tanh if activation == "tanh" else lambda z: np.maximum(0, z)
    for (up, a), (down, c) in zip(folds[::2], folds[1::2], strict=True):
        points = bend(points @ up + a) @ down + c
    return int((((points @ W + b)[:, 0] > 0) == (labels == 1)).sum())


def convolution():
    return 3 * 3 + 1


def the_last_example_wakes_both_neurons():
    x = np.array([2, 5])
    return bool(x @ np.array([3, -1]) + 0.5 > 0 and x @ np.array([1, 1]) - 4 > 0)


def the_matrix_between_two_folds_is_the_product_of_its_parts():
    return (np.array([[2], [-4]]) @ np.ones((1, 2))).tolist() == [[2, 2], [-4, -4]]


def the_points_a_quarter_and_three_quarters_lie_on_each_other():
    return _folded([0, 0.25, 0.5, 0.75, 1], 1).tolist() == [0, 0.5, 1, 0.5, 0]


def no_layer_of_ten_units_has_more_than_eleven_pieces():
    rng, x = np.random.default_rng(0), np.linspace(-50, 50, 200_001)
    for _ in range(20):
        w, b, v = rng.normal(size=(3, 10, 1))
        bends = np.abs(np.diff((v * np.maximum(0, w * x + b)).sum(axis=0), 2)) > 1e-9
        # A kink between two samples bends two neighbouring differences.
        if 1 + np.count_nonzero(bends & ~np.concatenate([[False], bends[:-1]])) > 11:
            return False
    return True


def the_product_has_the_shape_that_is_told():
    return (np.zeros((32, 784)) @ np.zeros((784, 128))).shape == (32, 128)


def two_of_the_four_ways_to_hand_in_images_run():
    return sum(_multiplies(np.zeros(shape)) for shape in ((32, 784), (784, 32), (32, 28, 28), (784,))) == 2


def the_line_of_y_is_refused():
    return not _multiplies(np.zeros((32, 128)), np.zeros((10, 128)))


def the_cut_of_the_xor_network_is_two_lines_with_a_band_between_them():
    """The sum z is off, on, off along x₁ + x₂, and depends on nothing else."""
    along = np.array([xor_units(s, 0)[2] > 0 for s in np.linspace(-1, 3, 401)])
    changes = int(np.count_nonzero(np.diff(along.astype(int))))
    return changes == 2 and not along[0] and np.allclose(xor_units(0.3, 0.4), xor_units(0.7, 0.0))


def both_circles_of_xor_land_on_one_spot():
    return xor_units(1, 0) == xor_units(0, 1) and xor_units(1, 0)[:2] == (1, 0)


def each_hidden_layer_of_the_origami_has_twelve_units():
    return SIZES == (2, 12, 2, 12, 2, 12, 2, 12, 2, 1)


def three_hidden_layers_do_best_on_the_rings():
    found = [_middle("rings", depth) for depth in (1, 2, 3, 4)]
    return found[0] < found[1] < found[2] > found[3]


def one_wide_layer_is_as_good_as_any_on_the_checkerboard():
    return _middle("checkerboard", 1) >= max(_middle("checkerboard", depth) for depth in (2, 3, 4))


def the_deeper_networks_scatter_more():
    spread = {(t, d): float(np.ptp(load_results()[t][str(d)])) for t in load_results() for d in SHAPES}
    return all(spread[t, d] > spread[t, 1] for t in load_results() for d in (2, 3, 4))


def the_compared_networks_have_about_as_many_parameters():
    return all(240 < parameters(*shape) < 270 for shape in SHAPES.values())


def a_layer_of_the_engine_has_the_parameters_of_its_drawing():
    return sum(p.data.size for p in nn.Linear(20, 30).parameters()) == parameters(20, 30)


def _folded(x, k):
    for _ in range(k):
        x = np.where(np.asarray(x) < 0.5, 2 * np.asarray(x), 2 - 2 * np.asarray(x))
    return x


def _middle(task, depth):
    return float(np.median(load_results()[task][str(depth)]))


def _multiplies(left, right=None):
    try:
        left @ (np.zeros((784, 128)) if right is None else right)
    except ValueError:
        return False
    return True


def shares():
    return softmax(2, 1, 0)


def softmax(*scores):
    """Powers of e over their sum, the largest score taken away first."""
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def the_sigmoid_is_a_softmax_of_two():
    return math.isclose(softmax(1.3, 0)[0], 1 / (1 + math.exp(-1.3)))


def ten_read():
    return sum(_kept("0")) / 20


def hidden_read():
    return sum(_kept("16")) / 20


def better():
    """Of the digits counted, not of the shares."""
    return sum(round(300 * b) > round(300 * a) for a, b in zip(_kept("0"), _kept("16"), strict=True))


def wide_gain():
    return (sum(_kept("32")) - sum(_kept("0"))) / 20


def wide_better():
    return sum(round(300 * b) > round(300 * a) for a, b in zip(_kept("0"), _kept("32"), strict=True))


def worse():
    return sum(round(300 * b) < round(300 * a) for a, b in zip(_kept("0"), _kept("16"), strict=True))


def ten_validation():
    (W, b), (X, labels) = ten_neurons(), digits().validation
    hits = [
        max(range(10), key=lambda k: float(x @ W[:, k] + b[k])) == label
        for x, label in zip(X, labels, strict=True)
    ]
    return sum(hits) / 300


def pure():
    """From the widget's words."""
    unit, told = max(
        enumerate(map(_excited_by, range(1, 17)), start=1), key=lambda each: each[1].most_common(1)[0][1]
    )
    digit, times = told.most_common(1)[0]
    return unit, times, digit


def mixed():
    found = {unit: _excited_by(unit) for unit in range(1, 17)}
    unit = min(found, key=lambda each: found[each].most_common(1)[0][1])
    return unit, sorted(found[unit])


def first_of(x1, x2):
    return float(np.array([x1, x2]) @ np.array([3, -1]) + 0.5)


def second_of(x1, x2):
    return float(np.array([x1, x2]) @ np.array([1, 1]) - 4)


def output(h1, h2):
    return float(np.array([h1, h2]) @ np.array([-2, 3]) + 1)


def on_twenty_splits_only_the_gain_of_32_units_stands_out_from_chance():
    """Student's t of the paired differences; 2.09 is exceeded by chance once in twenty times."""
    few, many = (np.array(_kept(units)) - np.array(_kept("0")) for units in ("16", "32"))
    return _t(few) < 2.09 < _t(many)


def all_twelve_digits_of_the_clearest_unit_are_the_same():
    return pure()[1] == 12


def zeros_excite_the_mixed_unit_about_as_much_as_fours():
    """On average, and it's on for more than those that excite it most; the clearest unit too, for other digits than its own."""
    h, labels = _units()
    zeros, fours, sixes = (h[labels == digit, mixed()[0] - 1].mean() for digit in (0, 4, 6))
    return fours < zeros < sixes


def the_clearest_unit_is_on_weakly_for_many_other_digits():
    h, labels = _units()
    unit, _, digit = pure()
    own, others = h[labels == digit, unit - 1], h[labels != digit, unit - 1]
    return (others > 0).sum() > 200 and others[others > 0].mean() < own.mean() / 2


def hidden_units_are_off_more_often_than_on():
    return (_units()[0] > 0).mean() < 0.4


def guessing_gets_about_half_of_the_two_tasks():
    rng = np.random.default_rng(0)
    return all(0.45 < points(task, n=20_000, rng=rng)[1].mean() < 0.55 for task in TASKS)


def one_mistake_of_the_reader_is_made_with_more_than_80_percent():
    sheet = DigitSheet(order="the surest mistakes")
    return sheet.scene().words.count("(8") == 1 and sheet.facts()["highest"] > 0.8


def the_middle_of_the_zeros_painting_speaks_against_it():
    return (ten_neurons()[0].reshape(8, 8, 10)[3:5, 3:5, 0].mean() < 0).item()


def _t(differences):
    return differences.mean() / (differences.std(ddof=1) / len(differences) ** 0.5)


def _units():
    X, labels = digits().training
    W, b = digit_params()[0]
    return np.maximum(0, X @ W + b), labels


def _kept(hidden):
    return json.loads(FILE.read_text(encoding="utf-8"))[hidden]


def _excited_by(unit):
    """The digits that the words of a unit's picture name, counted."""
    words = DigitNetwork(view="one hidden unit", unit=unit).scene().words.split("excite it most show ")[1]
    times = [part.split(" (") for part in words.rstrip(".").split(", ")]
    return Counter(
        {int(digit): 1 if told.startswith("once") else int(told.split()[0]) for digit, told in times}
    )


def two_points_on_either_side_nearly_touch_the_cut_after_two_layers():
    z, labels = _from_the_cut(2), spirals()[1]
    near = np.argsort(np.abs(z))
    return labels[near[0]] != labels[near[1]] and np.abs(z[near[1]]) < 0.005 < 0.03 < np.abs(z[near[2]])


def nearest_after(layers):
    return float(np.abs(_from_the_cut(layers)).min())


def wide_after(layers):
    return float(np.ptp(folded(spirals()[0], layers), axis=0).max())


def _from_the_cut(layers):
    """Each point's signed distance from the best cut after so many layers."""
    moved = folded(spirals()[0], layers)
    w, b = _cuts()[Origami.layer.place(layers)]
    return (moved @ w + b) / np.linalg.norm(w)
