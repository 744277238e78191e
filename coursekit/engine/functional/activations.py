"""The activation functions under PyTorch's names; each is computed in ops/activations.py."""

from __future__ import annotations

from coursekit.engine.ops import activations
from coursekit.engine.tensor import Tensor, record

relu = Tensor.relu
sigmoid = Tensor.sigmoid
tanh = Tensor.tanh
softmax = Tensor.softmax
log_softmax = Tensor.log_softmax


def leaky_relu(x: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The entry x where it is positive, else negative_slope · x."""
    value, vjp = activations.leaky_relu(x.data, negative_slope)
    return record(value, (x,), vjp)


def elu(x: Tensor, alpha: float = 1.0) -> Tensor:
    """The entry x where it is positive, else alpha · (eˣ − 1)."""
    value, vjp = activations.elu(x.data, alpha)
    return record(value, (x,), vjp)


def silu(x: Tensor) -> Tensor:
    """The product x · sigmoid(x), also called swish."""
    value, vjp = activations.silu(x.data)
    return record(value, (x,), vjp)


def softplus(x: Tensor) -> Tensor:
    """log(1 + eˣ), a smooth ReLU."""
    value, vjp = activations.softplus(x.data)
    return record(value, (x,), vjp)


def gelu(x: Tensor, approximate: str = "none") -> Tensor:
    """The product x · Φ(x), Φ the normal distribution function (Hendrycks and Gimpel 2016).

    Args:
        x: any shape.
        approximate: "none" for Φ itself, "tanh" for the approximation that GPT-2 uses.

    Raises:
        ArgumentError: `approximate` is neither.
    """
    value, vjp = activations.gelu(x.data, approximate)
    return record(value, (x,), vjp)
