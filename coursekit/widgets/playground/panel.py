"""The playground's controls: which settings the page shows, under which names, with which values to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from coursekit.errors import ArgumentError
from coursekit.widgets.playground.messages import PACES
from coursekit.widgets.playground.problem import make_data
from coursekit.widgets.playground.settings import ACTIVATIONS, CHOICES, FEATURES, POINTS, Settings

GRID = 40
"""Heat maps have so many points a side."""

SPOKEN = {
    "x1": ("x₁", "x₁"),
    "x2": ("x₂", "x₂"),
    "x1^2": ("x₁²", "x₁ squared"),
    "x2^2": ("x₂²", "x₂ squared"),
    "x1*x2": ("x₁x₂", "x₁ times x₂"),
    "sin(x1)": ("sin x₁", "sine of x₁"),
    "sin(x2)": ("sin x₂", "sine of x₂"),
}
"""Each feature as it is written, and as it is said."""

DATA_NAMES = {
    "circle": "circle",
    "xor": "exclusive or",
    "blobs": "two blobs",
    "spirals": "spirals",
    "plane": "plane",
    "hills": "hills",
    "drawn": "your own",
}

_ROWS: tuple[tuple[str, str, str, tuple[Any, ...]], ...] = (
    ("data", "noise", "noise", (0, 2, 0.1)),
    ("data", "train_share", "training share", (0.1, 0.9, 0.1)),
    (
        "training",
        "learning_rate",
        "learning rate",
        (0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    ),
    ("training", "optimizer", "optimizer", CHOICES["optimizer"]),
    ("training", "activation", "activation", CHOICES["activation"]),
    ("training", "batch_size", "batch size", (1, 5, 10, 20, 30, 50, 100, POINTS)),
    ("training", "weight_decay", "L2 penalty", (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1)),
    ("training", "dropout", "dropout", (0.0, 0.1, 0.2, 0.3, 0.5)),
    ("more", "init", "initialisation", CHOICES["init"]),
    ("more", "schedule", "schedule", CHOICES["schedule"]),
    ("more", "schedule_steps", "schedule length", (500, 1000, 2000, 5000, 10000, 20000)),
    ("more", "loss", "loss", CHOICES["loss"]),
    ("more", "seed", "seed", ()),
)
_WRITTEN: dict[Any, str] = {
    **ACTIVATIONS, "tanh": "tanh", "sigmoid": "sigmoid", "softplus": "softplus", "linear": "none", "sgd": "SGD",
    "nesterov": "Nesterov", "rmsprop": "RMSprop", "adagrad": "Adagrad", "adam": "Adam", "adamw": "AdamW",
    "warmup": "warm-up", "warmup-cosine": "warm-up, cosine", "xavier": "Xavier", "he": "He", "mse": "squared error",
    POINTS: "all", 0.0: "0", 0.0001: "0.0001", 1.0: "1", 3.0: "3", 10.0: "10",
}  # fmt: skip
"""Values as the page writes them, where that differs."""

HIDEABLE = (
    "data",
    "features",
    "hidden",
    "weights",
    *(row[1] for row in _ROWS),
    "speed",
    "predict",
    "code",
    "line",
)
"""The controls that a teacher can hide, by name."""


def hidden_controls(names: str | Iterable[str]) -> tuple[str, ...]:
    """The controls to hide, each once.

    Raises:
        ArgumentError: a name of none.
    """
    found = tuple(dict.fromkeys([names] if isinstance(names, str) else names))
    unknown = [name for name in found if name not in HIDEABLE]
    if unknown:
        raise ArgumentError(
            f"the playground has no control {unknown[0]!r} to hide; it has {', '.join(HIDEABLE)}"
        )
    return found


def rows() -> list[dict[str, Any]]:
    """The settings that are sliders, menus or numbers, as the page builds them."""
    made: list[dict[str, Any]] = []
    for group, name, label, values in _ROWS:
        row: dict[str, Any] = {"name": name, "label": label, "group": group}
        if name in ("noise", "train_share"):
            low, high, step = values
            row |= {"kind": "slider", "min": low, "max": high, "step": step}
        elif values:
            row |= {"kind": "menu", "options": [[value, written(value)] for value in values]}
        else:
            row |= {"kind": "number"}
        made.append(row)
    return made


def idle(settings: Settings) -> list[str]:
    """Names of settings that change nothing beside the others."""
    found = ["schedule_steps"] if settings.schedule == "constant" else []
    found += ["loss"] if settings.task == "regression" else []
    return [*found, "noise"] if settings.data == "drawn" else found


@cache
def thumbnails() -> list[dict[str, Any]]:
    """Each data set with its name and some of its points, (x, y, value) each."""
    made = []
    for name, label in DATA_NAMES.items():
        if name == "drawn":
            points = [[-3.0, -2.0, -1.0], [2.5, 3.0, 1.0], [-1.0, 3.5, 1.0], [3.0, -3.0, -1.0]]
        else:
            data = make_data(Settings(data=name, train_share=0.2, noise=0.3))
            points = point_rows(name, data.X_train, data.y_train)[:60]
        made.append({"name": name, "label": label, "points": points})
    return made


def point_rows(data: str, X: Any, y: Any) -> list[list[float]]:
    """Points as the page draws them: x, y, and −1 or 1, or a number for a plane."""
    values = y if data in ("plane", "hills") else 2 * y - 1
    return [
        [round(float(a), 2), round(float(b), 2), round(float(v), 2)]
        for (a, b), v in zip(X, values, strict=True)
    ]


def features(settings: Settings) -> list[dict[str, Any]]:
    """The features, and which of them go in."""
    return [
        {"name": name, "label": SPOKEN[name][0], "spoken": SPOKEN[name][1], "on": name in settings.features}
        for name in FEATURES
    ]


def written(value: Any) -> str:
    """A value as the menus write it."""
    return _WRITTEN.get(value, str(value))


def paces() -> list[list[str]]:
    """The speeds, each with its words."""
    return [[name, text] for name, text in PACES.items()]


def changed(settings: Settings, values: dict[str, Any]) -> Settings:
    """Settings with some changed, their types as JSON has them: lists for tuples, 1 for 1.0."""
    default = Settings()
    made: dict[str, Any] = {}
    for name, value in values.items():
        usual = getattr(default, name, None)
        if isinstance(usual, float) and isinstance(value, int) and not isinstance(value, bool):
            made[name] = float(value)
        elif name == "features" and not isinstance(value, str) and isinstance(value, Iterable):
            known = list(FEATURES)
            made[name] = tuple(sorted(value, key=lambda each: known.index(each) if each in known else -1))
        else:
            made[name] = value
    return settings.change(**made)
