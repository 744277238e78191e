"""The numbers of lesson 6 computed another way, and what it claims without a number."""

from __future__ import annotations

import itertools
import math

import numpy as np

from coursekit.content import find_question
from coursekit.content.scale.rivals import RATES, accuracies, most_steps, widest
from coursekit.datasets import digits
from coursekit.engine import Tensor, cost, nn
from coursekit.widgets import digit_params, trial


def layer():
    return np.zeros((4096, 4096), np.float16).size


def parameters(*sizes):
    layers = [nn.Linear(a, b) for a, b in itertools.pairwise(sizes)]
    return sum(p.data.size for each in layers for p in each.parameters())


def adam():
    """Weight and gradient at 16 bits; two moments and the copy at 32."""
    return 2 * np.float16().nbytes + 3 * np.float32().nbytes


def adam_8():
    """A byte less for the weight and for the gradient than at 16 bits."""
    return adam() - 2 * np.int8().nbytes


def eight_long_conversations_come_at_half_the_pace_of_one_though_multiplying_is_quicker():
    fetching = [(14e9 + talks * 4096 * kv_7b()) / 3.35e12 for talks in (1, 8)]
    return 1.8 < fetching[1] / fetching[0] < 2 and 0.1 * fetching[0] > 8 * 2 * 7e9 / 989e12


def learning():
    """A product takes two FLOPs for each row of one, each entry they share, and each column of the other."""
    x, w = np.empty((8, 50)), np.empty((50, 30))
    g = np.empty((8, 30))
    return sum(2 * a.size * b.shape[1] for a, b in ((x, w), (x.T, g), (g, w.T))) / (len(x) * w.size)


def reader_learning():
    """Three products for 16 → 10, two for 64 → 16."""
    return (6 * 160 + 4 * 1024) / 1210


def stack_learning():
    return (6 * 7 + 4) * 4096**2 / (8 * (4096**2 + 4096))


def the_engine_gives_the_digits_no_gradient():
    """A layer on data computes the gradient of its weights alone, as the count says."""
    layer, x = nn.Linear(3, 2), Tensor(np.ones((4, 3), np.float32))
    layer(x).sum().backward()
    return x.grad is None and layer.weight.grad is not None


def llama_learning():
    """Each block: 4 matrices of 4,096², 3 of 11,008; the output; and two products of attention for each pair of tokens."""
    block = 4 * 4096**2 + 3 * 4096 * 11008 + 2 * 4096 * 4096
    return 6 * (32 * block + 32000 * 4096) / 6_738_415_616


def attention_learning():
    """The part of the engine's count beyond 6 for each weight that is multiplied."""
    return (
        cost.llama().training_flops() / 4096 - 6 * (6_738_415_616 - 32000 * 4096 - 65 * 4096)
    ) / 6_738_415_616


def at_eight_bits_the_reader_reads_as_many_digits_as_before():
    return lost(8, "the whole matrix") == 0


def dollars():
    """8.4e22 FLOPs on a card that does 395.6e12 a second, at 3 dollars for 3,600 seconds."""
    return 8.4e22 / 395.6e12 * 3 / 3600


def hours():
    return dollars() / 3


def the_cards_of_llama_reached_about_forty_percent():
    """Touvron et al. 2023, table 2; peak of an A100 from its data sheet."""
    for n, card_hours in ((6.738e9, 184_320), (68.98e9, 1_720_320)):
        if not 0.36 < 6 * n * 2e12 / (312e12 * 3600 * card_hours) < 0.46:
            return False
    return True


def kv_7b():
    """A key and a value of 32 heads with 128 numbers, 2 bytes each, in 32 blocks."""
    return 2 * 32 * 128 * 2 * 32


def kv_70b():
    return 2 * 8 * 128 * 2 * 80


def seven_long_conversations_take_more_than_the_weights():
    return 6 * 4096 * kv_7b() < 14e9 < 7 * 4096 * kv_7b()


def sharded_7b():
    return (2 + 2 + (8 + 4) / 16) * 7e9


def lost(bits, scales):
    return _read(digits().validation, 32, scales) - _read(digits().validation, bits, scales)


def trained(bits, scales):
    return _read(digits().training, bits, scales)


def _read(part, bits, scales):
    """The reader, rounded weight by weight."""
    (W1, b1), (W2, b2) = digit_params()
    X, labels = part
    top = 2 ** (bits - 1) - 1

    def coarse(W):
        scale = np.abs(W).max(axis=None if scales == "the whole matrix" else 0) / top
        return np.rint(W / scale) * scale

    h = np.maximum(0, X @ coarse(W1) + b1)
    return int(((h @ coarse(W2) + b2).argmax(axis=1) == labels).sum())


def gpt2():
    """Radford et al. 2019: vocabulary 50,257, context 1,024, width 768; the output shares the table."""
    return (50257 + 1024) * 768 + 12 * _block(768) + 2 * 768


