from __future__ import annotations

from samplechapter import DOING, QUESTIONS

from coursekit.authoring.answer_cells import answer_cells, answers_to
from coursekit.quiz import mark_answer


def outcomes(chapter, name):
    question = chapter.bank.questions[name]
    return [mark_answer(question, answer).outcome for answer in answers_to(question)]


def test_the_right_answer_comes_first_and_is_the_only_right_one(sample):
    tiny = sample()
    for name in ["pick", "all", "number", "steps", "look"]:
        first, *others = outcomes(tiny, name)
        assert first == "right"
        assert "right" not in others


def test_every_wrong_option_is_tried(sample):
    tiny = sample()
    assert answers_to(tiny.bank.questions["pick"]) == ["twice", "square"]
    assert answers_to(tiny.bank.questions["look"]) == ["two", "four"]


def test_options_to_be_combined_are_tried_missing_added_and_alone(sample):
    tried = answers_to(sample().bank.questions["all"])
    assert tried == [["eight", "ten"], ["ten"], ["eight", "ten", "nine"], ["nine"]]


def test_a_number_is_tried_with_its_slips_an_unnamed_one_and_words(sample):
    assert answers_to(sample().bank.questions["number"]) == [16, 64, 0.5, 451, "a few"]


def test_an_order_is_tried_with_its_mistakes_and_an_unnamed_one(sample):
    tried = answers_to(sample().bank.questions["steps"])
    assert tried == [["take", "copy", "add"], ["copy", "take", "add"], ["copy", "add", "take"]]


def test_an_order_whose_turns_are_all_named_has_no_unnamed_one(sample):
    two = "steps: [{id: take, text: Take it}, {id: add, text: Add them}]"
    text = QUESTIONS.replace(
        "steps: [{id: take, text: Take it}, {id: copy, text: Copy it}, {id: add, text: Add them}]", two
    ).replace("[copy, take, add]", "[add, take]")
    tried = answers_to(sample(questions_yaml=text).bank.questions["steps"])
    assert tried == [["take", "add"], ["add", "take"]]


def test_an_answer_from_memory_is_tried_whole_in_part_and_empty(sample):
    tried = answers_to(sample().bank.questions["words"])
    assert [answer["points"] for answer in tried] == [["sum", "same"], ["sum"], []]


def test_every_question_becomes_explicit_calls_in_tagged_cells(sample):
    cells = answer_cells(sample())
    assert all(cell.metadata.tags == ["answers"] for cell in cells)
    assert cells[2].source == "### `pick`\n\nWhat is doubling?"
    assert cells[3].source == 'print(mark("tiny.pick", "twice"))\nprint(mark("tiny.pick", "square"))'


def test_a_chapter_without_questions_has_no_such_section(sample):
    assert answer_cells(sample(questions_yaml="chapter: tiny\nquestions: []\n")) == []


def test_states_and_curves_are_answered_in_code(sample):
    tiny = sample(questions_yaml=QUESTIONS + DOING)
    assert answers_to(tiny.bank.questions["set"]) == [{"n": 4}, {"n": 3}]
    assert outcomes(tiny, "draw") == ["right", "wrong"]
    assert 'print(mark("tiny.set", {"n": 3}))' in "".join(cell.source for cell in answer_cells(tiny))
