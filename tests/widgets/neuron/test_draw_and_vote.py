"""The votes of a drawn digit, and where the neuron that weighs them comes from."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
from widget_parts import code_value, marks, words

from coursekit.scenes import Line
from coursekit.widgets import DrawAndVote, PaintNeuron

ZERO, ONE = "#0", "#1"  # images of the test part
CENTRE = {"weights": " ".join(["........"] * 3 + ["...==..."] * 2 + ["........"] * 3), "b": 3.0}


@pytest.mark.parametrize("neuron", [{}, CENTRE])
@pytest.mark.parametrize(
    ("drawing", "said"), [(ZERO, "so the neuron says 0."), (ONE, "so the neuron says 1.")]
)
def test_the_votes_and_the_bias_add_up_to_z(neuron, drawing, said):
    widget = DrawAndVote(drawing=drawing, **neuron)
    facts = widget.facts()
    assert facts["for"] + facts["against"] + facts["bias"] == pytest.approx(facts["z"])
    running = marks(widget, Line, panel=3)[1].y
    assert len(running) == 1 + 64
    assert float(running[-1] + facts["bias"]) == pytest.approx(facts["z"], abs=1e-5)
    assert words(widget).endswith(said)
    assert code_value(widget) == pytest.approx(facts["z"], abs=0.1)


@pytest.mark.parametrize("drawing", ["#0", "#1", "#2", "#3", "#8", "#9"])
def test_the_numbers_in_the_words_add_up_as_they_are_written(drawing):
    said = re.findall(r"[−\d][\d.]*\.\d\d", words(DrawAndVote(drawing=drawing)))
    *parts, z = (Decimal(each.replace("−", "-")) for each in said)
    assert len(parts) == 3
    assert sum(parts) == z


def test_without_a_painting_the_trained_neuron_votes_and_with_one_the_painted():
    assert DrawAndVote().trained
    assert not DrawAndVote(**CENTRE).trained
    assert DrawAndVote(pair="8 and 9").neuron().b == pytest.approx(-2.6545, abs=1e-3)


def test_it_follows_a_neuron_that_is_being_painted():
    painted = PaintNeuron()
    widget, sent = DrawAndVote(painted, drawing=ONE, trained=False), []
    widget.send = lambda message, _: sent.append(message)
    assert widget.facts()["z"] == 0
    painted.weights, painted.b = CENTRE["weights"], CENTRE["b"]
    assert len(sent) == 2
    assert widget.facts()["z"] == DrawAndVote(**CENTRE, drawing=ONE).facts()["z"] < 0
    assert eval(repr(widget)).facts() == widget.facts()


def test_an_empty_sketchpad_keeps_the_digit_before_and_says_so():
    widget = DrawAndVote(drawing=ONE)
    before = widget.facts()
    widget.drawing = ""
    assert widget.facts() == before
    assert words(widget).startswith("The sketchpad is empty, so the picture still shows")
    assert np.array_equal(widget.squares(), DrawAndVote(drawing=ONE).squares())
