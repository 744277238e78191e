from __future__ import annotations

import pytest
from samplechapter import CHAPTER, DOING, EXERCISES, FILES, QUESTIONS, write_sample

from coursekit.authoring.goal_examples import review_goals
from coursekit.content import chapter, chapters, find_exercise, find_question, reference
from coursekit.errors import BankError, UnknownIdError


def test_chapters_come_in_the_order_of_their_numbers():
    assert [each.number for each in chapters()] == [1, 2, 3, 4, 5, 6, 7]


def test_a_chapter_names_its_notebook_and_knows_its_folder(sample):
    tiny = sample()
    assert tiny.notebook == "90_tiny.ipynb"
    assert (tiny.folder / "lesson.py").is_file()
    assert tiny.text("lesson").startswith("# %%")


def test_a_chapter_loads_its_parts(sample):
    tiny = sample()
    assert list(tiny.bank.questions) == ["pick", "all", "number", "steps", "words", "look"]
    assert list(tiny.exercises) == ["tiny.double"]
    assert tiny.pictures["bars"](3) == "3.00 bars"
    assert "_helper" not in tiny.pictures


def test_a_chapter_without_checks_and_pictures_has_none(sample):
    tiny = sample(checks_py="", pictures_py="")
    assert tiny.exercises == {}
    assert tiny.pictures == {}


def test_a_chapter_decides_by_its_goals_what_was_done(sample):
    tiny = sample(questions_yaml=QUESTIONS + DOING)
    assert list(review_goals(tiny)) == []
    widget = find_question("tiny.set").shown({"n": 4})
    assert (type(widget).__name__, widget.facts()) == ("Doubler", {"double": 8})
    assert (widget.comm, widget._spec["start"], widget._spec["goal"]) == (None, {"n": 2}, "")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "goal: eight",
            "goal: ten",
            "question `set`: tiny/goals.py: there is no function ten; write it there",
        ),
        (
            "widget: Doubler",
            "widget: Trebler",
            "question `set`: tiny: there is no widget Trebler in coursekit.widgets",
        ),
        (
            "widget: Doubler",
            "widget: eight",
            "question `set`: tiny: there is no widget eight in coursekit.widgets",
        ),
        ("state: {n: 4}", "state: {n: 5}", "question `set`: its right example is answered “Not yet. Look at"),
        (
            "state: {n: 3}",
            "state: {n: 9}",
            "question `set`: the example of `square` is answered “Not yet. Look at",
        ),
        ("curve: parabola", "curve: eight", "question `draw`: goals.py: eight failed at the question draw"),
        (
            "x: [0, 4]",
            "x: [0, 0.001]",
            "question `draw`: the example of `parabola` is answered “Right. Yes.",
        ),
    ],
)
def test_examples_that_the_goals_do_not_bear_out_are_named(sample, old, new, says):
    (complaint,) = review_goals(sample(questions_yaml=QUESTIONS + DOING.replace(old, new)))
    assert complaint.startswith(says)


def test_a_chapter_without_goals_says_that_they_are_missing(sample):
    complaints = list(review_goals(sample(questions_yaml=QUESTIONS + DOING, goals_py="")))
    assert complaints[1] == "question `draw`: tiny/goals.py: there is no function line; write it there"


def test_a_widget_of_the_course_can_be_asked_for(sample):
    text = DOING.replace("widget: Doubler", "widget: WeighSumBend").replace("start: {n: 2}", "start: {w1: 2}")
    sample(questions_yaml=QUESTIONS + text)
    assert find_question("tiny.set").shown({"b": 3}).facts()["sum"] == 2 * 2 - 1 * 2 - 3 * 1


def test_an_unknown_chapter_is_answered_with_those_that_exist(sample):
    sample()
    with pytest.raises(UnknownIdError, match=r"no chapter 'zzz'; there are: .*tiny"):
        chapter("zzz")


def test_a_misspelt_chapter_is_answered_with_the_nearest(sample):
    sample()
    with pytest.raises(UnknownIdError, match="did you mean 'tiny'"):
        chapter("tinny")


def test_questions_and_exercises_are_found_by_full_id(sample):
    sample()
    assert find_question("tiny.pick").id == "pick"
    assert find_exercise("tiny.double").id == "tiny.double"


@pytest.mark.parametrize("find", [find_question, find_exercise])
def test_unknown_ids_are_answered_with_a_sentence(sample, find):
    sample()
    with pytest.raises(UnknownIdError, match=r"there is no .* 'tiny\.zzz'; (there are|did you mean)"):
        find("tiny.zzz")
    with pytest.raises(UnknownIdError, match="needs its chapter in front"):
        find("double")
    with pytest.raises(UnknownIdError, match="id is a text in quotes; got NoneType"):
        find(None)


def test_the_reference_is_what_the_learner_writes(sample):
    sample()
    assert reference("tiny.double") == "y = x + x\nreturn y"


def test_an_exercise_without_a_solution_is_refused(sample):
    sample(exercises_py=EXERCISES.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", ""))
    with pytest.raises(BankError, match=r"tiny/exercises\.py has no solution for 'tiny\.double'"):
        reference("tiny.double")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("number: 90", "number: ninety", r"tiny/chapter\.yaml: .*int.*number"),
        ("number: 90", "numbre: 90", r"tiny/chapter\.yaml: .*numbre"),
        ("needs: [Python]", "needs: [Python", r"tiny/chapter\.yaml, line \d+"),
        ("slug: tiny", "slug: tinny", r"the slug is 'tinny', but its folder is 'tiny'"),
    ],
)
def test_a_malformed_description_is_refused_with_its_reason(sample, old, new, reason):
    with pytest.raises(BankError, match=reason):
        sample(chapter_yaml=CHAPTER.replace(old, new))


def test_two_chapters_cannot_share_a_number(sample, tmp_path):
    changes = {name.replace(".", "_"): text.replace("tiny", "tiny2") for name, text in FILES.items()}
    write_sample(tmp_path / "content", "tiny2", **changes)
    with pytest.raises(BankError, match="'tiny' and 'tiny2' both have number 90"):
        sample()
