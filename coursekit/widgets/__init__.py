"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.activation_inspector import ActivationInspector
from coursekit.widgets.attention_peek import AttentionPeek
from coursekit.widgets.base import SceneWidget
from coursekit.widgets.bend_counter import BendCounter
from coursekit.widgets.bends import bent
from coursekit.widgets.break_it_clinic import BreakItClinic
from coursekit.widgets.dead_or_off import DeadOrOff
from coursekit.widgets.dead_units import DeadUnits
from coursekit.widgets.depth_width import DepthWidth
from coursekit.widgets.drawing import Drawing
from coursekit.widgets.fit_finder import FitFinder
from coursekit.widgets.five_seeds import FiveSeeds, rings, trial
from coursekit.widgets.folded_xor import FoldedXor
from coursekit.widgets.folding_net import folding_params
from coursekit.widgets.gradient_thermometer import GradientThermometer
from coursekit.widgets.hinges import TARGETS, Hinges, through
from coursekit.widgets.house_price import HousePrice
from coursekit.widgets.nudge_race import NudgeRace
from coursekit.widgets.origami import Origami
from coursekit.widgets.overfit_pair import OverfitPair
from coursekit.widgets.paper_strip import PaperStrip
from coursekit.widgets.ravine_race import RavineRace
from coursekit.widgets.ruler import EmergenceOrRuler
from coursekit.widgets.schedule_drawer import ScheduleDrawer
from coursekit.widgets.shape_tracer import ShapeTracer
from coursekit.widgets.sheets import squared_sheet
from coursekit.widgets.softmax_mixer import SoftmaxMixer
from coursekit.widgets.the_bill import TheBill
from coursekit.widgets.time_the_product import TimeTheProduct
from coursekit.widgets.tiny_writer import TinyWriter
from coursekit.widgets.units_switch import UnitsSwitch
from coursekit.widgets.walk_backwards import WalkBackwards
from coursekit.widgets.weigh_sum_bend import WeighSumBend
from coursekit.widgets.width_for_budget import WidthForBudget
from coursekit.widgets.wirings import Wirings
from coursekit.widgets.writer import Writer
from coursekit.widgets.xor_meter import XorMeter, boundary_line

__all__ = [
    "TARGETS",
    "ActivationInspector",
    "AttentionPeek",
    "BendCounter",
    "BreakItClinic",
    "DeadOrOff",
    "DeadUnits",
    "DepthWidth",
    "Drawing",
    "EmergenceOrRuler",
    "FitFinder",
    "FiveSeeds",
    "FoldedXor",
    "GradientThermometer",
    "Hinges",
    "HousePrice",
    "NudgeRace",
    "Origami",
    "OverfitPair",
    "PaperStrip",
    "RavineRace",
    "SceneWidget",
    "ScheduleDrawer",
    "ShapeTracer",
    "SoftmaxMixer",
    "TheBill",
    "TimeTheProduct",
    "TinyWriter",
    "UnitsSwitch",
    "WalkBackwards",
    "WeighSumBend",
    "WidthForBudget",
    "Wirings",
    "Writer",
    "XorMeter",
    "bent",
    "boundary_line",
    "folding_params",
    "rings",
    "squared_sheet",
    "through",
    "trial",
]
