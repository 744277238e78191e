"""The numbers of the widgets in chosen states, most of them those in which a goal is reached or just missed."""

from __future__ import annotations

import math

import pytest
from widget_parts import marks

from coursekit.scenes import Bars
from coursekit.widgets import (
    ActivationInspector,
    AttentionPeek,
    BendCounter,
    DeadOrOff,
    DeadUnits,
    DepthWidth,
    EmergenceOrRuler,
    FitFinder,
    FoldedXor,
    GradientThermometer,
    HousePrice,
    NudgeRace,
    Origami,
    PaperStrip,
    RavineRace,
    ShapeTracer,
    SoftmaxMixer,
    TheBill,
    UnitsSwitch,
    WalkBackwards,
    WeighSumBend,
    WidthForBudget,
    Wirings,
    XorMeter,
)
from coursekit.widgets.backprop.dead_units import FIRST
from coursekit.widgets.backprop.walk_backwards import ORDER
from coursekit.widgets.layers.wirings import WIRINGS

MATCHED = {"place1": -1.5, "turn1": 2, "place2": -0.5, "turn2": -3, "place3": 1, "turn3": 2}
STRAIGHT = {**MATCHED, "no_bend": True}
ADAM = "train with Adam"
INF = math.inf
DENSE, CONV, LSTM, ATTENTION = WIRINGS

EXACT = [
    (XorMeter, {"task": "AND", "w1": 1, "w2": 1, "b": -1.5}, {"right": 4, "best": 4}),
    (XorMeter, {"task": "OR", "w1": 1, "w2": 1, "b": -0.5}, {"right": 4, "best": 4}),
    (XorMeter, {"task": "XOR", "w1": 1, "w2": 1, "b": -0.5}, {"right": 3, "best": 3}),
    (XorMeter, {"task": "XOR", "w1": 1, "w2": 1, "b": -1.5}, {"right": 1, "best": 3}),
    (HousePrice, {}, {"goal reached": False}),
    (HousePrice, {"w": 1.9, "b": -1.2}, {"goal reached": True}),
    (HousePrice, {"w": 2.4, "b": -2.2, "bend": True}, {"goal reached": True}),
    (UnitsSwitch, {}, {"error": 0}),
    (UnitsSwitch, {"unit": "mm", "w": 0.03}, {"error": 0}),
    (WeighSumBend, {}, {"sum": -4, "z": -3, "y": 0}),
    (WeighSumBend, {"b": 4.0}, {"z": 0, "y": 0}),  # the largest bias that keeps y at 0
    (WeighSumBend, {"b": 4.1}, {"y": 0.1}),
    (BendCounter, MATCHED, {"hinges": 3, "kinks": 3, "loss": 0}),
    *(
        (BendCounter, {**STRAIGHT, "layers": n}, {"kinks": 0})
        for n in (1, 2, 5, 10)
    ),
    (BendCounter, STRAIGHT, {"slope": 1, "intercept": -0.5}),
    (DeadOrOff, {"b": 0}, {"active": 10, "share": 0.5}),
    (DeadOrOff, {"b": -3.0}, {"share": 0}),
    (DeadOrOff, {"b": -2.9}, {"active": 1}),
    *((Origami, {"layer": k}, {"right": 200}) for k in (2, 3, 4)),
    (Origami, {"layer": 1}, {"right": 152}),
    (FoldedXor, {"moved": 1}, {"right": 4}),
    *((PaperStrip, {"folds": k}, {"pieces": 2**k, "one layer": max(1, 2 * k + 1)}) for k in range(7)),
    (ShapeTracer, {"n": 32, "units": 50}, {"results": 1600, "weights": 39_200, "biases": 50}),
    (ShapeTracer, {"layer": "output"}, {"results": 320, "weights": 1280, "biases": 10}),
    (ShapeTracer, {"way": "784"}, {"results": 128}),
    *((ShapeTracer, {"way": way}, {"results": 0}) for way in ("784 × N", "N × 28 × 28")),
    (Wirings, {"layer": DENSE}, {"reached": 784, "parameters": 784 * 784 + 784}),
    (Wirings, {"layer": CONV}, {"reached": 9, "parameters": 9 + 1}),
    (Wirings, {"layer": CONV, "row": 1}, {"reached": 6}),
    (Wirings, {"layer": LSTM, "row": 1}, {"reached": 784, "parameters": 4 * 28 * (28 + 28) + 2 * 4 * 28}),
    (Wirings, {"layer": LSTM, "row": 28}, {"reached": 28}),
    (Wirings, {"layer": ATTENTION}, {"reached": 784, "parameters": 12 * 28**2 + 13 * 28}),
    (WalkBackwards, {"c": 1, "d": 1, "b": 5, "a": 5}, {"a": 5, "b": 5, "c": 1, "d": 1, "out": 1}),
    (WalkBackwards, {"task": ORDER, "order": ["out", "c", "d", "b"]}, {"a": 5}),
    (WalkBackwards, {"task": ORDER, "order": ["out", "c", "b", "d", "b"]}, {"a": 7}),
    (NudgeRace, {"hidden_units": 66}, {"nudges": 9920}),
    (NudgeRace, {"hidden_units": 67}, {"parameters": 5035, "nudges": 10_070, "sweep": 158 / 74}),
    (DeadUnits, {"step": 81}, {"on": 0, "distance": 0}),
    (DeadUnits, {"step": 82}, {"on": 1}),
    (DeadUnits, {"where": FIRST, "step": 200}, {"on": 0, "gradient": 0, "distance": 0}),
    (FitFinder, {"model": "7B", "bits": 16}, {"bytes": 14e9}),
    (FitFinder, {"model": "7B", "bits": 4}, {"bytes": 3.5e9}),
    (FitFinder, {"model": "70B", "bits": 8}, {"bytes": 70e9, "80 GB cards": 1}),
    (FitFinder, {"model": "70B", "bits": 16}, {"80 GB cards": 2}),
    (FitFinder, {"model": "70B", "bits": 32}, {"bytes": 280e9}),
    (FitFinder, {"model": "70B", "bits": 16, "purpose": ADAM}, {"80 GB cards": 14}),
    (FitFinder, {"bits": 4, "purpose": ADAM}, {"bits": 16}),  # training below 16 bits is not offered
    (WidthForBudget, {"budget": 55}, {"width": 63, "wider": 55_050}),
    (WidthForBudget, {"budget": 56}, {"width": 65}),
    *((EmergenceOrRuler, {"steps": 10}, {f"size {k}": share**10}) for k, share in ((1, 0.8), (2, 0.9), (3, 0.95))),
    (AttentionPeek, {}, {f"weight {k}": 1 / 7 for k in range(7)}),
]  # fmt: skip

