"""A learning rate drawn over the steps, and five networks trained with it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import spirals
from coursekit.engine import Tensor, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.engine.cost import mlp
from coursekit.scenes import Line, Mark, Panel, Points, Scene
from coursekit.widgets.backprop.learner_functions import version
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.guard import as_number, guarded
from coursekit.widgets.core.marks import level
from coursekit.widgets.optimizers.seed_networks import LAYER, SeedNetworks, forward

Array = npt.NDArray[np.float64]
SIZES = (2, 32, 32, 32, 1)
SEEDS = range(5)
STEPS, PIECE, BATCH = 300, 15, 32
KNOTS = (0, 30, 100, 200, 300)
TOP = 0.5
GOAL = 0.95
_OPTIMIZERS: dict[str, Callable[[Iterable[Tensor]], optim.Optimizer]] = {
    "plain SGD": lambda p: optim.SGD(p, lr=0.0),
    "momentum": lambda p: optim.SGD(p, lr=0.0, momentum=0.9),
    "Adam": lambda p: optim.Adam(p, lr=0.0),
}


class ScheduleTraining:
    """Five seeds of one network, trained at a drawn learning rate.

    Args:
        rates: the learning rate at each of the knots, with straight lines between them, or at each of the steps.
        rule: "plain SGD", "momentum" (0.9) or "Adam".

    Attributes:
        losses: mean loss of the batch at each step, a list of (seeds,).
        shares: of fresh points right after the last step so far, (seeds,).
    """

    def __init__(self, rates: tuple[float, ...], rule: str = "momentum") -> None:
        self.rates = np.interp(np.arange(STEPS), KNOTS if len(rates) == len(KNOTS) else range(STEPS), rates)
        self.networks = SeedNetworks(SIZES, seeds=SEEDS)
        self.optimizer = _OPTIMIZERS[rule](self.networks.parameters)
        self.rng = np.random.default_rng(0)
        self.losses: list[Array] = []
        self.shares = np.full(len(SEEDS), 0.5)

    def advance(self) -> None:
        """Train one piece of the steps."""
        x, y = _points(400, 3)
        with np.errstate(all="ignore"):  # a rate that is too large may end in infinities
            for _ in range(min(PIECE, STEPS - len(self.losses))):
                rows = self.rng.integers(0, len(y), (len(SEEDS), BATCH))
                self._learn(x[rows], y[rows])
            fresh, labels = _points(400, 99)
            logits = forward([p.data for p in self.networks.parameters], fresh[None])[..., 0]
        self.shares = np.asarray(((logits > 0) == (labels == 1)).mean(axis=1))
        self.networks.update_remark()

    def _learn(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> None:
        logits = self.networks(Tensor.constant(x))
        each = np.logaddexp(0, logits.data[..., 0]) - y * logits.data[..., 0]
        loss = F.binary_cross_entropy_with_logits(logits, Tensor.constant(y[..., None]), reduction="sum") * (
            1 / BATCH
        )
        self.optimizer.param_groups[0]["lr"] = float(self.rates[len(self.losses)])
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.losses.append(np.nan_to_num(each.mean(axis=1), nan=1e6))


def schedule_training(rates: tuple[float, ...], rule: str = "momentum") -> ScheduleTraining:
    """The training with these rates and this rule, as far as it has come; the same object at every call."""
    return _training(rates, rule, version(*LAYER))


@functools.lru_cache(maxsize=24)
def _training(rates: tuple[float, ...], rule: str, _version: tuple[int, ...]) -> ScheduleTraining:
    return ScheduleTraining(rates, rule)


@functools.cache
def _points(n: int, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    x, y = spirals(n=n, turns=1.5, rng=np.random.default_rng(seed))
    return 2 * x, y.astype(np.float64)


class ScheduleDrawer(SceneWidget):
    """Five rates, joined by straight lines, are the schedule; five seeds are trained with it, by SGD with momentum 0.9.

    With `schedule=f` a learner's f(t) gives the rate at each step t from 0 to 299 instead.
    """

    title = "Draw a schedule"
    goal = "Have a rate of 0.30 at one place at least, and bring 5 of 5 seeds to 95 % of fresh points. How high can it go?"
    cost = cost_line(mlp(SIZES))

    start = Slider(0.1, 0, TOP, label="at step 0", step=0.01)
    warm = Slider(0.1, 0, TOP, label="at step 30", step=0.01)
    early = Slider(0.1, 0, TOP, label="at step 100", step=0.01)
    late = Slider(0.1, 0, TOP, label="at step 200", step=0.01)
    end = Slider(0.1, 0, TOP, label="at step 300", step=0.01)

    def __init__(self, *, schedule: Callable[[int], Any] | None = None, **state: Any) -> None:
        self._own, self._remark = (None, "") if schedule is None else _rates_of(schedule)
        super().__init__(**state)

    def hidden(self) -> list[str]:
        """The sliders, where the learner's schedule is in use."""
        return list(self.state()) if self._own else []

    def rates(self) -> tuple[float, ...]:
        """The five drawn rates, or the learner's at each step."""
        if self._own:
            return self._own
        return tuple(round(rate, 4) for rate in (self.start, self.warm, self.early, self.late, self.end))

    def progress(self) -> float:
        """The share of steps done."""
        return len(schedule_training(self.rates()).losses) / STEPS

    def advance(self) -> None:
        """A few more steps."""
        schedule_training(self.rates()).advance()

    def scene(self) -> Scene:
        """The drawn rate, the loss of each seed, and the share of fresh points right."""
        found = schedule_training(self.rates())
        rates, at = np.array(self.rates()), np.array(range(STEPS) if self._own else KNOTS)
        schedule: tuple[Mark, ...] = (Line(at, rates, "accent", 2.8),)
        if not self._own:
            schedule = (*schedule, Points(at, rates, "accent", size=10))
        panels = (
            Panel((-8, STEPS + 8), (0, TOP), schedule, "learning rate", "step"),
            _losses(found),
            _strip(found.shares),
        )
        facts = {"steps": len(found.losses), "seeds": int((found.shares >= GOAL).sum())}
        return Scene(panels, self._words(found), aspect=2.3, facts=facts)

    def _words(self, found: ScheduleTraining) -> str:
        shares = np.sort(found.shares)
        done = int((found.shares >= GOAL).sum())
        # Cut, not rounded: 94.75 % is not 95 %.
        listed = ", ".join(f"{int(100 * share + 1e-9)}%" for share in shares)
        if self._own:
            drew = f"The schedule is your own, up to {max(self._own):.2f}."
        else:
            drew = (
                f"Rate at steps 0, 30, 100, 200 and 300: {', '.join(f'{rate:.2f}' for rate in self.rates())}."
            )
        return (
            f"{drew} After {len(found.losses)} of {STEPS} steps "
            f"{done} of 5 seeds have 95 % of the fresh points right: {listed}.{_final_losses(found)}{found.networks.remark}{self._remark}"
        )


