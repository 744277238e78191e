"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.base import SceneWidget
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.house_price import HousePrice
from coursekit.widgets.units_switch import UnitsSwitch
from coursekit.widgets.weigh_sum_bend import WeighSumBend
from coursekit.widgets.xor_meter import XorMeter, boundary_line

__all__ = ["Drawing", "HousePrice", "SceneWidget", "UnitsSwitch", "WeighSumBend", "XorMeter", "boundary_line"]
