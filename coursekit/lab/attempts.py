"""An attempt at an exercise in a notebook: its check, the ways out of the kernel closed, and cells Python can't read."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import msgspec
from IPython import get_ipython
from IPython.core.autocall import ExitAutocall

from coursekit.quiz import CheckResult, Exercise, run_check


def attempt(exercise: Exercise, names: MutableMapping[str, Any], *, seed: int) -> CheckResult:
    """Check an exercise with a learner's names, as `run_check` does.

    `exit()` raises SystemExit meanwhile. Where the check doesn't pass and Python could not even read the latest cell
    that defines what the exercise asks for, that is what the message says.
    """
    with _exit_raises(names):
        result = run_check(exercise, names, seed=seed)
    broken = "" if result.passed else _unreadable_cell(exercise.needs)
    return (
        msgspec.structs.replace(result, outcome="crashed", message=f"crashed: {broken}") if broken else result
    )


def tame_exit(names: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Put `sys.exit` in the place of IPython's `exit` and `quit`, which stop the kernel, and return these."""
    own = {name: names[name] for name in ("exit", "quit") if isinstance(names.get(name), ExitAutocall)}
    names.update(dict.fromkeys(own, sys.exit))
    return own


@contextlib.contextmanager
def _exit_raises(names: MutableMapping[str, Any]) -> Iterator[None]:
    """Let `exit()` and `quit()` raise SystemExit for a while, as in plain Python."""
    own = tame_exit(names)
    try:
        yield
    finally:
        names.update(own)


def _unreadable_cell(needs: tuple[str, ...]) -> str:
    """Say what Python could not read in the latest cell that defines one of these names; empty where it could."""
    shell = get_ipython()
    for name in needs if shell else ():
        defines = re.compile(rf"^[ \t]*(?:async )?(?:def|class) +{name}\b|^{name} *=(?!=)", re.MULTILINE)
        cells = reversed(shell.history_manager.input_hist_raw)
        latest = next((cell for cell in cells if defines.search(cell)), "")
        try:
            ast.parse(shell.transform_cell(latest))
        except SyntaxError as error:
            line = f", `{error.text.strip()}`" if error.text and error.text.strip() else ""
            return (
                f"Python can't read the cell with your `{name}`: {error.msg} in line {error.lineno}{line}. "
                "Nothing of that cell has run; repair the line, and run the cell again."
            )
    return ""
