"""The data classes of questions, decoded from a chapter's `questions.yaml`.

Six kinds, told apart by the field `kind`: single, multiple, predict, numeric, order, recall.
Questions never change. Marking them is the work of `marking.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

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

    `was` holds the id, or ids, that it had in former editions: what was answered under them counts for it.
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
    """Put steps in order; the bank lists them in the right one."""

    steps: Annotated[list[Step], Meta(min_length=2)]
    feedback: Text
    otherwise: Text
    mistakes: list[WrongOrder] = []


class Recall(_Asked, frozen=True, kw_only=True, tag_field="kind", tag="recall"):
    """Write from memory, then compare with the model answer and tick the points that were there."""

    model_answer: Text
    points: Annotated[list[Point], Meta(min_length=1)]


OptionQuestion: TypeAlias = Single | Multiple | Predict
Question: TypeAlias = Single | Multiple | Predict | Numeric | Order | Recall
