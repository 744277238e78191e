"""What a learner uses: questions, exercises, progress, the home page and the folder they live in."""

from coursekit.course.homepage import home
from coursekit.course.practice import final_check, review_due
from coursekit.course.review import review
from coursekit.course.session import ask, check, hint, mark, solution
from coursekit.course.show import show
from coursekit.widgets.own_parts import use

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
]
