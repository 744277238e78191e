"""The verdict on the question of lesson 1 that is answered by painting."""

from __future__ import annotations

import numpy as np

from coursekit.widgets import PaintNeuron
from coursekit.widgets.neuron.digit_pairs import examples
from coursekit.widgets.neuron.paint_neuron import GOALS


def one_square(widget: PaintNeuron) -> str | None:
    """Right where one square reads 98 % of the 0s and 1s; the first thing amiss where another bias, strength or colour gets there."""
    facts = widget.facts()
    if widget.pair != "0 and 1" or facts["painted"] != 1:
        return None
    if facts["goal reached"]:
        return "right"
    X, first = examples(widget.pair)
    w = widget.neuron().w
    as_it_is = "other-bias" if widget.neuron().b else "no-bias"
    for amiss, weights in ((as_it_is, w), ("weak", 2 * np.sign(w)), ("other-colour", -2 * np.sign(w))):
        shares = [((X @ weights + b > 0) == first).mean() for b in np.arange(-12, 12.5, 0.5)]
        if max(shares) >= GOALS[widget.pair]:
            return amiss
    return None
