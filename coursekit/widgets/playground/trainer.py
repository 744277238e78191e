"""The steps of the playground's training: network, loss, optimizer and batches, and all of their state."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, nn, no_grad
from coursekit.widgets.playground.history import Scores
from coursekit.widgets.playground.network import (
    assemble,
    make_layers,
    make_loss,
    make_optimizer,
    make_schedule,
)
from coursekit.widgets.playground.own import Own, OwnActivation, OwnLayer, OwnLoss, own_optimizer, watched
from coursekit.widgets.playground.problem import BATCHES, DROPOUT, generator, inputs, make_data, targets
from coursekit.widgets.playground.settings import Settings

Array = npt.NDArray[Any]


class State(NamedTuple):
    """Copies of all that a step changes."""

    steps: int
    epoch: int
    seen: int
    order: Array
    parameters: tuple[Array, ...]
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
        self.steps, self.epoch, self.seen = 0, 0, 0
        self._batches, self._dropped = generator(settings, BATCHES), generator(settings, DROPOUT)
        self._order = self._batches.permutation(len(self.data.X_train))
        self.new_optimizer()
        self.prepare(settings)

    @property
    def epochs(self) -> float:
        """Passes over the training points, the present one in part."""
        return self.epoch + self.seen / len(self._order)

    def parameters(self) -> Iterator[nn.Parameter]:
        """All weights and biases in PyTorch's order."""
        return (p for layer in self.layers for p in layer.parameters())

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
        self._schedule = make_schedule(s, self.optimizer)
        if self._schedule is not None:
            self._schedule.load_state_dict({"last_epoch": self.steps})

    def take(self, n: int) -> bool:
        """Take up to n steps, at most to the end of the epoch; False where the loss is not finite, before its step."""
        self.model.train()
        for _ in range(n):
            rows = self._order[self.seen : self.seen + self.settings.batch_size]
            x, y = Tensor.constant(self.inputs.data[rows]), Tensor.constant(self.targets.data[rows])
            loss = self.loss(self.model(x), y)
            if not math.isfinite(loss.item()):
                return False
            self.optimizer.zero_grad()
            self._backward(loss)
            self.steps += 1
            self.seen += len(rows)
            if self.seen == len(self._order):
                self.epoch, self.seen = self.epoch + 1, 0
                self._order = self._batches.permutation(len(self._order))
                break
        return all(math.isfinite(np.vdot(p.data, p.data)) for p in self.parameters())

    def _backward(self, loss: Tensor) -> None:
        """Backward, and a step of optimizer and schedule."""
        if self.own:
            with watched(next((name for name in self.own if name != "optimizer"), "optimizer")):
                loss.backward()
            with watched("optimizer"):
                self.optimizer.step()
        else:
            loss.backward()
            self.optimizer.step()
        if self._schedule is not None:
            self._schedule.step()

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
            tuple(p.data.copy() for p in self.parameters()),
            self.optimizer.state_dict(),
            self._rule(),
            (self._batches.bit_generator.state, self._dropped.bit_generator.state),
        )

    def restore(self, state: State) -> None:
        """Go back to a state; an optimizer that was another one then begins afresh."""
        self.steps, self.epoch, self.seen, self._order = state[:4]
        for p, data in zip(self.parameters(), state.parameters, strict=True):
            p.data[...] = data
        self.new_optimizer()
        if state.rule == self._rule():
            self.optimizer.load_state_dict(state.optimizer)
        self._batches.bit_generator.state, self._dropped.bit_generator.state = state.random
        self.prepare(self.settings)

    def _rule(self) -> Any:
        return self.own.get("optimizer", self.settings.optimizer)
