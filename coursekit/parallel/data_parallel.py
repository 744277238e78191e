"""The arithmetic of data-parallel training: split the batch, take a gradient of each share, average.

Nothing here knows where the work is done. `split_gradient` is handed a function like Python's `map`; with
`map` itself everything happens in this process, with a WorkerPool's `map` in other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, from_numpy, nn, optim
from coursekit.errors import ArgumentError

Array: TypeAlias = npt.NDArray[Any]
Loss: TypeAlias = Callable[[Any, Any], Tensor]
Map: TypeAlias = Callable[..., Iterable[Any]]


class BatchGradient(NamedTuple):
    """The number of examples, their mean loss, and the gradient of that mean, one array a parameter."""

    examples: int
    loss: float
    gradients: list[Array]


def cut(inputs: Array, targets: Array, *, parts: int) -> tuple[list[Array], list[Array]]:
    """Cut a batch into shares whose lengths differ by one at most: the inputs of each, the targets of each.

    Raises:
        ArgumentError: fewer examples than parts, or fewer than one part.
    """
    n = len(inputs)
    if not 1 <= parts <= n:
        raise ArgumentError(f"{n} examples cannot be split into {parts} shares of at least one each")
    ends = [n * k // parts for k in range(1, parts)]
    return np.split(np.asarray(inputs), ends), np.split(np.asarray(targets), ends)


def gradient(model: nn.Module, loss: Loss, inputs: Array, targets: Array) -> BatchGradient:
    """Run forward and backward on these examples; the model's weights stay as they are.

    Args:
        model: called with the inputs.
        loss: a mean over the examples, called with the model's outputs and the targets.
        inputs: (examples, …).
        targets: (examples, …).
    """
    model.zero_grad()
    value = loss(model(from_numpy(inputs)), from_numpy(targets))
    value.backward()
    found = [np.zeros_like(p.data) if p.grad is None else p.grad.copy() for p in model.parameters()]
    model.zero_grad()
    return BatchGradient(len(inputs), value.item(), found)


def averaged(found: Sequence[BatchGradient]) -> BatchGradient:
    """The mean over all examples, from the means of the shares, each weighted by its number of examples."""
    total = sum(share.examples for share in found)
    loss = sum(share.examples * share.loss for share in found) / total
    sums = [
        sum(share.examples * each for share, each in zip(found, column, strict=True))
        for column in zip(*(share.gradients for share in found), strict=True)
    ]
    return BatchGradient(total, loss, [np.asarray(each / total, dtype=each.dtype) for each in sums])


def split_gradient(
    model: nn.Module, loss: Loss, inputs: Sequence[Any], targets: Sequence[Any], *, run: Map = map
) -> BatchGradient:
    """The gradient over a batch, from that of its shares.

    Args:
        model: copied to wherever the work is done.
        loss: a mean over the examples.
        inputs: one array a share, from `cut`.
        targets: the same.
        run: works like `map`, here or elsewhere.
    """
    n = len(inputs)
    return averaged(list(run(gradient, [model] * n, [loss] * n, inputs, targets)))


def apply_gradient(
    optimizer: optim.Optimizer, parameters: Iterable[nn.Parameter], found: BatchGradient
) -> float:
    """Take one step of the optimizer with this gradient; returns the loss."""
    for parameter, each in zip(parameters, found.gradients, strict=True):
        parameter.grad = each
    optimizer.step()
    return found.loss
