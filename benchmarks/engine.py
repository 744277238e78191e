"""The engine's speed, memory and import time beside its peers.

    python -m benchmarks.engine                      the whole table (about four minutes)
    python -m benchmarks.engine --quick              a rough one in half a minute
    python -m benchmarks.engine --json > now.json    the same figures for a program
    python -m benchmarks.engine --peer-python PY     where JAX, autograd, scikit-learn and micrograd are installed

Times are microseconds a training step; absolute times change with the machine and its mood, the ratios count.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.engine_measure import Peer, Setting, available, check_names, compare, import_times, memory
from benchmarks.engine_verdicts import verdicts
from benchmarks.engine_workloads import WORKLOADS


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then print a table or JSON."""
    options = parser().parse_args(arguments)
    figures = measure(options)
    if options.json:
        print(json.dumps(figures, indent=1, ensure_ascii=False))
    else:
        print(table(figures))
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    p = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__.splitlines()[0])
    p.add_argument(
        "workloads", nargs="*", help=f"which workloads ({', '.join(WORKLOADS)}); all if none is named"
    )
    p.add_argument("--json", action="store_true", help="print JSON instead of a table")
    p.add_argument("--quick", action="store_true", help="float32, one thread, few and short blocks")
    p.add_argument("--dtype", nargs="+", choices=["float32", "float64"], help="default: both")
    p.add_argument("--threads", nargs="+", type=int, help="default: 1 2")
    p.add_argument("--peers", nargs="+", help="names as in the table; default: all")
    p.add_argument("--rounds", type=int, help="blocks for each engine and workload (default 25)")
    p.add_argument(
        "--busy", action="store_true", help="the machine has other work: count processor time (one thread)"
    )
    p.add_argument("--peer-python", default=sys.executable, help="a Python that has the optional peers")
    return p


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """All figures as plain data."""
    peers, workloads = available(options.peers), check_names(options.workloads)
    rounds = options.rounds or (5 if options.quick else 25)
    steps = []
    one = options.quick or options.busy  # processor time of two threads is no time anybody waits
    for dtype in options.dtype or (["float32"] if options.quick else ["float32", "float64"]):
        for threads in options.threads or ([1] if one else [1, 2]):
            print(f"measuring {dtype}, {threads} thread(s) …", file=sys.stderr)
            block = 0.01 if options.quick else 0.03
            steps += compare(
                peers, workloads, Setting(dtype, threads, rounds, block, options.peer_python, options.busy)
            )
    own = [p for p in peers if not p.foreign and not p.environment]
    return {
        "machine": machine(),
        "clock": "processor" if options.busy else "wall",
        "steps": steps,
        "memory": memory(own, workload="wide", steps=50),
        "import": import_times(imported(peers), runs=3 if options.quick else 15),
        "verdicts": verdicts(steps),
    }


def imported(peers: Sequence[Peer]) -> list[str]:
    """The modules whose import is timed."""
    return ["numpy", "coursekit.engine", *(["torch"] if any(p.module == "pytorch" for p in peers) else [])]


def machine() -> dict[str, Any]:
    """The machine and the versions that the figures were measured on."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "torch")},
    }


def version(name: str) -> str | None:
    """The installed version, or None."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def table(figures: dict[str, Any]) -> str:
    """The figures as text."""
    lines = [", ".join(f"{k} {v}" for k, v in figures["machine"].items()), ""]
    steps = figures["steps"]
    for dtype, threads in dict.fromkeys((s["dtype"], s["threads"]) for s in steps):
        lines += grid(
            [s for s in steps if (s["dtype"], s["threads"]) == (dtype, threads)],
            f"{dtype}, {threads} thread(s)",
        )
    lines += ["memory on the 784 net, MiB (whole process / added by model and training)"]
    lines += [f"  {m['peer']:<28}{m['peak']:>8} / {m['added']}" for m in figures["memory"]]
    lines += ["", "import, ms (beyond `import numpy`, except numpy itself)"]
    lines += [f"  {name:<28}{ms:>8}" for name, ms in figures["import"].items()]
    lines += ["", "float32, one thread, against what is required (with the better OpenBLAS kernel)"]
    lines += [
        f"  {v['says']}; {v['ahead_by_default'] or 0:.2f}× ahead with OpenBLAS's own choice"
        for v in figures["verdicts"]
    ]
    return "\n".join(lines)


def grid(steps: list[dict[str, Any]], title: str) -> list[str]:
    """One table: a row an engine, a column a workload."""
    workloads = list(dict.fromkeys(s["workload"] for s in steps))
    lines = [f"{title}, µs a step", " " * 28 + "".join(f"{w:>11}" for w in workloads)]
    missing = []
    for peer in dict.fromkeys(s["peer"] for s in steps):
        mine = {s["workload"]: s for s in steps if s["peer"] == peer}
        cells = [f"{mine[w].get('microseconds', '–'):>11}" for w in workloads]
        if any("microseconds" in s for s in mine.values()):
            lines.append(f"{peer:<28}" + "".join(cells))
        else:
            missing.append(f"{peer}: {mine[workloads[0]]['missing']}")
    return [*lines, *(f"not measured: {m}" for m in missing), ""]


if __name__ == "__main__":
    sys.exit(main())
