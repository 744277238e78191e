"""Draw the temperature of a day, and let hinges chase it: your own, by least squares, trained."""

from __future__ import annotations

import numpy as np

from coursekit.engine.cost import mlp
from coursekit.formatting import format_count, format_number
from coursekit.scenes import Line, Mark, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.curve import Curve
from coursekit.widgets.core.gauge import Bar, gauge
from coursekit.widgets.core.marks import point
from coursekit.widgets.nonlinearity.hinge_training import (
    DAY,
    RATE,
    SPREAD,
    STEPS,
    HingeTraining,
    hinge_training,
)
from coursekit.widgets.nonlinearity.hinges import Array, Hinges, kinks_seen, least_squares

UNIT = "°C"
MOST = 12
GOAL = 1.0
_X = np.linspace(*DAY.x, 961)
_PLACES = (0, 6, 12, 18, 3, 9, 15, 21, 1.5, 13.5, 7.5, 19.5)
_TURNS = (1.0,) + (0.0,) * (MOST - 1)
_BY_HAND, _FITTED, _TRAINED = "by you", "by least squares", "by training"
_EMPTY = (
    "Nothing to chase yet: draw the temperature of a day on the pad, or press one of the buttons below it."
)
_DAYS = {
    "a summer day": lambda x: 15 + 7 * np.sin((x - 9) / 12 * np.pi) + 3 * np.exp(-(((x - 17) / 2.5) ** 2)),
    "a thunderstorm": lambda x: np.interp(x, [0, 5, 15, 16, 20, 24], [17, 15, 29, 18, 20, 17]),
    "two clouds": lambda x: 16 + 6 * np.sin((x - 8) / 12 * np.pi) + 3 * np.cos(x / 3 * np.pi),
}


