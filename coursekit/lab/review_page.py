"""The review notebook: what is due, and the final check over the whole course."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from coursekit.content import current_course
from coursekit.lab.page_cells import code_cell, text_cell, write_page
from coursekit.lab.spaced_review import due_lines, review_words
from coursekit.progress import due_now, read_history

TOP = """\
# Review

A question comes back some days after you answered it, later each time it is right, and at once when it was
not. To see what is due now, click on the cell below and press Ctrl + Enter. The way back: [home](home.ipynb)."""
FINAL = """\
# Final check

Two questions of each lesson, mixed. They are the same ones until you draw others; the first answer counts.
To begin, click on the cell below and press Ctrl + Enter."""


class _Placeholder:
    """The output of a cell before a kernel runs."""

    def __init__(self, words: str, more: str = "") -> None:
        self._words, self._more = words, more

    def __repr__(self) -> str:
        return "\n\n".join(filter(None, [self._words, self._more]))

    def _repr_html_(self) -> str:
        more = f'<pre style="overflow-x: auto">{escape(self._more)}</pre>' if self._more else ""
        return f"<p>{escape(self._words)}</p>{more}"


def write_review(folder: Path) -> list[str]:
    """Put what is due now into review.ipynb; cells the learner added stay.

    Returns:
        A line for the learner where the file could not be read and was put aside.

    Raises:
        FolderError: the folder cannot be written.
    """
    course, now = current_course(folder), datetime.now(UTC)
    history = course.today(read_history(folder))
    words, table = (
        review_words(history, course, now=now)[0],
        due_lines(due_now(history, course.recall_points, now=now), course, now),
    )
    final = _Placeholder("The questions of your final check appear here when this cell runs.")
    cells = [
        text_cell("coursekit-review-top", TOP),
        code_cell(
            "coursekit-review",
            "from coursekit import review_due\n\nreview_due()",
            _Placeholder(words, "\n".join(table)),
        ),
        text_cell("coursekit-final-top", FINAL),
        code_cell("coursekit-final", "from coursekit import final_check\n\nfinal_check()", final),
    ]
    return write_page(folder / "review.ipynb", cells)
