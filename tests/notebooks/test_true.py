"""True: run again, every lesson and solution prints what is committed (strict nbval)."""

from __future__ import annotations

import base64
import copy
import io
import re
import subprocess
import sys

import numpy as np
import pytest
from committed import CHAPTERS, built, each_chapter, each_executed, notebook_of, path_of
from matplotlib.image import imread

from coursekit.authoring.execute import execute, kernel_environment
from coursekit.authoring.review import review_outputs

EMBEDDED = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
MAY_DIFFER: dict[tuple[str, str], str] = {
    # (notebook, first line of the cell): why its output is not compared
}


@each_executed
@each_chapter
def test_every_cell_has_run_and_printed_nothing_that_changes(chapter, folder):
    assert review_outputs(notebook_of(chapter, folder)) == []


def test_cells_whose_output_may_differ_are_listed_here():
    found = {
        (f"{folder}/{chapter.notebook}", cell.source.splitlines()[0])
        for chapter in CHAPTERS
        for folder in ("lessons", "solutions")
        for cell in notebook_of(chapter, folder).cells
        if set(cell.metadata.get("tags", [])) & {"nbval-ignore-output", "nbval-skip", "raises-exception"}
        or "NBVAL_" in cell.source
    }
    assert found == set(MAY_DIFFER)


@pytest.mark.notebooks
@each_executed
@each_chapter
def test_running_again_gives_the_committed_outputs(chapter, folder, tmp_path):
    # Settings of its own: our pytest options are meant for our tests, not for nbval's kernels.
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "learner").mkdir()
    # Pictures inside a card's HTML are compared by the test below, which allows for another machine's rounding.
    sanitize = tmp_path / "sanitize.cfg"
    sanitize.write_text("[pictures]\nregex: data:image/png;base64,[A-Za-z0-9+/=]+\nreplace: PICTURE\n")
    options = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(sanitize)]
    options += ["-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", "pytest.ini", *options, str(path_of(chapter, folder))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        env=kernel_environment(tmp_path / "learner"),
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.notebooks
@each_executed
@each_chapter
def test_pictures_are_those_that_are_drawn_today(chapter, folder):
    # nbval compares no pictures; a stale one would show a widget that no longer looks like this.
    today = execute(copy.deepcopy(built(chapter, folder)), source=f"{folder}/{chapter.notebook}")
    drawn, committed = pictures(today), pictures(notebook_of(chapter, folder))
    assert list(drawn) == list(committed)
    assert [place for place in drawn if not look_alike(drawn[place], committed[place])] == []


def pictures(notebook):
    """Cell id and number → each picture of its outputs as an array, also those inside a card's HTML."""
    found = {}
    for cell in notebook.cells:
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        pngs = [bundle["image/png"] for bundle in data if "image/png" in bundle]
        pngs += [png for bundle in data for png in EMBEDDED.findall(bundle.get("text/html", ""))]
        found |= {(cell.id, n): imread(io.BytesIO(base64.b64decode(png))) for n, png in enumerate(pngs)}
    return found


def look_alike(one, two):
    """Whether two pictures differ by no more than another machine's rounding of letters and edges."""
    if np.abs(np.subtract(one.shape[:2], two.shape[:2])).max() > 4:
        return False
    height, width = np.minimum(one.shape[:2], two.shape[:2])
    apart = np.abs(one[:height, :width] - two[:height, :width]).max(axis=-1)
    # A line that moved changes thousands of pixels, each a lot.
    return float((apart > 0.25).mean()) < 0.0005
