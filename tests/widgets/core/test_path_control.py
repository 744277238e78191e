from __future__ import annotations

import pytest

from coursekit.errors import ArgumentError
from coursekit.scenes import Panel, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.controls import Path


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
    widget = Walk()
    widget.send = lambda content, buffers=None: None
    widget._receive(widget, {"type": "set_state", "values": {"way": ["left"]}}, [])
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
