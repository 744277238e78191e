"""The name writer of lesson 7: its held-out loss and time over five seeds, and the pieces of its live view.

    python -m benchmarks.writer            five seeds (under a minute)
    python -m benchmarks.writer --seeds 1  one

Set OPENBLAS_NUM_THREADS=1 for one thread. Times are processor time, so that a busy machine counts little; a frame is what the kernel
does for one answer to the browser: two steps of training, the scene, its packing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import numpy as np

from coursekit.scenes import pack
from coursekit.widgets import NameWriter
from coursekit.widgets.language.name_model import STEPS, NameTraining

GOAL, SECONDS, FRAMES = 2.05, 10.0, 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure and print; 1 where a figure isn't reached."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.writer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seeds", type=int, default=5)
    losses, seconds = zip(*(trained(seed) for seed in range(parser.parse_args(arguments).seeds)), strict=True)
    frames = 1 / frame_seconds()
    print(
        f"held-out loss after {STEPS:,} steps: {np.mean(losses):.3f}, from {min(losses):.3f} to {max(losses):.3f}"
    )
    print(f"processor time: {np.mean(seconds):.1f} s, at most {max(seconds):.1f} s")
    print(f"live view: {frames:.0f} frames of two steps a second")
    return int(not (max(losses) < GOAL and max(seconds) < SECONDS and frames > FRAMES))


def trained(seed: int) -> tuple[float, float]:
    """The held-out loss of a whole training, and its processor time in seconds."""
    start = time.process_time()
    run = NameTraining(seed)
    run.train(STEPS)
    return run.held_out_loss(), time.process_time() - start


def frame_seconds(frames: int = 100) -> float:
    """Processor time of one answer to the browser while it trains, in seconds, sheets of names and measurements included."""
    writer = NameWriter(everything=True)
    start = time.process_time()
    for _ in range(frames):
        writer.advance()
        pack(writer.scene())
    return (time.process_time() - start) / frames


if __name__ == "__main__":
    raise SystemExit(main())
