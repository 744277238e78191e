"""The speed of a machine: at reading memory, at multiplying, and at the product of one layer."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

_LEAST, _PATIENCE = 3, 0.4  # runs at least, and seconds in which more of them are made
_ENOUGH = 1.5  # seconds after which there is no further run: in a browser a product can take as long
_SIDE = 1024  # of the square product that measures the top speed


class Bench(Protocol):
    """The measurements of a machine, in bytes, FLOPs and seconds."""

    name: str

    def reading(self, numbers: int) -> float:
        """Bytes a second while reading this many 32-bit numbers once."""

    def multiplying(self) -> float:
        """FLOPs a second of a large square product."""

    def product(self, n: int, batch: int) -> float:
        """Seconds of a product (batch, n) @ (n, n) in 32 bit."""


class LibraryBench:
    """Measures through an array library: NumPy on a processor, CuPy or PyTorch on a graphics card.

    Args:
        name: of the machine, for the reader.
        ones: makes an array of 32-bit ones of a shape.
        wait: blocks until everything that was started is done (a graphics card runs asynchronously).
    """

    def __init__(self, name: str, ones: Callable[[tuple[int, ...]], Any], wait: Callable[[], object]) -> None:
        self.name, self._ones, self._wait = name, ones, wait
        self._weights: dict[int, Any] = {}

    def reading(self, numbers: int) -> float:
        """Bytes a second while reading this many 32-bit numbers once."""
        long = self._ones((numbers,))
        return 4 * numbers / self._best(lambda: long @ long)

    def multiplying(self) -> float:
        """FLOPs a second of a large square product."""
        square = self._ones((_SIDE, _SIDE))
        return 2 * _SIDE**3 / self._best(lambda: square @ square)

    def product(self, n: int, batch: int) -> float:
        """Seconds of a product (batch, n) @ (n, n) in 32 bit."""
        if n not in self._weights:
            self._weights = {n: self._ones((n, n))}
        x, w = self._ones((batch, n)), self._weights[n]
        return self._best(lambda: x @ w)

    def _best(self, run: Callable[[], object]) -> float:
        """The shortest of several runs after one to warm up: the others met something else on the machine.

        A first run that took long is all there is; what warms up is little of it.
        """
        times: list[float] = []
        while sum(times) < (_ENOUGH if len(times) <= _LEAST else _PATIENCE) and len(times) < 50:
            self._wait()
            start = time.perf_counter()
            run()
            self._wait()
            times.append(time.perf_counter() - start)
        return max(min(times[1:] or times), 1e-9)


def this_cpu() -> Bench:
    """This computer's processor, through NumPy."""
    return LibraryBench("this computer", lambda shape: np.ones(shape, np.float32), lambda: None)


def may_have_gpu() -> bool:
    """Return True if a library that could see a graphics card is installed; none is loaded to find out."""
    return any(importlib.util.find_spec(name) is not None for name in ("cupy", "torch"))


def this_gpu(load: Callable[[str], Any] = importlib.import_module) -> Bench | None:
    """The graphics card that CuPy or PyTorch sees; None if there is none."""
    return _through_cupy(load) or _through_torch(load)


def _through_cupy(load: Callable[[str], Any]) -> Bench | None:
    try:
        cupy = load("cupy")
        name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    except Exception:  # not installed, or its driver finds no card: each version says so in its own way
        return None
    return LibraryBench(
        name, lambda shape: cupy.ones(shape, cupy.float32), cupy.cuda.get_current_stream().synchronize
    )


def _through_torch(load: Callable[[str], Any]) -> Bench | None:
    try:
        torch = load("torch")
        name = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
    except Exception:
        return None
    if name is None:
        return None
    return LibraryBench(name, lambda shape: torch.ones(shape, device="cuda"), torch.cuda.synchronize)
