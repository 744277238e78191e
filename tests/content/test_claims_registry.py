from __future__ import annotations

import pytest

from coursekit.content.claims import Claims
from coursekit.errors import ArgumentError


def test_a_function_is_registered_for_each_of_its_fragments():
    claims = Claims()

    @claims("3 of 4", "three of 4")
    def ceiling():
        return 3, 4

    assert [(c.fragment, c.compute) for c in claims] == [("3 of 4", ceiling), ("three of 4", ceiling)]


def test_a_given_keeps_its_reason():
    claims = Claims()
    claims.given("x = 2", why="chosen")
    assert [(c.fragment, c.why, c.compute) for c in claims] == [("x = 2", "chosen", None)]


def test_a_given_without_a_reason_is_refused():
    with pytest.raises(ArgumentError, match="has no reason"):
        Claims().given("x = 2", why=" ")


def test_a_claim_without_a_fragment_is_refused():
    with pytest.raises(ArgumentError, match="at least one fragment"):
        Claims().given(why="chosen")


def test_a_bare_number_needs_its_place():
    claims = Claims()
    with pytest.raises(ArgumentError, match="bare number"):
        claims.given("3", why="chosen")
    claims.given("3", why="chosen", at="lesson.py")
    assert [c.at for c in claims] == ["lesson.py"]


def test_claims_of_another_file_are_taken_over():
    claims, others = Claims(), Claims()
    others.given("x = 2", why="chosen")
    claims.take_over(others)
    assert [c.fragment for c in claims] == ["x = 2"]
