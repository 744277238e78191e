"""How long a slider takes to become pixels: coursekit's widgets beside `interact` with inline matplotlib.

Both show the same picture (a curve with a moving point, a surface of 100 × 100 and 60 points) in the same
JupyterLab, and take turns: one block of key presses for one, one for the other, and so on. A press counts from
the browser's keydown event to the first animation frame on which the new picture is there. A drag moves the
slider's thumb with the mouse for two seconds and counts the different pictures that were shown.

    python -m benchmarks.widgets                 # a table
    python -m benchmarks.widgets --signatures    # the signature widget of each lesson, in turns with `interact`
    python -m benchmarks.widgets --all           # every widget that has a slider
    python -m benchmarks.widgets --json          # the same as JSON

Needs Chromium and the dev extra. Absolute times depend on the machine; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import inspect
import json

import nbformat

import coursekit.widgets
from benchmarks.watching import Side, course, in_turns, notebook
from coursekit.widgets.core.controls import Slider

GOAL = {"p50_ms": 40.0, "p95_ms": 70.0, "frames_per_s": 45.0, "kernel_ms": 2.0, "times_faster": 2.5}
MORE_IS_BETTER = {"frames_per_s", "times_faster"}

# The signature of each lesson, and the control to move; lesson 4's has numbers in the place of sliders.
SIGNATURES = {
    "XorMeter": "w1",
    "BendCounter": "turn1",
    "HingeChase": "turn1",
    "Origami": "layer",
    "WalkBackwards": "c",
    "RavineRace": "rate",
    "TheBill": "width",
}

SETUP = """
import numpy as np
from coursekit.scenes import HeatMap, Line, Panel, Points, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.core.controls import Slider

x = np.linspace(-3, 3, 200)
side = np.linspace(-3, 3, 100)
X, Y = np.meshgrid(side, side)
cloud = np.random.default_rng(0).normal(size=(2, 60))

class Bench(SceneWidget):
    title = "coursekit"
    w = Slider(0.0, -3, 3, step=0.05, label="w")

    def scene(self):
        w = self.w
        curve = np.tanh(w * x)
        left = Panel((-3, 3), (-1.5, 1.5), (Line(x, curve), Points([w], [np.tanh(w * w)], size=14)))
        surface = HeatMap(np.tanh(w * X + Y), (-3, 3), (-3, 3))
        right = Panel((-3, 3), (-3, 3), (surface, Points(*cloud, role="ink", size=6)))
        return Scene((left, right), f"w = {w:.2f}")
"""
PEER = """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact

def draw(w):
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
    left.plot(x, np.tanh(w * x))
    left.plot([w], [np.tanh(w * w)], "o")
    left.set(xlim=(-3, 3), ylim=(-1.5, 1.5))
    right.imshow(np.tanh(w * X + Y), extent=(-3, 3, -3, 3), origin="lower", cmap="RdBu", vmin=-1, vmax=1)
    right.plot(*cloud, "k.")
    plt.show()

interact(draw, w=FloatSlider(0.0, min=-3, max=3, step=0.05))
"""
# What an answer to the browser costs the kernel, over the whole range of the control.
KERNEL = """
import statistics, time
import numpy as np

def kernel_time(widget, name, low, high, step):
    times = []
    for k in range(200):
        value = low + step * round((high - low) / step * (0.5 + 0.5 * np.sin(k / 10)))
        framed = {"type": "frame_position", "value": value}
        message = framed if widget.frames_of == name else {"type": "set_state", "values": {name: value}}
        start = time.perf_counter()
        widget._receive(widget, message, [])
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)
"""


def sample() -> nbformat.NotebookNode:
    """The picture that `interact` draws too, by coursekit."""
    return notebook(SETUP, "bench = Bench(); bench", KERNEL, "print(kernel_time(bench, 'w', -3, 3, 0.05))")


def live(name: str, control: str) -> nbformat.NotebookNode:
    """A widget of the course, and the time that its kernel takes."""
    trait = getattr(coursekit.widgets, name).class_traits()[control]
    low, high, step = (trait.low, trait.high, trait.step) if isinstance(trait, Slider) else (-9, 9, 1)
    timed = f"print(kernel_time(widget, {control!r}, {low}, {high}, {step}))"
    return notebook(f"from coursekit.widgets import {name}\nwidget = {name}(); widget", KERNEL, timed)


def everything() -> dict[str, str]:
    """Each widget that can be made as it stands and shows a slider, with that slider."""
    found = {}
    for name in coursekit.widgets.__all__:
        kind = getattr(coursekit.widgets, name)
        if not inspect.isclass(kind) or not getattr(kind, "title", ""):
            continue
        widget = kind()
        shown = (control for control in widget.state() if control not in widget.hidden())
        sliders = [control for control in shown if isinstance(kind.class_traits()[control], Slider)]
        if sliders:
            found[name] = sliders[0]
    return found


def measure(widgets: dict[str, str], *, blocks: int) -> dict[str, dict[str, float]]:
    """Each widget with its control, the sample picture and `interact`, in turns."""
    made = {"sample": sample()} | {name: live(name, control) for name, control in widgets.items()}
    with course({**made, "interact": notebook(SETUP, PEER)}) as lab:
        sides = [Side(lab, "sample", "canvas", ".coursekit input[type=range]")]
        sides += [Side(lab, name, "canvas", f".coursekit input[id$='-{widgets[name]}']") for name in widgets]
        peer = Side(lab, "interact", "image", ".widget-slider .noUi-handle")
        in_turns([*sides, peer], blocks=blocks)
    slow = peer.figures()
    found = {side.name: side.figures() for side in sides}
    for figures in found.values():
        figures["times_faster"] = slow["p50_ms"] / figures["p50_ms"]
    return {**found, "interact": slow}


def met(figures: dict[str, float]) -> bool:
    """Whether the goals are met, as far as they were measured."""
    return all(
        figures[name] >= goal if name in MORE_IS_BETTER else figures[name] <= goal
        for name, goal in GOAL.items()
        if name in figures
    )


def table(found: dict[str, dict[str, float]]) -> list[str]:
    """The figures as lines, one a widget."""
    lines = [f"{'':20}" + "".join(f"{name:>14}" for name in GOAL)]
    for name, figures in {**found, "goal": GOAL}.items():
        cells = (f"{figures[figure]:.1f}" if figure in figures else "" for figure in GOAL)
        verdict = "" if name in {"interact", "goal"} or met(figures) else "  NOT met"
        lines.append(f"{name:20}" + "".join(f"{cell:>14}" for cell in cells) + verdict)
    return lines


def main() -> int:
    """Print the figures; the exit status says whether the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widgets", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--signatures", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--blocks", type=int, default=3)
    words = parser.parse_args()
    widgets = everything() if words.all else SIGNATURES if words.signatures else {}
    found = measure(widgets, blocks=words.blocks)
    print(json.dumps({**found, "goal": GOAL}, indent=1) if words.json else "\n".join(table(found)))
    return 0 if all(met(figures) for name, figures in found.items() if name != "interact") else 1


if __name__ == "__main__":
    raise SystemExit(main())
