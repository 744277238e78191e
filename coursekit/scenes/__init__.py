"""Pictures as plain data, packed for the browser or painted with matplotlib."""

from coursekit.scenes.packing import Fingerprints, Packed, pack
from coursekit.scenes.paint import PALETTE, paint, picture
from coursekit.scenes.scene import Arrow, Bars, HeatMap, Line, Mark, Node, Panel, Points, Role, Scene, Text

__all__ = [
    "PALETTE",
    "Arrow",
    "Bars",
    "Fingerprints",
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
