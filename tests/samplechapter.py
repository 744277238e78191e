"""A chapter of a few lines that tests write into a temporary folder; it is no content of the course."""

from __future__ import annotations

import importlib
from pathlib import Path

CHAPTER = """\
slug: tiny
number: 90
title: Doubling
level: beginner
minutes_read: 2
minutes_do: 3
needs: [Python]
goals: [You can double a number.]
take_aways: [Doubling is adding a number to itself.]
terms: [double]
go_deeper: ["[Python](https://docs.python.org/3/)"]
"""

GLOSSARY = "double: A number added to itself.\n"

LESSON = """\
# %% [markdown]
# {header}

# %%
import math

# %% [markdown]
# Twice 4 is 8.
#
# {term double}

# %% tags=["remember-me"]
print(2 * 4)

# %%
print(math.floor(2.5))

# %% [markdown]
# {takeaways}
#
# {terms}
#
# {deeper}
"""

EXERCISES = '''\
# %% [markdown]
# {header}

# %%
import numpy as np


# %%
def check(exercise_id):
    """Stands in for coursekit's, which these tests do not need."""
    return exercise_id


# %% [markdown]
# Write `double`.

# %%
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    y = x + x
    return y
    ### END SOLUTION


# %%
check("tiny.double")
'''

QUESTIONS = """\
chapter: tiny
misconceptions:
  squares: {text: Doubling is squaring., lesson: tiny}
questions:
  - id: pick
    kind: single
    prompt: What is doubling?
    objective: know it
    hint: Think of pairs.
    options:
      - {id: square, text: Squaring, feedback: That is a square., misconception: squares}
      - {id: twice, text: Adding to itself, feedback: Yes., right: true}
  - id: all
    kind: multiple
    prompt: Which are doubles?
    objective: know it
    hint: Halve them.
    options:
      - {id: eight, text: Twice four, feedback: Yes., right: true}
      - {id: ten, text: Twice five, feedback: Yes., right: true}
      - {id: nine, text: Three squared, feedback: A square., misconception: squares}
  - id: number
    kind: numeric
    prompt: What is twice 8?
    objective: compute it
    hint: Add.
    answer: 16
    feedback: Yes.
    otherwise: Add it to itself.
    slips:
      - {value: 64, feedback: A square., misconception: squares}
      - {value: 0.5, feedback: Half of one., misconception: squares}
  - id: steps
    kind: order
    prompt: How?
    objective: order it
    hint: Take first.
    steps: [{id: take, text: Take it}, {id: copy, text: Copy it}, {id: add, text: Add them}]
    feedback: Yes.
    otherwise: Not in this order.
    mistakes:
      - {order: [copy, take, add], feedback: Copy what?, misconception: squares}
  - id: words
    kind: recall
    prompt: In your words?
    objective: say it
    hint: Short.
    model_answer: A number added to itself.
    points: [{id: sum, text: a sum}, {id: same, text: of the same}]
  - id: look
    kind: predict
    prompt: Which picture?
    objective: see it
    hint: Count.
    picture: bars
    options:
      - {id: two, text: two bars, feedback: Yes., right: true, show: {n: 2}}
      - {id: four, text: four bars, feedback: A square., misconception: squares, show: {n: 4}}
"""

CHECKS = """\
from coursekit.quiz import exercise


@exercise("tiny.double", needs=("double",), points=2, hints=("Add.",), why="A sum is enough.")
def check_double(s, rng, expect):  # pragma: no cover
    x = float(rng.integers(3, 9))
    diagnoses = [(x * x, "That is the square."), (x, "That is the number itself."), (3 * x, "That is thrice.")]
    expect.close(s.double(x), 2 * x, given={"x": x}, diagnoses=diagnoses)
"""

PICTURES = '''\
"""Pictures with 1 docstring."""


def bars(n):  # pragma: no cover
    """So many bars, at most 99."""
    return f"{n:.2f} bars"


def _helper():  # pragma: no cover
    return None
'''

CLAIMS = """\
from coursekit.content.claims import Claims

claims = Claims()
claims.given("What is twice 8?", why="chosen for the question")


@claims("Twice 4 is 8.")
def twice():
    return 4, 2 * 4


@claims("answer 16", at="number")
def key():
    return 2 * 8


@claims("slip 64", at="number")
def squared():
    return 8**2


@claims("slip 0.5", at="number")
def halved():
    return 0.5
"""

FILES = {
    "chapter.yaml": CHAPTER,
    "lesson.py": LESSON,
    "exercises.py": EXERCISES,
    "questions.yaml": QUESTIONS,
    "checks.py": CHECKS,
    "pictures.py": PICTURES,
    "claims.py": CLAIMS,
}


def write_sample(root: Path, slug: str = "tiny", **changes: str) -> Path:
    """Write the chapter below `root`; `lesson_py="…"` replaces a file, an empty text leaves it out. It is compiled."""
    folder = root / slug
    folder.mkdir()
    (root / "glossary.yaml").write_text(changes.get("glossary_yaml", GLOSSARY), encoding="utf-8")
    for name, text in FILES.items():
        text = changes.get(name.replace(".", "_"), text)
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    # Imported here: most tests need no chapter.
    importlib.import_module("coursekit.authoring.compiled").write_compiled(folder)
    return folder
