"""The activation functions under PyTorch's names; each is computed in ops/activations.py."""

from __future__ import annotations

from coursekit.engine.ops import activations
from coursekit.engine.tensor import Tensor, record

# ruff: noqa: A002 - `input` is PyTorch's name

relu = Tensor.relu
sigmoid = Tensor.sigmoid
tanh = Tensor.tanh
softmax = Tensor.softmax
log_softmax = Tensor.log_softmax


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The entry x where it is positive, else negative_slope · x."""
    value, vjp = activations.leaky_relu(input.data, negative_slope)
    return record(value, (input,), vjp)


def elu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """The entry x where it is positive, else alpha · (eˣ − 1)."""
    value, vjp = activations.elu(input.data, alpha)
    return record(value, (input,), vjp)


def silu(input: Tensor) -> Tensor:
    """The product x · sigmoid(x), also called swish."""
    value, vjp = activations.silu(input.data)
    return record(value, (input,), vjp)


def softplus(input: Tensor, beta: float = 1.0, threshold: float = 20.0) -> Tensor:
    """log(1 + exp(beta · x)) / beta, a smooth ReLU; the entry x itself where beta · x is above `threshold`."""
    value, vjp = activations.softplus(input.data, beta, threshold)
    return record(value, (input,), vjp)


def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """The product x · Φ(x), Φ the normal distribution function (Hendrycks and Gimpel 2016).

    Args:
        input: any shape.
        approximate: "none" for Φ itself, "tanh" for the approximation that GPT-2 uses.

    Raises:
        ArgumentError: `approximate` is neither.
    """
    value, vjp = activations.gelu(input.data, approximate)
    return record(value, (input,), vjp)
