from __future__ import annotations

from learner import workplace

__all__ = ["workplace"]
