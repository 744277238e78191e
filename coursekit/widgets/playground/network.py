"""The playground's network, loss, optimizer and schedule, made of the engine's parts as the settings ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, init, nn, optim
from coursekit.engine.optim import Optimizer
from coursekit.engine.optim.lr_scheduler import LRScheduler
from coursekit.widgets.playground.problem import WEIGHTS, generator
from coursekit.widgets.playground.settings import ACTIVATIONS, Settings

Array = npt.NDArray[Any]
Maker = Callable[..., Any]

_OPTIMIZERS: dict[str, Maker] = {
    "sgd": optim.SGD,
    "momentum": lambda params, **rates: optim.SGD(params, momentum=0.9, **rates),
    "nesterov": lambda params, **rates: optim.SGD(params, momentum=0.9, nesterov=True, **rates),
    "rmsprop": optim.RMSprop,
    "adagrad": optim.Adagrad,
    "adam": optim.Adam,
    "adamw": optim.AdamW,
}


def make_layers(settings: Settings, dtype: npt.DTypeLike, layer: Maker | None = None) -> list[nn.Module]:
    """The layers with weights, from the features to the output.

    Args:
        settings: the sizes, and where the weights start.
        dtype: of the weights.
        layer: makes a layer of (n_in, n_out) in place of `nn.Linear`; it starts as it likes.
    """
    make = layer or partial(nn.Linear, rng=np.random.default_rng(0))  # start_weights draws them anew
    layers: list[nn.Module] = [make(n_in, n_out).to(dtype) for n_in, n_out in pairwise(settings.sizes)]
    if layer is None:
        start_weights(layers, settings)
    return layers


def assemble(
    layers: list[nn.Module],
    settings: Settings,
    dropped: np.random.Generator,
    activation: Callable[[], nn.Module] | None = None,
) -> nn.Sequential:
    """The network: activation and dropout after each layer but the last, which has the one output.

    Args:
        layers: as `make_layers` made them.
        settings: activation, dropout, and whether the output goes through tanh.
        dropped: draws what is dropped.
        activation: makes an activation in place of the one that is set.
    """
    make_activation = activation or getattr(nn, ACTIVATIONS[settings.activation])
    modules: list[nn.Module] = []
    for layer in layers[:-1]:
        modules += [layer, make_activation()]
        if settings.dropout:
            modules.append(nn.Dropout(settings.dropout, rng=dropped))
    modules.append(layers[-1])
    if settings.task == "classification" and settings.criterion == "mse":
        modules.append(nn.Tanh())
    return nn.Sequential(*modules)


def start_weights(layers: list[nn.Module], settings: Settings) -> None:
    """Draw the weights, set the biases to 0, then put in what was set by hand."""
    rng = generator(settings, WEIGHTS)
    for layer in layers:
        _INITS[settings.init](layer.weight, rng)
        init.zeros_(layer.bias)
    entries = [(p.data, k) for layer in layers for p in layer.parameters() for k in range(p.data.size)]
    for number, value in settings.weights:
        data, k = entries[number]
        data.flat[k] = value


_INITS: dict[str, Callable[[Tensor, np.random.Generator], Any]] = {
    "xavier": lambda weight, rng: init.xavier_uniform_(weight, rng=rng),
    "he": lambda weight, rng: init.kaiming_uniform_(weight, nonlinearity="relu", rng=rng),
    "zero": lambda weight, _: init.zeros_(weight),
    "small": lambda weight, rng: init.normal_(weight, std=0.01, rng=rng),
    "large": lambda weight, rng: init.normal_(weight, std=2.0, rng=rng),
}


def in_one_vector(params: Iterable[nn.Parameter]) -> Array:
    """Move the parameters' values into one new vector, of which each is then a part."""
    params = list(params)
    values = np.concatenate([p.data.ravel() for p in params])
    ends = np.cumsum([p.data.size for p in params])
    for p, part in zip(params, np.split(values, ends[:-1]), strict=True):
        p.data = part.reshape(p.data.shape)
    return values


def make_loss(settings: Settings) -> nn.Module:
    """The loss of outputs and targets, both (n, 1)."""
    return nn.BCEWithLogitsLoss() if settings.criterion == "cross-entropy" else nn.MSELoss()


def make_optimizer(settings: Settings, params: list[nn.Parameter]) -> Optimizer:
    """The optimizer of all weights and biases."""
    made: Optimizer = _OPTIMIZERS[settings.optimizer](
        params,
        lr=settings.learning_rate,
        weight_decay=settings.weight_decay,
    )
    return made


def make_schedule(settings: Settings, optimizer: Optimizer) -> LRScheduler | None:
    """The schedule, which takes a step after every batch; None for a constant rate."""
    n = settings.schedule_steps
    make: dict[str, Callable[[], LRScheduler | None]] = {
        "constant": lambda: None,
        "step": lambda: optim.StepLR(optimizer, max(n // 5, 1), gamma=0.5),
        "exponential": lambda: optim.ExponentialLR(optimizer, gamma=0.1 ** (1 / n)),
        "cosine": lambda: optim.WarmupCosine(optimizer, 0, n),
        "warmup": lambda: optim.LinearWarmup(optimizer, n // 10),
        "warmup-cosine": lambda: optim.WarmupCosine(optimizer, n // 10, n),
    }
    return make[settings.schedule]()
