"""The numbers of lesson 4 computed another way, and what it claims without a number."""

from __future__ import annotations

import math

import numpy as np
from proofs.backprop import reference

from coursekit.content.backprop import pictures
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, unit_history

AXES = {"none": None, "layer": 1, "batch": 0}
LAYERS = {FIRST: 1, SECOND: 2}


def slope_in_w(w):
    """By a nudge to both sides."""
    return round(((2 * (w + 1e-3) - 3) ** 2 - (2 * (w - 1e-3) - 3) ** 2) / 2e-3, 6)


def nudging_passes(hidden):
    return 2 * (64 * hidden + hidden + hidden * 10 + 10)


def passes_a_step():
    """Products of 100 by 100 for each example, the weights of all layers, and handing on but not to the inputs."""
    forward = 20 * 100 * 100
    return (forward + 20 * 100 * 100 + 19 * 100 * 100) / forward


def DIAMOND():  # noqa: N802 - named like the constant
    def out(a):
        return 2 * (a + 1) + 3 * (a + 1)

    return round((out(1.001) - out(0.999)) / 0.002)


def SLOPE_Y():  # noqa: N802
    return round(((6 + 1e-3) ** 2 - (6 - 1e-3) ** 2) / 2e-3)


def factor(start):
    return reference.SPREADS[start] * math.sqrt(100 / 2)


def outputs(start, activation="ReLU", *, residual=False, norm="none"):
    return reference.ratio(start, bend=activation, residual=residual, axis=AXES[norm]).outputs


def weights(start):
    return reference.ratio(start).weights


def first_on(where, start):
    return _first_on(LAYERS[where], start)


def came_back(where):
    return sum(_first_on(LAYERS[where], start) is not None for start in range(9))


def a_hidden_layer_of_67_is_the_first_to_need_more_than_ten_thousand_passes():
    return next(h for h in range(1, 200) if nudging_passes(h) > 10_000) == 67


def the_race_shows_a_little_less_than_three():
    return 2 < (74 + 74 + 10) / 74 < 3


def backward_costs_about_two_forwards():
    return round((20 + 19) / 20) == 2


def cross_entropy_punishes_a_confident_mistake_ever_harder():
    return -math.log(0.0001) > -math.log(0.01) + 4


def a_nudge_travels_along_the_chain_as_it_is_drawn():
    return (3 * 2, 6**2, 2 * 6, 3 * 0.001, round((3 * 2.001) ** 2 - 36, 3)) == (6, 36, 12, 0.003, 0.036)


def the_gradient_at_half_scale_arrives_a_little_above_its_factors():
    small = reference.ratio("0.05").outputs
    return 0.35**19 < small < 10 * 0.35**19 and round(math.log10(small)) == -8


def xavier_brings_less_than_a_hundredth_and_the_largest_start_several_millions():
    return 0.001 < reference.ratio("Xavier").outputs < 0.01 and 2e6 < reference.ratio("0.3").outputs < 1e7


def a_factor_of_0_35_leaves_next_to_nothing_and_2_1_makes_a_million():
    return 0.35**19 < 1e-8 and 1e6 < 2.1**19 < 2e6


def tanh_reaches_a_slope_of_one_and_the_sigmoid_a_quarter():
    shares = np.linspace(0, 1, 101)
    return 1 - np.tanh(0) ** 2 == 1 and max(shares * (1 - shares)) == 0.25


def sigmoid_layers_shrink_the_gradient_at_each_spread():
    return max(reference.ratio(spread, bend="sigmoid").outputs for spread in reference.SPREADS) < 1e-3


def shares():
    return _shares(2)


def cat_slopes():
    """By differences."""
    return [1e5 * (moved - before) for moved, before in zip(_shares(2 + 1e-5), shares(), strict=True)]


def _shares(first):
    powers = [math.exp(score) for score in (first, 1.0, 0.0)]
    return [power / sum(powers) for power in powers]


def the_slopes_of_the_shares_add_up_to_zero():
    return abs(sum(cat_slopes())) < 1e-9


def layer_normalisation_alone_gives_the_same_at_each_spread():
    return bool(np.ptp([reference.ratio(spread, axis=1).outputs for spread in reference.SPREADS]) < 1e-3)


def all_five_starts_begin_high_and_fall_as_they_are_drawn():
    found = reference.five_starts()
    falls = bool((found[:, 0] > 2).all() and (found[:, -1] < 0.12).all())
    return falls and np.allclose(pictures.losses(), found, rtol=1e-9)


def a_dead_unit_has_the_same_life_by_hand_and_by_engine():
    return all(
        np.allclose(reference.unit(layer, 3).share, unit_history(where, 3).share)
        and np.allclose(reference.unit(layer, 3).moved, unit_history(where, 3).distance, atol=1e-9)
        for where, layer in LAYERS.items()
    )


def the_units_own_weights_had_not_moved_before_it_woke():
    return bool(reference.unit(2, 3).moved[:83].max() == 0)


def two_of_those_that_came_back_were_off_again_at_the_end():
    return sum(_first_on(2, s) is not None and not reference.unit(2, s).share[-1] for s in range(9)) == 2


def nothing_wakes_a_dead_unit_of_the_first_layer():
    return max(float(reference.unit(1, start).moved.max()) for start in range(9)) == 0


def with_leaky_relu_its_weights_move_in_all_nine_and_one_wakes():
    moved = min(float(reference.unit(1, start, leak=0.1).moved[-1]) for start in range(9))
    return moved > 0 and sum(_first_on(1, start, 0.1) is not None for start in range(9)) == 1


def _first_on(layer, start, leak=0.0):
    on = np.flatnonzero(reference.unit(layer, start, leak=leak).share)
    return int(on[0]) if len(on) else None
