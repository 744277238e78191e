"""The numbers of lesson 4 computed another way, and what it claims without a number."""

from __future__ import annotations

import math

import numpy as np
from proofs.backprop import reference

from coursekit.content.backprop import numbers
from coursekit.engine import Tensor
from coursekit.widgets import XorByValues
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, unit_history
from coursekit.widgets.backprop.deep_network import DeepNetwork, gradient_profile, standardised

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


def outputs(start, activation="ReLU", *, residual=False, norm="none"):
    return reference.ratio(start, bend=activation, residual=residual, axis=AXES[norm])


def a_hidden_layer_of_67_is_the_first_to_need_more_than_ten_thousand_passes():
    return next(h for h in range(1, 200) if nudging_passes(h) > 10_000) == 67


def the_race_shows_a_little_less_than_three():
    return 2 < (74 + 74 + 10) / 74 < 3


def backward_costs_about_two_forwards():
    return round((20 + 19) / 20) == 2


def cross_entropy_punishes_a_confident_mistake_ever_harder():
    return -math.log(0.0001) > -math.log(0.01) + 4


def a_factor_of_0_35_leaves_next_to_nothing_and_2_1_makes_a_million():
    return 0.35**19 < 1e-8 and 1e6 < 2.1**19 < 2e6


def tanh_reaches_a_slope_of_one_and_the_sigmoid_a_quarter():
    shares = np.linspace(0, 1, 101)
    return 1 - np.tanh(0) ** 2 == 1 and max(shares * (1 - shares)) == 0.25


def sigmoid_layers_shrink_the_gradient_at_each_spread():
    return max(reference.ratio(spread, bend="sigmoid") for spread in reference.SPREADS) < 1e-3


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


def _first_on(layer, start, below=0.1, leak=0.0):
    on = np.flatnonzero(reference.unit(layer, start, below=below, leak=leak).share)
    return int(on[0]) if len(on) else None


def first_on(where, start, below=0.1):
    return _first_on(LAYERS[where], start, below)


def came_back(where, below=0.1):
    return sum(_first_on(LAYERS[where], start, below) is not None for start in range(9))


def came_back_leaky():
    return sum(_first_on(1, start, leak=0.1) is not None for start in range(9))


def factor(start):
    return reference.SPREADS[start](100) * math.sqrt(100 / 2)


def with_leaky_relu_its_weights_move_in_all_nine():
    return min(float(reference.unit(1, start, leak=0.1).moved[-1]) for start in range(9)) > 0


def reader_passes():
    found = [reference.reader(start)[0] for start in range(9)]
    return min(found), max(found)


def reader_read():
    found = [reference.reader(start)[1] for start in range(9)]
    return min(found), max(found)


def READER():  # noqa: N802
    return 64 * 16 + 16 + 16 * 10 + 10


def HAND():  # noqa: N802
    """By nudges to both sides of every number that the loss is computed from."""
    given = {
        "w11": 2.0,
        "w21": 3.0,
        "b1": 1.0,
        "w12": 1.0,
        "w22": -1.0,
        "b2": -2.0,
        "v1": 3.0,
        "v2": -2.0,
        "c": -2.0,
    }

    def passed(moved, by=0.0):
        at = {**given, moved: given.get(moved, 0.0) + by}
        h1 = max(0.0, 2 * at["w11"] - at["w21"] + at["b1"]) + (by if moved == "h1" else 0.0)
        h2 = max(0.0, 2 * at["w12"] - at["w22"] + at["b2"]) + (by if moved == "h2" else 0.0)
        y = h1 * at["v1"] + h2 * at["v2"] + at["c"] + (by if moved == "y" else 0.0)
        return {"h1": h1, "h2": h2, "y": y, "loss": (y - 3) ** 2}

    moves = [*given, "h1", "h2", "y"]
    slopes = {f"d{name}": (passed(name, 1e-3)["loss"] - passed(name, -1e-3)["loss"]) / 2e-3 for name in moves}
    return passed("") | {name: round(slope, 6) for name, slope in slopes.items()}


def a_step_against_the_gradient_takes_a_third_of_the_loss():
    gradient = {
        name: slope for name, slope in HAND().items() if name[0] == "d" and name not in ("dh1", "dh2", "dy")
    }
    w = {
        "w11": 2.0,
        "w21": 3.0,
        "b1": 1.0,
        "w12": 1.0,
        "w22": -1.0,
        "b2": -2.0,
        "v1": 3.0,
        "v2": -2.0,
        "c": -2.0,
    }
    w = {name: value - 0.001 * gradient[f"d{name}"] for name, value in w.items()}
    h1, h2 = 2 * w["w11"] - w["w21"] + w["b1"], 2 * w["w12"] - w["w22"] + w["b2"]
    return 0.6 < (h1 * w["v1"] + h2 * w["v2"] + w["c"] - 3) ** 2 < 0.7


def nineteen_factors_of_a_third_leave_what_arrives_about():
    small = reference.ratio("0.05")
    return 0.35**19 / 3 < small < 3 * 0.35**19


def the_dots_of_the_options_stand_where_their_words_say():
    small, medium, same, large = (reference.ratio(spread) for spread in ("0.05", "Xavier", "He", "0.3"))
    return small < 1e-8 and 1e-4 < medium < 1e-2 and 0.5 < same < 2 and large > 1e5


def layer_normalisation_arrives_at_about_the_same_at_each_spread():
    return bool(np.ptp([reference.ratio(spread, axis=1) for spread in reference.SPREADS]) < 0.1)


def wire_and_layer_bring_back_more_together_than_if_they_met_at_random():
    return all(
        reference.ratio(start, residual=True) > 1.2 * (1 + reference.SPREADS[start](100) ** 2 * 50) ** 9.5
        for start in ("0.05", "He")
    )


def the_loss_begins_at_tens_of_thousands_or_in_the_millions():
    def first(**setting):
        X, labels = standardised()
        found = []
        for seed in range(5):
            network = DeepNetwork(seed=seed, **setting)
            weights = [Tensor(W, dtype=np.float64) for W in network.weights()]
            z = network.forward(Tensor(X[:64], dtype=np.float64), weights)[0].data
            top = z.max(axis=1)
            wrong_by = top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - z[np.arange(64), labels[:64]]
            found.append(wrong_by.mean())
        return min(found), max(found)

    least, largest = first(start="He", residual=True)
    return 1e4 < least < largest < 1e5 and first(start="0.3")[0] > 1e6


def the_training_to_run_has_the_rate_that_suited_he():
    return numbers.rate("He") == 0.01


def the_weights_of_all_layers_starve_alike():
    found = gradient_profile("0.05").weights
    return float(found.max() / found.min()) < 10 and float(found.max()) < 1e-8


def xor_right(units):
    """By the widget's own single numbers."""
    found = [XorByValues(units=units, start=start) for start in range(9)]
    for each in found:
        each.finish()
    return sum(each.facts()["right"] == 4 for each in found)
