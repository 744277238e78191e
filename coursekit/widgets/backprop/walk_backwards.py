"""A small graph with a shared node; the reader types its gradients, or chooses the order of the way back."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from coursekit.engine import Tensor, tensor
from coursekit.formatting import format_number
from coursekit.scenes import Arrow, Mark, Node, Panel, Role, Scene, Text
from coursekit.widgets.backprop import learner_functions
from coursekit.widgets.backprop.slopes import gradients, propagate, slopes
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Number, Path, Stepper
from coursekit.widgets.core.learner_code import plain_numbers

_PLACES = {"a": (0.9, 3.0), "b": (3.3, 3.0), "c": (6.0, 4.8), "d": (6.0, 1.2), "out": (8.9, 3.0)}
_LABELS = {"a": "a = 1", "b": "b = a + 1", "c": "c = 2·b", "d": "d = 3·b", "out": "out = c + d"}
_TYPED = ("c", "d", "b", "a")
TYPE, ORDER, MINE = "type the numbers", "choose the order", "run my backward"


class WalkBackwards(SceneWidget):
    """out = 2·b + 3·b with b = a + 1, recorded by the engine; b is used twice.

    With `backward=f` the learner's own f(graph) can fill in the numbers; without it, the one that was handed
    to `use`.
    """

    title = "Walk it backwards"
    goal = "Type every gradient. Then choose the order: make the gradient of a 7, and then 5."

    task = Choice(TYPE, ORDER, MINE, label="Now")
    c = Number(0, label="gradient of c")
    d = Number(0, label="gradient of d")
    b = Number(0, label="gradient of b")
    a = Number(0, label="gradient of a")
    shown = Stepper(4, label="Show the next number")
    order = Path("out", "c", "d", "b", label="Hand on from", longest=8)

    def __init__(self, *, backward: Callable[..., Any] | None = None, **state: Any) -> None:
        self._backward = backward
        super().__init__(**state)

    def hidden(self) -> list[str]:
        """The controls of the other tasks."""
        typing, ordering = [*_TYPED, "shown"], ["order"]
        return {TYPE: ordering, ORDER: typing, MINE: [*typing, *ordering]}[self.task]

    def scene(self) -> Scene:
        """The graph with its values, and as many gradients as are known."""
        return {TYPE: self._typed, ORDER: self._ordered, MINE: self._learners}[self.task]()

    def code(self) -> str:
        """The widget's state, and the same graph in the engine."""
        return (
            f"{super().code()}\n\n# the same graph in the engine\nfrom coursekit.engine import tensor\n\n"
            "a = tensor(1.0, requires_grad=True)\nb = a + 1\nout = 2 * b + 3 * b\nout.backward()\na.grad"
        )

    def _typed(self) -> Scene:
        want = gradients(diamond())
        known = {"out": 1.0}
        for k, name in enumerate(_TYPED):
            if self.shown > k or getattr(self, name) == want[name]:
                known[name] = want[name]
        open_ = [name for name in _TYPED if name not in known]
        tried = [name for name in open_ if getattr(self, name) != 0]
        words = f"Known: {', '.join(f'{name} {value:g}' for name, value in known.items())}. "
        if tried:
            words += _wrong_number(tried[0], getattr(self, tried[0]))
        elif open_:
            words = f"{'' if len(known) > 1 else _graph_text()}{words}{_question(open_[0])}"
        else:
            words += f"All known. Nudge a by 0.001 and out moves {format_number(nudged(), 3)} times as far: the nudge agrees."
        return _scene(known, words, active=open_[0] if open_ else "")

    def _ordered(self) -> Scene:
        graph = diamond()
        held = propagate(graph, self.order)
        active = self.order[-1] if self.order else ""
        words = (
            f"{_graph_text()}out holds 1, the others 0. Press a node: it hands all it holds to those it was computed "
            "from, and keeps it."
        )
        if self.order:
            parts = [f"{held[active] * slope:g} to {parent}" for parent, slope in graph[active]]
            rest = ", ".join(f"{name} {held[name]:g}" for name in ("b", "c", "d"))
            words = (
                f"{', '.join(self.order)}: {active} handed {' and '.join(parts)}. {_order_remark(self.order, held['a'])} "
                f"The others: {rest}."
            )
        return _scene(held, words, active=active, walked=self.order[-1:])

    def _learners(self) -> Scene:
        graph = diamond()
        want = gradients(graph)
        if self._backward is None:
            if learner_functions.in_use("backward"):
                return _scene(
                    learner_functions.graph_gradients(graph),
                    f"a holds 5.{learner_functions.remark('backward')}",
                )
            words = "There is no backward(graph) of yours yet. Hand one in: use(backward=backward)."
            return _scene({"out": 1.0}, words)
        got, complaint = learner_functions.attempt("backward", self._backward, diamond())
        numbers = plain_numbers(got, want)
        if complaint:
            return _scene(
                numbers or {"out": 1.0},
                f"{complaint} The nudge says {format_number(nudged(), 3)} for a.",
                wrong=True,
            )
        return _scene(
            numbers, "Every number is computed by your own backward, and the nudge agrees: a holds 5."
        )


@functools.cache
def diamond() -> Mapping[str, list[tuple[str, float]]]:
    """The graph of the widget, read off the engine's record."""
    return slopes(*_recorded(1.0))


