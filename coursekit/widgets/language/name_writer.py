"""Watch a language model learn to write given names."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from coursekit import engine as ck
from coursekit.datasets import names
from coursekit.engine import nn
from coursekit.formatting import format_number
from coursekit.scenes import Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Stepper, Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.marks import level
from coursekit.widgets.language.letters import (
    ALPHABET,
    PLACES,
    Ids,
    counted,
    held_out_table,
    name_of,
    table_loss,
)
from coursekit.widgets.language.name_model import STEPS, NameTraining, loss_of, name_model_cost

_STAGES = 20
_STAGE = STEPS // _STAGES
_PIECE, _NEW_NAMES = (
    2,
    10,
)  # steps in one answer to the browser, about 10 ms, and from one sheet of names to the next
_WRITTEN, _CHUNK = 8, 100  # names on a sheet, and held-out names measured in one answer


class Stage(NamedTuple):
    """The writer after some steps of training."""

    held_out: float
    written: tuple[str, ...]


class NameWriter(SceneWidget):
    """A transformer of one block learns given names, 50 steps at a press, and writes new ones every 10 steps."""

    title = "The name writer"
    goal = "Train until the held-out loss is below 2.05. Which line does it cross first, and when do the names sound like names?"
    cost = cost_line(name_model_cost())

    stage = Stepper(_STAGES, label=f"Train {_STAGE} more steps")
    everything = Toggle(label="train all 1,000 steps at once")

    def __init__(self, **state: Any) -> None:
        self._training = NameTraining(0)
        self._stages: list[Stage] = [
            Stage(self._training.held_out_loss(), write_names(self._training.model, seed=0))
        ]
        self._losses: list[float] = []  # in training, the mean of every piece
        self._parts: list[float] = []  # of the held-out loss that is being measured
        self._sheet = self._stages[0].written
        super().__init__(**state)

    def progress(self) -> float:
        """The share of the steps up to the present stage that are done."""
        wanted = self._wanted()
        return 1.0 if len(self._stages) > wanted else self._training.done / (wanted * _STAGE + 1)

    def advance(self) -> None:
        """Two steps of training, or the loss on another 100 held-out names; at times a sheet of names as well."""
        if self._training.done == len(self._stages) * _STAGE:
            self._measure()
            return
        self._losses.append(self._training.train(_PIECE))
        if self._training.done % _NEW_NAMES == 0:
            self._sheet = write_names(self._training.model, seed=self._training.done)

    def _wanted(self) -> int:
        return _STAGES if self.everything else self.stage

    def _measure(self) -> None:
        inputs, targets = held_out_table()
        rows = slice(len(self._parts) * _CHUNK, (len(self._parts) + 1) * _CHUNK)
        with ck.no_grad():
            loss = loss_of(self._training.model, inputs[rows], targets[rows]).item()
        self._parts.append(loss * int((targets[rows] >= 0).sum()))
        if rows.stop >= len(inputs):
            self._stages.append(Stage(sum(self._parts) / int((targets >= 0).sum()), self._sheet))
            self._parts = []

    def scene(self) -> Scene:
        """The losses so far beside those of the two tables, and eight names."""
        wanted = self._wanted()
        shown = self._stages[: wanted + 1]
        running = len(self._stages) <= wanted
        written = self._sheet if running else shown[-1].written
        steps = self._training.done if running else wanted * _STAGE
        losses = self._losses[: steps // _PIECE]
        left = _curves(losses, [stage.held_out for stage in shown])
        page = tuple(Text(0.4, 7.35 - row, name, size=15) for row, name in enumerate(written))
        right = Panel((0, 6), (0, 8.2), page, axes=False, title="what it writes", share=0.55)
        now, measured = shown[-1].held_out, (len(shown) - 1) * _STAGE
        reached = " Goal reached: below 2.05." if now < 2.05 else ""
        words = (
            f"After {steps} steps. The held-out loss was {format_number(now, 3)} after {measured} steps; the tables that look at "
            f"one, two and three letters have {', '.join(f'{loss:.2f}' for loss in _lines())}.{reached} It writes: {', '.join(name or '(nothing)' for name in written)}."
        )
        facts = {"steps": steps, "held-out loss": now, "goal reached": now < 2.05}
        return Scene((left, right), words, aspect=2.2, facts=facts)


def write_names(model: nn.Module, *, seed: int, n: int = _WRITTEN) -> tuple[str, ...]:
    """Names that a model writes, each letter drawn from its probabilities, up to the dot or to 11 letters."""
    rng = np.random.default_rng(seed)
    ids: Ids = np.zeros((n, 1), dtype=np.int64)
    with ck.no_grad():
        while ids.shape[1] < PLACES:
            scores = model(ck.tensor(ids)).data[:, -1].astype(np.float64)
            # The largest of score plus Gumbel noise is a draw from softmax.
            drawn = (scores + rng.gumbel(size=scores.shape)).argmax(axis=1)
            ids = np.column_stack([ids, drawn])
    return tuple(name_of(row[1:]).split(ALPHABET[0])[0] for row in ids)


@cache
def _lines() -> tuple[float, ...]:
    """Held-out losses of the tables that look at one, two and three letters, 0.1 added to every count."""
    given = names()
    return tuple(table_loss(counted(given.training, k, add=0.1), given.held_out) for k in (1, 2, 3))


def _curves(losses: list[float], held_out: list[float]) -> Panel:
    smooth = [float(np.mean(losses[max(0, k - 9) : k + 1])) for k in range(len(losses))]
    one, two, three = _lines()
    marks: list[Mark] = [
        *(level(loss, 0, STEPS, role="muted") for loss in (one, two, three)),
        Text(STEPS, one + 0.07, "table: 1 letter", align="right", size=12),
        Text(STEPS, two + 0.07, "2 letters", align="right", size=12),
        Text(20, three - 0.1, "3 letters", size=12),
        Line(_PIECE * (1 + np.arange(len(smooth))), np.array(smooth), role="positive", width=1.5),
        Line(_STAGE * np.arange(len(held_out)), np.array(held_out), role="negative", width=1.5),
        Points(
            _STAGE * np.arange(len(held_out)), np.array(held_out), role="negative", marker="square", size=8
        ),
        Text(20, 1.72, "line: training    squares: held out", size=12, role="muted"),
    ]
    return Panel((-20, 1020), (1.65, 3.4), tuple(marks), x_label="steps", y_label="loss (nats a letter)")
