"""Losses as modules: settings given once, then loss(predictions, targets)."""

from __future__ import annotations

from typing import Any

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.nn.module import Module
from coursekit.engine.tensor import Tensor

# ruff: noqa: A002 - `input` is PyTorch's name for the predictions


class MSELoss(Module):
    """The mean of (input − target)²; `reduction` is "mean", "sum" or "none"."""

    def __init__(self, *, reduction: str = "mean") -> None:
        self.reduction = reduction

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """Two tensors of one shape → one number."""
        return F.mse_loss(input, target, reduction=self.reduction)


class L1Loss(MSELoss):
    """The mean of |input − target|."""

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """Two tensors of one shape → one number."""
        return F.l1_loss(input, target, reduction=self.reduction)


class HuberLoss(Module):
    """Half the squared error up to `delta`, a straight line beyond; the mean."""

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        self.reduction, self.delta = reduction, delta

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """Two tensors of one shape → one number."""
        return F.huber_loss(input, target, self.reduction, self.delta)


class SmoothL1Loss(Module):
    """HuberLoss with delta = beta, divided by beta."""

    def __init__(self, *, reduction: str = "mean", beta: float = 1.0) -> None:
        self.reduction, self.beta = reduction, beta

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """Two tensors of one shape → one number."""
        return F.smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)


class NLLLoss(Module):
    """Minus the log-probability of the right class, from log-probabilities; see `functional.nll_loss`."""

    def __init__(self, weight: Any = None, *, ignore_index: int = -100, reduction: str = "mean") -> None:
        self.weight, self.ignore_index, self.reduction = weight, ignore_index, reduction

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """(N, n_classes) and integers (N,) → one number."""
        return F.nll_loss(
            input, target, self.weight, ignore_index=self.ignore_index, reduction=self.reduction
        )


class CrossEntropyLoss(Module):
    """Minus the log-probability of the right class, from logits; see `functional.cross_entropy`."""

    def __init__(
        self,
        weight: Any = None,
        *,
        ignore_index: int = -100,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        self.weight, self.ignore_index = weight, ignore_index
        self.reduction, self.label_smoothing = reduction, label_smoothing

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """(N, n_classes) and integers (N,) → one number."""
        return F.cross_entropy(
            input,
            target,
            self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
            label_smoothing=self.label_smoothing,
        )


class BCELoss(Module):
    """−y log p − (1 − y) log(1 − p) for probabilities; the mean."""

    def __init__(self, weight: Any = None, *, reduction: str = "mean") -> None:
        self.weight, self.reduction = weight, reduction

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """Probabilities and targets of one shape → one number."""
        return F.binary_cross_entropy(input, target, self.weight, reduction=self.reduction)


class BCEWithLogitsLoss(Module):
    """BCELoss from logits, which stays exact where sigmoid rounds to 0 or 1."""

    def __init__(self, weight: Any = None, *, reduction: str = "mean", pos_weight: Any = None) -> None:
        self.weight, self.reduction, self.pos_weight = weight, reduction, pos_weight

    def forward(self, input: Tensor, target: Any) -> Tensor:
        """Logits and targets of one shape → one number."""
        return F.binary_cross_entropy_with_logits(
            input, target, self.weight, reduction=self.reduction, pos_weight=self.pos_weight
        )
