"""One plan for a network, trained from five seeds: what it costs and how well it does each time."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit import engine as ck
from coursekit.engine import cost, nn, optim
from coursekit.errors import ArgumentError
from coursekit.formatting import format_amount
from coursekit.scenes import Bars, HeatMap, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import class_points, grid_points, level

Array: TypeAlias = npt.NDArray[Any]
Plan: TypeAlias = Callable[[], Any]

SEEDS, BATCH, GOAL = 5, 32, 0.93
_SIDE = (-2.0, 2.0)
_PARAMETERS, _STEPS, _FLOPS = 20_000, 120_000, 10**10  # at most: nobody waits for more
_GRID = grid_points(_SIDE, _SIDE, 40, 40)


def rings(n: int, *, rng: np.random.Generator) -> tuple[Array, Array]:
    """Points of the square from −2 to 2, labelled 1 in the ring between radius 0.8 and 1.6.

    Returns:
        points (n, 2) and labels (n,), 0 or 1.
    """
    points = rng.uniform(*_SIDE, (n, 2))
    radius = np.hypot(points[:, 0], points[:, 1])
    return points, ((radius > 0.8) & (radius < 1.6)).astype(np.int64)


@dataclass(frozen=True)
class Trial:
    """The results of a plan.

    Attributes:
        parameters: of the network.
        flops: of the whole training, one seed, by the rule of 6 for each weight and example.
        accuracies: on points it was not trained on, one a seed.
        models: the trained networks.
    """

    parameters: int
    flops: int
    accuracies: tuple[float, ...]
    models: tuple[nn.Module, ...]

    @property
    def reached(self) -> int:
        """The number of seeds that reached the goal."""
        return sum(accuracy >= GOAL for accuracy in self.accuracies)

    def __repr__(self) -> str:
        return (
            f"{self.parameters} parameters, {format_amount(self.flops)} FLOPs of training, "
            f"93 % or more with {self.reached} of {len(self.accuracies)} seeds"
        )


def trial(hidden: Sequence[int], learning_rate: float, steps: int, *, seeds: int = SEEDS) -> Trial:
    """Train the network 2 → hidden → 1 with Adam on batches of 32, once a seed, and test it on 1,000 new points.

    Args:
        hidden: the width of each hidden layer; none makes the network linear.
        learning_rate: of Adam.
        steps: training steps.
        seeds: how many.

    Raises:
        ArgumentError: no numbers, a width or number of steps below 1, or a plan so large that nobody would wait for it.
    """
    try:
        sizes, rate, steps = (2, *map(int, hidden), 1), float(learning_rate), int(steps)
    except (TypeError, ValueError, OverflowError) as problem:
        raise ArgumentError(
            "a trial takes a list of widths, a learning rate and a number of steps, such as [8], 0.02, 200; "
            f"not {hidden!r}, {learning_rate!r}, {steps!r}"
        ) from problem
    if min(sizes) < 1 or steps < 1:
        raise ArgumentError(f"widths and steps must be at least 1, not {list(sizes[1:-1])} and {steps}")
    counted = cost.mlp(sizes)
    flops = 3 * counted.forward_flops(BATCH) * steps
    if counted.parameters > _PARAMETERS or steps > _STEPS or flops > _FLOPS:
        raise ArgumentError(
            f"{format_amount(counted.parameters)} parameters, {format_amount(steps)} steps and {format_amount(flops)} FLOPs are too much "
            f"for a trial; it takes up to {format_amount(_PARAMETERS)}, {format_amount(_STEPS)} and {format_amount(_FLOPS)}"
        )
    return _trial(sizes, rate, steps, seeds)


@functools.lru_cache(maxsize=64)
def _trial(sizes: tuple[int, ...], learning_rate: float, steps: int, seeds: int) -> Trial:
    """The same plan ends the same, so it is trained once."""
    counted = cost.mlp(sizes)
    runs = [_run(sizes, learning_rate, steps, seed) for seed in range(seeds)]
    flops = 3 * counted.forward_flops(BATCH) * steps
    return Trial(counted.parameters, flops, tuple(run[0] for run in runs), tuple(run[1] for run in runs))


@np.errstate(over="ignore", invalid="ignore")  # a plan that diverges shows it in its accuracy
def _run(sizes: Sequence[int], learning_rate: float, steps: int, seed: int) -> tuple[float, nn.Module]:
    """Accuracy on new points, and the network. In 64 bits: a plan ends the same on every machine."""
    rng = np.random.default_rng(seed)
    points, labels = rings(1000, rng=rng)
    model = _network(sizes, rng)
    optimizer, loss = optim.Adam(model.parameters(), lr=learning_rate), nn.BCEWithLogitsLoss()
    for _ in range(steps):
        at = rng.integers(0, len(points), BATCH)
        value = loss(model(ck.from_numpy(points[at])), ck.from_numpy(labels[at, None].astype(np.float64)))
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
    tests, truth = rings(1000, rng=np.random.default_rng(1000 + seed))
    return float(((scores(model, tests) > 0) == truth).mean()), model


def _network(sizes: Sequence[int], rng: np.random.Generator) -> nn.Module:
    layers: list[nn.Module] = []
    for n_in, n_out in itertools.pairwise(sizes):
        layers += [nn.Linear(n_in, n_out, dtype=np.float64, rng=rng), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def scores(model: nn.Module, points: Array) -> Array:
    """The network's score for each of the points (n, 2), (n,): above 0 for those it takes to lie in the ring."""
    with ck.no_grad():
        return np.asarray(model(ck.from_numpy(np.asarray(points, dtype=np.float64))).data[:, 0])


