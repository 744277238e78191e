"""The messages between a page and the kernel. Each is a dictionary with its `type`; nothing is guessed.

A live picture sends `SetState`, `FramePosition` and `GetCode`, a question card `Answer`, `GetHint` and
`GetModelAnswer`. A card that holds a live picture carries its messages, both ways, as the `message` of a message
of type `picture`. The kernel sends, by `type`:

    scene           a picture; marks that the page already has are null, so it also names the `base` it builds on
    frames          the pictures at all positions of the control that `frames_of` names
    frame_position  a cell moved that control
    code            the lines that rebuild the present state
    verdict         of an answer, under the answer's `id`
    hint            under the request's `id`
    model_answer    and the points to compare with it, under the request's `id`
    error           one sentence for the reader

Of these, `scene`, `frames` and `error` say in `reply` whether they answer a `set_state`: the page keeps two of
those under way. Under Pyodide a None arrives in JavaScript as undefined, so the page compares with `== null`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from coursekit.errors import ArgumentError

Message: TypeAlias = dict[str, Any]


class SetState(Struct, tag_field="type", tag="set_state"):
    """Take these values and send the picture; exactly one reply.

    Attributes:
        values: control → value, of the controls that changed.
        full: the page has no picture, or missed one: send every mark.
        advance: compute the next piece of what takes time.
    """

    values: dict[str, Any] = {}
    full: bool = False
    advance: bool = False


class FramePosition(Struct, tag_field="type", tag="frame_position"):
    """The reader moved through frames that the page already has; a reply only where `value` is refused."""

    value: Any


class GetCode(Struct, tag_field="type", tag="get_code"):
    """Send the lines that rebuild the present state."""


class Answer(Struct, tag_field="type", tag="answer"):
    """Mark an answer. The same `id` again, from a page that waited too long, is not marked again."""

    id: str
    answer: Any


class GetHint(Struct, tag_field="type", tag="get_hint"):
    """Send the hint of the question."""

    id: str


class GetModelAnswer(Struct, tag_field="type", tag="get_model_answer"):
    """Send the model answer of a recall question, once the learner has written something."""

    id: str


def decode(message: Message, *kinds: type[Struct]) -> Any:
    """Turn a message into the one of `kinds` that its `type` names.

    Raises:
        ArgumentError: another type, or a field that is missing or of the wrong type.
    """
    by_type = {kind.__struct_config__.tag: kind for kind in kinds}
    name = message.get("type")
    if name not in by_type:
        expected = ", ".join(map(repr, by_type))
        raise ArgumentError(f"no message of type {name!r} is understood here; expected one of {expected}")
    try:
        return msgspec.convert(message, by_type[name])
    except msgspec.ValidationError as error:
        raise ArgumentError(f"the message of type {name!r} is malformed: {error}") from None
