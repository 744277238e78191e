"""The numbers of lesson 5 computed another way, and what it claims without a number."""

from __future__ import annotations

import itertools
import math

import numpy as np

from coursekit.content import find_question
from coursekit.content.optimizers.numbers import moved
from coursekit.content.optimizers.trainings import RATES, RULES, shares, twenty
from coursekit.engine import nn, optim, tensor
from coursekit.widgets import OverfitPair
from coursekit.widgets.optimizers import ravine
from coursekit.widgets.optimizers.schedule_drawer import schedule_training

START = 0.5 * (1 * 4**2 + 25 * 1**2)
"""The loss at which the race begins."""


def factor(rate, curvature=25):
    """What is left of w = 1 after a step down the slope, which is the difference of two losses here."""
    below, above = (curvature / 2 * w**2 for w in (0.5, 1.5))
    return 1 - rate * (above - below)


def limit():
    """A walk at this rate neither falls nor grows, and one on either side does."""
    less, same, more = (abs(factor(rate)) ** 60 for rate in (0.079, 0.08, 0.081))
    return 0.08 if less < 0.5 and math.isclose(same, 1) and more > 2 else math.nan


def a_step_halves_at_first_and_leaves_three_quarters_in_the_question():
    return factor(0.02) == 0.5 and math.isclose(factor(0.07), -0.75)


def one_walk_creeps_one_is_soon_at_the_bottom_and_one_jumps_a_little_higher():
    return factor(0.005) ** 12 > 0.2 and abs(factor(0.03)) ** 3 < 0.02 and -1.1 < factor(0.081) < -1


def the_pictures_show_the_rates_that_their_texts_tell_of():
    """The slow curves are more than a hundred times too slow."""
    valley, curves = (
        {option.id: option.show.get("rate") for option in find_question(f"optimizers.{name}").options}
        for name in ("which-rate", "which-overfit")
    )
    said = {"closing": 0.07, "climbing": 0.09, "sliding": 0.03, "creeping": 0.005}
    return valley == said and 0.005 / curves["flat"] > 100


def velocity(steps):
    """How far the engine's last step went under a constant slope, at a rate of 1."""
    weight = tensor([0.0], requires_grad=True, dtype=np.float64)
    optimizer = optim.SGD([weight], lr=1.0, momentum=0.9)
    for _ in range(steps):
        before, weight.grad = weight.item(), np.ones(1)
        optimizer.step()
    return before - weight.item()


def at_rest():
    return velocity(300)


def momentum_still_swings_when_nesterov_has_arrived():
    """Twenty steps at once, by powers of the matrix that takes (w, v) one step on."""

    def left(ahead):
        v = np.array([25, 0.9 - 25 * ahead * 0.03])
        return abs(np.linalg.matrix_power(np.array([[1, 0] - 0.03 * v, v]), 20)[0, 0])

    return bool(left(0) > 0.3 and left(0.9) < 1e-5)


def rmsprops_first_steps_are_too_long():
    return 1 / math.sqrt(1 - 0.9) > 3 and 1 / math.sqrt(1 - 0.9**3) > 1.9


def first_step(gradient, m_whole=True, v_whole=True):
    """The rate, by what is left of m and of √v; the gradient cancels."""
    return 0.001 * (1 if m_whole else 0.1) / (1 if v_whole else math.sqrt(0.001))


def adams_first_step_is_the_rate_whatever_the_gradient():
    return all(math.isclose(moved(optim.Adam, g, decay=0), 0.01, rel_tol=1e-5) for g in (0.01, 1, 1000))


def uncorrected():
    return first_step(1000, m_whole=False, v_whole=False)


def uncorrected_it_is_three_times_as_long_as_the_root_is_a_thirtieth():
    return 3 < uncorrected() / 0.001 < 3.3 and 28 < 1 / math.sqrt(0.001) < 33


def plain_descent_comes_closer_at_one_rate_and_climbs_at_the_next():
    return _raced("plain descent", 0.079) < 1 and _raced("plain descent", 0.081) > START


def momentum_bears_nearly_twice_the_rate_and_rmsprop_and_adam_every_rate():
    bears = {rule: [r for r in ravine.RATES if _raced(rule, r) < START] for rule in ravine.OPTIMIZERS}
    ratio = max(bears["momentum"]) / max(bears["plain descent"])
    return bool(1.8 < ratio < 2) and len(bears["RMSProp"]) == len(bears["Adam"]) == len(ravine.RATES)


