"""Optimizers and learning-rate schedules, under the names of `torch.optim`."""

from coursekit.engine.optim import lr_scheduler
from coursekit.engine.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    LinearWarmup,
    MultiStepLR,
    SequentialLR,
    StepLR,
    WarmupCosine,
)
from coursekit.engine.optim.optimizer import Optimizer
from coursekit.engine.optim.rules import SGD, Adagrad, Adam, AdamW, RMSprop

__all__ = [
    "SGD",
    "Adagrad",
    "Adam",
    "AdamW",
    "ConstantLR",
    "CosineAnnealingLR",
    "ExponentialLR",
    "LambdaLR",
    "LinearLR",
    "LinearWarmup",
    "MultiStepLR",
    "Optimizer",
    "RMSprop",
    "SequentialLR",
    "StepLR",
    "WarmupCosine",
    "lr_scheduler",
]
