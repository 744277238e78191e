"""A pool of real processes through Dask, and what is said without it."""

from __future__ import annotations

import os
from types import SimpleNamespace

import numpy as np
import pytest

from coursekit.engine import nn
from coursekit.errors import ArgumentError
from coursekit.parallel import (
    SAVED,
    Comparison,
    WorkerPool,
    compare,
    comparison,
    cut,
    gradient,
    split_gradient,
)


class LocalPool:
    """Stands in for a pool where only the arithmetic around it is looked at."""

    def __init__(self, workers, *, address=None):
        self.workers = 3 if address else workers

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    map = staticmethod(map)
    scatter = staticmethod(list)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(comparison, "_SIZES", (5, 4, 3))
    monkeypatch.setattr(comparison, "_BATCH", 20)
    monkeypatch.setattr(comparison, "WorkerPool", LocalPool)
    monkeypatch.setattr(comparison.importlib.util, "find_spec", lambda name: True)


def test_without_cores_a_saved_run_is_shown():
    assert compare() is SAVED
    assert repr(compare()).startswith(
        "A saved run, on a small machine with 2 cores.\n2 workers: one process "
    )


def test_without_dask_the_saved_run_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(comparison.importlib.util, "find_spec", lambda name: None)
    said = repr(compare(2)).splitlines()
    assert said[0] == 'Dask is not installed here. Get it with: python -m pip install "coursekit[cluster]"'
    assert said[1:] == repr(SAVED).splitlines()


def test_in_a_browser_the_saved_run_says_why_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(comparison.sys, "platform", "emscripten")
    said = repr(compare(2)).splitlines()
    assert said[0].startswith("Python in a browser has one core, so this cannot be measured here")
    assert said[1:] == repr(SAVED).splitlines()


@pytest.mark.parametrize(("asked", "workers"), [({"workers": 2}, 2), ({"address": "tcp://there:8786"}, 3)])
def test_a_comparison_times_both_ways_and_finds_one_gradient(small, asked, workers):
    found = compare(**asked)
    assert found.workers == workers
    assert found.difference < 1e-6
    assert min(found.alone, found.split) > 0


@pytest.mark.parametrize("workers", [-1, 10**6, 2.5, "2", True])
def test_more_workers_than_cores_or_no_number_of_them_is_refused(workers):
    with pytest.raises(ArgumentError, match="whole number from 0 to"):
        compare(workers)


def test_one_worker_is_one():
    assert repr(Comparison(1, 0.4, 0.5, 1e-7)).startswith("1 worker: ")


def test_a_comparison_reads_as_two_lines():
    assert repr(Comparison(2, 0.4, 0.25, 1e-7)).splitlines() == [
        "2 workers: one process 400 ms a step, 2 workers 250 ms, 1.60 times as fast",
        "the same gradient, apart from rounding: True",
    ]


def test_a_pool_without_dask_says_how_to_get_it():
    def missing(name):
        raise ImportError(name)

    with pytest.raises(ArgumentError, match="Dask is not installed here"):
        WorkerPool(load=missing)


class LocalDask:
    """As much of Dask as a pool uses, in this process, and a note of what was closed."""

    def __init__(self):
        self.closed = []

    def LocalCluster(self, n_workers, **settings):  # noqa: N802 - Dask's name
        assert settings["threads_per_worker"] == 1
        return SimpleNamespace(workers=n_workers, close=lambda: self.closed.append("cluster"))

    def Client(self, place, **_):  # noqa: N802
        if place == "tcp://nobody:1":
            raise OSError("timed out")
        workers = 5 if isinstance(place, str) else place.workers
        return SimpleNamespace(
            scheduler_info=lambda n_workers: {"workers": dict.fromkeys(range(workers))},
            map=lambda function, *lists, pure: list(map(function, *lists)),
            gather=list,
            scatter=lambda item, **_: item,
            close=lambda: self.closed.append("client"),
        )


def test_a_pool_works_like_map_and_stops_its_workers():
    dask = LocalDask()
    with WorkerPool(3, load=lambda name: dask) as pool:
        assert pool.workers == 3
        assert list(pool.map(pow, pool.scatter([1, 2, 3]), [2, 2, 2])) == [1, 4, 9]
    assert dask.closed == ["client", "cluster"]


def test_a_cluster_that_ran_before_goes_on():
    dask = LocalDask()
    with WorkerPool(address="tcp://there:8786", load=lambda name: dask) as pool:
        assert pool.workers == 5
    assert dask.closed == ["client"]


def test_an_address_without_an_answer_is_named():
    with pytest.raises(ArgumentError, match=r"no Dask scheduler answers at 'tcp://nobody:1'; start one"):
        WorkerPool(address="tcp://nobody:1", load=lambda name: LocalDask())


def test_a_pool_of_no_workers_is_refused():
    with pytest.raises(ArgumentError, match="at least one worker, not 0"):
        WorkerPool(0)


@pytest.mark.slow
def test_two_processes_find_the_gradient_of_one(dask):
    rng = np.random.default_rng(0)
    model = nn.Sequential(
        nn.Linear(6, 8, dtype=np.float64, rng=rng), nn.ReLU(), nn.Linear(8, 3, dtype=np.float64, rng=rng)
    )
    inputs, targets = rng.normal(size=(101, 6)), rng.integers(0, 3, 101)
    loss = nn.CrossEntropyLoss()
    with WorkerPool(2) as pool:
        assert pool.workers == 2
        assert len(set(pool.map(process, range(8)))) == 2
        xs, ys = map(pool.scatter, cut(inputs, targets, parts=2))
        split = split_gradient(model, loss, xs, ys, run=pool.map)
    whole = gradient(model, loss, inputs, targets)
    for one, other in zip(whole.gradients, split.gradients, strict=True):
        assert other == pytest.approx(one, abs=1e-15)


@pytest.mark.slow
def test_the_same_code_runs_on_a_cluster_that_is_running_already(dask):
    with dask.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as cluster:
        with WorkerPool(address=cluster.scheduler_address) as pool:
            assert pool.workers == 2
            assert list(pool.map(abs, [-1, 2, -3])) == [1, 2, 3]
        with WorkerPool(address=cluster.scheduler_address) as again:
            assert again.workers == 2


def test_a_cluster_that_does_not_answer_is_named(dask):
    with pytest.raises(ArgumentError, match=r"no Dask scheduler answers at 'tcp://127.0.0.1:1'"):
        WorkerPool(address="tcp://127.0.0.1:1", timeout=0.5)


def process(_):
    import time  # noqa: PLC0415

    time.sleep(0.1)
    return os.getpid()