def _rates_of(schedule: Callable[[int], Any]) -> tuple[tuple[float, ...] | None, str]:
    """A learner's rates at all steps; None and a remark where they aren't numbers from 0 to `TOP`."""

    def compute() -> tuple[float, ...]:
        rates = tuple(as_number(schedule(t)) for t in range(STEPS))
        if not all(0 <= rate <= TOP for rate in rates):
            raise ValueError(f"a rate lies outside 0 to {TOP}")
        return rates

    return guarded(compute, "Your schedule could not be used", ". The sliders draw one.")


def _final_losses(found: ScheduleTraining) -> str:
    """The training losses at the end of the curves, from the best to the worst seed, in words."""
    if len(found.losses) < 10:
        return ""
    last = np.mean(found.losses[-10:], axis=0)
    high = f"{last.max():.2f}" if last.max() < 3 else "beyond 3"
    return f" Training loss of the last ten batches: {min(last.min(), 3):.2f} to {high}."


def _losses(found: ScheduleTraining) -> Panel:
    """The loss of each seed, smoothed over ten batches."""
    losses = np.minimum(np.array(found.losses).reshape(-1, len(SEEDS)), 3.0)
    marks: list[Mark] = []
    if len(losses) >= 10:
        sums = np.cumsum(np.vstack([np.zeros(len(SEEDS)), losses]), axis=0)
        smooth = (sums[10:] - sums[:-10]) / 10
        steps = np.arange(10, len(losses) + 1)
        marks = [Line(steps, smooth[:, seed], "positive", 1.6) for seed in SEEDS]
    return Panel((0, STEPS), (0, 1.2), tuple(marks), "training loss", "step (a line a seed)")


def _strip(shares: Array) -> Panel:
    """The share of fresh points right for every seed, and the goal."""
    marks: tuple[Mark, ...] = (
        level(GOAL, -0.5, 0.5, role="good"),
        Points(np.linspace(-0.24, 0.24, len(shares)), shares, "accent", size=10, filled=False),
    )
    return Panel(
        (-0.5, 0.5), (0.4, 1.03), marks, "fresh points right", "5 seeds", share=0.7, x_ticks=((0.0, ""),)
    )
