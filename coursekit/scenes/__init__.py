"""Pictures: scenes as plain data, and how matplotlib draws them."""

from coursekit.scenes.packing import Packed, pack
from coursekit.scenes.paint import PALETTE, paint, picture
from coursekit.scenes.scene import Arrow, Bars, HeatMap, Line, Mark, Node, Panel, Points, Role, Scene, Text

__all__ = [
    "PALETTE",
    "Arrow",
    "Bars",
    "HeatMap",
    "Line",
    "Mark",
    "Node",
    "Packed",
    "Panel",
    "Points",
    "Role",
    "Scene",
    "Text",
    "pack",
    "paint",
    "picture",
]
