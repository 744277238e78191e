from __future__ import annotations

import pytest
from samplechapter import CHAPTER, EXERCISES, FILES, LESSON, write_sample

from coursekit.authoring.prerequisites import review_exercise_links, review_prerequisites

THERE = LESSON + "\n# %% [markdown]\n# Now the [exercises](../exercises/90_tiny.ipynb).\n"
BACK = EXERCISES + "\n# %% [markdown]\n# Back to [the lesson](../lessons/90_tiny.ipynb).\n"
TAKING = EXERCISES.replace("import numpy as np", "from coursekit.engine import nn").replace(
    "y = x + x", "y = nn.Doubler(x)"
)


@pytest.fixture
def course(sample, tmp_path):
    """A function that writes the sample and a chapter after it, and returns the sample."""

    def written(later=LESSON, term="momentum", **changes):
        chapter = CHAPTER.replace("slug: tiny", "slug: tiny2").replace("90", "91")
        chapter = chapter.replace("[double]", f"[{term}]")
        texts = {name.replace(".", "_"): text.replace("tiny", "tiny2") for name, text in FILES.items()}
        texts |= {"chapter_yaml": chapter, "lesson_py": later, "glossary_yaml": f"{term}: Later."}
        write_sample(tmp_path / "content", "tiny2", **texts)
        return sample(**changes)

    return written


def test_ways_there_and_back_are_wanted(sample):
    assert review_exercise_links(sample(lesson_py=THERE, exercises_py=BACK)) == []


def test_a_missing_way_is_named(sample):
    assert review_exercise_links(sample(lesson_py=THERE)) == [
        "exercises.py has no link to ../lessons/90_tiny.ipynb"
    ]


def test_exercises_that_use_what_was_shown_have_no_complaint(course):
    assert review_prerequisites(course()) == []


def test_a_later_lessons_widget_is_named(course):
    later = LESSON.replace("import math", "import math\n\nfrom coursekit.widgets import Dial")
    exercises = EXERCISES.replace("import numpy as np", "from coursekit.widgets import Dial")
    told = "exercises.py shows Dial, which the learner meets in lesson 91"
    assert review_prerequisites(course(later, exercises_py=exercises)) == [told]


def test_a_widget_of_the_exercises_own_is_no_later_lessons(course):
    exercises = EXERCISES.replace("import numpy as np", "from coursekit.widgets import Dial")
    assert review_prerequisites(course(exercises_py=exercises)) == []


def test_a_solution_may_take_only_what_was_shown(course):
    told = "a solution in exercises.py takes nn.Doubler from the course, which no lesson so far has shown"
    assert told in review_prerequisites(course(exercises_py=TAKING))


def test_an_exercise_may_show_it_itself(course):
    exercises = TAKING.replace("Write `double`.", "Use `nn.Doubler`.")
    assert review_prerequisites(course(exercises_py=exercises)) == []


def test_a_word_of_a_later_glossary_is_named(course):
    exercises = EXERCISES.replace("Write `double`.", "Mind the quokkas.")
    told = "exercises.py says 'quokka', which lesson 91 is the first to explain"
    assert review_prerequisites(course(term="quokka", exercises_py=exercises)) == [told]