@functools.cache
def nudged(step: float = 1e-3) -> float:
    """The slope of out with respect to a, by nudging: (out(a + h) − out(a − h)) / 2h."""
    above, below = (_recorded(1.0 + h)[0].item() for h in (step, -step))
    return (above - below) / (2 * step)


def _recorded(value: float) -> tuple[Tensor, dict[str, Tensor]]:
    a = tensor(value, np.float64, requires_grad=True)
    b = a + 1
    c, d = 2 * b, 3 * b
    out = c + d
    return out, {"a": a, "b": b, "c": c, "d": d, "out": out}


@functools.cache
def _graph_text() -> str:
    """The graph in words."""
    wires = [f"{parent} to {name} {slope:g}" for name, wires in diamond().items() for parent, slope in wires]
    return f"The graph: {', '.join(_LABELS.values())}. Slopes of the wires: {', '.join(wires)}. "


def _question(name: str) -> str:
    return {
        "c": 'Next is c. Raise c by a little: how many times as far does "out" move?',
        "d": "Next is d. out = c + d: what is its slope in d?",
        "b": "Next is b, which is used twice. What comes back along 2·b, what along 3·b, and together?",
        "a": "Next is a. b = a + 1 has slope 1 in a. What does b hand on?",
    }[name]


_WRONG_NUMBERS: dict[tuple[str, float], str] = {
    ("b", 2): "2 comes back along c. The wire through d is still to come: add both.",
    ("b", 3): "3 comes back along d. The wire through c is still to come: add both.",
    ("b", 6): "6 is the product. Two ways out of b: what they bring back is added.",
    ("b", 1): "Each wire multiplies by its slope, 2 and 3, and b adds up what arrives.",
    ("a", 7): "7 is where naive recursion ends: it hands the first part of b on twice.",
    ("a", 2): "2 is only what came through c. Wait until b is complete.",
    ("a", 3): "3 is only what came through d. Wait until b is complete.",
    ("a", 6): "The wire from a to b adds 1 and has slope 1: 1 more at a is 1 more at b.",
}


def _wrong_number(name: str, said: float) -> str:
    """The likely cause of a wrong number."""
    cause = _WRONG_NUMBERS.get((name, said))
    if cause is None and name in ("c", "d"):
        cause = f"out = c + d, so 1 more at {name} is how much more at out?"
    return f"{name} is not {format_number(said, 3).rstrip('0').rstrip('.')}. {cause or _question(name)}"


def _order_remark(order: tuple[str, ...], total: float) -> str:
    """The value of a in words, and the reason if the order is wrong so far."""
    end = f"a holds {total:g}."
    for name in ("c", "d", "b"):
        before = order[: order.index(name)] if name in order else ()
        if (times := order.count(name)) > 1 and propagate(diamond(), before)[name]:
            often = "twice" if times == 2 else f"{times} times"
            return f"{end} {name} handed on {often}, and what it held the first time went along again."
    early = [
        f"{name} handed on before {child} had paid in"
        for name, child in (("c", "out"), ("d", "out"), ("b", "c"), ("b", "d"))
        if name in order and child not in order[: order.index(name)]
    ]
    if early:
        return f"{end} {early[0]}."
    if "b" in order and order.count("out") == 1:
        return (
            f"{end} The nudge says {format_number(nudged(), 3)}: every node was complete when it handed on."
        )
    return (
        f"{end} out may hand on only once."
        if order.count("out") > 1
        else f"{end} So far every node was complete."
    )


def _scene(
    held: Mapping[str, float],
    words: str,
    *,
    active: str = "",
    walked: tuple[str, ...] = (),
    wrong: bool = False,
) -> Scene:
    """The graph; `held` are the gradients to show, `active` the node that is asked for or just handed on."""
    marks: list[Mark] = []
    want = gradients(diamond())
    for name, wires in diamond().items():
        for parent, slope in wires:
            marks += _wire(parent, name, slope, back=name in walked)
    for name, (x, y) in _PLACES.items():
        role: Role = "accent" if name == active else "ink"
        known = name in held
        if known and wrong and held[name] != want[name]:
            role = "negative"
        marks += [
            Node(x, y, f"{held[name]:g}" if known else "?", role=role, size=54, filled=name == active),
            Text(x, y + 0.92, _LABELS[name], role="muted", align="center"),
        ]
    title = 'in the circles: the gradient, how many times as far "out" moves'
    panel = Panel((0, 9.8), (0, 6.1), tuple(marks), axes=False, title=title)
    return Scene((panel,), words, aspect=2.2, facts=held)


def _wire(start: str, end: str, slope: float, *, back: bool) -> list[Mark]:
    """A wire with its slope; turned round and coloured where the gradient has gone back along it."""
    (ax, ay), (bx, by) = _PLACES[start], _PLACES[end]
    here, there = ((bx, by), (ax, ay)) if back else ((ax, ay), (bx, by))
    role: Role = "accent" if back else "muted"
    # Beside the wire, on the outer side of the diamond.
    middle = ((ax + bx) / 2, (ay + by) / 2 + {0: 0.32, 1: 0.55, -1: -0.55}[_side(ay, by)])
    return [
        Arrow(here, there, role=role, width=3 if back else 1.8, gap=29),
        Text(*middle, f"slope {slope:g}", role="accent" if back else "ink", align="center"),
    ]


def _side(ay: float, by: float) -> int:
    """1 for wires in the upper half of the picture, −1 in the lower, 0 for level ones."""
    return 0 if ay == by else (1 if max(ay, by) > 3.1 else -1)
