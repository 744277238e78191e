"""Six trainings with one hidden fault each, called patients: find the fault from the measurements, repair it."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from coursekit.engine.cost import mlp
from coursekit.errors import ArgumentError
from coursekit.formatting import format_rough
from coursekit.scenes import Bars, Line, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Stepper, Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.optimizers.faulty_training import (
    EVERY,
    FAULTS,
    SIZES,
    STEPS,
    Measurements,
    train_with_fault,
)

UNKNOWN = "not yet"

SIGNS = {
    "tiny start": "the loss would stand still, and signals and outputs would fade from layer to layer",
    "learning rate × 30": "the loss would jump up within the first few steps",
    "sigmoid stack": "every unit would be on, with means near one half",
    "dead layer": "the loss would stand still from the first step, and one layer and those behind it would have no unit on",
    "leaked test data": "the test loss would go down with the training loss, below that of new points",
    "missing zero_grad": "the gradient handed over would grow from step to step while the loss swings",
}
EVIDENCE = {
    "tiny start": "the loss stands still, and signals and outputs fade from layer to layer",
    "learning rate × 30": "the loss jumps up within the first few steps",
    "sigmoid stack": "every unit is on, with means near one half, and the signal shrinks on its way back",
    "dead layer": "one layer and those behind it have no unit on, and nothing comes back past them",
    "leaked test data": "the test loss goes down with the training loss, below that of new points",
    "missing zero_grad": "the gradient handed over grows from step to step while the loss swings",
}
SYMPTOMS = {
    "tiny start": "units are on, and yet the outputs of the last hidden layer are next to nothing",
    "learning rate × 30": "the loss does not creep or swing, it leaps",
    "sigmoid stack": "all units are on, and their means lie near one half",
    "dead layer": "the loss stands still from the first step; look at how many units are on, layer by layer",
    "leaked test data": "the training itself goes well; compare the three losses with each other",
    "missing zero_grad": "the loss falls at first, and the gradient handed over grows and does not come down again",
}
REPAIRS = {
    "tiny start": "Start each layer with variance 2 / inputs (He's initialisation), and the signal keeps its size.",
    "learning rate × 30": "Divide the learning rate by 30. Where you do not know it, begin small and go up.",
    "sigmoid stack": "Put ReLU between the layers. A sigmoid's slope is at most one quarter, and four of them multiply.",
    "dead layer": "Start the biases at 0. With −20 no input lifts a unit of layer 3 above zero, so nothing passes.",
    "leaked test data": "Take the test points out of the training set. The test loss rises, and now it is true.",
    "missing zero_grad": "Call optimizer.zero_grad() in every step; without it each backward adds to the gradients before.",
}


class BreakItClinic(SceneWidget):
    """Six training runs with one fault each; `seed` shuffles who has which."""

    title = "Break-it clinic"
    goal = "Name the faults of all 6 patients from their instruments, then repair them."
    cost = cost_line(mlp(SIZES))

    patient = Stepper(len(FAULTS) - 1, label="Next patient")
    diagnosis = Choice(UNKNOWN, *FAULTS, label="Diagnosis")
    repaired = Toggle(label="repair it")

    def __init__(self, *, seed: int = 0, **state: Any) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ArgumentError(f"seed must be a whole number from 0, such as 3; it is {seed!r}")
        self._seed = seed
        self._order = np.random.default_rng(seed).permutation(len(FAULTS)).tolist()
        self._named: set[int] = set()
        super().__init__(**state)

    @traitlets.observe("patient")
    def _next(self, _: Any) -> None:
        """Start the next patient without a diagnosis."""
        self.set_trait("diagnosis", UNKNOWN)
        self.set_trait("repaired", False)

    @traitlets.observe("diagnosis")
    def _note(self, _: Any) -> None:
        if self.diagnosis == self._fault():
            self._named.add(self.patient)

    def hidden(self) -> list[str]:
        """The repair, until the diagnosis is right."""
        return [] if self.diagnosis == self._fault() else ["repaired"]

    def scene(self) -> Scene:
        """Losses, gradients and layers of the patient; after the repair, of the same start without the fault."""
        fault = self._fault()
        healthy = self.repaired and self.diagnosis == fault
        found = train_with_fault("" if healthy else fault, self._seed + self.patient)
        return Scene(
            (_losses(found), _gradients(found), _layers(found)),
            f"Patient {self.patient + 1}. {_measurements_text(found)} {self._verdict(healthy=healthy)}",
            aspect=2.3,
            facts=self._facts(found),
        )

    def code(self) -> str:
        """The state, without the name of the fault."""
        return f"from coursekit.widgets import BreakItClinic\n\nBreakItClinic(seed={self._seed}, patient={self.patient})"

    def _facts(self, found: Measurements) -> dict[str, float]:
        """The number of faults named, and the measurements, without the infinite ones of a training that broke off."""
        measured = {
            "named": len(self._named),
            "steps": len(found.gradients),
            "training": float(found.training[-1]),
            "test": float(found.losses[-1, 0]),
            "new": float(found.losses[-1, 1]),
            "first gradient": float(found.gradients[0]),
            "last gradient": float(found.gradients[-1]),
        }
        return {name: value for name, value in measured.items() if np.isfinite(value)}

    def _fault(self) -> str:
        return FAULTS[self._order[self.patient]]

    def _verdict(self, *, healthy: bool) -> str:
        fault, count = self._fault(), f"Named so far: {len(self._named)} of {len(FAULTS)}."
        if self.diagnosis == UNKNOWN:
            return f"What is wrong? {count}"
        if self.diagnosis != fault:
            return f"Not {self.diagnosis}: then {SIGNS[self.diagnosis]}. Here {SYMPTOMS[fault]}. {count}"
        said = f"Right: {fault}. The sign is that {EVIDENCE[fault]}."
        return f"{said} {'Repaired. ' if healthy else ''}{REPAIRS[fault]} {count}"


def _losses(found: Measurements) -> Panel:
    """Training, test and new points, over the steps."""
    steps, cut, ceiling = EVERY * np.arange(len(found.losses)), 1.5, 2.1
    shown = np.minimum(found.losses, cut)
    training = np.minimum(found.training, cut)
    marks: list[Mark] = [
        Line(np.array([0, STEPS]), np.array([cut, cut]), "muted", 1.0),
        Text(4, cut + 0.06, "cut here", "muted", 11),
        Line(steps, shown[:, 1], "muted", 2.2, dashed=True),
        Line(steps, shown[:, 0], "negative", 2.6),
        Line(np.arange(len(training)), training, "positive", 2.6),
        Text(96, 1.98, "training", "positive", 12, bold=True),
        Text(96, 1.82, "test", "negative", 12, bold=True),
        Text(96, 1.66, "new (dashed)", "muted", 12, bold=True),
    ]
    if len(found.gradients) < STEPS:
        stop = len(found.gradients)
        marks.append(Text(STEPS / 2, 0.35, f"stopped at step {stop}: NaN", "ink", 12, "center"))
    return Panel((0, STEPS), (0, ceiling), tuple(marks), "loss", "step", share=1.25)


def _gradients(found: Measurements) -> Panel:
    """The length of the gradient that the optimizer gets, as a power of ten."""
    logs = np.log10(np.clip(found.gradients, 1e-10, 1e6))
    line = Line(np.arange(len(logs)), logs, "accent", 2.2)
    return Panel((0, STEPS), (-10, 5), (line,), "gradient handed over", "step", "log₁₀ length")


def _layers(found: Measurements) -> Panel:
    """The gradient that reaches each hidden layer at the end, and the share of its units that are on."""
    logs = np.log10(np.maximum(found.signals, 1e-10))
    layers = np.arange(1, len(logs) + 1)
    marks: list[Mark] = [Bars(layers, np.minimum(logs, 1.0), "good", 0.6, base=-10.0)]
    for layer, on, mean in zip(layers, found.on, found.means, strict=True):
        size = f"{mean:.2f}" if mean < 10 else "large"
        marks.append(Text(float(layer), 3.4, f"{100 * on:.0f}", "ink", 12, "center", bold=True))
        marks.append(Text(float(layer), 2.2, size, "muted", 11, "center"))
    marks += [Text(0.3, 4.3, "% of units on, mean:", "ink", 12)]
    ticks = tuple((float(layer), str(layer)) for layer in layers)
    title = "signal at each layer"
    return Panel((0.2, 4.8), (-10, 5), tuple(marks), title, "hidden layer", "log₁₀ slope", x_ticks=ticks)


def _measurements_text(found: Measurements) -> str:
    """The measurements in words."""
    last = (found.training[-1], *found.losses[-1])
    training, test, new = (f"{loss:.2f}" if loss < 100 else format_rough(loss) for loss in last)
    stop = len(found.gradients)
    broke = f"It broke off at step {stop}, the loss was no number any more. " if stop < STEPS else ""
    first, final = found.gradients[0], found.gradients[-1]
    on = ", ".join(f"{share:.0%}" for share in found.on)
    means = ", ".join(f"{mean:.2f}" if mean < 10 else "large" for mean in found.means)
    ratio = found.signals[0] / found.signals[-1] if found.signals[-1] > 0 else 0.0
    return (
        f"{broke}Loss at the end: training {training}, test {test}, new points {new}; "
        f"highest training loss {format_rough(found.training.max())}. "
        f"Gradient handed over: {format_rough(first)} at first, {format_rough(final)} at the end. "
        f"Units on in layers 1 to 4: {on}; mean outputs {means}. "
        f"Signal of layer 1 over layer 4: {format_rough(ratio)}."
    )
