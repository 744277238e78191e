"""A picture without controls, in the colours of the theme."""

from __future__ import annotations

from coursekit.scenes import Scene
from coursekit.widgets.core.base import SceneWidget


class Drawing(SceneWidget):
    """A scene with its words below it, and nothing to move."""

    def __init__(self, scene: Scene, *, title: str) -> None:
        self._scene = scene
        self.title = title  # type: ignore[misc]  # the one widget whose title is not its class's
        super().__init__()

    def scene(self) -> Scene:
        """The scene it was given."""
        return self._scene

    def __repr__(self) -> str:
        return f"Drawing({self.title!r})"
