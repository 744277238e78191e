"""The Python files that an author writes, run so that what is wrong in one is a sentence with its file and line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from coursekit.errors import BankError


def run_file(path: Path) -> ModuleType:
    """Run one file as a module named after it, and return it.

    Raises:
        BankError: it does not run; the message says where and why.
    """
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    with located(path):
        spec.loader.exec_module(module)
    return module


@contextmanager
def located(path: Path) -> Iterator[None]:
    """Turn what is raised while a file runs into one sentence that names the line, of it or of a file beside it.

    Raises:
        BankError: with file, line and reason.
    """
    try:
        yield
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        file = Path(error.filename or path).name
        raise BankError(f"{path.parent.name}/{file}{line}: {error.msg}") from error
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        near = [each for each in frames if Path(each.filename).parent == path.parent]
        place = f"{Path(near[-1].filename).name}, line {near[-1].lineno}" if near else path.name
        raise BankError(
            f"{path.parent.name}/{place} does not run: {type(error).__name__}: {error}"
        ) from error
