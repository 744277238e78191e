"""Activation functions as modules."""

from __future__ import annotations

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.nn.module import Module
from coursekit.engine.tensor import Tensor


class Identity(Module):
    """Changes nothing."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return x


class ReLU(Module):
    """max(0, x)."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.relu(x)


class LeakyReLU(Module):
    """x where it is positive, else negative_slope · x."""

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = negative_slope

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.leaky_relu(x, self.negative_slope)

    def extra_repr(self) -> str:
        """The slope."""
        return f"negative_slope={self.negative_slope}"


class ELU(Module):
    """x where it is positive, else alpha · (eˣ − 1)."""

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.elu(x, self.alpha)

    def extra_repr(self) -> str:
        """The limit for very negative x."""
        return f"alpha={self.alpha}"


class GELU(Module):
    """x · Φ(x); `approximate` is "none" or "tanh"."""

    def __init__(self, approximate: str = "none") -> None:
        self.approximate = approximate

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.gelu(x, self.approximate)

    def extra_repr(self) -> str:
        """The form."""
        return f"approximate={self.approximate!r}"


class SiLU(Module):
    """x · sigmoid(x)."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.silu(x)


class Softplus(Module):
    """log(1 + exp(beta · x)) / beta; x itself where beta · x is above `threshold`."""

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        self.beta, self.threshold = beta, threshold

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.softplus(x, self.beta, self.threshold)


class Tanh(Module):
    """The hyperbolic tangent."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.tanh(x)


class Sigmoid(Module):
    """1/(1 + e⁻ˣ)."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.sigmoid(x)


class Softmax(Module):
    """exp(x) over its sum along `dim`."""

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.softmax(x, self.dim)

    def extra_repr(self) -> str:
        """Along which dim."""
        return f"dim={self.dim}"


class LogSoftmax(Softmax):
    """The logarithm of softmax along `dim`."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.log_softmax(x, self.dim)
