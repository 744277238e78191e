from __future__ import annotations

import copy

from samplechapter import DOING, QUESTIONS

from coursekit import ask
from coursekit.content import find_question
from coursekit.lab import static_outputs
from coursekit.lab.static_outputs import VIEW, with_static_outputs
from coursekit.progress import Event, Log, Recorder
from coursekit.quiz import wrong_answers


def notebook(*outputs):
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": list(outputs)}
    return {"cells": [{"cell_type": "markdown", "source": ""}, cell], "metadata": {"widgets": {"state": {}}}}


def shown(data, **metadata):
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def saved_output(output, place):
    return with_static_outputs(notebook(output), place)["cells"][1]["outputs"][0]


def test_the_notebook_that_came_is_left_as_it_is(workplace):
    came = notebook(shown({VIEW: {}, "text/plain": "words"}))
    before = copy.deepcopy(came)
    saved = with_static_outputs(came, workplace)
    assert came == before
    assert "widgets" not in saved["metadata"]


def test_a_live_view_goes_and_picture_and_words_stay(workplace):
    output = saved_output(
        shown({VIEW: {}, "image/png": "AAAA", "text/plain": "words"}, **{VIEW: {}}), workplace
    )
    assert output["data"] == {"image/png": "AAAA", "text/plain": "words"}
    assert output["metadata"] == {}


def test_a_view_with_nothing_beside_it_stays(workplace):
    assert saved_output(shown({VIEW: {"model_id": "a"}}), workplace)["data"] == {VIEW: {"model_id": "a"}}


def test_what_a_cell_prints_is_left_alone(workplace):
    printed = {"output_type": "stream", "name": "stdout", "text": "8"}
    assert saved_output(printed, workplace) == printed


def test_a_picture_gets_its_words_as_its_text_alternative(workplace):
    output = saved_output(
        shown({"image/png": ["AA\n", "AA\n"]}, **{"image/png": {"alt": 'a "line" < 3'}}), workplace
    )
    assert 'alt="a &quot;line&quot; &lt; 3"' in output["data"]["text/html"]
    assert 'src="data:image/png;base64,AAAA"' in output["data"]["text/html"]


def test_a_picture_without_words_stays_a_picture(workplace):
    assert "text/html" not in saved_output(shown({"image/png": "AAAA"}), workplace)["data"]


def card(name, **options):
    return shown(ask(name, **options)._repr_mimebundle_()[0])


def test_a_card_shows_the_answer_given_since_its_cell_ran(sample, workplace):
    sample()
    output = card("tiny.pick")
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="pick", answer="square", outcome="wrong"))
    data = saved_output(output, workplace)["data"]
    assert "That is a square." in data["text/html"]
    assert "That is a square." in data["text/plain"]


def test_a_card_shows_what_was_done_since_its_cell_ran(sample, workplace):
    sample(questions_yaml=QUESTIONS + DOING)
    given = {"set": {"n": 3}, "draw": wrong_answers(find_question("tiny.draw"))[0]}
    for name, answer in given.items():
        output = card(f"tiny.{name}")
        Log(workplace).append(Event(kind="answer", chapter="tiny", id=name, answer=answer, outcome="wrong"))
        given[name] = saved_output(output, workplace)["data"]
        assert given[name]["text/html"].count("data:image/png;base64,") == 1
    assert "  3 and 6.\nNot yet. Six." in given["set"]["text/plain"]
    assert "The true curve, dashed, runs from (0, 0) to (4, 8)" in given["draw"]["text/html"]


def test_an_unmarked_card_shows_the_answer_and_no_verdict(sample, workplace):
    sample()
    output = card("tiny.pick", marked=False)
    Log(workplace).append(
        Event(kind="answer", chapter="tiny", id="pick", answer="square", outcome="unmarked")
    )
    html = saved_output(output, workplace)["data"]["text/html"]
    assert "(your answer)" in html
    assert "That is a square." not in html


def test_a_card_nobody_answered_stays_as_it_is(sample, workplace):
    sample()
    output = card("tiny.pick")
    assert saved_output(output, workplace)["data"]["text/html"] == output["data"]["text/html"]


def test_an_answered_card_is_drawn_once_for_many_savings(sample, workplace):
    sample()
    output = card("tiny.pick")
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="pick", answer="square", outcome="wrong"))
    first, second = (saved_output(output, workplace)["data"]["text/html"] for _ in range(2))
    assert first is second
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="pick", answer="twice", outcome="right"))
    assert saved_output(output, workplace)["data"]["text/html"] != first


def test_the_log_is_read_once_for_many_cards(sample, workplace, monkeypatch):
    sample()
    made = []
    monkeypatch.setattr(static_outputs, "Recorder", lambda *given: made.append(given) or Recorder(*given))
    with_static_outputs(notebook(*[card("tiny.pick")] * 3, shown({"text/plain": "8"})), workplace)
    assert len(made) == 1
    with_static_outputs(notebook(shown({"text/plain": "8"})), workplace)
    assert len(made) == 1
