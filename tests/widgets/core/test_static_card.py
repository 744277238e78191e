from __future__ import annotations

from html.parser import HTMLParser

import pytest
from cardbank import CURVE, DO, MULTIPLE, NUMERIC, ORDER, PICTURES, PREDICT, QUESTIONS, RECALL, SINGLE

from coursekit.quiz import Verdict, mark_answer, shuffled, wrong_answers
from coursekit.widgets.core.assets import esm
from coursekit.widgets.core.static_card import (
    HOW_TO_RUN,
    Answered,
    card_in,
    done_scene,
    plain_card,
    static_card,
)


def answered(question, answer):
    return Answered(answer, mark_answer(question, answer))


def html_of(question, answer=None, **options):
    earlier = None if answer is None else answered(question, answer)
    return static_card(question, name=f"neuron.{question.id}", seed=3, answered=earlier, **options)


def plain_of(question, answer=None):
    earlier = None if answer is None else answered(question, answer)
    return plain_card(question, name=f"neuron.{question.id}", seed=3, answered=earlier)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, _):
        self.seen.append(tag)
        if tag not in {"br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_an_unanswered_card_shows_the_prompt_and_no_key(question):
    for text in (html_of(question), plain_of(question)):
        assert "KEY-" not in text
    assert f"<em>To answer, {HOW_TO_RUN}.</em>" in html_of(question)


def test_a_saved_card_and_a_live_one_without_a_kernel_say_the_same():
    assert f'HOW_TO_RUN = "{HOW_TO_RUN}"' in esm("dom.js")
    assert all(
        "the kernel has stopped: ${HOW_TO_RUN}." in esm(name) for name in ("card.js", "live_picture.js")
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_every_element_is_closed(question):
    assert Tags(html_of(question)).open == []


def test_markup_in_an_option_stays_text():
    assert "img" not in Tags(html_of(SINGLE)).seen
    assert "&lt;img src=x" in html_of(SINGLE)


def test_options_stand_in_the_order_of_the_seed():
    page = html_of(MULTIPLE)
    texts = {"w": "weights", "b": "bias", "x": "inputs"}
    places = [page.index(texts[name]) for name in shuffled(texts, 3)]
    assert places == sorted(places)


def test_an_earlier_answer_is_marked_and_has_its_feedback():
    page = html_of(SINGLE, "store")
    assert "● </span>" not in page
    assert "●</span> an average over time <em>(your answer)</em>" in page
    assert "You answered this before" in page
    assert "<strong>Not yet.</strong> KEY-says <strong>store</strong>." in page


def test_every_pick_of_several_gets_its_own_words():
    page = html_of(MULTIPLE, ["w", "x"])
    assert page.count("☑") == 2
    assert "inputs: KEY-says <strong>x</strong>." in page


def test_a_number_is_shown_with_its_unit():
    assert ">−4 MB</p>" in html_of(NUMERIC, "−4")


def test_a_text_from_memory_is_shown_as_it_was_written():
    assert "a &lt;b&gt; thing" in html_of(RECALL, {"text": "a <b> thing", "points": ["much"]})


def test_steps_stand_as_the_learner_left_them():
    page = html_of(ORDER, ["bend", "sum", "weigh"])
    assert page.index(">bend<") < page.index(">sum<") < page.index(">weigh<")


def test_a_step_that_an_old_answer_does_not_know_comes_last():
    earlier = Answered(["bend", "weigh"], mark_answer(ORDER, ["bend", "weigh", "sum"]))
    page = static_card(ORDER, name="neuron.steps", seed=3, answered=earlier)
    assert page.index(">weigh<") < page.index(">sum<")


def test_pictures_are_shown_with_their_words_where_they_can_be_drawn():
    page = html_of(PREDICT, pictures=PICTURES)
    assert page.count("data:image/png;base64,") == 2
    assert 'alt="it slides"' in page
    assert "<img" not in html_of(PREDICT)


def test_card_in_finds_name_and_seed():
    assert card_in(html_of(SINGLE)) == ("neuron.one-neuron", "3")
    assert card_in("<p>no card</p>") is None


def test_plain_text_of_a_choice():
    assert plain_of(MULTIPLE, ["x"]).splitlines()[:5] == [
        "QuestionCard('neuron.knobs')",
        "Which are parameters?",
        *(f"  [{'x' * (name == 'x') or ' '}] {text}" for name, text in in_order()),
    ]


def in_order():
    texts = {"w": "weights", "b": "bias", "x": "inputs"}
    return [(name, texts[name]) for name in shuffled(texts, 3)]


def test_plain_text_of_steps_has_no_boxes():
    assert plain_of(ORDER).count("  - ") == 3


@pytest.mark.parametrize(
    ("state", "words"), [(None, "Above 0.30"), ({"threshold": 0.5}, "Above 0.50"), ("", "Above 0.30")]
)
def test_a_widget_is_kept_as_a_picture_and_in_words(state, words):
    earlier = None if state is None else answered(DO, state)
    page = static_card(DO, name="neuron.threshold", seed=3, answered=earlier)
    assert f'alt="{words} a message is called spam' in page
    assert page.count("data:image/png;base64,") == 1
    assert f"\n  {words} a message" in plain_of(DO, state)


def test_a_drawn_curve_is_kept_with_the_true_one_once_it_is_marked():
    value = wrong_answers(CURVE)[0]
    drawn = "The curve runs from (−2, −2) to (2, 2)"
    assert 'alt="No curve is drawn yet."' in html_of(CURVE)
    assert f"  {drawn}" in plain_of(CURVE, value)
    assert "The true curve, dashed, runs from (−2, 0)" in html_of(CURVE, value)
    noted = Answered(value, Verdict(outcome="noted", feedback="Later."))
    kept = static_card(CURVE, name="neuron.bend", seed=3, answered=noted)
    assert drawn in kept
    assert "The true curve" not in kept
    assert done_scene(CURVE, noted).panels[0].y_label == "y (V)"
    assert done_scene(SINGLE, None) is None


def test_plain_text_of_a_typed_answer_ends_with_its_verdict():
    assert plain_of(NUMERIC, "-4").splitlines()[2:] == ["  your answer: -4", "Not yet. KEY-slip"]
