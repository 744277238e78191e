"""The update rules: what to subtract from the parameters, given their gradients; as in PyTorch 2.13."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.optim.optimizer import Group, Optimizer, Piece, nonnegative
from coursekit.errors import ArgumentError

# ruff: noqa: PLR0913, FBT001, FBT002 - PyTorch's arguments and their order


class SGD(Optimizer):
    """w ← w − lr · v; v is the gradient g, or with momentum v ← momentum · v + (1 − dampening) · g.

    Goodfellow et al. (2016), sections 8.3.1 to 8.3.3; weight_decay adds weight_decay · w to the gradient.

    Args:
        params: tensors or groups.
        lr: learning rate.
        momentum: how much of v is kept.
        dampening: how much of a new gradient is left out.
        weight_decay: L2 penalty.
        nesterov: look ahead along v.

    Raises:
        ArgumentError: a negative setting, or nesterov without momentum.
    """

    moments = ("momentum_buffer",)

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        nonnegative(lr=lr, momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ArgumentError(
                f"nesterov needs momentum above 0 and no dampening, not {momentum} and {dampening}"
            )
        settings = {"lr": lr, "momentum": momentum, "dampening": dampening}
        super().__init__(params, {**settings, "weight_decay": weight_decay, "nesterov": nesterov})

    def update(self, piece: Piece, group: Group) -> None:
        """Turn the gradients in piece.g into lr · v."""
        g, momentum = add_weight_decay(piece, group), group["momentum"]
        if momentum:
            v = piece.moments["momentum_buffer"]
            v *= momentum
            v += g if piece.t == 1 else np.multiply(g, 1 - group["dampening"], out=piece.scratch)
            if group["nesterov"]:
                g += np.multiply(v, momentum, out=piece.scratch)
            else:
                g[...] = v
        g *= group["lr"]


class RMSprop(Optimizer):
    """w ← w − lr · g / (√v + eps) with v a moving average of g² (Hinton 2012, lecture 6e).

    Args:
        params: tensors or groups.
        lr: learning rate.
        alpha: how much of v is kept.
        eps: keeps the division finite.
        weight_decay: L2 penalty.
        momentum: how much of the last update is kept.
        centered: divide by the standard deviation instead, v − (mean of g)².

    Raises:
        ArgumentError: a negative setting.
    """

    moments = ("square_avg", "grad_avg", "momentum_buffer")

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
    ) -> None:
        nonnegative(lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum)
        settings = {"lr": lr, "alpha": alpha, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, {**settings, "momentum": momentum, "centered": centered})

    def update(self, piece: Piece, group: Group) -> None:
        """Turn the gradients in piece.g into lr · g / (√v + eps), or its running sum."""
        g, alpha, v = add_weight_decay(piece, group), group["alpha"], piece.moments["square_avg"]
        moving_average(v, g * g, alpha, piece.scratch)
        spread = v
        if group["centered"]:
            mean = piece.moments["grad_avg"]
            moving_average(mean, g, alpha, piece.scratch)
            spread = v - mean * mean
        root = np.sqrt(spread, out=piece.scratch)
        root += group["eps"]
        g /= root
        if group["momentum"]:
            buffer = piece.moments["momentum_buffer"]
            buffer *= group["momentum"]
            buffer += g
            g[...] = buffer
        g *= group["lr"]


class Adagrad(Optimizer):
    """w ← w − lr / (1 + (t − 1) · lr_decay) · g / (√v + eps) with v the sum of all g² (Duchi et al. 2011).

    Args:
        params: tensors or groups.
        lr: learning rate.
        lr_decay: how it shrinks with the steps.
        weight_decay: L2 penalty.
        initial_accumulator_value: where v starts.
        eps: keeps the division finite.

    Raises:
        ArgumentError: a negative setting.
    """

    moments = ("sum",)

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        nonnegative(
            lr=lr, lr_decay=lr_decay, weight_decay=weight_decay, eps=eps, start=initial_accumulator_value
        )
        super().__init__(params, {"lr": lr, "lr_decay": lr_decay, "weight_decay": weight_decay, "eps": eps})
        for blocks in self._blocks:
            blocks[0].moments["sum"] += initial_accumulator_value

    def update(self, piece: Piece, group: Group) -> None:
        """Turn the gradients in piece.g into rate · g / (√v + eps)."""
        g, v = add_weight_decay(piece, group), piece.moments["sum"]
        v += np.multiply(g, g, out=piece.scratch)
        root = np.sqrt(v, out=piece.scratch)
        root += group["eps"]
        g /= root
        g *= group["lr"] / (1 + (piece.t - 1) * group["lr_decay"])


class Adam(Optimizer):
    """w ← w − lr · m̂ / (√v̂ + eps), m and v the moving averages of g and g² (Kingma and Ba 2015).

    m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ), algorithm 1; weight_decay adds weight_decay · w to the
    gradient.

    Args:
        params: tensors or groups.
        lr: learning rate.
        betas: β₁ and β₂, how much of m and v is kept.
        eps: keeps the division finite.
        weight_decay: L2 penalty.

    Raises:
        ArgumentError: a negative setting, or a β outside [0, 1).
    """

    moments = ("exp_avg", "exp_avg_sq")

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        nonnegative(lr=lr, eps=eps, weight_decay=weight_decay)
        if not isinstance(betas, Sequence) or len(betas) != 2 or not all(0 <= beta < 1 for beta in betas):
            raise ArgumentError(f"betas are two numbers in [0, 1), not {betas}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    def update(self, piece: Piece, group: Group) -> None:
        """Turn the gradients in piece.g into lr · m̂ / (√v̂ + eps)."""
        add_weight_decay(piece, group)
        adam_update(piece, group)


class AdamW(Adam):
    """Adam with weight decay outside the adaptive part: w ← w − lr · weight_decay · w first.

    Loshchilov and Hutter (2019), algorithm 2. The arguments are Adam's; weight_decay is 0.01 by
    default.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay)

    def update(self, piece: Piece, group: Group) -> None:
        """Turn the gradients in piece.g into lr · m̂ / (√v̂ + eps) + lr · weight_decay · w."""
        adam_update(piece, group)
        if group["weight_decay"]:
            w = piece.values()
            w *= group["lr"] * group["weight_decay"]
            piece.g += w


def adam_update(piece: Piece, group: Group) -> None:
    """Turn the gradients in piece.g into lr · m̂ / (√v̂ + eps)."""
    (b1, b2), m, v, g = group["betas"], piece.moments["exp_avg"], piece.moments["exp_avg_sq"], piece.g
    moving_average(m, g, b1, piece.scratch)
    g *= g
    moving_average(v, g, b2, piece.scratch)
    # √v̂ + eps = (√v + eps · c) / c, which saves dividing a whole vector.
    c = math.sqrt(1 - b2**piece.t)
    root = np.sqrt(v, out=piece.scratch)
    root += group["eps"] * c
    np.divide(m, root, out=g)
    g *= group["lr"] * c / (1 - b1**piece.t)


def add_weight_decay(piece: Piece, group: Group) -> Array:
    """Add weight_decay · w to the gradients in piece.g, and return these."""
    if group["weight_decay"]:
        w = piece.values()
        w *= group["weight_decay"]
        piece.g += w
    return piece.g


def moving_average(kept: Array, new: Array, beta: float, scratch: Array) -> None:
    """Moving average: kept ← beta · kept + (1 − beta) · new, in place."""
    kept *= beta
    kept += np.multiply(new, 1 - beta, out=scratch)
