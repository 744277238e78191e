from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from messages import connected, set_state

from coursekit.errors import ArgumentError
from coursekit.scenes import HeatMap, Line, Panel, Scene
from coursekit.widgets import Drawing, SceneWidget
from coursekit.widgets.core.controls import Choice, Number, Slider, Stepper, Toggle

VIEW = "application/vnd.jupyter.widget-view+json"
STILL = HeatMap(np.zeros((2, 2)), (0, 1), (0, 1))


class Slope(SceneWidget):
    title = "A slope"
    goal = "Make it steep."

    slope = Slider(1.0, -2, 2, label="slope")
    shape = Choice("line", "dots", label="shape")
    power = Number(1.0, label="power")
    shown = Toggle(label="shown", on=True)
    step = Stepper(3, label="Next")

    def hidden(self):
        return ["power"] if self.shape == "line" else []

    def scene(self):
        line = Line([0, 1], [0, self.slope])
        panel = Panel((0, 1), (-2, 2), (STILL, line))
        return Scene((panel,), f"slope {self.slope}", facts={"slope": self.slope})


def test_controls_become_traits_with_their_defaults():
    assert Slope().state() == {"slope": 1.0, "shape": "line", "power": 1.0, "shown": True, "step": 0}


def test_the_browser_is_told_about_controls_in_their_order():
    controls = Slope()._spec["controls"]
    assert [control["kind"] for control in controls] == ["slider", "choice", "number", "toggle", "stepper"]
    assert controls[0] == {
        "name": "slope", "kind": "slider", "label": "slope", "min": -2, "max": 2, "step": 0.1, "unit": "",
    }  # fmt: skip
    assert controls[1]["options"] == ["line", "dots"]
    assert controls[4]["max"] == 3


def test_the_facts_of_a_widget_are_those_of_its_present_scene():
    widget = Slope(slope=0.5)
    assert widget.facts() == {"slope": 0.5}
    widget.slope = -1.0
    assert widget.facts() == {"slope": -1.0}
    assert Drawing(Scene((), "nothing to count"), title="A still").facts() == {}


def test_the_repr_rebuilds_the_widget():
    widget = Slope(slope=0.1 + 0.2, shape="dots")
    assert repr(widget) == "Slope(slope=0.3, shape='dots', power=1.0, shown=True, step=0)"
    assert widget.code().endswith(repr(widget))


def test_start_again_goes_back_to_the_first_state():
    assert Slope(slope=0.5)._spec["start"]["slope"] == 0.5


def test_an_unknown_setting_is_refused_with_those_that_exist():
    with pytest.raises(
        ArgumentError, match="Slope has no setting 'slop'; it has slope, shape, power, shown, step"
    ):
        Slope(slop=1)


def test_the_browser_sets_the_state_and_gets_one_reply():
    widget, sent = connected(Slope())
    set_state(widget, full=True, slope=2, shape="dots")
    ((answer, buffers),) = sent
    assert (answer["type"], answer["reply"]) == ("scene", True)
    assert answer["base"] is None
    assert answer["values"]["slope"] == widget.slope == 2.0
    assert answer["hidden"] == []
    assert answer["scene"]["words"] == "slope 2.0"
    assert len(buffers[0]) == 4 + 16


def test_the_next_reply_holds_only_what_changed():
    widget, sent = connected(Slope())
    set_state(widget, full=True)
    set_state(widget, slope=2)
    (first, _), (second, buffers) = sent
    assert second["base"] == first["version"]
    assert second["scene"]["panels"][0]["marks"][0] is None
    assert len(buffers[0]) == 16


def test_a_value_outside_the_range_is_refused_with_a_sentence():
    widget, sent = connected(Slope())
    set_state(widget, slope=99)
    message = "slope must lie between -2 and 2; it is 99"
    assert sent == [({"type": "error", "reply": True, "message": message}, None)]
    assert widget.slope == 1.0


def test_a_value_for_something_that_is_no_control_changes_nothing():
    widget, sent = connected(Slope())
    set_state(widget, title="stolen", slope=0.5)
    assert widget.title == "A slope"
    assert sent[0][0]["values"]["slope"] == 0.5


def test_setting_a_trait_in_a_cell_moves_the_live_picture():
    widget, sent = connected(Slope())
    widget.slope = -1.0
    ((message, _),) = sent
    assert not message["reply"]
    assert message["scene"]["words"] == "slope -1.0"


