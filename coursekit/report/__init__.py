"""The class report: how a class is doing, computed from its learners' logs with DuckDB."""

from coursekit.report.command import read_class, report
from coursekit.report.model import ClassReport

__all__ = ["ClassReport", "read_class", "report"]
