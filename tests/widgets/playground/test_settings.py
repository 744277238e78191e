from __future__ import annotations

import math

import pytest

from coursekit.errors import ArgumentError
from coursekit.widgets.playground.settings import NEW_START, Settings

DRAWN = ((1.5, -2.25, 1), (0.1, 3.0, 0))
UNUSUAL = {
    "data": "drawn",
    "noise": 0.25,
    "train_share": 0.7,
    "batch_size": 3,
    "features": ("x1", "x1^2", "sin(x2)"),
    "hidden": (3, 8),
    "activation": "gelu",
    "learning_rate": 1e-05,
    "optimizer": "adamw",
    "schedule": "warmup-cosine",
    "schedule_steps": 100,
    "weight_decay": 0.001,
    "dropout": 0.1,
    "init": "he",
    "seed": 7,
    "loss": "mse",
    "points": DRAWN,
    "weights": ((0, 1.5), (3, -1e-05)),
}


def crc(body):
    from zlib import crc32  # noqa: PLC0415

    return f"{crc32(body.encode()) & 0xFFFF:04x}"


@pytest.mark.parametrize("settings", [{}, {"hidden": ()}, UNUSUAL, {"data": "hills", "hidden": (8,) * 6}])
def test_a_line_restores_all_settings_and_has_no_spaces(settings):
    line = Settings(**settings).to_line()
    assert " " not in line
    assert Settings.from_line(f' "{line}"\n') == Settings(**settings)


def test_every_setting_can_be_carried_by_a_line():
    assert set(UNUSUAL) == set(Settings.__struct_fields__)
    assert [name for name, value in UNUSUAL.items() if getattr(Settings(), name) == value] == []


def test_a_line_of_the_first_edition_stays_readable():
    line = "playground;data=drawn;hidden=;features=x1,x1^2;points=1.5,-2.25,1/0.1,3.0,0;weights=0,1.5/2,-1e-05;b2e1"
    line = f"{line[:-5]};{crc(line[:-5])}"
    assert Settings.from_line(line) == Settings(
        data="drawn", hidden=(), features=("x1", "x1^2"), points=DRAWN, weights=((0, 1.5), (2, -1e-05))
    )
    assert Settings.from_line("playground;8848") == Settings(
        data="circle", hidden=(4, 2), activation="tanh", learning_rate=0.03, batch_size=10, optimizer="sgd"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("hello", "this is no line from the playground"),
        ("playground;seed=7;884", "its check sum '884' does not fit"),
        ("playground;seed=7", "its check sum 'seed=7' does not fit"),
        ("playground;speed=7;" + crc("playground;speed=7"), "this line sets 'speed', which this edition"),
        ("playground;seed=x;" + crc("playground;seed=x"), "holds something that is no number"),
        ("playground;points=1,2;" + crc("playground;points=1,2"), "holds something that is no number"),
        ("playground;hidden=9;" + crc("playground;hidden=9"), "hidden layer 1 cannot have 9 units"),
    ],
)
def test_a_damaged_line_is_refused_with_a_sentence(line, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        Settings.from_line(line)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"data": "moons"},
            "data must be one of circle, xor, blobs, spirals, drawn, plane, hills, not 'moons'",
        ),
        ({"activation": "step"}, "activation must be one of relu, .*, linear, not 'step'"),
        ({"noise": math.nan}, "noise must be a number from 0 to 2, not nan"),
        ({"learning_rate": "fast"}, "learning_rate must be a number from 0 to 1000, not 'fast'"),
        ({"learning_rate": math.inf}, "learning_rate must be a number from 0 to 1000, not inf"),
        ({"batch_size": 0}, "batch_size must be a whole number from 1 to 1,000, not 0"),
        ({"seed": True}, "seed must be a whole number from 0 to .*, not True"),
        ({"hidden": (4, 0)}, "hidden layer 2 cannot have 0 units; give it 1 to 8, or remove the layer"),
        ({"hidden": (1,) * 7}, "at most 6 hidden layers, not 7"),
        ({"hidden": 4}, "hidden is a tuple of layer widths, not 4"),
        ({"features": ()}, "a network without inputs computes nothing; choose at least one feature"),
        ({"features": "x1"}, "features is a tuple of names, not 'x1'"),
        ({"features": ("x3",)}, "there is no feature 'x3'; choose from x1, x2, "),
        ({"features": ("x1", "x1")}, "each feature goes in once"),
        ({"data": "drawn"}, "nothing is drawn yet; set at least one point, then train"),
        ({"points": 3}, "points is a tuple of"),
        ({"points": ((0.0, 0.0, 2),)}, "a drawn point is .x, y, label 0 or 1., not .0.0, 0.0, 2."),
        (
            {"points": ((0.0, 7.0, 1),)},
            "a coordinate of a drawn point must be a number from -6 to 6, not 7.0",
        ),
        ({"points": ((0.0, 0.0, 1),) * 1001}, "at most 1,000 points can be drawn, not 1,001"),
        ({"points": (1, 2)}, "a drawn point is .x, y, label 0 or 1., not 1"),
        ({"weights": 3}, "weights is a tuple of"),
        ({"weights": (3,)}, "a weight set by hand is .number below 25, value., not 3"),
        ({"weights": ((25, 1.0),)}, "a weight set by hand is .number below 25, value., not .25, 1.0."),
        ({"weights": ((0, math.nan),)}, "a weight set by hand must be a number from .*, not nan"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_one_sentence(settings, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        Settings(**settings)


def test_a_change_keeps_the_rest_takes_lists_and_drops_weights_that_lost_their_place():
    before = Settings(weights=((0, 1.5),), seed=3)
    assert before.change(noise=0.1) == Settings(weights=((0, 1.5),), seed=3, noise=0.1)
    assert before.change(hidden=[2, 2]) == Settings(seed=3, hidden=(2, 2))
    with pytest.raises(ArgumentError, match="the playground has no setting 'speed'; it has data, noise, "):
        before.change(speed=3)


def test_only_what_decides_the_start_needs_a_new_one():
    before = Settings(**{**UNUSUAL, "data": "xor"})
    needed = before.needs_new_start(Settings(points=DRAWN[:1]))
    assert needed == NEW_START


def test_weights_are_numbered_as_pytorch_orders_parameters():
    settings = Settings(features=("x1", "x2"), hidden=(3,))
    assert [settings.number_of(0, 1, 0), settings.number_of(0, 2, None), settings.number_of(1, 0, 2)] == [
        2,
        8,
        11,
    ]
    with pytest.raises(
        ArgumentError, match="there is no weight from 3 to 0 in layer 1; the layers have the widths"
    ):
        settings.number_of(1, 0, 3)
