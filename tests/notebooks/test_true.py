"""True: run again, every lesson and solution prints what is committed (strict nbval)."""

from __future__ import annotations

import subprocess
import sys

import pytest
from committed import CHAPTERS, each_chapter, each_executed, notebook_of, path_of

from coursekit.authoring.execute import kernel_environment
from coursekit.authoring.review import review_outputs

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
    options = ["--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
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
