"""Frames: a slider whose pictures are all sent once, in one message."""

from __future__ import annotations

import numpy as np
import pytest
from messages import connected, set_state

from coursekit.scenes import HeatMap, Line, Panel, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.controls import Slider, Toggle

STILL = HeatMap(np.zeros((2, 2)), (0, 1), (0, 1))


class Rising(SceneWidget):
    title = "Rising"
    frames_of = "place"

    place = Slider(0.0, 0, 1, label="place", step=0.25)
    dark = Toggle(label="dark")

    def frames(self):
        return [
            Scene((Panel((0, 1), (0, 1), (STILL, Line([0, 1], [0, at]))),), f"at {at}, dark {self.dark}")
            for at in Rising.place.steps()
        ]


def test_the_scene_is_the_frame_of_the_present_value():
    assert Rising(place=0.5).scene().words == "at 0.5, dark False"


def test_the_browser_is_told_which_control_moves_through_frames():
    assert Rising()._spec["frames_of"] == "place"


def test_the_first_answer_holds_all_frames_and_a_mark_that_stays_only_once():
    widget, sent = connected(Rising())
    set_state(widget, full=True)
    ((message, buffers),) = sent
    assert (message["type"], message["reply"]) == ("frames", True)
    assert [frame["words"] for frame in message["frames"]] == [
        f"at {at}, dark False" for at in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert [len(buffer) for buffer in buffers] == [4 + 16, 16, 16, 16, 16]
    assert message["frames"][1]["panels"][0]["marks"][0] is None


def test_a_position_that_the_reader_moved_to_is_taken_over_without_a_reply():
    widget, sent = connected(Rising())
    widget._receive(widget, {"type": "frame_position", "value": 0.75}, [])
    assert widget.place == 0.75
    assert sent == []


def test_a_position_outside_the_frames_is_refused_with_a_sentence():
    widget, sent = connected(Rising())
    widget._receive(widget, {"type": "frame_position", "value": 9}, [])
    assert widget.place == 0.0
    assert sent == [
        ({"type": "error", "reply": False, "message": "place must lie between 0 and 1; it is 9"}, None)
    ]


def test_a_cell_moves_through_the_frames_by_its_position_alone():
    widget, sent = connected(Rising())
    widget.place = 0.5
    assert sent == [({"type": "frame_position", "value": 0.5}, None)]


def test_another_control_sends_all_frames_again():
    widget, sent = connected(Rising())
    set_state(widget, dark=True, place=0.5)
    ((message, _),) = sent
    assert message["values"] == {"place": 0.5, "dark": True}
    assert message["frames"][2]["words"] == "at 0.5, dark True"


def test_a_control_of_frames_without_the_frames_says_so():
    class Empty(SceneWidget):
        title = "empty"
        frames_of = "place"
        place = Slider(0.0, 0, 1, label="place")

    with pytest.raises(NotImplementedError, match=r"Empty needs a method frames\(\)"):
        Empty().scene()
