"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.base import SceneWidget
from coursekit.widgets.break_it_clinic import BreakItClinic
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.house_price import HousePrice
from coursekit.widgets.overfit_pair import OverfitPair
from coursekit.widgets.ravine_race import RavineRace
from coursekit.widgets.schedule_drawer import ScheduleDrawer
from coursekit.widgets.units_switch import UnitsSwitch
from coursekit.widgets.weigh_sum_bend import WeighSumBend
from coursekit.widgets.xor_meter import XorMeter, boundary_line

__all__ = [
    "BreakItClinic",
    "Drawing",
    "HousePrice",
    "OverfitPair",
    "RavineRace",
    "SceneWidget",
    "ScheduleDrawer",
    "UnitsSwitch",
    "WeighSumBend",
    "XorMeter",
    "boundary_line",
]
