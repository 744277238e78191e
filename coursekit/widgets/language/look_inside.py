"""A name that the reader types, and what each of its letters looks at, head by head."""

from __future__ import annotations

import numpy as np

from coursekit.formatting import format_number
from coursekit.scenes import HeatMap, Line, Mark, Panel, Scene, Text
from coursekit.widgets.backprop.learner_functions import remark
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Word
from coursekit.widgets.language.letters import ALPHABET
from coursekit.widgets.language.name_model import HEADS
from coursekit.widgets.language.parts import Array
from coursekit.widgets.language.trained_writer import attention_shares

_LETTERS = ALPHABET[1:]


class LookInside(SceneWidget):
    """The attention of the kept writer: each row is a letter that looks, each column one that is looked at."""

    title = "What does each letter look at?"
    goal = "Find a name and a head in which the last letter gives more than 0.60 of its attention to one letter that isn't its own."

    name = Word("katherine", label="a name", letters=_LETTERS, longest=11)
    head = Choice(*(str(k + 1) for k in range(HEADS)), label="Head")

    def shares(self) -> Array:
        """The share that each letter, the dot in front included, gives to each, (T, T)."""
        return np.asarray(attention_shares(self.name)[int(self.head) - 1])

    def scene(self) -> Scene:
        """A square for each pair of letters, the stronger the larger the share."""
        shares, text = self.shares(), f".{self.name}"
        n = len(text)
        marks: list[Mark] = [HeatMap(shares[::-1], (0, n), (0, n), style="ink")]
        for k, letter in enumerate(text):
            marks += [
                Text(k + 0.5, n + 0.25, letter, align="center", size=14),
                Text(-0.35, n - k - 0.65, letter, align="right", size=14),
            ]
        edge = np.array([0, n, n, 0, 0]), np.array([0, 0, n, n, 0])
        marks.append(Line(*edge, role="muted", width=1.5))
        room = 1.3
        panel = Panel(
            (-room, n + 0.3),
            (-0.3, n + room),
            tuple(marks),
            axes=False,
            square=True,
            title=f"head {self.head}",
        )
        last = shares[-1]
        most = int(last.argmax())
        elsewhere = float(last[:-1].max()) if n > 1 else 0.0
        listed = ", ".join(
            f"{letter} {format_number(share, 2)}" for letter, share in zip(text, last, strict=True)
        )
        words = (
            f"Head {self.head}, the name “{self.name}” with its dot in front. Rows look, columns are looked at, and a strong square is a large "
            f"share. The last letter, {text[-1]}, looks at: {listed}; most at place {most + 1}, {text[most]}.{remark('attention', 'causal_mask')}"
        )
        facts = {"most": float(last[most]), "elsewhere": elsewhere, "goal reached": elsewhere > 0.6}
        return Scene((panel,), words, aspect=1.5, facts=facts)
