from __future__ import annotations

import json

import numpy as np

from coursekit.scenes import HeatMap, Line, Panel, Points, Scene, Text, pack

HEAT = HeatMap(np.zeros((3, 5)), (0, 1), (0, 1))


def scene(*marks):
    return Scene((Panel((0, 1), (0, 1), marks, title="t"),), "words", aspect=1.5)


def floats(packed, place):
    start, count = place
    return np.frombuffer(packed.buffer, np.float32, count, start).tolist()


def test_arrays_travel_in_one_buffer():
    packed = pack(scene(HEAT, Line([0, 1], [2, 3]), Text(0, 0, "here")))
    heat, line, text = packed.meta["panels"][0]["marks"]
    assert heat["values"] == [0, 3, 5]
    assert floats(packed, line["x"]) == [0.0, 1.0]
    assert floats(packed, line["y"]) == [2.0, 3.0]
    assert text["text"] == "here"


def test_float_arrays_start_on_multiples_of_four():
    line = pack(scene(HEAT, Line([0], [2]))).meta["panels"][0]["marks"][1]
    assert line["x"][0] % 4 == 0
    assert line["x"][0] >= 15


def test_the_rest_is_json():
    packed = pack(scene(Points([0], [1], role="negative", marker="cross")))
    meta = json.loads(json.dumps(packed.meta))
    assert meta["aspect"] == 1.5
    assert meta["words"] == "words"
    assert meta["panels"][0]["title"] == "t"
    assert meta["panels"][0]["marks"][0]["marker"] == "cross"


def test_an_unchanged_mark_is_not_sent_again():
    first = pack(scene(HEAT, Line([0, 1], [2, 3])))
    second = pack(scene(HEAT, Line([0, 1], [2, 4])), first.fingerprints)
    still, moved = second.meta["panels"][0]["marks"]
    assert still is None
    assert floats(second, moved["y"]) == [2.0, 4.0]
    assert len(second.buffer) == 16


def test_a_mark_that_changed_only_its_role_is_sent_again():
    first = pack(scene(Line([0, 1], [2, 3])))
    second = pack(scene(Line([0, 1], [2, 3], role="good")), first.fingerprints)
    assert second.meta["panels"][0]["marks"][0]["role"] == "good"


def test_heat_maps_of_another_shape_are_sent_again():
    first = pack(scene(HEAT))
    second = pack(scene(HeatMap(np.zeros((5, 3)), (0, 1), (0, 1))), first.fingerprints)
    assert second.meta["panels"][0]["marks"][0]["values"] == [0, 5, 3]


def test_new_marks_and_panels_are_sent_whole():
    first = pack(scene(HEAT))
    both = Scene((Panel((0, 1), (0, 1), (HEAT, HEAT)), Panel((0, 1), (0, 1), (HEAT,))), "w")
    second = pack(both, first.fingerprints)
    assert [[mark is None for mark in panel["marks"]] for panel in second.meta["panels"]] == [
        [True, False],
        [False],
    ]
