from __future__ import annotations

import msgspec
import pytest
from cardbank import CURVE, DO, MULTIPLE, NUMERIC, ORDER, PICTURES, PREDICT, QUESTIONS, RECALL, SINGLE

from coursekit.errors import FolderError
from coursekit.quiz import Verdict, mark_answer, right_answer, wrong_answers
from coursekit.widgets.core.question_card import QuestionCard
from coursekit.widgets.core.static_card import Answered


class Heard(QuestionCard):
    """A card that keeps what it sends."""

    def send(self, content, *_):
        self.__dict__.setdefault("heard", []).append(content)

    def ask(self, kind, **message):
        self._receive(self, {"type": kind, "id": "1", **message}, [])
        return self.heard[-1]


def card_of(question, **options):
    options = {"submit": lambda answer: mark_answer(question, answer), "pictures": PICTURES, **options}
    return Heard(question, name=f"neuron.{question.id}", seed=3, **options)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_no_key_is_in_the_page_before_an_answer(question):
    card = card_of(question)
    held = {name: value for name, value in card.get_state().items() if name not in {"_esm", "_css"}}
    assert "KEY-" not in repr(held)
    assert "KEY-" not in repr(card._repr_mimebundle_())


def test_its_repr_is_its_name():
    assert repr(card_of(SINGLE)) == "QuestionCard('neuron.one-neuron')"


def test_it_leaves_a_live_view_html_and_text():
    bundle = card_of(SINGLE)._repr_mimebundle_()
    assert list(bundle[0]) == ["application/vnd.jupyter.widget-view+json", "text/html", "text/plain"]


def test_the_kernel_marks_and_says_why():
    verdict = card_of(SINGLE).ask("answer", answer="store")["verdict"]
    assert (verdict["outcome"], verdict["opening"]) == ("wrong", "Not yet.")
    assert verdict["feedback"] == [[("", "KEY-says "), ("strong", "store"), ("", ".")]]


def test_every_pick_of_several_is_judged_by_itself():
    parts = card_of(MULTIPLE).ask("answer", answer=["w", "x"])["verdict"]["parts"]
    assert [(part["id"], part["outcome"]) for part in parts] == [("w", "right"), ("x", "wrong")]


def test_the_hint_is_sent_when_asked_for_and_the_asking_is_told():
    asked = []
    card = card_of(SINGLE, on_hint=lambda: asked.append(1))
    assert card.ask("get_hint")["hint"] == [[("", "KEY-hint: "), ("em", "three"), ("", " steps.")]]
    assert asked == [1]


def test_the_model_answer_opens_before_the_points_are_ticked():
    reply = card_of(RECALL).ask("get_model_answer")
    assert reply["type"] == "model_answer"
    assert [point["id"] for point in reply["points"]] == ["much", "way"]


def test_only_a_question_from_memory_has_a_model_answer():
    assert "no model answer" in card_of(SINGLE).ask("get_model_answer")["message"]


@pytest.mark.parametrize(
    ("kind", "says"),
    [("check", "no message of type 'check' is understood here; expected one of 'answer', "),
     ("answer", "the message of type 'answer' is malformed: Object missing required field `answer`")],
)  # fmt: skip
def test_a_message_that_is_not_understood_is_refused_with_a_sentence(kind, says):
    reply = card_of(SINGLE).ask(kind)
    assert reply["type"] == "error"
    assert reply["message"].startswith(says)


def test_a_request_without_an_id_is_refused_each_time():
    card = card_of(SINGLE)
    for kind in ("get_hint", "answer"):
        assert f"'{kind}' is malformed" in card.ask(kind, id=None)["message"]


def test_an_answer_from_memory_is_counted():
    card = card_of(RECALL)
    verdict = card.ask("answer", answer={"text": "how much", "points": ["much"]})["verdict"]
    assert verdict["feedback"] == [[("", "You found 1 of 2 points in what you wrote.")]]
    assert verdict["model_answer"]["text"]


def test_a_recall_verdict_without_points_has_nothing_to_count():
    card = card_of(RECALL, submit=lambda _: Verdict(outcome="noted", feedback="Later."))
    assert card.ask("answer", answer={"text": "x", "points": []})["verdict"]["feedback"] == []


