"""The chapters as text, and the way to their questions, exercises and pictures."""

from __future__ import annotations

from coursekit.content.chapters import Chapter
from coursekit.content.course import Course, load_course
from coursekit.content.current import (
    chapter,
    chapters,
    current_course,
    find_exercise,
    find_question,
    reference,
    remember_course,
    using_course,
)

__all__ = [
    "Chapter",
    "Course",
    "chapter",
    "chapters",
    "current_course",
    "find_exercise",
    "find_question",
    "load_course",
    "reference",
    "remember_course",
    "using_course",
]
