"""The chapters as text, and the way to their questions, exercises and pictures."""

from __future__ import annotations

from coursekit.content.chapters import Chapter, chapter, chapters, find_exercise, find_question, reference

__all__ = ["Chapter", "chapter", "chapters", "find_exercise", "find_question", "reference"]
