"""Lesson 1's checks: any right solution passes, a wrong one is told where it went wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.content import chapter, find_exercise
from coursekit.content.neuron import diagnoses
from coursekit.content.neuron.mistakes import MISTAKES, VARIANTS
from coursekit.content.percent import code_cells, solution_in
from coursekit.quiz import run_check

SEEDS = range(8)
MISTAKEN = [(name, each) for name, listed in MISTAKES.items() for each in listed]
VARIED = [(name, each) for name, listed in VARIANTS.items() for each in listed]


def solved() -> dict:
    """What the cells with solutions define, and the names they use."""
    space = {"np": np}
    for cell in code_cells(chapter("neuron").text("exercises")):
        if solution_in(cell) or cell.startswith(("def relu", "points =")):
            exec(cell, space)
    return space


SOLVED = solved()


def results(name: str, source: str = "") -> list:
    space = dict(SOLVED)
    exec(source, space)
    return [run_check(find_exercise(name), space, seed=seed) for seed in SEEDS]


def test_there_is_something_to_check_in_every_exercise():
    assert list(chapter("neuron").exercises) == list(MISTAKES) == list(VARIANTS)


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


def test_a_gate_far_from_the_boundary_passes_however_the_weights_are_scaled():
    source = (
        "def gate(name):\n    w, b = {'AND': ([1, 1], -1.5), 'OR': ([1, 1], -.5), 'NOT': ([-1], .5)}[name]\n"
    )
    for scale in (0.3, 1, 1000):
        assert results("neuron.gate", f"{source}    return np.array(w) * {scale}, b * {scale}")[0].passed


def test_a_gate_that_forgets_its_weights_is_told_how_to_return_them():
    assert "`return w, b`" in results("neuron.gate", "def gate(name):\n    return -1.5")[0].message


def test_a_slip_in_the_line_that_raises_is_shown_with_that_line():
    source = "def boundary(w, b, x1):\n    if w[1] == 0: raise ValueEror\n    return -(w[0] * x1 + b) / w[1]"
    (result, *_) = results("neuron.boundary", source)
    assert result.outcome == "crashed"
    assert "ValueEror" in result.message


def test_a_boundary_that_raises_for_no_reason_is_told_the_weight_it_had():
    (result, *_) = results("neuron.boundary", "def boundary(w, b, x1):\n    raise ValueError('vertical')")
    assert result.outcome == "not yet"
    assert "you raised ValueError, but w₂ is 1.7 and this line is not vertical." in result.message


def test_the_smallest_share_is_not_blamed_on_the_loop_alone():
    source = (
        "def xor_best(neurons):\n    return min(np.mean((points @ w + b > 0) == xor) for w, b in neurons)"
    )
    assert "or `min` for `max`" in results("neuron.xor_best", source)[0].message


def test_a_gate_with_a_point_on_its_boundary_lacks_only_margin():
    source = "def gate(name):\n    return np.array([1.0, 1.0]), -1.0"
    message = results("neuron.gate", source)[0].message
    assert message.endswith("on the boundary itself, without any margin: move the boundary with the bias.")


def test_weights_that_no_bias_can_help_are_told_apart_from_a_wrong_bias():
    answers = {(0,): 1, (1,): 0}
    assert "No bias helps" in diagnoses.gate_cause(np.array([2.0]), 0.0, answers, margin=0.1)
    assert "another bias" in diagnoses.gate_cause(np.array([-2.0]), 5.0, answers, margin=0.1)


def test_the_best_point_by_point_is_better_than_any_neuron():
    neurons = [(np.array([1.0, 1.0]), -0.5), (np.array([-1.0, -1.0]), 1.5)]
    assert diagnoses.best_by_point(neurons) == 1.0
    assert max(map(diagnoses.share, neurons)) == 0.75


def test_a_reward_runs_before_anything_is_attempted(capsys):
    space = {**SOLVED, "neuron": lambda x, w, b, activation: ..., "boundary": lambda w, b, x1: None}
    reward = next(cell for cell in code_cells(chapter("neuron").text("exercises")) if "x2 = boundary" in cell)
    exec(reward, space)
    assert "x2 = None  z = None" in capsys.readouterr().out


def test_the_boundary_of_the_reference_is_where_its_neuron_is_zero():
    w, b = np.array([1.0, 2.0]), -1.5
    x2 = SOLVED["boundary"](w, b, 0.5)
    assert SOLVED["neuron"](np.array([0.5, x2]), w, b, diagnoses.identity) == 0
