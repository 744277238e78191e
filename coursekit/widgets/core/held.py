"""A live picture without a connection of its own: a question card holds it, and a mark only reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from coursekit.errors import ArgumentError

Relay = Callable[[dict[str, Any], list[Any]], None]


class Held:
    """A mixin that makes any live picture a held one.

    Attributes:
        relay: takes what the picture sends, content and buffers; at first nobody does.
    """

    relay: Relay | None = None

    def open(self) -> None:
        """Open no connection: the page knows of the card alone."""

    def send(self, content: dict[str, Any], buffers: list[Any] | None = None) -> None:
        """Hand a message to whoever holds the picture."""
        if self.relay:
            self.relay(content, buffers or [])


def held(kind: Any, start: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
    """Return a held picture of this class.

    Args:
        kind: the class of a live picture.
        start: its arguments; "Start again" comes back to them.
        state: control → value, set afterwards.

    Raises:
        ArgumentError: it has no such control, or a control doesn't take the value.
    """
    made = _held_kind(kind)(**start)
    for name, value in state.items():
        if name not in made.state():
            settings = ", ".join(made.state())
            raise ArgumentError(f"{kind.__name__} has no setting {name!r}; it has {settings}")
        made.set_trait(name, value)
    return made


@cache
def _held_kind(kind: Any) -> Any:
    """The class with `Held` in front of it; the question's prompt says what to reach, in place of the goal."""
    return type(kind)(kind.__name__, (Held, kind), {"__doc__": kind.__doc__, "goal": ""})
