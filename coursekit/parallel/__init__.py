"""One training step split over several processes: data-parallel training, on your own cores or on a cluster."""

from coursekit.parallel.comparison import SAVED, Comparison, compare
from coursekit.parallel.data_parallel import (
    BatchGradient,
    apply_gradient,
    averaged,
    cut,
    gradient,
    split_gradient,
)
from coursekit.parallel.worker_pool import WorkerPool

__all__ = [
    "SAVED",
    "BatchGradient",
    "Comparison",
    "WorkerPool",
    "apply_gradient",
    "averaged",
    "compare",
    "cut",
    "gradient",
    "split_gradient",
]
