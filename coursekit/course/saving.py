"""The form in which a notebook is saved: pictures and words where the page has live widgets.

A widget view needs a running kernel. Reopened the next morning it would read "model not found", although
the picture is stored beside it, so what goes to disk holds the picture only.
"""

from __future__ import annotations

import copy
import html
import os
from pathlib import Path
from typing import Any

from coursekit.content import chapter, find_question
from coursekit.course.diary import Diary, card_seed
from coursekit.widgets.static_card import card_in, plain_card, static_card

__all__ = ["saved_form"]

Notebook = dict[str, Any]
Data = dict[str, Any]
VIEW = "application/vnd.jupyter.widget-view+json"


def saved_form(notebook: Notebook, place: Path) -> Notebook:
    """A copy of a notebook with picture and words instead of live widgets.

    Args:
        notebook: its JSON, left as it is.
        place: the folder it is saved in, from where the learner's answers are found.
    """
    saved = copy.deepcopy(notebook)
    saved["metadata"].pop("widgets", None)
    outputs = [output for cell in saved["cells"] for output in cell.get("outputs", []) if "data" in output]
    for output in outputs:
        _drop_view(output)
        _describe_picture(output)
        _fill_in_answer(output["data"], Diary(place, os.environ))
    return saved


def _drop_view(output: dict[str, Any]) -> None:
    if len(output["data"]) > 1:  # a widget that leaves nothing else keeps its view
        output["data"].pop(VIEW, None)
        output.get("metadata", {}).pop(VIEW, None)


def _describe_picture(output: dict[str, Any]) -> None:
    """Give a picture its words: JupyterLab shows image/png without a text alternative, HTML with it."""
    data, words = output["data"], output.get("metadata", {}).get("image/png", {}).get("alt")
    if words and "image/png" in data and "text/html" not in data:
        picture = "".join(data["image/png"]).replace("\n", "")
        data["text/html"] = (
            f'<img alt="{html.escape(words)}" src="data:image/png;base64,{picture}" '
            'style="max-width: 100%; height: auto">'
        )


def _fill_in_answer(data: Data, diary: Diary) -> None:
    """Show a card's last answer: it was given on the live card, and the cell was not run again."""
    found = card_in("".join(data.get("text/html", "")))
    if not found:
        return
    name, seed = found
    earlier = diary.earlier(name, marked=seed == card_seed(name))
    if earlier:
        question, pictures = find_question(name), chapter(name.partition(".")[0]).module("pictures")
        data["text/html"] = static_card(question, name=name, seed=seed, answered=earlier, pictures=pictures)
        data["text/plain"] = plain_card(question, name=name, seed=seed, answered=earlier)
