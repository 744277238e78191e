"""What a learner did, kept in their own folder: append-only, merged on reading, never reset."""

from coursekit.progress.events import Event
from coursekit.progress.history import Damaged, History, read_history
from coursekit.progress.location import find_folder, progress_files, progress_folder
from coursekit.progress.log import Log
from coursekit.progress.summary import Standing, Summary

__all__ = [
    "Damaged",
    "Event",
    "History",
    "Log",
    "Standing",
    "Summary",
    "find_folder",
    "progress_files",
    "progress_folder",
    "read_history",
]
