"""Every error that coursekit raises on purpose.

CourseKitError              the base: one sentence, with what to do next
├── ArgumentError           a setting outside what the function accepts   (also ValueError)
├── ShapeError              arrays whose shapes do not fit                (also ValueError)
├── DTypeError              an array of a kind that cannot be used        (also TypeError)
├── LabelError              a class label outside the classes             (also ValueError)
├── GraphError              backward or step called out of order          (also RuntimeError)
├── DivergedError           a loss that is NaN or infinite                (also ArithmeticError)
├── UnknownIdError          a chapter, question or exercise nobody wrote  (also LookupError)
├── BankError               a question bank or chapter that is malformed  (also ValueError)
├── FolderError             a folder or file that cannot be used          (also OSError)
├── PortError               a port that cannot be listened on             (also OSError)
└── ExerciseNotPassed       raised by `check` only while nbgrader grades  (also AssertionError)
"""

from __future__ import annotations

import linecache
import traceback

__all__ = [
    "ArgumentError",
    "BankError",
    "CourseKitError",
    "DTypeError",
    "DivergedError",
    "ExerciseNotPassed",
    "FolderError",
    "GraphError",
    "LabelError",
    "PortError",
    "ShapeError",
    "UnknownIdError",
]


class CourseKitError(Exception):
    """One clear sentence: what is wrong, the value seen, what to do."""

    def __str__(self) -> str:
        """The sentence itself, also where a base class would format its arguments."""
        return str(self.args[0]) if self.args else ""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the sentence and the reader's own line, no library frames.

        IPython calls this hook in place of its traceback.
        """
        lines = [f"{type(self).__name__}: {self}"]
        for frame in traceback.extract_tb(self.__traceback__):
            if "ipykernel_" in frame.filename or frame.filename.startswith("<ipython-input"):
                source = linecache.getline(frame.filename, frame.lineno or 0).strip()
                lines.append(f"  in your cell, line {frame.lineno}: {source}")
        return lines


class ArgumentError(CourseKitError, ValueError):
    """A setting outside what the function accepts."""


class ShapeError(CourseKitError, ValueError):
    """Arrays whose shapes do not fit together."""


class DTypeError(CourseKitError, TypeError):
    """An array of a kind that cannot be used here."""


class LabelError(CourseKitError, ValueError):
    """A class label outside the classes that exist."""


class GraphError(CourseKitError, RuntimeError):
    """Backward or step called where the recorded graph does not allow it."""


class DivergedError(CourseKitError, ArithmeticError):
    """A loss that became NaN or infinite."""


class UnknownIdError(CourseKitError, LookupError):
    """The id of a chapter, question or exercise that does not exist."""


class BankError(CourseKitError, ValueError):
    """A question bank or chapter description that is malformed."""


class FolderError(CourseKitError, OSError):
    """A folder or file that cannot be read, written or used."""


class PortError(CourseKitError, OSError):
    """A network port that cannot be listened on."""


class ExerciseNotPassed(CourseKitError, AssertionError):  # noqa: N818 - nbgrader shows the name to learners
    """Raised by `check` only while nbgrader grades, where an exception is how a cell loses its points."""
