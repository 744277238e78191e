"""The roster of a class: who is in it, as a table that a school's system or a spreadsheet writes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from coursekit.errors import FolderError

__all__ = ["Enrolled", "read_roster"]

COLUMNS = ("id", "mail", "group", "name")


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """One person of a class.

    Attributes:
        id: as their folder or zip is called.
        mail: their address, empty where the roster has none.
        group: such as "Tuesday", empty where the roster has none.
        name: as a person writes it, empty where the roster has none.
    """

    id: str
    mail: str = ""
    group: str = ""
    name: str = ""


def read_roster(path: Path) -> dict[str, Enrolled]:
    """Return the people of a class by id, in the order of the file.

    The file is CSV with the header `id,mail,group` and, if wanted, `name`; other columns are left alone. A spreadsheet
    may separate the columns by semicolons or tabs, as some do.

    Raises:
        FolderError: it cannot be read, is not UTF-8, has no column `id`, or a row has no id, the id of another
            one, or more fields than there are columns.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FolderError(f"{path} is not UTF-8 (at byte {problem.start:,}); save it as CSV UTF-8") from None
    except OSError as problem:
        raise FolderError(
            f"{path} cannot be read ({problem.strerror or problem}); give another file"
        ) from None
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    header = [title.strip().lower() for title in next(rows, [])]
    if "id" not in header:
        raise FolderError(
            f"{path} has no column id; its first line names the columns, such as id,mail,group, and is {head.strip()!r}"
        )
    found: dict[str, Enrolled] = {}
    for row in filter(any, rows):
        place = f"{path}, line {rows.line_num}"
        if len(row) > len(header):
            raise FolderError(
                f"{place} has {len(row)} fields for {len(header)} columns; put a text with a comma in quotes"
            )
        fields = {title: text.strip() for title, text in zip(header, row, strict=False) if title in COLUMNS}
        if not fields["id"]:
            raise FolderError(f"{place} has no id; write there how the learner's folder or zip is called")
        if fields["id"] in found:
            raise FolderError(
                f"{place}: the id {fields['id']!r} stands there a second time; leave one of the two"
            )
        found[fields["id"]] = Enrolled(**fields)
    return found
