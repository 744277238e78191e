"""What decides the questions of this chapter that are answered by doing."""

import numpy as np

from coursekit.scenes import Bars, Panel, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.controls import Slider


class Doubler(SceneWidget):
    """A number and its double as two bars."""

    title = "A number and its double"
    goal = "Reach 8."
    n = Slider(1, 0, 9, label="number", step=1)

    def scene(self):
        bars = Bars(np.array([0, 1]), np.array([self.n, 2 * self.n]))
        return Scene((Panel((-1, 2), (0, 20), (bars,)),), f"{self.n:.0f} and {2 * self.n:.0f}.", facts={"double": 2 * self.n})


def eight(widget):
    """Right where the double is 8."""
    return {8: "right", 6: "square"}.get(widget.facts()["double"])


def line(x):
    """Doubling."""
    return 2 * x


def parabola(x):
    """Squaring."""
    return x**2
