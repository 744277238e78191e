"""Lesson 6's live pictures: what they count is right, what they draw is what they count, goals can be reached."""

from __future__ import annotations

import re

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.engine import cost, nn, summary
from coursekit.errors import ArgumentError
from coursekit.scenes import Bars, HeatMap, Line, Points, Text
from coursekit.widgets import (
    AttentionPeek,
    EmergenceOrRuler,
    FitFinder,
    FiveSeeds,
    TheBill,
    TimeTheProduct,
    TinyWriter,
    rings,
    trial,
)
from coursekit.widgets.scale.cards import smallest_card
from coursekit.widgets.scale.the_bill import price_of_answers
from coursekit.widgets.scale.time_the_product import predicted_seconds
from coursekit.widgets.scale.width_for_budget import parameters_at, widest
from coursekit.widgets.scale.writer import writer_cost


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
    names = ["32 bits: 280 GB", "16 bits: 140 GB", "8 bits: 70 GB", "4 bits: 35 GB"]
    assert [name for _, name in widget.scene().panels[0].x_ticks] == names
    assert "The bars: 32 bits 280 GB, 16 bits 140 GB, 8 bits 70.0 GB, 4 bits 35.0 GB." in words(widget)
    assert [bar.role for bar in marks(widget, Bars)] == ["muted", "muted", "accent", "muted"]


def test_training_below_16_bits_is_not_offered_and_its_cards_are_counted():
    text = words(FitFinder(model="70B", bits=4, purpose="train with Adam"))
    assert "14 × 80 GB" in text
    assert "Fewer than 16 bits are not offered for training." in text


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


def test_attention_weights_add_up_and_are_drawn_and_told():
    widget = AttentionPeek(living=3)
    assert widget.weights().sum() == pytest.approx(1)
    assert marks(widget, Bars)[0].y == pytest.approx(widget.weights())
    assert "cat 0.88" in words(widget)


def test_the_words_of_the_sentence_come_with_what_they_hold():
    peek = AttentionPeek()
    assert "cat 2 and 0, left 0.5 and 0, milk 0 and 2, it 0.5 and 0.5, the others 0 and 0." in words(peek)
    assert "the others" not in words(AttentionPeek(living=1))
    assert [text.text for text in marks(peek, Text)][5] == "2 and 0"


# --- the writer ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def writer():
    widget = TinyWriter(stage=8)
    widget.finish()
    return widget


def test_an_untrained_writer_does_no_better_than_guessing():
    widget = TinyWriter()
    assert widget.facts()["loss"] > widget.facts()["guessing"] == np.log(20)
    assert words(widget).startswith("14,516 parameters, 20 characters. After 0 batches")


def test_training_reaches_the_goal_and_writes_words(writer):
    assert writer.facts()["batches"] == 400
    assert writer.facts()["loss"] < 0.4
    written = set(writer.stages()[-1].texts["0.3"].replace(".", "").split())
    assert {"the", "a"} & written


def test_back_shows_the_earlier_stage_again(writer):
    later = words(writer)
    writer.stage = 0
    assert writer.facts()["batches"] == 0
    writer.stage = 8
    assert words(writer) == later


def test_the_writer_trains_piece_by_piece_and_shows_the_last_stage_meanwhile():
    widget = TinyWriter(stage=1)
    widget.advance()
    assert 0 < widget.progress() < 0.2
    assert widget.facts()["batches"] == 0
    widget.finish()
    assert widget.progress() == 1
    assert widget.facts()["batches"] == 50


def test_each_temperature_has_a_text_of_its_own(writer):
    assert len(set(writer.stages()[-1].texts.values())) == 3


def test_the_curve_shows_every_stage(writer):
    curve = marks(writer, Line)[1]
    assert len(curve.y) == 9
    assert curve.y[-1] < curve.y[0]


def test_the_writers_parameters_are_counted_by_the_engine(writer):
    model = writer._training.model
    measured = summary(model, (16,), np.int64)
    assert writer_cost(20).parameters == measured.parameters == sum(p.data.size for p in model.parameters())
    assert writer_cost(20).multiply_adds == measured.multiply_adds


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
    assert heights == pytest.approx(list(trial([6], 0.02, 30).accuracies))
    assert heights[2] == pytest.approx(widget.facts()["accuracy"])
    assert marks(widget, HeatMap)[0].values.shape == (40, 40)
    assert words(widget).startswith("The map of seed 2:")
    assert words(widget).count("%") == 1 + 5
