"""Small numbers and formulas as a reader expects to see them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.engine.cost import Cost

__all__ = ["exact", "formula", "meter", "number", "pairs"]

_SUBSCRIPTS = "₁₂₃₄₅₆₇₈₉"


def number(value: float, digits: int = 1) -> str:
    """A decimal with a real minus sign, and no minus before zero: −0.5, 0.0."""
    text = f"{abs(value):.{digits}f}"
    return f"−{text}" if value < 0 and float(text) != 0 else text


def exact(value: float) -> str:
    """A product or sum of one-decimal numbers without rounding it away: −3.75, 0.25, 2.0."""
    text = number(value, 2)
    return text.removesuffix("0") if text.endswith("0") else text


def formula(w: npt.ArrayLike, b: float) -> str:
    """The weighted sum as it stands on a blackboard: 1.0·x₁ − 2.0·x₂ + 0.5."""
    text = ""
    for value, name in [*zip(np.ravel(w), (f"·x{k}" for k in _SUBSCRIPTS), strict=False), (b, "")]:
        size = f"{number(abs(value))}{name}"
        minus = number(value).startswith("−")
        if text:
            text += f" − {size}" if minus else f" + {size}"
        else:
            text = f"−{size}" if minus else size
    return text


def pairs(points: npt.ArrayLike) -> str:
    """Points as (0, 1), (1, 0); whole numbers stay short."""
    return ", ".join(f"({x:g}, {y:g})".replace("-", "−") for x, y in np.asarray(points))


def meter(bill: Cost) -> str:
    """What a network costs: parameters, bytes in 32 bit, multiply-adds of one forward pass."""
    counts = (
        (bill.parameters, "parameter"),
        (int(bill.weight_bytes()), "byte"),
        (bill.multiply_adds, "multiply-add"),
    )
    return " · ".join(f"{n:,} {name}{'s' * (n != 1)}" for n, name in counts)
