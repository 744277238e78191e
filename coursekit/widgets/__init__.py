"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.base import SceneWidget
from coursekit.widgets.dead_units import DeadUnits
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.gradient_thermometer import GradientThermometer
from coursekit.widgets.house_price import HousePrice
from coursekit.widgets.nudge_race import NudgeRace
from coursekit.widgets.units_switch import UnitsSwitch
from coursekit.widgets.walk_backwards import WalkBackwards
from coursekit.widgets.weigh_sum_bend import WeighSumBend
from coursekit.widgets.xor_meter import XorMeter, boundary_line

__all__ = [
    "DeadUnits",
    "Drawing",
    "GradientThermometer",
    "HousePrice",
    "NudgeRace",
    "SceneWidget",
    "UnitsSwitch",
    "WalkBackwards",
    "WeighSumBend",
    "XorMeter",
    "boundary_line",
]
