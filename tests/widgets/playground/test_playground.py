"""The playground's kernel side: messages from the page, and the frames it gets."""

from __future__ import annotations

import sys
from threading import Thread

import numpy as np
import pytest

import coursekit.widgets as door
from coursekit.engine import nn
from coursekit.errors import ArgumentError
from coursekit.scenes import HeatMap, Line
from coursekit.widgets import Playground
from coursekit.widgets.playground.picture import format_loss
from coursekit.widgets.playground.settings import Settings

QUICK = {"data": "blobs", "hidden": (), "seed": 8, "batch_size": 250, "learning_rate": 1.0}


def newest(message):
    """The last frame of a message that has any, with its type."""
    return {**message, **message["frames"][-1]} if "frames" in message else message


class Page:
    """A page that keeps what its playground sends."""

    def __init__(self, playground):
        self.playground, self.sent = playground, []
        playground.send = lambda message, buffers=None: self.sent.append((message, buffers))

    def tell(self, kind, **fields):
        """The reply to a message, of which there is one: its last frame, or what else it is."""
        before = len(self.sent)
        self.playground._receive(self.playground, {"type": kind, **fields}, [])
        ((message, _),) = self.sent[before:]
        return newest(message)

    def change(self, **values):
        return self.tell("set_state", values=values)

    def arrays(self):
        """Of the last frame: heat maps (n, side, side), weights, curves (3, n)."""
        maps, weights, curves, *_ = self.sent[-1][1]
        side = self.playground._spec["playground"]["side"]
        return (
            np.frombuffer(maps, np.uint8).reshape(-1, side, side),
            np.frombuffer(weights, np.float32),
            np.frombuffer(curves, np.float32).reshape(3, -1),
        )


@pytest.fixture
def page():
    found = Page(Playground())
    found.change()  # the first frame tells of the network, too
    return found


def test_the_first_frame_holds_all_that_a_page_shows(page):
    frame = page.tell("set_state", values={}, full=True)
    maps, weights, curves = page.arrays()
    assert (frame["type"], frame["reply"], frame["structure"]["hidden"]) == ("frames", True, (4, 2))
    assert len(maps) == 4 + 2 + 1
    assert len(weights) == Settings().parameters
    scores = page.playground.session.scores
    assert curves == pytest.approx(np.array([[0], [scores.train_loss], [scores.test_loss]]))
    assert len(page.sent[-1][1][3]) == 7 * maps[0].size
    inside = [feature["name"] for feature in frame["structure"]["features"] if feature["on"]]
    assert inside == ["x1", "x2"]
    assert len(frame["structure"]["points"]) == 500
    assert frame["structure"]["cost"].startswith("25 parameters")


def test_a_heat_map_begins_at_the_bottom_left_and_is_orange_below_zero(page):
    page.change(features=["x1"], hidden=[1], activation="linear", weights=[[0, 1.0], [2, 1.0]])
    hidden, output = page.arrays()[0]
    assert hidden[0, 0] == hidden[-1, 0] < 10
    assert hidden[0, -1] > 245
    assert output[0, 0] < 10


def test_weights_come_unit_by_unit_with_the_bias_at_the_end(page):
    page.change(features=["x1", "x2"], hidden=[2], weights=[[k, float(k)] for k in range(9)])
    # PyTorch's order is all weights of a layer, then its biases.
    assert page.arrays()[1].tolist() == [0, 1, 4, 2, 3, 5, 6, 7, 8]


@pytest.mark.parametrize(("pace", "steps"), [("step", 1), ("slow", 1), ("epoch", 3)])
def test_a_request_trains_as_long_as_its_pace_says(pace, steps):
    page = Page(Playground(batch_size=100))
    page.tell("train", pace=pace)
    assert page.playground.session.steps == steps


def test_full_speed_trains_as_much_as_fits_into_a_frame(page, monkeypatch):
    monkeypatch.setattr("coursekit.widgets.playground.playground._BUDGET", 0.1)
    page.tell("train", pace="full")
    assert page.playground.session.steps > 1


