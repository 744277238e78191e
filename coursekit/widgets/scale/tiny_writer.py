"""Watch a small language model learn to write."""

from __future__ import annotations

import math
import textwrap
from typing import Any, NamedTuple

import numpy as np

from coursekit.scenes import Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Stepper
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.marks import level
from coursekit.widgets.scale.writer import WriterTraining, writer_cost

_TEMPERATURES = {"0.3": 0.3, "0.7": 0.7, "1.2": 1.2}
_BATCHES, _STAGES = 50, 12
_PIECE = 5  # batches trained for one answer to the browser: about 10 ms
_LETTERS, _LINE = 150, 27  # written at each stage, and in one line of the picture


class Stage(NamedTuple):
    """The writer at one stage of training: its loss, and the text it writes at each temperature."""

    loss: float
    texts: dict[str, str]


class TinyWriter(SceneWidget):
    """A transformer of one block that learns from 400 sentences, 50 batches at a press."""

    title = "A tiny language model"
    goal = "Train until the loss is below 0.40. When do spaces come, when words, when sentences?"
    cost = cost_line(writer_cost(20))

    stage = Stepper(_STAGES, label="Train on 50 more batches")
    temperature = Choice(*_TEMPERATURES, label="Temperature", default="0.7")

    def __init__(self, **state: Any) -> None:
        self._training, self._trained = WriterTraining(), 0
        self._stages: list[Stage] = [self._now()]
        parameters = sum(each.data.size for each in self._training.model.parameters())
        self._size = f"{parameters:,} parameters, {len(self._training.letters)} characters"
        super().__init__(**state)

    def stages(self) -> list[Stage]:
        """The stages up to the present one, as far as they are trained."""
        return self._stages[: self.stage + 1]

    def progress(self) -> float:
        """The share of the batches of the present stage that are done."""
        return 1.0 if len(self._stages) > self.stage else self._trained / (self.stage * _BATCHES)

    def advance(self) -> None:
        """A few batches; at the end of a stage the loss and the texts as well."""
        self._training.train(_PIECE)
        self._trained += _PIECE
        if self._trained % _BATCHES == 0:
            self._stages.append(self._now())

    def _now(self) -> Stage:
        texts = self._training.write(_LETTERS, list(_TEMPERATURES.values()))
        return Stage(self._training.fresh_loss(), dict(zip(_TEMPERATURES, texts, strict=True)))

    def scene(self) -> Scene:
        """The loss so far, and what the writer writes now."""
        stages = self.stages()
        text = stages[-1].texts[self.temperature]
        guessing = math.log(len(self._training.letters))
        done = np.arange(len(stages)) * _BATCHES  # one stage behind while the next is trained
        losses = np.array([stage.loss for stage in stages])
        curve: tuple[Mark, ...] = (
            level(guessing, 0, _STAGES * _BATCHES, role="muted"),
            Text(_STAGES * _BATCHES, guessing + 0.17, "blind guessing", align="right", size=12),
            Line(done, losses, role="positive", width=3),
            Points(done, losses, role="positive", size=9),
        )
        loss = Panel((-20, 620), (0, 3.6), curve, x_label="batches", y_label="loss")
        lines = textwrap.wrap(text.strip(), _LINE)
        written = tuple(Text(0.3, 5.6 - k * 0.85, line, size=15) for k, line in enumerate(lines))
        page = Panel((0, 10), (0, 6.4), written, axes=False, title="what it writes", share=1.15)
        words = (
            f"{self._size}. After {done[-1]} batches the loss is {losses[-1]:.2f}; guessing blindly "
            f"is {guessing:.2f}. At temperature {self.temperature} it writes: “{text.strip()}”"
        )
        facts = {"batches": int(done[-1]), "loss": float(losses[-1]), "guessing": guessing}
        return Scene((loss, page), words, aspect=2.2, facts=facts)
