"""Random initial values of parameters. Each function fills a tensor in place and returns it, as in `torch.nn.init`.

In a weight of shape (n_out, n_in, *kernel) an output reads fan_in = n_in · kernel entries, and an input is
read by fan_out = n_out · kernel of them. Xavier keeps the variance of signals in both directions (Glorot
and Bengio 2010), Kaiming, also called He, doubles it because ReLU halves it (He et al. 2015), orthogonal
keeps every length (Saxe et al. 2014).
"""

from __future__ import annotations

import math
from typing import TypeAlias, TypeVar

import numpy as np

from coursekit.engine.randomness import default_rng
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, ShapeError

Rng: TypeAlias = "np.random.Generator | None"
T = TypeVar("T", bound=Tensor)


def constant_(tensor: T, val: float) -> T:
    """Every entry val."""
    tensor.data[...] = val
    return tensor


def zeros_(tensor: T) -> T:
    """Every entry 0."""
    return constant_(tensor, 0.0)


def ones_(tensor: T) -> T:
    """Every entry 1."""
    return constant_(tensor, 1.0)


def uniform_(tensor: T, a: float = 0.0, b: float = 1.0, rng: Rng = None) -> T:
    """Entries spread evenly from a to b.

    Raises:
        ArgumentError: b lies below a.
    """
    if not a <= b:
        raise ArgumentError(f"numbers from a = {a} to b = {b} need a below b")
    tensor.data[...] = (rng or default_rng()).uniform(a, b, tensor.shape)
    return tensor


def normal_(tensor: T, mean: float = 0.0, std: float = 1.0, rng: Rng = None) -> T:
    """Normally distributed entries.

    Raises:
        ArgumentError: std is negative.
    """
    if not std >= 0:
        raise ArgumentError(f"std is a spread and cannot be {std}")
    tensor.data[...] = (rng or default_rng()).normal(mean, std, tensor.shape)
    return tensor


def trunc_normal_(
    tensor: T, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0, rng: Rng = None
) -> T:
    """Normally distributed entries; those outside [a, b] are drawn again.

    Raises:
        ArgumentError: [a, b] is empty or more than four standard deviations from the mean.
    """
    if not a < b or mean + 4 * std < a or mean - 4 * std > b:
        raise ArgumentError(
            f"hardly any number drawn with mean {mean} and std {std} lies from a = {a} to b = {b}"
        )
    rng = rng or default_rng()
    values = rng.normal(mean, std, tensor.shape)
    while (outside := (values < a) | (values > b)).any():
        values[outside] = rng.normal(mean, std, int(outside.sum()))
    tensor.data[...] = values
    return tensor


def xavier_uniform_(tensor: T, gain: float = 1.0, rng: Rng = None) -> T:
    """Even, within ±gain · √(6 / (fan_in + fan_out))."""
    bound = gain * math.sqrt(6 / sum(fans(tensor)))
    return uniform_(tensor, -bound, bound, rng)


def xavier_normal_(tensor: T, gain: float = 1.0, rng: Rng = None) -> T:
    """Normal, with std gain · √(2 / (fan_in + fan_out))."""
    return normal_(tensor, 0.0, gain * math.sqrt(2 / sum(fans(tensor))), rng)


def kaiming_uniform_(
    tensor: T, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", rng: Rng = None
) -> T:
    """Even, within ±gain · √(3 / fan); a is the leaky ReLU's slope."""
    bound = calculate_gain(nonlinearity, a) * math.sqrt(3 / fan(tensor, mode))
    return uniform_(tensor, -bound, bound, rng)


def kaiming_normal_(
    tensor: T, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", rng: Rng = None
) -> T:
    """Normal, with std gain / √fan; a is the leaky ReLU's slope."""
    return normal_(tensor, 0.0, calculate_gain(nonlinearity, a) / math.sqrt(fan(tensor, mode)), rng)


def orthogonal_(tensor: T, gain: float = 1.0, rng: Rng = None) -> T:
    """Rows (or columns, the fewer) at right angles, of length gain: the QR factors of a normal matrix.

    Raises:
        ShapeError: fewer than two dims.
    """
    fans(tensor)
    rows = len(tensor.data)
    normal = (rng or default_rng()).normal(size=(rows, tensor.data.size // rows))
    wide = normal.shape[0] < normal.shape[1]
    q, r = np.linalg.qr(normal.T if wide else normal)
    q *= np.sign(np.diag(r))  # otherwise q is not spread evenly over the orthogonal matrices
    tensor.data[...] = gain * (q.T if wide else q).reshape(tensor.shape)
    return tensor


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """The factor that makes up for an activation's shrinking of signals: √2 for ReLU, 5/3 for tanh.

    Raises:
        ArgumentError: an activation that is not listed.
    """
    slope = 0.01 if param is None else param
    gains = {
        "linear": 1.0,
        "conv2d": 1.0,
        "sigmoid": 1.0,
        "tanh": 5 / 3,
        "relu": math.sqrt(2.0),
        "selu": 0.75,
    }
    gains["leaky_relu"] = math.sqrt(2 / (1 + slope**2))
    if nonlinearity not in gains:
        raise ArgumentError(f"no gain is known for {nonlinearity!r}; choose one of {', '.join(gains)}")
    return gains[nonlinearity]


def fans(tensor: Tensor) -> tuple[int, int]:
    """(fan_in, fan_out) of a weight of shape (n_out, n_in, *kernel).

    Raises:
        ShapeError: fewer than two dims.
    """
    if tensor.ndim < 2:
        raise ShapeError(
            f"a weight has at least two dims (n_out, n_in) and this tensor has shape {tensor.shape}"
        )
    kernel = math.prod(tensor.shape[2:])
    return tensor.shape[1] * kernel, tensor.shape[0] * kernel


def fan(tensor: Tensor, mode: str) -> int:
    """The fan_in or fan_out of a weight, as `mode` says."""
    if mode not in ("fan_in", "fan_out"):
        raise ArgumentError(f'mode must be "fan_in" or "fan_out", not {mode!r}')
    return fans(tensor)[mode == "fan_out"]
