"""A neural-network course you can touch.

`from coursekit import ask, check, …` is what notebooks write. These names come from `coursekit.lab` when
they are first used, so that `import coursekit` alone costs nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = [
    "ask",
    "check",
    "final_check",
    "hint",
    "home",
    "mark",
    "review",
    "review_due",
    "show",
    "solution",
    "use",
    "warm_up",
]

__version__ = "0.4.0"


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("coursekit.lab"), name)
    raise AttributeError(f"coursekit has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
