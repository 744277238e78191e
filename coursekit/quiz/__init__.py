"""Questions, answers and checks: marking, feedback and their rules.

Plain Python: no notebook, no browser, and nothing is remembered from one call to the next.
"""

from coursekit.quiz import inputs
from coursekit.quiz.agreement import Case, Mistake
from coursekit.quiz.bank import Bank, misconceptions_of
from coursekit.quiz.checks import CheckResult, known_mistakes, run_check
from coursekit.quiz.editions import answer_today, fingerprint, former_ids, mark_logged
from coursekit.quiz.exercises import Exercise, exercise, exercises_in
from coursekit.quiz.expectations import Expect
from coursekit.quiz.marking import mark_answer, right_answer, wrong_answers
from coursekit.quiz.number_parser import parse_number
from coursekit.quiz.public_view import public_view
from coursekit.quiz.questions import (
    Misconception,
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
    WrongOrder,
)
from coursekit.quiz.sealed import sealed
from coursekit.quiz.shuffling import shuffled
from coursekit.quiz.student import Student
from coursekit.quiz.verdicts import Verdict, VerdictPart

__all__ = [
    "Bank",
    "Case",
    "CheckResult",
    "Exercise",
    "Expect",
    "Misconception",
    "Mistake",
    "Multiple",
    "Numeric",
    "Option",
    "Order",
    "Point",
    "Predict",
    "Question",
    "Recall",
    "Single",
    "Slip",
    "Step",
    "Student",
    "Verdict",
    "VerdictPart",
    "WrongOrder",
    "answer_today",
    "exercise",
    "exercises_in",
    "fingerprint",
    "former_ids",
    "inputs",
    "known_mistakes",
    "mark_answer",
    "mark_logged",
    "misconceptions_of",
    "parse_number",
    "public_view",
    "right_answer",
    "run_check",
    "sealed",
    "shuffled",
    "wrong_answers",
]
