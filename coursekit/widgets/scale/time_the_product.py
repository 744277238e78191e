"""Predict, then time: how much of its multiplying speed a machine reaches at each batch size."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.engine.cost import linear
from coursekit.formatting import format_amount, format_bytes, format_seconds
from coursekit.scenes import Bars, Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Stepper
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.marks import point
from coursekit.widgets.scale.timing import Bench, may_have_gpu, this_cpu, this_gpu

N = 4096
BATCHES = (1, 4, 16, 64, 256)


def predicted_seconds(batch: int, reading: float, multiplying: float, *, n: int = N) -> float:
    """The roofline: the product takes as long as the slower of reading its numbers and multiplying them."""
    return max(4 * (n * n + 2 * n * batch) / reading, 2 * n * n * batch / multiplying)


class Measured:
    """The speeds of one machine; each is measured when it is first asked for."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.reading, self._square = bench.reading(N * N), bench.multiplying()
        self._seconds: dict[int, float] = {}

    @property
    def multiplying(self) -> float:
        """The top speed: of the square product, or of a later one that turned out faster."""
        return max([self._square, *(2 * N * N * batch / time for batch, time in self._seconds.items())])

    def seconds(self, batch: int) -> float:
        """The seconds of one product."""
        if batch not in self._seconds:
            self._seconds[batch] = self.bench.product(N, batch)
        return self._seconds[batch]

    def share(self, batch: int) -> float:
        """The percentage of the top speed that the product reached."""
        return self._percent(batch, self.seconds(batch))

    def predicted_share(self, batch: int) -> float:
        """The percentage of the top speed that the roofline predicts."""
        return self._percent(batch, predicted_seconds(batch, self.reading, self.multiplying))

    def _percent(self, batch: int, seconds: float) -> float:
        return 100 * 2 * N * N * batch / seconds / self.multiplying


class TimeTheProduct(SceneWidget):
    """The product of one layer 4,096 → 4,096, timed where this notebook runs.

    With `bench=…` another machine than this one is measured.
    """

    title = "Predict, then time"
    goal = "Guess first: what percentage of its top speed does your machine reach with one example? From which batch on is it over 50 %?"

    cost = cost_line(linear(N, N, bias=False))

    guess = Slider(50, 0, 100, label="your guess", step=1, unit="%")
    step = Stepper(len(BATCHES), label="Time the next batch")
    machine = Choice("CPU", "GPU", label="Machine")

    def __init__(self, *, bench: Bench | None = None, **state: Any) -> None:
        self._bench = bench
        self._found: dict[str, Measured | None] = {}
        super().__init__(**state)

    def hidden(self) -> list[str]:
        """The choice of a machine, if there is only one."""
        return [] if may_have_gpu() else ["machine"]

    def scene(self) -> Scene:
        """A bar for each batch that was timed, under the roof that was predicted for it."""
        found = self._measured() if self.step else None
        marks: list[Mark] = []
        if found:
            timed = BATCHES[: self.step]
            for batch in timed:
                found.seconds(batch)
            shares = [found.share(batch) for batch in timed]
            places = np.arange(len(BATCHES), dtype=float)
            marks.append(Bars(places[: len(timed)], np.array(shares), role="accent", width=0.5))
            roof = np.array([found.predicted_share(batch) for batch in BATCHES])
            marks += [
                Line(places, roof, role="positive", width=2.5),
                Points(places, roof, role="positive", size=9),
            ]
            marks += [
                Text(place, share + 5, f"{share:.0f} %", align="center", bold=True)
                for place, share in zip(places, shares, strict=False)
            ]
        marks.append(point(0, self.guess, role="negative", size=15, filled=False))
        names = tuple((float(place), f"{batch:,}") for place, batch in enumerate(BATCHES))
        panel = Panel(
            (-0.6, 4.6), (0, 120), tuple(marks), x_label="examples at once", y_label="speed, in % of the top",
            x_ticks=names,
        )  # fmt: skip
        facts = {"guess": self.guess}
        if found:
            facts |= {f"batch {batch}": found.share(batch) for batch in BATCHES[: self.step]}
        return Scene((panel,), self._words(found), aspect=2.2, facts=facts)

    def _measured(self) -> Measured | None:
        """The measurements on the chosen machine; None where there is no such machine."""
        if self.machine not in self._found:
            bench = self._bench or (this_cpu() if self.machine == "CPU" else this_gpu())
            self._found[self.machine] = Measured(bench) if bench else None
        return self._found[self.machine]

    def _words(self, found: Measured | None) -> str:
        guess = f"Your guess (the open square): one example reaches {self.guess:.0f} % of the top speed."
        if self.step == 0:
            return f"{guess} Nothing is timed yet."
        if found is None:
            return f"{guess} Neither CuPy nor PyTorch sees a graphics card here. Choose CPU."
        batch = BATCHES[self.step - 1]
        predicted = predicted_seconds(batch, found.reading, found.multiplying)
        reads = 4 * (N * N + 2 * N * batch) / found.reading > 2 * N * N * batch / found.multiplying
        return (
            f"{guess} Measured on {found.bench.name}: it reads {format_bytes(found.reading)} a second "
            f"and does {format_amount(found.multiplying)} FLOPs a second. Batch {batch}: predicted {format_seconds(predicted)} "
            f"(the {'reading' if reads else 'multiplying'} decides), timed {format_seconds(found.seconds(batch))}, "
            f"{found.share(batch):.0f} % of the top speed, with the roof at {found.predicted_share(batch):.0f} %."
            f"{self._so_far(found)}"
        )

    def _so_far(self, found: Measured) -> str:
        """The earlier bars."""
        bars = [f"{found.share(batch):.0f} % with {batch}" for batch in BATCHES[: self.step - 1]]
        return f" Before that: {', '.join(bars)}." if bars else ""
