"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.activation_inspector import ActivationInspector
from coursekit.widgets.attention_peek import AttentionPeek
from coursekit.widgets.base import SceneWidget
from coursekit.widgets.bend_counter import BendCounter
from coursekit.widgets.bends import bent
from coursekit.widgets.dead_or_off import DeadOrOff
from coursekit.widgets.dead_units import DeadUnits
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.fit_finder import FitFinder
from coursekit.widgets.five_seeds import FiveSeeds, rings, trial
from coursekit.widgets.gradient_thermometer import GradientThermometer
from coursekit.widgets.hinges import TARGETS, Hinges, through
from coursekit.widgets.house_price import HousePrice
from coursekit.widgets.nudge_race import NudgeRace
from coursekit.widgets.ruler import EmergenceOrRuler
from coursekit.widgets.softmax_mixer import SoftmaxMixer
from coursekit.widgets.the_bill import TheBill
from coursekit.widgets.time_the_product import TimeTheProduct
from coursekit.widgets.tiny_writer import TinyWriter
from coursekit.widgets.units_switch import UnitsSwitch
from coursekit.widgets.walk_backwards import WalkBackwards
from coursekit.widgets.weigh_sum_bend import WeighSumBend
from coursekit.widgets.width_for_budget import WidthForBudget
from coursekit.widgets.writer import Writer
from coursekit.widgets.xor_meter import XorMeter, boundary_line

__all__ = [
    "TARGETS",
    "ActivationInspector",
    "AttentionPeek",
    "BendCounter",
    "DeadOrOff",
    "DeadUnits",
    "Drawing",
    "EmergenceOrRuler",
    "FitFinder",
    "FiveSeeds",
    "GradientThermometer",
    "Hinges",
    "HousePrice",
    "NudgeRace",
    "SceneWidget",
    "SoftmaxMixer",
    "TheBill",
    "TimeTheProduct",
    "TinyWriter",
    "UnitsSwitch",
    "WalkBackwards",
    "WeighSumBend",
    "WidthForBudget",
    "Writer",
    "XorMeter",
    "bent",
    "boundary_line",
    "rings",
    "through",
    "trial",
]
