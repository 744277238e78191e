"""The lists of 32 numbers of the letters, pressed flat onto a page, before and after training."""

from __future__ import annotations

import numpy as np

from coursekit.scenes import Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Toggle
from coursekit.widgets.language.letters import ALPHABET, ids_of
from coursekit.widgets.language.parts import Array
from coursekit.widgets.language.trainings import writer_weights

_VOWELS = "aeiouy"


class LetterMap(SceneWidget):
    """The embeddings of the kept writer seen from the side on which they spread most (their two principal components)."""

    title = "Where do the letters lie?"
    goal = "Before training and after it: how many of the six vowels (with y) have another vowel as their nearest letter on the page?"

    trained = Toggle(label="after training")

    def places(self) -> tuple[Array, float]:
        """The place of each of the 27 letters on the page, (27, 2), and the share of their spread that the page shows."""
        table = writer_weights()["letter.weight" if self.trained else "start"]
        centred = table - table.mean(axis=0)
        u, s, _ = np.linalg.svd(centred, full_matrices=False)
        flat = u[:, :2] * s[:2]
        flat = flat * np.where(
            flat[1] < 0, -1, 1
        )  # a side may be turned over freely: the a lies right and up
        spread = np.ptp(flat, axis=0)
        return 2 * (flat - flat.min(axis=0)) / spread - 1, float((s[:2] ** 2).sum() / (s**2).sum())

    def scene(self) -> Scene:
        """A letter at each place; vowels are squares."""
        places, share = self.places()
        vowels = ids_of(_VOWELS)
        others = np.setdiff1d(np.arange(27), vowels)
        (x, y), (u, v) = places[others].T, places[vowels].T
        marks: tuple[Mark, ...] = (
            Points(x, y, role="muted", size=7),
            Points(u, v, role="negative", marker="square", size=9),
            *(
                Text(a, b + 0.04, letter, align="center", bold=letter in _VOWELS, size=14)
                for letter, (a, b) in zip(ALPHABET, places.tolist(), strict=True)
            ),
        )
        panel = Panel(
            (-1.15, 1.15),
            (-1.15, 1.2),
            marks,
            axes=False,
            title="after training" if self.trained else "before training",
        )
        away = np.linalg.norm(places[:, None] - places, axis=2) + np.diag(np.full(27, np.inf))
        nearest = away.argmin(axis=1)
        beside = int(np.isin(nearest[vowels], vowels).sum())
        told = ", ".join(f"{ALPHABET[k]} beside {ALPHABET[nearest[k]]}" for k in vowels.tolist())
        words = (
            f"The 27 letters {'after' if self.trained else 'before'} training. Vowels are squares: {told}. {beside} of the six lie beside another vowel. "
            f"The page shows {share:.0%} of how far the lists spread."
        )
        return Scene((panel,), words, aspect=1.5, facts={"vowels beside vowels": beside, "share": share})
