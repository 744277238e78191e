"""A trained network 64-16-10 looked into: what it makes of a drawn digit, and what a hidden unit looks for."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.engine.cost import mlp
from coursekit.formatting import format_number
from coursekit.scenes import Bars, Panel, Role, Scene
from coursekit.widgets.backprop.learner_functions import compute, remark
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.digit_panels import digit_panel, many_digits, signed_panel
from coursekit.widgets.core.digit_reader import EMPTY, DigitReader
from coursekit.widgets.layers.digit_params import SIZES, digit_params

Array = npt.NDArray[np.float64]

_VIEWS = ("the forward pass", "one hidden unit")
_MOST = 12  # training digits that excite a unit most, in its picture


class DigitNetwork(DigitReader):
    """Draw a digit and follow it through 64 inputs, 16 hidden units and 10 probabilities, or open a hidden unit.

    `DigitNetwork()` shows the forward pass, `DigitNetwork(view="one hidden unit", unit=7)` the weights of hidden unit 7
    and the training digits that excite it most. After `use(forward=forward)` the learner's own forward(x, params) reads
    the digit. A question can read `facts()`: the `digit` that is read, its `probability`, how many hidden units are
    `on`, and the `activation` of the chosen `unit`.
    """

    title = "Look into a digit reader"
    goal = "Draw all ten digits: does it read at least 8 of them? Then find a hidden unit that is on for your 0 and off for your 1."
    cost = cost_line(mlp(list(SIZES)))

    view = Choice(*_VIEWS, label="Look at")
    unit = Slider(1, 1, SIZES[1], label="hidden unit", step=1)

    def probabilities(self, x: Array) -> Array:
        """The probabilities (10,) of the digits for the squares x (64,), by the learner's own forward pass if in use."""
        z: Any = compute("forward", x[None], digit_params())
        e = np.exp(z[0] - z[0].max())
        return np.asarray(e / e.sum(), np.float64)

    def scene(self) -> Scene:
        """The layers side by side, or the weights of one hidden unit and what excites it."""
        x, k = self.squares(), int(self.unit) - 1
        W, b = digit_params()[0]
        hidden = np.maximum(0, x @ W + b)
        p = self.probabilities(x)
        facts = {
            "digit": int(p.argmax()),
            "probability": float(p.max()),
            "on": int((hidden > 0).sum()),
            "unit": k + 1,
            "activation": float(hidden[k]),
        }
        own = remark("forward")
        panels: tuple[Panel, ...]
        aspect = 2.8
        if self.view == _VIEWS[0]:
            panels = (digit_panel(x, "64 squares"), _hidden_bars(hidden, k), _probability_bars(p))
            words = _pass_in_words(p, hidden)
        else:
            images, labels = _exciting(k)
            votes, aspect = W[:, k] * x, 3.6
            panels = (
                digit_panel(x, "64 squares"),
                signed_panel(W[:, k], f"× weights of unit {k + 1}"),
                signed_panel(votes, "= 64 votes", largest=float(np.abs(W[:, k]).max())),
                many_digits(images, "what excites it most"),
            )
            words = _unit_in_words(k, float(hidden[k]), float(votes.sum()), float(b[k]), labels)
        return Scene(panels, (words if self.drawing else EMPTY) + own, aspect, facts=facts)

    def code(self) -> str:
        """The widget's state, and the forward pass in NumPy."""
        return (
            f"{super().code()}\n\n# the forward pass in NumPy\nimport numpy as np\nfrom coursekit.widgets import digit_params\n\n"
            f"{self.code_of_squares()}\n(W1, b1), (W2, b2) = digit_params()\nhidden = np.maximum(0, x @ W1 + b1)\n"
            "z = hidden @ W2 + b2\ne = np.exp(z - z.max())\ne / e.sum()"
        )


@cache
def _exciting(unit: int) -> tuple[Array, list[int]]:
    """The training digits that excite a hidden unit most, (12, 64), the strongest first, and their labels."""
    X, labels = digits().training
    W, b = digit_params()[0]
    # Rounded, so that no machine breaks a tie in its own way.
    strongest = np.argsort(-np.round(X @ W[:, unit] + b[unit], 6), kind="stable")[:_MOST]
    return X[strongest].astype(np.float64), labels[strongest].tolist()


def _hidden_bars(hidden: Array, chosen: int) -> Panel:
    units = np.arange(1, len(hidden) + 1)
    others = units != chosen + 1
    marks = (
        Bars(units[others], hidden[others], role="muted"),
        Bars(units[~others], hidden[~others], role="accent"),
    )
    ticks = tuple((float(k), str(k)) for k in (1, 4, 8, 12, 16))
    top = max(4.0, 1.1 * float(hidden.max()))
    return Panel(
        (0.3, 16.7), (0, top), marks, title="16 hidden units", x_label="unit", share=1.35, x_ticks=ticks
    )


def _probability_bars(p: Array) -> Panel:
    best = p.argmax()
    place = np.arange(10)
    roles: tuple[tuple[Any, Role], ...] = ((place != best, "muted"), (place == best, "good"))
    marks = tuple(Bars(place[kept], 100 * p[kept], role=role) for kept, role in roles)
    ticks = tuple((float(k), str(k)) for k in range(10))
    return Panel(
        (-0.7, 9.7), (0, 105), marks, title="10 probabilities, %", x_label="digit", share=1.35, x_ticks=ticks
    )


def _pass_in_words(p: Array, hidden: Array) -> str:
    best, second = np.argsort(-p)[:2]
    strongest = np.argsort(-hidden)[:3]
    units = ", ".join(f"{k + 1} ({format_number(hidden[k])})" for k in strongest if hidden[k] > 0)
    return (
        f"The network reads {best} with a probability of {_percent(p[best])}; next comes {second} with {_percent(p[second])}. "
        f"{(hidden > 0).sum()} of {len(hidden)} hidden units are on, the strongest of them {units}."
    )


def _unit_in_words(unit: int, activation: float, votes: float, b: float, labels: list[int]) -> str:
    state = f"on, at {format_number(activation, 2)}" if activation > 0 else "off"
    counted = sorted(set(labels), key=lambda label: (-labels.count(label), label))
    shown = ", ".join(f"{label} ({_times(labels.count(label))})" for label in counted)
    return (
        f"Hidden unit {unit + 1}: your digit's votes add up to {format_number(votes, 2)}, and with the bias of "
        f"{format_number(b, 2)} the unit is {state}. The {len(labels)} training digits that excite it most show {shown}."
    )


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _percent(share: float) -> str:
    """A probability in whole percent, and never a whole 0 or 100 that it isn't."""
    if share < 0.005:
        return "less than 1 %"
    return "more than 99 %" if share > 0.995 else f"{100 * share:.0f} %"
