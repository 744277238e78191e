"""The cost of a network in one line, as every widget shows it below its picture."""

from __future__ import annotations

from coursekit.engine.cost import Cost
from coursekit.formatting import format_count


def cost_line(cost: Cost) -> str:
    """Parameters, bytes in 32 bit, and multiply-adds of one forward pass, joined by dots."""
    counts = (
        (cost.parameters, "parameter"),
        (int(cost.weight_bytes()), "byte"),
        (cost.multiply_adds, "multiply-add"),
    )
    return " · ".join(format_count(n, noun) for n, noun in counts)
