"""Convolution and pooling over images of shape (N, channels, height, width).

In memory the batch is the innermost axis: (channels, height, width, N). Every slice that
a kernel entry touches then consists of long contiguous runs, a convolution is one matrix product for the whole batch, and
max-pooling compares whole runs at once (conv nets train 1.5 to 3 times faster than with each image in one piece).
The shapes that come in and go out are (N, channels, height, width) all the same: NumPy only counts the axes
in another order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, need_one_dtype, need_shape, refuse_options, row_sums
from coursekit.engine.tensor import Tensor, record
from coursekit.errors import ArgumentError, ShapeError

# ruff: noqa: A002, PLR0913 - PyTorch's names and arguments

Pair = int | tuple[int, int]


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Pair = 1,
    padding: Pair | str = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Tensor:
    """Slide kernels over images: (N, c_in, h, w) → (N, c_out, h_out, w_out); one image may come without N.

    h_out = ⌊(h + 2 · padding − dilation · (kh − 1) − 1) / stride⌋ + 1, and w_out likewise.

    The patches under the kernel become columns of a matrix, one slice copied for each kernel entry and no
    loop over pixels, and a matrix product does the rest (Chellapilla et al. 2006).

    Args:
        input: (N, c_in, h, w).
        weight: (c_out, c_in / groups, kh, kw).
        bias: (c_out,).
        stride: steps between positions.
        padding: zeros added on each side; "valid" for none, "same" to keep the size at stride 1.
        dilation: distance between kernel entries.
        groups: the channels are split into this many separate convolutions.

    Raises:
        ShapeError: not four dims, other channels than the kernel's, or a kernel larger than the padded image.
        DTypeError: input and weight of different dtypes.
        ArgumentError: groups that do not divide the kernels, or "same" with a stride or an even kernel.
    """
    if input.ndim == 3:
        return conv2d(input.unsqueeze(0), weight, bias, stride, padding, dilation, groups).squeeze(0)
    w = weight.data
    n_out, n_in, kh, kw = kernel_sizes(w, groups)
    need_shape("bias", bias, (n_out,))
    x = batch_last(input, "conv2d")
    if x.shape[0] != n_in * groups:
        raise ShapeError(
            f"this convolution takes {n_in * groups} channels and the input {input.shape} has {x.shape[0]}; "
            "images are (N, channels, height, width)"
        )
    need_one_dtype(x, w)
    steps = pair(stride), padding_of(padding, (kh, kw), pair(stride), pair(dilation)), pair(dilation)
    window = Window((kh, kw), *steps, x.shape)
    columns = window.columns(x).reshape(groups, n_in * kh * kw, -1)
    kernels = w.reshape(groups, n_out // groups, -1)
    value = np.matmul(kernels, columns).reshape(n_out, -1)
    if bias is not None:
        value += bias.data[:, None]

    def vjp(g: Array) -> tuple[Array | None, ...]:
        g = g.transpose(1, 2, 3, 0).reshape(groups, n_out // groups, -1)
        dx = dw = None
        if weight.requires_grad:
            # This way round and turned is up to twice as fast as g @ columnsᵀ.
            dw = np.matmul(columns, g.swapaxes(1, 2)).swapaxes(1, 2).reshape(w.shape)
        if input.requires_grad:
            dx = batch_first(window.images(np.matmul(kernels.swapaxes(1, 2), g)))
        return (dx, dw) if bias is None else (dx, dw, row_sums(g.reshape(n_out, -1)))

    out = batch_first(value.reshape(n_out, *window.out, -1))
    return record(out, (input, weight) if bias is None else (input, weight, bias), vjp)


def max_pool2d(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,  # noqa: FBT001, FBT002 - PyTorch's order
    return_indices: bool = False,  # noqa: FBT001, FBT002
) -> Tensor:
    """The largest entry of each window: (N, c, h, w) → (N, c, h_out, w_out); of equals the first counts.

    Raises:
        ShapeError: not four dims, or a window larger than the padded image.
        ArgumentError: padding by more than half of the window; ceil_mode or return_indices, which are PyTorch's alone.
    """
    refuse_options("max_pool2d", ceil_mode=ceil_mode, return_indices=return_indices)
    if input.ndim == 3:
        return max_pool2d(input.unsqueeze(0), kernel_size, stride, padding, dilation).squeeze(0)
    x = batch_last(input, "max_pool2d")
    window = pool_window(x, kernel_size, stride, padding, dilation)
    views = list(window.views(window.pad(x, -np.inf)))
    value = views[0].copy(order="K")
    for view in views[1:]:
        np.maximum(value, view, out=value)

    def vjp(g: Array) -> tuple[Array]:
        remaining = g.transpose(1, 2, 3, 0).copy()
        padded = window.padded_zeros(g.dtype)
        *places, last = window.views(padded)
        for view, place in zip(views[:-1], places, strict=True):
            # Windows that do not overlap are written directly: twice as fast.
            part = np.multiply(remaining, view == value, out=None if window.overlaps else place)
            if window.overlaps:
                place += part
            remaining -= part  # of equal maxima only the first receives the gradient
        last += remaining
        return (batch_first(window.crop(padded)),)

    return record(batch_first(value), (input,), vjp)


def avg_pool2d(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,  # noqa: FBT001, FBT002 - PyTorch's order
    count_include_pad: bool = True,  # noqa: FBT001, FBT002
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of each window, padding counted as zeros: (N, c, h, w) → (N, c, h_out, w_out).

    Raises:
        ShapeError: not four dims, or a window larger than the padded image.
        ArgumentError: padding by more than half of the window; another ceil_mode, count_include_pad or
            divisor_override than the default, which are PyTorch's alone.
    """
    refuse_options(
        "avg_pool2d",
        ceil_mode=ceil_mode,
        divisor_override=divisor_override is not None,
        **{"count_include_pad=False": not count_include_pad},
    )
    if input.ndim == 3:
        return avg_pool2d(input.unsqueeze(0), kernel_size, stride, padding).squeeze(0)
    x = batch_last(input, "avg_pool2d")
    window = pool_window(x, kernel_size, stride, padding)
    share = 1.0 / (window.kernel[0] * window.kernel[1])
    views = list(window.views(window.pad(x, 0.0)))
    value = views[0].copy(order="K")
    for view in views[1:]:
        value += view
    value *= share

    def vjp(g: Array) -> tuple[Array]:
        g = g.transpose(1, 2, 3, 0) * share
        padded = window.padded_zeros(g.dtype)
        for place in window.views(padded):
            place += g
        return (batch_first(window.crop(padded)),)

    return record(batch_first(value), (input,), vjp)


