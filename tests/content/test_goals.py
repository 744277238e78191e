"""States of cards answered by doing that are neither right nor a known mistake, or right in another way."""

from __future__ import annotations

import pytest

from coursekit.content.backprop.goals import remedy, walk_order
from coursekit.content.optimizers.goals import valley_limit
from coursekit.content.scale.goals import serve_eight
from coursekit.widgets import FitFinder, GradientThermometer, ValleyWalk, WalkBackwards
from coursekit.widgets.backprop.walk_backwards import ORDER


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        ("out d c b", "right"),
        ("out d b c b", "twice"),
        ("out d b c", "early"),
        ("c d b out", "forward"),
        ("out c d b b", "twice"),
        ("c out d b", None),
        ("b out c d", "forward"),
        ("out c b", None),
        ("out c c d b", "repeat"),
        ("c out c d b", "idle"),
        ("out b c d b", "idle"),
        ("out c d b c", "repeat"),
        ("b out c b d", "early"),
    ],
)
def test_an_order_is_judged_by_where_a_ends(order, verdict):
    assert walk_order(WalkBackwards(task=ORDER, order=order.split())) == verdict


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ({"residual": True}, "right"),
        ({"norm": "layer", "clip": True}, "right"),
        ({"start": "He"}, None),
        ({"depth": 2}, None),
        ({"norm": "batch"}, None),
        ({"shown": "weights", "clip": True}, "clip"),
    ],
)
def test_a_remedy_counts_where_the_network_is_as_at_the_start(state, verdict):
    assert remedy(GradientThermometer(**state)) == verdict


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ({}, "right"),
        ({"c": 10}, None),
        ({"momentum": 0.9}, None),
        ({"momentum": 0.9, "rate": 0.2}, "with-momentum"),
    ],
)
def test_the_limit_is_asked_of_one_valley_without_momentum(state, verdict):
    assert valley_limit(ValleyWalk(**{"c": 25, "rate": 0.08, **state})) == verdict


@pytest.mark.parametrize(
    ("state", "verdict"),
    [({}, "right"), ({"model": "7B"}, None), ({"tokens": 512}, None), ({"talks": 4}, None)],
)
def test_eight_conversations_are_asked_of_the_large_model(state, verdict):
    asked = {"model": "70B", "purpose": "answer", "bits": 4, "talks": 8, "tokens": 4096}
    assert serve_eight(FitFinder(**{**asked, **state})) == verdict
