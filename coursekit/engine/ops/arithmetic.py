"""The symbols + − · / @ between two arrays. `needs_grad` says which of the two wants a gradient."""
# ruff: noqa: D403 - symbols keep their case

from __future__ import annotations

import numpy as np

from coursekit.engine.arrays import Array, Result, combine, floating, unbroadcast
from coursekit.engine.products import product

Needs = tuple[bool, bool]


def neg(x: Array) -> Result:
    """−x."""

    def vjp(g: Array) -> tuple[Array]:
        return (-g,)

    return -x, vjp


def add(x: Array, y: Array, needs_grad: Needs) -> Result:
    """x + y, with broadcasting."""
    value = combine(np.add, x, y)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        return (
            unbroadcast(g, x.shape) if needs_grad[0] else None,
            unbroadcast(g, y.shape) if needs_grad[1] else None,
        )

    return value, vjp


def sub(x: Array, y: Array, needs_grad: Needs) -> Result:
    """x − y, with broadcasting."""
    value = combine(np.subtract, x, y)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        return (
            unbroadcast(g, x.shape) if needs_grad[0] else None,
            -unbroadcast(g, y.shape) if needs_grad[1] else None,
        )

    return value, vjp


def mul(x: Array, y: Array, needs_grad: Needs) -> Result:
    """x · y, with broadcasting."""
    value = combine(np.multiply, x, y)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        return (
            unbroadcast(g * y, x.shape) if needs_grad[0] else None,
            unbroadcast(g * x, y.shape) if needs_grad[1] else None,
        )

    return value, vjp


def div(x: Array, y: Array, needs_grad: Needs) -> Result:
    """x / y, with broadcasting; integers become floats first."""
    x, y = floating(x), floating(y)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = combine(np.divide, x, y)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (
                unbroadcast(g / y, x.shape) if needs_grad[0] else None,
                unbroadcast(-g * (value / y), y.shape) if needs_grad[1] else None,
            )

    return value, vjp


def matmul(x: Array, y: Array, needs_grad: Needs) -> Result:
    """x @ y, the matrix product; dims before the last two broadcast."""
    value = combine(product, x, y)
    # A vector stands for one row on the left and for one column on the right.
    rows = x if x.ndim > 1 else x.reshape(1, -1)
    columns = y if y.ndim > 1 else y.reshape(-1, 1)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        g = g if y.ndim > 1 else g[..., None]
        g = g if x.ndim > 1 else g[..., None, :]
        dx = dy = None
        if needs_grad[0]:
            dx = unbroadcast(product(g, columns.swapaxes(-1, -2)), rows.shape).reshape(x.shape)
        if needs_grad[1]:
            dy = unbroadcast(product(rows.swapaxes(-1, -2), g), columns.shape).reshape(y.shape)
        return dx, dy

    return value, vjp
