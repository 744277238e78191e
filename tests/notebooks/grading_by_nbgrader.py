"""Ask nbgrader itself, as an instructor would."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from committed import path_of
from nbformat import NotebookNode
from shell import run_cells

from coursekit.authoring.classroom import write_sources
from coursekit.authoring.execute import kernel_environment
from coursekit.content import Chapter

LEAN = Path(__file__).with_name("lean.py")


def validate(chapter: Chapter, folder: str, scratch: Path) -> str:
    """What `nbgrader validate` prints about the committed notebook; its cells run here, without a kernel."""
    # A second, which the tests of the browser do not need.
    from nbgrader.preprocessors import Execute  # noqa: PLC0415
    from nbgrader.validator import Validator  # noqa: PLC0415

    class ExecuteHere(Execute):
        def preprocess(self, nb, resources):
            asked = {name: value for name, value in os.environ.items() if name.startswith("NBGRADER_")}
            return run_cells(nb, scratch, **asked), resources

    copy = scratch / chapter.notebook
    copy.write_bytes(path_of(chapter, folder).read_bytes())
    validator = Validator()
    validator.preprocessors = [ExecuteHere if each is Execute else each for each in validator.preprocessors]
    validator.stream = said = io.StringIO()
    validator.validate_and_print(str(copy))
    return said.getvalue()


class Course:
    """The folder that `python -m coursekit.authoring.classroom` makes, with one assignment.

    `source` is the notebook nbgrader makes the exercises from, solved.
    """

    def __init__(self, folder: Path, chapter: Chapter) -> None:
        self.folder, self.chapter = folder, chapter
        _, path = write_sources(folder, [chapter])
        self.source = nbformat.read(path, as_version=4)

    def release(self) -> NotebookNode:
        """What `nbgrader generate_assignment` makes of the instructor's notebook."""
        nbgrader(self.folder, "generate_assignment", self.chapter.slug)
        released = self.folder / "release" / self.chapter.slug / self.chapter.notebook
        return nbformat.read(released, as_version=4)

    def submit(self, student: str, notebook: NotebookNode) -> None:
        """Put a learner's notebook where nbgrader collects them."""
        self._write(f"submitted/{student}", notebook)

    def scores(self) -> dict[str, tuple[float, float]]:
        """Student → points and what they could have got, after `nbgrader autograde`."""
        from nbgrader.api import Gradebook  # noqa: PLC0415 - as above

        nbgrader(self.folder, "autograde", self.chapter.slug)
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as book:
            handed_in = book.assignment_submissions(self.chapter.slug)
            return {each.student.id: (each.score, each.max_score) for each in handed_in}

    def _write(self, place: str, notebook: NotebookNode) -> None:
        path = self.folder / place / self.chapter.slug / self.chapter.notebook
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def nbgrader(folder: Path, *words: str) -> None:
    """Run one of its commands in this folder."""
    environment = kernel_environment(folder)
    # nbgrader starts alembic by name, also where the environment's programs are not on the path.
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        [sys.executable, LEAN, "nbgrader", *words],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
