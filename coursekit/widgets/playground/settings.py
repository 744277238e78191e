"""The playground's settings, and the line of text that carries them from one person to another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Literal, TypeAlias
from zlib import crc32

import msgspec

from coursekit.errors import ArgumentError

CLASSES = ("circle", "xor", "blobs", "spirals", "drawn")
NUMBERS = ("plane", "hills")
FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1**2",
    "x2^2": "x2**2",
    "x1*x2": "x1 * x2",
    "sin(x1)": "np.sin(x1)",
    "sin(x2)": "np.sin(x2)",
}
"""The input features by name, each with its expression in the code."""

ACTIVATIONS = {
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "softplus": "Softplus",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
    "linear": "Identity",
}
"""The activations by name, each with its module in `nn`."""

OPTIMIZERS = {
    "sgd": ("SGD", ""),
    "momentum": ("SGD", ", momentum=0.9"),
    "nesterov": ("SGD", ", momentum=0.9, nesterov=True"),
    "rmsprop": ("RMSprop", ""),
    "adagrad": ("Adagrad", ""),
    "adam": ("Adam", ""),
    "adamw": ("AdamW", ""),
}
"""The optimizers by name, each with its class in `optim` and the arguments it gets beside lr and weight_decay."""

SCHEDULES = ("constant", "step", "exponential", "cosine", "warmup", "warmup-cosine")
INITS = ("xavier", "he", "zero", "small", "large")
LOSSES = ("cross-entropy", "mse")
CHOICES = {
    "data": (*CLASSES, *NUMBERS),
    "activation": tuple(ACTIVATIONS),
    "optimizer": tuple(OPTIMIZERS),
    "schedule": SCHEDULES,
    "init": INITS,
    "loss": LOSSES,
}
"""The settings that are one of several names."""

SIDE = 6.0
"""The data lie in the square from −6 to 6."""
LAYERS, UNITS, POINTS = 6, 8, 1000
NEW_START = ("data", "noise", "train_share", "features", "hidden", "init", "seed", "points", "weights")
"""The settings that need a new start; all others can change while the network trains."""

Task: TypeAlias = Literal["classification", "regression"]
Point: TypeAlias = tuple[float, float, int]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides what the playground's training does, from the data to the last weight.

    A line written by `to_line` leaves out what is as below, so a default that was published stays as it is.

    Attributes:
        data: the data set, as `datasets.planar` names it, or "drawn" for `points`.
        noise: standard deviation of the blur, from 0 to 2.
        train_share: the share of the points to train on, from 0.1 to 0.9; the others test.
        batch_size: examples in a batch, 1 to 1,000; more than there are means all.
        features: the inputs of the network.
        hidden: units of each hidden layer, at most 6 layers of 1 to 8.
        activation: after each hidden layer.
        learning_rate: of the optimizer, at the start where a schedule changes it.
        optimizer: the rule that moves the weights; momentum and nesterov keep 0.9.
        schedule: how the learning rate changes; "step" halves it every fifth of `schedule_steps`, "exponential"
            has divided it by 10 after `schedule_steps`, "cosine" ends at 0 there, a warm-up takes the first tenth.
        schedule_steps: the schedule's length in steps, at least 10.
        weight_decay: the L2 penalty, as PyTorch's optimizers apply it: weight_decay · w is added to the gradient of
            each weight and bias w; AdamW subtracts lr · weight_decay · w beside its step instead.
        dropout: the probability that a hidden unit is left out of a step, below 1.
        init: where the weights start: Xavier or He uniform, 0, or normal with std 0.01 (small) or 2 (large); biases
            start at 0.
        seed: of all random numbers.
        loss: of classes, "cross-entropy" of the output as a logit, or "mse" of its tanh from the labels −1 and 1;
            numbers always have the mean squared error.
        points: what was drawn, (x, y, label 0 or 1) each.
        weights: starting values set by hand, (number of the parameter in PyTorch's order, value) each.

    Raises:
        ArgumentError: a setting that cannot be.
    """

    data: str = "circle"
    noise: float = 0.0
    train_share: float = 0.5
    batch_size: int = 10
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)
    activation: str = "tanh"
    learning_rate: float = 0.03
    optimizer: str = "sgd"
    schedule: str = "constant"
    schedule_steps: int = 2000
    weight_decay: float = 0.0
    dropout: float = 0.0
    init: str = "xavier"
    seed: int = 0
    loss: str = "cross-entropy"
    points: tuple[Point, ...] = ()
    weights: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        _check(self)

    @property
    def task(self) -> Task:
        """Classification or regression, as the data ask."""
        return "regression" if self.data in NUMBERS else "classification"

    @property
    def criterion(self) -> str:
        """The loss that is used: `loss`, or "mse" where the data are numbers."""
        return "mse" if self.task == "regression" else self.loss

    @property
    def sizes(self) -> tuple[int, ...]:
        """The widths of all layers, from the features to the one output."""
        return (len(self.features), *self.hidden, 1)

    @property
    def parameters(self) -> int:
        """The number of weights and biases."""
        return sum((n_in + 1) * n_out for n_in, n_out in pairwise(self.sizes))

    def change(self, **settings: Any) -> Settings:
        """These settings with some changed; weights set by hand are dropped where the change leaves them no place.

        Raises:
            ArgumentError: a setting that cannot be, or that does not exist.
        """
        unknown = sorted(set(settings) - set(self.__struct_fields__))
        if unknown:
            raise ArgumentError(
                f"the playground has no setting {unknown[0]!r}; it has {', '.join(self.__struct_fields__)}"
            )
        if "weights" not in settings and {"features", "hidden", "init", "seed"} & set(settings):
            settings["weights"] = ()
        return msgspec.structs.replace(self, **{name: _tuples(value) for name, value in settings.items()})

    def number_of(self, layer: int, unit: int, source: int | None) -> int:
        """The number, for `weights`, of the weight from a source to a unit of a layer; None as source is the bias.

        Raises:
            ArgumentError: there is no such weight.
        """
        sizes = self.sizes
        known = (
            0 <= layer < len(sizes) - 1
            and 0 <= unit < sizes[layer + 1]
            and (source is None or 0 <= source < sizes[layer])
        )
        _need(
            known,
            f"there is no weight from {source} to {unit} in layer {layer}; the layers have the widths {sizes}",
        )
        n_in, n_out = sizes[layer], sizes[layer + 1]
        first = sum((a + 1) * b for a, b in pairwise(sizes[: layer + 1]))
        return first + (n_in * n_out + unit if source is None else unit * n_in + source)

    def needs_new_start(self, new: Settings) -> tuple[str, ...]:
        """The settings that differ in `new` and that a network in training cannot take over."""
        return tuple(name for name in NEW_START if getattr(self, name) != getattr(new, name))

    def to_line(self) -> str:
        """One line without spaces, to copy and share: what differs from the defaults, and a check sum."""
        default = Settings()
        changed = [
            f"{name}={_written(getattr(self, name))}"
            for name in self.__struct_fields__
            if getattr(self, name) != getattr(default, name)
        ]
        body = ";".join(("playground", *changed))
        return f"{body};{_check_sum(body)}"

    @classmethod
    def from_line(cls, line: str) -> Settings:
        """The settings that a line holds, those it does not name at their defaults.

        Raises:
            ArgumentError: the line was not written by `to_line`, or has been damaged.
        """
        body, _, check_sum = str(line).strip().strip("'\"`").rpartition(";")
        if not body.startswith("playground"):
            raise ArgumentError(
                "this is no line from the playground; one begins with playground; and has no spaces"
            )
        if check_sum != _check_sum(body):
            raise ArgumentError(
                f"this line was cut or changed on its way: its check sum {check_sum[:8]!r} does not fit; copy all of it again"
            )
        pairs = [part.partition("=")[::2] for part in body.split(";")[1:]]
        unknown = [name for name, _ in pairs if name not in cls.__struct_fields__]
        if unknown:
            raise ArgumentError(
                f"this line sets {unknown[0]!r}, which this edition of the playground does not have; update coursekit"
            )
        try:
            return cls(**{name: _read(name, text) for name, text in pairs})
        except ValueError as error:
            if isinstance(error, ArgumentError):
                raise
            sentence = "this line holds something that is no number, or too few of them; copy it again"
            raise ArgumentError(sentence) from None


