"""Small models, optimizers and schedules, each written once for the engine and for PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["MODELS", "OPTIMIZERS", "SCHEDULES", "Recipe"]

RNG = np.random.default_rng(0)
FLAT, LABELS = RNG.normal(size=(12, 6)), RNG.integers(3, size=12)
IMAGES = RNG.normal(size=(6, 2, 8, 8))
WORDS = RNG.integers(5, size=(4, 7))
SEQUENCES = RNG.normal(size=(4, 5, 6))
Recipe = tuple[Callable[[Any], Any], np.ndarray, np.ndarray, Callable[[Any], Any]]


def classifier(*middle: Callable[[Any], Any]) -> Recipe:
    """Linear, the layers under test, linear, cross-entropy."""

    def build(lib: Any) -> Any:
        return lib.nn.Sequential(lib.nn.Linear(6, 8), *(m(lib) for m in middle), lib.nn.Linear(8, 3))

    return build, FLAT, LABELS, lambda lib: lib.nn.CrossEntropyLoss()


def regressor(loss: Callable[[Any], Any], targets: np.ndarray = FLAT[:, :3]) -> Recipe:
    """A tanh net with the loss under test."""

    def build(lib: Any) -> Any:
        return lib.nn.Sequential(lib.nn.Linear(6, 8), lib.nn.Tanh(), lib.nn.Linear(8, 3))

    return build, FLAT, targets, loss


def images(*layers: Callable[[Any], Any], features: int) -> Recipe:
    """The layers under test on 2×8×8 images, flattened and classified."""

    def build(lib: Any) -> Any:
        return lib.nn.Sequential(*(m(lib) for m in layers), lib.nn.Flatten(), lib.nn.Linear(features, 3))

    return build, IMAGES, LABELS[:6], lambda lib: lib.nn.CrossEntropyLoss()


def sequences(make: Callable[[Any], Any]) -> Recipe:
    """A layer whose first result is used, on (4, 5, 6); mean squared error to shifted inputs."""

    def build(lib: Any) -> Any:
        class Net(lib.nn.Module):  # type: ignore[misc]
            def __init__(self) -> None:
                super().__init__()
                self.inner = make(lib)

            def forward(self, x: Any) -> Any:
                return self.inner(x)[0]

        return Net()

    return build, SEQUENCES, np.roll(SEQUENCES, 1, axis=1), lambda lib: lib.nn.MSELoss()


def attention() -> Recipe:
    """Self-attention."""

    def build(lib: Any) -> Any:
        class Net(lib.nn.Module):  # type: ignore[misc]
            def __init__(self) -> None:
                super().__init__()
                self.attention = lib.nn.MultiheadAttention(6, 2, batch_first=True)

            def forward(self, x: Any) -> Any:
                return x + self.attention(x, x, x)[0]

        return Net()

    return build, SEQUENCES, np.roll(SEQUENCES, 1, axis=1), lambda lib: lib.nn.MSELoss()


def embedded() -> Recipe:
    """Words looked up, flattened, classified."""

    def build(lib: Any) -> Any:
        return lib.nn.Sequential(lib.nn.Embedding(5, 3), lib.nn.Flatten(), lib.nn.Linear(21, 3))

    return build, WORDS, LABELS[:4], lambda lib: lib.nn.CrossEntropyLoss()


def simple(name: str, *arguments: Any, **options: Any) -> Callable[[Any], Any]:
    """A layer by its name."""
    return lambda lib: getattr(lib.nn, name)(*arguments, **options)


CONV = simple("Conv2d", 2, 4, 3, padding=1)
MODELS: dict[str, Recipe] = {
    "Linear": classifier(),
    **{n: classifier(simple(n)) for n in ("ReLU", "LeakyReLU", "GELU", "SiLU", "Tanh", "Sigmoid")},
    "GELU tanh": classifier(simple("GELU", approximate="tanh")),
    "Softmax": classifier(simple("Softmax", dim=-1)),
    "Dropout of nothing": classifier(simple("Dropout", 0.0)),
    "BatchNorm1d": classifier(simple("BatchNorm1d", 8), simple("ReLU")),
    "LayerNorm": classifier(simple("LayerNorm", 8), simple("GELU")),
    "Conv2d": images(CONV, simple("Tanh"), features=256),
    "Conv2d stride 2": images(simple("Conv2d", 2, 4, 3, stride=2, bias=False), simple("SiLU"), features=36),
    "BatchNorm2d": images(CONV, simple("BatchNorm2d", 4), simple("ReLU"), features=256),
    "MaxPool2d": images(CONV, simple("ReLU"), simple("MaxPool2d", 2), features=64),
    "AvgPool2d": images(CONV, simple("Tanh"), simple("AvgPool2d", 2), features=64),
    "Embedding": embedded(),
    "RNN": sequences(simple("RNN", 6, 6, batch_first=True)),
    "LSTM": sequences(simple("LSTM", 6, 6, batch_first=True)),
    "MultiheadAttention": attention(),
    "MSELoss": regressor(simple("MSELoss")),
    "L1Loss": regressor(simple("L1Loss")),
    "HuberLoss": regressor(simple("HuberLoss", delta=0.5)),
    "BCEWithLogitsLoss": regressor(simple("BCEWithLogitsLoss"), (FLAT[:, :3] > 0).astype(float)),
    "HuberLoss summed": regressor(simple("HuberLoss", delta=0.05, reduction="sum")),
}


def optimizer(name: str, **options: Any) -> Callable[[Any, Any], Any]:
    """An optimizer by its name."""
    return lambda lib, parameters: getattr(lib.optim, name)(parameters, **options)


OPTIMIZERS: dict[str, Callable[[Any, Any], Any]] = {
    "SGD": optimizer("SGD", lr=0.05),
    "SGD momentum": optimizer("SGD", lr=0.05, momentum=0.9),
    "SGD dampening": optimizer("SGD", lr=0.05, momentum=0.9, dampening=0.3),
    "SGD nesterov": optimizer("SGD", lr=0.05, momentum=0.9, nesterov=True),
    "SGD weight decay": optimizer("SGD", lr=0.05, momentum=0.5, weight_decay=0.1),
    "RMSprop": optimizer("RMSprop", lr=0.01),
    "RMSprop options": optimizer("RMSprop", lr=0.01, alpha=0.9, eps=1e-6, weight_decay=0.1, momentum=0.9),
    "RMSprop centered": optimizer("RMSprop", lr=0.01, centered=True),
    "Adagrad": optimizer("Adagrad", lr=0.1),
    "Adagrad options": optimizer(
        "Adagrad", lr=0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.2
    ),
    "Adam": optimizer("Adam", lr=0.01),
    "Adam options": optimizer("Adam", lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "AdamW": optimizer("AdamW", lr=0.01),
    "AdamW options": optimizer("AdamW", lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.3),
}


def schedule(name: str, *arguments: Any, **options: Any) -> Callable[[Any, Any], Any]:
    """A schedule by its name."""
    return lambda lib, optimizer: getattr(lib.optim.lr_scheduler, name)(optimizer, *arguments, **options)


def warmup_then_cosine(lib: Any, optimizer: Any) -> Any:
    """Five steps up, the rest down along a cosine."""
    s = lib.optim.lr_scheduler
    parts = [s.LinearLR(optimizer, start_factor=0.1, total_iters=5), s.CosineAnnealingLR(optimizer, T_max=15)]
    return s.SequentialLR(optimizer, parts, milestones=[5])


SCHEDULES: dict[str, Callable[[Any, Any], Any]] = {
    "StepLR": schedule("StepLR", step_size=6, gamma=0.5),
    "MultiStepLR": schedule("MultiStepLR", milestones=[4, 11], gamma=0.3),
    "ExponentialLR": schedule("ExponentialLR", gamma=0.9),
    "CosineAnnealingLR": schedule("CosineAnnealingLR", T_max=20, eta_min=0.001),
    "LinearLR": schedule("LinearLR", start_factor=0.1, total_iters=8),
    "ConstantLR": schedule("ConstantLR", factor=0.3, total_iters=5),
    "LambdaLR": schedule("LambdaLR", lambda step: 1 / (1 + step)),
    "warmup, then cosine": warmup_then_cosine,
}
