"""The numbers of lesson 2 computed another way, and what it claims without a number."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from proofs.nonlinearity import reference

from coursekit.content.neuron import numbers as lesson_1
from coursekit.engine import Tensor, nn
from coursekit.widgets.neuron import digit_pairs
from coursekit.widgets.nonlinearity import reader_training


def SLOPE():  # noqa: N802 - named like the constant
    return both(1) - both(0)


def both(x):
    return 3 * (2 * x + 1) - 4


def tent(x):
    return reference.relu(x) - 2 * reference.relu(x - 1)


def gelu_lowest():
    return reference.lowest(lambda z: z * reference.bell_share(z))


def silu_lowest():
    return reference.lowest(lambda z: z * reference.sigmoid(z))


def gelu_slopes():
    return reference.slopes(lambda z: z * reference.bell_share(z))


def silu_slopes():
    return reference.slopes(lambda z: z * reference.sigmoid(z))


def sigmoid_steepest():
    return reference.slopes(reference.sigmoid)[1]


def tanh_steepest():
    return reference.slopes(math.tanh)[1]


def HIDDEN():  # noqa: N802
    """Kinks of three hinges along a line; one more combinations of on and off are met there."""
    kinks, met = reference.patterns()
    return kinks if met == kinks + 1 else None


def ten_layers_of_the_engine_are_one():
    rng = np.random.default_rng(3)
    stack = nn.Sequential(*(nn.Linear(4, 4, dtype=np.float64, rng=rng) for _ in range(10)))
    x, W, b = rng.normal(size=(50, 4)), np.eye(4), np.zeros(4)
    for layer in stack:
        W, b = W @ layer.weight.data.T, b @ layer.weight.data.T + layer.bias.data
    return np.allclose(x @ W + b, stack(Tensor(x, dtype=np.float64)).data, rtol=1e-12)


def a_narrow_middle_leaves_multiples_of_one_row():
    table = np.array([[1.0], [2.0], [-1.0]]) @ np.array([[3.0, 1.0, -2.0]])
    return bool(np.linalg.matrix_rank(table) == 1) and table[0].tolist() == [3.0, 1.0, -2.0]


def doubling_the_hinges_shrinks_the_gap_to_about_a_quarter():
    return all(0.23 < reference.wave_gap(2 * n) / reference.wave_gap(n) < 0.27 for n in (6, 12, 24))


def n_hinges_make_at_most_n_kinks():
    rng, x = np.random.default_rng(0), np.linspace(-10, 10, 20001)
    for n in (1, 3, 8):
        w, b, v = rng.normal(size=(3, n))
        turns = np.abs(np.diff(np.diff(np.maximum(0, np.outer(x, w) + b) @ v))) > 1e-9
        starts = turns & ~np.r_[False, turns[:-1]]  # a kink between two grid points shows in two steps
        if starts.sum() > n:
            return False
    return True


def parabolas_add_up_to_one_parabola():
    rng = np.random.default_rng(0)
    x, (w, b, v) = np.linspace(-2, 2, 50), rng.normal(size=(3, 20))
    y = (np.outer(x, w) + b) ** 2 @ v
    return np.allclose(np.polyval(np.polyfit(x, y, 2), x), y)


def gelu_and_silu_fall_first_and_rise_later_and_the_others_never_fall():
    xs = [k / 100 for k in range(-600, 601)]
    rising = all(
        f(a) <= f(b) for f in (reference.relu, reference.sigmoid, math.tanh) for a, b in pairwise(xs)
    )
    dipping = (lambda z: z * reference.bell_share(z), lambda z: z * reference.sigmoid(z))
    return rising and all(bend(-6) > bend(-1) < bend(0) for bend in dipping)


def the_bell_share_of_zero_is_one_half():
    return reference.bell_share(0) == 0.5


def first_layer():
    return [1 * 1 + 3 * 2 + 1, 2 * 1 + 0 * 2 - 1]


def joined():
    return np.einsum("ij,jk->ik", [[1, 2], [3, 0]], [[1, 1], [2, -1]]).tolist()


def ENTRY():  # noqa: N802
    return np.einsum("ij,jk->ik", [[2, 3], [0, 2]], [[1, 4], [6, 3]]).tolist()[0][1]


def SWAPPED():  # noqa: N802
    return np.einsum("ij,jk->ik", [[1, 4], [6, 3]], [[2, 3], [0, 2]]).tolist()[0][1]


def tent_cut(x):
    return reference.relu(tent(x) - 0.5)


def cut_kinks():
    """Where the tent crosses 0.5, and its peak in between."""
    return [0.5, 1.0, 1.5]


def gelu_xor(x1, x2):
    z = 10 * x1 - 10 * x2 - 0.75
    return z * reference.bell_share(z)


def gelu_above_a_tenth_below_zero_is_xor():
    return all((gelu_xor(a, b) > -0.1) == (a != b) for a in (0, 1) for b in (0, 1))


def the_neuron_that_is_compared_is_lesson_1s():
    return np.allclose(reader_training.shares("neuron"), lesson_1.odd_even_shares())


def ahead():
    return int(sum(b > a for a, b in zip(*_both_readers(), strict=True)))


def gain():
    neuron, bent = _both_readers()
    return sum(bent) / len(bent) - sum(neuron) / len(neuron)


def fitted_error(hinges):
    """By the normal equations, on the same 65 places."""
    x, y, places = _summer_day(), _heights(), [0, 6, 12, 18, 3, 9, 15, 21, 1.5, 13.5, 7.5, 19.5][:hinges]
    table = np.stack([*(np.where(x > place, x - place, 0) for place in places), np.ones_like(x)], axis=1)
    turns = np.linalg.solve(table.T @ table, table.T @ y)
    return float(np.abs(table @ turns - y).mean())


def by_hand_error():
    x = _summer_day()
    curve = 8.5 + 1.5 * np.where(x > 4.5, x - 4.5, 0) - 3.5 * np.where(x > 16, x - 16, 0)
    return float(np.abs(curve - _heights()).mean())


def one_hinge_stays_more_than_1_degree_away_however_its_sliders_stand():
    x, y, starts = _summer_day(), _heights(), np.arange(0, 30.5, 0.5)[:, None]
    places, turns = np.arange(0, 24.5, 0.5), np.arange(-8, 8.25, 0.25)
    curves = (starts + turn * np.maximum(0, x - place) for place in places for turn in turns)
    return min(np.abs(curve - y).mean(axis=1).min() for curve in curves) > 1


def line_error():
    x, y = _summer_day(), _heights()
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return float(np.abs(y.mean() + slope * (x - x.mean()) - y).mean())


def eight_bent_units_show_no_gain_between_8_and_9():
    X, eight = digit_pairs.examples("8 and 9")
    gains = []
    for split in range(5):
        order = np.random.default_rng(split).permutation(len(X))
        seen, new = order[:200], order[200:]
        layer = reader_training.train(X[seen], eight[seen], bend=True, seed=split)
        neuron = digit_pairs.fit_neuron(X[seen], eight[seen])
        right = [
            ((z > 0) == eight[new]).mean() for z in (neuron.sums(X[new]), reader_training.sums(layer, X[new]))
        ]
        gains.append(right[1] - right[0])
    return bool(np.mean(gains) < 0.01)


def _both_readers():
    return reader_training.shares("neuron").tolist(), reader_training.shares("bent").tolist()


def _summer_day():
    return np.linspace(0, 24, 65)


def _heights():
    x = _summer_day()
    drawn = 15 + 7 * np.sin((x - 9) / 12 * np.pi) + 3 * np.exp(-(((x - 17) / 2.5) ** 2))
    return np.round(drawn * 8) / 8  # a drawing keeps eighths of a degree