def test_the_browser_may_ask_for_the_code():
    widget, sent = connected(Slope())
    widget._receive(widget, {"type": "get_code"}, [])
    assert sent == [({"type": "code", "code": widget.code()}, None)]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ({"type": "wish"}, "no message of type 'wish' is understood here; expected one of 'set_state', "),
        ({"values": {"slope": 0.5}}, "no message of type None is understood here"),
        (
            {"type": "set_state", "values": 5},
            "the message of type 'set_state' is malformed: Expected `object`",
        ),
        ({"type": "frame_position"}, "the message of type 'frame_position' is malformed: Object missing"),
    ],
)
def test_a_message_that_is_not_understood_is_refused_with_a_sentence(message, sentence):
    widget, sent = connected(Slope())
    widget._receive(widget, message, [])
    ((reply, _),) = sent
    assert (reply["type"], reply["reply"]) == ("error", message.get("type") == "set_state")
    assert reply["message"].startswith(sentence)
    assert widget.slope == 1.0


class Counting(SceneWidget):
    title = "Counting"

    goal_of = Slider(3, 1, 5, label="up to", step=1)

    def __init__(self, **state):
        self.done = 0
        super().__init__(**state)

    def progress(self):
        return self.done / self.goal_of

    def advance(self):
        self.done += 1

    def scene(self):
        return Scene((Panel((0, 1), (0, 1)),), f"{self.done} of {self.goal_of:.0f}")


def test_a_long_computation_goes_on_one_piece_for_each_request():
    widget, sent = connected(Counting())
    set_state(widget, full=True)
    for _ in range(4):
        set_state(widget, advance=True)
    assert [round(message["progress"], 2) for message, _ in sent] == [0, 0.33, 0.67, 1, 1]
    assert sent[-1][0]["scene"]["words"] == "3 of 3"


def test_a_saved_notebook_holds_the_finished_computation():
    bundle, _ = Counting(goal_of=5)._repr_mimebundle_()
    assert bundle["text/plain"].endswith("\n5 of 5")


def test_in_a_browser_the_page_is_there_before_the_computation_is_done(monkeypatch):
    monkeypatch.setattr("sys.platform", "emscripten")
    bundle, _ = Counting(goal_of=5)._repr_mimebundle_()
    assert bundle["text/plain"].endswith("\n0 of 5")


def test_a_widget_that_takes_no_time_is_always_done():
    widget, sent = connected(Slope())
    widget.advance()
    set_state(widget, advance=True)
    assert sent[0][0]["progress"] == 1


def test_a_saved_notebook_keeps_a_picture_and_words():
    bundle, metadata = Slope()._repr_mimebundle_()
    assert set(bundle) == {VIEW, "image/png", "text/plain"}
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"].endswith("\nslope 1.0")
    assert metadata["image/png"]["alt"] == "slope 1.0"


def test_the_first_picture_comes_with_the_output_until_another_one_is_sent():
    widget, sent = connected(Slope(slope=2))
    widget._repr_mimebundle_()
    message, buffers = widget._first
    assert (message["values"]["slope"], message["base"], len(buffers)) == (2, None, 1)
    widget.slope = 1
    assert sent[0][0]["base"] == message["version"]
    widget._repr_mimebundle_()
    assert widget._first == []


def test_saved_words_end_with_what_the_network_costs():
    class Neuron(Slope):
        cost = "2 parameters"

    bundle, metadata = Neuron()._repr_mimebundle_()
    assert bundle["text/plain"].endswith("\nslope 1.0\n2 parameters.")
    assert metadata["image/png"]["alt"] == "slope 1.0 2 parameters."


def test_a_widget_without_a_picture_says_so():
    class Blank(SceneWidget):
        title = "blank"

    assert Blank().hidden() == []
    with pytest.raises(NotImplementedError, match=r"Blank needs a method scene\(\)"):
        Blank().scene()


def test_a_drawing_shows_the_scene_it_was_given():
    scene = Slope().scene()
    drawing = Drawing(scene, title="A still")
    assert drawing.scene() is scene
    assert repr(drawing) == "Drawing('A still')"
    assert drawing._spec["title"] == "A still"


def test_a_cell_that_moves_a_control_while_a_reply_is_drawn_is_not_forgotten():
    widget, sent = connected(Slope())
    draw, cell = widget.scene, []

    def slow_scene():
        if not cell:  # in the middle of the first drawing another thread sets the slope
            cell.append(threading.Thread(target=lambda: setattr(widget, "slope", -1.5)))
            cell[0].start()
            time.sleep(0.05)
        return draw()

    widget.scene = slow_scene
    set_state(widget, slope=0.5)
    cell[0].join()
    assert sent[-1][0]["scene"]["words"] == "slope -1.5"
    assert sent[-1][0]["values"]["slope"] == -1.5


def test_a_scene_that_fails_gets_a_reply_and_is_not_hidden():
    widget, sent = connected(Slope())
    widget.scene = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        set_state(widget, slope=0.5)
    message = "ZeroDivisionError: division by zero"
    assert sent == [({"type": "error", "reply": True, "message": message}, None)]


def test_each_reply_carries_the_cost_of_the_present_state():
    widget, sent = connected(Slope())
    set_state(widget, slope=0.5)
    assert sent[0][0]["cost"] == ""
