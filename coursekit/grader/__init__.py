"""Marks for a class: the learners' code runs in confined processes, the checks in a trusted one."""

from coursekit.grader.cluster import marked_by_cluster
from coursekit.grader.gradebook import gradebook_in
from coursekit.grader.marks import LearnerRow, Mark, read_learners, read_marks
from coursekit.grader.run import grade

__all__ = ["LearnerRow", "Mark", "grade", "gradebook_in", "marked_by_cluster", "read_learners", "read_marks"]