def with_noise_one_is_ahead_at_a_small_rate_and_another_at_a_large_one():
    def ahead(rate):
        return min(ravine.OPTIMIZERS, key=lambda rule: _raced(rule, rate, noisy=True))

    return ahead(0.04) == "plain descent" and ahead(0.12) == "Adam"


def a_batch_costs_about_a_three_hundredth():
    return 300 < 10_000 / 32 < 320


def bill(*sizes):
    weights, biases = sum(a * b for a, b in itertools.pairwise(sizes)), sum(sizes[1:])
    total = weights + biases
    return f"{total:,} parameters · {4 * total:,} bytes · {weights:,} multiply-adds"


def the_loop_of_the_lesson_learns_from_five_other_starts():
    return all(_last_loss(np.random.default_rng(seed)) < 0.01 for seed in range(1, 6))


def most_starts_end_alike_and_the_worst_is_held_for_twice_as_many_steps():
    now, later = twenty()[0], twenty(600)[0]
    low, most = np.sort(now)[[0, 14]]
    return bool(most < 1.8 * low and now.max() > 4 * low and later[now.argmax()] > 0.9 * now.max())


def each_rule_has_its_window_and_adams_is_the_widest():
    """How many of five seeds pass, at each of six rates."""
    passed = dict(zip(RULES, (shares() >= 0.95).sum(axis=2), strict=True))
    sgd, momentum, adam = (passed[rule] for rule in ("plain SGD", "momentum", "Adam"))
    low, high = RATES.index(0.01), RATES.index(0.3)
    apart = adam[low] == 5 and sgd[low] == 0 and sgd[high] >= 4 and adam[high] == momentum[high] == 0
    return bool(apart and (adam >= 3).sum() > max((sgd >= 3).sum(), (momentum >= 3).sum()))


def half_cosine(step, peak):
    """The square of the cosine of half the angle."""
    return peak * math.cos(math.pi / 2 * (step - 30) / 270) ** 2


def schedules_bring_home_as_many_seeds_as_the_lesson_says():
    """A small rate, a large one, a climb to it, the cosine below 0.25, and the one below 0.30."""
    cosines = [[0, *(round(half_cosine(t, peak), 2) for t in (30, 100, 200, 300))] for peak in (0.25, 0.3)]
    runs = [
        schedule_training(tuple(map(float, rates)))
        for rates in ([0.1] * 5, [0.3] * 5, [0, 0.3, 0.1, 0.1, 0], *cosines)
    ]
    for run in runs:
        run.finish()
    return [int((run.shares >= 0.95).sum()) for run in runs] == [5, 0, 5, 5, 3]


def the_test_loss_ends_above_one_and_with_each_remedy_below_0_6_lowest_with_more_data():
    dropout, decay, more, early = (_final_loss(name) for name in ("dropout", "decay", "more", "early"))
    return _final_loss() > 1 and more < min(dropout, decay, early) < max(dropout, decay, early) < 0.6


def with_adamw():
    return 0.01 * 0.1 * 2


def with_l2():
    """The rate times the penalty's gradient divided by its own size."""
    return 0.01 * (0.1 * 2) / (math.sqrt((0.1 * 2) ** 2) + 1e-8)


def for_plain_descent_l2_and_weight_decay_agree():
    return math.isclose(moved(optim.SGD), with_adamw())


def _raced(rule, rate, *, noisy=False):
    """The middle loss after all steps of the race."""
    k = int(np.argmin(np.abs(ravine.RATES - rate)))
    return float(np.median(ravine.loss(ravine.paths(rule, noisy=noisy)[k, :, -1])))


def _last_loss(rng):
    x = rng.normal(size=(10_000, 1)).astype(np.float32)
    net = nn.Sequential(nn.Linear(1, 8, rng=rng), nn.ReLU(), nn.Linear(8, 1, rng=rng))
    optimizer = optim.Adam(net.parameters(), lr=0.01)
    for _ in range(500):
        rows = rng.integers(0, len(x), 32)
        optimizer.zero_grad()
        loss = nn.MSELoss()(net(tensor(x[rows])), tensor(abs(x[rows])))
        loss.backward()
        optimizer.step()
    return loss.item()


def _final_loss(*switches):
    pair = OverfitPair(**dict.fromkeys(switches, True))
    pair.finish()
    return pair.facts()["test"]
