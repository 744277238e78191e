"""Lesson 2's checks: any right solution passes, a wrong one is told where it went wrong."""

from __future__ import annotations

from math import erf

import numpy as np
import pytest

from coursekit.content import chapter, find_exercise
from coursekit.content.nonlinearity import diagnoses, networks
from coursekit.content.nonlinearity.mistakes import MISTAKES, VARIANTS
from coursekit.content.percent import code_cells, solution_in
from coursekit.engine import Tensor, functional
from coursekit.quiz import run_check

SEEDS = range(8)
MISTAKEN = [(name, each) for name, listed in MISTAKES.items() for each in listed]
VARIED = [(name, each) for name, listed in VARIANTS.items() for each in listed]


def solved() -> dict:
    """What the cells with solutions define, and the names they use."""
    space = {"np": np, "erf": erf}
    for cell in code_cells(chapter("nonlinearity").text("exercises")):
        if solution_in(cell) or cell.startswith(("def bell_share", "def network")):
            exec(cell, space)
    return space


SOLVED = solved()


def results(name: str, source: str = "") -> list:
    space = dict(SOLVED)
    exec(source, space)
    return [run_check(find_exercise(name), space, seed=seed) for seed in SEEDS]


def test_there_is_something_to_check_in_every_exercise():
    assert list(chapter("nonlinearity").exercises) == list(MISTAKES) == list(VARIANTS)


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
def test_no_two_mistakes_are_told_the_same_and_two_variants_are_honest(name):
    says = [mistake.says for mistake in MISTAKES[name]]
    assert len(set(says)) == len(says) >= 3
    assert len(VARIANTS[name]) >= 2


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def collapse(layers):\n    W = layers[0][0]", "collapse gives None"),
        ("def hinges(xs, ys):\n    w = 1", "hinges gives None"),
    ],
)
def test_a_missing_return_is_asked_for(source, says):
    name = source.split()[1].partition("(")[0]
    assert says in results(f"nonlinearity.{name}", source)[0].message


def test_the_references_of_the_checks_agree_with_the_engine():
    x = np.linspace(-6, 6, 101)
    t = Tensor(x, dtype=np.float64)
    assert diagnoses.by_entry(diagnoses.sigmoid, x) == pytest.approx(functional.sigmoid(t).data)
    assert diagnoses.by_entry(diagnoses.gelu, x) == pytest.approx(functional.gelu(t).data, abs=1e-12)
    table = x[:100].reshape(10, 10)
    for axis in (0, 1):
        assert diagnoses.softmax(table, axis) == pytest.approx(
            functional.softmax(Tensor(table, dtype=np.float64), axis).data
        )


def test_the_collapsed_reference_does_what_the_stack_does():
    rng = np.random.default_rng(0)
    layers = [(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in ((3, 2), (2, 4))]
    W, b = networks.collapse(layers)
    x = rng.normal(size=(5, 3))
    assert x @ W + b == pytest.approx((x @ layers[0][0] + layers[0][1]) @ layers[1][0] + layers[1][1])


def test_rewards_run_before_anything_is_attempted():
    stubs = ("relu", "leaky_relu", "sigmoid", "silu", "gelu", "softmax", "collapse", "hinges")
    space = {**SOLVED, **{name: lambda *given, **named: None for name in stubs}}
    reward = next(cell for cell in code_cells(chapter("nonlinearity").text("exercises")) if "grid = " in cell)
    exec(reward, space)


def test_the_learners_gelu_finds_the_lowest_point(capsys):
    reward = next(cell for cell in code_cells(chapter("nonlinearity").text("exercises")) if "grid = " in cell)
    exec(reward, dict(SOLVED))
    assert capsys.readouterr().out == "lowest: -0.170 at x = -0.752\n"
