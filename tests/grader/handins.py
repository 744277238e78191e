"""Submissions as learners make them: the committed exercise notebooks with other text in some cells."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import coursekit
from coursekit.content import chapter

HOUSE = Path(coursekit.__file__).parent.parent

Notebook = dict[str, Any]


@cache
def _committed(folder: str, slug: str) -> Notebook:
    return json.loads((HOUSE / folder / chapter(slug).notebook).read_bytes())


def answer_cell(notebook: Notebook, exercise: str) -> dict[str, Any]:
    """The cell that a learner writes an exercise's answer into."""
    wanted = exercise.replace(".", "-") + "-solution"
    [cell] = [each for each in notebook["cells"] if grade_id(each) == wanted]
    return cell


def grade_id(cell: Mapping[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def solution(exercise: str) -> str:
    """The text of the reference solution's cell."""
    return "".join(answer_cell(_committed("solutions", exercise.partition(".")[0]), exercise)["source"])


def handed_in(slug: str, answers: Mapping[str, str]) -> Notebook:
    """The exercise notebook of a chapter with these answers, exercise → text; the others are as handed out."""
    notebook = copy.deepcopy(_committed("exercises", slug))
    for exercise, text in answers.items():
        answer_cell(notebook, exercise)["source"] = text.splitlines(keepends=True)
    return notebook


def solved(slug: str) -> dict[str, str]:
    """Exercise → reference solution."""
    return {each: solution(each) for each in chapter(slug).exercises}


def write(folder: Path, slug: str, answers: Mapping[str, str], name: str = "") -> Path:
    """Put a learner's notebook into their folder; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or chapter(slug).notebook)
    path.write_text(json.dumps(handed_in(slug, answers)), encoding="utf-8")
    return path
