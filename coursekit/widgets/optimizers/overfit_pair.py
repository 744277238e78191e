"""Training loss beside validation loss, and four remedies as switches."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from coursekit.datasets import moons
from coursekit.engine import Tensor, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.engine.cost import mlp
from coursekit.scenes import HeatMap, Line, Mark, Panel, Points, Role, Scene, Text
from coursekit.widgets.backprop.learner_functions import version
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.marks import class_points, grid_points, level
from coursekit.widgets.optimizers.seed_networks import LAYER, SeedNetworks, binary_losses, forward

Array = npt.NDArray[np.float64]
SIZES = (2, 48, 48, 1)
SEEDS = range(5)
EPOCHS, PIECE = 300, 6
FEW, MANY, HELD_OUT = 60, 400, 300
RATE, DROP, DECAY, PATIENCE = 0.005, 0.5, 2.0, 40
NOISE = 0.35
GOAL, CEILING = 0.42, 2.0
SIDE_X, SIDE_Y = (-2.6, 2.6), (-2.1, 2.1)
_GRID = grid_points(SIDE_X, SIDE_Y, 52, 42).reshape(1, -1, 2)


class OverfitTraining:
    """Five seeds of one network, trained a few epochs at a time.

    Attributes:
        losses: training and validation loss after each epoch, a list of (2, seeds).
        stops: the epoch at which the patience of each seed ended, (seeds,); EPOCHS where it did not.
        best: the parameters of each seed at its lowest validation loss before that.
    """

    def __init__(
        self, *, dropout: bool = False, decay: bool = False, more: bool = False, rate: float = RATE
    ) -> None:
        self.drop = DROP if dropout else 0.0
        self.sets = [_points(MANY if more else FEW, 1), _points(HELD_OUT, 8)]
        self.networks = SeedNetworks(SIZES, seeds=SEEDS)
        self.optimizer = optim.AdamW(self.networks.parameters, lr=rate, weight_decay=DECAY if decay else 0.0)
        self.rng = np.random.default_rng(0)
        self.losses: list[Array] = []
        self.stops = np.full(len(SEEDS), EPOCHS)
        self.best = [p.data.copy() for p in self.networks.parameters]
        self._lowest, self._when = np.full(len(SEEDS), np.inf), np.zeros(len(SEEDS), np.int64)

    def advance(self) -> None:
        """Train one piece of the epochs."""
        for _ in range(min(PIECE, EPOCHS - len(self.losses))):
            self._learn()
            self.losses.append(np.array([self.networks.losses(x, y) for x, y in self.sets]))
            self._remember(self.losses[-1][1], len(self.losses))
        self.networks.update_remark()

    def finish(self) -> None:
        """Train the epochs that are left."""
        while len(self.losses) < EPOCHS:
            self.advance()

    def curves(self) -> Array:
        """(epochs so far, 2, seeds)."""
        return np.array(self.losses).reshape(-1, 2, len(SEEDS))

    def test_losses(self, *, early: bool) -> Array:
        """Test loss of each seed with its last weights, or with `early` its best ones: (seeds,)."""
        x, y = _points(HELD_OUT, 9)
        weights = self.best if early else [p.data for p in self.networks.parameters]
        return binary_losses(forward(weights, x.data)[..., 0], y)

    def surface(self, *, early: bool) -> Array:
        """The output of the first seed's network over the plane, squashed to −1 to 1: (rows, columns)."""
        weights = self.best if early else [p.data for p in self.networks.parameters]
        said = forward([each[:1] for each in weights], _GRID)
        return np.asarray(np.tanh(said.reshape(42, 52) / 2))

    def _remember(self, validation: Array, epoch: int) -> None:
        """Keep the weights of every seed that has improved, as long as its patience lasts."""
        running = self.stops == EPOCHS
        better = running & (validation < self._lowest)
        self._lowest[better], self._when[better] = validation[better], epoch
        for kept, p in zip(self.best, self.networks.parameters, strict=True):
            kept[better] = p.data[better]
        self.stops[running & (epoch - self._when >= PATIENCE)] = epoch

    def _learn(self) -> None:
        x, y = self.sets[0]
        targets = Tensor.constant(np.broadcast_to(y[None, :, None], (len(SEEDS), len(y), 1)).copy())
        logits = self.networks(x, drop=self.drop, rng=self.rng)
        loss = F.binary_cross_entropy_with_logits(logits, targets, reduction="sum") * (1 / len(y))
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()


def training(*, dropout: bool, decay: bool, more: bool) -> OverfitTraining:
    """The training with these settings, as far as it has come; the same object at every call."""
    return _training(dropout, decay, more, version(*LAYER))


@functools.lru_cache(maxsize=8)
def _training(dropout: bool, decay: bool, more: bool, _version: tuple[int, ...]) -> OverfitTraining:  # noqa: FBT001 - a key
    return OverfitTraining(dropout=dropout, decay=decay, more=more)


