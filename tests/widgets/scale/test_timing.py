from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from coursekit.widgets.scale.timing import LibraryBench, may_have_gpu, this_cpu, this_gpu


def test_this_computer_tells_its_speeds():
    bench = this_cpu()
    assert bench.name == "this computer"
    assert bench.reading(10_000) > 0
    assert bench.multiplying() > 0
    assert 0 < bench.product(64, 2) < 1


def test_the_weights_are_made_once_for_all_batches():
    made = []
    bench = LibraryBench("", lambda shape: made.append(shape) or np.ones(shape, np.float32), lambda: None)
    bench.product(8, 1)
    bench.product(8, 2)
    assert made.count((8, 8)) == 1


def test_what_was_started_is_waited_for_before_the_clock_is_read():
    waits = []
    LibraryBench("", lambda shape: np.ones(shape), lambda: waits.append(1)).product(4, 1)
    assert len(waits) % 2 == 0
    assert len(waits) >= 2 * 4


def test_what_takes_seconds_is_run_once(monkeypatch):
    clock, runs = count(0, 3), []
    monkeypatch.setattr("coursekit.widgets.scale.timing.time.perf_counter", lambda: next(clock))
    assert LibraryBench("", np.ones, lambda: runs.append(1)).product(4, 1) == 3
    assert len(runs) == 2  # before the run and after it


def library(**parts):
    """A stand-in for an array library: these tests run where there is no graphics card."""

    def load(name):
        if name not in parts:
            raise ImportError(name)
        return parts[name]

    return load


def test_no_library_means_no_graphics_card():
    assert this_gpu(library()) is None


def test_pytorch_without_a_card_means_none():
    assert this_gpu(library(torch=SimpleNamespace(cuda=SimpleNamespace(is_available=lambda: False)))) is None


def test_pytorch_with_a_card_is_timed():
    cuda = SimpleNamespace(
        is_available=lambda: True, get_device_name=lambda k: "a card", synchronize=lambda: None
    )
    torch = SimpleNamespace(cuda=cuda, ones=lambda shape, device: np.ones(shape, np.float32))
    bench = this_gpu(library(torch=torch))
    assert bench.name == "a card"
    assert bench.product(8, 2) > 0


def test_cupy_is_asked_before_pytorch():
    runtime = SimpleNamespace(getDeviceProperties=lambda k: {"name": b"a cupy card"})
    stream = SimpleNamespace(synchronize=lambda: None)
    cupy = SimpleNamespace(
        cuda=SimpleNamespace(runtime=runtime, get_current_stream=lambda: stream),
        ones=np.ones,
        float32=np.float32,
    )
    bench = this_gpu(library(cupy=cupy))
    assert bench.name == "a cupy card"
    assert bench.reading(100) > 0


@pytest.mark.parametrize("installed", [True, False])
def test_libraries_are_looked_for_without_loading_them(installed, monkeypatch):
    found = object() if installed else None
    monkeypatch.setattr("coursekit.widgets.scale.timing.importlib.util.find_spec", lambda name: found)
    assert may_have_gpu() is installed
