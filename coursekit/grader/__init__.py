"""Marks for a class: the learners' code runs in confined processes, the checks in a trusted one."""

from coursekit.grader.marks import LearnerRow, Mark, read_learners, read_marks
from coursekit.grader.run import grade

__all__ = ["LearnerRow", "Mark", "grade", "read_learners", "read_marks"]
