"""Work through each lesson and its exercises in JupyterLab as a learner does, and count what that takes.

Every cell is run, every control of every widget moved, every question answered (wrongly first, where the bank
knows a wrong answer), every exercise solved with its reference and checked. What is counted is seen on the page:
words, lines of code, moves, answers, and the seconds for which the learner waited for the machine. The minutes
follow from the counts and the paces below, which are assumptions, written where they can be disputed.

    python -m benchmarks.walkthrough                # all lessons
    python -m benchmarks.walkthrough neuron         # one of them

The minutes belong into chapter.yaml, rounded to five. Needs Chromium and the dev extra.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.learner import work_through
from coursekit.content import Chapter, chapter, chapters
from tests.browser.labpage import Lab, launch

# Silent reading of English non-fiction goes at 238 words a minute on average (Brysbaert 2019, Journal of Memory
# and Language 109); a text with formulas and pictures is read more slowly.
WORDS_A_MINUTE = 200
# What is counted: `text`, words of the lesson; `asked`, words of questions, verdicts and exercises; and these, with
# the seconds that each takes beyond reading.
PACE = {
    "lines": 5,  # a line of code: read it
    "widgets": 60,  # find out what it is, reach its goal
    "moves": 5,  # a control: move it, look
    "answers": 20,  # think, choose
    "recalls": 90,  # write a few sentences from memory
    "written": 60,  # a line of an exercise's solution: think, type, repair
    "waited": 1,
}


def lesson(lab: Lab, chosen: Chapter) -> Counter[str]:
    """The lesson from top to bottom."""
    lab.open(f"lessons/{chosen.notebook}")
    counts = Counter(waited=run(lab), text=prose(lab), lines=code_lines(lab))
    work_through(lab, counts)
    return counts


def exercises(lab: Lab, chosen: Chapter) -> Counter[str]:
    """The exercises, each solved with its reference, checked, and its reward looked at."""
    lab.open(f"exercises/{chosen.notebook}")
    counts = Counter(asked=prose(lab), waited=run(lab))
    for source in solved(chosen):
        counts["written"] += len([line for line in source.splitlines() if line.strip()])
        lab.write(lab.cell("# your code here"), source)
    counts["waited"] += run(lab)
    correct = lab.notebook.get_by_text("✓ correct").count()
    if correct != len(chosen.exercises):
        raise RuntimeError(f"{correct} of {len(chosen.exercises)} exercises of {chosen.slug} are correct")
    return counts


def solved(chosen: Chapter) -> list[str]:
    """The cells to write in, with the reference in them, in their order."""
    notebook = nbformat.read(Path("solutions") / chosen.notebook, as_version=4)
    cells = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    return [re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", cell.source) for cell in cells]


def prose(lab: Lab) -> int:
    """Words of the text cells, as they stand on the page."""
    words = 0
    for cell in lab.notebook.locator(".jp-MarkdownCell").all():
        cell.scroll_into_view_if_needed()
        text = cell.locator(".jp-MarkdownOutput")
        expect(text).not_to_be_empty()  # a cell far away is not drawn yet
        words += len(text.inner_text().split())
    return words


def code_lines(lab: Lab) -> int:
    """Lines of code to read."""
    return lab.notebook.locator(".jp-CodeCell .cm-line").count()


def run(lab: Lab) -> int:
    """Run all cells; the seconds that took."""
    start = time.monotonic()
    lab.run_all()
    if lab.errors():
        raise RuntimeError(f"a cell failed: {lab.errors()[0]}")
    return round(time.monotonic() - start)


def minutes(counts: Counter[str]) -> tuple[float, float]:
    """Minutes to read and minutes to do."""
    paced = {name: counts[name] * pace / 60 for name, pace in PACE.items()}
    reading = counts["text"] / WORDS_A_MINUTE + paced.pop("lines")
    return reading, counts["asked"] / WORDS_A_MINUTE + sum(paced.values())


def main() -> int:
    """Print what a learner meets in each lesson, and the minutes that follow."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.walkthrough", description=__doc__.splitlines()[0]
    )
    parser.add_argument("slug", nargs="*", help="such as neuron; every chapter unless told")
    chosen = [chapter(slug) for slug in parser.parse_args().slug] or chapters()
    names = ("text", "asked", *PACE, "questions")
    print(f"{'':14}" + "".join(f"{name:>10}" for name in names) + "   read  do  (header)")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for each in chosen:
            counts = walk(each, browser)
            read, do = minutes(counts)
            print(
                f"{each.slug:14}" + "".join(f"{counts[name]:>10}" for name in names),
                f"{read:6.0f}{do:4.0f}  ({each.minutes_read}, {each.minutes_do})",
                flush=True,
            )
        browser.close()
    return 0


def walk(chosen: Chapter, browser: Browser) -> Counter[str]:
    """A new learner's way through one lesson and its exercises."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "learner"
        folder.mkdir()
        options = ("--port", "{port}", "--no-browser")
        command = (sys.executable, "-m", "coursekit", "lab", str(folder), *options)
        with Lab(command, folder, browser=browser, home=Path(place) / "home") as lab:
            return lesson(lab, chosen) + exercises(lab, chosen)


if __name__ == "__main__":
    raise SystemExit(main())
