"""One training step split over several processes: data-parallel training, on your own cores or on a cluster."""

from coursekit.parallel.comparison import SAVED, Comparison, compare
from coursekit.parallel.data_parallel import Share, averaged, cut, gradient, split_gradient, take
from coursekit.parallel.worker_pool import Crew

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
