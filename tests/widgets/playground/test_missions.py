"""Each mission can be reached, and isn't at its start."""

from __future__ import annotations

import pytest

from coursekit.errors import ArgumentError
from coursekit.widgets import Playground
from coursekit.widgets.playground.missions import MISSIONS, Run

ADAM = {"optimizer": "adam", "learning_rate": 0.03}
DEEP = {"hidden": [8, 8, 8], "activation": "relu", "optimizer": "adam", "learning_rate": 0.01}
CRASH = {"learning_rate": 1000.0}
# What to do, step by step: settings, epochs to train, or a message of the page.
SOLUTIONS = {
    1: [150],
    2: [{"features": ["x1*x2"]}, 5],
    3: [{"hidden": [3], "seed": 1, **ADAM}, 100],
    4: [("set_weight", 0), ("set_weight", 1)],
    5: [{"hidden": [8], "optimizer": "adam", "learning_rate": 0.1}, 10],
    6: [DEEP, 25],
    7: [{"hidden": [8, 8], **ADAM}, 60],
    8: [{"weight_decay": 0.01}, 100],
    9: [CRASH, 20, ("back", None), {"optimizer": "adam", "learning_rate": 0.01}, 64],
    10: [{**ADAM, "activation": "tanh", "learning_rate": 0.01}, 10],
}


def do(playground, action):
    session = playground.session
    if isinstance(action, int):
        batches = -(-len(session.data.X_train) // session.settings.batch_size)
        session.step(action * batches)
        return
    if isinstance(action, dict):
        message = {"type": "set_state", "values": action}
    else:
        kind, source = action
        message = {"type": kind}
        if source is not None:
            message |= {"layer": 0, "unit": 0, "source": source, "value": 1.0}
    playground._receive(playground, message, [])


@pytest.mark.parametrize("number", SOLUTIONS)
def test_a_mission_is_reached_by_its_way_and_not_before(number):
    playground = Playground(mission=number)
    sent = []
    playground.send = lambda message, buffers=None: sent.extend(message["frames"])
    do(playground, {})
    assert sent[-1]["reached"] == ""
    for action in SOLUTIONS[number]:
        do(playground, action)
    do(playground, {})
    assert [now for met, now in sent[-1]["goals"] if not met] == []
    assert sent[-1]["reached"].endswith(MISSIONS[number - 1].learned)
    hidden = {name for action in SOLUTIONS[number] if isinstance(action, dict) for name in action}
    assert not hidden & set(playground._spec["playground"]["hide"])


def test_there_are_ten_missions_each_with_a_way():
    assert list(SOLUTIONS) == list(range(1, len(MISSIONS) + 1)) == list(range(1, 11))


@pytest.mark.parametrize("number", [0, 11, True, "1"])
def test_a_mission_that_does_not_exist_is_refused(number):
    with pytest.raises(ArgumentError, match="the missions have the numbers 1 to 10; there is no"):
        Playground(mission=number)


def test_what_was_reached_is_told_as_past_while_a_goal_is_open_and_can_be_reached_again():
    playground, sent = Playground(mission=5), []
    playground.send = lambda message, buffers=None: sent.extend(message["frames"])
    for action in (*SOLUTIONS[5], 1, ("rewind", None), 10):
        do(playground, action)
        do(playground, {})
    told = [frame["reached"] for frame in sent if frame["clock"] != "epoch 0 · step 0"]
    done = f"Mission accomplished after 10 epochs. {MISSIONS[4].learned}"
    before = "You did it before, after 10 epochs."
    assert list(dict.fromkeys(told)) == [done, f"{before} Now a goal is open again."]
    assert f"{before} This run isn't there yet." in [frame["reached"] for frame in sent]
    assert (sent[-1]["reached"], sent[-1]["pauses"]) == (done, 3)


def test_training_pauses_where_it_has_passed_a_goal_by_and_says_how_to_start_again():
    playground, sent = Playground(mission=5), []
    playground.send = lambda message, buffers=None: sent.extend(message["frames"])
    for epochs in (10, 1, 1):
        do(playground, epochs)
        do(playground, {})
    assert [frame["pauses"] for frame in sent] == [0, 1, 1]
    assert sent[1]["goals"][1] == (False, "11, too late: press Rewind (your settings stay)")


def test_a_loss_that_is_shown_as_the_limit_is_not_under_it():
    goal, session = MISSIONS[2].goals[0], Playground(mission=3, hidden=(3,)).session
    session.step(258 * 25)
    assert session.scores.test_loss == pytest.approx(0.09997, abs=1e-5)
    assert goal.seen(Run(session)) == (False, "0.100")
    session.step(25)
    assert goal.seen(Run(session)) == (True, "0.099")


def test_the_start_of_mission_five_takes_as_many_epochs_as_its_task_says():
    session = Playground(mission=5).session
    assert "takes 95 epochs" in MISSIONS[4].task
    session.step(25 * 94)
    assert session.scores.test_loss >= 0.1
    session.step(25)
    assert session.scores.test_loss < 0.1
