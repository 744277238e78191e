"""The form in which a notebook is saved: pictures and words where the page has live widgets.

A widget view needs a running kernel. Reopened the next morning it would read "model not found", although
the picture is stored beside it, so what goes to disk holds the picture only. Outside learners' folders, where a
server keeps other people's notebooks too, that holds for our widgets only.
"""

from __future__ import annotations

import copy
import html
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from coursekit.content import chapter, find_question
from coursekit.lab.last_answer import last_answer
from coursekit.progress import History, Recorder, working_folder
from coursekit.widgets.core.live_view import VIEW
from coursekit.widgets.core.static_card import Answered, card_in, plain_card, static_card

Notebook = dict[str, Any]
Data = dict[str, Any]
STATE = "application/vnd.jupyter.widget-state+json"


def with_static_outputs(notebook: Notebook, place: Path) -> Notebook:
    """Return a copy of a notebook with picture and words instead of live widgets.

    Args:
        notebook: its JSON, left as it is.
        place: the folder it is saved in, from where the learner's answers are found.
    """
    saved = copy.deepcopy(notebook)
    outputs = [output for cell in saved["cells"] for output in cell.get("outputs", []) if "data" in output]
    everything = (working_folder(place, {}) / ".coursekit").is_dir()
    if everything:
        saved["metadata"].pop("widgets", None)
    for output in outputs:
        if everything or _is_ours(output):
            _drop_view(output, saved["metadata"])
            _describe_picture(output)
    cards = [(output["data"], found) for output in outputs if (found := card_in(_html(output["data"])))]
    history = Recorder(place, os.environ).history() if cards else History(())
    for data, (name, seed) in cards:
        _fill_in_answer(data, name, seed, history)
    return saved


def _html(data: Data) -> str:
    return "".join(data.get("text/html", ""))


def _is_ours(output: dict[str, Any]) -> bool:
    """Return True for a live picture, whose picture has its words beside it, and for a card."""
    alternative = output.get("metadata", {}).get("image/png", {}).get("alt")
    return bool(alternative or card_in(_html(output["data"])))


def _drop_view(output: dict[str, Any], of_notebook: dict[str, Any]) -> None:
    """Drop a view, and the state of its widget where the notebook holds that."""
    if len(output["data"]) > 1:  # a widget that leaves nothing else keeps its view
        view = output["data"].pop(VIEW, {})
        output.get("metadata", {}).pop(VIEW, None)
        states = of_notebook.get("widgets", {}).get(STATE, {}).get("state", {})
        states.pop(view.get("model_id"), None)


def _describe_picture(output: dict[str, Any]) -> None:
    """Give a picture its words: JupyterLab shows image/png without a text alternative, HTML with it."""
    data, words = output["data"], output.get("metadata", {}).get("image/png", {}).get("alt")
    if words and "image/png" in data and "text/html" not in data:
        picture = "".join(data["image/png"]).replace("\n", "")
        data["text/html"] = (
            f'<img alt="{html.escape(words)}" src="data:image/png;base64,{picture}" '
            'style="max-width: 100%; height: auto">'
        )


def _fill_in_answer(data: Data, name: str, seed: str, history: History) -> None:
    """Show a card's last answer: it was given on the live card, and the cell was not run again."""
    earlier = last_answer(history, name, seed)
    if earlier:
        question = msgspec.json.encode(find_question(name))
        drawn = _drawn(name, seed, question, msgspec.json.encode(earlier))
        data["text/html"], data["text/plain"] = drawn


# A notebook is saved every few seconds, and pictures on an answered card take a second to draw.
@lru_cache(maxsize=256)
def _drawn(name: str, seed: str, _question: bytes, earlier: bytes) -> tuple[str, str]:
    """Draw a card as HTML and as plain text; question and answer are in JSON, so that equal ones are one."""
    asked = find_question(name)
    answered = msgspec.json.decode(earlier, type=Answered)
    pictures = chapter(name.partition(".")[0]).module("pictures")
    return (
        static_card(asked, name=name, seed=seed, answered=answered, pictures=pictures),
        plain_card(asked, name=name, seed=seed, answered=answered),
    )
