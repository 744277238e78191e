"""`coursekit report`: read a class, write what was asked for, and say what to print."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coursekit.report.figures import ClassReport
from coursekit.report.files import check_free, write_all
from coursekit.report.page import as_page
from coursekit.report.reading import read_class
from coursekit.report.spreadsheet import TABLES, learners_csv, tables
from coursekit.report.table import as_text

__all__ = ["report"]


def report(
    paths: Iterable[Path], *, csv: Path | None = None, html: Path | None = None, overwrite: bool = False
) -> str:
    """The report on a class as text, with files beside it where they are named.

    Args:
        paths: folders and zips that hold the progress of learners.
        csv: a file, for a table of the learners; or a folder that exists, for that table and all others.
        html: a file, for a page that can be read in any browser.
        overwrite: whether files that exist already may be replaced.

    Raises:
        FolderError: a path cannot be used, there is no progress, or a file cannot be written.
        ArgumentError: DuckDB is not installed.
    """
    targets = [*_csv_files(csv), *([html] if html else [])]
    check_free(targets, overwrite=overwrite)
    found = read_class(paths)
    texts = _csv_texts(csv, found)
    if html:
        texts[html] = as_page(found)
    write_all(texts, overwrite=overwrite)
    written = "\n".join(f"written: {path}" for path in texts)
    return "\n\n".join(filter(None, [as_text(found), written]))


def _csv_files(place: Path | None) -> list[Path]:
    if place is None:
        return []
    return [place / name for name in TABLES] if place.is_dir() else [place]


def _csv_texts(place: Path | None, found: ClassReport) -> dict[Path, str]:
    if place is None:
        return {}
    if place.is_dir():
        return {place / name: text for name, text in tables(found).items()}
    return {place: learners_csv(found)}
