"""Controls: the values they take, what they refuse, and what the page is told about them."""

from __future__ import annotations

import pytest
from messages import connected, set_state

from coursekit.errors import ArgumentError
from coursekit.scenes import Panel, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.controls import Choice, Number, Path, Slider, Stepper, Toggle


class Every(SceneWidget):
    title = "Every control"
    slope = Slider(1.0, -2, 2, label="slope")
    shape = Choice("line", "dots", label="shape")
    power = Number(1.0, label="power")
    shown = Toggle(label="shown", on=True)
    step = Stepper(3, label="Next")


class Walk(SceneWidget):
    title = "A walk"
    way = Path("left", "right", label="Go", longest=3)

    def scene(self):
        return Scene((Panel((0, 1), (0, 1)),), f"{len(self.way)} steps")


def test_a_path_begins_empty_and_keeps_the_order_of_the_presses():
    assert Walk().way == ()
    assert Walk(way=["right", "left", "right"]).scene().words == "3 steps"


def test_the_browser_is_told_the_buttons_and_how_many_presses_there_is_room_for():
    (control,) = Walk()._spec["controls"]
    assert control == {"name": "way", "kind": "path", "label": "Go", "options": ["left", "right"], "max": 3}


def test_a_path_from_the_browser_becomes_a_tuple_and_rebuilds_the_widget():
    widget, _ = connected(Walk())
    set_state(widget, way=["left"])
    assert repr(widget) == "Walk(way=('left',))"


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        (["up"], "way must be a list of some of 'left', 'right'; it is \\['up'\\]"),
        ("left", "way must be a list of some of 'left', 'right'; it is 'left'"),
        (["left"] * 4, "way has room for 3 entries; it has 4"),
    ],
)
def test_a_path_that_cannot_be_walked_is_refused(way, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        Walk(way=way)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"slope": 3}, "slope must lie between -2 and 2; it is 3"),
        ({"slope": "steep"}, "slope must be a number; it is 'steep'"),
        ({"power": float("nan")}, "power must be a number; it is nan"),
        ({"shape": "blob"}, "shape must be one of 'line', 'dots'; it is 'blob'"),
        ({"shown": 1}, "shown must be True or False; it is 1"),
        ({"step": 4}, "step must be a whole number from 0 to 3; it is 4"),
        ({"step": True}, "step must be a whole number from 0 to 3; it is True"),
    ],
)
def test_a_value_outside_its_control_is_refused_in_one_sentence(setting, sentence):
    with pytest.raises(ArgumentError) as caught:
        Every(**setting)
    assert str(caught.value) == sentence


def test_sliders_and_steppers_count_their_places_from_zero():
    assert Slider(0.0, 0, 1, label="x", step=0.25).place(0.75) == 3
    assert Stepper(4, label="next").place(2) == 2
    assert Stepper(4, label="next").spec()["min"] == 0
