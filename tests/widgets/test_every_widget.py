"""The contract of every widget: words, facts, code that rebuilds it, and controls that do something."""

from __future__ import annotations

import functools
import math
import re

import numpy as np
import pytest
from widget_parts import code_value

import coursekit.widgets as door
from coursekit.scenes import pack
from coursekit.scenes.paint import PALETTE, picture
from coursekit.widgets import Drawing, NameWriter, OverfitPair, ReaderTraining, SceneWidget, XorByValues
from coursekit.widgets.core.controls import Choice, Number, Path, Slider, Stepper, Word
from coursekit.widgets.core.curve import Curve
from coursekit.widgets.core.painting import Painting, painting_of, weights_of
from coursekit.widgets.core.sketchpad import Sketchpad

KINDS = [
    kind
    for kind in map(vars(door).get, door.__all__)
    if isinstance(kind, type) and issubclass(kind, SceneWidget) and kind not in (SceneWidget, Drawing)
]

# A state in which a control has an effect that it does not have at the start.
BASES = {
    ("BendCounter", "layers"): {"no_bend": True},
    ("BendCounter", "hinge"): {"hinges": 3},
    ("HingeChase", "deep"): {"set_by": "by training"},
    ("DeadUnits", "leaky"): {"step": 100, "where": "first hidden layer"},
    ("FitFinder", "tokens"): {"talks": 4},
    ("HandPass", "h1"): {"h1": 1},  # the right number is 2
    ("HandPass", "y"): {"y": 1},
    ("HandPass", "dy"): {"stage": "2 · at the output", "dy": -3},
    ("GradientThermometer", "clip"): {"start": "0.3"},
    ("WalkBackwards", "a"): {"a": 4},  # the next number, 5, is right
    ("WalkBackwards", "b"): {"b": 4},
    ("WalkBackwards", "order"): {"task": "choose the order"},
}
WITHOUT_PICTURE = {
    ("BreakItClinic", "diagnosis"): "a sentence answers it",
    ("TimeTheProduct", "machine"): "it chooses what the next press measures",
}
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
    if isinstance(control, Word | Sketchpad):
        return value[:-1] or "a" if isinstance(control, Word) else "#7" if value != "#7" else "#8"
    if isinstance(control, Stepper):
        return value - 1 if value == control.last or value > 1 else value + 1
    if isinstance(control, Number):
        return value + 1
    if isinstance(control, Painting):
        return painting_of(np.where(weights_of(value, control.side) > 0, -1, 1), control.side)
    if isinstance(control, Curve):
        return "" if value else "f0" * 65
    return ("out", "d") if isinstance(control, Path) else not value


def train_a_little(writer):
    """Take two steps of all 1,000, or all of a stage."""
    writer.advance() if writer.everything else writer.finish()


@functools.cache
def before_and_after(kind, name):
    """A widget, its scene before one of its controls is moved, and the scene afterwards."""
    widget = kind(**BASES.get((kind.__name__, name), {}))
    if kind in (OverfitPair, ReaderTraining, XorByValues):
        widget.finish()
    before = widget.scene()
    control = widget._controls[name]
    setattr(widget, name, another(control, getattr(widget, name)))
    if kind is NameWriter:
        train_a_little(widget)
    return widget, before, widget.scene()


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_control_changes_the_picture_unless_it_is_hidden(kind, name):
    widget, before, after = before_and_after(kind, name)
    first, second = pack(before), pack(after)
    same = (first.meta["panels"], first.buffer) == (second.meta["panels"], second.buffer)
    reason = "hidden" if name in widget.hidden() else WITHOUT_PICTURE.get((kind.__name__, name), "")
    assert not same or reason, (
        f"moving {name} changes nothing in the picture; show it, give it a state in BASES in which it acts, or a reason "
        "in WITHOUT_PICTURE"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_widget_is_painted_in_roles_that_have_a_colour(kind):
    scene = kind().scene()
    roles = {mark.role for panel in scene.panels for mark in panel.marks if hasattr(mark, "role")}
    unknown = roles - PALETTE.keys()
    assert not unknown, f"no painter has a colour for the roles {unknown}; there are {', '.join(PALETTE)}"
    assert picture(scene).startswith(b"\x89PNG")


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_picture_comes_with_words_and_finite_facts(kind, name):
    _, _, scene = before_and_after(kind, name)
    assert re.search(r"\w.*[.?”]$", scene.words, re.DOTALL), f"no whole sentences: {scene.words!r}"
    assert scene.facts, "scene() returns no facts; tests compare them instead of the words"
    wrong = {key: value for key, value in scene.facts.items() if not math.isfinite(value)}
    assert not wrong, f"a fact is a finite number, not {wrong}"


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_widget_is_rebuilt_from_its_repr(kind, name):
    widget, _, after = before_and_after(kind, name)
    again = eval(repr(widget), vars(door))
    train_a_little(again) if kind is NameWriter else None
    assert repr(again) == repr(widget), "the widget that its repr makes has another state"
    if (kind.__name__, name) not in MEASURED:
        assert again.scene().words == after.words, "the widget that its repr makes says something else"


@pytest.mark.parametrize("kind", KINDS)
def test_a_widget_has_a_title_a_goal_and_code_that_begins_with_it(kind):
    widget = kind()
    assert widget.title, "a widget has a title, its heading"
    assert widget.goal, "a widget has a goal, with a number to reach"
    begin = f"from coursekit.widgets import {kind.__name__}\n\n{kind.__name__}("
    assert widget.code().startswith(begin), "code() begins with the lines that rebuild the widget"
    line = r"^$|[\d,]+ parameters · [\d,]+ bytes · [\d,]+ multiply-adds?$"
    assert re.search(line, widget.cost), "cost is empty or made by cost_line"


def test_the_code_of_the_clinic_does_not_name_the_fault():
    assert code_value(door.BreakItClinic(seed=3, patient=2)).patient == 2
    assert door.BreakItClinic(seed=3, patient=2).code().endswith("BreakItClinic(seed=3, patient=2)")
