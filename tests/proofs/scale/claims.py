"""The numbers of lesson 6 computed another way, and what it claims without a number."""

from __future__ import annotations

import itertools
import math

import numpy as np

from coursekit.content import find_question
from coursekit.engine import cost, nn
from coursekit.widgets import trial


def layer():
    return np.zeros((4096, 4096), np.float16).size


def parameters(*sizes):
    layers = [nn.Linear(a, b) for a, b in itertools.pairwise(sizes)]
    return sum(p.data.size for each in layers for p in each.parameters())


def adam():
    """Weight and gradient at 16 bits; two moments and the copy at 32."""
    return 2 * np.float16().nbytes + 3 * np.float32().nbytes


def learning():
    """A product takes two FLOPs for each row of one, each entry they share, and each column of the other."""
    x, w = np.empty((8, 50)), np.empty((50, 30))
    g = np.empty((8, 30))
    return sum(2 * a.size * b.shape[1] for a, b in ((x, w), (x.T, g), (g, w.T))) / (len(x) * w.size)


def gpt2():
    """Radford et al. 2019: vocabulary 50,257, context 1,024, width 768; the output shares the table."""
    return (50257 + 1024) * 768 + 12 * _block(768) + 2 * 768


def writer():
    return (20 + 16) * 32 + _block(32) + 32 * 20 + 20


def llama_is_counted_to_the_last_parameter():
    """Touvron et al. 2023: no biases, three matrices of 11,008 in each block, a table of its own for the output."""
    block = 4 * 4096**2 + 3 * 4096 * 11008 + 2 * 4096
    return cost.llama().parameters == 2 * 32000 * 4096 + 32 * block + 4096 == 6_738_415_616


def a_third_matrix_leaves_two_thirds_of_the_units():
    """Llama rounds its share of 4 · 4,096 up to a multiple of 256."""
    return 2 * 4 * 32 // 3 == 85 and 256 * math.ceil(2 * 4 * 4096 / 3 / 256) == 11008


def fewest_steps():
    return math.ceil(math.log(0.5) / math.log(0.9))


def cat():
    """Two of a living thing in "cat", a half each in "left" and "it", nothing in the other four words."""
    return _share_of_first([6, 1.5, 1.5, 0, 0, 0, 0])


def milk():
    return _share_of_first([6, 1.5, 0, 0, 0, 0, 0])


def gate(z):
    return z / (1 + math.exp(-z))


def a_gate_is_nearly_shut_at_minus_four_and_shut_at_zero():
    return -0.1 < gate(-4) < gate(0) == 0


def knows_nothing():
    return math.log(50_257)


def doubling_both_sides_makes_almost_four_times_as_many():
    return 3.9 < parameters(128, 128, 128) / parameters(64, 64, 64) < 4


def training_needs_seven_times_the_weights_again():
    """Half of all is moments, and at 32 bits it was as much."""
    return adam() == (1 + 7) * 2 == 2 * (4 + 4) == 2 * 4 + (4 + 4)


def one_card_would_be_busy_for_three_to_four_years():
    """With 40 % of the 989e12 FLOPs a second on the data sheet of the H100 SXM."""
    return 3 < 6 * 7e9 * 1e12 / (0.4 * 989e12) / (365 * 24 * 3600) < 4


def the_smaller_model_read_more_than_four_times_as_much_text():
    """Tokens of Chinchilla and Gopher: Hoffmann et al. 2022, table 1."""
    return 1.4e12 / 300e9 > 4


def eight_bits_are_off_by_about_one_part_in_a_hundred():
    w = np.random.default_rng(5).normal(size=1_000_000)
    step = np.abs(w).max() / 127
    return bool(0.005 < np.abs(np.rint(w / step) * step - w).mean() / np.abs(w).mean() < 0.015)


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


def all_seeds_reach_the_goal_with_the_plan_and_too_few_with_its_rivals():
    """Two layers with as many parameters, and the wide layer with fewer steps."""
    plan, narrow, short = trial([48], 0.02, 1500), trial([20, 6], 0.02, 1000), trial([48], 0.02, 600)
    return (
        (plan.reached, narrow.reached) == (5, 2)
        and short.reached < 4
        and narrow.parameters == plan.parameters
    )


def _block(width):
    """Parameters of two norms, of queries, keys, values and the way out, and of four times the width and back."""
    return 2 * 2 * width + 4 * (width * width + width) + 2 * 4 * width * width + (4 + 1) * width


def _share_of_first(products):
    """Softmax, with products divided by the square root of how many numbers a key has."""
    powers = [math.exp(each / math.sqrt(2)) for each in products]
    return powers[0] / sum(powers)
