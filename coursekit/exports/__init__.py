"""Out to the school's system: the questions for Moodle, Canvas and others, and the grades as tables that they import."""

from coursekit.exports.bank import FORMATS, export_bank
from coursekit.exports.grades import SYSTEMS, export_grades

__all__ = ["FORMATS", "SYSTEMS", "export_bank", "export_grades"]
