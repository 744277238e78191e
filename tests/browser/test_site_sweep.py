"""Every notebook of the site from top to bottom, its exercises as they are handed out and solved, and its sliders moved.

A quarter of an hour: it runs only where COURSEKIT_SWEEP is set, after a change to many chapters or of Pyodide.
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
PLAIN = ["home.ipynb", "review.ipynb", "lessons/00_glossary.ipynb"]
LESSONS = [f"lessons/{each.notebook}" for each in chapters()]
EXERCISES = [f"exercises/{each.notebook}" for each in chapters()]
OUTPUTS = "cells().flatMap(({ outputs }) => outputs ?? [])"
# The first words of the widgets whose picture none of their sliders changes.
STILL = """
const still = [];
for (const widget of document.querySelectorAll(".coursekit")) {
  const canvas = widget.querySelector("canvas");
  const sliders = [...widget.querySelectorAll("input[type=range]:not(:disabled)")];
  if (!canvas || !sliders.length) continue;
  widget.scrollIntoView();
  const before = canvas.toDataURL();
  let moved = false;
  for (const slider of sliders) {
    slider.value = slider.value === slider.max ? slider.min : slider.max;
    for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
    for (let tries = 0; tries < 100 && !moved; tries++) {
      await new Promise((done) => setTimeout(done, 100));
      moved = canvas.toDataURL() !== before;
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
        page.goto(f"http://127.0.0.1:{found.server_port}/course/")
        yield Tour(page, f"http://127.0.0.1:{found.server_port}/course/")
        alone.close()
        found.shutdown()


@pytest.mark.parametrize("notebook", [*PLAIN, *LESSONS])
def test_a_notebook_runs_through_and_its_sliders_move_their_pictures(tour, notebook):
    tour.open(notebook)
    tour.runs_through()
    assert tour.do(STILL) == []
    assert tour.page.faults == []


@pytest.mark.parametrize("notebook", EXERCISES)
def test_exercises_run_as_they_are_handed_out_and_every_solution_is_accepted(tour, notebook):
    tour.open(notebook)
    tour.runs_through()
    solved = json.loads((SOLUTIONS / Path(notebook).name).read_text(encoding="utf-8"))["cells"]
    sources = {each["id"]: "".join(each["source"]) for each in solved}
    checks = tour.do(f"""
        const sources = {json.dumps(sources)};
        for (const {{ model }} of panel().content.widgets) {{
          if (model.type === "code" && model.id in sources) model.sharedModel.setSource(sources[model.id]);
        }}
        return cells().filter((each) => /check\\("/.test(each.source)).length;
    """)
    tour.runs_through()
    accepted = tour.do(
        f"return {OUTPUTS}.filter((each) => JSON.stringify(each).includes('✓ correct')).length"
    )
    assert accepted == checks > 0
