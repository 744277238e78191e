"""A check of gradients against finite differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import DTypeError, GraphError


def gradcheck(
    func: Callable[..., Tensor],
    inputs: Tensor | Sequence[Tensor],
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
) -> bool:
    """Compare backward with central differences, for every entry of every input that requires grad.

    The outputs are weighted by fixed random numbers, so that all of them are checked in one backward pass.

    Args:
        func: takes the inputs, returns a tensor.
        inputs: float64 tensors; float32 is too coarse for differences.
        eps: the step of the differences.
        atol: allowed difference.
        rtol: allowed difference relative to the number itself.
        raise_exception: raise where they disagree, instead of returning False.

    Returns:
        True if they agree.

    Raises:
        GraphError: they disagree; names the input, the entry and both numbers.
        DTypeError: an input that requires grad is not float64.
    """
    given = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    checked = [(i, x) for i, x in enumerate(given) if x.requires_grad]
    for i, x in checked:
        if x.data.dtype != np.float64:
            raise DTypeError(f"gradcheck needs float64 and input {i} is {x.data.dtype}; call .double() first")
        x.grad = None
    out = func(*given)
    weights = np.random.default_rng(0).uniform(0.5, 1.5, out.shape)
    out.backward(weights)

    def loss() -> float:
        return float((func(*given).data * weights).sum())

    for i, x in checked:
        got = np.zeros(x.shape) if x.grad is None else x.grad
        want = numerical_gradient(loss, x.data, eps)
        wrong = ~np.isclose(got, want, rtol=rtol, atol=atol)
        if wrong.any():
            if not raise_exception:
                return False
            entry = tuple(int(k) for k in np.argwhere(wrong)[0])
            raise GraphError(
                f"input {i}, entry {entry}: backward says {got[entry]:.6g}, "
                f"finite differences {want[entry]:.6g}"
            )
    return True


def numerical_gradient(loss: Callable[[], Any], x: Array, eps: float = 1e-6) -> Array:
    """(loss(x + eps) − loss(x − eps)) / 2·eps for each entry of x, which keeps its values."""
    gradient = np.zeros_like(x)
    for entry in np.ndindex(x.shape):
        old = x[entry]
        x[entry] = old + eps
        above = loss()
        x[entry] = old - eps
        below = loss()
        x[entry] = old
        gradient[entry] = (above - below) / (2 * eps)
    return gradient
