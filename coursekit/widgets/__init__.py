"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.base import SceneWidget
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.xor_meter import XorMeter

__all__ = ["Drawing", "SceneWidget", "XorMeter"]
