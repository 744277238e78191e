"""A learner's function handed to a widget: one that agrees is used, one that does not is named, and nothing breaks."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import marks, node_texts, words

from coursekit.scenes import Bars, HeatMap, Node
from coursekit.widgets import (
    ActivationInspector,
    BendCounter,
    FitFinder,
    FiveSeeds,
    FoldedXor,
    Origami,
    PaperStrip,
    RavineRace,
    SoftmaxMixer,
    TheBill,
    WalkBackwards,
    WidthForBudget,
    XorMeter,
    through,
)
from coursekit.widgets.backprop.walk_backwards import MINE
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.scale.width_for_budget import widest

COMPUTED = {"target": "wave", "set_by": "by the computer", "hinges": 4}
LINE = {"place1": -1.5, "turn1": 2, "no_bend": True, "layers": 6}
TRAINING = {"purpose": "train with Adam"}
GRADIENTS = {"a": 5, "b": 5, "c": 1, "d": 1, "out": 1}


def neuron(x, w, b, activation):
    return activation(sum(x * w) + b)


def picky_neuron(x, w, b, activation):
    if x[0] < 0:
        raise RuntimeError("no")
    return activation(w @ x + b)


def softmax(x, axis):
    e = np.exp(x - x.max())
    return e / e.sum()


def hinges(xs, ys):
    model = through(xs, ys)
    return model.w, model.b, model.v, model.c


def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


def fold_net(k, middle=0.5):
    behind, b = np.array([[1 / middle], [-1 / middle - 1 / (1 - middle)]]), np.array([0, -middle])
    return [(np.ones((1, 2)), b), *[(behind @ np.ones((1, 2)), b)] * (k - 1), (behind, np.zeros(1))]


def descent(w, gradient, state, lr):
    return w - lr * gradient, state


def mlp_cost(sizes, batch, bits):
    return 16_781_312, 67_125_248, 2 * 4096 * 4096 * batch


FOLDING = [(np.array([[1, -1], [-1, 1]]), np.zeros(2)), (np.array([[1], [1]]), np.array([-0.5]))]
FLAT = [(np.eye(2), np.zeros(2)), (np.array([[1], [1]]), np.array([-0.5]))]


@pytest.mark.parametrize(
    ("kind", "state", "functions", "ending"),
    [
        (XorMeter, {"task": "OR"}, {"neuron": neuron}, "Every colour is an answer of your own neuron."),
        (BendCounter, COMPUTED, {"hinges_through": hinges}, "The hinges are your own function's."),
        (BendCounter, LINE, {"collapse": collapse}, "Your own collapse found the same line."),
        (ActivationInspector, {}, {"function": lambda x: x * (x > 0)}, "The curve is your own function's."),
        (SoftmaxMixer, {"shift": 1000}, {"softmax": softmax}, "The shares are your own function's."),
        (Origami, {"layer": 4}, {"forward": relu_forward}, "The colours are answers of your own forward."),
        (FoldedXor, {"moved": 1}, {"params": FOLDING}, "The weights are your own."),
        (PaperStrip, {"folds": 3}, {"fold_net": fold_net}, "Your own network folds the strip."),
        (PaperStrip, {"folds": 6}, {"fold_net": lambda k: fold_net(k, 0.2)}, "Your own network folds the strip."),
        (PaperStrip, {"folds": 6}, {"fold_net": lambda k: fold_net(k, 1 / 3)}, "Your own network folds the strip."),
        (PaperStrip, {"folds": 6}, {"fold_net": lambda k: fold_net(k, 0.7)}, "Your own network folds the strip."),
        (RavineRace, {}, {"optimizer": descent}, "Y is your own."),
        (RavineRace, {"noisy": True}, {"optimizer": descent}, "Your own takes part without noise."),
        (TheBill, {}, {"mlp_cost": mlp_cost}, "finds the same parameters, weight bytes and FLOPs."),
        (FitFinder, TRAINING, {"memory": lambda n, *_: 16 * n}, "Your own training_memory finds the same."),
        (WidthForBudget, {}, {"largest_width": widest}, "The width is an answer of your own function."),
    ],
)  # fmt: skip
def test_a_function_that_agrees_is_used_and_the_words_say_so(kind, state, functions, ending):
    widget, without = kind(**functions, **state), kind(**state)
    assert words(widget).endswith(ending)
    assert {name: widget.facts()[name] for name in without.facts()} == pytest.approx(without.facts())


@pytest.mark.parametrize(
    ("kind", "state", "functions", "remark"),
    [
        (XorMeter, {"b": -0.5}, {"neuron": lambda x, w, b, f: f(x @ w)}, "z = 0.00 at (0, 0), expected −0.50"),
        (XorMeter, {}, {"neuron": lambda x, w, b, f: ...}, "Your neuron gave no number (TypeError: "),
        (XorMeter, {}, {"neuron": picky_neuron}, "Your neuron gave no number (RuntimeError: no), so the course's"),
        (BendCounter, COMPUTED, {"hinges_through": lambda xs, ys: (*hinges(xs, ys)[:3], 1.0)},
         "Your hinges give y = 1.00 at x = −2.00, expected 0.00, so the course's own are shown."),
        (BendCounter, COMPUTED, {"hinges_through": lambda xs, ys: ...}, "Your hinges gave no curve (TypeError"),
        (BendCounter, COMPUTED, {"hinges_through": lambda xs, ys: (xs[1:], xs, xs, 0.0)}, "(w, b and v need one entry for each hinge)"),
        (BendCounter, LINE, {"collapse": lambda layers: (0.0, 0.0)}, "gives y = 0.00·x + 0.00 instead."),
        (BendCounter, LINE, {"collapse": lambda layers: (1.0,)}, "Your collapse gives no pair instead."),
        (BendCounter, LINE, {"collapse": lambda layers: ...}, "Your collapse gave no line (TypeError"),
        (ActivationInspector, {}, {"function": np.abs}, "gives 5.000 at z = −5.00; here it is 0.000"),
        (ActivationInspector, {}, {"function": lambda x: None}, "one number for each entry"),
        (ActivationInspector, {}, {"function": lambda x: ...}, "gave no numbers (TypeError"),
        (SoftmaxMixer, {"shift": 1000}, {"softmax": lambda x, axis: np.exp(x) / np.exp(x).sum()},
         "Your softmax gives nan, nan, nan, so the course's own are shown."),
        (SoftmaxMixer, {}, {"softmax": lambda x, axis: ...}, "Your softmax gave no shares (TypeError"),
        (SoftmaxMixer, {}, {"softmax": lambda x, axis: None}, "one share for each score"),
        (Origami, {}, {"forward": lambda x, params: ...}, "returns nothing yet"),
        (Origami, {}, {"forward": lambda x, params: None}, "returns nothing yet"),
        (Origami, {}, {"forward": lambda x, params: x}, "gave the shape (1600, 2), expected (1600, 1)"),
        (Origami, {}, {"forward": lambda x, params: 1 / 0}, "stopped (ZeroDivisionError: division by zero)"),
        (Origami, {}, {"forward": lambda x, params: np.zeros((len(x), 1))}, "gave other numbers than the course's"),
        *((FoldedXor, {}, {"params": params}, "yours are not two layers of numbers in the right shapes yet")
          for params in ([], "weights", [(np.eye(3), np.zeros(3)), (np.ones((3, 1)), np.zeros(1))],
                         [(np.full((2, 2), np.nan), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])),
        (PaperStrip, {"folds": 3}, {"fold_net": lambda k: ...}, "gave no network (TypeError: "),
        (PaperStrip, {"folds": 3}, {"fold_net": lambda k: [(np.ones((1, 1)), np.zeros(1))]}, "makes 1 piece, expected 8"),
        (RavineRace, {}, {"optimizer": lambda *_: ...}, "Your step is left out"),
        (RavineRace, {}, {"optimizer": lambda w, g, s, lr: (w[:1], s)}, "Your step is left out"),
        (TheBill, {}, {"mlp_cost": lambda *_: (1, 2, 3)}, "says something else here"),
        (TheBill, {}, {"mlp_cost": lambda *_: ...}, "gave no three numbers (TypeError"),
        (FitFinder, TRAINING, {"memory": lambda *_: 1}, "says something else here"),
        (FitFinder, TRAINING, {"memory": lambda *_: ...}, "gave no number (TypeError"),
        (WidthForBudget, {}, {"largest_width": lambda budget: ...}, "gave no number (TypeError"),
        (FiveSeeds, {}, {"plan": lambda: ...}, "Your plan could not be trained (TypeError"),
        (FiveSeeds, {}, {"plan": lambda: ([8], 0.02, 0)}, "steps must be at least 1, not [8] and 0); a small one"),
    ],
)  # fmt: skip
def test_a_function_that_does_not_agree_is_named_and_not_shown(kind, state, functions, remark):
    widget = kind(**functions, **state)
    assert remark in words(widget)
    assert widget.facts() == pytest.approx(kind(**state).facts())


def test_a_function_answers_only_where_it_is_asked():
    inspector = ActivationInspector(activation="ReLU", function=lambda x: x * (x > 0))
    inspector.activation = "tanh"
    assert "our" not in words(inspector)
    assert "Your" not in words(FitFinder(memory=lambda *_: ...))


def test_weights_that_miss_a_point_are_shown_as_they_are():
    widget = FoldedXor(params=FLAT, moved=1)
    assert widget.facts()["right"] == 3
    assert "two lines" in words(FoldedXor(moved=1))
    assert "two lines" not in words(widget)  # they are those of the course's own weights
    assert "arrive at (0, 0), (0, 1), (1, 0), (0, 0)." in words(FoldedXor(params=FOLDING, moved=1))


def test_a_forward_pass_colours_the_flat_sheet_only_if_it_is_right():
    (surface,) = marks(Origami(forward=relu_forward, layer=4), HeatMap, panel=1)
    assert surface.values.min() < 5 < 250 < surface.values.max()
    assert marks(Origami(forward=lambda x, params: x), HeatMap, panel=1) == []


def test_an_optimizer_takes_part_in_the_race():
    facts = RavineRace(optimizer=descent, rate=0.05).facts()
    assert facts["yours"] == pytest.approx(facts["plain descent"])
    assert "Y" not in [node.text for node in marks(RavineRace(optimizer=lambda *_: ...), Node)]


def test_a_width_beyond_the_budget_is_seen():
    widget = WidthForBudget(budget=100, largest_width=lambda budget: 111)
    assert [bar.role for bar in marks(widget, Bars)] == ["accent", "accent"]


def test_a_backward_fills_in_the_numbers():
    widget = WalkBackwards(task=MINE, backward=lambda graph: GRADIENTS)
    assert widget.facts() == GRADIENTS
    assert "Every number is computed by your own backward" in words(widget)


def test_a_wrong_backward_is_shown_with_what_the_nudge_says():
    widget = WalkBackwards(task=MINE, backward=lambda graph: {**GRADIENTS, "a": 7})
    assert next(node.role for node in marks(widget, Node)) == "negative"
    assert words(widget) == "Your backward gave a = 7, expected 5. The nudge says 5.000 for a."


def test_a_backward_not_yet_written_does_no_harm():
    widget = WalkBackwards(task=MINE, backward=lambda graph: ...)
    assert "returned nothing" in words(widget)
    assert node_texts(widget) == ["?", "?", "?", "?", "1"]
    assert "There is no backward of yours yet." in words(WalkBackwards(task=MINE))
