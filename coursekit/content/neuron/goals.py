"""What decides the question of lesson 1 that is answered by painting."""

from __future__ import annotations

import numpy as np

from coursekit.widgets import PaintNeuron
from coursekit.widgets.neuron.digit_pairs import examples
from coursekit.widgets.neuron.paint_neuron import GOALS


def one_square(widget: PaintNeuron) -> str | None:
    """Right where one square reads 98 % of the 0s and 1s; without its bias, or in the other colour, where that alone is amiss."""
    facts = widget.facts()
    if widget.pair != "0 and 1" or facts["painted"] != 1:
        return None
    if facts["goal reached"]:
        return "right"
    X, first = examples(widget.pair)
    votes = X @ widget.neuron().w
    reached, swapped = (
        max(float(((sums + b > 0) == first).mean()) for b in np.arange(-12, 12.5, 0.5)) >= GOALS[widget.pair]
        for sums in (votes, -votes)
    )
    if swapped:
        return "other-colour"
    return "no-bias" if reached and widget.b == 0 else None
