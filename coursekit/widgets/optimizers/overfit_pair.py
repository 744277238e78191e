"""Training loss beside validation loss on few digits, the accuracy below, and four remedies as switches."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.engine import Tensor, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.engine.cost import mlp
from coursekit.scenes import Line, Mark, Panel, Points, Role, Scene, Text
from coursekit.widgets.backprop.learner_functions import version
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.marks import level
from coursekit.widgets.optimizers.seed_networks import LAYER, SeedNetworks, class_losses, forward

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
SIZES = (64, 64, 64, 10)
SEEDS = range(5)
EPOCHS, PIECE = 200, 2
FEW, MANY, HELD_OUT, JUDGES = 60, 400, 300, 300
RATE, DROP, DECAY, PATIENCE = 0.01, 0.5, 1.0, 20
GOAL, CUT, CEILING = 0.7, 2.4, 2.9


class OverfitTraining:
    """Five networks, each from its own start and on its own digits, trained a few epochs at a time.

    An epoch is one step with all the training digits. The validation digits choose when to stop; the judges, 300 other digits of the
    training part, are only looked at in the end, so that the test part stays untouched.

    Attributes:
        losses: training loss, validation loss and validation accuracy after each epoch, a list of (3, seeds).
        stops: the epoch at which the patience of each seed ended, (seeds,); EPOCHS where it did not.
        best: the parameters of each seed at its lowest validation loss before that.
    """

    def __init__(
        self, *, dropout: bool = False, decay: bool = False, more: bool = False, rate: float = RATE
    ) -> None:
        self.drop = DROP if dropout else 0.0
        self.x, self.labels = _training_digits(MANY if more else FEW)
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
            weights = self.weights(early=False)
            self.losses.append(
                np.array([class_losses(forward(weights, self.x), self.labels), *_scored(weights, 1)])
            )
            self._remember(self.losses[-1][1], len(self.losses))
        self.networks.update_remark()

    def finish(self) -> None:
        """Train the epochs that are left."""
        while len(self.losses) < EPOCHS:
            self.advance()

    def curves(self) -> Array:
        """(epochs so far, 3, seeds)."""
        return np.array(self.losses).reshape(-1, 3, len(SEEDS))

    def weights(self, *, early: bool) -> list[Array]:
        """The parameters of all seeds: the last ones, or with `early` those of the lowest validation loss."""
        return self.best if early else [p.data for p in self.networks.parameters]

    def judged(self, *, early: bool) -> Array:
        """Loss and accuracy of each seed on the judges: (2, seeds)."""
        return _scored(self.weights(early=early), 2)

    def sure_mistakes(self, *, early: bool) -> float:
        """The mean probability that the networks give their wrong answers on the judges."""
        X, labels = _part(2)
        z = forward(self.weights(early=early), X[None])
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        p = (e / e.sum(axis=-1, keepdims=True)).max(axis=-1)
        return float(p[z.argmax(axis=-1) != labels].mean())

    def _remember(self, validation: Array, epoch: int) -> None:
        """Keep the weights of every seed that has improved, as long as its patience lasts."""
        running = self.stops == EPOCHS
        better = running & (validation < self._lowest)
        self._lowest[better], self._when[better] = validation[better], epoch
        for kept, p in zip(self.best, self.networks.parameters, strict=True):
            kept[better] = p.data[better]
        self.stops[running & (epoch - self._when >= PATIENCE)] = epoch

    def _learn(self) -> None:
        n = self.labels.shape[1]
        logits = self.networks(Tensor.constant(self.x), drop=self.drop, rng=self.rng)
        loss = F.cross_entropy(logits.reshape(-1, 10), self.labels.ravel(), reduction="sum") * (1 / n)
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
def _part(k: int) -> tuple[Array, Labels]:
    """Digits (n, 64) and labels (n,): 0 those to train on, 1 for validation, 2 the judges."""
    parts = digits()
    X, labels = parts.validation if k == 1 else parts.training
    part = (slice(0, -JUDGES), slice(HELD_OUT), slice(-JUDGES, None))[k]
    return X[part].astype(np.float64), labels[part]


def _training_digits(n: int) -> tuple[Array, Labels]:
    """For each seed n digits drawn without putting back: (seeds, n, 64) and labels (seeds, n)."""
    X, labels = _part(0)
    rows = np.stack([np.random.default_rng(100 + seed).permutation(len(X))[:n] for seed in SEEDS])
    return X[rows], labels[rows]


def _scored(weights: list[Array], k: int) -> Array:
    """Loss and accuracy of each seed on a part of the digits: (2, seeds)."""
    X, labels = _part(k)
    logits = forward(weights, X[None])
    return np.array([class_losses(logits, labels), (logits.argmax(axis=-1) == labels).mean(axis=-1)])


class OverfitPair(SceneWidget):
    """A network with far more parameters than training digits, and what keeps it honest."""

    title = "A pair of curves"
    goal = f"Bring the median loss on fresh digits below {GOAL}, once with more data and once without."
    cost = cost_line(mlp(SIZES))

    dropout = Toggle(label=f"dropout (p = {DROP})")
    decay = Toggle(label=f"weight decay (λ = {DECAY:g})")
    more = Toggle(label=f"more data ({MANY} digits, not {FEW})")
    early = Toggle(label=f"early stopping (patience of {PATIENCE} epochs)")

    def progress(self) -> float:
        """The share of epochs done."""
        return len(self._training().losses) / EPOCHS

    def advance(self) -> None:
        """A few more epochs."""
        self._training().advance()

    def scene(self) -> Scene:
        """The two losses, the accuracy, and the loss of every seed on fresh digits."""
        found = self._training()
        if not found.losses:
            found.advance()
        outcome = found.judged(early=self.early)
        return Scene(
            (self._losses(found), self._accuracy(found), _strip(outcome[0])),
            self._words(found, outcome),
            aspect=2.3,
            facts=_facts(found, outcome),
        )

    def _training(self) -> OverfitTraining:
        return training(dropout=self.dropout, decay=self.decay, more=self.more)

    def _curves(self, found: OverfitTraining) -> Array:
        curves = found.curves()
        if self.early:
            past = np.arange(1, len(curves) + 1)[:, None] > found.stops
            curves[np.repeat(past[:, None], 3, axis=1)] = np.nan
        return curves

    def _losses(self, found: OverfitTraining) -> Panel:
        curves = np.minimum(self._curves(found), CUT)
        epochs = np.arange(1, len(curves) + 1)
        roles: tuple[Role, ...] = ("positive", "negative")
        marks: list[Mark] = [
            Line(epochs, curves[:, k, seed], role, 1.0) for k, role in enumerate(roles) for seed in SEEDS
        ]
        marks += [
            Line(epochs, np.median(curves[:, k], axis=1), role, 2.8, dashed=k == 1)
            for k, role in enumerate(roles)
        ]
        marks += [
            Text(8, 2.72, "training", "positive", 12, bold=True),
            Text(8, 2.5, "validation (dashed)", "negative", 12, bold=True),
        ]
        return Panel(
            (0, EPOCHS), (0, CEILING), tuple(marks), "loss of 5 seeds, median thick", "epoch", share=1.1
        )

    def _accuracy(self, found: OverfitTraining) -> Panel:
        curves = 100 * self._curves(found)[:, 2]
        epochs = np.arange(1, len(curves) + 1)
        middle = Line(epochs, np.median(curves, axis=1), "negative", 2.8, dashed=True)
        seeds = (Line(epochs, curves[:, seed], "negative", 1.0) for seed in SEEDS)
        return Panel((0, EPOCHS), (0, 100), (*seeds, middle), "validation digits read, %", "epoch", share=1.0)

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
            f"training loss {facts['training']:.2f}, validation loss {facts['validation']:.2f} (lowest {lowest:.2f}, at epoch {when:.0f}), "
            f"{facts['accuracy']:.0%} of the validation digits read.{stopped} On {JUDGES} fresh digits: loss {facts['fresh']:.2f}, from "
            f"{outcome[0].min():.2f} to {outcome[0].max():.2f}; {facts['read']:.0%} read.{found.networks.remark}"
        )


def _facts(found: OverfitTraining, outcome: Array) -> dict[str, float]:
    """The epochs done, and the median losses and accuracies of the seeds."""
    training, validation, accuracy = np.median(found.curves()[-1], axis=1).tolist()
    loss, read = np.median(outcome, axis=1).tolist()
    return {
        "epochs": len(found.losses),
        "training": training,
        "validation": validation,
        "accuracy": accuracy,
        "fresh": loss,
        "read": read,
    }


def _strip(losses: Array) -> Panel:
    """The loss of every seed on fresh digits, and the goal."""
    shown = np.minimum(losses, CUT)
    marks: tuple[Mark, ...] = (
        level(GOAL, -0.5, 0.5, role="good"),
        Text(-0.46, GOAL - 0.18, "goal", "good", 11),
        *((Text(-0.46, CUT + 0.08, "cut here", "muted", 11),) if losses.max() > CUT else ()),
        Points(np.linspace(-0.24, 0.24, len(shown)), shown, "accent", size=10, filled=False),
        Line(np.array([-0.3, 0.3]), np.full(2, np.median(shown)), "accent", 3),
    )
    return Panel(
        (-0.5, 0.5), (0, CEILING), marks, "loss, fresh digits", "5 seeds", share=0.8, x_ticks=((0.0, ""),)
    )
