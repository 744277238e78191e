"""Training: the loop of lesson 4, with the validation, metrics and early stopping that usually surround it."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.autograd import no_grad
from coursekit.engine.data import DataLoader, TensorDataset
from coursekit.engine.nn.module import Module
from coursekit.engine.optim.lr_scheduler import LRScheduler
from coursekit.engine.optim.optimizer import Optimizer
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, DivergedError

Metrics = Mapping[str, Callable[[Tensor, Tensor], Any]]
Loss = Callable[[Any, Any], Tensor]


@dataclass
class EarlyStopping:
    """Stop when the validation loss has not improved for a while, and keep the best weights.

    Args:
        patience: epochs without improvement that are allowed.
        min_delta: a smaller improvement does not count.
    """

    patience: int = 5
    min_delta: float = 0.0

    def __post_init__(self) -> None:
        if self.patience < 1:
            raise ArgumentError(f"patience must be at least 1 epoch, not {self.patience}")


@dataclass
class History:
    """The record of a training, one entry an epoch.

    Attributes:
        losses: mean training loss, measured while the weights move.
        validation_losses: mean loss on the validation data after the epoch; empty without such data.
        metrics: name → values, measured like `losses`.
        validation_metrics: name → values, measured like `validation_losses`.
        learning_rates: of the first group, at the end of the epoch.
        best_epoch: where the validation loss (the training loss without such data) was lowest, from 0.
        stopped: why training ended: "finished", "early stopping", "interrupted" or "callback".
    """

    losses: list[float] = field(default_factory=list)
    validation_losses: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    validation_metrics: dict[str, list[float]] = field(default_factory=dict)
    learning_rates: list[float] = field(default_factory=list)
    best_epoch: int = -1
    stopped: str = "finished"

    @property
    def epochs(self) -> int:
        """The number of finished epochs."""
        return len(self.losses)

    def __repr__(self) -> str:
        if not self.losses:
            return f"History(epochs=0, stopped={self.stopped!r})"
        last = f", validation_loss={self.validation_losses[-1]:.4g}" if self.validation_losses else ""
        return f"History(epochs={self.epochs}, loss={self.losses[-1]:.4g}{last}, stopped={self.stopped!r})"


def fit(  # noqa: PLR0913 - keywords, nearly all of which may be left out
    model: Module,
    data: Any,
    *,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int = 1,
    validation: Any = None,
    schedule: LRScheduler | None = None,
    early_stopping: EarlyStopping | int | None = None,
    metrics: Metrics | None = None,
    callbacks: Sequence[Callable[[Module, History], Any]] = (),
    batch_size: int = 32,
    progress: bool | None = None,
    rng: np.random.Generator | None = None,
) -> History:
    """Train a model and return its history. Ctrl-C stops it; model and history stay usable.

    The model is left in `eval()`, ready to be used.

    Args:
        model: called with the inputs of a batch.
        data: a DataLoader, a data set, or a pair of arrays (inputs, targets).
        loss: called with the model's outputs and the targets.
        optimizer: moves the model's parameters.
        epochs: passes over the data.
        validation: like `data`; measured after each epoch, without dropout and without learning.
        schedule: takes a step after every batch.
        early_stopping: an EarlyStopping or its patience; the best weights are put back at the end.
        metrics: name → function of outputs and targets.
        callbacks: called with model and history after each epoch; one that returns True stops training.
        batch_size: for data that is not a DataLoader.
        progress: show a bar; by default where a person watches, in a terminal or a notebook, and not under
            pytest.
        rng: shuffles data that is not a DataLoader.

    Returns:
        The history.

    Raises:
        DivergedError: the loss became NaN or infinite; the weights are those before that step.
        ArgumentError: epochs below 1, or early stopping without validation data.
    """
    if epochs < 1:
        raise ArgumentError(f"epochs must be at least 1, not {epochs}")
    if early_stopping is not None and validation is None:
        raise ArgumentError("early stopping watches the validation loss; pass validation=(inputs, targets)")
    batches = as_loader(data, batch_size, shuffle=True, rng=rng)
    held_out = None if validation is None else as_loader(validation, batch_size, shuffle=False, rng=rng)
    history, best = History(), BestWeights(model, early_stopping)
    learn = learning_step(optimizer, schedule)
    try:
        for _ in progress_bar(epochs, progress):
            model.train()
            trained = measure(model, batches, loss, metrics or {}, learn)
            tested = {} if held_out is None else evaluate(model, held_out, loss=loss, metrics=metrics)
            # Only whole epochs are recorded, so that an interrupt leaves lists of one length.
            append_epoch(history.losses, history.metrics, trained)
            append_epoch(history.validation_losses, history.validation_metrics, tested)
            history.learning_rates.append(optimizer.param_groups[0]["lr"])
            out_of_patience = best.should_stop(history)
            answers = [callback(model, history) for callback in callbacks]
            if out_of_patience or True in answers:
                history.stopped = "early stopping" if out_of_patience else "callback"
                break
    except KeyboardInterrupt:
        history.stopped = "interrupted"
    finally:
        best.restore()
        model.eval()
    return history


def learning_step(optimizer: Optimizer, schedule: LRScheduler | None) -> Callable[[Tensor], None]:
    """A function of the loss of each training batch: backward, and a step of optimizer and schedule."""

    def learn(value: Tensor) -> None:
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()

    return learn


def evaluate(
    model: Module, data: Any, *, loss: Loss, metrics: Metrics | None = None, batch_size: int = 256
) -> dict[str, float]:
    """The mean loss, under "loss", and metrics on some data, without dropout and without learning.

    Args:
        model: called with the inputs of a batch; switched to `eval()`.
        data: as in `fit`.
        loss: as in `fit`.
        metrics: as in `fit`.
        batch_size: for data that is not a DataLoader.
    """
    model.eval()
    with no_grad():
        return measure(model, as_loader(data, batch_size, shuffle=False, rng=None), loss, metrics or {}, None)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def measure(
    model: Module,
    batches: Iterable[Any],
    loss: Loss,
    metrics: Metrics,
    learn: Callable[[Tensor], None] | None,
) -> dict[str, float]:
    """Means of loss and metrics over the examples of all batches, learning from each batch if asked to.

    A loss that diverges is reported in one sentence, so NumPy's warnings before that are silenced.
    """
    totals = dict.fromkeys(("loss", *metrics), 0.0)
    examples = 0
    for inputs, targets in batches:
        outputs = model(inputs)
        value = loss(outputs, targets)
        number = value.item()
        if learn is not None:
            if not math.isfinite(number):
                raise DivergedError(f"the loss became {number}: {likely_cause(model, inputs)}")
            learn(value)
        n = len(inputs)
        examples += n
        totals["loss"] += n * number
        for name, metric in metrics.items():
            totals[name] += n * float(metric(outputs, targets))
    if not examples:
        raise ArgumentError("there was no batch; is the data smaller than one batch and drop_last set?")
    return {name: total / examples for name, total in totals.items()}


def likely_cause(model: Module, inputs: Tensor) -> str:
    """The likely cause of a NaN or infinite loss: bad inputs, weights that have grown too large, or the loss itself."""
    if inputs.dtype.kind == "f" and not np.isfinite(inputs.data).all():
        return "this batch's inputs hold NaN or infinite numbers; clean the data first"
    largest = max((float(np.abs(p.data).max()) for p in model.parameters()), default=0.0)
    if not largest < 1e3:
        return f"the weights have grown to {largest:.3g}; the learning rate is likely too large, try a tenth"
    return (
        "an exp that overflows, a logarithm of 0 or a division by 0 is likely; use a loss on logits, "
        "or a smaller learning rate"
    )


class BestWeights:
    """The lowest loss seen, and the weights that had it where early stopping wants them back."""

    def __init__(self, model: Module, rule: EarlyStopping | int | None) -> None:
        self.model, self.rule = model, EarlyStopping(rule) if isinstance(rule, int) else rule
        self.lowest = math.inf
        self.weights: dict[str, Array] | None = None

    def should_stop(self, history: History) -> bool:
        """Take in the epoch that has just ended; True when patience has run out."""
        value = (history.validation_losses or history.losses)[-1]
        if value < self.lowest - (self.rule.min_delta if self.rule else 0.0):
            self.lowest, history.best_epoch = value, history.epochs - 1
            if self.rule:
                self.weights = self.model.state_dict()
        return self.rule is not None and history.epochs - 1 - history.best_epoch >= self.rule.patience

    def restore(self) -> None:
        """Put the best weights back."""
        if self.weights is not None:
            self.model.load_state_dict(self.weights)


def append_epoch(losses: list[float], metrics: dict[str, list[float]], found: dict[str, float]) -> None:
    """Append one epoch's numbers."""
    for name, value in found.items():
        (losses if name == "loss" else metrics.setdefault(name, [])).append(value)


def as_loader(data: Any, batch_size: int, *, shuffle: bool, rng: np.random.Generator | None) -> Iterable[Any]:
    """Batches from a loader, a data set or a pair of arrays."""
    if isinstance(data, tuple | list):
        data = TensorDataset(*data)
    if isinstance(data, DataLoader):
        return data
    return DataLoader(data, batch_size, shuffle, rng=rng)


def progress_bar(epochs: int, wanted: bool | None) -> Iterable[int]:  # noqa: FBT001
    """The epochs, with a bar where a person watches."""
    if wanted is None:
        watched = "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
        wanted = watched and "PYTEST_CURRENT_TEST" not in os.environ
    if not wanted:
        return range(epochs)
    from tqdm.auto import tqdm  # noqa: PLC0415 - slow to import, and seldom needed

    return tqdm(range(epochs), desc="training", unit="epoch", leave=False)
