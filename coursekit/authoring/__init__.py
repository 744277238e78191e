"""The authors' tools: from a chapter's texts to its notebooks, and what proves them. Learners never import it."""

from __future__ import annotations

from coursekit.authoring.build import build, unexecuted
from coursekit.authoring.check import check_course
from coursekit.authoring.course import build_course, chosen_course
from coursekit.authoring.glossary_page import glossary_notebook
from coursekit.authoring.playground_page import playground_notebook

__all__ = [
    "build",
    "build_course",
    "check_course",
    "chosen_course",
    "glossary_notebook",
    "playground_notebook",
    "unexecuted",
]
