"""The numbers of lesson 5 computed another way, and what it claims without a number."""

from __future__ import annotations

import itertools
import math

import numpy as np

from coursekit.content import find_question
from coursekit.content.optimizers.numbers import moved
from coursekit.content.optimizers.trainings import (
    CANDIDATES,
    RATES,
    RULES,
    by_rule,
    candidates,
    remedies,
    share_read,
    shares,
    starts,
    trained,
)
from coursekit.datasets import digits
from coursekit.engine import optim, tensor
from coursekit.widgets import TenDrawings, ValleyWalk
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


def the_limits_found_in_the_picture_are_two_over_the_curvature():
    found = {c: _largest(c, 0) for c in (10, 25, 50)}
    return found == {10: 0.2, 25: 0.08, 50: 0.04}


def momentum_limit():
    return _largest(25, 0.9)


def with_momentum_the_limit_is_two_and_twice_beta_over_the_curvature():
    return all(
        abs(_largest(c, beta) - 2 * (1 + beta) / c) <= 0.0015 for c in (25, 50) for beta in (0.3, 0.5, 0.8)
    )


def valley_loss(rate, momentum):
    """The loss after 60 steps, by powers of the matrix that takes (w, v) one step on."""
    ends = (start * _after(60, rate, momentum, c) for start, c in ((-4, 1), (1, 25)))
    return sum(c / 2 * end**2 for end, c in zip(ends, (1, 25), strict=True))


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


def nesterov(ahead):
    v = np.array([25, 0.9 - 25 * ahead * 0.03])
    return abs(np.linalg.matrix_power(np.array([[1, 0] - 0.03 * v, v]), 20)[0, 0])


def nesterov_is_within_a_hundred_thousandth():
    return bool(nesterov(0.9) < 1e-5)


def first_step(gradient, m_whole=True, s_whole=True):
    """The rate, by what is left of m and of √s; the gradient cancels."""
    return 0.001 * (1 if m_whole else 0.1) / (1 if s_whole else math.sqrt(0.001))


def adams_first_step_is_the_rate_whatever_the_gradient():
    return all(math.isclose(moved(optim.Adam, g, decay=0), 0.01, rel_tol=1e-5) for g in (0.01, 1, 500))


def uncorrected():
    return first_step(500, m_whole=False, s_whole=False)


def uncorrected_it_is_three_times_as_long_as_the_root_is_a_thirtieth():
    return 3 < uncorrected() / 0.001 < 3.3 and 28 < 1 / math.sqrt(0.001) < 33


def plain_descent_comes_closer_at_one_rate_and_climbs_at_the_next():
    return _raced("plain descent", 0.079) < START < _raced("plain descent", 0.081)


def momentum_bears_nearly_twice_the_rate_and_rmsprop_and_adam_every_rate():
    bears = {rule: [r for r in ravine.RATES if _raced(rule, r) < START] for rule in ravine.OPTIMIZERS}
    ratio = max(bears["momentum"]) / max(bears["plain descent"])
    return bool(1.8 < ratio < 2) and len(bears["RMSProp"]) == len(bears["Adam"]) == len(ravine.RATES)


def at_a_small_rate_rmsprop_and_adam_are_last():
    losses = {rule: _raced(rule, 0.01) for rule in ravine.OPTIMIZERS}
    return sorted(losses, key=losses.get)[2:] == ["RMSProp", "Adam"]


def with_noise_one_is_ahead_at_a_small_rate_and_another_at_a_large_one():
    def ahead(rate):
        return min(ravine.OPTIMIZERS, key=lambda rule: _raced(rule, rate, noisy=True))

    return ahead(0.04) == "plain descent" and ahead(0.12) == "Adam"


def mini_batches_win_from_every_start():
    """Twenty epochs in batches of 32 at 0.1 against 20 exact steps, which read 72 % at best in the lesson."""
    validation = digits().validation
    return all(
        share_read(trained(by_rule("plain SGD", 0.1), seed, epochs=20), validation) > 0.92
        for seed in range(3)
    )


def the_lowest_training_loss_does_not_read_most():
    losses, read = starts()
    return bool(read[losses.argmin()] < read.max())


