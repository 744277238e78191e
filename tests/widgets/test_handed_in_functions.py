"""A learner's function handed to a widget: one that agrees is used, one that does not is named, and nothing breaks."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import marks, node_texts, words

import coursekit.widgets as cw
from coursekit.scenes import Bars, HeatMap, Node
from coursekit.widgets.backprop.walk_backwards import MINE
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.scale.fit_finder import fitting
from coursekit.widgets.scale.round_the_reader import rounded
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
    model = cw.through(xs, ys)
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
        (cw.XorMeter, {"task": "OR"}, {"neuron": neuron}, "Every colour is an answer of your own neuron."),
        (cw.PaintNeuron, {"b": 1.0}, {"neuron": neuron}, "Every answer is one of your own neuron."),
        (cw.BendCounter, COMPUTED, {"hinges_through": hinges}, "The hinges are your own function's."),
        (cw.BendCounter, LINE, {"collapse": collapse}, "Your own collapse found the same line."),
        (cw.ActivationInspector, {}, {"function": lambda x: x * (x > 0)}, "The curve is your own function's."),
        (cw.SoftmaxMixer, {"shift": 1000}, {"softmax": softmax}, "The probabilities are your own function's."),
        (cw.Origami, {"layer": 4}, {"forward": relu_forward}, "The colours are answers of your own forward."),
        (cw.FoldedXor, {"moved": 1}, {"params": FOLDING}, "The weights are your own."),
        (cw.PaperStrip, {"folds": 3}, {"fold_net": fold_net}, "Your own network folds the strip."),
        (cw.PaperStrip, {"folds": 6}, {"fold_net": lambda k: fold_net(k, 0.2)}, "Your own network folds the strip."),
        (cw.PaperStrip, {"folds": 6}, {"fold_net": lambda k: fold_net(k, 1 / 3)}, "Your own network folds the strip."),
        (cw.PaperStrip, {"folds": 6}, {"fold_net": lambda k: fold_net(k, 0.7)}, "Your own network folds the strip."),
        (cw.RavineRace, {}, {"optimizer": descent}, "Y is your own."),
        (cw.RavineRace, {"noisy": True}, {"optimizer": descent}, "Your own takes part without noise."),
        (cw.TheBill, {}, {"mlp_cost": mlp_cost}, "finds the same parameters, weight bytes and FLOPs."),
        (cw.FitFinder, TRAINING, {"memory": lambda n, *_: 16 * n}, "Your own training_memory finds the same."),
        (cw.FitFinder, {}, {"conversations": fitting}, "0 on 8 GB, 0 on 24 GB, 24 on 80 GB, 52 on 141 GB."),
        (cw.RoundTheReader, {"bits": 4}, {"rounded": rounded}, "Your own function rounds them."),
        (cw.WidthForBudget, {}, {"largest_width": widest}, "The width is an answer of your own function."),
    ],
)  # fmt: skip
def test_a_function_that_agrees_is_used_and_the_words_say_so(kind, state, functions, ending):
    widget, without = kind(**functions, **state), kind(**state)
    assert words(widget).endswith(ending)
    assert {name: widget.facts()[name] for name in without.facts()} == pytest.approx(without.facts())


@pytest.mark.parametrize(
    ("kind", "state", "functions", "remark"),
    [
        (cw.XorMeter, {"b": -0.5}, {"neuron": lambda x, w, b, f: f(x @ w)}, "z = 0.00 at (0, 0), expected −0.50"),
        (cw.PaintNeuron, {"b": 1}, {"neuron": lambda x, w, b, f: f(x @ w)}, "z = 0.00 for image 0, expected 1.00"),
        (cw.PaintNeuron, {}, {"neuron": lambda *_: 1 / 0}, "Your neuron gave no number (ZeroDivisionError: "),
        (cw.XorMeter, {}, {"neuron": lambda x, w, b, f: ...}, "Your neuron gave no number (TypeError: "),
        (cw.XorMeter, {}, {"neuron": picky_neuron}, "Your neuron gave no number (RuntimeError: no), so the course's"),
        (cw.BendCounter, COMPUTED, {"hinges_through": lambda xs, ys: (*hinges(xs, ys)[:3], 1.0)},
         "Your hinges give y = 1.00 at x = −2.00, expected 0.00, so the course's own are shown."),
        (cw.BendCounter, COMPUTED, {"hinges_through": lambda xs, ys: ...}, "Your hinges gave no curve (TypeError"),
        (cw.BendCounter, COMPUTED, {"hinges_through": lambda xs, ys: (xs[1:], xs, xs, 0.0)}, "(w, b and v need one entry for each hinge)"),
        (cw.BendCounter, LINE, {"collapse": lambda layers: (0.0, 0.0)}, "gives y = 0.00·x + 0.00 instead."),
        (cw.BendCounter, LINE, {"collapse": lambda layers: (1.0,)}, "Your collapse gives no pair instead."),
        (cw.BendCounter, LINE, {"collapse": lambda layers: ...}, "Your collapse gave no line (TypeError"),
        (cw.ActivationInspector, {}, {"function": np.abs}, "gives 5.000 at z = −5.00; here it is 0.000"),
        (cw.ActivationInspector, {}, {"function": lambda x: None}, "one number for each entry"),
        (cw.ActivationInspector, {}, {"function": lambda x: ...}, "gave no numbers (TypeError"),
        (cw.SoftmaxMixer, {"shift": 1000}, {"softmax": lambda x, axis: np.exp(x) / np.exp(x).sum()},
         "Your softmax gives nan, nan, nan, so the course's own are shown."),
        (cw.SoftmaxMixer, {}, {"softmax": lambda x, axis: ...}, "Your softmax gave no probabilities (TypeError"),
        (cw.SoftmaxMixer, {}, {"softmax": lambda x, axis: None}, "one probability for each score"),
        (cw.Origami, {}, {"forward": lambda x, params: ...}, "returns nothing yet"),
        (cw.Origami, {}, {"forward": lambda x, params: None}, "returns nothing yet"),
        (cw.Origami, {}, {"forward": lambda x, params: x}, "gave the shape (1600, 2), expected (1600, 1)"),
        (cw.Origami, {}, {"forward": lambda x, params: 1 / 0}, "stopped (ZeroDivisionError: division by zero)"),
        (cw.Origami, {}, {"forward": lambda x, params: np.zeros((len(x), 1))}, "gave other numbers than the course's"),
        *((cw.FoldedXor, {}, {"params": params}, "yours are not two layers of numbers in the right shapes yet")
          for params in ([], "weights", [(np.eye(3), np.zeros(3)), (np.ones((3, 1)), np.zeros(1))],
                         [(np.full((2, 2), np.nan), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])),
        (cw.PaperStrip, {"folds": 3}, {"fold_net": lambda k: ...}, "gave no network (TypeError: "),
        (cw.PaperStrip, {"folds": 3}, {"fold_net": lambda k: [(np.ones((1, 1)), np.zeros(1))]}, "makes 1 piece, expected 8"),
        (cw.RavineRace, {}, {"optimizer": lambda *_: ...}, "Your step is left out"),
        (cw.RavineRace, {}, {"optimizer": lambda w, g, s, lr: (w[:1], s)}, "Your step is left out"),
        (cw.TheBill, {}, {"mlp_cost": lambda *_: (1, 2, 3)}, "says something else here"),
        (cw.TheBill, {}, {"mlp_cost": lambda *_: ...}, "gave no three numbers (TypeError"),
        (cw.FitFinder, TRAINING, {"memory": lambda *_: 1}, "says something else here"),
        (cw.FitFinder, TRAINING, {"memory": lambda *_: ...}, "gave no number (TypeError"),
        (cw.FitFinder, {}, {"conversations": lambda *_: 1}, "says something else here"),
        (cw.FitFinder, {}, {"conversations": lambda *_: ...}, "Your conversations gave no number (TypeError"),
        (cw.RoundTheReader, {}, {"rounded": lambda w, bits: w}, "gives other weights here"),
        (cw.RoundTheReader, {}, {"rounded": lambda w, bits: ...}, "Your rounded gave no weights (TypeError"),
        (cw.RoundTheReader, {}, {"rounded": lambda w, bits: None}, "(TypeError: it gives None, not one weight"),
        (cw.WidthForBudget, {}, {"largest_width": lambda budget: ...}, "gave no number (TypeError"),
        (cw.FiveSeeds, {}, {"plan": lambda: ...}, "Your plan could not be trained (TypeError"),
        (cw.FiveSeeds, {}, {"plan": lambda: ([8], 0.02, 0)}, "steps must be at least 1, not [8] and 0); a small one"),
    ],
)  # fmt: skip
def test_a_function_that_does_not_agree_is_named_and_not_shown(kind, state, functions, remark):
    widget = kind(**functions, **state)
    assert remark in words(widget)
    assert widget.facts() == pytest.approx(kind(**state).facts())


def test_a_function_answers_only_where_it_is_asked():
    inspector = cw.ActivationInspector(activation="ReLU", function=lambda x: x * (x > 0))
    inspector.activation = "tanh"
    assert "our" not in words(inspector)
    assert "Your" not in words(cw.FitFinder(memory=lambda *_: ...))


def test_weights_that_miss_a_point_are_shown_as_they_are():
    widget = cw.FoldedXor(params=FLAT, moved=1)
    assert widget.facts()["right"] == 3
    assert "two lines" in words(cw.FoldedXor(moved=1))
    assert "two lines" not in words(widget)  # they are those of the course's own weights
    assert "arrive at (0, 0), (0, 1), (1, 0), (0, 0)." in words(cw.FoldedXor(params=FOLDING, moved=1))


def test_a_forward_pass_colours_the_flat_sheet_only_if_it_is_right():
    (surface,) = marks(cw.Origami(forward=relu_forward, layer=4), HeatMap, panel=1)
    assert surface.values.min() < 5 < 250 < surface.values.max()
    assert marks(cw.Origami(forward=lambda x, params: x), HeatMap, panel=1) == []


def test_an_optimizer_takes_part_in_the_race():
    facts = cw.RavineRace(optimizer=descent, rate=0.05).facts()
    assert facts["yours"] == pytest.approx(facts["plain descent"])
    assert "Y" not in [node.text for node in marks(cw.RavineRace(optimizer=lambda *_: ...), Node)]


def test_a_width_beyond_the_budget_is_seen():
    widget = cw.WidthForBudget(budget=100, largest_width=lambda budget: 111)
    assert [bar.role for bar in marks(widget, Bars)] == ["accent", "accent"]


def test_a_backward_fills_in_the_numbers():
    widget = cw.WalkBackwards(task=MINE, backward=lambda graph: GRADIENTS)
    assert widget.facts() == GRADIENTS
    assert "Every number is computed by your own backward" in words(widget)


def test_a_wrong_backward_is_shown_with_what_the_nudge_says():
    widget = cw.WalkBackwards(task=MINE, backward=lambda graph: {**GRADIENTS, "a": 7})
    assert next(node.role for node in marks(widget, Node)) == "negative"
    assert words(widget) == "Your backward gave a = 7, expected 5. The nudge says 5.000 for a."


def test_a_backward_not_yet_written_does_no_harm():
    widget = cw.WalkBackwards(task=MINE, backward=lambda graph: ...)
    assert "returned nothing" in words(widget)
    assert node_texts(widget) == ["?", "?", "?", "?", "1"]
    assert "There is no backward(graph) of yours yet." in words(cw.WalkBackwards(task=MINE))
