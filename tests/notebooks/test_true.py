"""True: run again, every lesson and solution prints what is committed (strict nbval)."""

from __future__ import annotations

import base64
import gc
import io
import os
import re
import warnings

import numpy as np
import pytest
from committed import CHAPTERS, ROOT, each_chapter, each_executed, notebook_of, path_of
from matplotlib.image import imread

from coursekit.authoring.execute import kernel_environment
from coursekit.authoring.lint import review_outputs
from coursekit.authoring.notebook import loads
from coursekit.authoring.playground_page import PLAYGROUND

pytestmark = pytest.mark.uncounted

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
def test_running_again_gives_the_committed_outputs_and_pictures(chapter, folder, tmp_path):
    compare_with_a_new_run(path_of(chapter, folder), tmp_path)


@pytest.mark.notebooks
def test_the_playground_run_again_gives_the_committed_outputs_and_pictures(tmp_path):
    compare_with_a_new_run(ROOT / "lessons" / PLAYGROUND, tmp_path)


def compare_with_a_new_run(path, place):
    wrong, outputs = run_again(path, place)
    assert not wrong, "\n".join(["", *wrong])
    # nbval compares no pictures; a stale one would show a widget that no longer looks like this.
    committed = {cell.id: cell.get("outputs", []) for cell in loads(path.read_text(encoding="utf-8")).cells}
    drawn, kept = pictures(outputs), pictures(committed)
    assert list(drawn) == list(kept)
    assert [place for place in drawn if not look_alike(drawn[place], kept[place])] == []


class Kept:
    """A plugin of nbval's pytest: what each cell put out, and what nbval finds wrong."""

    def __init__(self):
        self.outputs, self.wrong = {}, []

    def pytest_sessionfinish(self, session):
        self.outputs = {item.cell.id: item.test_outputs or [] for item in session.items}

    def pytest_runtest_logreport(self, report):
        if not report.passed:
            self.wrong.append(report.longreprtext)


def run_again(path, place):
    """Compare a notebook with a new run by strict nbval; what is wrong, and cell id → outputs."""
    # Settings of its own: our pytest options are meant for our tests, not for nbval's kernels.
    (place / "pytest.ini").write_text("[pytest]\n")
    # Pictures inside a card's HTML are compared with more patience: another machine rounds otherwise.
    sanitize = place / "sanitize.cfg"
    sanitize.write_text("[pictures]\nregex: data:image/png;base64,[A-Za-z0-9+/=]+\nreplace: PICTURE\n")
    options = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(sanitize)]
    options += ["-q", "-p", "no:cacheprovider", "--rootdir", str(place), "-c", str(place / "pytest.ini")]
    kept = Kept()
    with pytest.MonkeyPatch.context() as patch:
        # Of the plugins no other than it needs: they load slowly, and have nothing to do here.
        patch.setattr(os, "environ", kernel_environment(place) | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # nbval leaves a file open
            ended = pytest.main([*options, "-p", "nbval.plugin", str(path)], plugins=[kept])
            gc.collect()
    assert kept.wrong or ended == 0, ended
    return kept.wrong, kept.outputs


def pictures(outputs):
    """Cell id and number → each picture of its outputs as an array, also those inside a card's HTML."""
    found = {}
    for cell, shown in outputs.items():
        data = [output.get("data", {}) for output in shown]
        pngs = [bundle["image/png"] for bundle in data if "image/png" in bundle]
        pngs += [png for bundle in data for png in EMBEDDED.findall(bundle.get("text/html", ""))]
        found |= {(cell, n): imread(io.BytesIO(base64.b64decode(png))) for n, png in enumerate(pngs)}
    return found


def look_alike(one, two):
    """Whether two pictures differ by no more than another machine's rounding of letters and edges."""
    if np.abs(np.subtract(one.shape[:2], two.shape[:2])).max() > 4:
        return False
    height, width = np.minimum(one.shape[:2], two.shape[:2])
    apart = np.abs(one[:height, :width] - two[:height, :width]).max(axis=-1)
    # A line that moved changes thousands of pixels, each a lot.
    return float((apart > 0.25).mean()) < 0.0005
