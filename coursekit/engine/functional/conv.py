"""Convolution and pooling over images of shape (N, channels, height, width)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, ShapeError

__all__ = ["avg_pool2d", "conv2d", "max_pool2d"]
# ruff: noqa: A002, PLR0913 - PyTorch's names and arguments

Pair = int | tuple[int, int]


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Tensor:
    """Slide kernels over images: (N, c_in, h, w) → (N, c_out, h_out, w_out), h_out = ⌊(h + 2·pad − kh)/stride⌋ + 1.

    The patches under the kernel become columns of a matrix, k² slice copies and no loop over pixels, and one matrix
    product an image does the rest (Chellapilla et al. 2006).

    Args:
        input: (N, c_in, h, w).
        weight: (c_out, c_in / groups, kh, kw).
        bias: (c_out,).
        stride: steps between positions.
        padding: zeros added on each side.
        dilation: distance between kernel entries.
        groups: channels are dealt to this many separate convolutions.

    Raises:
        ShapeError: not four dims, other channels than the kernel's, or a kernel larger than the padded image.
    """
    w = weight.data
    n_out, n_in, kh, kw = w.shape
    x = images(input, "conv2d")
    n = len(x)
    if x.shape[1] != n_in * groups:
        raise ShapeError(
            f"this convolution takes {n_in * groups} channels and the input {input.shape} has {x.shape[1]}; "
            "images are (N, channels, height, width)"
        )
    window = Window((kh, kw), pair(stride), pair(padding), pair(dilation), x.shape)
    columns = window.columns(x).reshape(n, groups, n_in * kh * kw, -1)
    kernels = w.reshape(groups, n_out // groups, -1)
    value = np.matmul(kernels, columns).reshape(n, n_out, *window.out)
    if bias is not None:
        value += bias.data.reshape(-1, 1, 1)

    def vjp(g: Array) -> tuple[Array | None, ...]:
        g = g.reshape(n, groups, n_out // groups, -1)
        dx = dw = None
        if weight.requires_grad:
            dw = np.matmul(g, columns.swapaxes(-1, -2)).sum(axis=0).reshape(w.shape)
        if input.requires_grad:
            dx = window.images(np.matmul(kernels.swapaxes(-1, -2), g))
        return (dx, dw) if bias is None else (dx, dw, g.sum(axis=(0, 3)).reshape(-1))

    return Tensor.record(value, (input, weight) if bias is None else (input, weight, bias), vjp)


class Window:
    """Where a kernel stands: turns padded images into columns of patches and gradients of columns back."""

    def __init__(
        self,
        kernel: tuple[int, int],
        stride: tuple[int, int],
        padding: tuple[int, int],
        dilation: tuple[int, int],
        shape: tuple[int, ...],
    ) -> None:
        self.kernel, self.stride, self.padding, self.dilation, self.shape = (
            kernel,
            stride,
            padding,
            dilation,
            shape,
        )
        if min(*kernel, *stride, *dilation) < 1 or min(padding) < 0:
            raise ArgumentError(
                f"kernel {kernel}, stride {stride} and dilation {dilation} start at 1, padding {padding} at 0"
            )
        h, w = (
            (size + 2 * p - d * (k - 1) - 1) // s + 1
            for size, p, d, k, s in zip(shape[2:], padding, dilation, kernel, stride, strict=True)
        )
        if h < 1 or w < 1:
            raise ShapeError(f"a {kernel} kernel does not fit into images {shape[2:]} padded by {padding}")
        self.out = (h, w)

    def places(self) -> Iterator[tuple[int, int, tuple[slice, slice]]]:
        """For each kernel entry (i, j): the pixels it meets at all positions, as slices of the padded image."""
        (kh, kw), (sh, sw), (dh, dw), (h, w) = self.kernel, self.stride, self.dilation, self.out
        for i in range(kh):
            for j in range(kw):
                rows = slice(i * dh, i * dh + sh * (h - 1) + 1, sh)
                yield i, j, (rows, slice(j * dw, j * dw + sw * (w - 1) + 1, sw))

    def pad(self, x: Array, fill: float = 0.0) -> Array:
        """The images with a border of `fill`; themselves where no border is wanted."""
        (ph, pw), (n, c, h, w) = self.padding, x.shape
        if not (ph or pw):
            return x
        padded = np.full((n, c, h + 2 * ph, w + 2 * pw), fill, x.dtype)
        padded[:, :, ph : ph + h, pw : pw + w] = x
        return padded

    def crop(self, padded: Array) -> Array:
        """The images without their border."""
        (ph, pw), (h, w) = self.padding, self.shape[2:]
        return padded[:, :, ph : ph + h, pw : pw + w]

    def padded_zeros(self, dtype: Any) -> Array:
        """Room for a gradient of the padded images."""
        n, c, h, w = self.shape
        return np.zeros((n, c, h + 2 * self.padding[0], w + 2 * self.padding[1]), dtype)

    def columns(self, x: Array) -> Array:
        """(N, c, h, w) → (N, c, kh, kw, h_out, w_out)."""
        padded = self.pad(x)
        columns = np.empty((*self.shape[:2], *self.kernel, *self.out), x.dtype)
        for i, j, (rows, cols) in self.places():
            columns[:, :, i, j] = padded[:, :, rows, cols]
        return columns

    def images(self, columns: Array) -> Array:
        """The reverse, adding up where patches overlap: (N, …) → (N, c, h, w)."""
        columns = columns.reshape(*self.shape[:2], *self.kernel, *self.out)
        padded = self.padded_zeros(columns.dtype)
        for i, j, (rows, cols) in self.places():
            padded[:, :, rows, cols] += columns[:, :, i, j]
        return self.crop(padded)


def max_pool2d(input: Tensor, kernel_size: Pair, stride: Pair | None = None, padding: Pair = 0) -> Tensor:
    """The largest entry of each window: (N, c, h, w) → (N, c, h_out, w_out); the first of equals gets the gradient.

    Raises:
        ShapeError: not four dims, or a window larger than the padded image.
    """
    x = images(input, "max_pool2d")
    window = pool_window(x, kernel_size, stride, padding)
    padded = window.pad(x, -np.inf)
    views = [padded[:, :, rows, cols] for _, _, (rows, cols) in window.places()]
    value = views[0].copy()
    for view in views[1:]:
        np.maximum(value, view, out=value)

    def vjp(g: Array) -> tuple[Array]:
        full = window.padded_zeros(x.dtype)
        unpaid = np.ones(value.shape, bool)
        for (_, _, (rows, cols)), view in zip(window.places(), views, strict=True):
            winner = (view == value) & unpaid
            unpaid &= ~winner
            full[:, :, rows, cols] += g * winner
        return (window.crop(full),)

    return Tensor.record(value, (input,), vjp)


def avg_pool2d(input: Tensor, kernel_size: Pair, stride: Pair | None = None, padding: Pair = 0) -> Tensor:
    """The mean of each window, padding counted as zeros: (N, c, h, w) → (N, c, h_out, w_out).

    Raises:
        ShapeError: not four dims, or a window larger than the padded image.
    """
    x = images(input, "avg_pool2d")
    window = pool_window(x, kernel_size, stride, padding)
    padded = window.pad(x)
    share = 1.0 / (window.kernel[0] * window.kernel[1])
    value = np.zeros((*x.shape[:2], *window.out), x.dtype)
    for _, _, (rows, cols) in window.places():
        value += padded[:, :, rows, cols]
    value *= share

    def vjp(g: Array) -> tuple[Array]:
        g = g * share
        full = window.padded_zeros(x.dtype)
        for _, _, (rows, cols) in window.places():
            full[:, :, rows, cols] += g
        return (window.crop(full),)

    return Tensor.record(value, (input,), vjp)


def pool_window(x: Array, kernel_size: Pair, stride: Pair | None, padding: Pair) -> Window:
    """The window of a pooling; it moves by its own size unless a stride is given."""
    kernel = pair(kernel_size)
    ph, pw = pair(padding)
    if 2 * ph > kernel[0] or 2 * pw > kernel[1]:
        raise ArgumentError(f"padding {(ph, pw)} may be at most half of the window {kernel}")
    return Window(kernel, kernel if stride is None else pair(stride), (ph, pw), (1, 1), x.shape)


def pair(size: Pair) -> tuple[int, int]:
    """One number stands for both directions."""
    return (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))


def images(input: Tensor, name: str) -> Array:
    """The data of a batch of images.

    Raises:
        ShapeError: not four dims.
    """
    if input.data.ndim != 4:
        raise ShapeError(
            f"{name} takes images (N, channels, height, width) and got shape {input.shape}; "
            "reshape, or add a dim with unsqueeze"
        )
    return input.data
