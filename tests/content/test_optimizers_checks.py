"""Lesson 5's checks: any right solution passes, a wrong one is told where it went wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit import engine
from coursekit.content import chapter, find_exercise
from coursekit.content.optimizers import diagnoses
from coursekit.content.optimizers.mistakes import MISTAKES, VARIANTS
from coursekit.content.optimizers.spirals import CountedSpirals
from coursekit.content.percent import code_cells, solution_in
from coursekit.engine import nn, optim
from coursekit.quiz import run_check

SEEDS = range(8)
LONG = "optimizers.train"  # trains five networks: one seed here, five in the notebooks' guards
MISTAKEN = [(name, each) for name, listed in MISTAKES.items() for each in listed]
VARIED = [(name, each) for name, listed in VARIANTS.items() for each in listed]


def solved() -> dict:
    """What the cells with solutions define, and the names they use."""
    space = {"np": np, "nn": nn, "optim": optim}
    for cell in code_cells(chapter("optimizers").text("exercises")):
        if solution_in(cell):
            exec(cell, space)
    return space


SOLVED = solved()


def results(name: str, source: str = "") -> list:
    space = dict(SOLVED)
    exec(source, space)
    seeds = SEEDS[:1] if name == LONG else SEEDS
    return [run_check(find_exercise(name), space, seed=seed) for seed in seeds]


def test_there_is_something_to_check_in_every_exercise():
    assert list(chapter("optimizers").exercises) == list(MISTAKES) == list(VARIANTS)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_reference_passes_with_any_seed(name):
    assert {result.message for result in results(name) if not result.passed} == set()


@pytest.mark.parametrize(("name", "variant"), VARIED)
def test_an_honest_variant_passes_with_any_seed(name, variant):
    assert {result.message for result in results(name, variant.source) if not result.passed} == set()


@pytest.mark.parametrize(("name", "mistake"), MISTAKEN)
def test_a_mistake_is_told_its_cause_with_any_seed(name, mistake):
    said = [result.message for result in results(name, mistake.source) if not result.passed]
    assert len(said) >= 1 if name == LONG else len(said) == len(SEEDS)
    assert [message for message in said if mistake.says not in message] == []


@pytest.mark.parametrize("name", MISTAKES)
def test_no_two_mistakes_are_told_the_same(name):
    says = [mistake.says for mistake in MISTAKES[name]]
    assert len(set(says)) == len(says) >= 3


@pytest.mark.parametrize(
    ("rule", "make", "memory"),
    [
        (diagnoses.MOMENTUM[0], lambda p: optim.SGD(p, lr=0.1, momentum=0.8), {"lr": 0.1, "beta": 0.8}),
        (diagnoses.ADAM[0], lambda p: optim.Adam(p, lr=0.1), {"lr": 0.1}),
        (diagnoses.ADAMW[0], lambda p: optim.AdamW(p, lr=0.1, weight_decay=0.5), {"lr": 0.1, "decay": 0.5}),
    ],
)
def test_the_references_step_as_the_engine_does(rule, make, memory):
    w = np.array([2.0, -1.0])
    weight = engine.tensor(w, requires_grad=True, dtype=np.float64)
    optimizer, memory = make([weight]), {"m": 0 * w, "v": 0 * w, "t": 0, **memory}
    for gradient in np.random.default_rng(0).normal(size=(6, 2)):
        weight.grad = gradient.copy()
        optimizer.step()
        w = rule.step(w, gradient, memory)
        assert weight.data == pytest.approx(w, rel=1e-9)


@pytest.mark.parametrize("t", [0, 3, 9, 10, 11, 50, 99, 100, 130])
def test_the_reference_schedule_is_the_engines(t):
    weight = engine.tensor([0.0], requires_grad=True)
    theirs = optim.WarmupCosine(optim.SGD([weight], lr=0.3), warmup=10, total=100)
    assert diagnoses.schedule(t, 10, 100, 0.3) == pytest.approx(theirs.rate(0.3, t), abs=1e-15)


def test_a_cause_that_ends_at_the_right_value_is_left_out():
    told = [value for value, _ in diagnoses.cosine_causes(3, 4, 20, 0.1)]
    assert all(abs(value - 0.1) > 1e-9 for value in told)


def test_the_data_of_the_check_remembers_what_is_done_with_it():
    data = CountedSpirals(np.random.default_rng(0))
    x, y = data.batch(8)
    assert (x.shape, y.shape, data.batches, data.largest) == ((8, 2), (8, 1), 1, 8)
    assert not data.bypassed
    assert (data.train[0].shape, data.validation[0].shape) == ((300, 2), (200, 2))
    assert data.bypassed
    assert not data.peeked
    assert data.test[0].shape == (500, 2)
    assert data.peeked


def test_asking_for_the_test_accuracy_is_remembered():
    data = CountedSpirals(np.random.default_rng(0))
    assert 0.3 < data.test_accuracy(nn.Linear(2, 1)) < 0.7
    assert data.peeked
    assert data.measured == []


def test_the_data_of_the_check_can_do_what_the_exercises_own_can():
    cell = next(c for c in code_cells(chapter("optimizers").text("exercises")) if "class Spirals" in c)
    space = {"np": np, "nn": nn, "Tensor": engine.Tensor, "no_grad": engine.no_grad}
    exec(cell, space)
    own = space["Spirals"](np.random.default_rng(0))
    known = [name for name in (*vars(own), *vars(type(own))) if not name.startswith("_")]
    assert [name for name in known if not hasattr(CountedSpirals(np.random.default_rng(0)), name)] == []
    net = nn.Linear(2, 1)
    assert own.validation_loss(net) > 0
    assert 0 <= own.test_accuracy(net) <= 1
    assert own.batch(4)[0].shape == (4, 2)


def test_training_that_draws_nothing_is_told_so():
    source = "def train(data, rng):\n    return nn.Linear(2, 1)"
    assert "no batch was drawn" in results(LONG, source)[0].message


def test_rewards_run_before_anything_is_attempted(capsys):
    stubs = {name.partition(".")[2]: lambda *a: ... for name in MISTAKES}
    space = {**SOLVED, "Spirals": CountedSpirals, **stubs}
    for cell in code_cells(chapter("optimizers").text("exercises")):
        if cell.startswith(("for ", "w, ", "strip =")):
            exec(cell, space)
    assert "?????" in capsys.readouterr().out
