"""The base class of every live picture: controls in, a scene out, and the messages between page and kernel.

A widget is a class with controls (its state) and one pure method `scene()`. The page asks for the scene of a
state, and the kernel replies with what changed since the last one (`protocol.py`).
"""

from __future__ import annotations

import sys
import threading
from typing import Any, ClassVar

import anywidget
import traitlets
from msgspec import Struct

from coursekit.errors import ArgumentError, CourseKitError
from coursekit.quiz.crashes import error_text
from coursekit.scenes import Fingerprints, Packed, Scene, pack, picture
from coursekit.widgets.core.assets import PICTURE, css, esm
from coursekit.widgets.core.controls import Control
from coursekit.widgets.core.live_view import VIEW, live_view
from coursekit.widgets.core.protocol import FramePosition, GetCode, Message, SetState, decode


class SceneWidget(anywidget.AnyWidget):
    """A live picture with controls. Subclasses give `title`, `goal`, controls and `scene()`.

    A slider that only moves through pictures known beforehand is named in `frames_of`, and `frames()` returns them
    all. They are sent once; from then on the page shows them by itself, at its own speed and without a kernel.

    Raises:
        ArgumentError: a state it does not have, or a value outside a control's range.
    """

    _esm = esm(*PICTURE, "widget.js")
    _css = css("theme.css", "widget.css")
    _spec = traitlets.Dict().tag(sync=True)
    _first: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """Message and buffers of a picture that is there before the page could ask for one."""

    title: ClassVar[str]
    goal: ClassVar[str] = ""
    cost: ClassVar[str] = (
        ""  # of the network shown, the same on every machine, since it is saved with the picture
    )
    frames_of: ClassVar[str] = ""
    _understood: ClassVar[tuple[type[Struct], ...]] = (SetState, FramePosition, GetCode)
    _pulled: ClassVar[frozenset[str]] = frozenset({"set_state"})  # types of messages with exactly one reply

    def __init__(self, **state: Any) -> None:
        self._controls = _controls_of(type(self))
        unknown = sorted(set(state) - set(self._controls))
        if unknown:
            settings = ", ".join(self._controls)
            raise ArgumentError(f"{type(self).__name__} has no setting {unknown[0]!r}; it has {settings}")
        self._lock = threading.RLock()  # callbacks may come on another thread than the cells
        self._handling = False  # what a message changes is sent by the reply to it
        self._version = 0
        self._sent: Fingerprints = ()
        for name, value in state.items():
            setattr(self, name, value)
        spec = {
            "title": self.title,
            "goal": self.goal,
            "controls": [{"name": name, **control.spec()} for name, control in self._controls.items()],
            "start": self.state(),
            "frames_of": self.frames_of,
            **self._more_spec(),
        }
        super().__init__(_spec=spec)
        self.on_msg(self._receive)
        if self._controls:  # without a name, traitlets would observe everything
            self.observe(self._push, names=list(self._controls))

    def _more_spec(self) -> dict[str, Any]:
        """Return what a page of its own kind needs to know from the beginning."""
        return {}

    def scene(self) -> Scene:
        """The picture of the present state."""
        if not self.frames_of:
            raise NotImplementedError(f"{type(self).__name__} needs a method scene()")
        place: int = self._controls[self.frames_of].place(getattr(self, self.frames_of))
        return self.frames()[place]

    def frames(self) -> list[Scene]:
        """The pictures at all places of the control that `frames_of` names, from its lowest value on."""
        raise NotImplementedError(f"{type(self).__name__} needs a method frames()")

    def facts(self) -> dict[str, float]:
        """The numbers behind the words of the present picture, by name."""
        return dict(self.scene().facts)

    def progress(self) -> float:
        """The share of the present state's computation that is done, from 0 to 1; 1 where it takes no time."""
        return 1.0

    def advance(self) -> None:
        """Compute the next short piece, well under 50 ms; the page asks again until `progress` is 1."""

    def finish(self) -> None:
        """Compute all that is left."""
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
        inside = ", ".join(f"{name}={_rounded(value)!r}" for name, value in self.state().items())
        return f"{type(self).__name__}({inside})"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The live view, with a picture and words for a notebook without a kernel."""
        if sys.platform != "emscripten":  # slow there, and nothing could stop it: the page pulls it on
            self.finish()  # a saved picture cannot go on computing
        scene = self.scene()
        sentences = [scene.words, f"{self.cost}."] if self.cost else [scene.words]
        bundle = {
            **live_view(self.model_id),
            "image/png": picture(scene),
            "text/plain": "\n".join([repr(self), *sentences]),
        }
        if VIEW in bundle and self._version == 0:
            self._first = list(self._picture_message(reply=False))
        _, metadata = super()._repr_mimebundle_() or ({}, {})  # in Google Colab: where widgets come from
        return bundle, {**metadata, "image/png": {"alt": " ".join(sentences)}}

    def _receive(self, _: Any, message: Message, _buffers: list[memoryview]) -> None:
        """Handle a message from the page; whatever goes wrong is sent back as a sentence."""
        reply = message.get("type") in self._pulled
        with self._lock:
            self._handling = True
            try:
                self._handle(decode(message, *self._understood))
            except CourseKitError as error:
                self.send({"type": "error", "reply": reply, "message": str(error)})
            except Exception as error:  # the reader gets a sentence, Jupyter's log the traceback
                self.send({"type": "error", "reply": reply, "message": error_text(error)})
                raise
            finally:
                self._handling = False

    def _handle(self, request: Any) -> None:
        if isinstance(request, GetCode):
            self.send({"type": "code", "code": self.code()})
        elif isinstance(request, FramePosition):
            self._set({self.frames_of: request.value})
        else:
            if request.full:
                self._sent = ()
            self._set(request.values)
            if request.advance and self.progress() < 1:
                self.advance()
            self._send_picture(reply=True)

    def _set(self, values: dict[str, Any]) -> None:
        """Move controls; ignore names of anything else."""
        for name, value in values.items():
            if name in self._controls:
                self.set_trait(name, value)

    def _push(self, change: Any) -> None:
        """Show at once what a cell changed."""
        with self._lock:  # a change from another thread waits here until the reply under way is sent
            if self._handling:
                return
            if change["name"] == self.frames_of:
                self.send({"type": "frame_position", "value": change["new"]})
            else:
                self._send_picture(reply=False)

    def _send_picture(self, *, reply: bool) -> None:
        """Send the scene, or all frames, with the state they belong to."""
        self.send(*self._picture_message(reply=reply))
        self._first = []

    def _picture_message(self, *, reply: bool) -> tuple[dict[str, Any], list[bytes]]:
        """Return the message with the scene, or all frames, and its buffers."""
        state = {"reply": reply, "values": self.state(), "hidden": self.hidden(), "cost": self.cost}
        versions = {"base": self._version if self._sent else None, "version": self._version + 1}
        self._version += 1
        if self.frames_of:
            frames = _pack_all(self.frames())
            return {"type": "frames", **state, "frames": [each.meta for each in frames]}, [
                each.buffer for each in frames
            ]
        packed = pack(self.scene(), self._sent)
        self._sent = packed.fingerprints
        message = {"type": "scene", **state, **versions, "progress": self.progress(), "scene": packed.meta}
        return message, [packed.buffer]


def _pack_all(frames: list[Scene]) -> list[Packed]:
    """Pack frames one after another, so that a mark that stays is sent once."""
    packed: list[Packed] = []
    for frame in frames:
        packed.append(pack(frame, packed[-1].fingerprints if packed else ()))
    return packed


def _controls_of(kind: type[SceneWidget]) -> dict[str, Any]:
    """The controls of a widget class, in the order in which they were defined."""
    found = {name: trait for name, trait in kind.class_traits().items() if isinstance(trait, Control)}
    return dict(sorted(found.items(), key=lambda entry: entry[1].order))


def _rounded(value: Any) -> Any:
    """Round a number to ten decimals: 0.30000000000000004 → 0.3."""
    return round(value, 10) if isinstance(value, float) else value
