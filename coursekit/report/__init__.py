"""How a class is doing, from its learners' logs: which questions failed, which thought is common, who is stuck."""

from coursekit.report.command import report
from coursekit.report.figures import ClassReport
from coursekit.report.reading import read_class

__all__ = ["ClassReport", "read_class", "report"]
