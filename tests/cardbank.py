"""One question of each kind, and what they need: pictures, goals, curves."""

from __future__ import annotations

from types import SimpleNamespace

from samplegoals import bound

from coursekit.quiz import (
    Do,
    DrawCurve,
    Multiple,
    Numeric,
    Option,
    Order,
    Point,
    Predict,
    Recall,
    Single,
    Slip,
    Step,
    WrongCurve,
    WrongState,
)
from coursekit.scenes import Line, Panel, Scene

SHARED = {"objective": "know a neuron", "hint": "KEY-hint: *three* steps."}


def option(name: str, text: str, *, right: bool = False, show: dict | None = None) -> Option:
    thought = None if right else "KEY-thought"
    return Option(
        id=name, text=text, feedback=f"KEY-says **{name}**.", right=right, misconception=thought, show=show
    )


SINGLE = Single(
    id="one-neuron",
    prompt="What does **one** neuron compute?",
    options=[
        option("weigh", "a `sum`, then a bend", right=True),
        option("store", "an average over time"),
        option("loss", "<img src=x onerror=alert(1)>"),
    ],
    **SHARED,
)
MULTIPLE = Multiple(
    id="knobs",
    prompt="Which are parameters?",
    options=[option("w", "weights", right=True), option("b", "bias", right=True), option("x", "inputs")],
    **SHARED,
)
NUMERIC = Numeric(
    id="z",
    prompt="What is z?",
    answer=-3.0,
    unit="MB",
    feedback="KEY-right",
    otherwise="KEY-otherwise",
    slips=[Slip(value=-4.0, feedback="KEY-slip", misconception="KEY-thought")],
    **SHARED,
)
ORDER = Order(
    id="steps",
    prompt="In which order?",
    steps=[Step(id="weigh", text="weigh"), Step(id="sum", text="sum"), Step(id="bend", text="bend")],
    feedback="KEY-right",
    otherwise="KEY-otherwise",
    **SHARED,
)
RECALL = Recall(
    id="memory",
    prompt="What is a weight?",
    model_answer="KEY-model: how much an input counts.",
    points=[Point(id="much", text="KEY-much"), Point(id="way", text="KEY-way")],
    **SHARED,
)
PREDICT = Predict(
    id="slide",
    prompt="Only b changes.",
    picture="line",
    options=[
        option("slides", "it slides", right=True, show={"b": 1.0}),
        option("stays", "it stays", show={"b": 0.0}),
    ],
    **SHARED,
)
DO = bound(
    Do(
        id="threshold",
        prompt="Move the threshold until 1 message is judged wrongly.",
        widget="Threshold",
        goal="one_wrong",
        start={"threshold": 0.3},
        state={"threshold": 0.5},
        feedback="KEY-right",
        otherwise="KEY-otherwise",
        mistakes=[
            WrongState(
                id="all-spam", state={"threshold": 0.0}, feedback="KEY-spam", misconception="KEY-thought"
            )
        ],
        **SHARED,
    )
)
CURVE = bound(
    DrawCurve(
        id="bend",
        prompt="What does ReLU look like?",
        curve="relu",
        x=[-2, 2],
        y=[-2, 2],
        tolerance=0.1,
        unit="V",
        feedback="KEY-right",
        otherwise="KEY-otherwise",
        mistakes=[WrongCurve(curve="identity", feedback="KEY-straight", misconception="KEY-thought")],
        **SHARED,
    )
)
QUESTIONS = [SINGLE, MULTIPLE, NUMERIC, ORDER, RECALL, PREDICT, DO, CURVE]


def line(b: float) -> Scene:
    return Scene((Panel((0.0, 1.0), (0.0, 2.0), (Line([0, 1], [b, 1 + b]),)),), f"a line with b = {b}")


PICTURES = SimpleNamespace(line=line)
