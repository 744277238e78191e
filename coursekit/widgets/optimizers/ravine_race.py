"""Four optimizers from one start in a long valley, one learning rate for all."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_count, format_number
from coursekit.scenes import HeatMap, Line, Mark, Node, Panel, Points, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider, Toggle
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import grid_points
from coursekit.widgets.optimizers.marker_spacing import spaced
from coursekit.widgets.optimizers.ravine import RATES, SEEDS, START, STEPS, learner_path, loss, paths

Array = npt.NDArray[np.float64]
X, Y = (-4.8, 4.8), (-1.6, 1.6)
_LOW, _HIGH = np.array([X[0] + 0.3, Y[0] + 0.13]), np.array([X[1] - 0.3, Y[1] - 0.13])  # room for a head
FLOOR, CEILING = -6.0, 4.0  # of the logarithm of the loss
_HEAD = 21  # CSS pixels across
_GAP = 23.0  # that two heads need: a head and its outline


class _Racer(NamedTuple):
    name: str
    letter: str
    role: Role
    lean: complex  # where its head goes, right and up, from a spot that it shares


RACERS = (
    _Racer("plain descent", "D", "negative", -4 - 4j),
    _Racer("momentum", "M", "positive", 4 - 4j),
    _Racer("RMSProp", "R", "accent", 4 + 4j),
    _Racer("Adam", "A", "good", -4 + 4j),
)
YOURS = _Racer("yours", "Y", "ink", 0)


class RavineRace(SceneWidget):
    """The valley ½(x² + 25y²), by_racer by plain descent, momentum, RMSProp and Adam at one learning rate.

    With `optimizer=f` the learner's own f(w, gradient, state, lr) → (w, state) takes part.
    """

    title = "The ravine race"
    goal = (
        "Find the largest rate at which plain descent does not explode. "
        "Then bring two racers below a loss of 0.01, each at a rate of its own."
    )

    rate = Slider(0.03, float(RATES[0]), float(RATES[-1]), label="learning rate", step=0.001)
    step = Slider(STEPS, 0, STEPS, label="step", step=1)
    noisy = Toggle(label=f"noisy gradients, {SEEDS} seeds")

    def __init__(self, *, optimizer: Callable[..., Any] | None = None, **state: Any) -> None:
        self._optimizer = optimizer
        super().__init__(**state)

    def paths_by_racer(self) -> tuple[dict[_Racer, Array], str]:
        """Racer → places (seeds, steps + 1, 2) at the present rate, and a remark about the learner's own."""
        k = int(np.argmin(np.abs(RATES - self.rate)))
        found = {racer: paths(racer.name, noisy=self.noisy)[k] for racer in RACERS}
        if self._optimizer is None:
            return found, ""
        if self.noisy:
            return found, " Your own takes part without noise."
        own, failure = guarded(
            functools.partial(learner_path, self._optimizer, float(RATES[k])),
            "Your step is left out, because it stopped",
            ". Does it return w and state?",
        )
        if own is None:
            return found, failure
        return {**found, YOURS: own[None]}, " Y is your own."

    def scene(self) -> Scene:
        """The valley with the racers, and the loss of each over the steps, or over the seeds."""
        by_racer, remark = self.paths_by_racer()
        now = int(self.step)
        marks: list[Mark] = [*valley(), Points(START[:1], START[1:], "ink", size=7)]
        for racer, places in by_racer.items():
            marks += _trail(racer, places, now)
        marks += _heads({racer: _head_place(places[:, now]) for racer, places in by_racer.items()}, _PLANE)
        plane = Panel(X, Y, tuple(marks), title="seen from above", x_label="x", y_label="y", share=1.15)
        side = _strip(by_racer, now) if self.noisy else _curves(by_racer, now)
        facts = {racer.name: _middle(loss(places[:, now])) for racer, places in by_racer.items()}
        return Scene((plane, side), self._words(by_racer, now) + remark, aspect=2.05, facts=facts)

    def _words(self, by_racer: dict[_Racer, Array], now: int) -> str:
        said = "; ".join(
            f"{racer.name} {_loss_text(loss(places[:, now]))}{_where(places[:, now])}"
            for racer, places in by_racer.items()
        )
        start = loss(by_racer[RACERS[0]][0, 0])
        lost = [racer.name for racer, places in by_racer.items() if _middle(loss(places[:, now])) > start]
        exploded = f" Higher than at the start: {', '.join(lost)}." if lost else ""
        what = f"Median loss of {SEEDS} seeds" if self.noisy else "Loss"
        return (
            f"Learning rate {self.rate:.3f}. From x −4, y 1, with the lowest place at 0, 0. {what} after "
            f"{format_count(now, 'step')}: {said}.{exploded}"
        )

    def code(self) -> str:
        """The widget's state, and plain descent in a few lines."""
        return (
            f"{super().code()}\n\n# plain descent in NumPy\nimport numpy as np\n\n"
            f"w = np.array([-4.0, 1.0])\nfor step in range({int(self.step)}):\n"
            f"    w = w - {self.rate:.3f} * np.array([1, 25]) * w\n0.5 * (np.array([1, 25]) * w**2).sum()"
        )


@functools.cache
def valley() -> tuple[Mark, ...]:
    """The valley from above: darker is higher, and lines of equal loss."""
    height = loss(grid_points(X, Y, 72, 40))
    turn = np.linspace(0, 2 * np.pi, 73)
    rings = [
        Line(np.sqrt(2 * level) * np.cos(turn), np.sqrt(2 * level / 25) * np.sin(turn), "muted", 1.0)
        for level in (0.5, 2.0, 4.5, 8.0)
    ]
    return (
        HeatMap(-np.minimum(1, np.sqrt(height / 60)) * 0.5, X, Y),
        *rings,
        Points(np.zeros(1), np.zeros(1), "ink", "cross", 12),
    )


