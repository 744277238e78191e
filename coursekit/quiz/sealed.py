"""Objects of the course's own, such as a data set that counts its batches, as a learner's code may use them."""

from __future__ import annotations

from typing import Any, NoReturn

from coursekit.quiz.student import NotYet


class Sealed:
    """Base of what `sealed` returns: the only objects of a check's that a learner's code in another process may use."""

    __slots__ = ()


def sealed(inner: Any, called: str, *names: str) -> Any:
    """Return a stand-in for an object that only offers the attributes in `names`, to read and to call.

    Setting one, deleting one or copying the object ends the check with one sentence, in which it is `called` by
    the name of its parameter, such as "data".
    """

    class Offered(Sealed):
        __slots__ = ()

        def __getattr__(self, name: str) -> Any:
            if name in names:
                return getattr(inner, name)
            raise AttributeError(f"`{called}` has no `{name}`; it has {', '.join(names)}")

        def __setattr__(self, name: str, _value: object) -> NoReturn:
            raise NotYet(
                f"your code sets `{called}.{name}`. The check made `{called}`: use it, and leave it as it is."
            )

        def __delattr__(self, name: str) -> NoReturn:
            self.__setattr__(name, None)

        def __reduce_ex__(self, _protocol: object) -> NoReturn:
            raise NotYet(
                f"your code copies `{called}`. Use the one you were given, so that what you take counts."
            )

    return Offered()
