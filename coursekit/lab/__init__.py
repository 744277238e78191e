"""The learner's side of the course: questions, exercises, progress, the home page and the folder they live in."""

from coursekit.lab.home_page import home
from coursekit.lab.session import ask, check, hint, mark, solution
from coursekit.lab.show import show
from coursekit.lab.spaced_review import final_check, review_due
from coursekit.lab.warm_ups import warm_up
from coursekit.widgets.backprop.learner_functions import use

__all__ = [
    "ask",
    "check",
    "final_check",
    "hint",
    "home",
    "mark",
    "review",
    "review_due",
    "show",
    "solution",
    "use",
    "warm_up",
]

review = warm_up  # as notebooks of the first edition call it
