"""Lesson 3's checks: any right solution passes, a wrong one is told where it went wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.content import chapter, find_exercise
from coursekit.content.layers import diagnoses
from coursekit.content.layers.mistakes import MISTAKES, VARIANTS
from coursekit.content.percent import code_cells, solution_in
from coursekit.quiz import run_check
from coursekit.widgets import FoldedXor, Origami, PaperStrip

SEEDS = range(6)
MISTAKEN = [(name, each) for name, listed in MISTAKES.items() for each in listed]
VARIED = [(name, each) for name, listed in VARIANTS.items() for each in listed]


def solved() -> dict:
    """What the cells with solutions define."""
    space = {"np": np}
    for cell in code_cells(chapter("layers").text("exercises")):
        if solution_in(cell):
            exec(cell, space)
    return space


SOLVED = solved()


def results(name: str, source: str = "") -> list:
    space = dict(SOLVED)
    exec(source, space)
    return [run_check(find_exercise(name), space, seed=seed) for seed in SEEDS]


def folds(params) -> int:
    return diagnoses.pieces([(np.asarray(W, float), np.asarray(b, float)) for W, b in params])


def test_there_is_something_to_check_in_every_exercise():
    assert list(chapter("layers").exercises) == list(MISTAKES) == list(VARIANTS)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_reference_passes_with_any_seed(name):
    assert {result.outcome for result in results(name)} == {"correct"}


@pytest.mark.parametrize(("name", "variant"), VARIED)
def test_an_honest_variant_passes_with_any_seed(name, variant):
    assert {result.outcome for result in results(name, variant.source)} == {"correct"}


@pytest.mark.parametrize(("name", "mistake"), MISTAKEN)
def test_a_mistake_is_told_its_cause_with_any_seed(name, mistake):
    said = [result.message for result in results(name, mistake.source) if not result.passed]
    assert len(said) == len(SEEDS)
    assert [message for message in said if mistake.says not in message] == []


@pytest.mark.parametrize("name", MISTAKES)
def test_no_two_mistakes_are_told_the_same(name):
    says = [mistake.says for mistake in MISTAKES[name]]
    assert len(set(says)) == len(says) >= 3


def test_the_reference_and_the_solution_agree_without_sharing_code():
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(m, n)), rng.normal(size=n)) for m, n in ((3, 5), (5, 4), (4, 2))]
    x = rng.normal(size=(6, 3))
    assert diagnoses.reference_forward(x, params) == pytest.approx(SOLVED["forward"](x, params))


def test_real_arrays_have_as_many_entries_as_the_formula_says():
    assert [diagnoses.parameters(s) for s in ([2, 4, 3, 2], [784, 128, 10])] == [35, 101_770]


@pytest.mark.parametrize("k", range(1, 6))
def test_pieces_are_counted_as_on_a_fine_grid(k):
    params = SOLVED["fold_net"](k)
    y = SOLVED["forward"](np.linspace(0, 1, 2**10 + 1)[:, None], params)[:, 0]
    assert folds(params) == 1 + np.count_nonzero(np.abs(np.diff(y, 2)) > 1e-9) == 2**k


def test_a_flat_piece_and_a_crease_outside_are_counted_rightly():
    flat = [(np.array([[1.0, 1.0]]), np.array([-0.5, 7.0])), (np.array([[1.0], [0.0]]), np.zeros(1))]
    assert folds(flat) == 2
    assert folds([(np.array([[1.0, 1.0]]), np.array([1.0, 2.0])), (np.ones((2, 1)), np.zeros(1))]) == 1


@pytest.mark.parametrize(
    ("found", "k", "said"),
    [
        (1, 3, "Nothing is folded"),
        (2, 3, "Only the first layer folds"),
        (4, 3, "One fold is missing"),
        (16, 3, "one fold too many"),
        (27, 3, "sticks out"),
        (7, 3, "Draw your network"),
    ],
)
def test_a_wrong_number_of_pieces_points_to_its_cause(found, k, said):
    assert said in diagnoses.pieces_cause(found, k)


def test_weights_that_miss_in_no_known_way_are_told_where_to_look():
    params = [
        (np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2)),
        (np.array([[1.0], [0.0]]), np.array([-0.5])),
    ]
    assert "Write down what both units give" in diagnoses.xor_cause(params, margin=0.1)
    right = [params[0], (np.ones((2, 1)), np.array([-0.5]))]
    assert diagnoses.xor_cause(right, margin=0.1) == ""


@pytest.mark.parametrize(
    "answer", ["5", "[1, 2]", "[(), ()]", "[np.eye(2), np.eye(2)]", "[('a', 'b'), (1, 2)]", "len"]
)
@pytest.mark.parametrize("name", ["xor_net", "fold_net"])
def test_odd_answers_are_met_with_a_sentence(name, answer):
    arguments = "k" if name == "fold_net" else ""
    found = results(f"layers.{name}", f"def {name}({arguments}):\n    return {answer}")[0]
    assert found.outcome == "not yet"


def test_the_rewards_run_before_anything_is_attempted():
    nothing = {"forward": lambda x, params: ..., "fold_net": lambda k: ...}
    assert "colours nothing" in Origami(forward=nothing["forward"], layer=4).scene().words
    assert "so the course's own is shown" in PaperStrip(fold_net=nothing["fold_net"], folds=3).scene().words
    assert "yours are not" in FoldedXor(params=[], moved=1).scene().words
