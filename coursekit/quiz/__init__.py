"""Questions, answers and checks: what was asked, what was meant, and what to say about it.

Plain Python: no notebook, no browser, no memory of its own.
"""

from coursekit.quiz.bank import Bank, load_bank, misconceptions_of, schema
from coursekit.quiz.checks import CheckResult, run_check
from coursekit.quiz.exercises import Exercise, exercise, exercises_in
from coursekit.quiz.expectations import Expect
from coursekit.quiz.marking import mark_answer, right_answer, wrong_answers
from coursekit.quiz.number_parser import parse_number
from coursekit.quiz.public_view import face
from coursekit.quiz.questions import (
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
from coursekit.quiz.shuffling import shuffled
from coursekit.quiz.student import Student
from coursekit.quiz.verdicts import Part, Verdict
from coursekit.quiz.yaml_reader import read_yaml

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
    "shuffled",
    "wrong_answers",
]
