"""The benchmark measures what it says: one net for every engine, and verdicts that follow the figures."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from engine_libraries import Torch

ROOT = Path(__file__).parents[2]
WORKLOADS = ["tiny-sgd", "tiny-adam", "wide", "deep", "conv-28", "conv-8", "block"]


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a module of the benchmarks, which are not installed with the package."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"benchmarks.{name}")


def losses(benchmarks: Any, peer: str, variant: str, workload: str) -> list[float]:
    module = benchmarks(f"engine_peers.{peer}")
    step = module.trainer(benchmarks("engine_workloads").WORKLOADS[workload], variant, "float64")
    return [module.value(step()) for _ in range(4)]


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_engine_and_the_hand_written_step_train_the_same_net(workload: str, benchmarks: Any) -> None:
    mine = losses(benchmarks, "coursekit_engine", "eager", workload)
    assert mine == pytest.approx(losses(benchmarks, "hand_numpy", "hand", workload), rel=1e-12)
    assert mine[-1] < mine[0]


def test_the_engine_and_pytorch_train_the_same_net_with_exact_gelu(benchmarks: Any, oracle: Torch) -> None:
    mine, theirs = (losses(benchmarks, peer, "eager", "gelu") for peer in ("coursekit_engine", "pytorch"))
    assert mine == pytest.approx(theirs, rel=1e-12)
    assert (
        benchmarks("engine_peers.hand_numpy").trainer(
            benchmarks("engine_workloads").WORKLOADS["gelu"], "hand", "float64"
        )
        is None
    )


def step(peer: str, microseconds: float, loss: float = 1.0) -> dict[str, Any]:
    common = {"workload": "deep", "dtype": "float32", "threads": 1}
    return common | {"peer": peer, "microseconds": microseconds, "loss": loss}


def test_a_promise_is_kept_by_speed_and_by_the_same_loss(benchmarks: Any) -> None:
    verdicts = benchmarks("engine_verdicts").verdicts
    torch, hand = step("PyTorch fused", 300), step("hand-written NumPy", 100)
    found = [
        verdicts([step("coursekit", us, loss), torch, hand])[0] for us, loss in [(140, 1), (160, 1), (140, 2)]
    ]
    assert [v["kept"] for v in found] == [True, False, False]
    assert found[0]["says"].startswith("kept")
    assert "MISSED" in found[1]["says"]
    assert "losses differ" in found[2]["says"]


def test_the_best_variant_of_each_engine_counts(benchmarks: Any) -> None:
    steps = [step("coursekit", 200), step("coursekit, AVX-512", 100), step("hand-written NumPy", 90)]
    steps += [step("PyTorch eager", 400), step("PyTorch fused", 250)]
    (found,) = benchmarks("engine_verdicts").verdicts(steps)
    assert (found["ahead"], found["over_hand"]) == (2.5, 1.111)


def test_it_runs_from_the_command_line_and_prints_json() -> None:
    peers = ["hand-written NumPy", "coursekit"]
    command = [
        sys.executable,
        "-m",
        "benchmarks.engine",
        "tiny-sgd",
        "--quick",
        "--json",
        "--rounds",
        "1",
        "--peers",
    ]
    done = subprocess.run([*command, *peers], cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert [s["peer"] for s in figures["steps"]] == peers
    assert all(s["microseconds"] > 0 for s in figures["steps"])
    assert set(figures["import"]) == {"numpy", "coursekit.engine"}


def test_an_unknown_workload_is_named() -> None:
    command = [sys.executable, "-m", "benchmarks.engine", "huge"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "'huge'" in done.stderr
    assert "tiny-sgd" in done.stderr
