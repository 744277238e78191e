"""The contract of every widget: words, facts, code that rebuilds it, and controls that do something."""

from __future__ import annotations

import functools
import math
import re

import pytest
from widget_parts import code_value

import coursekit.widgets as door
from coursekit.scenes import pack
from coursekit.widgets import Drawing, SceneWidget, TinyWriter
from coursekit.widgets.core.controls import Choice, Number, Path, Slider, Stepper

KINDS = [
    kind
    for kind in map(vars(door).get, door.__all__)
    if isinstance(kind, type) and issubclass(kind, SceneWidget) and kind not in (SceneWidget, Drawing)
]

# A state in which a control has an effect that it does not have at the start.
BASES = {
    ("BendCounter", "layers"): {"no_bend": True},
    ("BendCounter", "hinge"): {"hinges": 3},
    ("DeadUnits", "leaky"): {"step": 100, "where": "first hidden layer"},
    ("GradientThermometer", "clip"): {"start": "0.3"},
    ("WalkBackwards", "order"): {"task": "choose the order"},
}
UNCHANGED = {("TimeTheProduct", "machine"): "it chooses what the next press measures"}
MEASURED = {
    ("NudgeRace", "clock"),
    ("TimeTheProduct", "step"),
}  # the speed of this machine differs every time
CASES = [(kind, name) for kind in KINDS for name in kind()._controls]


def another(control, value):
    """A value of a control that is not the present one, near it if possible."""
    if isinstance(control, Slider):
        return control.low if value == control.high else min(control.high, value + control.step)
    if isinstance(control, Choice):
        return next(option for option in control.options if option != value)
    if isinstance(control, Stepper):
        return value - 1 if value == control.last or value > 1 else value + 1
    if isinstance(control, Number):
        return value + 1
    return ("out", "d") if isinstance(control, Path) else not value


@functools.cache
def before_and_after(kind, name):
    """A widget, its scene before one of its controls is moved, and the scene afterwards."""
    widget = kind(**BASES.get((kind.__name__, name), {}))
    before = widget.scene()
    control = widget._controls[name]
    setattr(widget, name, another(control, getattr(widget, name)))
    if kind is TinyWriter:
        widget.finish()
    return widget, before, widget.scene()


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_control_changes_the_picture_unless_it_is_hidden(kind, name):
    widget, before, after = before_and_after(kind, name)
    first, second = pack(before, ()), pack(after, ())
    same = (first.meta, first.buffer) == (second.meta, second.buffer)
    assert not same or name in widget.hidden() or (kind.__name__, name) in UNCHANGED


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_picture_comes_with_words_and_finite_facts(kind, name):
    _, _, scene = before_and_after(kind, name)
    assert re.search(r"\w.*[.?”]$", scene.words, re.DOTALL)
    assert scene.facts
    assert all(math.isfinite(value) for value in scene.facts.values())


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_widget_is_rebuilt_from_its_repr(kind, name):
    widget, _, after = before_and_after(kind, name)
    again = eval(repr(widget), vars(door))
    again.finish() if kind is TinyWriter else None
    assert repr(again) == repr(widget)
    if (kind.__name__, name) not in MEASURED:
        assert again.scene().words == after.words


@pytest.mark.parametrize("kind", KINDS)
def test_a_widget_has_a_title_a_goal_and_code_that_begins_with_it(kind):
    widget = kind()
    assert widget.title
    assert widget.goal
    assert widget.code().startswith(f"from coursekit.widgets import {kind.__name__}\n\n{kind.__name__}(")
    assert re.search(r"^$|[\d,]+ parameters · [\d,]+ bytes · [\d,]+ multiply-adds?$", widget.cost)


def test_the_code_of_the_clinic_does_not_name_the_fault():
    assert code_value(door.BreakItClinic(seed=3, patient=2)).patient == 2
    assert door.BreakItClinic(seed=3, patient=2).code().endswith("BreakItClinic(seed=3, patient=2)")
