"""The numbers of lesson 2 computed another way, and what it claims without a number."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from proofs.nonlinearity import reference

from coursekit.content import chapter
from coursekit.engine import Tensor, nn


def SLOPE():  # noqa: N802 - named like the constant
    return both(1) - both(0)


def INTERCEPT():  # noqa: N802
    return both(0)


def both(x):
    return 3 * (2 * x + 1) - 4


def tent(x):
    return reference.relu(x) - 2 * reference.relu(x - 1)


def hill_turns():
    return reference.TURNS


def hill_loss():
    return reference.loss_of_hill()


def without_the_bend():
    """The last piece of the curve, made longer."""
    (x0, y0), (x1, y1) = reference.CORNERS[-2:]
    slope = (y1 - y0) / (x1 - x0)
    return slope, y0 - slope * x0


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


def none_active():
    """The bias that takes the largest sum, 1.5 · 2, down to zero."""
    return -1.5 * 2.0


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


def the_reason_of_a_check_names_gelus_lowest_point():
    why = chapter("nonlinearity").exercises["nonlinearity.gelu"].why
    return f"{gelu_lowest()[0]:.3f}".replace("-", "−") in why
