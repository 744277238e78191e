"""One engine in one process: answers a line of JSON for every line of JSON, until its input ends.

{"workload": "wide", "steps": 10}  →  {"seconds": 0.0134, "loss": 2.30}   seconds of the whole block of steps,
                                       of the processor instead of the clock where "cpu" is true
{"workload": "wide", "memory": 20} →  {"before": 41.2, "peak": 52.9}      MiB before, and the most during 20 steps
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.engine_workloads import WORKLOADS

CHECKED = 5  # steps from the first weights after which every engine must stand at the same loss


class Worker:
    """The trainers of one peer, made when first asked for."""

    def __init__(self, peer: str, variant: str, dtype: str, threads: int) -> None:
        self.module = importlib.import_module(f"benchmarks.engine_peers.{peer}")
        if peer == "pytorch":
            self.module.torch.set_num_threads(threads)
        self.variant, self.dtype = variant, dtype
        self.trainers: dict[str, tuple[Callable[[], Any], float]] = {}

    def trainer(self, name: str) -> tuple[Callable[[], Any], float] | None:
        """The step function, and the loss after the first steps; None where the peer does not apply."""
        if name not in self.trainers:
            step = self.module.trainer(WORKLOADS[name], self.variant, self.dtype)
            if step is None:
                return None
            for _ in range(CHECKED):
                loss = step()
            self.trainers[name] = step, self.module.value(loss)
        return self.trainers[name]

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """Do what one line asks for."""
        if "memory" in order:
            return self.memory(order["workload"], order["memory"])
        found = self.trainer(order["workload"])
        if found is None:
            return {"missing": "does not apply"}
        step, loss = found
        return {
            "seconds": self.block(
                step, order["steps"], time.process_time if order.get("cpu") else time.perf_counter
            ),
            "loss": loss,
        }

    def block(self, step: Callable[[], Any], steps: int, clock: Callable[[], float]) -> float:
        """Seconds of this many steps, all queued work done."""
        start = clock()
        for _ in range(steps):
            last = step()
        self.module.value(last)
        self.module.wait()
        return clock() - start

    def memory(self, name: str, steps: int) -> dict[str, Any]:
        """Resident memory in MiB before the model exists and at its highest while training (Linux only)."""
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the kernel starts a new high-water mark
        step = self.module.trainer(WORKLOADS[name], self.variant, self.dtype)
        for _ in range(steps):
            loss = step()
        self.module.value(loss)
        return {"before": before, "peak": _status("VmHWM")}


def _status(field: str) -> float:
    """A field of /proc/self/status in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return float("nan")


def main(peer: str, variant: str, dtype: str, threads: str) -> None:
    """Answer until the input ends; the first line says whether the peer could be imported."""
    try:
        worker = Worker(peer, variant, dtype, int(threads))
    except ImportError as missing:
        print(json.dumps({"missing": str(missing)}), flush=True)
        return
    print(json.dumps({"ready": peer}), flush=True)
    for line in sys.stdin:
        print(json.dumps(worker.answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