def adams_window_is_the_widest_and_the_best_two_are_within_the_scatter():
    found = dict(zip(RULES, shares(), strict=True))
    best = {rule: each[np.median(each, axis=1).argmax()] for rule, each in found.items()}
    near = [int((np.median(found[rule], axis=1) >= np.median(best[rule]) - 0.1).sum()) for rule in RULES]
    gap = abs(np.median(best["Adam"]) - np.median(best["momentum"]))
    return bool(
        near == [2, 2, 4]
        and gap < np.ptp(best["Adam"])
        and np.median(best["plain SGD"]) < min(map(np.median, (best["Adam"], best["momentum"])))
    )


def the_three_readers_of_the_first_page_read_as_it_says():
    """A tiny rate reads about what it did before its first step and a huge one next to nothing, from five starts."""
    found = dict(zip(RATES, shares()[0], strict=True))
    validation = digits().validation
    huge = [share_read(trained(by_rule("plain SGD", 10), seed, epochs=5), validation) for seed in range(5)]
    untrained = [
        share_read(trained(by_rule("plain SGD", 1), seed, epochs=0), validation) for seed in range(5)
    ]
    near = max(abs(found[0.001] - untrained)) < 0.03
    return bool(near and max(found[0.001]) < 0.22 and min(found[0.1]) > 0.7 and max(huge) < 0.15)


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
        while len(run.losses) < 300:
            run.advance()
    return [int((run.shares >= 0.95).sum()) for run in runs] == [5, 0, 5, 5, 3]


def parameters(*sizes):
    return sum((m + 1) * n for m, n in itertools.pairwise(sizes))


def more_data_helps_most_and_dropout_least():
    losses = {name: facts["fresh"] for name, facts in remedies().items()}
    return sorted(losses, key=losses.get) == ["more", "early", "decay", "dropout", ""]


def only_more_data_reads_more():
    read = {name: facts["read"] for name, facts in remedies().items()}
    return read["more"] > 0.9 and max(read[name] for name in ("early", "decay", "dropout")) < read[""]


def the_slow_curves_are_333_times_too_slow():
    options = find_question("optimizers.which-overfit").options
    (slow,) = (option.show["rate"] for option in options if "rate" in option.show)
    return round(0.01 / slow) == 333


def with_adamw():
    return 0.01 * 0.1 * 2


def with_l2():
    """The rate times the penalty's gradient divided by its own size."""
    return 0.01 * (0.1 * 2) / (math.sqrt((0.1 * 2) ** 2) + 1e-8)


def for_plain_descent_l2_and_weight_decay_agree():
    return math.isclose(moved(optim.SGD), with_adamw())


def sixty_four_units_read_most_and_eight_scatter_most():
    means, spreads = candidates().mean(axis=1), candidates().std(axis=1)
    return CANDIDATES[int(means.argmax())] == (64, 0.01) and CANDIDATES[int(spreads.argmax())] == (8, 0.01)


def wobble(share, n):
    """The spread of the share in a hundred thousand draws."""
    return float(np.random.default_rng(0).binomial(n, share, 100_000).std() / n)


def moved_by_a_square_about_half_are_lost():
    """From five starts."""
    X, labels = digits().validation
    moved_right = np.roll(X.reshape(-1, 8, 8), 1, axis=2).reshape(-1, 64)
    part = type(digits().validation)(moved_right, labels)
    nets = [
        trained(lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.01), seed, epochs=20, hidden=64)
        for seed in range(3)
    ]
    return all(0.4 < share_read(net, part) < 0.6 for net in nets)


def the_stand_ins_one_with_a_foot_is_misread():
    return "the 1 as 2" in TenDrawings().scene().words


def _largest(c, beta):
    """The largest rate in thousandths at which the walk doesn't end further from the floor."""
    rates = (k / 1000 for k in range(1, 251))
    return max(r for r in rates if abs(ValleyWalk(rate=r, momentum=beta, c=c).facts()["y"]) <= 1 + 1e-9)


def _after(steps, rate, beta, c):
    """The rest of a place of 1 after some steps with momentum."""
    v = np.array([c, beta])
    return np.linalg.matrix_power(np.array([[1, 0] - rate * v, v]), steps)[0, 0]


def _raced(rule, rate, *, noisy=False):
    """The middle loss after all steps of the race."""
    k = int(np.argmin(np.abs(ravine.RATES - rate)))
    return float(np.median(ravine.loss(ravine.paths(rule, noisy=noisy)[k, :, -1])))
