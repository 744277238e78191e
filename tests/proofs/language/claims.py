"""The numbers of lesson 7 computed another way, and what it claims without a number."""

import math
from collections import Counter

import numpy as np

from coursekit.content.language import diagnoses, numbers
from coursekit.datasets import names
from coursekit.widgets import LetterMap
from coursekit.widgets.language.letters import ALPHABET
from coursekit.widgets.language.trained_writer import write
from coursekit.widgets.language.trainings import VARIANTS, WINDOWS, curve, held_out_losses, writer_weights


def _loss(before, given):
    """Conditional log-probabilities from two counters of texts, 0.1 added to each of 27."""
    pieces, beginnings = Counter(), Counter()
    for name in names().training:
        text = "." * before + name + "."
        for k in range(before, len(text)):
            pieces[text[k - before : k + 1]] += 1
            beginnings[text[k - before : k]] += 1
    total, n = 0.0, 0
    for name in given:
        text = "." * before + name + "."
        for k in range(before, len(text)):
            p = (pieces[text[k - before : k + 1]] + 0.1) / (beginnings[text[k - before : k]] + 2.7)
            total, n = total - math.log(p), n + 1
    return total / n


def pairs():
    return _loss(1, names().held_out)


def triples():
    return _loss(2, names().held_out)


def new_loss(before):
    return _loss(before, names().held_out)


def seen_loss(before):
    return _loss(before, names().training)


def fallback(before, weight=12):
    """From the whole beginning down to none: each length gives its share of the mix, the rest goes on to shorter ones."""
    pieces, beginnings = Counter(), Counter()
    for name in names().training:
        text = "." * before + name + "."
        for k in range(before, len(text)):
            for length in range(before + 1):
                pieces[text[k - length : k], text[k]] += 1
                beginnings[text[k - length : k]] += 1

    def probability(beginning, letter):
        counted = beginnings[beginning]
        shorter = probability(beginning[1:], letter) if beginning else 1 / 27
        return (
            counted / (counted + weight) * (pieces[beginning, letter] / counted if counted else 0)
            + weight / (counted + weight) * shorter
        )

    texts = ["." * before + name + "." for name in names().held_out]
    logs = [
        math.log(probability(text[k - before : k], text[k]))
        for text in texts
        for k in range(before, len(text))
    ]
    return -sum(logs) / len(logs)


def a_table_that_falls_back_on_four_letters_is_below_every_network():
    networks = (loss for name in (*VARIANTS, *WINDOWS) for loss in held_out_losses(name))
    return numbers.fallback(4) < min(networks)


def the_weight_of_12_letters_is_about_the_best_of_several():
    return all(numbers.fallback(k) < min(numbers.fallback(k, w) for w in (3, 6, 24, 50)) for k in (3, 4))


def about_one_in_ten_written_names_stands_in_the_training_list():
    known = set(names().training)
    return 0.05 < np.mean([write("", 1.0, 27, seed=seed) in known for seed in range(300)]) < 0.15


def five_letters_reach_back_to_the_beginning_at_most_places():
    return np.mean([k <= 5 for name in names().training for k in range(1, len(name) + 2)]) > 0.7


def after_m():
    followers = Counter(
        f"{name}."[k + 1] for name in names().training for k in range(len(name)) if name[k] == "m"
    )
    return sorted(followers.values(), reverse=True)


def cat_score():
    return 6 / 2**0.5


def gate(z):
    return z / (1 + math.exp(-z))


def parameters():
    embeddings = 27 * 32 + 12 * 32
    attention = 3 * 32 * 32 + 3 * 32 + 32 * 32 + 32
    feedforward = 32 * 128 + 128 + 128 * 32 + 32
    norms = 4 * 32
    return embeddings + attention + feedforward + norms + 32 * 27 + 27


def two_places():
    return -math.log(0.5 * 0.0625) / 2


