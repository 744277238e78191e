"""A whole backward pass of a 2-2-1 network by hand: each number is typed before it shows."""

from __future__ import annotations

from typing import Any, NamedTuple

from coursekit.engine.cost import mlp
from coursekit.formatting import format_number
from coursekit.scenes import Arrow, Mark, Node, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Number, Stepper
from coursekit.widgets.core.cost import cost_line

X = (2.0, -1.0)
W1 = ((3.0, 1.0), (5.0, 2.0))  # no weight is its input: who mixes them up gets another number
B1 = (1.0, 1.0)
W2 = (3.0, -2.0)
B2 = -2.0
TARGET = 3.0

FORWARD, OUTPUT, HIDDEN, FIRST = (
    "1 · forward",
    "2 · at the output",
    "3 · at the hidden units",
    "4 · at the first layer",
)
_PLACES = {
    "x1": (0.8, 4.4),
    "x2": (0.8, 1.4),
    "h1": (4.3, 4.4),
    "h2": (4.3, 1.4),
    "y": (7.6, 2.9),
    "L": (9.6, 2.9),
}


class Typed(NamedTuple):
    """A number to type: its label, the stage it belongs to, and the question that leads to it."""

    label: str
    stage: str
    question: str


TYPED = {
    "h1": Typed(
        "h₁",
        FORWARD,
        "The first hidden unit weighs the inputs with 3 and 5 and adds 1. What does it hand on?",
    ),
    "h2": Typed("h₂", FORWARD, "The second one weighs them with 1 and 2 and adds 1. What does it hand on?"),
    "y": Typed("y", FORWARD, "The output weighs h₁ and h₂ with 3 and −2 and adds −2. What is y?"),
    "loss": Typed("L", FORWARD, "The right answer is 3. What is the loss, (y − 3)²?"),
    "dy": Typed("∂L/∂y", OUTPUT, "The slope of (y − 3)² in y is 2·(y − 3). How large is it here?"),
    "dv1": Typed(
        "∂L/∂v₁", OUTPUT, "v₁ = 3 is multiplied by h₁. If v₁ moves a little, y moves h₁ times as far. And L?"
    ),
    "dv2": Typed("∂L/∂v₂", OUTPUT, "v₂ = −2 is multiplied by h₂. How many times as far does L move as v₂?"),
    "dc": Typed("∂L/∂c", OUTPUT, "c is added: y moves as far as c. And L?"),
    "dh1": Typed("∂L/∂h₁", HIDDEN, "If h₁ moves a little, y moves v₁ = 3 times as far. And L?"),
    "dh2": Typed("∂L/∂h₂", HIDDEN, "If h₂ moves a little, y moves v₂ = −2 times as far. And L?"),
    "dw11": Typed("∂L/∂w₁₁", FIRST, "w₁₁ = 2 joins x₁ = 2 to h₁, which is on. What arrives at h₁, times x₁?"),
    "dw21": Typed("∂L/∂w₂₁", FIRST, "w₂₁ = 3 joins x₂ = −1 to h₁. What arrives at h₁, times x₂?"),
    "db1": Typed("∂L/∂b₁", FIRST, "b₁ is added in h₁. How many times as far does L move as b₁?"),
    "dw12": Typed("∂L/∂w₁₂", FIRST, "w₁₂ = 1 joins x₁ = 2 to h₂, which is on. What arrives at h₂, times x₁?"),
    "dw22": Typed("∂L/∂w₂₂", FIRST, "w₂₂ = −1 joins x₂ = −1 to h₂. What arrives at h₂, times x₂?"),
    "db2": Typed("∂L/∂b₂", FIRST, "b₂ is added in h₂. How many times as far does L move as b₂?"),
}
STAGES = (FORWARD, OUTPUT, HIDDEN, FIRST)


def right_numbers() -> dict[str, float]:
    """The number of every place, by plain arithmetic."""
    h1, h2 = (max(0.0, X[0] * W1[0][k] + X[1] * W1[1][k] + B1[k]) for k in range(2))
    y = h1 * W2[0] + h2 * W2[1] + B2
    dy = 2 * (y - TARGET)
    dh1, dh2 = dy * W2[0], dy * W2[1]  # both units are on, so the gradient of the sum is that of the output
    return {
        "h1": h1, "h2": h2, "y": y, "loss": (y - TARGET) ** 2,
        "dy": dy, "dv1": dy * h1, "dv2": dy * h2, "dc": dy, "dh1": dh1, "dh2": dh2,
        "dw11": dh1 * X[0], "dw21": dh1 * X[1], "db1": dh1, "dw12": dh2 * X[0], "dw22": dh2 * X[1], "db2": dh2,
    }  # fmt: skip


