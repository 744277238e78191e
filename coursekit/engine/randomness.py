"""The one default generator of random numbers, used where no `rng` is passed."""

from __future__ import annotations

import numpy as np

_generator: np.random.Generator | None = None


def default_rng() -> np.random.Generator:
    """The generator used where `rng` is left out; seeded with 0 until `manual_seed` says otherwise."""
    # Made when first asked for: importing numpy.random would be a quarter of the engine's import time.
    return manual_seed(0) if _generator is None else _generator


def manual_seed(seed: int) -> np.random.Generator:
    """Start the default generator again from this seed, and return it."""
    global _generator
    _generator = np.random.default_rng(seed)
    return _generator
