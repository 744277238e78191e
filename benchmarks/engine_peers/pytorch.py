"""PyTorch eager, with its default, its foreach and its fused optimizers."""

from __future__ import annotations

import functools
from collections.abc import Callable

import torch
from torch import nn
from torch.nn.functional import gelu

from benchmarks.engine_workloads import Workload, data, weights

VARIANTS = {"eager": {}, "foreach": {"foreach": True}, "fused": {"fused": True}}
LOSSES = {"bce": nn.BCEWithLogitsLoss, "cross entropy": nn.CrossEntropyLoss, "mse": nn.MSELoss}
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], torch.Tensor]:
    """One step of the workload as a PyTorch user writes it."""
    model = {"mlp": mlp, "conv": convnet, "block": block}[workload.kind](workload)
    model.to(getattr(torch, dtype))
    model.load_state_dict({k: torch.from_numpy(v) for k, v in weights(workload, dtype).items()})
    make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[workload.optimizer]
    optimizer = make(model.parameters(), lr=workload.learning_rate, **VARIANTS[variant])
    loss_function = LOSSES[workload.loss]()
    x, y = (torch.from_numpy(a) for a in data(workload, dtype))

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def mlp(workload: Workload) -> nn.Module:
    """Linear layers with an activation between them."""
    layers: list[nn.Module] = []
    for n_in, n_out in zip(workload.sizes, workload.sizes[1:], strict=False):
        layers += [nn.Linear(n_in, n_out), ACTIVATIONS[workload.activation]()]
    return nn.Sequential(*layers[:-1])


def convnet(workload: Workload) -> nn.Module:
    """Two convolutions, each with ReLU and pooling, and a linear layer."""
    first, middle, last, classes = workload.sizes
    return nn.Sequential(
        *(nn.Conv2d(first, middle, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(middle, last, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(last * (workload.side // 4) ** 2, classes)),
    )


def block(workload: Workload) -> nn.Module:
    """PyTorch's own pre-norm encoder layer: in training it calls the fused attention."""
    width, heads = workload.sizes
    activation = functools.partial(gelu, approximate="tanh")
    return nn.TransformerEncoderLayer(
        width, heads, 4 * width, dropout=0.0, activation=activation, batch_first=True, norm_first=True
    )


def wait() -> None:
    """Eager work is done when the call returns."""


def value(loss: torch.Tensor) -> float:
    """The loss as a float."""
    return loss.item()
