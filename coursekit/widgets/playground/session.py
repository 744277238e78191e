"""The playground without its picture: a network that trains a few steps at a time and can be looked into."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, nn, no_grad
from coursekit.engine.cost import Cost, mlp
from coursekit.errors import ArgumentError
from coursekit.widgets.playground import views
from coursekit.widgets.playground.history import History, Scores
from coursekit.widgets.playground.own import Own, OwnFailureError, attempt, need_names
from coursekit.widgets.playground.problem import Data, grid, inputs
from coursekit.widgets.playground.settings import Settings
from coursekit.widgets.playground.trainer import State, Trainer

Array = npt.NDArray[Any]
T = TypeVar("T")

AT_ONCE = 50
"""The most steps taken before the clock and the weights are looked at."""


class Weights(NamedTuple):
    """One layer's weights (n_out, n_in) and biases (n_out,)."""

    weight: Array
    bias: Array


class Session:
    """A network in training, as the settings say. The same settings take the same path, to the last bit.

    Args:
        settings: what to train, on what, how.
        dtype: float64 by default, so that every processor shows the same numbers; or float32.

    Attributes:
        history: loss and accuracy by epoch.
        diverged: one sentence where the loss is no longer finite, else empty. All is then as before that step, and
            `step` does nothing until `back`, `rewind` or `apply`.
        remark: one sentence where something of the learner's failed and the course's took over, else empty.
    """

    def __init__(self, settings: Settings | None = None, *, dtype: npt.DTypeLike = np.float64) -> None:
        self._dtype, self._own, self.remark = np.dtype(dtype), Own(), ""
        self._start(settings or Settings())

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._trainer.settings

    @property
    def data(self) -> Data:
        """The points to train on and to test with."""
        return self._trainer.data

    @property
    def model(self) -> nn.Sequential:
        """The network, of modules of `coursekit.engine.nn`."""
        return self._trainer.model

    @property
    def steps(self) -> int:
        """The steps taken since the start."""
        return self._trainer.steps

    @property
    def epochs(self) -> float:
        """Passes over the training points, the present one in part."""
        return self._trainer.epochs

    @property
    def scores(self) -> Scores:
        """Loss and accuracy now, without dropout."""
        return self._guarded(lambda: self._trainer.scores())

    @property
    def own(self) -> tuple[str, ...]:
        """The names of what is the learner's own now."""
        return tuple(self._own)

    # Training.

    def step(self, n: int = 1) -> int:
        """Take n steps, one batch each. Return how many were taken: fewer where the loss diverges."""
        before = self.steps
        while (left := n - (self.steps - before)) > 0 and not self.diverged:
            self._take(min(left, AT_ONCE))
        return self.steps - before

    def run(self, seconds: float) -> int:
        """Take as many steps as fit into a time, at least one. Return how many were taken."""
        start, before, at_once = time.perf_counter(), self.steps, 1
        while not self.diverged:
            self._take(at_once)
            spent = time.perf_counter() - start
            if spent >= seconds:
                break
            at_once = max(1, min(AT_ONCE, int((seconds / spent - 1) * (self.steps - before))))
        return self.steps - before

    def rewind(self) -> None:
        """Go back to the start."""
        self._start(self.settings)

    def back(self) -> int:
        """Go back to the last good step, where the training loss was no higher than at the start; return its number."""
        self._restore(self._last_good)
        return self.steps

    def apply(self, new: Settings) -> tuple[str, ...]:
        """Change the settings: while training goes on, or from a new start where that is needed.

        Returns:
            The names of the settings that needed a new start; empty where training goes on.
        """
        needed, old = self.settings.needs_new_start(new), self.settings
        if needed:
            self._start(new)
            return needed
        self._trainer.settings = new
        if new.optimizer != old.optimizer:
            self._trainer.new_optimizer()
        self._trainer.prepare(new)
        self._go_on_from_here()
        return ()

    def use(self, **own: Callable[..., Any] | None) -> str:
        """Train with something of the learner's, or with None again with the course's.

        Each is tried on random numbers first, and is not taken where it fails. One that fails later is named in
        `remark`, and the course's takes over.

        Args:
            own: activation(x), a function of a tensor or a module's class; layer(n_in, n_out), which returns a module;
                loss(output, target), both (n, 1); optimizer, a subclass of `optim.Optimizer` called with the parameters
                and lr, or a function (w, gradient, state, lr) → (w, state).

        Returns:
            A line for each. A layer needs a new start.

        Raises:
            ArgumentError: a name that cannot be replaced, or something that cannot be called.
        """
        need_names(own)
        lines = []
        for name, given in own.items():
            failure = "" if given is None else attempt(name, given)
            if given is None or failure:
                self._own.pop(name, None)
            else:
                self._own[name] = given
            fate = "the course's own" if given is None or failure else "yours from now on"
            lines.append(f"{name}: {fate}. {failure}".rstrip())
        self.remark = ""
        self._reassemble(own)
        return "\n".join(lines)

    # Looking into it, and touching it.

    @property
    def weights(self) -> tuple[Weights | None, ...]:
        """Copies of each layer's weights and biases, from the first to the output; None for a layer without these."""
        found: list[Weights | None] = []
        for layer in self._trainer.layers:
            inner = getattr(layer, "layer", layer)
            pair = [getattr(inner, name, None) for name in Weights._fields]
            right = all(isinstance(p, Tensor) for p in pair) and pair[0].ndim == 2  # type: ignore[union-attr]
            found.append(Weights(*(p.data.copy() for p in pair)) if right else None)  # type: ignore[union-attr]
        return tuple(found)

    def set_weight(self, layer: int, unit: int, source: int | None, value: float) -> None:
        """Set one weight by hand; training goes on from there. Set before the first step, it belongs to the start.

        Args:
            layer: 0 for the first layer of weights.
            unit: the unit that the weight leads to.
            source: the unit, or feature, that it comes from; None for the bias.
            value: the new value.

        Raises:
            ArgumentError: there is no such weight, or the value is no number of at most a million.
        """
        number = self.settings.number_of(layer, unit, source)
        if "layer" in self._own:
            raise ArgumentError(
                "the weights of your own layer cannot be set by hand; go back with layer=None first"
            )
        by_hand = {**dict(self.settings.weights), number: value}
        changed = self.settings.change(weights=tuple(sorted(by_hand.items())))
        if self.steps == 0:
            self._start(changed)
            return
        inner = self._trainer.layers[layer]
        if source is None:
            inner.bias.data[unit] = value
        else:
            inner.weight.data[unit, source] = value
        self._go_on_from_here()
        self._edited = True

    def share(self) -> Settings:
        """The settings to share. Where weights were set by hand after the start, the network starts as it is now."""
        if not self._edited:
            return self.settings
        values = np.concatenate([p.data.ravel() for p in self._trainer.parameters()])
        return self.settings.change(weights=tuple(enumerate(values.tolist())))

    def outputs(self, X: Array) -> Array:
        """The output (n,) at points X (n, 2): from −1 for class 0 to 1 for class 1, or the predicted number."""

        @no_grad()
        def compute() -> Array:
            z = self.model.eval()(Tensor(inputs(self.settings, X), dtype=self._dtype))
            return views.surface(self.settings, z.data)

        return self._guarded(compute)

    def heat_maps(self, side: int = 32) -> views.HeatMaps:
        """Every unit's and the output's surface, on side × side points of the square."""
        X = inputs(self.settings, grid(side)).astype(self._dtype)
        return self._guarded(lambda: views.heat_maps(self.model, self.settings, X))

    def gradient_norms(self) -> tuple[float, ...]:
        """The length of the training loss's gradient for each layer of weights, over all training points."""
        return self._guarded(
            lambda: views.gradient_norms(self._trainer.layers, self._trainer.training_loss())
        )

    def dead_units(self) -> tuple[tuple[int, ...], ...]:
        """For each hidden layer the units whose slope is 0 at every training point: they cannot learn any more."""
        return self._guarded(
            lambda: views.dead_units(
                self.model, self.settings, self._trainer.inputs.data[: len(self.data.X_train)]
            )
        )

    @property
    def cost(self) -> Cost:
        """Parameters and FLOPs, as `coursekit.engine.cost` counts them; a step costs training_flops(batch_size)."""
        return mlp(self.settings.sizes)

    # Inside.

    def _start(self, settings: Settings) -> None:
        self._trainer = self._guarded(lambda: Trainer(settings, self._dtype, self._own), self._nothing)
        self.history, self._edited = History(), False
        self._go_on_from_here()
        self._record()

    def _go_on_from_here(self) -> None:
        """Take the present state for a good one, whatever was before."""
        self._good, self.diverged = self._trainer.state(), ""

    def _reassemble(self, names: Collection[str]) -> None:
        """Train on with what is the learner's now; a layer needs a new start."""
        if "layer" in names:
            self.rewind()
            return
        if "optimizer" in names:
            self._trainer.new_optimizer()
        self._trainer.prepare(self.settings)
        self._go_on_from_here()

    def _nothing(self, names: Collection[str]) -> None:
        """Return what is to be done about a network that is only being built."""

    def _guarded(self, compute: Callable[[], T], then: Callable[[Collection[str]], None] | None = None) -> T:
        """Compute something; each time that something of the learner's fails, once more with the course's own."""
        while True:
            try:
                with np.errstate(all="ignore"):
                    return compute()
            except OwnFailureError as error:
                del self._own[error.name]
                self.remark = f"{error} The course's own took over."
                (then or self._reassemble)({error.name})

    def _take(self, n: int) -> None:
        """Take up to n steps; where they end in numbers that are not finite, go back to before the first of these."""
        if self.steps >= self._good.steps + AT_ONCE:
            self._good = self._trainer.state()
        if self._advance(1 if self._own else n):
            return
        failed = self.steps
        self._restore(self._good)
        while True:
            before = self._trainer.state()
            if not self._advance(1):
                break
            if self.steps > failed:  # something of the learner's does not do the same twice
                return
        self._restore(before)
        cause = f"your own {' or '.join(self._own)} may be the cause, or " if self._own else ""
        rate = self.settings.learning_rate
        self.diverged = (
            f"At step {self.steps + 1:,} the loss was no number any more: {cause}a learning rate of {rate:g} is too large. "
            f"Go back to the last good step, then choose {min(0.03, rate / 10):g} or less before you press Play."
        )

    def _advance(self, n: int) -> bool:
        """Take up to n steps, at most to the end of the epoch; False where they end in numbers that are not finite."""
        epoch = self._trainer.epoch
        good = self._guarded(lambda: self._trainer.take(n))
        if good and self._trainer.epoch > epoch and self.history.is_due(self._trainer.epoch):
            self._record()
        return good

    def _record(self) -> None:
        """Add the scores to the history, and keep the state to come back to if it is a good one."""
        scores = self.scores
        if self.history.is_due(
            self._trainer.epoch
        ):  # not if a new start was needed for the scores, which has recorded
            self.history.append(self._trainer.epoch, scores)
            if not scores.train_loss > self.history.scores[0].train_loss:
                self._last_good = self._trainer.state()

    def _restore(self, state: State) -> None:
        self._trainer.restore(state)
        self.history.cut_after(self.epochs)
        self._go_on_from_here()
