"""The promises about the engine's speed, and a check of figures against them."""

from __future__ import annotations

from typing import Any

from benchmarks.engine_workloads import WORKLOADS

AHEAD = {
    "tiny-sgd": 3.0,
    "tiny-adam": 3.0,
    "wide": 1.1,
    "deep": 2.0,
    "conv-28": 1.0,
    "conv-8": 1.0,
    "block": 1.0,
}
BOUND, BOUND_LARGE = 2.5, 1.25
SAME_LOSS = 1e-3  # relative: float32 sums in another order


def verdicts(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One verdict a workload, from the records in float32 at one thread."""
    wanted = [s for s in steps if (s["dtype"], s["threads"]) == ("float32", 1) and "microseconds" in s]
    found = []
    for workload in dict.fromkeys(s["workload"] for s in wanted):
        of = {s["peer"]: s for s in wanted if s["workload"] == workload}
        own, torch, hand = (_fastest(of, start) for start in ("coursekit", "PyTorch", "hand-written"))
        if own and torch and hand:
            found.append(_verdict(workload, own, torch, hand) | _by_default(of, torch))
    return found


def _fastest(of: dict[str, dict[str, Any]], start: str) -> dict[str, Any] | None:
    """The fastest variant of an engine: PyTorch with its best optimizer, NumPy with its best kernel."""
    return min(
        (s for name, s in of.items() if name.startswith(start)), key=lambda s: s["microseconds"], default=None
    )


def _by_default(of: dict[str, dict[str, Any]], torch: dict[str, Any]) -> dict[str, Any]:
    """The engine's lead with the kernel that OpenBLAS picks by itself."""
    own = of.get("coursekit")
    return {"ahead_by_default": round(torch["microseconds"] / own["microseconds"], 3) if own else None}


def _verdict(
    workload: str, own: dict[str, Any], torch: dict[str, Any], hand: dict[str, Any]
) -> dict[str, Any]:
    ahead = torch["microseconds"] / own["microseconds"]
    over = own["microseconds"] / hand["microseconds"]
    limit = BOUND_LARGE if WORKLOADS[workload].large else BOUND
    same = all(abs(s["loss"] - hand["loss"]) <= SAME_LOSS * abs(hand["loss"]) for s in (own, torch))
    kept = ahead >= AHEAD[workload] and over <= limit and same
    says = (
        f"{workload:<10} {own['microseconds']:>9} µs: {ahead:.2f}× ahead of {torch['peer']} (needs {AHEAD[workload]}), "
        f"{over:.2f}× the hand-written step (at most {limit}){'' if same else ', and the losses differ'}"
    )
    return {
        "workload": workload,
        "ahead": round(ahead, 3),
        "over_hand": round(over, 3),
        "same_loss": same,
        "kept": kept,
        "says": f"{'kept  ' if kept else 'MISSED'} {says}",
    }
