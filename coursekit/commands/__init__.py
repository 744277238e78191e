"""The verbs of the `coursekit` command, a file for each kind of person; every verb calls the course and prints."""

from coursekit.commands import authors, exports, grade, learners, report

__all__ = ["GROUPS"]

GROUPS = (learners, report, grade, exports, authors)
"""Modules in the order of the handbook; `add_verbs` of each adds its verbs to the parser."""
