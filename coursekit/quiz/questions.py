"""The data classes of questions, decoded from a chapter's `questions.yaml`.

Eight kinds, told apart by the field `kind`: single, multiple, predict, numeric, order, recall, do, curve.
Questions never change. Marking them is the work of `marking.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Protocol, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

Id: TypeAlias = Annotated[
    str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)", max_length=60, examples=["one-neuron"])
]
# A plain str: with the pattern of an Id beside a list, msgspec 0.22 makes Python crash at its end, one time in four.
FormerIds: TypeAlias = str | list[Id] | UnsetType
Text: TypeAlias = Annotated[str, Meta(pattern=r"\S", description="Markdown, not empty")]


class _Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plain data that refuses fields it does not know."""


class Misconception(_Record, frozen=True, kw_only=True):
    """A misconception behind a wrong answer.

    Attributes:
        text: the misconception in one sentence, as the learner would say it.
        lesson: slug of the lesson in which it is taken up again.
    """

    text: Text
    lesson: Id


class Option(_Record, frozen=True, kw_only=True):
    """One option of a single, multiple or predict question.

    Attributes:
        id: unique inside its question; what an answer names.
        text: Markdown; in a predict question the words that describe the picture.
        feedback: shown once this option was chosen.
        misconception: id of the misconception it diagnoses; every wrong option has one.
        right: True if it belongs to the right answer.
        show: keyword arguments of the question's picture function (predict only).
        was: the id, or ids, that it had in former editions; answers that name them are answers to it.
    """

    id: Id
    text: Text
    feedback: Text
    misconception: Id | None = None
    right: bool = False
    show: dict[str, Any] | None = None
    was: FormerIds = UNSET


class Slip(_Record, frozen=True, kw_only=True):
    """A wrong number with a known cause, such as a forgotten bias or bits taken for bytes."""

    value: float
    feedback: Text
    misconception: Id


class Step(_Record, frozen=True, kw_only=True):
    """One step of an order question; `was` as in an option."""

    id: Id
    text: Text
    was: FormerIds = UNSET


class WrongOrder(_Record, frozen=True, kw_only=True):
    """A wrong order with a known cause; `order` names every step once."""

    order: list[Id]
    feedback: Text
    misconception: Id


class Point(_Record, frozen=True, kw_only=True):
    """One thing that a good answer from memory mentions."""

    id: Id
    text: Text


class _Asked(_Record, frozen=True, kw_only=True):
    """The fields every question has.

    `was` holds the id, or ids, that it had in former editions: what was answered under them counts for it. One that comes
    from another chapter has that chapter in front: `nonlinearity.softmax-steps`.
    """

    id: Id
    prompt: Text
    objective: Text
    hint: Text
    was: FormerIds = UNSET

    @property
    def kind(self) -> str:
        """The question's kind as the bank spells it."""
        return str(self.__struct_config__.tag)


class Single(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="single"):
    """Pick the one right option."""

    options: Annotated[list[Option], Meta(min_length=2)]


class Multiple(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="multiple"):
    """Pick every right option."""

    options: Annotated[list[Option], Meta(min_length=2)]


class Predict(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="predict"):
    """Pick the picture that will appear; `picture` names a function of the chapter's pictures."""

    picture: Text
    options: Annotated[list[Option], Meta(min_length=2)]


class Numeric(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="numeric"):
    """Give a number.

    Attributes:
        answer: the right value, in `unit`.
        tolerance: relative; where the answer is 0 it is absolute.
        unit: written behind the number ("MB"), empty for a plain number.
        feedback: shown when right.
        otherwise: shown when wrong and no slip fits.
        slips: wrong values with a known cause.
    """

    answer: float
    feedback: Text
    otherwise: Text
    tolerance: Annotated[float, Meta(gt=0, lt=1)] = 1e-3
    unit: str = ""
    slips: list[Slip] = []


