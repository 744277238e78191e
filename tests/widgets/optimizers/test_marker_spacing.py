"""Markers at nearly one place are moved apart; all others stay."""

from __future__ import annotations

from itertools import combinations

import pytest

from coursekit.widgets.optimizers.marker_spacing import spaced

DIRECTIONS = [-4 - 4j, 4 - 4j, 4 + 4j, -4 + 4j, 0]
FIELD = {"gap": 20.0, "low": -100 - 100j, "high": 100 + 100j}


def test_markers_with_room_between_them_stay_where_they_are():
    places = [0j, 20 + 0j, 200 + 0j]
    assert spaced(places, DIRECTIONS[:3], **FIELD) == places


def test_two_at_one_place_go_the_same_way_in_their_directions():
    one, other = spaced([5 + 5j, 5 + 5j], [-4, 4], **FIELD)
    assert (one, other) == pytest.approx((-5 + 5j, 15 + 5j))


def test_five_on_one_spot_all_have_room_near_it():
    spots = spaced([0j] * 5, DIRECTIONS, **FIELD)
    assert min(abs(b - a) for a, b in combinations(spots, 2)) > 19.8
    assert max(abs(spot) for spot in spots) < 25


def test_two_of_the_same_direction_part_all_the_same():
    one, other = spaced([0j, 0j], [1, 1], **FIELD)
    assert abs(other - one) == pytest.approx(20)


def test_at_the_edge_they_part_inside():
    spots = spaced([100 + 100j] * 3, DIRECTIONS[:3], **FIELD)
    assert min(abs(b - a) for a, b in combinations(spots, 2)) > 19.8
    assert max(max(spot.real, spot.imag) for spot in spots) == 100


def test_a_small_step_never_makes_a_large_jump_on_one_spot():
    before = spaced([0.1 + 0.1j, 0j], DIRECTIONS[:2], **FIELD)
    after = spaced([0j, 0.1 + 0.1j], DIRECTIONS[:2], **FIELD)
    assert max(abs(b - a) for a, b in zip(before, after, strict=True)) < 1