def _tuples(value: Any) -> Any:
    """Lists, which is what a browser sends, as tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def _check(s: Settings) -> None:
    """Raise an ArgumentError for the first setting that cannot be."""
    for name, choices in CHOICES.items():
        _need(
            getattr(s, name) in choices,
            f"{name} must be one of {', '.join(choices)}, not {getattr(s, name)!r}",
        )
    _number("noise", s.noise, 0, 2)
    _number("train_share", s.train_share, 0.1, 0.9)
    _number("learning_rate", s.learning_rate, 0, 1000)
    _number("weight_decay", s.weight_decay, 0, 1000)
    _number("dropout", s.dropout, 0, 0.95)
    _whole("batch_size", s.batch_size, 1, POINTS)
    _whole("schedule_steps", s.schedule_steps, 10, 10**9)
    _whole("seed", s.seed, 0, 2**32 - 1)
    _check_network(s)
    _check_points(s)


def _check_network(s: Settings) -> None:
    _need(isinstance(s.features, tuple), f"features is a tuple of names, not {s.features!r}")
    _need(len(s.features) > 0, "a network without inputs computes nothing; choose at least one feature")
    for name in s.features:
        _need(name in FEATURES, f"there is no feature {name!r}; choose from {', '.join(FEATURES)}")
    _need(len(set(s.features)) == len(s.features), f"each feature goes in once, not as in {s.features}")
    _need(isinstance(s.hidden, tuple), f"hidden is a tuple of layer widths, not {s.hidden!r}")
    _need(len(s.hidden) <= LAYERS, f"the playground has at most {LAYERS} hidden layers, not {len(s.hidden)}")
    for k, units in enumerate(s.hidden, 1):
        _need(
            _is_whole(units) and 1 <= units <= UNITS,
            f"hidden layer {k} cannot have {units!r} units; give it 1 to {UNITS}, or remove the layer",
        )
    _need(isinstance(s.weights, tuple), f"weights is a tuple of (number, value), not {s.weights!r}")
    for entry in s.weights:
        _need(
            _is_row(entry, 2) and _is_whole(entry[0]) and 0 <= entry[0] < s.parameters,
            f"a weight set by hand is (number below {s.parameters}, value), not {entry!r}",
        )
        _number("a weight set by hand", entry[1], -1e6, 1e6)


def _check_points(s: Settings) -> None:
    _need(isinstance(s.points, tuple), f"points is a tuple of (x, y, label), not {s.points!r}")
    _need(s.data != "drawn" or len(s.points) > 0, "nothing is drawn yet; set at least one point, then train")
    _need(len(s.points) <= POINTS, f"at most {POINTS:,} points can be drawn, not {len(s.points):,}")
    for point in s.points:
        _need(
            _is_row(point, 3) and point[2] in (0, 1), f"a drawn point is (x, y, label 0 or 1), not {point!r}"
        )
        _number("a coordinate of a drawn point", point[0], -SIDE, SIDE)
        _number("a coordinate of a drawn point", point[1], -SIDE, SIDE)


def _need(true: bool, sentence: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not true:
        raise ArgumentError(sentence)


def _is_row(value: Any, length: int) -> bool:
    return isinstance(value, tuple) and len(value) == length


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(name: str, value: Any, low: float, high: float) -> None:
    good = isinstance(value, float) or _is_whole(value)
    _need(good and low <= value <= high, f"{name} must be a number from {low:g} to {high:g}, not {value!r}")


def _whole(name: str, value: Any, low: int, high: int) -> None:
    _need(
        _is_whole(value) and low <= value <= high,
        f"{name} must be a whole number from {low:,} to {high:,}, not {value!r}",
    )


def _check_sum(body: str) -> str:
    return f"{crc32(body.encode()) & 0xFFFF:04x}"


def _written(value: Any) -> str:
    """A setting as text: entries of a tuple apart by commas, tuples in it by slashes."""
    if not isinstance(value, tuple):
        return str(value)
    apart = "/" if value and isinstance(value[0], tuple) else ","
    return apart.join(map(_written, value))


def _read(name: str, text: str) -> Any:
    """The reverse of `_written` for the setting of this name."""
    if name in ("points", "weights"):
        kinds: tuple[Callable[[str], Any], ...] = (float, float, int) if name == "points" else (int, float)
        rows = [part.split(",") for part in text.split("/") if part]
        return tuple(tuple(kind(entry) for kind, entry in zip(kinds, row, strict=True)) for row in rows)
    if name in ("features", "hidden"):
        return tuple(int(part) if name == "hidden" else part for part in text.split(",") if part)
    return type(getattr(Settings(), name))(text)