def test_the_same_request_again_is_not_marked_again():
    marked = []

    def submit(answer):
        marked.append(answer)
        return mark_answer(NUMERIC, answer)

    card = card_of(NUMERIC, submit=submit)
    assert card.ask("answer", answer="-3") == card.ask("answer", answer="-3")
    assert marked == ["-3"]


def test_what_cannot_be_recorded_is_said_in_a_sentence():
    def submit(_):
        raise FolderError("the folder is full; free some space")

    assert card_of(SINGLE, submit=submit).ask("answer", answer="store") == {
        "id": "1",
        "type": "error",
        "message": "the folder is full; free some space",
    }


def test_an_option_nobody_wrote_is_a_sentence_too():
    assert "no option 'gone'" in card_of(SINGLE).ask("answer", answer="gone")["message"]


def test_an_earlier_answer_is_shown_with_its_verdict():
    earlier = Answered(["bend", "sum", "weigh"], mark_answer(ORDER, ["bend", "sum", "weigh"]))
    held = card_of(ORDER, earlier=earlier).get_state()["_earlier"]
    assert held["answer"] == ["bend", "sum", "weigh"]
    assert held["verdict"]["outcome"] == "wrong"


def test_a_page_loaded_again_knows_the_last_answer():
    card = card_of(SINGLE)
    card.ask("answer", answer="weigh")
    assert card.get_state()["_earlier"]["verdict"]["outcome"] == "right"
    assert "You answered this before" in card._repr_mimebundle_()[0]["text/html"]


def test_pictures_travel_packed_without_their_key():
    choices = card_of(PREDICT).get_state()["_public_view"]["choices"]
    assert {len(choice["picture"]["data"]) for choice in choices} == {16}
    assert choices[0]["picture"]["meta"]["words"].startswith("a line")


def test_a_card_carries_the_messages_of_the_picture_that_it_holds():
    card = card_of(DO)
    assert card._public_view["spec"]["start"] == {"threshold": 0.3, "truth": True}
    message = {"type": "set_state", "values": {"threshold": 0.5}, "full": True}
    shown = card.ask("picture", message=message)
    assert (shown["type"], shown["message"]["type"]) == ("picture", "scene")
    assert shown["message"]["values"]["threshold"] == 0.5
    assert card.ask("picture")["message"]["type"] == "error"
    assert "no message of type 'picture'" in card_of(SINGLE).ask("picture", message=message)["message"]


def test_of_a_state_what_was_changed_is_handed_on():
    handed = []
    card = card_of(DO, submit=lambda answer: handed.append(answer) or mark_answer(DO, answer))
    reply = card.ask("answer", answer={"threshold": 0.5, "truth": True})
    assert (handed, reply["verdict"]["outcome"]) == ([{"threshold": 0.5}], "right")
    assert "must lie between" in card.ask("answer", answer={"threshold": 7}, id="2")["message"]


def test_the_true_curve_is_sent_once_the_curve_is_marked():
    card = card_of(CURVE)
    true, wrong = right_answer(CURVE), wrong_answers(CURVE)[0]
    assert true not in repr(card._public_view)
    verdict = card.ask("answer", answer=wrong)["verdict"]
    assert (verdict["outcome"], verdict["truth"]) == ("wrong", true)
    assert verdict["truth_words"].startswith("The true curve runs from (−2, 0) to (2, 2)")
    unmarked = card_of(CURVE, submit=lambda _: Verdict(outcome="noted", feedback="Later."))
    assert "truth" not in unmarked.ask("answer", answer=wrong)["verdict"]


@pytest.mark.parametrize(
    ("answer", "says"), [(-3.0, "−2, 0.25 or 1/4."), (1.68e7, "0.25, 1/4, 1.6e7 or 16M."), (-2e4, "16M.")]
)
def test_large_forms_of_a_number_are_named_where_they_are_of_use(answer, says):
    card = card_of(msgspec.structs.replace(NUMERIC, answer=answer))
    assert card._public_view["help"].endswith(says)
    assert card_of(SINGLE)._public_view["help"] == ""