class TestSeveralFrames:
    @pytest.fixture
    def page(self, monkeypatch):
        monkeypatch.setattr("coursekit.widgets.playground.playground._BUDGET", 60.0)
        return Page(Playground(**{**QUICK, "learning_rate": 0.01}))

    def test_one_reply_brings_those_that_are_asked_for(self, page):
        page.tell("train", pace="epoch", frames=3, pauses=0)
        message, buffers = page.sent[-1]
        assert [frame["clock"][:7] for frame in message["frames"]] == ["epoch 1", "epoch 2", "epoch 3"]
        assert len(buffers) == 3 * 3 + 1  # the first one tells of the network, too
        assert np.frombuffer(buffers[-1], np.float32)[:4].tolist() == [0, 1, 2, 3]

    def test_what_takes_long_is_sent_frame_by_frame(self, page, monkeypatch):
        monkeypatch.setattr("coursekit.widgets.playground.playground._BUDGET", 0.0)
        page.tell("train", pace="slow", frames=3, pauses=0)
        assert len(page.sent[-1][0]["frames"]) == 1

    def test_nothing_is_trained_past_a_moment_at_which_the_page_is_to_pause(self, page):
        page.tell("predict", said=True)
        reply = page.tell("train", pace="epoch", frames=300, pauses=0)
        *before, last = [bool(frame["verdict"]) for frame in reply["frames"]]
        assert (any(before), last, len(before) > 1) == (False, True, True)
        already_asked = page.tell("train", pace="epoch", frames=300, pauses=0)
        assert (len(already_asked["frames"]), already_asked["clock"]) == (1, reply["clock"])
        assert page.tell("train", pace="epoch", pauses=reply["pauses"])["clock"] != reply["clock"]


def test_words_and_line_come_only_where_training_rests(page):
    assert "words" not in page.tell("train", pace="epoch")
    frame = page.change()
    assert "After 1 epoch: training loss" in frame["words"]
    assert Settings.from_line(frame["line"]) == Settings()


def test_rewind_leads_to_the_same_start(page):
    start = page.change()
    page.tell("train", pace="epoch")
    assert page.change()["numbers"] != start["numbers"]
    assert page.tell("rewind") == start


def test_curves_are_thinned_out_and_keep_their_end():
    page = Page(Playground(batch_size=1000, train_share=0.1))
    page.playground.session.step(3000)
    page.change()
    epochs = page.arrays()[2][0]
    assert len(epochs) <= 800
    assert epochs[-1] == page.playground.session.history.epochs[-1]


def test_a_weight_can_be_set_and_without_a_source_the_bias(page):
    page.tell("set_weight", layer=0, unit=1, source=0, value=2)
    page.tell("set_weight", layer=0, unit=1, source=None, value=-3.5)
    assert page.arrays()[1][3:6] == pytest.approx([2, page.playground.session.weights[0].weight[1, 1], -3.5])


def test_a_change_that_needs_no_new_start_goes_on_and_tells_the_page(page):
    page.tell("train", pace="step")
    frame = page.change(learning_rate=1)
    assert frame["structure"]["settings"]["learning_rate"] == 1.0
    assert page.playground.session.steps == 1
    assert "structure" not in page.tell("train", pace="step")
    page.change(hidden=[3])
    assert page.playground.session.steps == 0


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("set_state", {"values": {"hidden": [9]}}, "hidden layer 1 cannot have 9 units"),
        ("set_state", {"values": {"features": []}}, "choose at least one feature"),
        ("set_state", {"values": {"features": ["x3"]}}, "there is no feature 'x3'"),
        ("set_state", {"values": {"colour": 1}}, "no setting 'colour'"),
        ("set_weight", {"layer": 0, "unit": 7, "source": 0, "value": 1.0}, "no weight from 0 to 7"),
        ("set_weight", {"layer": 9, "unit": 0, "source": 0, "value": 1.0}, "in layer 9"),
        ("load_line", {"line": "playground;hidden=5;0000"}, "cut or changed"),
        ("train", {"pace": "warp"}, "malformed"),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence_and_changes_nothing(page, kind, fields, says):
    before = page.change()
    error = page.tell(kind, **fields)
    assert (error["type"], error["reply"]) == ("error", True)
    assert says in error["message"]
    assert page.change() == before


def test_a_line_brings_the_state_of_another_playground(page):
    line = Settings(data="spirals", hidden=(8, 8), optimizer="adam").to_line()
    frame = page.tell("load_line", line=line)
    assert (frame["line"], frame["structure"]["hidden"]) == (line, (8, 8))
    assert repr(page.playground) == f"Playground({line!r})"


class TestDrawing:
    def test_nothing_is_trained_before_there_is_a_point(self, page):
        structure = page.change(data="drawn")["structure"]
        assert (structure["drawing"], structure["points"], structure["settings"]["data"]) == (
            True,
            [],
            "drawn",
        )
        assert "nothing is drawn yet" in page.tell("train", pace="epoch")["message"]

    def test_points_become_the_data(self, page):
        page.change(data="drawn")
        structure = page.change(points=[[1, 2, 1], [-1, -2, 0]])["structure"]
        assert structure["drawn"] == [(1.0, 2.0, 1), (-1.0, -2.0, -1)]
        assert sorted(point[:3] for point in structure["points"]) == [[-1, -2, -1], [1, 2, 1]]
        assert page.tell("train", pace="step")["type"] == "frames"

    def test_the_last_point_can_be_taken_away_and_others_come_back_with_their_data(self, page):
        page.change(data="drawn")
        page.change(points=[[1, 2, 1]])
        assert page.change(points=[])["structure"]["points"] == []
        assert page.change(data="xor")["structure"]["drawing"] is False
        page.change(data="drawn")
        page.change(points=[[1, 2, 1]])
        page.change(data="circle")
        assert page.change(data="drawn")["structure"]["drawn"] == [(1.0, 2.0, 1)]


