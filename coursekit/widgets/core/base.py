"""What every live picture shares: traits in, a scene out, and the talk with the browser.

A widget is a class with controls (its state) and one pure method `scene()`. The browser asks for the
scene of a state; the kernel answers with what changed since the last one.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any, ClassVar

import anywidget
import traitlets

from coursekit.errors import ArgumentError, CourseKitError
from coursekit.scenes import Scene, pack, picture
from coursekit.widgets.core.assets import css, esm
from coursekit.widgets.core.controls import Control

__all__ = ["SceneWidget"]

VIEW = "application/vnd.jupyter.widget-view+json"


class SceneWidget(anywidget.AnyWidget):
    """A live picture with controls. Subclasses give `title`, `goal`, controls and `scene()`.

    A slider that only moves through known pictures is named in `film`, and `frames()` gives them all. They
    are sent once; from then on the browser shows them by itself, at its own speed and without a kernel.

    Raises:
        ArgumentError: a state it does not have, or a value outside a control's range.
    """

    _esm = esm("paint.js", "dom.js", "controls.js", "widget.js")
    _css = css("theme.css", "widget.css")
    _spec = traitlets.Dict().tag(sync=True)

    title: ClassVar[str]
    goal: ClassVar[str] = ""
    cost: ClassVar[str] = ""  # of its network, the same on every machine: it is saved with the picture
    film: ClassVar[str] = ""

    def __init__(self, **state: Any) -> None:
        self._controls = _controls_of(type(self))
        unknown = sorted(set(state) - set(self._controls))
        if unknown:
            known = ", ".join(self._controls)
            raise ArgumentError(f"{type(self).__name__} has no setting {unknown[0]!r}; it has {known}")
        self._lock = threading.RLock()  # callbacks may come on another thread than the cells
        self._answering = False  # what an answer changes is told by that answer
        self._frame = 0
        self._known: tuple[tuple[bytes, ...], ...] = ()
        for name, value in state.items():
            setattr(self, name, value)
        spec = {
            "title": self.title,
            "goal": self.goal,
            "controls": [{"name": name, **control.spec()} for name, control in self._controls.items()],
            "start": self.state(),
            "film": self.film,
        }
        super().__init__(_spec=spec)
        self.on_msg(self._receive)
        self.observe(self._push, names=list(self._controls))

    def scene(self) -> Scene:
        """The picture of the present state."""
        if not self.film:
            raise NotImplementedError(f"{type(self).__name__} must say what its picture is")
        place: int = self._controls[self.film].place(getattr(self, self.film))
        return self.frames()[place]

    def frames(self) -> list[Scene]:
        """The pictures at all places of the control that `film` names, from its lowest value on."""
        raise NotImplementedError(f"{type(self).__name__} must say what the pictures of its film are")

    def facts(self) -> dict[str, float]:
        """The numbers behind the words of the present picture, by name."""
        return dict(self.scene().facts)

    def progress(self) -> float:
        """How much of the present state's computation is done, from 0 to 1; 1 where it takes no time."""
        return 1.0

    def advance(self) -> None:
        """Compute the next short piece, well under 50 ms; the browser asks again until `progress` is 1."""

    def finish(self) -> None:
        """Compute what is left in one go."""
        while self.progress() < 1:
            self.advance()

    def hidden(self) -> list[str]:
        """Names of controls that have no meaning in the present state."""
        return []

    def code(self) -> str:
        """The few lines that rebuild the present state."""
        return f"from coursekit.widgets import {type(self).__name__}\n\n{self!r}"

    def state(self) -> dict[str, Any]:
        """The present value of every control."""
        return {name: getattr(self, name) for name in self._controls}

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={_tidy(value)!r}" for name, value in self.state().items())
        return f"{type(self).__name__}({inside})"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The live view, and beside it a picture and words for a notebook without a kernel."""
        self.finish()  # a saved picture cannot go on computing
        scene = self.scene()
        said = [scene.words, f"{self.cost}."] if self.cost else [scene.words]
        bundle = {
            VIEW: {"version_major": 2, "version_minor": 1, "model_id": self.model_id},
            "image/png": picture(scene),
            "text/plain": "\n".join([repr(self), *said]),
        }
        _, metadata = super()._repr_mimebundle_() or ({}, {})  # in Google Colab: where widgets come from
        return bundle, {**metadata, "image/png": {"alt": " ".join(said)}}

    def _receive(self, _: Any, message: dict[str, Any], _buffers: list[memoryview]) -> None:
        """A message from the browser: a wish for a state, where its film stands, or a wish for the code."""
        with self._lock:
            if "moved" in message:
                self._follow(message["moved"])
                return
            if message.get("code"):
                self.send({"code": self.code()})
                return
            self._answer(message)

    def _answer(self, message: dict[str, Any]) -> None:
        """Set what the browser wishes, go on with what takes time, and send the picture of it: always one answer."""
        if message.get("full"):
            self._known = ()
        self._answering = True
        try:
            for name, value in message["wish"].items():
                if name in self._controls:
                    self.set_trait(name, value)
            if message.get("go") and self.progress() < 1:
                self.advance()
            self._send_scene(answers=True)
        except CourseKitError as problem:
            self.send({"answers": True, "problem": str(problem)})
        except Exception as problem:  # the reader gets an answer, the log the traceback
            self.send({"answers": True, "problem": f"{type(problem).__name__}: {problem}"})
            raise
        finally:
            self._answering = False

    def _follow(self, place: Any) -> None:
        """The browser moved the film by itself: keep the state up with it."""
        self._answering = True
        try:
            with contextlib.suppress(CourseKitError):  # the browser's slider knows its own range
                self.set_trait(self.film, place)
        finally:
            self._answering = False

    def _push(self, change: Any) -> None:
        """A cell changed the state: show it without being asked."""
        with self._lock:  # a change from another thread waits here until the answer under way is sent
            if self._answering:
                return
            if change["name"] == self.film:
                self.send({"moved": change["new"]})
            else:
                self._send_scene(answers=False)

    def _send_scene(self, *, answers: bool) -> None:
        if self.film:
            self._send_film(answers=answers)
            return
        packed = pack(self.scene(), self._known)
        base = self._frame if self._known else None
        self._frame, self._known = self._frame + 1, packed.known
        message = {
            "answers": answers,
            "frame": self._frame,
            "base": base,
            "values": self.state(),
            "hidden": self.hidden(),
            "cost": self.cost,
            "progress": self.progress(),
            "scene": packed.meta,
        }
        self.send(message, [packed.buffer])

    def _send_film(self, *, answers: bool) -> None:
        """All frames in one message, one buffer a frame; a mark that stays is sent once."""
        known: tuple[tuple[bytes, ...], ...] = ()
        scenes, buffers = [], []
        for frame in self.frames():
            packed = pack(frame, known)
            known = packed.known
            scenes.append(packed.meta)
            buffers.append(packed.buffer)
        message = {"answers": answers, "values": self.state(), "hidden": self.hidden(), "cost": self.cost}
        self.send({**message, "film": scenes}, buffers)


def _controls_of(kind: type[SceneWidget]) -> dict[str, Any]:
    """The controls of a widget class, in the order in which they were defined."""
    found = {name: trait for name, trait in kind.class_traits().items() if isinstance(trait, Control)}
    return dict(sorted(found.items(), key=lambda entry: entry[1].order))


def _tidy(value: Any) -> Any:
    """A number without the dust of binary fractions: 0.30000000000000004 → 0.3."""
    return round(value, 10) if isinstance(value, float) else value
