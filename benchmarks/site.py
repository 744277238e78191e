"""Time the site from a click to text, Python and a widget on a slow line, beside JupyterLab on this machine.

Lesson 1 is opened in turns: on the site at 10 and at 20 Mbit/s (40 ms there and back), and in a JupyterLab whose server
runs here already and whose line has no limit. Each visit asks to run everything as soon as the notebook is there. Cold
is a browser that has never been there; the second visit is the same browser later, with a Python of its own again. A
press of an arrow key counts from the browser's keydown to the frame with the new picture.

    python -m benchmarks.site                       # medians of 3 rounds
    python -m benchmarks.site --quick               # one round
    python -m benchmarks.site --pyodide FOLDER      # Python from a folder of coursekit.lab.site.distribution
    python -m benchmarks.site --json

Needs Chromium and the extras dev and site. Absolute times depend on the machine as well as on the line.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from benchmarks.slow_link import Line, behind
from benchmarks.watching import WATCH, Side
from coursekit.lab.site.build import build_site
from tests.browser.labpage import COURSE, Server, launch
from tests.browser.pyodide_folder import pyodide_folder

GOAL = {"text_s": 3.0, "home_s": 3.0, "slider_p50_ms": 40.0}
LESSON = "lessons/01_neuron.ipynb"
THERE_AND_BACK = 0.04
PATIENCE = 300_000  # ms
APP = "(window.coursekitSite?.app ?? window.jupyterapp)"
TEXT = """(title) => [...document.querySelectorAll(".cks-reading h1, .jp-RenderedHTMLCommon h1")]
    .some((h1) => h1.textContent.includes(title) && h1.getClientRects().length)"""
NOTEBOOK = f"""() => !document.querySelector(".cks-reading") &&
    {APP}?.shell?.currentWidget?.sessionContext?.session?.kernel && {APP}.shell.currentWidget.content.model.cells.length > 5"""
RUN = f"() => void {APP}.commands.execute('notebook:run-all-cells')"
READY = f"""() => {{ const kernel = {APP}.shell.currentWidget.sessionContext.session?.kernel;
    return ["idle", "busy"].includes(kernel?.status) && kernel.connectionStatus === "connected"; }}"""
# A picture is a canvas on which something is painted.
WIDGET = ".coursekit:has(canvas):has(input[type=range])"
DRAWN = """() => { const canvas = document.querySelector(".coursekit canvas");
    return canvas?.width && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean); }"""
IDLE = f"""() => {APP}.shell.currentWidget.sessionContext.session.kernel.status === "idle" &&
    ![...document.querySelectorAll(".jp-InputPrompt")].some((prompt) => prompt.textContent === "[*]:")"""


@dataclass
class Front:
    """The parts of a page that `Side` uses."""

    page: Page

    @property
    def notebook(self) -> Locator:
        """The notebook in front."""
        return self.page.locator("css:light=.jp-NotebookPanel").first


def tell(name: str, value: float) -> None:
    """Print a figure as it comes, beside the table at the end."""
    print(f"  {name} {value:.1f}", file=sys.stderr, flush=True)


def visit(page: Page, address: str, carried: Callable[[], tuple[int, int]]) -> dict[str, float]:
    """Seconds from opening lesson 1 to its steps, and what was loaded up to the widget."""
    before = carried()
    begun = time.perf_counter()
    found = {}

    def reached(name: str, script: str, word: str | None = None) -> None:
        page.wait_for_function(script, arg=word, timeout=PATIENCE, polling=50)
        found[name] = time.perf_counter() - begun
        tell(name, found[name])

    page.goto(address, wait_until="commit")
    reached("text_s", TEXT, "One neuron")
    reached("notebook_s", NOTEBOOK)
    page.evaluate(RUN)
    reached("python_s", READY)
    reached("widget_s", DRAWN)
    sizes = [now - then for now, then in zip(carried(), before, strict=True)]
    reached("all_cells_s", IDLE)
    loaded = {"megabytes": sizes[0] / 1e6, "requests": sizes[1]}
    for name, value in loaded.items():
        tell(name, value)
    return found | loaded


def presses(page: Page, times: int) -> dict[str, float]:
    """From key to picture in the first widget, in ms."""
    lab: Any = Front(page)
    side = Side(lab, "site", "canvas", f"{WIDGET} input[type=range]")
    side.control.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    page.evaluate(WATCH.replace(".coursekit canvas", f"{WIDGET} canvas"), "canvas")
    side.press(times)
    found = {f"slider_{name}": value for name, value in side.figures().items()}
    for name, value in found.items():
        tell(name, value)
    return found


def once(
    context: BrowserContext, address: str, carried: Callable[[], tuple[int, int]] | None
) -> dict[str, Any]:
    """A cold visit, a slider, a second visit."""
    page = context.new_page()
    counts = carried or counted(context, page)
    cold = visit(page, address, counts)
    cold |= presses(page, 25)
    page.wait_for_timeout(8000)  # what the browser keeps for the next time is kept by then
    page.close(run_before_unload=False)
    page = context.new_page()
    second = visit(page, address, carried or counted(context, page))
    return {"cold": cold, "second": second}


def counted(context: BrowserContext, page: Page) -> Callable[[], tuple[int, int]]:
    """Measure what a page without a line of ours has loaded: bytes and requests."""
    sizes: list[int] = []
    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    session.send("Network.enable")
    return lambda: (sum(sizes), len(sizes))


def on_the_site(browser: Browser, site: Path, megabits: float) -> dict[str, Any]:
    """One round at this speed; the home page counts from a browser of its own."""
    line = Line(megabits, there_and_back=THERE_AND_BACK)
    with behind(line, site) as root:
        with contextlib.closing(browser.new_context()) as context:
            page, begun = context.new_page(), time.perf_counter()
            page.goto(root, wait_until="commit")
            page.wait_for_function(TEXT, arg="Neural networks", timeout=PATIENCE, polling=50)
            home = time.perf_counter() - begun
            tell("home_s", home)
        with contextlib.closing(browser.new_context()) as context:
            address = f"{root}notebooks/index.html?path={LESSON}"
            found = once(context, address, lambda: (line.bytes, line.requests))
    found["cold"]["home_s"] = home
    return found


def in_jupyterlab(browser: Browser, lab: Server) -> dict[str, Any]:
    """One round with a server that runs already."""
    with contextlib.closing(browser.new_context()) as context:
        found = once(context, f"{lab.url}/lab/tree/{LESSON}?reset&token={lab.token}", None)
    lab.kill_kernels()
    return found


def measure(site: Path, lab: Server, *, rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Medians of so many rounds, each side in turn."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        sides: dict[str, Callable[[], dict[str, Any]]] = {
            "site, 10 Mbit/s": lambda: on_the_site(browser, site, 10),
            "site, 20 Mbit/s": lambda: on_the_site(browser, site, 20),
            "JupyterLab here": lambda: in_jupyterlab(browser, lab),
        }
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
        for _ in range(rounds):
            for name, run in sides.items():
                print(name, file=sys.stderr, flush=True)
                runs[name].append(run())
        browser.close()
    return {
        name: {kind: _medians([run[kind] for run in found]) for kind in ("cold", "second")}
        for name, found in runs.items()
    }


def _medians(found: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(each[name] for each in found) for name in found[0]}


def table(found: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    """The figures, a step a line."""
    columns = [(name, kind) for name in found for kind in ("cold", "second")]
    yield "| | " + " | ".join(f"{name}, {kind}" for name, kind in columns) + " |"
    yield "|---" * (1 + len(columns)) + "|"
    for step in next(iter(found.values()))["cold"]:
        cells = (found[name][kind].get(step) for name, kind in columns)
        yield f"| {step} | " + " | ".join("" if cell is None else f"{cell:.1f}" for cell in cells) + " |"


def met(found: dict[str, dict[str, dict[str, float]]]) -> bool:
    """Return True if the goals are met at 10 Mbit/s by a browser that has never been there."""
    cold = found["site, 10 Mbit/s"]["cold"]
    return all(cold[name] <= goal for name, goal in GOAL.items())


def main() -> int:
    """Print the figures; the exit status says whether the goals are met."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.site", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--pyodide", type=Path, help="Python for the browser (fetched once for this machine)")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        site, folder = Path(place) / "site", Path(place) / "work"
        build_site(site, pyodide=words.pyodide or pyodide_folder())
        folder.mkdir()
        lab = Server(COURSE, folder, Path(place) / "home")
        lab.start()
        try:
            found = measure(site, lab, rounds=1 if words.quick else 3)
        finally:
            lab.stop()
    print(json.dumps({**found, "goal": GOAL}, indent=1) if words.json else "\n".join(table(found)))
    return 0 if met(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