class HandPass(SceneWidget):
    """Inputs (2, −1) go forward through two ReLU units and an output; then every gradient is worked out by hand.

    A number shows in the drawing once it's typed rightly, or once the step "Show the next number" has come to it.
    """

    title = "Backwards by hand"
    goal = f"Fill in all {len(TYPED)} numbers of the four stages."
    cost = cost_line(mlp((2, 2, 1)))

    stage = Choice(*STAGES, label="Stage")
    for _name, _typed in TYPED.items():
        vars()[_name] = Number(0, label=_typed.label)
    del _name, _typed
    shown = Stepper(len(TYPED), label="Show the next number")

    def hidden(self) -> list[str]:
        """The numbers of the other stages."""
        return [name for name, typed in TYPED.items() if typed.stage != self.stage]

    def known(self) -> dict[str, float]:
        """The numbers that are typed rightly or shown."""
        right = right_numbers()
        return {
            name: right[name]
            for place, name in enumerate(TYPED)
            if place < self.shown or abs(getattr(self, name) - right[name]) < 1e-9
        }

    def scene(self) -> Scene:
        """The network with its weights, the numbers going forward, and the gradients known so far."""
        known = self.known()
        open_ = [name for name, typed in TYPED.items() if typed.stage == self.stage and name not in known]
        panel = Panel((-0.3, 10.6), (-0.5, 6.0), tuple(_drawing(known)), title=self.stage, axes=False)
        return Scene(
            (panel,), self._words(known, open_), aspect=1.6, facts={"known": len(known), "of": len(TYPED)}
        )

    def code(self) -> str:
        """The widget's state, and the same pass on the course's engine."""
        return (
            f"{super().code()}\n\n# the same on the course's engine\nfrom coursekit.engine import tensor\n\n"
            "x = tensor([[2.0, -1.0]])\n"
            "W1, b1 = tensor([[3.0, 1.0], [5.0, 2.0]], requires_grad=True), tensor([1.0, 1.0], requires_grad=True)\n"
            "W2, b2 = tensor([[3.0], [-2.0]], requires_grad=True), tensor([-2.0], requires_grad=True)\n"
            "loss = (((x @ W1 + b1).relu() @ W2 + b2 - 3) ** 2).sum()\nloss.backward()\nW1.grad, b1.grad, W2.grad, b2.grad"
        )

    def _words(self, known: dict[str, float], open_: list[str]) -> str:
        done = f"{len(known)} of {len(TYPED)} numbers are there. "
        listed = ", ".join(f"{TYPED[name].label} = {_number(value)}" for name, value in known.items())
        if listed:
            done = f"{len(known)} of {len(TYPED)} numbers are there: {listed}. "
        if len(known) == len(TYPED):
            return f"{done}That was a whole backward pass."
        if not open_:
            return f"{done}This stage is complete. Choose the next one."
        wrong = [name for name in open_ if getattr(self, name)]
        told = "".join(f"{_number(getattr(self, name))} isn't {TYPED[name].label} yet. " for name in wrong)
        return f"{done}{told}{TYPED[(wrong or open_)[0]].question}"


def _drawing(known: dict[str, float]) -> list[Mark]:
    """Nodes and wires; below each node and each weight its gradient, marked ∂, where it is known."""
    marks: list[Mark] = [
        Arrow(_PLACES[start], _PLACES[end], gap=25)
        for start, end in [
            ("x1", "h1"),
            ("x2", "h1"),
            ("x1", "h2"),
            ("x2", "h2"),
            ("h1", "y"),
            ("h2", "y"),
            ("y", "L"),
        ]
    ]
    inside = {
        "x1": _number(X[0]),
        "x2": _number(X[1]),
        **{n: _of(known, n) for n in ("h1", "h2", "y")},
        "L": _of(known, "loss"),
    }
    for name, (x, y) in _PLACES.items():
        marks.append(Node(x, y, inside[name], size=44, role="accent" if inside[name] == "?" else "ink"))
    for name, label in {"x1": "x₁", "x2": "x₂", "h1": "h₁", "h2": "h₂", "y": "y", "L": "L"}.items():
        x, y = _PLACES[name]
        marks.append(Text(x, y + 0.85, label, align="center", bold=True))
    back = {"h1": "dh1", "h2": "dh2", "y": "dy"}
    for name, key in back.items():
        if key in known:
            x, y = _PLACES[name]
            marks.append(
                Text(
                    x,
                    y - 1.05,
                    f"∂L/∂{ {'h1': 'h₁', 'h2': 'h₂', 'y': 'y'}[name] } = {_number(known[key])}",
                    role="accent",
                    align="center",
                    bold=True,
                )
            )
    marks.append(Text(9.6, 1.85, "(y − 3)²", role="muted", size=12, align="center"))
    for (x, y), weight, key in _wires():
        marks.append(Text(x, y, weight, align="center"))
        if key in known:
            marks.append(
                Text(x, y - 0.42, f"∂ {_number(known[key])}", role="accent", align="center", bold=True)
            )
    return marks


def _wires() -> list[tuple[tuple[float, float], str, str]]:
    """Place of the text on each wire, the weight, and the name of its gradient."""
    return [
        ((2.5, 5.0), "w₁₁ = 3", "dw11"), ((3.6, 3.0), "w₂₁ = 5", "dw21"), ((1.35, 3.2), "w₁₂ = 1", "dw12"), ((2.5, 1.05), "w₂₂ = 2", "dw22"),
        ((6.0, 4.5), "v₁ = 3", "dv1"), ((6.0, 1.55), "v₂ = −2", "dv2"),
        ((5.1, 5.5), "b₁ = 1", "db1"), ((5.75, 0.6), "b₂ = 1", "db2"), ((8.4, 4.2), "c = −2", "dc"),
    ]  # fmt: skip


def _of(known: dict[str, float], name: str) -> str:
    return _number(known[name]) if name in known else "?"


def _number(value: Any) -> str:
    return format_number(value, 0) if float(value).is_integer() else format_number(value, 2)
