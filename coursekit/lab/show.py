"""The still pictures of a chapter."""

from __future__ import annotations

import inspect

from coursekit.content import chapter
from coursekit.errors import UnknownIdError
from coursekit.widgets import Drawing


def show(name: str) -> Drawing:
    """Return a picture of a lesson, such as `show("neuron.cat_votes")`; it follows the theme and reads itself out.

    Raises:
        UnknownIdError: there is no such picture; the message lists the chapter's.
    """
    slug, _, picture = name.partition(".")
    pictures = chapter(slug).pictures
    if picture not in pictures:
        raise UnknownIdError(
            f"there is no picture {name!r}; chapter {slug} has {', '.join(sorted(pictures))}"
        )
    title = (inspect.getdoc(pictures[picture]) or picture).splitlines()[0].rstrip(".")
    return Drawing(pictures[picture](), title=title)
