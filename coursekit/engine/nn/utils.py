"""Gradients kept within bounds before a step (Pascanu et al. 2013)."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, DivergedError


def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,  # noqa: FBT001, FBT002 - PyTorch's order
) -> float:
    """Scale all gradients together so that their norm, as one long vector, is at most max_norm.

    Returns:
        The norm before scaling.

    Raises:
        ArgumentError: max_norm is negative.
        DivergedError: the norm is not finite and error_if_nonfinite is set.
    """
    if max_norm < 0:
        raise ArgumentError(f"max_norm is a length and cannot be {max_norm}")
    tensors = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    with_grad = [(p, p.grad) for p in tensors if p.grad is not None]
    norms = [float(np.linalg.norm(g.ravel(), norm_type)) for _, g in with_grad]
    total = float(np.linalg.norm(norms, norm_type)) if norms else 0.0
    if error_if_nonfinite and not math.isfinite(total):
        raise DivergedError(f"the gradient's norm is {total}; try a smaller learning rate")
    scale = max_norm / (total + 1e-6)
    if not scale >= 1:  # a NaN norm is passed on, as in PyTorch
        for p, g in with_grad:
            p.grad = g * scale
    return total


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Cut every entry of every gradient to ±clip_value."""
    tensors = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    for p in tensors:
        if p.grad is not None:
            p.grad = np.clip(p.grad, -clip_value, clip_value)
