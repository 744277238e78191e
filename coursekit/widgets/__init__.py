"""Live pictures and question cards: everything that talks to the browser."""

from coursekit.widgets.backprop.dead_units import DeadUnits
from coursekit.widgets.backprop.deep_training import train_deep
from coursekit.widgets.backprop.gradient_thermometer import GradientThermometer
from coursekit.widgets.backprop.hand_pass import HandPass
from coursekit.widgets.backprop.nudge_race import NudgeRace
from coursekit.widgets.backprop.reader_training import ReaderTraining
from coursekit.widgets.backprop.value import Value
from coursekit.widgets.backprop.walk_backwards import WalkBackwards
from coursekit.widgets.backprop.xor_by_values import XorByValues
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.drawing import Drawing
from coursekit.widgets.language.ablations import Ablations
from coursekit.widgets.language.attention_peek import AttentionPeek
from coursekit.widgets.language.bigram_table import BigramTable
from coursekit.widgets.language.letter_map import LetterMap
from coursekit.widgets.language.letters import name_table
from coursekit.widgets.language.look_inside import LookInside
from coursekit.widgets.language.name_writer import NameWriter
from coursekit.widgets.language.next_letter import NextLetter
from coursekit.widgets.language.pair_merger import PairMerger
from coursekit.widgets.layers.depth_width import DepthWidth
from coursekit.widgets.layers.digit_network import DigitNetwork
from coursekit.widgets.layers.digit_params import digit_params
from coursekit.widgets.layers.digit_sheet import DigitSheet
from coursekit.widgets.layers.folded_xor import FoldedXor
from coursekit.widgets.layers.folding_net import folding_params
from coursekit.widgets.layers.origami import Origami
from coursekit.widgets.layers.paper_strip import PaperStrip
from coursekit.widgets.layers.plane import squared_sheet
from coursekit.widgets.layers.shape_tracer import ShapeTracer
from coursekit.widgets.layers.slide_kernel import SlideKernel
from coursekit.widgets.layers.softmax_mixer import SoftmaxMixer
from coursekit.widgets.layers.ten_neurons import ten_neurons
from coursekit.widgets.layers.wirings import Wirings
from coursekit.widgets.neuron.draw_and_vote import DrawAndVote
from coursekit.widgets.neuron.house_price import HousePrice
from coursekit.widgets.neuron.paint_neuron import PaintNeuron
from coursekit.widgets.neuron.units_switch import UnitsSwitch
from coursekit.widgets.neuron.weigh_sum_bend import WeighSumBend
from coursekit.widgets.neuron.xor_meter import XorMeter, boundary_line
from coursekit.widgets.nonlinearity.activation_inspector import ActivationInspector
from coursekit.widgets.nonlinearity.activations import bent
from coursekit.widgets.nonlinearity.bend_counter import BendCounter
from coursekit.widgets.nonlinearity.dead_or_off import DeadOrOff
from coursekit.widgets.nonlinearity.hinge_chase import HingeChase
from coursekit.widgets.nonlinearity.hinges import TARGETS, Hinges, through
from coursekit.widgets.nonlinearity.odd_or_even import OddOrEven
from coursekit.widgets.nonlinearity.reader_training import bent_layer, one_neuron
from coursekit.widgets.optimizers.break_it_clinic import BreakItClinic
from coursekit.widgets.optimizers.overfit_pair import OverfitPair
from coursekit.widgets.optimizers.ravine_race import RavineRace
from coursekit.widgets.optimizers.schedule_drawer import ScheduleDrawer
from coursekit.widgets.optimizers.ten_drawings import TenDrawings
from coursekit.widgets.optimizers.valley_walk import ValleyWalk
from coursekit.widgets.playground.playground import Playground
from coursekit.widgets.scale.emergence_or_ruler import EmergenceOrRuler
from coursekit.widgets.scale.fit_finder import FitFinder
from coursekit.widgets.scale.five_seeds import FiveSeeds, rings, trial
from coursekit.widgets.scale.round_the_reader import RoundTheReader
from coursekit.widgets.scale.the_bill import TheBill
from coursekit.widgets.scale.time_the_product import TimeTheProduct
from coursekit.widgets.scale.who_holds_what import WhoHoldsWhat
from coursekit.widgets.scale.width_for_budget import WidthForBudget

__all__ = [
    "TARGETS",
    "Ablations",
    "ActivationInspector",
    "AttentionPeek",
    "BendCounter",
    "BigramTable",
    "BreakItClinic",
    "DeadOrOff",
    "DeadUnits",
    "DepthWidth",
    "DigitNetwork",
    "DigitSheet",
    "DrawAndVote",
    "Drawing",
    "EmergenceOrRuler",
    "FitFinder",
    "FiveSeeds",
    "FoldedXor",
    "GradientThermometer",
    "HandPass",
    "HingeChase",
    "Hinges",
    "HousePrice",
    "LetterMap",
    "LookInside",
    "NameWriter",
    "NextLetter",
    "NudgeRace",
    "OddOrEven",
    "Origami",
    "OverfitPair",
    "PaintNeuron",
    "PairMerger",
    "PaperStrip",
    "Playground",
    "RavineRace",
    "ReaderTraining",
    "RoundTheReader",
    "SceneWidget",
    "ScheduleDrawer",
    "ShapeTracer",
    "SlideKernel",
    "SoftmaxMixer",
    "TenDrawings",
    "TheBill",
    "TimeTheProduct",
    "UnitsSwitch",
    "ValleyWalk",
    "Value",
    "WalkBackwards",
    "WeighSumBend",
    "WhoHoldsWhat",
    "WidthForBudget",
    "Wirings",
    "XorByValues",
    "XorMeter",
    "bent",
    "bent_layer",
    "boundary_line",
    "digit_params",
    "folding_params",
    "name_table",
    "one_neuron",
    "rings",
    "squared_sheet",
    "ten_neurons",
    "through",
    "train_deep",
    "trial",
]
