"""The numbers of the widgets in chosen states, most of them those in which a goal is reached or just missed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from widget_parts import code_value, marks

import coursekit.widgets as cw
from coursekit.engine import cost
from coursekit.scenes import Bars
from coursekit.widgets.backprop.dead_units import FIRST
from coursekit.widgets.backprop.walk_backwards import ORDER
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.language.name_model import name_model_cost
from coursekit.widgets.layers.origami import folded
from coursekit.widgets.layers.wirings import WIRINGS
from coursekit.widgets.nonlinearity.bend_counter import _X

MATCHED = {"place1": -1.5, "turn1": 2, "place2": -0.5, "turn2": -3, "place3": 1, "turn3": 2}
STRAIGHT = {**MATCHED, "no_bend": True}
ADAM = "train with Adam"
INF = math.inf
DENSE, CONV, LSTM = WIRINGS

EXACT = [
    (cw.XorMeter, {"task": "AND", "w1": 1, "w2": 1, "b": -1.5}, {"right": 4}),
    (cw.XorMeter, {"task": "OR", "w1": 1, "w2": 1, "b": -0.5}, {"right": 4}),
    (cw.XorMeter, {"task": "XOR", "w1": 1, "w2": 1, "b": -0.5, "guess": "4"}, {"right": 3, "best": 3}),
    (cw.XorMeter, {"task": "XOR", "w1": 1, "w2": 1, "b": -1.5}, {"right": 1}),
    (cw.HousePrice, {}, {"goal reached": False}),
    (cw.HousePrice, {"w": 1.9, "b": -1.2}, {"goal reached": True}),
    (cw.HousePrice, {"w": 2.4, "b": -2.2, "bend": True}, {"goal reached": True}),
    (cw.UnitsSwitch, {}, {"error": 0}),
    (cw.UnitsSwitch, {"unit": "mm", "w": 0.03}, {"error": 0}),
    (cw.WeighSumBend, {}, {"sum": -4, "z": -3, "y": 0}),
    (cw.WeighSumBend, {"b": 4.0}, {"z": 0, "y": 0}),  # the largest bias that keeps y at 0
    (cw.WeighSumBend, {"b": 4.1}, {"y": 0.1}),
    (cw.BendCounter, MATCHED, {"hinges": 3, "kinks": 3, "loss": 0}),
    *(
        (cw.BendCounter, {**STRAIGHT, "layers": n}, {"kinks": 0})
        for n in (1, 2, 5, 10)
    ),
    (cw.BendCounter, STRAIGHT, {"slope": 1, "intercept": -0.5}),
    (cw.DeadOrOff, {"b": 0}, {"active": 10, "share": 0.5}),
    (cw.DeadOrOff, {"b": -3.0}, {"share": 0}),
    (cw.DeadOrOff, {"b": -2.9}, {"active": 1}),
    *((cw.Origami, {"layer": k}, {"right": 200}) for k in (2, 3, 4)),
    (cw.Origami, {"layer": 1}, {"right": 152}),
    (cw.FoldedXor, {"moved": 1}, {"right": 4}),
    *((cw.PaperStrip, {"folds": k}, {"pieces": 2**k, "one layer": max(1, 2 * k + 1)}) for k in range(7)),
    (cw.ShapeTracer, {"n": 32, "units": 50}, {"results": 1600, "weights": 39_200, "biases": 50}),
    (cw.ShapeTracer, {"layer": "output"}, {"results": 320, "weights": 1280, "biases": 10}),
    (cw.ShapeTracer, {"way": "784"}, {"results": 128}),
    *((cw.ShapeTracer, {"way": way}, {"results": 0}) for way in ("784 × N", "N × 28 × 28")),
    (cw.Wirings, {"layer": DENSE}, {"reached": 64, "parameters": 64 * 64 + 64}),
    (cw.Wirings, {"layer": CONV}, {"reached": 9, "parameters": 9 + 1}),
    (cw.Wirings, {"layer": CONV, "row": 1}, {"reached": 6}),
    (cw.Wirings, {"layer": LSTM, "row": 1}, {"reached": 64, "parameters": 4 * 8 * (8 + 8) + 2 * 4 * 8}),
    (cw.Wirings, {"layer": LSTM, "row": 8}, {"reached": 8}),
    (cw.WalkBackwards, {"c": 1, "d": 1, "b": 5, "a": 5}, {"a": 5, "b": 5, "c": 1, "d": 1, "out": 1}),
    (cw.WalkBackwards, {"task": ORDER, "order": ["out", "c", "d", "b"]}, {"a": 5}),
    (cw.WalkBackwards, {"task": ORDER, "order": ["out", "c", "b", "d", "b"]}, {"a": 7}),
    (cw.NudgeRace, {"hidden_units": 66}, {"nudges": 9920}),
    (cw.NudgeRace, {"hidden_units": 67}, {"parameters": 5035, "nudges": 10_070, "sweep": 158 / 74}),
    (cw.DeadUnits, {"step": 81}, {"on": 0, "distance": 0}),
    (cw.DeadUnits, {"step": 82}, {"on": 1}),
    (cw.DeadUnits, {"where": FIRST, "step": 200}, {"on": 0, "gradient": 0, "distance": 0}),
    (cw.FitFinder, {"model": "7B", "bits": 16}, {"bytes": 14e9}),
    (cw.FitFinder, {"model": "7B", "bits": 4}, {"bytes": 3.5e9}),
    (cw.FitFinder, {"model": "70B", "bits": 8}, {"bytes": 70e9, "80 GB cards": 1}),
    (cw.FitFinder, {"model": "70B", "bits": 16}, {"80 GB cards": 2}),
    (cw.FitFinder, {"model": "70B", "bits": 32}, {"bytes": 280e9}),
    (cw.FitFinder, {"model": "70B", "bits": 16, "purpose": ADAM}, {"80 GB cards": 14}),
    (cw.FitFinder, {"bits": 4, "purpose": ADAM}, {"bits": 16}),  # training below 16 bits is not offered
    (cw.WidthForBudget, {"budget": 55}, {"width": 63, "wider": 55_050}),
    (cw.WidthForBudget, {"budget": 56}, {"width": 65}),
    *((cw.EmergenceOrRuler, {"steps": 10}, {f"size {k}": share**10}) for k, share in ((1, 0.8), (2, 0.9), (3, 0.95))),
    (cw.AttentionPeek, {}, {f"weight {k}": 1 / 7 for k in range(7)}),
]  # fmt: skip

BETWEEN = [
    (cw.HousePrice, {"w": 1.9, "b": -1.2, "bend": True}, "loss", 0.055, 0.065),  # the bend alone is not enough
    (cw.HousePrice, {"w": 2.5, "b": -2.3, "bend": True}, "loss", 0, 0.01),
    (cw.UnitsSwitch, {"unit": "mm"}, "error", 1000, INF),
    (cw.ActivationInspector, {"activation": "GELU", "z": -0.75}, "value", -0.1705, -0.1695),
    (cw.ActivationInspector, {"activation": "SiLU", "z": -1.3}, "value", -0.2785, -0.2775),
    (cw.SoftmaxMixer, {"temperature": 0.2}, "cat", 0.99, 1),
    (cw.Origami, {"layer": 0}, "right", 100, 151),
    (cw.GradientThermometer, {}, "ratio", 1e-9, 1e-7),
    (cw.GradientThermometer, {"start": "0.3"}, "ratio", 1e6, 1e8),
    (cw.GradientThermometer, {"start": "He"}, "ratio", 0.1, 10),
    (cw.GradientThermometer, {"norm": "layer"}, "ratio", 0.1, 10),
    (cw.GradientThermometer, {"residual": True}, "ratio", 1, INF),
    (cw.GradientThermometer, {"start": "He", "residual": True, "norm": "layer"}, "ratio", 0.1, 10),
    (cw.DeadUnits, {"where": FIRST, "leaky": True, "step": 200}, "distance", 0.0095, 0.0105),
    (cw.RavineRace, {"rate": 0.079}, "plain descent", 0, 20.5),  # 20.5 is the loss at the start
    (cw.RavineRace, {"rate": 0.081}, "plain descent", 20.5, INF),
    (cw.RavineRace, {"rate": 0.076}, "plain descent", 0, 0.001),
    (cw.RavineRace, {"rate": 0.081}, "momentum", 0, 0.001),
    (cw.RavineRace, {"noisy": True}, "plain descent", 0.2495, 0.2505),
    *((cw.TheBill, {"width": 16384, "depth": 23, "optimizer": o}, "parameters", 6e9, INF) for o in ("Adam", "SGD")),
    (cw.TheBill, {"width": 16384, "depth": 23, "optimizer": "Adam"}, "bytes", 80e9, INF),
    (cw.TheBill, {"width": 16384, "depth": 23, "optimizer": "momentum"}, "bytes", 0, 80e9),
    (cw.TheBill, {"width": 16384, "depth": 23, "optimizer": "SGD"}, "bytes", 0, 80e9),
    (cw.EmergenceOrRuler, {"steps": 6}, "size 2", 0.5, 1),
    (cw.EmergenceOrRuler, {"steps": 7}, "size 2", 0, 0.5),
    (cw.AttentionPeek, {"living": 3}, "weight 1", 0.8, 1),
    (cw.AttentionPeek, {"food": 3}, "weight 4", 0.8, 1),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "state", "facts"), EXACT)
def test_a_state_has_these_facts(kind, state, facts):
    found = kind(**state).facts()
    assert {name: found[name] for name in facts} == pytest.approx(facts, abs=1e-9)


@pytest.mark.parametrize(("kind", "state", "fact", "low", "high"), BETWEEN)
def test_a_fact_lies_between(kind, state, fact, low, high):
    assert low <= kind(**state).facts()[fact] <= high


@pytest.mark.parametrize(
    ("kind", "state", "counted"),
    [
        (cw.XorMeter, {}, cost.linear(2, 1)),
        (cw.PaintNeuron, {"bill": True}, cost.linear(64, 1)),
        (cw.BendCounter, {}, cost.mlp([1, 3, 1])),
        (cw.BendCounter, {"no_bend": True, "layers": 10}, cost.mlp([1, *[3] * 10, 1])),
        (cw.GradientThermometer, {}, cost.mlp([64, *[100] * 20, 10], bias=False)),
        (cw.GradientThermometer, {"depth": 5, "width": 50}, cost.mlp([64, *[50] * 5, 10], bias=False)),
        (cw.NudgeRace, {"hidden_units": 64}, cost.mlp([64, 64, 10])),
        (cw.BreakItClinic, {}, cost.mlp([2, 16, 16, 16, 16, 1])),
        (cw.NameWriter, {}, name_model_cost()),
    ],
)
def test_the_cost_is_the_engines_and_follows_the_controls(kind, state, counted):
    assert kind(**state).cost == cost_line(counted)


def test_a_cost_is_told_in_parameters_bytes_and_multiply_adds():
    assert cost_line(cost.linear(1, 1)) == "2 parameters · 8 bytes · 1 multiply-add"
    assert cw.GradientThermometer().cost == "197,400 parameters · 789,600 bytes · 197,400 multiply-adds"


@pytest.mark.parametrize(("task", "best"), [("rings", 3), ("checkerboard", 1)])
def test_three_layers_are_best_on_the_rings_and_one_on_the_board(task, best):
    facts = cw.DepthWidth(task=task).facts()
    assert max(facts, key=facts.get) == f"middle of {best}"


@pytest.mark.parametrize(
    ("widget", "panel"),
    [
        (cw.XorMeter(task="XOR", w1=1, w2=1, b=-0.5, guess="4"), 1),
        (cw.HousePrice(w=1.9, b=-1.2), 1),
        (cw.BendCounter(**MATCHED), 1),
        (cw.PaperStrip(folds=6), 2),
    ],
)
def test_the_gauge_shows_two_facts(widget, panel):
    heights = {float(bar.y[0]) for bar in marks(widget, Bars, panel)}
    facts = list(widget.facts().values())
    assert len(heights) <= 2
    assert all(any(height == pytest.approx(fact) for fact in facts) for height in heights)


# --- the code that a widget shows computes what it shows -------------------------------------------


@pytest.mark.parametrize(
    ("widget", "fact"),
    [
        (cw.XorMeter(task="XOR", w1=1, w2=1, b=-0.5), "right"),
        (cw.HousePrice(w=2.4, b=-2.2), "loss"),
        (cw.HousePrice(w=2.4, b=-2.2, bend=True), "loss"),
        (cw.DeadOrOff(w=-0.7, b=0.6), "share"),
        (cw.PaperStrip(folds=5), "pieces"),
        (cw.WalkBackwards(c=1, d=1, b=5, a=5), "a"),
        (cw.RavineRace(rate=0.03, step=40), "plain descent"),
        (cw.TheBill(width=1024, depth=3, batch=128, optimizer="momentum"), "bytes"),
    ],
)
def test_the_shown_code_computes_a_fact(widget, fact):
    assert code_value(widget) == pytest.approx(widget.facts()[fact])


@pytest.mark.parametrize("name", ["ReLU", "Leaky ReLU", "GELU", "SiLU", "sigmoid", "tanh"])
def test_the_shown_code_asks_the_engine_for_value_and_slope(name):
    widget = cw.ActivationInspector(activation=name, z=-0.75)
    assert code_value(widget) == pytest.approx(tuple(widget.facts().values()), abs=1e-6)


def test_the_shown_code_computes_the_shares():
    widget = cw.SoftmaxMixer(shift=100, temperature=0.7)
    assert code_value(widget) == pytest.approx(list(widget.facts().values()), abs=1e-4)


@pytest.mark.parametrize(
    "state", [{}, {"no_bend": True, "layers": 4}, {"set_by": "by the computer", "target": "wave"}]
)
def test_the_shown_code_computes_the_curve(state):
    widget = cw.BendCounter(**MATCHED, **state)
    model = widget.model()
    y = model.straight(_X, layers=4) if "layers" in state else model.curve(_X)
    assert code_value(widget) == pytest.approx(np.interp(np.linspace(-2, 2, 9), _X, y), abs=2e-3)


def test_the_shown_code_computes_the_place_of_a_point():
    assert code_value(cw.Origami(layer=2.0)) == pytest.approx(folded(np.array([[0.5, 0.5]]), 2.0)[0])


@pytest.mark.parametrize(("way", "shape"), [("N × 784", (32, 10)), ("784", (10,))])
def test_the_shown_code_gives_the_shape_of_the_output(way, shape):
    assert code_value(cw.ShapeTracer(way=way)) == shape


@pytest.mark.parametrize("name", WIRINGS)
def test_the_shown_code_counts_the_parameters(name):
    assert code_value(cw.Wirings(layer=name)).parameters == cw.Wirings(layer=name).facts()["parameters"]
