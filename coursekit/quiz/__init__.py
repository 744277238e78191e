"""Questions, answers and checks: marking, feedback and their rules.

Plain Python: no notebook, no browser, and nothing is remembered from one call to the next.
"""

from coursekit.quiz import inputs
from coursekit.quiz.agreement import Case, Mistake
from coursekit.quiz.bank import Bank, misconceptions_of
from coursekit.quiz.checks import CheckResult, known_mistakes, run_check
from coursekit.quiz.doing import changes, curve_value, range_of
from coursekit.quiz.drawn_curves import CurveRange
from coursekit.quiz.editions import answer_today, fingerprint, former_ids, mark_logged
from coursekit.quiz.exercises import Exercise, exercise, exercises_in
from coursekit.quiz.expectations import Expect
from coursekit.quiz.marking import mark_answer, right_answer, wrong_answers
from coursekit.quiz.number_parser import parse_number
from coursekit.quiz.public_view import public_view
from coursekit.quiz.questions import (
    Do,
    DrawCurve,
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
    WrongCurve,
    WrongOrder,
    WrongState,
)
from coursekit.quiz.sealed import sealed
from coursekit.quiz.shuffling import shuffled
from coursekit.quiz.student import Student
from coursekit.quiz.verdicts import Verdict, VerdictPart

__all__ = [
    "Bank",
    "Case",
    "CheckResult",
    "CurveRange",
    "Do",
    "DrawCurve",
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
    "WrongCurve",
    "WrongOrder",
    "WrongState",
    "answer_today",
    "changes",
    "curve_value",
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
    "range_of",
    "right_answer",
    "run_check",
    "sealed",
    "shuffled",
    "wrong_answers",
]
