"""Normalisation layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.arrays import get_default_dtype
from coursekit.engine.functional.norm import sizes_of
from coursekit.engine.init import ones_
from coursekit.engine.nn.module import Module, empty
from coursekit.engine.tensor import Tensor
from coursekit.errors import ShapeError

# ruff: noqa: FBT001, FBT002 - PyTorch's order


class BatchNorm1d(Module):
    """Each feature to mean 0 and variance 1 over the batch, times weight plus bias: (N, c) or (N, c, l).

    While training, running_mean and running_var follow the batches by `momentum`; after `eval()` they are
    used.

    Args:
        num_features: c.
        eps: added to the variance.
        momentum: how far the running statistics move each step.
        affine: learn weight and bias.
        dtype: float32 by default.
    """

    dims: tuple[int, ...] = (2, 3)

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = True,
        *,
        dtype: npt.DTypeLike | None = None,
    ) -> None:
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.weight = ones_(empty(num_features, dtype=dtype)) if affine else None
        self.bias = empty(num_features, dtype=dtype) if affine else None
        dtype = get_default_dtype() if dtype is None else dtype
        self.register_buffer("running_mean", Tensor(np.zeros(num_features, dtype), dtype=dtype))
        self.register_buffer("running_var", Tensor(np.ones(num_features, dtype), dtype=dtype))
        self.register_buffer("num_batches_tracked", Tensor(np.array(0)))

    def forward(self, x: Tensor) -> Tensor:
        """Any of the dims allowed, shape kept."""
        if x.ndim not in self.dims:
            raise ShapeError(
                f"{type(self).__name__} takes {' or '.join(map(str, self.dims))} dims, (N, channels, ...), "
                f"and got shape {x.shape}"
            )
        if self.training:
            self.num_batches_tracked.data += 1
        return F.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training,
            self.momentum,
            self.eps,
        )

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.num_features}, eps={self.eps}, momentum={self.momentum}"


class BatchNorm2d(BatchNorm1d):
    """BatchNorm1d for images: each channel over the batch and all pixels, (N, c, h, w), kept."""

    dims = (4,)


class LayerNorm(Module):
    """Each example to mean 0 and variance 1 over its last dims, times weight plus bias; shape kept.

    Args:
        normalized_shape: the sizes of these dims.
        eps: added to the variance.
        elementwise_affine: learn weight and bias.
        bias: learn the bias.
        dtype: float32 by default.
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        *,
        dtype: npt.DTypeLike | None = None,
    ) -> None:
        self.normalized_shape = sizes_of(normalized_shape)
        self.eps = eps
        self.weight = ones_(empty(*self.normalized_shape, dtype=dtype)) if elementwise_affine else None
        self.bias = empty(*self.normalized_shape, dtype=dtype) if elementwise_affine and bias else None

    def forward(self, x: Tensor) -> Tensor:
        """(..., *normalized_shape), kept."""
        return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.normalized_shape}, eps={self.eps}"


class RMSNorm(Module):
    """Each example divided by its root mean square over the last dims, times weight; shape kept."""

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float | None = None,
        *,
        dtype: npt.DTypeLike | None = None,
    ) -> None:
        self.normalized_shape = sizes_of(normalized_shape)
        self.eps = eps
        self.weight = ones_(empty(*self.normalized_shape, dtype=dtype))

    def forward(self, x: Tensor) -> Tensor:
        """(..., *normalized_shape), kept."""
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.normalized_shape}, eps={self.eps}"
