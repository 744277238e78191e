from __future__ import annotations

from learner import nobody_reads, source, workplace, write

__all__ = ["nobody_reads", "source", "workplace", "write"]
