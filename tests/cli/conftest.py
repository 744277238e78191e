from __future__ import annotations

from learner import source, workplace, write

__all__ = ["source", "workplace", "write"]
