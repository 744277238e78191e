"""Lesson 4's checks: any right solution passes, a wrong one is told where it went wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.content import chapter, find_exercise
from coursekit.content.backprop import diagnoses
from coursekit.content.backprop.mistakes import MISTAKES, VARIANTS
from coursekit.content.percent import code_cells, solution_in
from coursekit.engine import functional, tensor
from coursekit.quiz import run_check

SEEDS = range(6)
MISTAKEN = [(name, each) for name, listed in MISTAKES.items() for each in listed]
VARIED = [(name, each) for name, listed in VARIANTS.items() for each in listed]


def solved() -> dict:
    """What the cells with solutions define."""
    space = {"np": np}
    for cell in code_cells(chapter("backprop").text("exercises")):
        if solution_in(cell) or cell.startswith("def train"):
            exec(cell.partition("\n\none = ")[0], space)
    return space


SOLVED = solved()


def results(name: str, source: str = "") -> list:
    space = dict(SOLVED)
    exec(source, space)
    return [run_check(find_exercise(name), space, seed=seed) for seed in SEEDS]


def test_there_is_something_to_check_in_every_exercise():
    assert list(chapter("backprop").exercises) == list(MISTAKES) == list(VARIANTS)


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


@pytest.mark.parametrize("seed", range(5))
def test_the_references_own_functions_train_xor(seed):
    assert SOLVED["train"](seed) == 4


def test_the_references_agree_with_the_engine():
    rng = np.random.default_rng(0)
    z = tensor(rng.normal(size=(5, 3)), np.float64, requires_grad=True)
    labels = rng.integers(0, 3, 5)
    functional.cross_entropy(z, labels).backward()
    assert SOLVED["loss_backward"](z.data, labels) == pytest.approx(z.grad)


def test_recursion_and_the_definition_part_on_the_diamond():
    diamond = {"a": [], "b": [("a", 1)], "c": [("b", 2)], "d": [("b", 3)], "out": [("c", 1), ("d", 1)]}
    assert diagnoses.by_recursion(diamond)["a"] == 7
    assert diagnoses.summed_over_ways(diamond)["a"] == SOLVED["backward"](diamond)["a"] == 5