class Order(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="order"):
    """Put steps in order; the bank lists them in a right one, and in `also` every other order that is right."""

    steps: Annotated[list[Step], Meta(min_length=2)]
    feedback: Text
    otherwise: Text
    also: list[list[Id]] = []
    mistakes: list[WrongOrder] = []

    @property
    def right_orders(self) -> list[list[str]]:
        """Every order of the step ids that is right, that of `steps` first."""
        return [[step.id for step in self.steps], *self.also]


class Recall(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="recall"):
    """Write from memory, then compare with the model answer and tick the points that were there."""

    model_answer: Text
    points: Annotated[list[Point], Meta(min_length=1)]


class WrongState(_Record, frozen=True, kw_only=True):
    """A wrong state of a widget with a known cause; the question's goal returns `id` for it, `state` is an example.

    It names no misconception where the state is merely a step short of the right one.
    """

    id: Id
    state: dict[str, Any]
    feedback: Text
    misconception: Id | None = None


class WrongCurve(_Record, frozen=True, kw_only=True):
    """A wrong curve with a known cause; `curve` names the function of goals.py that draws it."""

    curve: Text
    feedback: Text
    misconception: Id


class Goals(Protocol):
    """The functions that decide the questions of a chapter that are answered by doing: `content.goals` has it."""

    def function(self, name: str) -> Callable[..., Any]:
        """The function of that name in goals.py."""

    def widget(self, name: str, start: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
        """The widget of that class, made with `start` and moved to `state`."""


class _Decided(_Asked, frozen=True, kw_only=True, dict=True):
    """A question that functions of its chapter decide; the chapter binds them when it is read."""

    def bind(self, goals: Goals) -> None:
        """Take the functions of the chapter."""
        self.__dict__["goals"] = goals

    @property
    def goals(self) -> Goals:
        """The functions of the chapter."""
        found: Goals = self.__dict__["goals"]
        return found


class Do(_Decided, frozen=True, kw_only=True, tag_field="kind", tag="do"):
    """Bring a widget into a state.

    Attributes:
        widget: its class, of goals.py or of `coursekit.widgets`.
        start: the state in which it is shown, where that isn't its own; arguments of the class.
        goal: a function of goals.py. It is handed the widget and returns "right", the `id` of a mistake, or None.
        state: a right state, as an example: the controls that differ from the start.
        feedback: shown when right.
        otherwise: shown when wrong and no mistake fits.
        mistakes: wrong states with a known cause.
    """

    widget: Text
    goal: Text
    state: dict[str, Any]
    feedback: Text
    otherwise: Text
    start: dict[str, Any] = {}
    mistakes: list[WrongState] = []

    def shown(self, state: Mapping[str, Any]) -> Any:
        """The question's widget, moved from its start to a state; raise ArgumentError for one that it doesn't have."""
        return self.goals.widget(self.widget, self.start, state)


class DrawCurve(_Decided, frozen=True, kw_only=True, tag_field="kind", tag="curve"):
    """Draw a curve before it is shown.

    Attributes:
        curve: a function of goals.py, x (n,) → y (n,): the true curve.
        x: its range, lowest and highest.
        y: the range of heights in which one can draw.
        tolerance: the mean absolute distance that counts as right, in units of y.
        unit: of y, empty for a plain number.
        x_label: of the axis.
        y_label: of the axis.
        feedback: shown when right.
        otherwise: shown when wrong and no wrong curve is within the tolerance.
        mistakes: wrong curves with a known cause.
    """

    curve: Text
    x: Annotated[list[float], Meta(min_length=2, max_length=2)]
    y: Annotated[list[float], Meta(min_length=2, max_length=2)]
    tolerance: Annotated[float, Meta(gt=0)]
    feedback: Text
    otherwise: Text
    unit: str = ""
    x_label: str = "x"
    y_label: str = "y"
    mistakes: list[WrongCurve] = []


OptionQuestion: TypeAlias = Single | Multiple | Predict
Question: TypeAlias = Single | Multiple | Predict | Numeric | Order | Recall | Do | DrawCurve
