"""Checks while nbgrader grades: fixed seeds, points or an exception, and a kernel that outlives `exit()`.

nbgrader starts the notebook's kernel with NBGRADER_EXECUTION set. A learner's cell may clear `os.environ`, so what
counts is what the process began with.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from IPython import get_ipython

from coursekit.errors import ExerciseNotPassed
from coursekit.quiz import Exercise, run_check

_VARIABLE = "NBGRADER_EXECUTION"
_SET = re.compile(rb"(^|\x00)" + _VARIABLE.encode() + rb"=[^\x00]")


def is_graded() -> bool:
    """Return True while nbgrader runs or validates this notebook."""
    return _STARTED_GRADED or bool(os.environ.get(_VARIABLE))


def points(exercise: Exercise, names: Mapping[str, Any]) -> float:
    """Return the points of an exercise that passes its check with every seed; they are fixed, so that a mark can be repeated.

    Raises:
        ExerciseNotPassed: a check did not pass; the message is the learner's, and names the seed.
    """
    for seed in range(exercise.seeds):
        # nbgrader gives no points to a cell that writes to stderr, be it only a warning of NumPy's.
        with _silent_stderr():
            result = run_check(exercise, names, seed=seed)
        if not result.passed:
            raise ExerciseNotPassed(f"{result.message} (seed={seed})")
    return float(exercise.points)


@contextlib.contextmanager
def _silent_stderr() -> Iterator[None]:
    """Drop what is written to stderr, also by code that took hold of the stream before, as `logging` does."""
    stream, nowhere = sys.stderr, io.StringIO()
    stream.write = nowhere.write  # type: ignore[method-assign]
    try:
        with contextlib.redirect_stderr(nowhere):
            yield
    finally:
        del stream.write


def _began_with(file: Path) -> bytes:
    """Return the variables that a process began with, whatever became of them since; nothing where no file tells."""
    with contextlib.suppress(OSError):
        return file.read_bytes()
    return b""  # another system than Linux: what is set at the first import must do


_STARTED_GRADED = bool(os.environ.get(_VARIABLE) or _SET.search(_began_with(Path("/proc/self/environ"))))
if _STARTED_GRADED and (shell := get_ipython()):  # pragma: no cover - only in nbgrader's kernel
    # A cell's own exit() would otherwise stop the kernel, and lose the marks of all cells.
    shell.user_ns.update(exit=sys.exit, quit=sys.exit)
