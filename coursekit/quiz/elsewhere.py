"""What stands for an object of the learner's that lives in another process.

A check uses it like the object itself. The grader makes it; here is what the checks' own machinery asks of it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple


class Told(NamedTuple):
    """What the other process says of an exception: where in the learner's code it was, what to do, and if it was raised on purpose."""

    line: str
    advice: str
    raised: bool


class Elsewhere:
    """Base of the stand-ins for functions, classes and other objects of the learner's.

    Attributes:
        computed: of a class, does over there what `lines.computed` does here.
        about_it: has `name`, `stub`, and the names of its arguments, `positional` and `by_name`.
    """

    __slots__ = ()
    about_it: Any
    computed: Any

    @abstractmethod
    def called_guarded(
        self, name: str, calls: Sequence[tuple[tuple[Any, ...], dict[str, Any]]], *, objects: bool
    ) -> list[tuple[Any, BaseException | None]]:
        """Call it with each of the arguments in turn; of each call return the result, and the exception if it failed.

        Inputs that it changes, and earlier results, are looked after there, as `call_guarded` does here.
        """

    @abstractmethod
    def parameters_behind(self, x: Any) -> dict[int, int]:
        """The parameters of a network: those it lists, and those that its answer to x comes from; their sizes, by a number for each."""


def told_of(error: BaseException) -> Told | None:
    """Return what another process said of an exception; None for one that was raised here."""
    own = object.__getattribute__(error, "__dict__")  # an exception of the learner's may answer for itself
    told = own.get("told") if type(own) is dict else None
    return told if type(told) is Told else None
