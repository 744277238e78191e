"""The digit reader: the kept weights, what they read, what a hidden unit looks for, and the learner's forward pass."""

from __future__ import annotations

import re

import numpy as np
import pytest
from widget_parts import code_value, marks, words

from coursekit.datasets import digits
from coursekit.lab import use
from coursekit.scenes import Bars, HeatMap
from coursekit.widgets import DigitNetwork, digit_params
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.layers import digit_params as kept

UNIT = {"view": "one hidden unit", "unit": 7}


@pytest.fixture(autouse=True)
def the_courses_own():
    yield
    use(forward=None)


def right(layers, part):
    return float((relu_forward(part.X, layers).argmax(axis=1) == part.labels).mean())


def test_the_kept_weights_read_as_well_as_a_new_training(tmp_path):
    new = kept.train()
    kept.save(new, tmp_path / "new.npz")
    with np.load(tmp_path / "new.npz") as file:
        assert [file[name].shape for name in ("W1", "b1", "W2", "b2")] == [(64, 16), (16,), (16, 10), (10,)]
    training, validation, test = digits()
    for layers in (new, digit_params()):
        assert right(layers, training) == pytest.approx(0.998, abs=0.01)
        assert right(layers, validation) == pytest.approx(0.960, abs=0.015)
        assert right(layers, test) == pytest.approx(0.974, abs=0.015)


def test_no_hidden_unit_is_dead_and_one_tells_0_from_1():
    (W, b), _ = digit_params()
    X, labels = digits().training
    on = np.maximum(0, X @ W + b) > 0
    assert on.any(axis=0).all()
    assert (on[labels == 0].mean(axis=0) - on[labels == 1].mean(axis=0)).max() > 0.85


def test_changing_a_copy_of_the_weights_changes_no_picture():
    digit_params()[0][0][:] = 0
    assert digit_params()[0][0].any()


@pytest.mark.parametrize("drawing", ["#0", "#5"])
def test_the_shown_code_computes_the_probabilities(drawing):
    widget = DigitNetwork(drawing=drawing)
    p = code_value(widget)
    assert p == pytest.approx(widget.probabilities(widget.squares()))
    assert p.sum() == pytest.approx(1)
    facts = widget.facts()
    assert facts["digit"] == p.argmax()
    assert words(widget).startswith(f"The network reads {p.argmax()} with a probability of ")
    assert sum(int((bars.y > 0).sum()) for bars in marks(widget, Bars, panel=1)) == facts["on"]


def test_all_but_two_of_the_thirty_images_on_the_sketchpad_are_read():
    read = [DigitNetwork(drawing=f"#{k}").facts()["digit"] for k in range(30)]
    assert sum(np.array(read) == 3 * [0, 1, 8, 3, 5, 9, 2, 6, 4, 7]) == 28


def test_a_hidden_unit_shows_its_weights_and_what_excites_it_most():
    widget = DigitNetwork(**UNIT)
    W, b = digit_params()[0]
    X = digits().training.X
    strongest = X[np.argmax(X @ W[:, 6] + b[6])]
    sheet = marks(widget, HeatMap, panel=3)[0].values[::-1]
    assert sheet[:8, :8].ravel() == pytest.approx(127.5 + 127 * strongest, abs=1)
    assert "The 12 training digits that excite it most show 4 (11 times), 8 (once)." in words(widget)
    assert widget.facts()["activation"] == pytest.approx(max(0, widget.squares() @ W[:, 6] + b[6]))


def test_a_unit_below_zero_is_told_to_be_off():
    units = [DigitNetwork(unit=k, view="one hidden unit") for k in range(1, 17)]
    off = [widget for widget in units if widget.facts()["activation"] == 0]
    assert len(off) == 16 - units[0].facts()["on"] > 0
    assert "the unit is off." in words(off[0])


def test_an_empty_sketchpad_keeps_the_reading():
    widget = DigitNetwork(drawing="#4")
    before = widget.facts()
    widget.drawing = ""
    assert widget.facts() == before
    assert words(widget).startswith("The sketchpad is empty")


# --- the learner's own forward pass ------------------------------------------------------------------


def test_a_learners_forward_reads_the_digit():
    calls = []

    def forward(x, params):
        calls.append(x.shape)
        return relu_forward(x, params)

    assert str(use(forward=forward)) == "forward: yours from now on."
    assert words(DigitNetwork()).endswith("Computed by your own forward.")
    assert calls[-1] == (1, 64)


def bends_the_last_layer(x, params):
    return np.maximum(0, relu_forward(x, params))


def forgets_the_batch(x, params):
    return relu_forward(x[0], params)


def raises(x, params):
    raise ValueError("no idea")


@pytest.mark.parametrize(
    ("forward", "told"),
    [
        (bends_the_last_layer, "expected −|expected -"),
        (forgets_the_batch, r"Your forward gave entry of shape \(2,\), expected \(4, 2\)\."),
        (raises, r"Your forward stopped \(ValueError: no idea\)\."),
    ],
)
def test_a_wrong_forward_is_named_and_the_courses_own_stays(forward, told):
    report = str(use(forward=forward))
    assert report.startswith("forward: the course's own stays. Your forward ")
    assert re.search(told, report)
    assert "own" not in words(DigitNetwork())


def test_a_forward_that_fails_on_this_digit_only_is_named_and_the_courses_own_takes_over():
    def forward(x, params):
        x[:] = 0 if x.shape == (1, 64) else x
        return relu_forward(x, params)

    use(forward=forward)
    widget = DigitNetwork()
    assert widget.facts()["digit"] == 0
    assert "Your forward gave entry[0, 0] = " in words(widget)
    assert words(widget).endswith("The course's own took over.")
