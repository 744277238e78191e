"""Frames sent once: a slider whose pictures all travel in one message."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.scenes import HeatMap, Line, Panel, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.controls import Slider, Stepper, Toggle

STILL = HeatMap(np.zeros((2, 2)), (0, 1), (0, 1))


class Reel(SceneWidget):
    title = "A reel"
    film = "place"

    place = Slider(0.0, 0, 1, label="place", step=0.25)
    dark = Toggle(label="dark")

    def frames(self):
        return [
            Scene((Panel((0, 1), (0, 1), (STILL, Line([0, 1], [0, at]))),), f"at {at}, dark {self.dark}")
            for at in Reel.place.steps()
        ]


def talking(widget):
    sent = []
    widget.send = lambda content, buffers=None: sent.append((content, buffers))
    return widget, sent


def test_the_scene_is_the_frame_of_the_present_value():
    assert Reel(place=0.5).scene().words == "at 0.5, dark False"


def test_the_browser_is_told_which_control_is_the_film():
    assert Reel()._spec["film"] == "place"


def test_the_first_answer_holds_all_frames_and_a_mark_that_stays_only_once():
    widget, sent = talking(Reel())
    widget._receive(widget, {"wish": {}, "full": True}, [])
    ((message, buffers),) = sent
    assert message["answers"]
    assert [frame["words"] for frame in message["film"]] == [
        f"at {at}, dark False" for at in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert [len(buffer) for buffer in buffers] == [4 + 16, 16, 16, 16, 16]
    assert message["film"][1]["panels"][0]["marks"][0] is None


def test_a_moved_film_is_followed_without_an_answer():
    widget, sent = talking(Reel())
    widget._receive(widget, {"moved": 0.75}, [])
    assert widget.place == 0.75
    assert sent == []


def test_a_place_outside_the_film_is_passed_over():
    widget, sent = talking(Reel())
    widget._receive(widget, {"moved": 9}, [])
    assert widget.place == 0.0
    assert sent == []


def test_a_cell_moves_the_film_by_its_place_alone():
    widget, sent = talking(Reel())
    widget.place = 0.5
    assert sent == [({"moved": 0.5}, None)]


def test_another_control_sends_the_film_again():
    widget, sent = talking(Reel())
    widget._receive(widget, {"wish": {"dark": True, "place": 0.5}}, [])
    ((message, _),) = sent
    assert message["values"] == {"place": 0.5, "dark": True}
    assert message["film"][2]["words"] == "at 0.5, dark True"


def test_sliders_and_steppers_count_their_places_from_zero():
    assert Reel.place.place(0.75) == 3
    assert Stepper(4, label="next").place(2) == 2
    assert Stepper(4, label="next").spec()["min"] == 0


def test_a_film_without_frames_says_so():
    class Empty(SceneWidget):
        title = "empty"
        film = "place"
        place = Slider(0.0, 0, 1, label="place")

    with pytest.raises(NotImplementedError, match="Empty must say what the pictures of its film are"):
        Empty().scene()
