"""Parts of the writer taken out one at a time: guesses first, then five seeds."""

from __future__ import annotations

import numpy as np

from coursekit.formatting import format_number
from coursekit.scenes import Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider, Toggle
from coursekit.widgets.language.trainings import VARIANTS, held_out_losses

_LOW, _HIGH = 1.95, 2.25
_GUESS = {"one head": "one_head", "no positions": "no_positions", "no residual": "no_residual"}


class Ablations(SceneWidget):
    """A table to fill by guessing: the held-out loss of the writer with one part taken out."""

    title = "What is each part worth?"
    goal = "Put each guess where you expect the loss, then show the results. Can you come within 0.02 of two of the three?"

    one_head = Slider(2.15, _LOW, _HIGH, label="one head instead of four", step=0.01)
    no_positions = Slider(2.15, _LOW, _HIGH, label="without positions", step=0.01)
    no_residual = Slider(2.15, _LOW, _HIGH, label="without residual connections", step=0.01)
    results = Toggle(label="show the results of five seeds")

    def scene(self) -> Scene:
        """A row for each variant: the guess as an open square and, once shown, five results as dots."""
        marks: list[Mark] = []
        told, close = [], 0
        for row, variant in enumerate(VARIANTS):
            y = float(len(VARIANTS) - 1 - row)
            losses = np.array(held_out_losses(variant))
            shown = self.results or variant not in _GUESS
            marks += [
                Line(np.array([_LOW, _HIGH]), np.array([y, y]), role="muted", width=1),
                Text(_LOW, y + 0.3, variant, size=13, bold=True),
            ]
            if shown:
                beside = y + 0.07 * np.array([0, 1, -1, 2, -2])  # so that equal results can be told apart
                marks.append(Points(losses, beside, role="positive", size=7))
            mean = f"{variant}: {format_number(float(losses.mean()), 3)}, from {losses.min():.3f} to {losses.max():.3f}"
            if variant in _GUESS:
                guess = getattr(self, _GUESS[variant])
                marks.append(
                    Points(np.array([guess]), np.array([y]), role="negative", marker="square", filled=False)
                )
                close += bool(abs(guess - losses.mean()) <= 0.02)
                mean = f"{mean}, your guess {guess:.2f}" if shown else f"{variant}: your guess is {guess:.2f}"
            told.append(mean)
        panel = Panel(
            (_LOW - 0.01, _HIGH + 0.01),
            (-0.5, len(VARIANTS) - 0.3),
            tuple(marks),
            x_label="held-out loss (nats a letter)",
            y_label="",
        )
        ending = (
            f" {close} of your three guesses are within 0.02."
            if self.results
            else " The other results are hidden until you ask for them."
        )
        facts = {"within": close if self.results else 0, "shown": float(self.results)}
        return Scene((panel,), f"{'. '.join(told).capitalize()}.{ending}", aspect=2.2, facts=facts)
