"""A pool of worker processes, through Dask: on this machine's cores, or on a cluster that is running already.

Dask is an extra (`pip install "coursekit[cluster]"`); nothing of it is imported before a WorkerPool is made.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Any, Self

from coursekit.errors import ArgumentError

_AHEAD = 3  # calls that a worker has at hand, its present one among them
INSTALL_HINT = 'Dask is not installed here. Get it with: python -m pip install "coursekit[cluster]"'


class WorkerPool:
    """A pool of workers; `with WorkerPool(2) as pool: pool.map(f, [1, 2, 3])`.

    Args:
        workers: processes to start on this machine, each with one core.
        address: of the scheduler of a cluster, such as "tcp://10.0.0.5:8786"; then no process is started here,
            and the machines of the cluster need coursekit installed.
        timeout: seconds to wait for the scheduler's answer.
        load: imports Dask by the name of its package.

    Raises:
        ArgumentError: Dask is not installed, nobody answers at the address, or fewer than one worker.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        address: str | None = None,
        timeout: float = 10,
        load: Callable[[str], Any] = importlib.import_module,
    ) -> None:
        if workers < 1:
            raise ArgumentError(f"a worker pool needs at least one worker, not {workers}")
        try:
            dask = load("distributed")
        except ImportError as problem:
            raise ArgumentError(INSTALL_HINT) from problem
        self._dask, self._cluster = dask, None
        if address is None:
            # Without this each worker's matrix products would fight for all cores.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            self._cluster = dask.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=":0",
                silence_logs=50,
            )
        try:
            self._client = dask.Client(self._cluster or address, timeout=timeout, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise ArgumentError(
                f"no Dask scheduler answers at {address!r}; start one with `dask scheduler`, and workers beside it"
            ) from problem

    @property
    def workers(self) -> int:
        """The number of workers."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def map(self, function: Any, *lists: Iterable[Any]) -> Iterator[Any]:
        """Call the function as Python's `map` does, each call on some worker; the results come in order."""
        futures = self._client.map(function, *map(list, lists), pure=False)
        return iter(self._client.gather(futures))

    def as_done(
        self, function: Any, items: Iterable[Any], *, otherwise: Callable[[Any, BaseException], Any]
    ) -> Iterator[Any]:
        """Call the function for each item on some worker; the results come as they are done.

        Items are taken a few ahead of the workers. A call whose worker dies is made again on another.

        Args:
            function: importable on the workers.
            items: one for each call.
            otherwise: gets an item and an exception, and returns what stands for the result of a call that failed or
                lost several workers.
        """
        waiting, running = iter(items), dict[Any, Any]()
        done = self._dask.as_completed(loop=self._client.loop)

        def take(most: int) -> None:
            for item in islice(waiting, most):
                future = self._client.submit(function, item, pure=False)
                running[future.key] = item
                done.add(future)

        take(_AHEAD * self.workers)
        for future in done:
            item, problem = running.pop(future.key), future.exception()
            yield otherwise(item, problem) if problem else future.result()
            take(1)

    def everywhere(self, function: Callable[[], Any]) -> dict[str, Any]:
        """Call the function once on each worker; return the results by the worker's address."""
        found: dict[str, Any] = self._client.run(function)
        return found

    def scatter(self, items: Iterable[Any]) -> list[Any]:
        """Send each item to a worker once; returns references to pass to `map` instead of the items."""
        return [self._client.scatter(item, hash=False) for item in items]

    def close(self) -> None:
        """Stop the workers started here; a cluster at an address keeps running."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.close()
