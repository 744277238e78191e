"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.attention_peek import AttentionPeek
from coursekit.widgets.base import SceneWidget
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.fit_finder import FitFinder
from coursekit.widgets.five_seeds import FiveSeeds, rings, trial
from coursekit.widgets.house_price import HousePrice
from coursekit.widgets.ruler import EmergenceOrRuler
from coursekit.widgets.the_bill import TheBill
from coursekit.widgets.time_the_product import TimeTheProduct
from coursekit.widgets.tiny_writer import TinyWriter
from coursekit.widgets.units_switch import UnitsSwitch
from coursekit.widgets.weigh_sum_bend import WeighSumBend
from coursekit.widgets.width_for_budget import WidthForBudget
from coursekit.widgets.writer import Writer
from coursekit.widgets.xor_meter import XorMeter, boundary_line

__all__ = [
    "AttentionPeek",
    "Drawing",
    "EmergenceOrRuler",
    "FitFinder",
    "FiveSeeds",
    "HousePrice",
    "SceneWidget",
    "TheBill",
    "TimeTheProduct",
    "TinyWriter",
    "UnitsSwitch",
    "WeighSumBend",
    "WidthForBudget",
    "Writer",
    "XorMeter",
    "boundary_line",
    "rings",
    "trial",
]
