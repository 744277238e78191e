"""The size of the gradient that arrives at each layer of a deep network before training, and what training makes of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from coursekit.engine.cost import mlp
from coursekit.formatting import format_power
from coursekit.scenes import Line, Mark, Panel, Points, Role, Scene, Text
from coursekit.widgets.backprop import learner_functions
from coursekit.widgets.backprop.deep_network import DeepNetwork, GradientProfile, compute, profile
from coursekit.widgets.backprop.deep_training import EVERY, STEPS, Kept, trainings
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Toggle
from coursekit.widgets.core.cost import cost_line

_ENDS = (-12.0, 8.0)
_TICKS = tuple((float(k), format_power(10.0**k)) for k in range(-12, 9, 4))
_HEALTHY = (0.1, 10.0)


class GradientThermometer(SceneWidget):
    """`depth` hidden layers of `width` units that read 64 digits, one sweep back from their cross-entropy.

    Every change runs a forward and a backward pass: 5 to 40 ms. With `use(linear_backward=..., relu_backward=...)`
    the learner's own functions carry the gradient. Beside the dots stand the losses of five trainings of the 20 ReLU
    layers of 100 units, which are kept.
    """

    title = "Gradient thermometer"
    goal = (
        "Start: 20 layers, spread 0.05. Bring the gradient of layer 1 to between 0.1 and 10 times that of layer 20: "
        "once with another start, once with one of the remedies. Do the losses beside it fall then?"
    )

    depth = Slider(20, 2, 30, label="layers", step=1)
    width = Choice(20, 50, 100, label="Units a layer", default=100)
    activation = Choice("ReLU", "tanh", "sigmoid", label="Activation")
    start = Choice("0.05", "Xavier", "He", "0.3", label="Spread of the first weights")
    norm = Choice("none", "layer", "batch", label="Normalisation")
    shown = Choice("outputs", "weights", label="Gradient of the")
    residual = Toggle(label="residual connections")
    clip = Toggle(label="gradient clipping")

    def network(self) -> DeepNetwork:
        """The network of the present state."""
        return DeepNetwork(
            int(self.depth), self.width, self.activation, self.start, residual=self.residual, norm=self.norm
        )

    @property
    def cost(self) -> str:  # type: ignore[override]  # it follows depth and width
        """The cost of this network, which has no biases, without its normalisation."""
        return cost_line(mlp([64, *[self.width] * int(self.depth), 10], bias=False))

    def scene(self) -> Scene:
        """One dot a layer on an axis of powers of ten, the last layer on top."""
        replaced = learner_functions.in_use("linear_backward") or learner_functions.in_use("relu_backward")
        found, remark = compute(self.network()) if replaced else (profile(self.network()), "")
        factor = found.clip_factor if self.clip else 1.0
        sizes = (found.weights if self.shown == "weights" else found.activations) * factor
        panel = thermometer(sizes, what=f"length of the gradient of each layer's {self.shown}")
        facts = {
            "ratio": found.ratio,
            "first": float(sizes[0]),
            "last": float(sizes[-1]),
            "clip factor": factor,
        }
        kept = self.trainings()
        words = f"{self._words(found, sizes, factor)} {_trained_text(kept)}{remark}"
        panels = (panel, loss_panel(kept)) if kept else (panel,)
        return Scene(panels, words, aspect=1.75, facts=facts)

    def trainings(self) -> Kept | None:
        """The kept trainings of the present setting; None where there are none."""
        if (self.depth, self.width, self.activation) != (20, 100, "ReLU"):
            return None
        return trainings(self.start, residual=self.residual, norm=self.norm, clip=self.clip)

    def _words(self, found: GradientProfile, sizes: Any, factor: float) -> str:
        depth, ratio = int(self.depth), found.ratio
        sentences = [
            f"{depth} {self.activation} layers of {self.width} units.",
            f"Layer 1 gets {format_power(ratio)} times the gradient that layer {depth} gets: {_verdict(ratio)}.",
            _listed(sizes, self.shown),
        ]
        if self.shown == "weights":
            sentences.append(_weights_text(ratio, float(found.weights[0] / found.weights[-1])))
        if self.clip:
            sentences.append(
                f"Clipping multiplies every gradient by {format_power(factor)}: the dots move together."
                if factor < 1
                else "Clipping has nothing to do: the gradient is short already."
            )
        return " ".join(sentences)


def loss_panel(kept: Kept) -> Panel:
    """The loss of each training, up to 4."""
    curves = tuple(
        Line(EVERY * (np.arange(len(losses)) + 0.5), np.minimum(losses, 4.0), role="accent", width=1.8)
        for losses in kept.losses
    )
    guess = Line(np.array([0, STEPS]), np.full(2, math.log(10)), role="muted", width=1.5, dashed=True)
    marks: tuple[Mark, ...] = (
        guess,
        *curves,
        Text(STEPS, math.log(10) + 0.12, "guessing", role="muted", size=12, align="right"),
    )
    return Panel(
        (0, STEPS), (0, 4.1), marks, title=f"loss, η = {kept.rate:g}", x_label="step of training", share=0.62
    )


def _trained_text(kept: Kept | None) -> str:
    if kept is None:
        return "No training of this setting is kept."
    low, high = min(kept.ends), max(kept.ends)
    end = (
        f"{low:.2f} to {high:.2f}"
        if high < 10
        else f"{low:.2f} to more than 10"
        if low < 10
        else "more than 10"
    )
    return (
        f"Trained {len(kept.losses)} times for {STEPS} steps with η = {kept.rate:g}, the loss ends at {end}; "
        f"guessing costs {math.log(10):.2f}."
    )


def thermometer(sizes: Any, *, what: str, title: str = "") -> Panel:
    """Sizes (layers,) on an axis of powers of ten, with a cross at its end for each that lies beyond it."""
    with np.errstate(divide="ignore"):
        powers = np.log10(np.asarray(sizes, float))
    layers = np.arange(1, len(powers) + 1)
    inside = np.clip(powers, _ENDS[0] + 0.15, _ENDS[1] - 0.15)
    beyond = inside != powers
    top = len(powers) + 1.5
    healthy = _HEALTHY[0] <= sizes[0] / sizes[-1] <= _HEALTHY[1]
    role: Role = "good" if healthy else "negative"
    marks: tuple[Mark, ...] = (
        *(
            Line(np.array([x, x]), np.array([0, top]), role="muted", width=1.5, dashed=True)
            for x in map(math.log10, _HEALTHY)
        ),
        Line(inside, layers, role=role, width=1.5),
        Points(inside[~beyond], layers[~beyond], role=role, size=10),
        Points(inside[beyond], layers[beyond], role=role, marker="cross", size=10),
        Text(1.25, 1.0, "0.1 to 10", role="muted", size=12),
    )
    return Panel(_ENDS, (0, top), marks, x_label=what, y_label="layer", x_ticks=_TICKS, title=title)


def _listed(sizes: Any, shown: str) -> str:
    """The values of a few dots in words, from the last layer down."""
    depth = len(sizes)
    layers = sorted({1, (depth + 1) // 2, depth}, reverse=True)
    places = [f"{format_power(float(sizes[layer - 1]))} at layer {layer}" for layer in layers]
    return f"Length of the gradient of the {shown}: {', '.join(places)}."


def _verdict(ratio: float) -> str:
    if ratio < _HEALTHY[0]:
        return "it vanishes on the way"
    return "it explodes on the way" if ratio > _HEALTHY[1] else "it arrives in good size"


def _weights_text(ratio: float, by_weights: float) -> str:
    said = f"The gradients of the weights, drawn here, say {format_power(by_weights)}."
    if _HEALTHY[0] <= by_weights <= _HEALTHY[1] and _verdict(ratio) != _verdict(1.0):
        said += " They hide it: where the gradient is small the inputs of the layer are large, and the other way round."
    return said
