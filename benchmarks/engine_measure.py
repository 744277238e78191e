"""Run the engines in turn: each in its own process, short blocks in turn, the low quantile of many blocks."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.engine_workloads import WORKLOADS

ROOT = Path(__file__).parent.parent
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
AVX512 = {"OPENBLAS_CORETYPE": "SkylakeX"}


@dataclass(frozen=True)
class Peer:
    """An engine in one of its variants. `name` says both; a foreign peer may live in another Python."""

    name: str
    module: str
    variant: str
    environment: dict[str, str] = field(default_factory=dict)
    foreign: bool = False


PEERS = (
    Peer("hand-written NumPy", "hand_numpy", "hand"),
    Peer("hand-written NumPy, AVX-512", "hand_numpy", "hand", AVX512),
    Peer("coursekit", "coursekit_engine", "eager"),
    Peer("coursekit, AVX-512", "coursekit_engine", "eager", AVX512),
    Peer("PyTorch eager", "pytorch", "eager"),
    Peer("PyTorch foreach", "pytorch", "foreach"),
    Peer("PyTorch fused", "pytorch", "fused"),
    Peer("PyTorch fused, tuned", "pytorch", "tuned"),
    Peer("JAX jit", "jax_jit", "jit", foreign=True),
    Peer("autograd", "autograd_hips", "flat update", foreign=True),
    Peer("scikit-learn", "scikit_learn", "partial_fit", foreign=True),
    Peer("micrograd (ReLU)", "micrograd_scalar", "scalar", foreign=True),
)


@dataclass(frozen=True)
class Setting:
    """The settings of a measurement.

    `block` is the seconds one block of steps should take; `python` runs the foreign peers; `cpu` counts processor time,
    which other programs on the machine do not lengthen, instead of the clock's.
    """

    dtype: str = "float32"
    threads: int = 1
    rounds: int = 25
    block: float = 0.03
    python: str = sys.executable
    cpu: bool = False


class Process:
    """A running worker that can be asked for blocks."""

    def __init__(self, peer: Peer, setting: Setting) -> None:
        self.peer, threads = peer, setting.threads
        python = setting.python if peer.foreign else sys.executable
        environment = {**os.environ, **dict.fromkeys(THREAD_SETTINGS, str(threads)), **peer.environment}
        environment["PYTHONPATH"] = str(ROOT)
        command = [
            python,
            "-m",
            "benchmarks.engine_worker",
            peer.module,
            peer.variant,
            setting.dtype,
            str(threads),
        ]
        self.child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("COURSEKIT_BENCH_DEBUG") else subprocess.DEVNULL,
            env=environment,
            cwd=ROOT,
            text=True,
        )
        self.missing = self.read().get("missing")

    def read(self) -> dict[str, Any]:
        """The next answer; a process that died says so."""
        line = self.child.stdout.readline() if self.child.stdout else ""
        return json.loads(line) if line else {"missing": "the process ended"}

    def ask(self, **order: Any) -> dict[str, Any]:
        """Send one order and wait for its answer."""
        if self.missing or self.child.stdin is None:
            return {"missing": self.missing}
        try:
            self.child.stdin.write(json.dumps(order) + "\n")
            self.child.stdin.flush()
        except BrokenPipeError:
            return {"missing": "the process ended"}
        return self.read()

    def close(self) -> None:
        """End the process by ending its input."""
        if self.child.stdin:
            self.child.stdin.close()
        self.child.wait(timeout=30)


def available(names: Sequence[str] | None = None) -> list[Peer]:
    """The peers asked for, without the AVX-512 ones where the CPU has no such instructions."""
    cpu = Path("/proc/cpuinfo")
    wide = cpu.exists() and "avx512f" in cpu.read_text()
    return [p for p in PEERS if (wide or p.environment != AVX512) and (not names or p.name in names)]


def compare(peers: Sequence[Peer], workloads: Iterable[str], setting: Setting) -> list[dict[str, Any]]:
    """One record a workload and peer: microseconds a step (low quantile and median of the blocks), loss, or why not."""
    processes = [Process(p, setting) for p in peers]
    try:
        return [
            {"workload": w, "dtype": setting.dtype, "threads": setting.threads, **record}
            for w in workloads
            for record in _interleave(w, processes, setting)
        ]
    finally:
        for process in processes:
            process.close()


def _interleave(workload: str, processes: Sequence[Process], setting: Setting) -> list[dict[str, Any]]:
    """Blocks of every process in turn: what slows the machine for a moment slows them all."""
    steps = {p: _calibrate(p, workload, setting) for p in processes}
    seconds: dict[Process, list[float]] = {p: [] for p in processes}
    answers = {p: p.ask(workload=workload, steps=1) for p in processes}
    for i in range(setting.rounds):
        for p in [*processes[i % len(processes) :], *processes[: i % len(processes)]]:
            if "missing" not in answers[p]:
                # The thread pools of the one before spin for a while after their work: let them fall asleep.
                time.sleep(0.03 if setting.threads > 1 else 0.0)
                answers[p] = p.ask(workload=workload, steps=steps[p], cpu=setting.cpu)
                seconds[p].append(answers[p].get("seconds", float("nan")) / steps[p])
    return [_record(p, answers[p], seconds[p]) for p in processes]


def _calibrate(process: Process, workload: str, setting: Setting) -> int:
    """The number of steps that fill a block; the first blocks also warm up caches and compilers."""
    steps = 1
    for _ in range(3):
        answer = process.ask(workload=workload, steps=steps, cpu=True)
        if "missing" in answer:
            return 1
        steps = max(1, min(int(setting.block * steps / max(answer["seconds"], 1e-6)), 50 * steps))
    return steps


def _record(process: Process, answer: dict[str, Any], seconds: list[float]) -> dict[str, Any]:
    if "missing" in answer:
        return {"peer": process.peer.name, "missing": answer["missing"]}
    ordered = sorted(seconds)
    low = ordered[len(ordered) // 5]
    return {
        "peer": process.peer.name,
        "microseconds": round(1e6 * low, 2),
        "median": round(1e6 * statistics.median(ordered), 2),
        "loss": answer["loss"],
    }


def memory(peers: Sequence[Peer], *, workload: str, steps: int) -> list[dict[str, Any]]:
    """Peak resident memory of a fresh process in MiB: all of it, and what model and training add to the import."""
    records = []
    for peer in peers:
        process = Process(peer, Setting())
        answer = process.ask(workload=workload, memory=steps)
        process.close()
        if "missing" not in answer:
            added = round(answer["peak"] - answer["before"], 1)
            records.append({"peer": peer.name, "peak": round(answer["peak"], 1), "added": added})
    return records


def import_times(modules: Sequence[str], *, runs: int) -> dict[str, float]:
    """Milliseconds that importing each module adds to `import numpy`, low quantile of fresh processes in turn.

    "numpy" itself stands beside them: a busy machine slows it as much.
    """
    code = "import sys, time; a = time.perf_counter(); import numpy; b = time.perf_counter(); "
    code += "import importlib; importlib.import_module(sys.argv[1]); c = time.perf_counter(); "
    code += "print(b - a if sys.argv[1] == 'numpy' else c - b)"
    found: dict[str, list[float]] = {m: [] for m in modules}
    with tempfile.TemporaryDirectory() as compiled:
        # Modules are compiled to bytecode once, as an installation is; the run that does it does not count.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        for run in range(runs + 1):
            for module in modules:
                command = [sys.executable, "-c", code, module]
                done = subprocess.run(
                    command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
                )
                if done.returncode == 0 and run:
                    found[module].append(1e3 * float(done.stdout))
    return {m: round(sorted(times)[len(times) // 5], 1) for m, times in found.items() if times}


def check_names(names: Iterable[str]) -> list[str]:
    """The workloads asked for, or all of them.

    Raises:
        SystemExit: an unknown name.
    """
    wanted = list(names) or list(WORKLOADS)
    for name in wanted:
        if name not in WORKLOADS:
            sys.exit(f"there is no workload {name!r}; choose from {', '.join(WORKLOADS)}")
    return wanted