class FiveSeeds(SceneWidget):
    """The maps a plan learns. `plan=f` is the learner's own f() → hidden widths, learning rate, steps."""

    title = "One plan, five seeds"
    goal = "Look at all five maps. Where do they agree, and where was it the luck of the start?"

    seed = Slider(0, 0, SEEDS - 1, label="seed", step=1)

    def __init__(self, *, plan: Plan | None = None, **state: Any) -> None:
        own, self._remark = guarded(
            lambda: trial(*plan()) if plan else None,
            "Your plan could not be trained",
            "; a small one is shown.",
        )
        self._trial = own or trial((8,), 0.02, 100)
        super().__init__(**state)

    def scene(self) -> Scene:
        """The map of one seed with its test points, and the accuracy of all five."""
        k, found = int(self.seed), self._trial
        points, labels = rings(150, rng=np.random.default_rng(1000 + k))
        surface = np.tanh(scores(found.models[k], _GRID.reshape(-1, 2)).reshape(_GRID.shape[:2]))
        plane = Panel(
            _SIDE,
            _SIDE,
            (
                HeatMap(surface, _SIDE, _SIDE),
                *class_points(points, labels, square=8, circle=9),
            ),
            x_label="x₁",
            y_label="x₂",
            square=True,
        )
        listed = ", ".join(f"{accuracy:.1%}" for accuracy in found.accuracies)
        words = (
            f"The map of seed {k}: blue circles lie in the ring, orange squares do not. "
            f"{found!r}. Right on new points, seed by seed: {listed}.{self._remark}"
        )
        facts = {
            "accuracy": found.accuracies[k],
            "reached": found.reached,
            "parameters": found.parameters,
            "flops": found.flops,
        }
        return Scene((plane, _accuracies(found, k)), words, aspect=1.9, facts=facts)


def _accuracies(found: Trial, chosen: int) -> Panel:
    marks: list[Mark] = []
    for k, accuracy in enumerate(found.accuracies):
        role: Role = "good" if accuracy >= GOAL else "accent"
        percent = 100 * accuracy
        marks.append(Bars(np.array([float(k)]), np.array([percent]), role, 0.6, 50))
        marks.append(Text(k, percent + 2, f"{percent:.1f}", align="center", bold=k == chosen, size=12))
    marks.append(level(100 * GOAL, -0.6, 4.6))
    names = tuple((float(k), f"seed {k}" if k == chosen else str(k)) for k in range(len(found.accuracies)))
    return Panel(
        (-0.6, 4.6), (50, 106), tuple(marks), title="% right on new points", share=0.75, x_ticks=names
    )
