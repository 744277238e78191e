"""Lesson 6's checks: any right solution passes, a wrong one is told where it went wrong."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from coursekit.content import chapter, find_exercise
from coursekit.content.percent import code_cells, solution_in
from coursekit.content.scale import diagnoses
from coursekit.content.scale.mistakes import MISTAKES, VARIANTS
from coursekit.engine import cost, nn
from coursekit.quiz import run_check

SEEDS = range(8)
MISTAKEN = [(name, each) for name, listed in MISTAKES.items() for each in listed]
VARIED = [(name, each) for name, listed in VARIANTS.items() for each in listed]


def solved() -> dict:
    space: dict = {}
    for cell in code_cells(chapter("scale").text("exercises")):
        if solution_in(cell):
            exec(cell, space)
    return space


SOLVED = solved()


def results(name: str, source: str = "") -> list:
    space = dict(SOLVED)
    exec(source, space)
    # The plan is trained from announced seeds: the check's own seed changes nothing.
    seeds = range(1) if name == "scale.plan" else SEEDS
    return [run_check(find_exercise(name), space, seed=seed) for seed in seeds]


def test_there_is_something_to_check_in_every_exercise():
    assert list(chapter("scale").exercises) == list(MISTAKES) == list(VARIANTS)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_reference_passes_with_any_seed(name):
    assert {result.outcome for result in results(name)} == {"correct"}


@pytest.mark.parametrize(("name", "variant"), VARIED)
def test_an_honest_variant_passes_with_any_seed(name, variant):
    assert {result.outcome for result in results(name, variant.source)} == {"correct"}


@pytest.mark.parametrize(("name", "mistake"), MISTAKEN)
def test_a_mistake_is_told_its_cause_with_any_seed(name, mistake):
    found = results(name, mistake.source)
    assert [result.message for result in found if mistake.says not in result.message] == []
    assert not any(result.passed for result in found)


@pytest.mark.parametrize("name", MISTAKES)
def test_no_two_mistakes_are_told_the_same(name):
    says = [mistake.says for mistake in MISTAKES[name]]
    assert len(set(says)) == len(says) >= 3


@pytest.mark.parametrize("sizes", [(784, 128, 10), (3, 3, 3, 1), (5, 7)])
def test_the_checks_count_what_real_layers_have(sizes):
    layers = nn.Sequential(*(nn.Linear(a, b) for a, b in itertools.pairwise(sizes)))
    assert diagnoses.parameters_of(sizes) == sum(p.data.size for p in layers.parameters())
    assert diagnoses.parameters_of(sizes) == cost.mlp(sizes).parameters
    assert 2 * diagnoses.weights_of(sizes) * 9 == cost.mlp(sizes).forward_flops(9)


@pytest.mark.parametrize("bits", [32, 16])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_checks_sum_up_memory_as_the_engine_does(optimizer, bits):
    assert diagnoses.memory_of(1000, optimizer, bits) == sum(
        cost.training_memory(1000, optimizer, bits).values()
    )


def test_no_two_causes_of_wrong_memory_look_alike():
    told = [tuple(np.round(each, 12)) for each, _ in diagnoses.memory_causes()]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("width", [0, 1, 2, 127, 128, 5000])
def test_the_width_of_a_budget_is_exact(width):
    exact = diagnoses.parameters_of([784, width, width, 10]) if width else 806
    assert diagnoses.width_for(exact) == width
    assert diagnoses.width_for(exact + 1) == width if width else diagnoses.width_for(807) == 1


def test_a_plan_of_another_kind_is_asked_for_its_parts():
    assert "Is a `return` missing?" in results("scale.plan", "def plan():\n    p = [8]")[0].message
    assert "three numbers" in results("scale.mlp_cost", "def mlp_cost(*a):\n    return 3, 4")[0].message


def test_rewards_run_before_anything_is_attempted():
    from coursekit.widgets import FitFinder, FiveSeeds, TheBill, WidthForBudget  # noqa: PLC0415

    stub = dict.fromkeys(("mlp_cost", "memory", "largest_width", "plan"), lambda *_: ...)
    assert "the engine's are shown" in TheBill(mlp_cost=stub["mlp_cost"]).scene().words
    assert (
        "the engine's is shown" in FitFinder(memory=stub["memory"], purpose="train with Adam").scene().words
    )
    assert "the course's is shown" in WidthForBudget(largest_width=stub["largest_width"]).scene().words
    assert "a small one is shown" in FiveSeeds(plan=stub["plan"]).scene().words
