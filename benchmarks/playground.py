"""The playground's training beside TensorFlow Playground's own engine, and what one frame costs.

    git clone https://github.com/tensorflow/playground
    python -m benchmarks.playground --peer playground        theirs and ours, µs a step, interleaved in one run
    python -m benchmarks.playground                          ours alone, and the cost of a frame

Times are processor time: microseconds a training step, and the share of a core at 55 frames a second. The peer is read
at the commit below and runs under Node 23 or newer, which takes its types away (Playwright brings one).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.widgets.playground import frames
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import Settings

COMMIT = "02469bd3751764b20486015d4202b792af5362a6"
RATE = 0.03
NETWORKS: tuple[tuple[int, ...], ...] = ((4, 2), (8, 8), (8, 8, 8, 8))
BATCHES = (10, 20, 30)
FRAMES = 55  # a second
BLOCK = 0.02  # seconds of steps between two changes of turn


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    p = argparse.ArgumentParser(prog="python -m benchmarks.playground", description=__doc__.splitlines()[0])
    p.add_argument("--peer", help="a checkout of tensorflow/playground, or its git directory")
    p.add_argument("--node", default=playwrights_node(), help="Node 23 or newer")
    p.add_argument("--rounds", type=int, default=21, help="turns of each (default 21)")
    options = p.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(options.node, options.peer, Path(folder)) if options.peer else None
        print("network        batch  theirs   ours  ours/theirs   (processor time, µs a step, medians)")
        for hidden in NETWORKS:
            for batch in BATCHES:
                print(row(hidden, batch, *compare(hidden, batch, peer, options.rounds)))
        if peer:
            peer.close()
    print()
    print(*frame(options.rounds), sep="\n")
    return 0


def settings(hidden: tuple[int, ...], batch: int) -> Settings:
    """A spiral under tanh and squared error, the playground's work as TensorFlow Playground does it."""
    # They train on half of the squared error, hence half of the rate here.
    return Settings(data="spirals", hidden=hidden, batch_size=batch, loss="mse", learning_rate=RATE / 2)


class Peer:
    """TensorFlow Playground's engine in a process of its own."""

    def __init__(self, node: str, source: str, folder: Path) -> None:
        git = ["git", "-C", source, "show", f"{COMMIT}:src/nn.ts"]
        (folder / "nn.mts").write_bytes(subprocess.run(git, check=True, capture_output=True).stdout)
        script = folder / "peer.mjs"
        script.write_text(Path(__file__).with_name("playground_peer.mjs").read_text("utf-8"), "utf-8")
        self.process = subprocess.Popen(
            [node, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **request: Any) -> Any:
        """Send one request and return its answer."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(request), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def compare(
    hidden: tuple[int, ...], batch: int, peer: Peer | None, rounds: int
) -> tuple[float | None, float]:
    """Medians of theirs and ours, µs a step, in turns; both must have computed the same weights first."""
    session = Session(settings(hidden, batch))
    if peer:
        prepare(peer, session, batch)
    ours, theirs, steps = [], [], 100
    for _ in range(rounds + 3):
        before = time.process_time()
        session.step(steps)
        spent = time.process_time() - before
        ours.append(spent / steps * 1e6)
        if peer:
            theirs.append(peer.ask(steps=steps)["microseconds"] / steps)
        steps = max(100, int(steps * BLOCK / spent))
    return (statistics.median(theirs[3:]) if theirs else None), statistics.median(ours[3:])


def prepare(peer: Peer, session: Session, batch: int) -> None:
    """Give the peer the same start and the same batches, and hold its weights after an epoch to ours."""
    rng = np.random.default_rng([session.settings.seed, 2])
    X, y = session.data.X_train, 2 * session.data.y_train - 1
    order = rng.permutation(len(X))
    steps = len(X) // batch
    start = [{"weight": w.weight.tolist(), "bias": w.bias.tolist()} for w in session.weights if w]
    peer.ask(
        sizes=session.settings.sizes,
        weights=start,
        X=X[order].tolist(),
        y=y[order].tolist(),
        batch=batch,
        rate=RATE,
    )
    session.step(steps)
    theirs = peer.ask(steps=steps, weights=True)["weights"]
    for own, other in zip(session.weights, theirs, strict=True):
        assert own
        assert np.allclose(own.weight, other["weight"], rtol=0, atol=1e-12)
        assert np.allclose(own.bias, other["bias"], rtol=0, atol=1e-12)


def frame(rounds: int) -> list[str]:
    """One frame of the live picture: an epoch of 250 examples at batch 10, and all that goes to the page."""
    session = Session(settings((6, 6, 5), 10))
    session.step(250)
    parts: dict[str, Callable[[], object]] = {
        "25 steps": lambda: session.step(25),
        "18 heat maps, weights and curves, packed": lambda: frames.arrays(session),
        "scores, gradients and dead units": lambda: (
            session.scores,
            session.gradient_norms(),
            session.dead_units(),
        ),
    }
    spent: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(rounds * 4):
        for name, work in parts.items():
            before = time.process_time()
            work()
            spent[name].append(time.process_time() - before)
    middle = {name: statistics.median(times) for name, times in spent.items()}
    return [
        "one frame of 2-6-6-5-1",
        *(f"  {name}: {1000 * each:.2f} ms" for name, each in middle.items()),
        f"  at {FRAMES} frames a second: {sum(middle.values()) * FRAMES:.0%} of a core",
    ]


def row(hidden: tuple[int, ...], batch: int, theirs: float | None, ours: float) -> str:
    """One line of the table."""
    network = "-".join(map(str, (2, *hidden, 1)))
    beside = f"{theirs:8.1f}" if theirs else f"{'–':>8}"
    ratio = f"{ours / theirs:8.2f}" if theirs else ""
    return f"{network:<14} {batch:>5}{beside}{ours:>7.1f}{ratio}"


def playwrights_node() -> str:
    """The Node that Playwright brings, or whichever is found."""
    try:
        import playwright  # noqa: PLC0415 - only where it is installed
    except ImportError:
        return "node"
    name = "node.exe" if os.name == "nt" else "node"
    return str(Path(playwright.__file__).parent / "driver" / name)


if __name__ == "__main__":
    sys.exit(main())