def test_a_run_that_diverged_says_so_and_goes_back():
    page = Page(Playground(data="hills", activation="relu", hidden=(8, 8), learning_rate=1000.0))
    while not (frame := page.tell("train", pace="epoch"))["diverged"]:
        pass
    assert "a learning rate of 1000 is too large." in frame["diverged"]
    assert page.tell("back")["diverged"] == ""
    assert np.isfinite(page.playground.session.scores.train_loss)


class TestPredictions:
    def play(self, said, *, steps, **settings):
        page = Page(Playground(**settings))
        question = page.change()["ask"]
        assert page.tell("predict", said=said)["verdict"] == ""
        page.playground.session.step(steps)
        return question, page.change()["verdict"]

    @pytest.mark.parametrize(
        ("said", "begin"), [(True, "You said yes, and you were right: all"), (False, "You said no, but all")]
    )
    def test_what_happened_is_compared_with_what_was_said(self, said, begin):
        question, verdict = self.play(said, steps=20, **QUICK)
        assert question == "Will all 250 training points be on the right side within 200 epochs?"
        assert verdict.startswith(begin)

    @pytest.mark.parametrize(
        ("said", "begin"),
        [(True, "You said yes, but after 200 epochs"), (False, "You said no, and you were right")],
    )
    def test_after_the_last_epoch_the_wrong_ones_are_counted(self, said, begin):
        _, verdict = self.play(said, steps=200, batch_size=1000, learning_rate=0.0)
        assert verdict.startswith(begin)
        assert "115 training points of 250 still on the wrong side" in verdict

    def test_numbers_are_predicted_by_their_loss(self):
        plane = {"data": "plane", "hidden": (), "batch_size": 250}
        question, verdict = self.play(True, steps=200, **plane)
        assert question == "Will the test loss fall below 0.01 within 200 epochs?"
        assert "the test loss fell below 0.01" in verdict
        _, verdict = self.play(True, steps=200, **plane, learning_rate=0.0)
        assert "the test loss is" in verdict

    def test_a_new_start_asks_again_and_training_ends_the_question(self, page):
        page.tell("predict", said=True)
        assert page.change()["ask"] == ""
        assert page.tell("rewind")["ask"] != ""
        assert page.tell("train", pace="step")["ask"] == ""


def test_both_tabs_of_code_come_at_once(page):
    tabs = page.tell("get_code")["tabs"]
    assert {name: "torch" in text for name, text in tabs.items()} == {"engine": False, "pytorch": True}


def test_controls_can_be_hidden_and_one_that_is_none_is_named():
    assert Playground(hide="seed")._spec["playground"]["hide"] == ["seed"]
    assert Playground(hide=("optimizer", "code"))._spec["playground"]["hide"] == ["optimizer", "code"]
    with pytest.raises(ArgumentError, match="no control 'colour' to hide; it has data, "):
        Playground(hide="colour")


@pytest.mark.parametrize(
    "settings",
    [
        {"points": 5},
        {"points": [(1, 2)]},
        {"points": [("a", 2, 1)]},
        {"features": 5},
        {"features": "x1"},
        {"weights": [5]},
    ],
)
def test_a_setting_of_another_form_is_refused_with_a_sentence_on_it(settings):
    with pytest.raises(ArgumentError, match=r"is a tuple of|a drawn point|a weight set by hand"):
        Playground(**settings)


@pytest.mark.parametrize(
    "made",
    [
        "Playground()",
        "Playground(mission=2)",
        "Playground(hide=('seed',), predict=True)",
        "Playground('playground;data=spirals;8fb6', mission=2)",
    ],
)
def test_the_repr_rebuilds_it(made):
    playground = eval(made.replace("8fb6", Settings(data="spirals").to_line()[-4:]), vars(door))
    again = eval(repr(playground), vars(door))
    assert repr(again) == repr(playground)
    assert again.session.settings == playground.session.settings


