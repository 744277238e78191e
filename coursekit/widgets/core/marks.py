"""Marks that several pictures share: a dashed level, a single point."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from coursekit.scenes import Line, Points, Role

__all__ = ["level", "spot"]


def level(height: float, left: float, right: float, *, role: Role = "ink") -> Line:
    """A dashed horizontal line, such as a limit."""
    return Line(np.array([left, right]), np.array([height, height]), role=role, width=1.5, dashed=True)


def spot(
    x: float, y: float, *, role: Role, marker: Literal["circle", "square", "cross"] = "square", **style: Any
) -> Points:
    """One point."""
    return Points(np.array([x]), np.array([y]), role=role, marker=marker, **style)
