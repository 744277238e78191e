from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import coursekit
from coursekit import errors
from coursekit.errors import CourseKitError, FolderError, ShapeError, UnknownIdError

CLASSES = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, CourseKitError)
]


def test_the_tree_at_the_top_of_the_file_names_every_error():
    drawn = re.findall(r"^[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert sorted(drawn) == sorted(kind.__name__ for kind in CLASSES if kind is not CourseKitError)


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_is_its_sentence(kind):
    assert str(kind("x is 3; it must be 4")) == "x is 3; it must be 4"
    assert str(kind()) == ""


def test_errors_are_also_pythons_own_kinds():
    assert issubclass(ShapeError, ValueError)
    assert issubclass(UnknownIdError, LookupError)
    assert issubclass(FolderError, OSError)


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if kind is not CourseKitError])
def test_every_error_is_raised_somewhere(kind):
    texts = [path.read_text(encoding="utf-8") for path in Path(coursekit.__file__).parent.rglob("*.py")]
    assert any(f"raise {kind.__name__}(" in text for text in texts)


def raised(source: str) -> CourseKitError:
    try:
        exec(compile(source, "/tmp/ipykernel_1/2.py", "exec"), {"ShapeError": ShapeError})
    except CourseKitError as problem:
        return problem
    raise AssertionError("nothing was raised")


def test_a_notebook_shows_the_sentence_and_the_readers_own_line():
    shown = raised("x = 1\nraise ShapeError('x has the wrong shape')")._render_traceback_()
    assert shown[0] == "ShapeError: x has the wrong shape"
    assert shown[1].startswith("  in your cell, line 2:")
    assert len(shown) == 2