class Window:
    """The positions of a kernel on images (c, h, w, N): cuts the images into views, one for each kernel entry."""

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
            for size, p, d, k, s in zip(shape[1:3], padding, dilation, kernel, stride, strict=True)
        )
        if h < 1 or w < 1:
            raise ShapeError(f"a {kernel} kernel does not fit into images {shape[1:3]} padded by {padding}")
        self.out = (h, w)

    @property
    def overlaps(self) -> bool:
        """True if two positions of the kernel share pixels."""
        reach = [d * (k - 1) + 1 for d, k in zip(self.dilation, self.kernel, strict=True)]
        return self.stride[0] < reach[0] or self.stride[1] < reach[1]

    def views(self, padded: Array) -> Iterator[Array]:
        """For each kernel entry, row by row: the pixels under it at all positions, (c, h_out, w_out, N)."""
        (kh, kw), (sh, sw), (dh, dw), (h, w) = self.kernel, self.stride, self.dilation, self.out
        for top in range(0, kh * dh, dh):
            for left in range(0, kw * dw, dw):
                yield padded[:, top : top + sh * (h - 1) + 1 : sh, left : left + sw * (w - 1) + 1 : sw]

    def pad(self, x: Array, fill: float) -> Array:
        """The images with a border of `fill`; themselves where no border is wanted."""
        if not any(self.padding):
            return x
        padded = self.padded_zeros(x.dtype)
        if fill:
            padded[...] = fill
        self.crop(padded)[...] = x
        return padded

    def crop(self, padded: Array) -> Array:
        """The images without their border."""
        (ph, pw), (h, w) = self.padding, self.shape[1:3]
        return padded[:, ph : ph + h, pw : pw + w]

    def padded_zeros(self, dtype: Any) -> Array:
        """Zeros of the images' shape with their border."""
        (ph, pw), (c, h, w, n) = self.padding, self.shape
        return np.zeros((c, h + 2 * ph, w + 2 * pw, n), dtype)

    def columns(self, x: Array) -> Array:
        """Images (c, h, w, N) → patches (c, kh·kw, h_out, w_out, N), often called im2col."""
        c, *_, n = self.shape
        columns = np.empty((c, self.kernel[0] * self.kernel[1], *self.out, n), x.dtype)
        for i, view in enumerate(self.views(self.pad(x, 0.0))):
            columns[:, i] = view
        return columns

    def images(self, columns: Array) -> Array:
        """Gradients of patches → gradients of images (c, h, w, N), added up where patches overlap."""
        c, *_, n = self.shape
        columns = columns.reshape(c, self.kernel[0] * self.kernel[1], *self.out, n)
        padded = self.padded_zeros(columns.dtype)
        for i, view in enumerate(self.views(padded)):
            view += columns[:, i]
        return self.crop(padded)