def test_a_cell_can_change_it_and_the_page_is_told(page):
    page.playground.change(noise=1, hidden=(2,))
    message = newest(page.sent[-1][0])
    assert (message["reply"], message["structure"]["settings"]["noise"]) == (False, 1.0)


def test_its_own_optimizer_is_used_and_named_in_words(page):
    report = page.playground.use(optimizer=lambda w, gradient, state, lr: (w - lr * gradient, state))
    assert repr(report) == "optimizer: yours from now on."
    assert "Your own: optimizer." in page.change()["words"]
    page.playground.session.step(30)
    plain = Playground()
    plain.session.step(30)
    assert page.playground.session.scores == pytest.approx(plain.session.scores)


def test_an_own_part_that_fails_is_named_in_words(page):
    calls = iter(range(100))

    def fragile(output, target):
        if next(calls) > 50:
            raise ValueError("tired")
        return ((output - target) ** 2).mean()

    page.playground.use(loss=fragile)
    page.playground.session.step(60)
    assert "Your loss stopped" in page.change()["words"]


def test_what_its_own_functions_print_in_a_step_is_shown_and_nothing_else(page, capsys, monkeypatch):
    monkeypatch.setattr(
        "coursekit.widgets.playground.playground._BUDGET", 60.0
    )  # a whole epoch on any machine

    def talkative(output, target):
        print("rows", len(output), flush=True)  # noqa: T201  what a learner does
        if len(output) == 7:
            cell = Thread(target=print, args=["from a cell"], kwargs={"flush": sys.stdout.writable()})
            cell.start()
            cell.join()
        return ((output - target) ** 2).mean()

    page.change(batch_size=81)  # three batches of 81, one of 7
    page.playground.use(loss=talkative)
    capsys.readouterr()
    assert page.tell("train", pace="epoch")["printed"] == "rows 81\nrows 81\nrows 81\nrows 7"
    assert page.tell("train", pace="epoch")["printed"] == "rows 7\nrows 81\nrows 81\nrows 81\nrows 7"
    assert capsys.readouterr().out == 2 * "from a cell\n"
    page.playground.session.step()
    assert "rows 81" in capsys.readouterr().out  # in a cell


def test_a_layer_with_weights_of_another_kind_has_no_lines(page):
    class Scaled(nn.Module):
        def __init__(self, n_in, n_out):
            self.scale = nn.Parameter(np.ones((n_in, n_out)))

        def forward(self, x):
            return x @ self.scale

    assert repr(page.playground.use(layer=Scaled)) == "layer: yours from now on."
    assert not page.arrays()[1].any()
    assert not [mark for mark in page.playground.scene().panels[0].marks if isinstance(mark, Line)]


def test_the_saved_picture_shows_each_unit_and_each_weight():
    scene = Playground(hidden=(3, 2), features=("x1", "x1*x2")).scene()
    network, output, losses = scene.panels
    maps = [mark for mark in network.marks if isinstance(mark, HeatMap)]
    lines = [mark for mark in network.marks if isinstance(mark, Line)]
    assert (len(maps), len(lines)) == (2 + 3 + 2 + 1, 6 + 6 + 2)
    assert {line.dashed for line in lines} == {True, False}
    assert sum(len(mark.x) for mark in output.marks[1:]) == 500
    assert [line.dashed for line in losses.marks] == [True, False]


def test_dead_units_are_told_in_words():
    playground = Playground(
        activation="relu", hidden=(2,), weights=[[k, -1.0] for k in (4, 5)], features=("x1^2",)
    )
    playground.change(weights=[[0, -1.0], [1, 1.0]])
    assert playground.facts()["dead units"] == 1
    assert playground.scene().words.endswith("1 unit is dead.")


@pytest.mark.parametrize(
    ("settings", "said", "helps"),
    [
        ({"hidden": (8, 8), "learning_rate": 1.0}, "All 8 units of hidden layer 2 are dead", True),
        ({"hidden": (1,), "init": "zero"}, "The only unit of hidden layer 1 is dead", False),
    ],
)
def test_a_layer_of_dead_units_is_named_with_what_helps(settings, said, helps):
    page = Page(Playground(data="hills", activation="relu", **settings))
    page.playground.session.step(100)
    remark = page.tell("train", pace="step")["remark"]
    assert remark.startswith(f"{said}: the slope is 0 at every training point, so no gradient passes.")
    assert remark.endswith(" Press Rewind; your settings stay.") == helps
    assert page.change()["words"].endswith(remark)


def test_a_loss_is_written_without_an_exponent_where_it_is_small():
    losses = [format_loss(loss) for loss in (0.0, 9e-6, 0.0003, 0.0997, 0.25)]
    assert losses == ["0", "below 0.0001", "0.0003", "0.100", "0.250"]
