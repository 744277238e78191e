"""The class report: how a class is doing, computed from its learners' logs with DuckDB."""

from coursekit.report.command import Wanted, read_class, report
from coursekit.report.model import ClassReport

__all__ = ["ClassReport", "Wanted", "read_class", "report"]
