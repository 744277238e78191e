"""Every notebook of the site from top to bottom, its exercises as they are handed out and solved, and its sliders moved.

It runs only where COURSEKIT_SWEEP is set, after a change to many chapters or of Pyodide, and takes more than half an hour on two busy
cores: CONTRIBUTING.md (Make a release) has the command.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from labpage import CHROMIUM_FLAGS, find_chromium
from tour import InChromium, Tour

from coursekit.content import chapters
from coursekit.lab.site.serve import server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("COURSEKIT_SWEEP" not in os.environ, reason="it takes long; set COURSEKIT_SWEEP=1"),
]

SOLUTIONS = Path(__file__).parents[2] / "solutions"
PLAIN = ["home.ipynb", "review.ipynb", "lessons/00_glossary.ipynb", "lessons/playground.ipynb"]
LESSONS = [f"lessons/{each.notebook}" for each in chapters()]
EXERCISES = [f"exercises/{each.notebook}" for each in chapters()]
OUTPUTS = "cells().flatMap(({ outputs }) => outputs ?? [])"
LIMIT = 10.0  # seconds a cell may take on an idle machine
# How many times longer a loop took than its shortest turn, which nothing else interrupted.
SLOWNESS = """
import time
turns = []
for _ in range(60):
    start = time.perf_counter()
    for _ in range(60_000):
        pass
    turns.append(time.perf_counter() - start)
print(sum(turns) / len(turns) / min(turns))
"""
# Every code cell with the seconds that it took.
RUN = """
const ask = async (code) => {
  const asked = panel().sessionContext.session.kernel.requestExecute({ code, store_history: false });
  let told = "";
  asked.onIOPub = ({ content }) => { told += content.text ?? ""; };
  await asked.done;
  return Number(told);
};
(async () => {
  window.took = null;
  const took = [];
  let before = await ask(slowness);
  for (const [place, { model }] of panel().content.widgets.entries()) {
    if (model.type !== "code") continue;
    panel().content.activeCellIndex = window.at = place;
    const start = performance.now();
    await coursekitSite.app.commands.execute("notebook:run-cell");
    const seconds = (performance.now() - start) / 1000;
    const after = seconds > limit ? await ask(slowness) : before;
    took.push([model.sharedModel.source, (seconds * 2) / (before + after)]);
    before = after;
  }
  window.took = took;
})();
"""
# The first words of the widgets whose picture none of their sliders changes.
STILL = """
const still = [];
for (const widget of document.querySelectorAll(".coursekit")) {
  const canvases = [...widget.querySelectorAll("canvas")];
  const picture = () => canvases.map((canvas) => canvas.toDataURL()).join();
  const sliders = [...widget.querySelectorAll("input[type=range]:not(:disabled)")];
  if (!canvases.length || !sliders.length) continue;
  widget.scrollIntoView();
  const before = picture();
  let moved = false;
  for (const slider of sliders) {
    slider.value = slider.value === slider.max ? slider.min : slider.max;
    for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
    for (let tries = 0; tries < 100 && !moved; tries++) {
      await new Promise((done) => setTimeout(done, 100));
      moved = picture() !== before;
    }
    if (moved) break;
  }
  if (!moved) still.push(widget.textContent.slice(0, 60));
}
return still;
"""


@pytest.fixture(scope="module")
def tour(browser, site_files):
    alone = browser.browser_type.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
    with server(site_files, under="/course/") as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        page = InChromium(alone.new_page())
        page.goto(f"http://127.0.0.1:{found.server_port}/course/site.json")
        yield Tour(page, f"http://127.0.0.1:{found.server_port}/course/")
        alone.close()
        found.shutdown()


@pytest.mark.parametrize("notebook", [*PLAIN, *LESSONS])
def test_a_notebook_runs_through_in_time_and_its_sliders_move_their_pictures(tour, notebook):
    tour.open(notebook)
    runs_through(tour)
    assert tour.do(STILL) == []
    assert tour.page.faults == []


@pytest.mark.parametrize("notebook", EXERCISES)
def test_exercises_run_as_they_are_handed_out_and_every_solution_is_accepted(tour, notebook):
    tour.open(notebook)
    runs_through(tour)
    solved = json.loads((SOLUTIONS / Path(notebook).name).read_text(encoding="utf-8"))["cells"]
    sources = [
        "".join(each["source"])
        for each in solved
        if each["cell_type"] == "code" and "answers" not in each["metadata"].get("tags", [])
    ]
    there = "panel().content.widgets.filter(({ model }) => model.type === 'code')"
    assert tour.do(f"return {there}.length") == len(sources)
    tour.do(f"""
        const sources = {json.dumps(sources)};
        for (const [place, {{ model }}] of {there}.entries()) model.sharedModel.setSource(sources[place]);
    """)
    runs_through(tour)
    accepted = tour.do(
        f"return {OUTPUTS}.filter((each) => JSON.stringify(each).includes('✓ correct')).length"
    )
    assert accepted == sum('check("' in each for each in sources) > 0


def runs_through(tour):
    """Run every cell; none ends with an error, and none takes too long."""
    tour.do(f"const limit = 2; const slowness = {json.dumps(SLOWNESS)}; {RUN}")
    tour.wait("window.took")
    took = [(seconds, source.splitlines()[-1]) for source, seconds in tour.do("return window.took") if source]
    for seconds, source in took:
        if seconds > 1:
            print(f"{seconds:5.1f} s  {source}")  # noqa: T201 - to be read with pytest -s
    assert tour.do(f"return {OUTPUTS}.filter((each) => each.output_type === 'error')") == []
    assert [each for each in took if each[0] > LIMIT] == []