def every_seed_of_the_writer_is_below_the_goal_and_all_four_tables():
    return max(held_out_losses("the whole writer")) < 2.05 < min(numbers.new_loss(k) for k in (1, 2, 3, 4))


def a_window_of_five_letters_is_better_than_every_other_network_with_every_seed():
    others = [loss for name in (*VARIANTS, *WINDOWS) if name != "window 5" for loss in held_out_losses(name)]
    return max(held_out_losses("window 5")) < min(others)


def the_short_training_ends_below_every_mean_of_the_long_one():
    return np.mean(held_out_losses("the whole writer")) < curve("long held-out").mean(axis=0).min()


def one_seed_of_the_long_training_touches_the_results_of_the_short_one():
    lowest = curve("long held-out").min(axis=1)
    return int((lowest <= max(held_out_losses("the whole writer"))).sum()) == 1


def apart(table, others):
    """Over all ordered pairs of two different letters, with the distance written out."""
    lists = dict(zip(ALPHABET, writer_weights()[table].tolist(), strict=True))
    found = [math.dist(lists[a], lists[b]) for a in "aeiouy" for b in set(others) - {a}]
    return sum(found) / len(found)


def a_straight_line_divides_the_vowels_from_the_consonants_on_the_map():
    places = dict(zip(ALPHABET, LetterMap(trained=True).places()[0][:, 0].tolist(), strict=True))
    return max(places[c] for c in numbers.consonants) < min(places[v] for v in numbers.vowels)


def positions_and_residual_connections_help_a_little_with_every_seed():
    whole = max(held_out_losses("the whole writer"))
    parts = held_out_losses("no positions"), held_out_losses("no residual")
    return all(whole < min(losses) and max(losses) < 2.05 for losses in parts)


def which_of_the_two_helps_more_is_open_and_so_is_whether_four_heads_beat_one():
    def overlap(one, other):
        return max(min(one), min(other)) < min(max(one), max(other))

    positions, residual = held_out_losses("no positions"), held_out_losses("no residual")
    return overlap(positions, residual) and overlap(
        held_out_losses("one head"), held_out_losses("the whole writer")
    )


def four_letters_counted_are_worse_than_three_on_new_names_and_better_on_counted_ones():
    return numbers.new_loss(4) > numbers.new_loss(3) and numbers.seen_loss(4) < numbers.seen_loss(3)


def without_a_mask_the_loss_is_nearly_nothing_within_two_hundred_steps():
    return curve("unmasked")[:, 4:].max() < 0.05


def the_four_letters_in_front_occurred_once_or_never_at_about_one_place_in_five():
    def beginnings(given):
        return [f"....{name}."[k : k + 4] for name in given for k in range(len(name) + 1)]

    seen = Counter(beginnings(names().training))
    return 0.17 < np.mean([seen[text] < 2 for text in beginnings(names().held_out)]) < 0.22


def every_long_training_ends_above_its_best():
    held_out = curve("long held-out")
    return bool((held_out[:, -1] > held_out.min(axis=1) + 0.01).all())


def attention_of_cat_is_nearly_its_value():
    keys = np.array([[2, 0], [0.5, 0], [0, 2]])
    shares = diagnoses.softmax((keys @ np.array([3, 0]) / 2**0.5).tolist())
    return shares[0] > 0.9


def there_are_five_kept_windows():
    return [int(name.split()[1]) for name in WINDOWS] == [1, 2, 3, 5, 8]


def a_third_matrix_leaves_two_thirds_of_the_units():
    """Touvron et al. 2023: Llama rounds its share of 4 · 4,096 up to a multiple of 256."""
    return 2 * 4 * 32 // 3 == 85 and 256 * math.ceil(2 * 4 * 4096 / 3 / 256) == 11008


def gpt2():
    """Radford et al. 2019: vocabulary 50,257, context 1,024, width 768; the output shares the table."""
    block = 4 * 768**2 + 4 * 768 + 8 * 768**2 + 5 * 768 + 4 * 768
    return (50257 + 1024) * 768 + 12 * block + 2 * 768
