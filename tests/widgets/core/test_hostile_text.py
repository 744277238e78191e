"""Markup in any text is shown as it was written, and none of it can run."""

from __future__ import annotations

import json

import pytest
from hostilechapter import EVIL, MARKUP, Page, write_hostile

from coursekit import ask, check, hint, solution
from coursekit.authoring.cells import folded
from coursekit.content import chapter
from coursekit.errors import CourseKitError
from coursekit.lab.home_page import HomePage
from coursekit.lab.review_page import write_review
from coursekit.lab.spaced_review import review_due
from coursekit.lab.static_outputs import VIEW, with_static_outputs
from coursekit.progress import Event, Log
from coursekit.quiz import right_answer, wrong_answers

NAMES = ["pick", "all", "number", "steps", "words", "look", "set", "draw"]
SHOWN = MARKUP.strip()


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """The hostile chapter as the only one of the course, and a learner's folder in which the test runs."""
    write_hostile(tmp_path / "content")
    monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "content"))
    folder = tmp_path / "<img src=x onerror=window.ran=6>" / "mine"
    (folder / ".coursekit").mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COURSEKIT_FOLDER", raising=False)
    return folder


def assert_is_text(html, times=1):
    """The markup is read `times` times at least, and nothing of it is markup."""
    page = Page(html)
    assert page.runs == []
    assert page.text.count(SHOWN) >= times
    assert page.text.count("\u202etfel") >= times


def reply(card, answer, kind="answer"):
    sent = []
    card.send = sent.append
    card._receive(card, {"type": kind, "id": f"{kind} {answer}", "answer": answer}, [])
    return sent[-1]


def texts(message):
    """Every text in a message, however deep it stands."""
    if isinstance(message, dict):
        return [text for each in message.values() for text in texts(each)]
    if isinstance(message, (list, tuple)):
        return [text for each in message for text in texts(each)]
    return [message] if isinstance(message, str) else []


@pytest.mark.parametrize("name", NAMES)
def test_a_card_is_text_before_and_after_every_answer(hostile, name):
    question = chapter("tiny").bank.questions[name]
    assert_is_text(ask(f"tiny.{name}")._repr_mimebundle_()[0]["text/html"])
    for answer in [right_answer(question), *wrong_answers(question)]:
        assert SHOWN in " ".join(texts(reply(ask(f"tiny.{name}"), answer)))
        assert_is_text(ask(f"tiny.{name}")._repr_mimebundle_()[0]["text/html"], times=2)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_sent_pieces_of_text_and_no_markup(hostile, name):
    card = ask(f"tiny.{name}")
    for span in [span for block in card._public_view["prompt"] for span in block]:
        assert span[0] in ("", "code", "strong", "em", "pre")
    assert SHOWN in " ".join(texts(card._public_view["prompt"]))
    assert SHOWN in " ".join(texts(reply(card, None, kind="get_hint")))


def test_what_learners_write_comes_back_as_text(hostile):
    reply(ask("tiny.words"), {"text": EVIL, "points": ["sum"]})
    assert_is_text(ask("tiny.words")._repr_mimebundle_()[0]["text/html"], times=3)
    assert SHOWN[:90] in " ".join(texts(reply(ask("tiny.number"), EVIL[:95])))
    with pytest.raises(CourseKitError) as caught:
        ask(f"tiny.{MARKUP}")
    assert MARKUP in str(caught.value)


def test_a_saved_card_is_text(hostile):
    data = ask("tiny.words")._repr_mimebundle_()[0]
    reply(ask("tiny.words"), {"text": EVIL, "points": []})
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [{"data": data, "metadata": {}}]}
    saved = with_static_outputs({"cells": [cell], "metadata": {}}, hostile)["cells"][0]["outputs"][0]["data"]
    assert VIEW not in saved
    assert_is_text(saved["text/html"], times=3)


def test_the_words_of_a_picture_are_text(hostile):
    metadata = {"image/png": {"alt": f'">{EVIL}'}}
    cell = {"cell_type": "code", "outputs": [{"data": {"image/png": "AAAA"}, "metadata": metadata}]}
    data = with_static_outputs({"cells": [cell], "metadata": {}}, hostile)["cells"][0]["outputs"][0]["data"]
    assert Page(data["text/html"]).runs == []
    assert Page(data["text/html"]).tags == {"img"}


class Odd:
    """Something of the learner's with a name for itself."""

    def __repr__(self):
        return MARKUP


@pytest.mark.parametrize("outcome", ["not yet", "crashed", "correct"])
def test_the_reply_to_an_exercise_is_text(hostile, monkeypatch, outcome):
    def double(x):
        if outcome == "crashed":
            return {}[MARKUP]
        return Odd() if outcome == "not yet" else 2 * x

    monkeypatch.setattr("__main__.double", double, raising=False)
    shown = check("tiny.double")
    assert shown.outcome == outcome
    page = Page(shown._repr_html_())
    assert page.runs == []
    assert "<script>window.ran" in page.text or outcome == "not yet"


def test_hints_and_solutions_are_text_outside_their_code(hostile):
    for note in (hint("tiny.double"), solution("tiny.double")):
        outside = note._repr_markdown_().split("```")[-1]
        assert "<" not in outside
        assert "](" not in outside.replace("&#91;out](", "")


def test_home_and_review_are_text(hostile):
    for name in NAMES:
        Log(hostile).append(Event(kind="answer", chapter="tiny", id=name, outcome="wrong", answer=EVIL))
    assert_is_text(HomePage(hostile, hostile)._repr_html_(), times=len(NAMES))
    assert Page(HomePage(hostile, hostile.parents[1])._repr_html_()).runs == []
    write_review(hostile)
    cells = json.loads((hostile / "review.ipynb").read_text())["cells"]
    assert_is_text("".join(out["data"]["text/html"] for cell in cells for out in cell.get("outputs", [])), 0)
    assert Page(review_due()._repr_html_()).runs == []


def test_what_a_finished_lesson_leaves_is_text(hostile):
    for name in NAMES:
        Log(hostile).append(Event(kind="answer", chapter="tiny", id=name, outcome="right"))
    Log(hostile).append(Event(kind="attempt", chapter="tiny", id="double", outcome="correct"))
    assert_is_text(HomePage(hostile, hostile)._repr_html_(), times=3)


def test_a_term_of_the_glossary_is_text():
    assert "<b>&lt;img src=x onerror=1&gt;</b>" in folded("<img src=x onerror=1>", "meaning")