def pool_window(
    x: Array, kernel_size: Pair, stride: Pair | None, padding: Pair, dilation: Pair = 1
) -> Window:
    """The window of a pooling; it moves by its own size unless a stride is given."""
    kernel = pair(kernel_size)
    ph, pw = pair(padding)
    if 2 * ph > kernel[0] or 2 * pw > kernel[1]:
        raise ArgumentError(f"padding {(ph, pw)} may be at most half of the window {kernel}")
    return Window(kernel, kernel if stride is None else pair(stride), (ph, pw), pair(dilation), x.shape)


def kernel_sizes(w: Array, groups: int) -> tuple[int, ...]:
    """The sizes (c_out, c_in / groups, kh, kw) of kernels.

    Raises:
        ShapeError: not four dims.
        ArgumentError: groups that do not divide the kernels.
    """
    if w.ndim != 4:
        raise ShapeError(f"kernels have the shape (c_out, c_in / groups, kh, kw), not {w.shape}")
    if groups < 1 or len(w) % groups:
        raise ArgumentError(f"{groups} groups must divide the {len(w)} kernels")
    return w.shape


def padding_of(
    padding: Pair | str, kernel: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]
) -> tuple[int, int]:
    """The zeros to add above and below, left and right; "valid" adds none, "same" keeps the images' size.

    Raises:
        ArgumentError: another word, or "same" with a stride or where the two sides would differ.
    """
    if padding == "valid":
        return (0, 0)
    if not isinstance(padding, str):
        return pair(padding)
    if padding != "same":
        raise ArgumentError(f'padding is a number, a pair, "same" or "valid", not {padding!r}')
    reach = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
    if stride != (1, 1) or reach[0] % 2 or reach[1] % 2:
        raise ArgumentError(
            f'padding="same" needs stride 1 and an odd kernel, not {stride} and {kernel}; pad by a number'
        )
    return reach[0] // 2, reach[1] // 2


def pair(size: Pair) -> tuple[int, int]:
    """A size as (height, width); one number means both."""
    if isinstance(size, int):
        return (size, size)
    if (
        isinstance(size, str | float)
        or len(size) != 2
        or not all(isinstance(n, int | np.integer) for n in size)
    ):
        raise ArgumentError(f"a size is one number, or height and width, not {size!r}")
    return (int(size[0]), int(size[1]))


def batch_last(input: Tensor, name: str) -> Array:
    """Images (N, c, h, w) as a view (c, h, w, N).

    Raises:
        ShapeError: not four dims.
    """
    if input.data.ndim != 4:
        raise ShapeError(
            f"{name} takes images (N, channels, height, width) and got shape {input.shape}; "
            "reshape, or add a dim with unsqueeze"
        )
    return input.data.transpose(1, 2, 3, 0)


def batch_first(x: Array) -> Array:
    """(c, h, w, N) as a view (N, c, h, w)."""
    return x.transpose(3, 0, 1, 2)
