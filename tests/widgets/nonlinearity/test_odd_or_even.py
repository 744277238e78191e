"""Odd or even: the kept trainings, and a drawn digit read by one neuron and by a network with one bent layer."""

from __future__ import annotations

import json

import numpy as np
import pytest
from widget_parts import code_value, words

from coursekit.datasets import digits
from coursekit.widgets import OddOrEven, bent_layer, one_neuron
from coursekit.widgets.nonlinearity import reader_training


def network(X, W1, b1, W2, b2):
    return np.maximum(0, X @ W1 + b1) @ W2 + b2


def validation():
    X, labels = digits().validation
    return X.astype(float), labels % 2 == 1


def test_what_is_kept_is_what_training_finds(tmp_path):
    found = reader_training.experiment(splits=1)
    reader_training.write(found, tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_text())
    for kind in reader_training.KINDS:
        assert again[kind] == pytest.approx(reader_training.shares(kind)[:1], abs=0.01)
    # Other processors round differently, and a training of 2,000 steps ends a little elsewhere.
    X, _ = validation()
    layer = reader_training.BentLayer(*map(np.array, again["layer"]))
    agree = (reader_training.sums(layer, X) > 0) == (reader_training.sums(bent_layer(), X) > 0)
    assert agree.mean() > 0.98


def test_the_kept_network_reads_more_than_the_neuron_and_less_without_its_bend():
    X, odd = validation()
    bent, straight = (
        float(((reader_training.sums(bent_layer(), X, bend=bend) > 0) == odd).mean())
        for bend in (True, False)
    )
    neuron = float(((one_neuron().sums(X) > 0) == odd).mean())
    assert bent > 0.95 > neuron > 0.88 > straight


@pytest.mark.parametrize("bend", [True, False])
def test_the_code_gives_the_probabilities_that_are_shown(bend):
    widget = OddOrEven(drawing="#3", bend=bend)
    facts = widget.facts()
    assert code_value(widget) == pytest.approx([facts["neuron"], facts["network"]], abs=1e-6)


def test_the_words_say_what_each_reader_says():
    widget = OddOrEven(drawing="#3")
    said, on = widget.scene().words, widget.facts()["on"]
    assert "The single neuron says odd, with a probability of " in said or "says even" in said
    assert said.endswith(f"{on} of its 8 hidden neurons are on.")
    assert OddOrEven(drawing="#3", bend=False).scene().words.endswith("None of its 8 hidden neurons bends.")
    assert OddOrEven(drawing="").scene().words.startswith("The sketchpad is empty")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (network, "The sum is your own network's."),
        (lambda X, W1, b1, W2, b2: (X @ W1 + b1) @ W2 + b2, "; what you see is yours."),
        (lambda X, *layer: None, "Your network gave no number ("),
    ],
)
def test_a_learners_network_reads_the_digit_and_a_difference_is_named(given, says):
    widget = OddOrEven(drawing="#3", network=given)
    assert says in words(widget)
    straight = OddOrEven(drawing="#3", bend=False).facts()["network"]
    shown = straight if "yours" in says else OddOrEven(drawing="#3").facts()["network"]
    assert widget.facts()["network"] == pytest.approx(shown)
