"""Questions put together on the day: what is due for review, and a final check over the whole course."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from IPython.display import display

from coursekit.content import Course, current_course
from coursekit.lab.last_answer import card_seed
from coursekit.lab.session import ask_again, recorder
from coursekit.progress import Due, Event, History, due_now, read_history, schedule
from coursekit.quiz import Recall, shuffled
from coursekit.widgets.core.markdown import plain
from coursekit.widgets.core.question_card import QuestionCard

FINAL = "final-check"
_AT_ONCE = 5
_EACH = 2
_DAY = timedelta(days=1)


class CardList:
    """A few words and the cards under them; made anew each time its cell runs.

    Attributes:
        words: what is asked, one paragraph each.
        names: the questions, such as "neuron.one-neuron".
    """

    def __init__(
        self, words: Sequence[str], names: Sequence[str], card: Callable[[str], QuestionCard]
    ) -> None:
        self.words, self.names, self._card = tuple(words), tuple(names), card

    def __repr__(self) -> str:
        return "\n\n".join(self.words)

    def _repr_html_(self) -> str:
        return "\n".join(f"<p>{escape(each)}</p>" for each in self.words)

    def _ipython_display_(self) -> None:
        data = {"text/plain": repr(self), "text/html": self._repr_html_()}
        display(data, raw=True)  # type: ignore[no-untyped-call]
        for name in self.names:
            display(self._card(name))  # type: ignore[no-untyped-call]


def review_due(*, limit: int = _AT_ONCE) -> CardList:
    """Show the questions that are due now, as fresh cards, the most urgent first.

    Args:
        limit: how many at once.
    """
    course = current_course()
    history = course.today(recorder().history())
    due = {each.name: each for each in due_now(history, course.recall_points)[: max(1, limit)]}
    return CardList(
        review_words(history, course, limit=max(1, limit)),
        list(due),
        lambda name: ask_again(name, occasion=f"review {due[name].answers}"),
    )


def review_words(
    history: History, course: Course, *, limit: int = _AT_ONCE, now: datetime | None = None
) -> list[str]:
    """Say in a sentence or two what is due, or when the next question will be."""
    moment = now or datetime.now(UTC)
    planned, due = (
        schedule(history, course.recall_points, now=moment),
        due_now(history, course.recall_points, now=moment),
    )
    if not planned:
        return ["Nothing is due. A question comes back here some days after you answered it in a lesson."]
    if not due:
        return [f"Nothing is due. The next question comes back {_when(planned[0], moment)}."]
    words = ["1 question is due." if len(due) == 1 else f"{len(due)} questions are due."]
    if len(due) > limit:
        words.append(f"The {limit} most urgent stand here; run the cell again (Ctrl + Enter) for more.")
    return words


def due_table(folder: Path, *, now: datetime | None = None) -> str:
    """Return what `coursekit review` prints: each question that was answered, and when to answer it again."""
    moment = now or datetime.now(UTC)
    course = current_course(folder)
    history = course.today(read_history(folder))
    planned = schedule(history, course.recall_points, now=moment)
    lines = due_lines(planned, course, moment)
    if any(each.when <= moment for each in planned):
        lines.append("To answer them, open review.ipynb: coursekit lab")
    return "\n".join([*review_words(history, course, limit=len(lines), now=moment), *lines])


def due_lines(planned: Sequence[Due], course: Course, now: datetime) -> list[str]:
    """Return a line for each question: when it is due, its name, and its first words."""
    rows = [(_when(each, now), each.name, _shortened(course.question(each.name).prompt)) for each in planned]
    wide, long = (max((len(row[k]) for row in rows), default=0) for k in (0, 1))
    return [f"{when:{wide}}   {name:{long}}   {prompt}" for when, name, prompt in rows]


def final_check(*, again: bool = False) -> CardList:
    """Show two questions of each lesson, mixed, on fresh cards.

    The choice is kept with your progress, so that it is the same tomorrow.

    Args:
        again: True draws other questions.
    """
    mine, course = recorder(), current_course()
    home = course.chapters[-1].slug
    opened = mine.events("opened", f"{home}.{FINAL}")
    if again or not opened:
        drawn = Event(kind="opened", chapter=home, id=FINAL, seed=secrets.randbelow(1 << 31))
        mine.record(drawn)
        opened = [drawn]
    seed = str(opened[-1].seed)
    names, occasion = _drawn(course, seed), f"final {seed}"
    words = [
        f"{len(names)} questions, {_EACH} of each lesson, mixed.",
        _result(course.today(mine.history()), names, occasion),
        "To bring the count up to date, run the cell again (Ctrl + Enter); "
        "final_check(again=True) draws other questions.",
    ]
    return CardList(words, names, lambda name: ask_again(name, occasion=occasion))


def _drawn(course: Course, seed: str) -> list[str]:
    """Draw two questions of each lesson; none from memory, which nobody but the learner can mark."""
    names: list[str] = []
    for each in course.chapters:
        marked = [each.full_id(name) for name, q in each.bank.questions.items() if not isinstance(q, Recall)]
        names += shuffled(marked, f"{seed} {each.slug}")[:_EACH]
    return shuffled(names, seed)


def _result(history: History, names: list[str], occasion: str) -> str:
    seeds = {card_seed(name, occasion=occasion) for name in names}
    events = (event for event in history.events if event.kind == "answer" and event.seed in seeds)
    # The first answer counts here: the feedback to it says what is right.
    first: dict[str, str | None] = {}
    for event in events:
        first.setdefault(event.name, event.outcome)
    right = sum(outcome == "right" for outcome in first.values())
    return f"{len(first)} answered, {right} right at the first answer."


def _when(due: Due, now: datetime) -> str:
    if due.when <= now:
        return "now"
    days = -(-(due.when - now) // _DAY)
    return "within a day" if days <= 1 else f"in {days} days"


def _shortened(prompt: str, longest: int = 60) -> str:
    text = plain(prompt)
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