def _inside(places: Array) -> Array:
    """Places, those outside the picture moved to its edge."""
    inside: Array = np.minimum(np.maximum(places, _LOW), _HIGH)
    return inside


def _head_place(places: Array) -> Array:
    """The place for the marker of a racer: its own place, or the median of those of its seeds."""
    ends = _inside(places)
    middle: Array = ends[0] if len(ends) == 1 else np.median(ends, axis=0)
    return middle


def _trail(racer: _Racer, places: Array, now: int) -> list[Mark]:
    """A racer from above, without its head: its path, or the present place of every seed."""
    if len(places) > 1:
        ends = _inside(places[:, now])
        return [Points(ends[:, 0], ends[:, 1], racer.role, size=6)]
    way = np.minimum(np.maximum(places[0, : now + 1], -1e3), 1e3)  # far out a painter may lose its way
    return [Line(way[:, 0], way[:, 1], racer.role, 1.8)]


class _Field(NamedTuple):
    """A panel in which heads stand: the pixels of a unit at the usual width, and where moved heads may go."""

    unit: Array
    low: Array
    high: Array


_PLANE = _Field(np.array([33.0, 88.0]), _LOW, _HIGH)
_CURVES = _Field(np.array([3.8, 28.0]), np.array([0.0, FLOOR + 0.4]), np.array([STEPS + 3, CEILING - 0.4]))


def _heads(where: dict[_Racer, Array], field: _Field) -> list[Mark]:
    """A letter for each racer at its place; heads that would cover each other stand side by side."""
    pixels = [complex(*(place * field.unit)) for place in where.values()]
    low, high = complex(*(field.low * field.unit)), complex(*(field.high * field.unit))
    spaced_out = spaced(pixels, [racer.lean for racer in where], gap=_GAP, low=low, high=high)
    x, y = field.unit
    return [
        Node(spot.real / x, spot.imag / y, racer.letter, racer.role, size=_HEAD, filled=True)
        for racer, spot in zip(where, spaced_out, strict=True)
    ]


def _logs(losses: Array) -> Array:
    logs: Array = np.log10(np.minimum(np.maximum(losses, 10**FLOOR), 10**CEILING))
    return logs


def _curves(by_racer: dict[_Racer, Array], now: int) -> Panel:
    """The loss of each racer over the steps, on a logarithmic axis."""
    marks: list[Mark] = [Line(np.array([now, now]), np.array([FLOOR, CEILING]), "muted", 1.0, dashed=True)]
    curves = {racer: _logs(loss(places[0])) for racer, places in by_racer.items()}
    marks += [Line(np.arange(STEPS + 1), logs, racer.role, 2.2) for racer, logs in curves.items()]
    marks += _heads({racer: np.array([now, logs[now]]) for racer, logs in curves.items()}, _CURVES)
    marks += _names(by_racer, 2, 31)
    return Panel(
        (-3, STEPS + 6), (FLOOR, CEILING), tuple(marks), "loss, as a power of ten", "step", "log₁₀ loss"
    )


def _strip(by_racer: dict[_Racer, Array], now: int) -> Panel:
    """The loss of every seed, racer by racer, with the median as a bar across."""
    marks: list[Mark] = []
    for k, (racer, places) in enumerate(by_racer.items()):
        logs = _logs(loss(places[:, now]))
        spread = k + np.linspace(-0.22, 0.22, len(logs))
        middle = _middle(logs)
        marks += [
            Points(spread, logs, racer.role, size=8, filled=False),
            Line(np.array([k - 0.34, k + 0.34]), np.array([middle, middle]), racer.role, 3),
        ]
    ticks = tuple((float(k), racer.letter) for k, racer in enumerate(by_racer))
    marks += _names(by_racer, -0.45, 2.1)
    title = f"loss of {SEEDS} seeds at step {now}"
    return Panel(
        (-0.6, len(by_racer) - 0.4), (FLOOR, CEILING), tuple(marks), title, "", "log₁₀ loss", x_ticks=ticks
    )


def _names(by_racer: dict[_Racer, Array], left: float, column: float) -> list[Mark]:
    """The legend of the letters, in two columns at the foot of the panel."""
    # Only the first word: in a narrow window "plain descent" ran into its neighbour.
    names = [f"{racer.letter} {racer.name.split()[0]}" for racer in by_racer]
    return [
        Text(left + column * (k % 2), -4.95 - 0.6 * (k // 2), name, racer.role, 12, bold=True)
        for k, (racer, name) in enumerate(zip(by_racer, names, strict=True))
    ]


def _where(ends: Array) -> str:
    """The place of a single racer, or the range of the losses of several seeds, in words."""
    if len(ends) > 1:
        low, high = (_loss_text(np.array([each])) for each in np.percentile(loss(ends), (0, 100)))
        return f" ({low} to {high})" if low != high else ""
    return (
        " (outside)"
        if np.abs(ends).max() > 1e3
        else f" (x {format_number(ends[0, 0], 2)}, y {format_number(ends[0, 1], 2)})"
    )


def _middle(losses: Array) -> float:
    return float(losses[0] if len(losses) == 1 else np.median(losses))


def _loss_text(losses: Array) -> str:
    """The median loss in words."""
    middle = _middle(losses)
    if not middle < 1e4:
        return "beyond 10,000"
    return format_number(middle, 1 if middle >= 10 else 3 if middle >= 0.001 else 7)
