"""Convolution and pooling as modules."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.functional.conv import Pair, padding_of, pair
from coursekit.engine.init import uniform_
from coursekit.engine.nn.module import Module, empty
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError

# ruff: noqa: PLR0913, FBT001, FBT002 - PyTorch's arguments and their order


class Conv2d(Module):
    """Kernels slid over images: (N, in_channels, h, w) → (N, out_channels, h_out, w_out).

    Weights and biases start uniform within ±1/√fan_in, as in PyTorch.

    Args:
        in_channels: channels of the images.
        out_channels: number of kernels.
        kernel_size: one number, or height and width.
        stride: steps between positions.
        padding: zeros added on each side; "valid" for none, "same" to keep the size at stride 1.
        dilation: distance between kernel entries.
        groups: the channels are split into this many separate convolutions.
        bias: add a bias to each output channel.
        dtype: float32 by default.
        rng: draws the initial values.

    Attributes:
        weight: (out_channels, in_channels / groups, kh, kw).
        bias: (out_channels,), or None.

    Raises:
        ArgumentError: channels that the groups do not divide, or "same" with an even kernel or a stride.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Pair | str = 0,
        dilation: Pair = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        if groups < 1 or in_channels % groups or out_channels % groups:
            raise ArgumentError(
                f"{groups} groups must divide {in_channels} channels in and {out_channels} out"
            )
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride, self.dilation = pair(kernel_size), pair(stride), pair(dilation)
        self.padding = padding_of(padding, self.kernel_size, self.stride, self.dilation)
        self.weight = empty(out_channels, in_channels // groups, *self.kernel_size, dtype=dtype)
        self.bias = empty(out_channels, dtype=dtype) if bias else None
        bound = 1 / math.sqrt(self.weight.data[0].size)
        uniform_(self.weight, -bound, bound, rng)
        if self.bias is not None:
            uniform_(self.bias, -bound, bound, rng)

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) → (N, out_channels, h_out, w_out)."""
        return F.conv2d(x, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)

    def extra_repr(self) -> str:
        """The sizes."""
        return (
            f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}, "
            f"padding={self.padding}"
        )


class MaxPool2d(Module):
    """The largest entry of each window, which moves by its own size: (N, c, h, w) → (N, c, h_out, w_out)."""

    def __init__(self, kernel_size: Pair, stride: Pair | None = None, padding: Pair = 0) -> None:
        self.kernel_size, self.padding = kernel_size, padding
        self.stride = kernel_size if stride is None else stride

    def forward(self, x: Tensor) -> Tensor:
        """(N, c, h, w) → (N, c, h_out, w_out)."""
        return F.max_pool2d(x, self.kernel_size, self.stride, self.padding)

    def extra_repr(self) -> str:
        """The sizes."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool2d(MaxPool2d):
    """The mean of each window: (N, c, h, w) → (N, c, h_out, w_out); moves by its own size by default."""

    def forward(self, x: Tensor) -> Tensor:
        """(N, c, h, w) → (N, c, h_out, w_out)."""
        return F.avg_pool2d(x, self.kernel_size, self.stride, self.padding)
