"""Twenty training steps beside PyTorch: every layer, loss, optimizer and schedule, from the same first weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from engine_libraries import Engine, Torch
from engine_models import MODELS, OPTIMIZERS, SCHEDULES, Recipe

STEPS = 20
FLOAT64, FLOAT32 = 1e-10, 2e-3  # float32: a rounding error of 1e-7 a step grows along the way


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_and_loss_walks_pytorchs_way(name: str, oracle: Torch) -> None:
    assert_same_walk(oracle, MODELS[name], OPTIMIZERS["SGD momentum"], "float64", FLOAT64)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_walks_pytorchs_way(name: str, oracle: Torch) -> None:
    assert_same_walk(oracle, MODELS["Tanh"], OPTIMIZERS[name], "float64", FLOAT64)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_walks_pytorchs_way(name: str, oracle: Torch) -> None:
    assert_same_walk(oracle, MODELS["Linear"], OPTIMIZERS["SGD"], "float64", FLOAT64, SCHEDULES[name])


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_stays_close_to_pytorch_in_float32(name: str, oracle: Torch) -> None:
    assert_same_walk(oracle, MODELS[name], OPTIMIZERS["SGD"], "float32", FLOAT32)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_stays_close_to_pytorch_in_float32(name: str, oracle: Torch) -> None:
    assert_same_walk(oracle, MODELS["Tanh"], OPTIMIZERS[name], "float32", FLOAT32)


def test_clipped_gradients_walk_pytorchs_way(oracle: Torch) -> None:
    assert_same_walk(oracle, MODELS["ReLU"], OPTIMIZERS["Adam"], "float64", FLOAT64, clip=0.1)


def assert_same_walk(
    oracle: Torch,
    recipe: Recipe,
    optimizer: Any,
    dtype: str,
    tolerance: float,
    schedule: Any = None,
    clip: Any = None,
) -> None:
    """Losses, learning rates and all state after the walk agree."""
    mine, theirs = (walk(lib, recipe, optimizer, dtype, schedule, clip) for lib in (Engine, oracle))
    np.testing.assert_allclose(mine[0], theirs[0], rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(mine[1], theirs[1], rtol=1e-12)
    assert list(mine[2]) == list(theirs[2])
    for name, values in theirs[2].items():
        np.testing.assert_allclose(mine[2][name], values, rtol=tolerance, atol=tolerance, err_msg=name)


def walk(
    lib: Any, recipe: Recipe, make_optimizer: Any, dtype: str, make_schedule: Any, clip: float | None
) -> tuple[list[float], list[float], dict[str, np.ndarray]]:
    """The losses, the learning rates, and the state at the end (the numbers only)."""
    build, x, y, make_loss = recipe
    with lib.dtype(dtype):
        model, loss_function = build(lib), make_loss(lib)
        start(lib, model)
        optimizer = make_optimizer(lib, model.parameters())
        schedule = make_schedule(lib, optimizer) if make_schedule else None
        x, y = (lib.leaf(a.astype(dtype) if a.dtype.kind == "f" else a).detach() for a in (x, y))
        losses, rates = [], []
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = loss_function(model(x), y)
            loss.backward()
            if clip:
                losses.append(float(lib.nn.utils.clip_grad_norm_(model.parameters(), clip)))
            optimizer.step()
            rates.append(optimizer.param_groups[0]["lr"])
            if schedule:
                schedule.step()
            losses.append(loss.item())
        return losses, rates, {k: np.asarray(v).copy() for k, v in model.state_dict().items()}


def start(lib: Any, model: Any) -> None:
    """The same weights for both, of the size that PyTorch's own initialisation has."""
    rng = np.random.default_rng(3)
    for p in model.parameters():
        bound = tuple(p.shape)[-1] ** -0.5
        lib.fill(p, rng.uniform(-bound, bound, size=tuple(p.shape)))
