"""One training step split over several processes: data-parallel training, on your own cores or on a cluster."""

from coursekit.parallel.crew import Crew
from coursekit.parallel.measured import SAVED, Comparison, compare
from coursekit.parallel.shares import Share, averaged, cut, gradient, split_gradient, take

__all__ = [
    "SAVED",
    "Comparison",
    "Crew",
    "Share",
    "averaged",
    "compare",
    "cut",
    "gradient",
    "split_gradient",
    "take",
]
