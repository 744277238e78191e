"""Marks through a Dask cluster that is running already: the same function on other machines' workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from coursekit.confined import missing_for_confinement
from coursekit.content import current_course
from coursekit.errors import ArgumentError
from coursekit.grader.judge import Task, failed, mark_packed, packed_task, unpacked_task
from coursekit.parallel import WorkerPool
from coursekit.quiz.crashes import error_text

__all__ = ["marked_by_cluster"]


def marked_by_cluster(tasks: Iterable[Task], address: str, *, confined: bool) -> Iterator[bytes]:
    """Mark tasks on the workers of a scheduler, yielding the results as they come; the loss of a worker loses nothing.

    Raises:
        ArgumentError: nobody answers at the address, no worker is there, or one has another edition of the course or
            cannot confine learners' code.
    """
    with WorkerPool(address=address) as pool:
        problem = _problem_of(pool.everywhere(_readiness), confined=confined)
        if problem:
            raise ArgumentError(f"the cluster at {address} cannot mark: {problem}")
        yield from pool.as_done(mark_packed, map(packed_task, tasks), otherwise=_lost)


def _problem_of(found: Mapping[str, tuple[str, str]], *, confined: bool) -> str:
    """Say why these workers, each with its readiness, cannot mark; empty where they can."""
    if not found:
        return "it has no workers; start some with `dask worker`"
    for worker, (edition, missing) in found.items():
        if edition != current_course().edition:
            return f"the worker {worker} has another edition of the course; install the same one there"
        if missing and confined:
            return f"for the worker {worker}, {missing}; leave it out, or accept that learners' code runs with all its rights: --unconfined"
    return ""


def _readiness() -> tuple[str, str]:
    """A worker's edition of the course, and what it lacks for confining a process."""
    return current_course().edition, missing_for_confinement()


def _lost(task: bytes, problem: BaseException) -> bytes:
    return failed(unpacked_task(task), f"the cluster gave it up ({error_text(problem)})")
