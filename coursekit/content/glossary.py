"""The words of the course, each defined once: glossary.yaml beside the chapters.

A folder of chapters that is appended to `content.__path__` may bring a glossary.yaml of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

import coursekit.content
from coursekit.errors import BankError
from coursekit.quiz import read_yaml
from coursekit.quiz.yaml_reader import read_text, told

__all__ = ["glossary"]


def glossary() -> dict[str, str]:
    """Term → its definition in one or two sentences of Markdown, for all chapters.

    Raises:
        BankError: a glossary.yaml is malformed, or a term is defined twice.
    """
    return dict(_defined(tuple(Path(each) for each in coursekit.content.__path__)))


@cache
def _defined(roots: tuple[Path, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (root / "glossary.yaml" for root in roots):
        new = _read(path) if path.is_file() else {}
        for term in new.keys() & found.keys():
            raise BankError(f"{path}: {term!r} is defined already; a term has one definition")
        found |= new
    return found


@cache
def _read(path: Path) -> dict[str, str]:
    data = read_yaml(read_text(path, source=path.name), source=path.name)
    try:
        return msgspec.convert(data, dict[str, str])
    except msgspec.ValidationError as error:
        raise BankError(
            f"{path.name}: {told(str(error))}; write each line as `term: its definition`"
        ) from None
