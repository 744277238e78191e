"""How long from the command to the page: `coursekit lab` beside plain JupyterLab.

Both start on a folder that did not exist before, in turns, each with a browser that has never been there:
`coursekit lab` shows its home page, a click opens lesson 1, Run All brings its widgets to life; `jupyter lab` opens
a notebook with the same text and outputs, whose questions and widgets are `interact` with inline matplotlib.

    python -m benchmarks.cold_start            # medians of 5 rounds
    python -m benchmarks.cold_start --rounds 9
    python -m benchmarks.cold_start --python /path/to/.venv/bin/python    # servers from a learner's environment

The dev extra adds server extensions that both sides then load; a learner's environment has none of them.

Needs Chromium and the dev extra. Absolute times depend on the machine; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from coursekit.content import current_course
from coursekit.lab.learner_folder import notebooks_folder
from tests.browser.labpage import Lab, launch

OPTIONS = ("--port={port}", "--no-browser", "--allow-root")  # JupyterLab alone refuses root
COMMANDS = {
    "course": ("-m", "coursekit", "lab", "{folder}/mine", *OPTIONS),
    "plain": ("-m", "jupyterlab", "--ServerApp.root_dir={folder}", *OPTIONS),
}
LESSON = notebooks_folder(current_course()) / "lessons" / "01_neuron.ipynb"
OURS = re.compile(
    r"^(ask|show|[A-Z]\w+)\(.*\)$", re.DOTALL
)  # a cell that shows a question, a picture or a widget
IMPORTS = "import numpy as np\nimport matplotlib.pyplot as plt\nfrom ipywidgets import interact"
INTERACT = """
@interact(w=(-3.0, 3.0))
def draw(w=1.0):
    plt.plot(np.tanh(w * np.linspace(-3, 3, 200)))
    plt.show()
"""
STEPS = ("server answers", "first page", "lesson 1", "kernel ready", "first widget alive", "all cells run")


def course(lab: Lab) -> Iterator[None]:
    """The steps of a learner, up to each of which the time counts."""
    lab.start()
    yield
    page = lab.page
    page.goto(f"{lab.server.url}/?token={lab.server.token}")
    page.get_by_role("heading", name="Neural networks you can touch").wait_for()
    yield
    link = page.get_by_role("link", name="lesson 1, One neuron")
    expect(link).to_have_attribute(
        "href", re.compile("/files/"), timeout=60_000
    )  # JupyterLab has taken it over
    heading = page.get_by_role("heading", level=1, name="1 · One neuron")
    while not heading.is_visible():
        with contextlib.suppress(PlaywrightTimeout):  # the click before has opened it meanwhile
            link.click(timeout=500)
        page.wait_for_timeout(50)
    yield
    yield from alive(lab, ".coursekit")


def plain(lab: Lab) -> Iterator[None]:
    """The same with a notebook of that size, opened at once."""
    lab.start()
    yield
    lab.page.goto(f"{lab.server.url}/lab/tree/plain.ipynb?token={lab.server.token}")
    lab.page.get_by_role("heading", level=1, name="1 · One neuron").wait_for()
    yield
    yield
    yield from alive(lab, ".widget-interact")


def alive(lab: Lab, widget: str) -> Iterator[None]:
    """Once the kernel is ready: run everything, see the first widget, see the last cell done."""
    lab.notebook.locator(".jp-Cell").first.click(
        position={"x": 5, "y": 5}
    )  # the status is now this notebook's
    lab.wait_idle(seconds=120)
    yield
    lab.menu("Run", "Run All Cells")
    lab.page.locator(widget).first.wait_for(state="attached", timeout=120_000)
    yield
    lab.wait_idle(seconds=240)
    yield


def peer() -> nbformat.NotebookNode:
    """Lesson 1 for plain JupyterLab: same text, same outputs, other widgets."""
    made = nbformat.read(LESSON, as_version=4)
    for cell in made.cells:
        if cell.cell_type == "code" and OURS.match(cell.source):
            cell.source = INTERACT.strip()
        elif cell.cell_type == "code" and "coursekit" in cell.source:
            cell.source = IMPORTS
    return made


def times(browser: Browser, side: str, python: str) -> list[float]:
    """Seconds from the command to the end of each step, in a place of its own."""
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as ends:
        folder = Path(place) / "work"
        folder.mkdir()
        nbformat.write(peer(), folder / "plain.ipynb")
        lab = Lab((python, *COMMANDS[side]), folder, browser=browser, home=Path(place) / "home")
        ends.callback(lab.stop)
        begun = time.perf_counter()
        steps = {"course": course, "plain": plain}[side](lab)
        return [time.perf_counter() - begun for _ in steps]


def table(found: dict[str, list[list[float]]]) -> str:
    """Medians side by side, and the ratio."""
    medians = {
        side: [statistics.median(step) for step in zip(*runs, strict=True)] for side, runs in found.items()
    }
    lines = ["| seconds from the command to | coursekit lab | jupyter lab | ratio |", "|---|---|---|---|"]
    for name, ours, theirs in zip(STEPS, medians["course"], medians["plain"], strict=True):
        lines.append(f"| {name} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", default=sys.executable, help="runs the servers")
    given = parser.parse_args()
    found: dict[str, list[list[float]]] = {"course": [], "plain": []}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for _ in range(given.rounds):
            for side, runs in found.items():
                runs.append(times(browser, side, given.python))
        browser.close()
    print(table(found))


if __name__ == "__main__":
    main()
