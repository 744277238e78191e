"""The code that a widget shows computes what the widget shows."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value

from coursekit.widgets import (
    ActivationInspector,
    BendCounter,
    DeadOrOff,
    HousePrice,
    Origami,
    PaperStrip,
    RavineRace,
    ShapeTracer,
    SoftmaxMixer,
    TheBill,
    WalkBackwards,
    Wirings,
    XorMeter,
)
from coursekit.widgets.layers.origami import folded
from coursekit.widgets.layers.wirings import WIRINGS
from coursekit.widgets.nonlinearity.bend_counter import _X

MATCHED = {"place1": -1.5, "turn1": 2, "place2": -0.5, "turn2": -3, "place3": 1, "turn3": 2}


@pytest.mark.parametrize(
    ("widget", "fact"),
    [
        (XorMeter(task="XOR", w1=1, w2=1, b=-0.5), "right"),
        (HousePrice(w=2.4, b=-2.2), "loss"),
        (HousePrice(w=2.4, b=-2.2, bend=True), "loss"),
        (DeadOrOff(w=-0.7, b=0.6), "share"),
        (PaperStrip(folds=5), "pieces"),
        (WalkBackwards(c=1, d=1, b=5, a=5), "a"),
        (RavineRace(rate=0.03, step=40), "plain descent"),
        (TheBill(width=1024, depth=3, batch=128, optimizer="momentum"), "bytes"),
    ],
)
def test_the_shown_code_computes_a_fact(widget, fact):
    assert code_value(widget) == pytest.approx(widget.facts()[fact])


@pytest.mark.parametrize("name", ["ReLU", "Leaky ReLU", "GELU", "SiLU", "sigmoid", "tanh"])
def test_the_shown_code_asks_the_engine_for_value_and_slope(name):
    widget = ActivationInspector(activation=name, z=-0.75)
    assert code_value(widget) == pytest.approx(tuple(widget.facts().values()), abs=1e-6)


def test_the_shown_code_computes_the_shares():
    widget = SoftmaxMixer(shift=100, temperature=0.7)
    assert code_value(widget) == pytest.approx(list(widget.facts().values()), abs=1e-4)


@pytest.mark.parametrize(
    "state", [{}, {"no_bend": True, "layers": 4}, {"set_by": "by the computer", "target": "wave"}]
)
def test_the_shown_code_computes_the_curve(state):
    widget = BendCounter(**MATCHED, **state)
    model = widget.model()
    y = model.straight(_X, layers=4) if "layers" in state else model.curve(_X)
    assert code_value(widget) == pytest.approx(np.interp(np.linspace(-2, 2, 9), _X, y), abs=2e-3)


def test_the_shown_code_computes_the_place_of_a_point():
    assert code_value(Origami(layer=2.0)) == pytest.approx(folded(np.array([[0.5, 0.5]]), 2.0)[0])


@pytest.mark.parametrize(("way", "shape"), [("N × 784", (32, 10)), ("784", (10,))])
def test_the_shown_code_gives_the_shape_of_the_output(way, shape):
    assert code_value(ShapeTracer(way=way)) == shape


@pytest.mark.parametrize("name", WIRINGS)
def test_the_shown_code_counts_the_parameters(name):
    assert code_value(Wirings(layer=name)).parameters == Wirings(layer=name).facts()["parameters"]
