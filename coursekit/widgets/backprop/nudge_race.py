"""Two ways to the same gradient: nudge every parameter, or sweep back once. Counted, and timed on this machine."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from coursekit.engine import Tensor, nn, no_grad
from coursekit.engine.cost import Cost, mlp
from coursekit.formatting import format_power
from coursekit.scenes import Bars, Line, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider, Toggle
from coursekit.widgets.core.cost import cost_line

_INPUTS, _CLASSES, _BATCH = 64, 10, 32
_BUDGET = 0.008  # seconds of nudging that are really run; the rest is multiplied up


class Times(NamedTuple):
    """Seconds on this machine: one forward pass, one forward pass and sweep, all nudges."""

    forward: float
    sweep: float
    nudges: float


class NudgeRace(SceneWidget):
    """The gradient of a 64-h-10 network on 32 examples, by two nudges a parameter and by one sweep back.

    The first look at a width with the clock on takes about 20 ms: nudges are run for 8 ms and multiplied up.
    """

    title = "Nudge, or sweep back?"
    goal = "Find the smallest hidden layer that needs more than 10,000 forward passes to nudge. Then run the race."

    hidden_units = Slider(16, 1, 128, label="hidden units", step=1)
    clock = Toggle(label="run the race on this machine")

    @property
    def cost(self) -> str:  # type: ignore[override]  # it follows the hidden units
        """The cost of this network."""
        return cost_line(self._bill())

    def parameters(self) -> int:
        """The number of parameters of the network."""
        return self._bill().parameters

    def _bill(self) -> Cost:
        return mlp([_INPUTS, int(self.hidden_units), _CLASSES])

    def scene(self) -> Scene:
        """Two bars on an axis of powers of ten: passes, or with the clock on milliseconds."""
        nudges, sweep = 2.0 * self.parameters(), self.sweep()
        words = (
            f"A 64-{int(self.hidden_units)}-10 network has {self.parameters():,} parameters. Nudging each up and "
            f"down takes {nudges:,.0f} forward passes. Forward and one sweep back multiply as much as {sweep:.1f} "
            "forward passes."
        )
        facts = {"parameters": self.parameters(), "nudges": nudges, "sweep": sweep}
        if not self.clock:
            bars = (nudges, f"{nudges:,.0f}"), (sweep, f"{sweep:.1f}")
            return Scene((_bars(*bars, low=0, unit="forward passes"),), words, aspect=2.4, facts=facts)
        times = measure(int(self.hidden_units))
        ms = [1e3 * seconds for seconds in times]
        bars = (ms[2], f"{ms[2]:,.0f}"), (ms[1], f"{ms[1]:.2g}")
        words += (
            f" Here the nudges take about {format_power(ms[2] / ms[1])} times as long as the sweep, and the sweep takes as long "
            f"as {ms[1] / ms[0]:.1f} forward passes."
        )
        return Scene(
            (_bars(*bars, low=-2, unit="milliseconds, here and now"),), words, aspect=2.4, facts=facts
        )

    def sweep(self) -> float:
        """Multiply-adds of the forward pass and the sweep together, in forward passes.

        On the way back each weight is used once for its own gradient and once for the gradient of the layer's
        inputs; the first layer needs no gradient of its inputs.
        """
        first, *rest = self._bill().layers
        forward = first.multiply_adds + sum(layer.multiply_adds for layer in rest)
        return (3 * forward - first.multiply_adds) / forward


@functools.lru_cache(maxsize=256)
def measure(hidden: int) -> Times:
    """Time both ways for a width, once: a width that was timed before gets the same answer."""
    rng = np.random.default_rng(0)
    net = nn.Sequential(nn.Linear(_INPUTS, hidden, rng=rng), nn.ReLU(), nn.Linear(hidden, _CLASSES, rng=rng))
    x = Tensor(rng.standard_normal((_BATCH, _INPUTS), np.float32))
    labels = rng.integers(0, _CLASSES, _BATCH)
    loss = nn.CrossEntropyLoss()

    def forward() -> None:
        with no_grad():
            loss(net(x), labels)

    def sweep() -> None:
        loss(net(x), labels).backward()

    for warm_up in (forward, sweep):  # the first call of each is slower
        warm_up()
    one_forward, one_sweep = _best_of(forward), _best_of(sweep)
    weights = next(iter(net.parameters())).data
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < _BUDGET:
        k = np.unravel_index(done % weights.size, weights.shape)
        weights[k] += 1e-3
        forward()
        weights[k] -= 2e-3
        forward()
        weights[k] += 1e-3
        done += 1
    each = (time.perf_counter() - began) / done
    return Times(one_forward, one_sweep, each * mlp([_INPUTS, hidden, _CLASSES]).parameters)


def _best_of(call: Callable[[], None], times: int = 7) -> float:
    """Seconds of the fastest of a few calls."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def _bars(nudges: tuple[float, str], sweep: tuple[float, str], *, low: int, unit: str) -> Panel:
    """Two bars over six powers of ten from `low` on; each comes with its number in words."""
    marks: list[Mark] = []
    for k in range(low, low + 7):
        marks += [
            Line(np.array([0.4, 2.6]), np.array([k, k]), role="muted", width=0.5),
            Text(0.36, k, format_power(10.0**k), role="muted", size=12, align="right"),
        ]
    rows: tuple[tuple[float, tuple[float, str], Role, str], ...] = (
        (1.0, nudges, "negative", "nudge each number"),
        (2.0, sweep, "good", "forward and back"),
    )
    for x, (value, text), role, name in rows:
        tip = max(math.log10(value), low + 0.02)
        marks += [
            Bars(np.array([x]), np.array([tip]), role=role, width=0.5, base=low),
            Text(x, tip + 0.35, text, align="center", bold=True, size=15),
            Text(x, low - 0.45, name, align="center"),
        ]
    return Panel((0.1, 2.7), (low - 0.8, low + 7.1), tuple(marks), axes=False, title=unit)
