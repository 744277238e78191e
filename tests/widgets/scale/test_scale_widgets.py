"""Lesson 6's live pictures: what they count is right, what they draw is what they count, goals can be reached."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.content.scale import rivals
from coursekit.engine import cost, nn
from coursekit.errors import ArgumentError
from coursekit.scenes import Bars, HeatMap, Line, Points, Text
from coursekit.widgets import (
    EmergenceOrRuler,
    FitFinder,
    FiveSeeds,
    RoundTheReader,
    TheBill,
    TimeTheProduct,
    WhoHoldsWhat,
    digit_params,
    rings,
    trial,
)
from coursekit.widgets.scale import facts
from coursekit.widgets.scale.cards import smallest_card
from coursekit.widgets.scale.fit_finder import fitting
from coursekit.widgets.scale.round_the_reader import rounded
from coursekit.widgets.scale.the_bill import price_of_answers
from coursekit.widgets.scale.time_the_product import predicted_seconds
from coursekit.widgets.scale.width_for_budget import parameters_at, widest


def test_the_smallest_card_holds_what_it_must_and_no_card_holds_a_terabyte():
    assert [smallest_card(n).name for n in (8e9, 8.1e9, 80e9)] == ["8 GB", "24 GB", "80 GB"]
    assert smallest_card(1e12) is None


# --- the bill --------------------------------------------------------------------------------------


def test_the_stack_is_as_high_as_the_engines_bill():
    bill = TheBill(width=8192, depth=4, batch=512, bits=16)
    bars = marks(bill, Bars)
    assert bill.facts()["bytes"] == cost.mlp([8192] * 5).training_bytes("adam", 512, 16)
    assert bars[-1].y[0] * 1e9 == pytest.approx(bill.facts()["bytes"])
    assert [bar.base for bar in bars[1:]] == pytest.approx([float(bar.y[0]) for bar in bars[:-1]])


def test_the_weights_of_the_bill_are_those_of_real_layers():
    bill = TheBill(width=512, depth=2)
    layers = nn.Sequential(nn.Linear(512, 512), nn.Linear(512, 512))
    assert bill.network().parameters == sum(p.data.size for p in layers.parameters())
    assert bill.memory()["weights"] == sum(p.data.nbytes for p in layers.parameters())


def test_plain_sgd_has_no_moments_and_32_bits_no_copy():
    assert list(TheBill(optimizer="SGD").memory()) == ["weights", "gradients", "activations"]
    assert list(TheBill(bits=16).memory()) == ["weights", "gradients", "moments", "copy", "activations"]


def test_with_adam_16_bits_save_nothing_but_activations():
    wide, narrow = (TheBill(width=8192, depth=8, bits=bits).memory() for bits in (32, 16))
    parameters = [sum(memory.values()) - memory["activations"] for memory in (wide, narrow)]
    assert parameters[0] == parameters[1]
    assert narrow["activations"] == wide["activations"] / 2


def test_a_bill_too_large_for_any_card_is_cut_and_says_so():
    bill = TheBill(width=16384, depth=64)
    assert "fits on no single card here" in words(bill)
    assert "fits on the 80 GB card" in words(TheBill(width=16384, depth=23, optimizer="SGD"))
    assert marks(bill, Bars)[-1].y[0] <= bill.scene().panels[0].y[1]


def test_the_list_says_what_the_stack_shows():
    texts = [mark.text for mark in marks(TheBill(), Text, panel=1)]
    assert texts[:2] == ["parameters", "16.8 million"]
    assert "270 MB" in texts
    assert "$0.04" in texts


def test_a_billion_parameters_answer_a_million_times_for_about_two_dollars():
    layer = cost.Cost((cost.Layer("", 10**9, 10**9, 0),))
    assert price_of_answers(layer) == pytest.approx(2e9 * 500 * 1e6 / (0.4 * 989e12) / 3600 * 3)


# --- facts, rounding, sharding ---------------------------------------------------------------------


def test_every_fact_was_read_in_two_places():
    found = [each for each in vars(facts).values() if isinstance(each, facts.Fact)]
    assert len(found) > 10
    assert all(each.value > 0 and each.unit and len(set(each.sources)) == 2 for each in found)


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_rounded_weights_are_multiples_of_one_scale_and_off_by_half_of_it_at_most(bits):
    w = np.random.default_rng(bits).normal(size=50)
    scale = np.abs(w).max() / (2 ** (bits - 1) - 1)
    counts = rounded(w, bits) / scale
    assert counts == pytest.approx(np.round(counts))
    assert np.abs(rounded(w, bits) - w).max() <= scale / 2 + 1e-12
    assert (rounded(np.zeros(3), bits) == 0).all()


def test_a_scale_for_each_unit_belongs_to_its_own_weights():
    first, second = RoundTheReader(bits=4, scales="each unit").weights()
    exact = digit_params()[0][0]
    assert first[:, 5] == pytest.approx(rounded(exact[:, 5], 4))
    assert second.shape == (16, 10)


@pytest.mark.parametrize(
    ("scales", "size"),
    [("the whole matrix", 4 + 32 / 1184), ("each unit", 4 + 26 * 16 / 1184), ("each 8 weights", 6)],
)
def test_scales_are_counted_in_the_bits_of_a_weight(scales, size):
    assert RoundTheReader(bits=4, scales=scales).facts()["bits a weight"] == pytest.approx(size)


def test_the_bars_say_what_the_reader_reads_at_every_number_of_bits():
    widget = RoundTheReader(bits=3, scales="each unit")
    heights = [float(bar.y[0]) for bar in marks(widget, Bars, panel=2)]
    each = [RoundTheReader(bits=bits, scales="each unit").facts()["read"] for bits in (8, 6, 5, 4, 3, 2)]
    assert heights == each
    assert widget.facts()["lost"] == 288 - heights[4]


def test_what_is_cut_up_is_shared_and_the_rest_is_on_every_card():
    sizes = {
        name: WhoHoldsWhat(cards=4, sharded=name).facts()["bytes"] / 7e9
        for name in WhoHoldsWhat.sharded.options
    }
    assert [*sizes.values()] == [16, 2 + 2 + 12 / 4, 16 / 4]


def test_sixteen_cards_train_70b_with_ten_gigabytes_to_spare():
    assert WhoHoldsWhat(model="70B", cards=16, sharded="all four parts").facts()["left"] == 10e9
    assert "too much for an 80 GB card" in words(WhoHoldsWhat(model="70B", cards=64))
    assert words(WhoHoldsWhat(cards=1)).endswith("With a single card nothing travels.")


# --- timing ----------------------------------------------------------------------------------------


class Made:
    """A machine with chosen speeds that takes exactly as long as the roofline says, and twice that for batch 4."""

    name = "a made-up machine"

    def reading(self, _):
        return 4e10

    def multiplying(self):
        return 1e11

    def product(self, n, batch):
        return predicted_seconds(batch, 4e10, 1e11, n=n) * (2 if batch == 4 else 1)


def test_nothing_is_measured_before_the_first_press():
    widget = TimeTheProduct(bench=None)
    assert marks(widget, Bars) == []
    assert words(widget).endswith("Nothing is timed yet.")


def test_each_bar_of_the_timing_is_told_beside_the_roof():
    text = words(TimeTheProduct(bench=Made(), step=3))
    assert re.search(r"with the roof at \d+ %\. Before that: \d+ % with 1, \d+ % with 4\.", text)
    assert "Before that" not in words(TimeTheProduct(bench=Made(), step=1))


def test_each_press_adds_a_bar_below_or_at_the_roof():
    widget = TimeTheProduct(bench=Made(), step=3)
    (bars,), (roof,) = marks(widget, Bars), marks(widget, Line)
    assert [*TimeTheProduct(bench=Made(), guess=7, step=3).facts().values()] == pytest.approx([7, *bars.y])
    assert bars.y[[0, 2]] == pytest.approx(roof.y[[0, 2]])
    assert bars.y[1] == pytest.approx(roof.y[1] / 2)


def test_one_example_is_limited_by_reading_and_many_by_multiplying():
    first, last = (words(TimeTheProduct(bench=Made(), step=step)) for step in (1, 5))
    assert re.search(r"\(the reading decides\).* 20 % of the top speed", first)
    assert re.search(r"\(the multiplying decides\).* 100 % of the top speed", last)


def test_the_roofline_is_the_slower_of_reading_and_multiplying():
    assert predicted_seconds(1, 4e10, 1e11) == pytest.approx(4 * (4096**2 + 2 * 4096) / 4e10)
    assert predicted_seconds(256, 4e10, 1e11) == pytest.approx(2 * 4096**2 * 256 / 1e11)


def test_the_guess_is_marked_and_told():
    widget = TimeTheProduct(guess=7)
    assert [float(mark.y[0]) for mark in marks(widget, Points)] == [7]
    assert "one example reaches 7 % of the top speed" in words(widget)


def test_without_a_graphics_card_the_widget_says_so(monkeypatch):
    monkeypatch.setattr("coursekit.widgets.scale.time_the_product.this_gpu", lambda: None)
    widget = TimeTheProduct(machine="GPU", step=1)
    assert "Neither CuPy nor PyTorch sees a graphics card here" in words(widget)


@pytest.mark.parametrize(("seen", "hidden"), [(True, []), (False, ["machine"])])
def test_the_machine_is_a_choice_only_where_there_may_be_two(seen, hidden, monkeypatch):
    monkeypatch.setattr("coursekit.widgets.scale.time_the_product.may_have_gpu", lambda: seen)
    assert TimeTheProduct().hidden() == hidden


# --- fit finder and width --------------------------------------------------------------------------


def test_the_bars_are_named_and_told_and_the_chosen_one_stands_out():
    widget = FitFinder(model="70B", bits=8)
    assert [name for _, name in widget.scene().panels[0].x_ticks] == [
        "32 bits",
        "16 bits",
        "8 bits",
        "4 bits",
    ]
    assert [mark.text for mark in marks(widget, Text)][:4] == ["280 GB", "140 GB", "70 GB", "35 GB"]
    assert "The bars: 32 bits 280 GB, 16 bits 140 GB, 8 bits 70.0 GB, 4 bits 35.0 GB." in words(widget)
    assert [bar.role for bar in marks(widget, Bars)] == ["muted", "muted", "accent", "muted"]


def test_training_below_16_bits_is_not_offered_and_its_cards_are_counted():
    text = words(FitFinder(model="70B", bits=4, purpose="train with Adam"))
    assert "14 × 80 GB" in text
    assert "Fewer than 16 bits are not offered for training." in text


def test_keys_and_values_stand_on_top_of_the_weights_and_on_the_card():
    widget = FitFinder(model="7B", bits=16, talks=4)
    kept = 4 * 4096 * 524_288
    assert widget.facts()["kv bytes"] == kept
    assert widget.facts()["bytes"] == 14e9 + kept
    weights, talk = marks(widget, Bars)[2:4]
    assert talk.base == pytest.approx(float(weights.y[0])) == pytest.approx(14)
    assert talk.y[0] == pytest.approx((14e9 + kept) / 1e9)
    assert "4 conversations of 4,096 tokens, at 16 bits, take 8.59 GB" in words(widget)


def test_training_holds_no_conversation():
    widget = FitFinder(talks=4, purpose="train with Adam")
    assert widget.hidden() == ["talks", "tokens"]
    assert widget.facts()["kv bytes"] == 0


@pytest.mark.parametrize(
    ("card", "bits", "talks"), [(24e9, 16, 4), (80e9, 16, 30), (8e9, 16, 0), (24e9, 4, 9)]
)
def test_what_fits_beside_the_weights_of_7b(card, bits, talks):
    assert fitting(card, 7 * 10**9, bits, 32, 4096, 4096) == talks


@pytest.mark.parametrize("width", [1, 2, 64, 110, 397])
def test_the_widest_network_uses_the_budget_up_and_no_more(width):
    assert widest(parameters_at(width)) == width
    assert widest(parameters_at(width) - 1) == width - 1


# --- ruler and attention ---------------------------------------------------------------------------


def test_with_one_step_both_rulers_read_the_same():
    one, other = (EmergenceOrRuler(ruler=ruler) for ruler in ("whole answers right", "steps right"))
    assert marks(one, Points)[0].y == pytest.approx(marks(other, Points)[0].y)
    assert len(marks(one, Line)) == 1


def test_whole_answers_are_drawn_beside_single_steps():
    widget = EmergenceOrRuler(steps=10)
    assert marks(widget, Points)[0].y == pytest.approx([*widget.facts().values()])
    assert [line.dashed for line in marks(widget, Line)] == [False, True]


# --- five seeds ------------------------------------------------------------------------------------


def test_a_point_is_in_the_ring_between_its_two_radii():
    points, labels = rings(500, rng=np.random.default_rng(0))
    radius = np.hypot(*points.T)
    assert (labels == ((radius > 0.8) & (radius < 1.6))).all()


@pytest.mark.parametrize("plan", [([0], 0.02, 10), ([8], 0.02, 0), ([10**6], 0.02, 10), ([8], 0.02, 10**9)])
def test_a_plan_nobody_would_wait_for_is_refused_in_a_sentence(plan):
    with pytest.raises(ArgumentError, match=r"at least 1, not|too much for a trial"):
        trial(*plan)


@pytest.mark.parametrize("plan", [(8, 0.02, 10), (["a"], 0.02, 10), ([8], None, 10), ([8], 0.02, np.inf)])
def test_a_plan_that_is_no_numbers_is_named(plan):
    with pytest.raises(ArgumentError, match=r"such as \[8\], 0.02, 200; not "):
        trial(*plan)


def test_a_plan_that_diverges_is_trained_without_a_warning():
    assert trial([4], 1e300, 5, seeds=1).reached == 0


def test_a_trial_counts_parameters_and_flops_as_arrays_have_them():
    found = trial([8, 4], 0.02, 10, seeds=1)
    arrays = [p.data for p in found.models[0].parameters()]
    assert found.parameters == sum(a.size for a in arrays)
    assert found.flops == 6 * sum(a.size for a in arrays if a.ndim == 2) * 32 * 10


def test_the_same_plan_ends_the_same():
    first, again = trial((8,), 0.02, 20, seeds=2), trial([8], 0.02, 20, seeds=2)
    assert first.accuracies == again.accuracies


def test_a_trial_reads_as_one_line():
    assert repr(trial([], 0.02, 10)).startswith("3 parameters, ")


def test_five_seeds_draw_the_map_and_the_accuracies_of_the_plan():
    widget = FiveSeeds(plan=lambda: ([6], 0.02, 30), seed=2)
    heights = [float(bar.y[0]) for bar in marks(widget, Bars, panel=1)]
    assert heights == pytest.approx([100 * each for each in trial([6], 0.02, 30).accuracies])
    assert heights[2] == pytest.approx(100 * widget.facts()["accuracy"])
    assert marks(widget, HeatMap)[0].values.shape == (40, 40)
    assert words(widget).startswith("The map of seed 2:")
    assert words(widget).count("%") == 1 + 5


def test_the_kept_rivals_come_from_the_training_that_is_written_down(tmp_path):
    rivals.write_rivals(tmp_path / "new.json", depths=[3], seeds=1)
    ((_, found),) = json.loads((tmp_path / "new.json").read_text(encoding="utf-8")).items()
    assert found == {str(rate): rivals.accuracies(3, rate)[:1] for rate in rivals.RATES}