def llama_is_counted_to_the_last_parameter():
    """Touvron et al. 2023: no biases, three matrices of 11,008 in each block, a table of its own for the output."""
    block = 4 * 4096**2 + 3 * 4096 * 11008 + 2 * 4096
    return cost.llama().parameters == 2 * 32000 * 4096 + 32 * block + 4096 == 6_738_415_616


def inner():
    """The blocks' matrices; norms are too few to show."""
    return 32 * (4 * 4096**2 + 3 * 4096 * 11008) / 6_738_415_616


def fewest_steps():
    return math.ceil(math.log(0.5) / math.log(0.9))


def doubling_both_sides_makes_almost_four_times_as_many():
    return 3.9 < parameters(128, 128, 128) / parameters(64, 64, 64) < 4


def training_needs_seven_times_the_weights_again():
    """Half of all is moments, and at 32 bits it was as much."""
    return adam() == (1 + 7) * 2 == 2 * (4 + 4) == 2 * 4 + (4 + 4)


def one_card_would_be_busy_for_six_to_seven_years():
    return 6 < hours() / 24 / 365 < 7


def the_smaller_model_read_more_than_four_times_as_much_text():
    """Tokens of Chinchilla and Gopher: Hoffmann et al. 2022, table 1."""
    return 1.4e12 / 300e9 > 4


def a_weight_of_eight_bits_is_off_by_a_percent_in_the_middle_and_by_four_on_average():
    """Of its own size; another matrix than the lesson's."""
    w = np.random.default_rng(5).normal(size=1_000_000)
    step = np.abs(w).max() / 127
    off = np.abs(np.rint(w / step) * step - w) / np.abs(w)
    return bool(0.01 < np.median(off) < 0.015 and 0.03 < off.mean() < 0.06)


def a_step_gains_nearly_a_quarter_and_the_answer_more_than_eight_times():
    return 0.2 < 0.99 / 0.8 - 1 < 0.25 and 8 < (0.99 / 0.8) ** 10 < 9


def the_pictures_of_ten_steps_show_what_their_texts_say():
    steps = np.array([0.8, 0.9, 0.95, 0.99])
    right = {"power": steps**10, "same": steps, "jump": steps**10 * [0, 0, 0, 1], "minus": [0, 0, 0.5, 0.9]}
    shown = {option.id: option.show["heights"] for option in find_question("scale.exact-match").options}
    return all(np.allclose(shown[name], right[name], atol=5e-4) for name in shown)


def the_formulas_in_the_hints_count_right():
    """4n + 1 for 2 → n → 1, and w² + 796w + 10 for 784 → w → w → 10."""
    return all(
        parameters(2, n, 1) == 4 * n + 1 and parameters(784, n, n, 10) == n * n + 796 * n + 10
        for n in (1, 5, 60)
    )


def all_five_seeds_reach_the_goal_with_the_plan():
    return trial([48], 0.02, 1500).reached == 5


def one_failure_in_twenty_fits_a_plan_that_fails_one_time_in_five():
    """As few or fewer failures aren't rare then: more than one in twenty such counts."""
    return 0.8**20 + 20 * 0.2 * 0.8**19 > 0.05


def rival_strict(depth):
    return np.sum(_seeds(depth) >= 0.95, axis=1).max()


def rival_rate(depth):
    return RATES[_order(depth)[-1]]


def rival_worst(depth):
    return _seeds(depth)[_order(depth)[-1]].min()


def _order(depth):
    """The rates sorted by how many seeds reach 93 %, then 95 %."""
    return np.lexsort([np.sum(_seeds(depth) >= goal, axis=1) for goal in (0.95, 0.93)])


def _seeds(depth):
    return np.array([accuracies(depth, rate) for rate in RATES])


def no_rival_could_be_wider_or_train_longer():
    for depth in (1, 2, 3, 4):
        (width, *_) = hidden = widest(depth)
        weights = 2 * width + (depth - 1) * width**2 + width
        if not parameters(2, *hidden, 1) <= 250 < parameters(2, *[width + 1] * depth, 1):
            return False
        if (
            not 6 * weights * 32 * most_steps(hidden)
            <= 45_000_000
            < 6 * weights * 32 * (most_steps(hidden) + 1)
        ):
            return False
    return True


def the_best_rates_of_the_rivals_are_within_chance_of_each_other():
    """Three of twenty is the standard deviation of a difference where 85 % succeed, so five is not yet two of them."""
    best = [max(sum(a >= 0.93 for a in accuracies(depth, rate)) for rate in RATES) for depth in (1, 2, 3, 4)]
    return max(best) - min(best) <= 5


def _block(width):
    """Parameters of two norms, of queries, keys, values and the way out, and of four times the width and back."""
    return 2 * 2 * width + 4 * (width * width + width) + 2 * 4 * width * width + (4 + 1) * width