@functools.cache
def _points(n: int, seed: int) -> tuple[Tensor, npt.NDArray[np.float64]]:
    x, y = moons(n=n, noise=NOISE, rng=np.random.default_rng(seed))
    return Tensor.constant(x[None]), y.astype(np.float64)


class OverfitPair(SceneWidget):
    """A network with far more parameters than training points, and what keeps it honest."""

    title = "A pair of curves"
    goal = f"All switches off, the test loss ends above 1. Bring its median over 5 seeds below {GOAL}, in two ways."
    cost = cost_line(mlp(SIZES))

    dropout = Toggle(label="dropout (half of the hidden units)")
    decay = Toggle(label="weight decay")
    more = Toggle(label=f"more data ({MANY} points, not {FEW})")
    early = Toggle(label=f"early stopping (patience {PATIENCE})")

    def progress(self) -> float:
        """The share of epochs done."""
        return len(self._training().losses) / EPOCHS

    def advance(self) -> None:
        """A few more epochs."""
        self._training().advance()

    def scene(self) -> Scene:
        """The two curves, the plane as the first seed sees it, and the test loss of every seed."""
        found = self._training()
        if not found.losses:
            found.advance()
        outcome = found.test_losses(early=self.early)
        return Scene(
            (self._curves(found), self._plane(found), _strip(outcome)),
            self._words(found, outcome),
            aspect=2.3,
            facts=_facts(found, outcome),
        )

    def _training(self) -> OverfitTraining:
        return training(dropout=self.dropout, decay=self.decay, more=self.more)

    def _curves(self, found: OverfitTraining) -> Panel:
        curves = found.curves()
        if self.early:
            past = np.arange(1, len(curves) + 1)[:, None] > found.stops
            curves[np.repeat(past[:, None], 2, axis=1)] = np.nan
        epochs = np.arange(1, len(curves) + 1)
        marks: list[Mark] = []
        roles: tuple[Role, ...] = ("positive", "negative")
        for k, role in enumerate(roles):
            for seed in SEEDS:
                first = seed == 0
                marks.append(
                    Line(epochs, curves[:, k, seed], role, 2.8 if first else 1.0, dashed=k == 1 and first)
                )
        marks += [
            Text(110, 1.86, "training", "positive", 12, bold=True),
            Text(110, 1.72, "validation (dashed)", "negative", 12, bold=True),
        ]
        return Panel((0, EPOCHS), (0, CEILING), tuple(marks), "loss of 5 seeds", "epoch", share=1.3)

    def _plane(self, found: OverfitTraining) -> Panel:
        x, y = found.sets[0]
        places = x.data[0][:FEW]
        marks: tuple[Mark, ...] = (
            HeatMap(found.surface(early=self.early), SIDE_X, SIDE_Y),
            *class_points(places, y[:FEW], square=7, circle=7.5),
        )
        return Panel(SIDE_X, SIDE_Y, marks, "first seed", "x₁")

    def _words(self, found: OverfitTraining, outcome: Array) -> str:
        epoch = len(found.losses)
        facts = _facts(found, outcome)
        validations = found.curves()[:, 1]
        if self.early:
            validations[np.arange(1, epoch + 1)[:, None] > found.stops] = np.inf
        lowest, when = np.median(validations.min(axis=0)), np.median(validations.argmin(axis=0)) + 1
        named = {
            "dropout": "dropout",
            "decay": "weight decay",
            "more": "more data",
            "early": "early stopping",
        }
        on = [said for name, said in named.items() if getattr(self, name)]
        stopped = ""
        if self.early:
            ends = sorted(np.minimum(found.stops, epoch).tolist())
            stopped = f" Early stopping ends after {ends[0]} to {ends[-1]} epochs and takes the best weights."
        return (
            f"{' and '.join(on).capitalize() or 'No remedy'}. After {epoch} of {EPOCHS} epochs, medians of 5 seeds: "
            f"training loss {facts['training']:.2f}, validation loss {facts['validation']:.2f} (lowest {lowest:.2f}, at epoch {when:.0f})."
            f"{stopped} Test loss {facts['test']:.2f}, from {outcome.min():.2f} to {outcome.max():.2f}."
            f"{found.networks.remark}"
        )


def _facts(found: OverfitTraining, outcome: Array) -> dict[str, float]:
    """The epochs done, and the median losses of the seeds."""
    training, validation = np.median(found.curves()[-1], axis=1)
    return {
        "epochs": len(found.losses),
        "training": float(training),
        "validation": float(validation),
        "test": float(np.median(outcome)),
    }


def _strip(outcome: Array) -> Panel:
    """The test loss of every seed, and the goal."""
    shown = np.minimum(outcome, CEILING - 0.04)
    marks: tuple[Mark, ...] = (
        level(GOAL, -0.5, 0.5, role="good"),
        Points(np.linspace(-0.24, 0.24, len(shown)), shown, "accent", size=10, filled=False),
        Line(np.array([-0.3, 0.3]), np.full(2, np.median(shown)), "accent", 3),
    )
    return Panel((-0.5, 0.5), (0, CEILING), marks, "test loss", "5 seeds", share=0.55, x_ticks=((0.0, ""),))
