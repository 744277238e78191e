"""A learner's progress, kept in their own folder: append-only, merged on reading, never reset."""

from coursekit.progress.events import Event
from coursekit.progress.history import Damaged, History, read_history
from coursekit.progress.location import (
    find_folder,
    present_folder,
    progress_files,
    progress_folder,
    working_folder,
)
from coursekit.progress.log import Log
from coursekit.progress.recorder import Recorder
from coursekit.progress.schedule import Due, due_now, schedule
from coursekit.progress.summary import Standing, Summary

__all__ = [
    "Damaged",
    "Due",
    "Event",
    "History",
    "Log",
    "Recorder",
    "Standing",
    "Summary",
    "due_now",
    "find_folder",
    "present_folder",
    "progress_files",
    "progress_folder",
    "read_history",
    "schedule",
    "working_folder",
]
