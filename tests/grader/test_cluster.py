"""The same marks through a Dask cluster, also when a worker is killed, and one sentence where it cannot mark."""

from __future__ import annotations

import json
import os
import signal

import pytest
from handins import handed_in, solved

from coursekit.content import current_course
from coursekit.errors import ArgumentError
from coursekit.grader.cluster import _lost, _problem_of, _readiness, marked_by_cluster
from coursekit.grader.judge import Marked, Task, mark_packed, packed_task, unpacked


def task(number: int) -> Task:
    notebook = handed_in("neuron", dict(list(solved("neuron").items())[: number % 7]))
    files = {"01_neuron.ipynb": json.dumps(notebook).encode()}
    return Task(learner=f"learner-{number:02}", place="here", files=files, seed=3)


TASKS = [task(number) for number in range(7)]


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_everybody_the_marks_of_one_machine(dask, confinement):
    with dask.LocalCluster(
        n_workers=2, threads_per_worker=2, dashboard_address=":0", silence_logs=50
    ) as cluster:
        found = marked_by_cluster(TASKS, cluster.scheduler_address, confined=True)
        first = next(found)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        through = sorted(map(unpacked, [first, *found]), key=learner)
    assert through == [unpacked(mark_packed(packed_task(each))) for each in TASKS]
    assert sum(mark.points for each in through for mark in each.marks) == sum(range(7))


def learner(marked: Marked) -> str:
    return marked.learner


def test_a_cluster_without_workers_is_refused(dask):
    with (
        dask.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as cluster,
        pytest.raises(ArgumentError, match="cannot mark: it has no workers; start some with `dask worker`"),
    ):
        next(marked_by_cluster(TASKS, cluster.scheduler_address, confined=True))


def test_a_worker_that_would_mark_otherwise_is_named():
    ours = current_course().edition
    assert _problem_of({"a": _readiness(), "b": (ours, "")}, confined=False) == ""
    assert "the worker b has another edition" in _problem_of({"a": (ours, ""), "b": ("x", "")}, confined=True)
    assert "the worker a, no Landlock; leave it out" in _problem_of(
        {"a": (ours, "no Landlock")}, confined=True
    )
    assert _problem_of({"a": (ours, "no Landlock")}, confined=False) == ""


def test_a_submission_that_costs_several_workers_their_lives_is_given_up():
    marked = unpacked(_lost(packed_task(TASKS[0]), RuntimeError("killed worker")))
    assert (marked.learner, marked.marks) == ("learner-00", [])
    assert marked.notes == ["nothing was marked: the cluster gave it up (RuntimeError: killed worker)"]
