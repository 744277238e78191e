"""One guard around a learner's function: a picture is drawn whatever that function does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from coursekit.errors import CourseKitError
from coursekit.quiz.crashes import error_text

T = TypeVar("T")


def as_number(value: Any) -> float:
    """A learner's result as a float.

    Raises:
        TypeError: it is text, which Python would turn into a number, or nothing that can be one.
    """
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{value!r} is text")
    return float(value)


def guarded(compute: Callable[[], T], failure: str, ending: str = ".") -> tuple[T | None, str]:
    """Compute something with a learner's function, NumPy's warnings off.

    Args:
        compute: calls the function and brings its answer into the expected form.
        failure: the start of the remark, such as "Your softmax gave no shares".
        ending: the rest of it, after the exception in brackets.

    Returns:
        the answer and an empty text, or None and a remark for the reader if `compute` raised anything.
    """
    try:
        with np.errstate(all="ignore"):
            return compute(), ""
    except CourseKitError as error:  # its sentence says all
        return None, f" {failure} ({error}){ending}"
    except Exception as error:  # the learner's code may raise anything
        return None, f" {failure} ({error_text(error)}){ending}"
