"""A small training with at most one fault in it, and measurements of it."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coursekit.datasets import moons
from coursekit.engine import Tensor, no_grad, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.engine.nn import Linear
from coursekit.engine.optim import Optimizer

Array = npt.NDArray[np.float64]

FAULTS = (
    "tiny start",
    "learning rate × 30",
    "sigmoid stack",
    "dead layer",
    "leaked test data",
    "missing zero_grad",
)
SIZES = (2, 16, 16, 16, 16, 1)
STEPS = 200
EVERY = 4  # steps from one reading of the losses to the next
RATE = 0.2
_POINTS = 40
_DATA = 18  # draws training points, test points, and points collected afterwards


@dataclass(frozen=True)
class Measurements:
    """Measurements during and after one training.

    Attributes:
        training: loss on the training points before each step, (steps,); shorter if it broke off.
        losses: on test points and newly collected points at every 4th step, (steps / 4, 2).
        gradients: length of the gradient handed to the optimizer, (steps,).
        signals: mean size of the loss's slope by each hidden layer's outputs at the end, (4,).
        on: share of each hidden layer's units whose output is above 0 for at least one point, (4,).
        means: mean output of each hidden layer, (4,).
    """

    training: Array
    losses: Array
    gradients: Array
    signals: Array
    on: Array
    means: Array


@functools.cache
def train_with_fault(fault: str, seed: int) -> Measurements:
    """Train from a seed with a fault, or with none if `fault` is empty, and measure."""
    sets = _points(leaked=fault == "leaked test data")
    layers = _layers(fault, np.random.default_rng(seed))
    optimizer = optim.SGD(
        [p for layer in layers for p in layer.parameters()], lr=RATE * (30 if "×" in fault else 1)
    )
    training_losses, losses, gradients = [], [], []
    with np.errstate(all="ignore"):
        for step in range(STEPS):
            training = _loss(layers, fault, *sets[0])
            if not np.isfinite(training.item()):
                break
            training_losses.append(training.item())
            if step % EVERY == 0:
                with no_grad():
                    losses.append([_loss(layers, fault, *each).item() for each in sets[1:]])
            if fault != "missing zero_grad" or step == 0:
                optimizer.zero_grad()
            training.backward()
            gradients.append(_length(optimizer))
            optimizer.step()
        signals, on, means = _probe(layers, fault, *sets[0])
    return Measurements(np.array(training_losses), np.array(losses), np.array(gradients), signals, on, means)


def _points(*, leaked: bool) -> list[tuple[Tensor, Tensor]]:
    """Training, test and newly collected points; where leaked, the test points are trained on as well."""
    rng = np.random.default_rng(_DATA)
    drawn = [moons(n=n, noise=0.35, rng=rng) for n in (_POINTS, _POINTS, 400)]
    if leaked:
        drawn[0] = tuple(np.concatenate(pair) for pair in zip(drawn[0], drawn[1], strict=True))  # type: ignore[assignment]
    return [(Tensor.constant(x), Tensor.constant(y[:, None].astype(np.float64))) for x, y in drawn]


def _layers(fault: str, rng: np.random.Generator) -> list[Linear]:
    layers = [Linear(n_in, n_out, dtype=np.float64, rng=rng) for n_in, n_out in itertools.pairwise(SIZES)]
    for layer in layers:
        spread = 0.01 if fault == "tiny start" else np.sqrt(2 / layer.in_features)
        layer.weight.data[...] = rng.normal(0.0, spread, layer.weight.shape)
        layer.bias.data[...] = 0.0  # type: ignore[union-attr]
    if fault == "dead layer":
        layers[2].bias.data[...] = -20.0  # type: ignore[union-attr]
    return layers


def _outputs(layers: list[Linear], fault: str, x: Tensor, probes: list[Tensor] | None = None) -> list[Tensor]:
    """The outputs of each layer, the logits last; `probes` are zeros added to the hidden outputs."""
    *hidden, last = layers
    found = []
    for k, layer in enumerate(hidden):
        x = layer(x).sigmoid() if fault == "sigmoid stack" else layer(x).relu()
        x = x if probes is None else x + probes[k]
        found.append(x)
    return [*found, last(x)]


def _loss(layers: list[Linear], fault: str, x: Tensor, y: Tensor) -> Tensor:
    found: Tensor = F.binary_cross_entropy_with_logits(_outputs(layers, fault, x)[-1], y)
    return found


def _probe(layers: list[Linear], fault: str, x: Tensor, y: Tensor) -> tuple[Array, Array, Array]:
    """Signals, shares on and means of the hidden layers: the gradient of a zero added to an output is the output's."""
    zeros = [Tensor(np.zeros((len(x), n)), requires_grad=True, dtype=np.float64) for n in SIZES[1:-1]]
    *hidden, logits = _outputs(layers, fault, x, zeros)
    F.binary_cross_entropy_with_logits(logits, y).backward()
    signals = [float(np.abs(np.asarray(zero.grad)).mean()) for zero in zeros]
    on = [float((outputs.data.max(axis=0) > 0).mean()) for outputs in hidden]
    means = [float(outputs.data.mean()) for outputs in hidden]
    return np.nan_to_num(signals), np.array(on), np.nan_to_num(means)


def _length(optimizer: Optimizer) -> float:
    """The length of all gradients together, as one vector."""
    squares = [float(np.square(p.grad, dtype=np.float64).sum()) for p in optimizer.param_groups[0]["params"]]
    return float(np.sqrt(sum(squares)))
