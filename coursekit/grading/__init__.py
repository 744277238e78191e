"""Questions, answers and checks: what was asked, what was meant, and what to say about it.

Plain Python: no notebook, no browser, no memory of its own.
"""

from coursekit.grading.bank import Bank, load_bank, misconceptions_of, schema
from coursekit.grading.checks import CheckResult, run_check
from coursekit.grading.exercises import Exercise, exercise, exercises_in
from coursekit.grading.expectations import Expect
from coursekit.grading.faces import face
from coursekit.grading.marking import mark_answer, right_answer, wrong_answers
from coursekit.grading.numbers import parse_number
from coursekit.grading.questions import (
    Misconception,
    Mistake,
    Multiple,
    Numeric,
    Option,
    Order,
    Point,
    Predict,
    Question,
    Recall,
    Single,
    Slip,
    Step,
)
from coursekit.grading.reading import read_yaml
from coursekit.grading.shuffling import shuffled
from coursekit.grading.student import Student
from coursekit.grading.verdicts import Part, Verdict
from coursekit.grading.words import short

__all__ = [
    "Bank",
    "CheckResult",
    "Exercise",
    "Expect",
    "Misconception",
    "Mistake",
    "Multiple",
    "Numeric",
    "Option",
    "Order",
    "Part",
    "Point",
    "Predict",
    "Question",
    "Recall",
    "Single",
    "Slip",
    "Step",
    "Student",
    "Verdict",
    "exercise",
    "exercises_in",
    "face",
    "load_bank",
    "mark_answer",
    "misconceptions_of",
    "parse_number",
    "read_yaml",
    "right_answer",
    "run_check",
    "schema",
    "short",
    "shuffled",
    "wrong_answers",
]
