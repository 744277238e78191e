"""Very small and very large numbers as a reader expects to see them."""

from __future__ import annotations

__all__ = ["power"]

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(value: float) -> str:
    """One digit and a power of ten: 8·10⁻⁹; numbers near 1 stay plain (3.1, 0.004), whole powers stand alone (10⁸)."""
    if value == 0:
        return "0"
    if 1e-3 <= value < 1e4:
        return f"{value:.2g}" if value < 100 else f"{value:,.0f}"
    digit, exponent = f"{value:.0e}".split("e")
    raised = f"10{str(int(exponent)).translate(_RAISED)}"
    return raised if digit == "1" else f"{digit}·{raised}"
