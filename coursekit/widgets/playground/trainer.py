"""The steps of the playground's training: network, loss, optimizer and batches, and all of their state."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, nn, no_grad
from coursekit.widgets.playground.fused import FusedStep
from coursekit.widgets.playground.history import Scores
from coursekit.widgets.playground.network import (
    assemble,
    in_one_vector,
    make_layers,
    make_loss,
    make_optimizer,
    make_schedule,
)
from coursekit.widgets.playground.own import Own, OwnActivation, OwnLayer, OwnLoss, own_optimizer, watched
from coursekit.widgets.playground.problem import BATCHES, DROPOUT, generator, inputs, make_data, targets
from coursekit.widgets.playground.settings import Settings

Array = npt.NDArray[Any]


LARGEST = 1e30
"""The sum of all squared weights beyond which a run counts as diverged: the loss itself is still a number there."""


class State(NamedTuple):
    """Copies of all that a step changes."""

    steps: int
    epoch: int
    seen: int
    order: Array
    values: Array
    optimizer: dict[str, Any]
    rule: Any
    random: tuple[Any, Any]


class Trainer:
    """A network at its start, ready to train.

    Args:
        settings: what to train, on what, how.
        dtype: of all numbers.
        own: what a learner handed in.

    Attributes:
        model: the network.
        layers: its modules with weights.
        steps: steps taken.
        epoch: finished passes over the training points.
    """

    def __init__(self, settings: Settings, dtype: np.dtype[Any], own: Own) -> None:
        self.settings, self.own, self.dtype = settings, own, dtype
        self.data = make_data(settings)
        make = partial(OwnLayer, own["layer"]) if "layer" in own else None
        self.layers = make_layers(settings, dtype, make)
        self._values = in_one_vector(self.parameters())
        self.steps, self.epoch, self.seen = 0, 0, 0
        self._batches, self._dropped = generator(settings, BATCHES), generator(settings, DROPOUT)
        self._order = self._batches.permutation(len(self.data.X_train))
        self._step: Callable[[Array, Array], bool]
        self.new_optimizer()
        self.prepare(settings)

    @property
    def epochs(self) -> float:
        """Passes over the training points, the present one in part."""
        return self.epoch + self.seen / len(self._order)

    def parameters(self) -> Iterator[nn.Parameter]:
        """All weights and biases in PyTorch's order."""
        return iter(dict.fromkeys(p for layer in self.layers for p in layer.parameters()))

    def new_optimizer(self) -> None:
        """Begin with a fresh optimizer."""
        s, own = self.settings, self.own.get("optimizer")
        params = list(self.parameters())
        self.optimizer = own_optimizer(own, params, s.learning_rate) if own else make_optimizer(s, params)

    def prepare(self, settings: Settings) -> None:
        """Put the parts together around the layers and the optimizer, which keep what they have."""
        self.settings = s = settings
        points = np.concatenate([self.data.X_train, self.data.X_test])
        labels = np.concatenate([self.data.y_train, self.data.y_test])
        self.inputs = Tensor(inputs(s, points), dtype=self.dtype)
        self.targets = Tensor(targets(s, labels), dtype=self.dtype)
        own = self.own.get("activation")
        self.model = assemble(self.layers, s, self._dropped, partial(OwnActivation, own) if own else None)
        self.loss = OwnLoss(self.own["loss"]) if "loss" in self.own else make_loss(s)
        for group in self.optimizer.param_groups:
            group.update(lr=s.learning_rate, initial_lr=s.learning_rate, weight_decay=s.weight_decay)
        if self.own or s.dropout:
            self._step = self._recorded_step
        else:
            self._step = FusedStep(self.model, self.loss, self.optimizer, self._values)
        self._schedule = make_schedule(s, self.optimizer)
        if self._schedule is not None:
            self._schedule.load_state_dict({"last_epoch": self.steps})

    def take(self, n: int) -> bool:
        """Take up to n steps, at most to the end of the epoch; False where the loss runs away to infinity or to NaN."""
        X, y = self.inputs.data[self._order], self.targets.data[self._order]
        size, points = self.settings.batch_size, len(self._order)
        for first in range(self.seen, min(self.seen + n * size, points), size):
            self.seen = min(first + size, points)
            if not self._step(X[first : self.seen], y[first : self.seen]):
                return False
            if self._schedule is not None:
                self._schedule.step()
            self.steps += 1
        if self.seen == points:
            self.epoch, self.seen = self.epoch + 1, 0
            self._order = self._batches.permutation(points)
        return bool(np.vdot(self._values, self._values) < LARGEST)

    def _recorded_step(self, x: Array, y: Array) -> bool:
        """Take one step as `fit` does it; False where the loss is not finite, before its step."""
        loss = self.loss(self.model.train()(Tensor.constant(x)), Tensor.constant(y))
        if not math.isfinite(loss.item()):
            return False
        self.optimizer.zero_grad()
        with watched(next((name for name in self.own if name != "optimizer"), "optimizer")):
            loss.backward()
        with watched("optimizer"):
            self.optimizer.step()
        return True

    def training_loss(self) -> Tensor:
        """The loss over all training points without dropout, recorded for `backward`."""
        k = len(self.data.X_train)
        loss: Tensor = self.loss(self.model.eval()(self.inputs[:k]), self.targets[:k])
        return loss

    def scores(self) -> Scores:
        """Loss and accuracy, without dropout."""
        k = len(self.data.X_train)
        with no_grad():
            output = self.model.eval()(self.inputs)
            parts = [(output[:k], self.targets[:k]), (output[k:], self.targets[k:])]
            train_loss, test_loss = (self.loss(z, y).item() if len(y) else math.nan for z, y in parts)
        if self.settings.task == "regression":
            return Scores(train_loss, test_loss, math.nan, math.nan)
        right = (output.data > 0) == (self.targets.data > 0)
        train, test = (float(part.mean()) if len(part) else math.nan for part in (right[:k], right[k:]))
        return Scores(train_loss, test_loss, train, test)

    def state(self) -> State:
        """Copies of all that a step changes."""
        return State(
            self.steps,
            self.epoch,
            self.seen,
            self._order,
            self._values.copy(),
            self.optimizer.state_dict(),
            self._rule(),
            (self._batches.bit_generator.state, self._dropped.bit_generator.state),
        )

    def restore(self, state: State) -> None:
        """Go back to a state; an optimizer that was another one then begins afresh."""
        self.steps, self.epoch, self.seen, self._order = state[:4]
        self._values[...] = state.values
        self.new_optimizer()
        if state.rule == self._rule():
            self.optimizer.load_state_dict(state.optimizer)
        self._batches.bit_generator.state, self._dropped.bit_generator.state = state.random
        self.prepare(self.settings)

    def _rule(self) -> Any:
        return self.own.get("optimizer", self.settings.optimizer)