class HingeChase(SceneWidget):
    """A drawn curve and a network of 1 to 12 hinges that chases it.

    The hinges' kinks stand where the reader puts them. Least squares finds the best turns for them, and training
    moves the kinks as well; it may use a second hidden layer, whose neurons bend what is bent already.

    Args:
        **state: place1 to place12 and turn1 to turn12 are also settings, as the sliders have them.
    """

    title = "Hinges chase your curve"
    goal = (
        f"Draw the temperature of a day. Come within {GOAL:.0f} {UNIT} on average by hand, with as few hinges as you can. Then see what "
        "least squares and training make of as many, and take the bend away."
    )

    drawn = Curve(
        label="The temperature of a day",
        x=DAY.x,
        y=DAY.y,
        axes=("hour", UNIT),
        presets=_DAYS,
        start="a summer day",
    )
    set_by = Choice(_BY_HAND, _FITTED, _TRAINED, label="Hinges set")
    hinges = Slider(4, 1, MOST, label="hinges", step=1)
    start = Slider(10, *DAY.y, label="temperature at 0 h", step=0.5, unit=UNIT)
    hinge = Slider(1, 1, MOST, label="hinge to move", step=1)
    # A pair of sliders for each hinge, of which those of the chosen hinge are shown.
    for _k, (_place, _turn) in enumerate(zip(_PLACES, _TURNS, strict=True), start=1):
        vars()[f"place{_k}"] = Slider(_place, *DAY.x, label=f"kink of hinge {_k} at", step=0.5, unit="h")
        vars()[f"turn{_k}"] = Slider(_turn, -8, 8, label=f"turn of hinge {_k}", step=0.25)
    del _k, _place, _turn
    bend = Toggle(label="bend (ReLU)", on=True)
    deep = Toggle(label="second hidden layer")

    @property
    def cost(self) -> str:  # type: ignore[override]  # it follows the hinges and the layers
        """The cost of this network."""
        return cost_line(mlp((1, *[int(self.hinges)] * (1 + self._is_deep()), 1)))

    def hidden(self) -> list[str]:
        """The sliders of hinges that are not chosen, and what only one way of setting them uses."""
        chosen = min(self.hinge, self.hinges)
        others = [f"{part}{k}" for k in range(1, MOST + 1) if k != chosen for part in ("place", "turn")]
        if self.set_by == _FITTED:
            others += [f"turn{chosen:.0f}", "start"]
        return others + ["deep"] * (self.set_by != _TRAINED)

    def progress(self) -> float:
        """The share of training steps done; 1 where nothing is trained."""
        return self._training().steps / STEPS if self._is_trained() else 1.0

    def advance(self) -> None:
        """Take a few steps of training."""
        self._training().advance()

    def model(self) -> Hinges:
        """The hinges that the reader set, or their best turns by least squares."""
        places, turns = self._settings()
        if self.set_by == _FITTED:
            return least_squares(places, DAY.places(), DAY.heights(self.drawn), bend=self.bend)
        return Hinges(np.ones(len(places)), -places, turns, self.start)

    def curve(self, x: Array) -> Array:
        """The temperature (m,) that the network gives at hours x (m,)."""
        if self._is_trained():
            return self._training().curve(x)
        model = self.model()
        return model.curve(x) if self.bend else model.straight(x)

    def scene(self) -> Scene:
        """The drawn curve, the network's, and how far they are apart beside the least-squares line."""
        if not self.drawn:
            return Scene((self._plane(()),), _EMPTY, aspect=2.0, facts={"hinges": self.hinges})
        xs, ys = DAY.places(), DAY.heights(self.drawn)
        y = self.curve(_X)
        kinks = kinks_seen(_X, y)
        error = float(np.abs(self.curve(xs) - ys).mean())
        line = float(np.abs(np.polyval(np.polyfit(xs, ys, 1), xs) - ys).mean())
        marks: tuple[Mark, ...] = (
            Line(xs, ys, role="ink", width=2, dashed=True),
            Line(_X, y, role="positive", width=3.2),
            Points(kinks, np.interp(kinks, _X, y), role="ink", size=9),
            *([] if self._is_trained() else [self._chosen(y)]),
        )
        low, high = max(-90.0, min(-1.0, y.min() - 1)), min(120.0, max(31.0, y.max() + 1))
        top = max(line, min(error, 3 * line + 1)) * 1.25 + 0.1
        bars = gauge(
            Bar("hinges", min(error, top), f"{format_number(error, 2)} {UNIT}"),
            Bar("one line", line, f"{format_number(line, 2)} {UNIT}"),
            reached=error <= GOAL,
            top=top * 1.1,
            gap=top * 0.05,
            title="mean error",
            share=0.5,
        )
        facts = {"hinges": self.hinges, "kinks": len(kinks), "error": error, "line": line}
        words = self._words(kinks, error, line)
        return Scene((self._plane(marks, (low, high)), bars), words, aspect=2.0, facts=facts)

    def code(self) -> str:
        """The widget's state, and the same curve in NumPy or on the course's engine."""
        if not self.drawn:
            return super().code()
        places, turns = (np.round(part, 10).tolist() for part in self._settings())
        levels = DAY.value(DAY.heights(self.drawn))
        data = (
            f"import numpy as np\n\nx = np.linspace(0, 24, 65)\n"
            f'y = np.frombuffer(bytes.fromhex("{levels}"), np.uint8) / 8  # °C, as it was drawn\n'
        )
        return f"{super().code()}\n\n# the same in a few lines\n{data}{self._lines(places, turns)}"

    def __repr__(self) -> str:
        n = int(self.hinges)
        shown = {
            "drawn": self.drawn,
            "set_by": self.set_by,
            "hinges": n,
            "start": self.start,
            "hinge": int(self.hinge),
        }
        names = [f"{part}{k}" for k in range(1, n + 1) for part in ("place", "turn")]
        shown |= {name: round(getattr(self, name), 10) for name in names}
        shown |= {"bend": self.bend, "deep": self.deep}
        return f"HingeChase({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    def _settings(self) -> tuple[Array, Array]:
        """Places and turns of the hinges in use, (n,) each."""
        n = int(self.hinges)
        places, turns = ([getattr(self, f"{part}{k + 1}") for k in range(n)] for part in ("place", "turn"))
        return np.array(places), np.array(turns)

    def _is_trained(self) -> bool:
        return self.set_by == _TRAINED and bool(self.drawn)

    def _is_deep(self) -> bool:
        return self.set_by == _TRAINED and self.deep

    def _training(self) -> HingeTraining:
        places, turns = self._settings()
        heights = tuple(DAY.heights(self.drawn).tolist())
        return hinge_training(
            tuple(places.tolist()), tuple(turns.tolist()), self.start, heights, self.bend, self.deep
        )

    def _chosen(self, y: Array) -> Points:
        """A square on the curve where the hinge stands that the sliders move."""
        place = getattr(self, f"place{min(self.hinge, self.hinges):.0f}")
        return point(place, float(np.interp(place, _X, y)), role="accent", size=13)

    def _plane(self, marks: tuple[Mark, ...], y: tuple[float, float] = (-1.0, 31.0)) -> Panel:
        title = f"{self._network()}, set {self.set_by}"
        return Panel(DAY.x, y, marks, title=title, x_label="hour of the day", y_label=f"temperature ({UNIT})")

    def _network(self) -> str:
        n = int(self.hinges)
        hinges = f"{n} + {n} neurons" if self._is_deep() else format_count(n, "hinge")
        return hinges if self.bend else f"{hinges} without the bend"

    def _words(self, kinks: Array, error: float, line: float) -> str:
        at = f" at {', '.join(format_number(x, 1) for x in kinks)} h" if 0 < len(kinks) <= 6 else ""
        shape = f"{format_count(len(kinks), 'kink')}{at}" if len(kinks) else "no kink, one straight line"
        done = "" if self.progress() == 1 else f" after {self._training().steps:,} of {STEPS:,} steps"
        return (
            f"{self._network()}, set {self.set_by}{done}: {shape}. On average the curve is {format_number(error, 2)} {UNIT} "
            f"away from yours; one straight line, by least squares, is {format_number(line, 2)} {UNIT} away. {DAY.words(self.drawn, 'Your curve')}"
        )

    def _lines(self, places: list[float], turns: list[float]) -> str:
        """The lines that compute the error from x and y."""
        bent = f"x[:, None] - {places}"
        if self.bend:
            bent = f"np.maximum(0, {bent})"
        if self.set_by == _BY_HAND:
            return f"curve = ({bent}) @ {turns} + {self.start}\nnp.abs(curve - y).mean()"
        if self.set_by == _FITTED:
            return (
                f"A = np.column_stack([{bent}, np.ones(65)])\n"
                "curve = A @ np.linalg.lstsq(A, y, rcond=None)[0]\nnp.abs(curve - y).mean()"
            )
        return self._training_lines(places, turns)

    def _training_lines(self, places: list[float], turns: list[float]) -> str:
        """The training on the course's engine, from the same start."""
        n, bend = len(places), "nn.ReLU(), " if self.bend else ""
        lines = [
            "from coursekit.engine import Tensor, nn, optim",
            "from coursekit.engine import functional as F",
            "",
            "hours, degrees = (Tensor(part[:, None], dtype=np.float64) for part in (x / 12 - 1, y / 15 - 1))",
            f"first, last = nn.Linear(1, {n}, dtype=np.float64), nn.Linear({n}, 1, dtype=np.float64)",
            f"first.weight.data[...], first.bias.data[...] = 1, 1 - np.array({places}) / 12",
            f"last.weight.data[...], last.bias.data[...] = np.array({turns}) * 12 / 15, {self.start} / 15 - 1",
        ]
        second = ""
        if self.deep:
            second = f"second, {bend}"
            lines += [
                f"second = nn.Linear({n}, {n}, dtype=np.float64)",
                f"noise = np.random.default_rng(0).normal(0, {SPREAD} / np.sqrt({n}), ({n}, {n}))",
                f"second.weight.data[...], second.bias.data[...] = np.eye({n}) + noise, 0",
            ]
        lines += [
            f"model = nn.Sequential(first, {bend}{second}last)",
            f"optimizer = optim.Adam(model.parameters(), lr={RATE})",
            f"for _ in range({STEPS}):",
            "    loss = F.mse_loss(model(hours), degrees)",
            "    optimizer.zero_grad()",
            "    loss.backward()",
            "    optimizer.step()",
            "np.abs(15 * (model(hours).data[:, 0] + 1) - y).mean()",
        ]
        return "\n".join(lines)