BETWEEN = [
    (HousePrice, {"w": 1.9, "b": -1.2, "bend": True}, "loss", 0.055, 0.065),  # the bend alone is not enough
    (HousePrice, {"w": 2.5, "b": -2.3, "bend": True}, "loss", 0, 0.01),
    (UnitsSwitch, {"unit": "mm"}, "error", 1000, INF),
    (ActivationInspector, {"activation": "GELU", "z": -0.75}, "value", -0.1705, -0.1695),
    (ActivationInspector, {"activation": "SiLU", "z": -1.3}, "value", -0.2785, -0.2775),
    (SoftmaxMixer, {"temperature": 0.2}, "cat", 0.99, 1),
    (Origami, {"layer": 0}, "right", 100, 151),
    (GradientThermometer, {}, "ratio", 1e-9, 1e-7),
    (GradientThermometer, {"start": "0.3"}, "ratio", 1e6, 1e8),
    (GradientThermometer, {"start": "He"}, "ratio", 0.1, 10),
    (GradientThermometer, {"norm": "layer"}, "ratio", 0.1, 10),
    (GradientThermometer, {"residual": True}, "ratio", 1, INF),
    (GradientThermometer, {"start": "He", "residual": True, "norm": "layer"}, "ratio", 0.1, 10),
    (DeadUnits, {"where": FIRST, "leaky": True, "step": 200}, "distance", 0.0095, 0.0105),
    (RavineRace, {"rate": 0.079}, "plain descent", 0, 20.5),  # 20.5 is the loss at the start
    (RavineRace, {"rate": 0.081}, "plain descent", 20.5, INF),
    (RavineRace, {"rate": 0.076}, "plain descent", 0, 0.001),
    (RavineRace, {"rate": 0.081}, "momentum", 0, 0.001),
    (RavineRace, {"noisy": True}, "plain descent", 0.2495, 0.2505),
    *((TheBill, {"width": 16384, "depth": 23, "optimizer": o}, "parameters", 6e9, INF) for o in ("Adam", "SGD")),
    (TheBill, {"width": 16384, "depth": 23, "optimizer": "Adam"}, "bytes", 80e9, INF),
    (TheBill, {"width": 16384, "depth": 23, "optimizer": "momentum"}, "bytes", 0, 80e9),
    (TheBill, {"width": 16384, "depth": 23, "optimizer": "SGD"}, "bytes", 0, 80e9),
    (EmergenceOrRuler, {"steps": 6}, "size 2", 0.5, 1),
    (EmergenceOrRuler, {"steps": 7}, "size 2", 0, 0.5),
    (AttentionPeek, {"living": 3}, "weight 1", 0.8, 1),
    (AttentionPeek, {"food": 3}, "weight 4", 0.8, 1),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "state", "facts"), EXACT)
def test_a_state_has_these_facts(kind, state, facts):
    found = kind(**state).facts()
    assert {name: found[name] for name in facts} == pytest.approx(facts, abs=1e-9)


@pytest.mark.parametrize(("kind", "state", "fact", "low", "high"), BETWEEN)
def test_a_fact_lies_between(kind, state, fact, low, high):
    assert low <= kind(**state).facts()[fact] <= high


@pytest.mark.parametrize(("task", "best"), [("rings", 3), ("checkerboard", 1)])
def test_three_layers_are_best_on_the_rings_and_one_on_the_board(task, best):
    facts = DepthWidth(task=task).facts()
    assert max(facts, key=facts.get) == f"middle of {best}"


@pytest.mark.parametrize(
    ("widget", "panel"),
    [
        (XorMeter(task="XOR", w1=1, w2=1, b=-0.5), 1),
        (HousePrice(), 1),
        (BendCounter(**MATCHED), 1),
        (PaperStrip(folds=6), 2),
    ],
)
def test_the_gauge_shows_two_facts(widget, panel):
    heights = {float(bar.y[0]) for bar in marks(widget, Bars, panel)}
    facts = list(widget.facts().values())
    assert len(heights) <= 2
    assert all(any(height == pytest.approx(fact) for fact in facts) for height in heights)
