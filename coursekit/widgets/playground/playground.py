"""The playground: a small network that trains while the reader watches, and changes whatever they like about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import numpy as np

from coursekit.errors import ArgumentError
from coursekit.formatting import format_count
from coursekit.scenes import Scene
from coursekit.widgets.core.assets import PICTURE, css, esm
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.protocol import GetCode, SetState
from coursekit.widgets.playground import frames, panel, picture, prediction
from coursekit.widgets.playground.code import engine_code, pytorch_code
from coursekit.widgets.playground.messages import Back, LoadLine, Predict, Rewind, SetWeight, Train
from coursekit.widgets.playground.missions import Mission, Run, mission
from coursekit.widgets.playground.printed import Printed
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import POINTS, SIDE, Settings

_BUDGET = 0.012
"""Seconds of training in a frame of the display, at most; after so long a reply is sent with the frames it has."""
_CHUNK = 25
"""Steps between two looks at the clock."""

Frame = tuple[dict[str, Any], list[bytes]]
"""The contents of the page at one moment: numbers and sentences, and the arrays behind them."""


class Report(str):
    """Lines that a notebook shows as they are."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Playground(SceneWidget):
    """A network in training: data, inputs, layers and everything else at choice; `Playground()` and press Play.

    Args:
        line: the state of another playground, as its line has it; the default settings without one.
        hide: names of controls that the page leaves out, such as `("optimizer", "schedule")`; `panel.HIDEABLE` lists them.
        mission: the number of a mission, whose goals the page then follows.
        predict: ask for a prediction before Play.
        settings: any of `Settings`, over those of the line.

    Attributes:
        session: the training itself, for cells: `playground.session.scores`.

    Raises:
        ArgumentError: a setting that cannot be, a control or a mission that does not exist.
    """

    _esm = esm(*PICTURE, "playground_network.js", "playground_output.js", "playground.js")
    _css = css("theme.css", "widget.css", "playground.css")
    _understood = (SetState, Train, SetWeight, Rewind, Back, LoadLine, Predict, GetCode)
    _pulled = frozenset({"set_state", "train", "set_weight", "rewind", "back", "load_line", "predict"})

    title = "The playground"
    goal = "Press Play, and change whatever you like. The circle is easy; the spirals are hard."

    def __init__(
        self,
        line: str = "",
        *,
        hide: str | Iterable[str] = (),
        mission: int | None = None,
        predict: bool = False,
        **settings: Any,
    ) -> None:
        self._number, self._predict = mission, predict
        self._mission = _mission(mission)
        start = self._mission.start if self._mission else Settings()
        self._start = panel.changed(Settings.from_line(line) if line else start, settings)
        self._hide = panel.hidden_controls(hide)
        self.session = Session(self._start)
        self._edits = self._rescues = 0
        self._empty = False  # the reader is about to draw, and the training still is that of the data before
        self._reached = ""  # what this run has reached, and when any run has
        self._before = ""
        self._structure = 0  # counts the changes after which a page must be told everything
        self._said: bool | None = None  # the reader's prediction, and what became of it
        self._verdict = ""
        self._lost = False  # a goal of the mission is out of reach
        self._moment: tuple[Any, ...] = ("", "", "", False)  # where the page paused last
        self._pauses = 0
        self._printed = Printed()
        if self._mission:
            self.title, self.goal = f"Mission {mission}: {self._mission.name}", self._mission.task  # type: ignore[misc]
        super().__init__()

    # What cells see.

    def change(self, **settings: Any) -> None:
        """Change settings as the page does: `playground.change(noise=0.5)`.

        Raises:
            ArgumentError: a setting that cannot be, or does not exist.
        """
        with self._lock:
            self._change(settings)
            self._send_frames([self._frame(resting=True)], reply=False)

    def use(self, **own: Callable[..., Any] | None) -> Report:
        """Train with a layer, an activation, a loss or an optimizer of your own: `playground.use(optimizer=step)`.

        Each is tried first; one that fails, now or later, is named, and the course's takes over. None goes back to the
        course's. `Session.use` says what each is called with.

        Returns:
            A line for each.

        Raises:
            ArgumentError: a name that cannot be replaced, or something that cannot be called.
        """
        with self._lock:
            report = Report(self.session.use(**own))
            self._structure += 1
            self._printed = Printed()
            self._send_frames([self._frame(resting=True)], reply=False)
        return report

    def scene(self) -> Scene:
        """The network, its output and its losses."""
        return picture.scene(self.session, panel.GRID, words=picture.in_words(self.session))

    def code(self) -> str:
        """The playground's state, and the training in the engine."""
        return f"{super().code()}\n\n{engine_code(self.session.share())}"

    def __repr__(self) -> str:
        shared = self.session.share()
        start = self._mission.start if self._mission else Settings()
        parts = [repr(shared.to_line())] if shared != start else []
        parts += [f"mission={self._number}"] if self._number else []
        parts += [f"hide={self._hide!r}"] if self._hide else []
        parts += ["predict=True"] if self._predict else []
        return f"Playground({', '.join(parts)})"

    # Messages from the page.

    def _more_spec(self) -> dict[str, Any]:
        hide = [*self._hide, *(("data", *self._mission.hide) if self._mission else ())]
        return {
            "playground": {
                "side": panel.GRID, "limit": SIDE, "most": POINTS, "layers": "hidden", "data": "data", "hide": hide,
                "settings": panel.rows(), "datasets": panel.thumbnails(), "paces": panel.paces(), "pace": 1,
                "predict": self._predict, "goals": [goal.text for goal in self._mission.goals] if self._mission else [],
            }
        }  # fmt: skip

    def _handle(self, request: Any) -> None:
        if isinstance(request, GetCode):
            shared = self.session.share()
            self.send(
                {"type": "code", "tabs": {"engine": engine_code(shared), "pytorch": pytorch_code(shared)}}
            )
            return
        with self._printed.listening(self.session):
            if isinstance(request, Train):
                found = self._trained(request)
            else:
                self._do(request)
                found = [self._frame(resting=True, full=isinstance(request, SetState) and request.full)]
        self._send_frames(found, reply=True)

    def _do(self, request: Any) -> None:
        session = self.session
        if isinstance(request, SetState):
            self._change(request.values)
        elif isinstance(request, SetWeight):
            session.set_weight(request.layer, request.unit, request.source, request.value)
            self._edits += 1
        elif isinstance(request, Rewind):
            session.rewind()
            self._forget()
        elif isinstance(request, Back):
            self._rescues += bool(session.diverged)
            session.back()
        elif isinstance(request, LoadLine):
            self._apply(Settings.from_line(request.line))
        else:
            self._said = request.said

    def _change(self, values: dict[str, Any]) -> None:
        """Change settings; a drawing without a point leaves the training as it is until there is one."""
        wanted = {"data": self.session.settings.data, "points": self.session.settings.points, **values}
        if values and wanted["data"] == "drawn" and not wanted["points"]:
            if "points" in values and not self._empty:
                values = {"data": "circle", "points": ()}
                self._apply(panel.changed(self.session.settings, values))
            self._empty = True
            self._structure += 1
        elif self._empty and "points" in values and values["points"]:
            self._apply(panel.changed(self.session.settings, {"data": "drawn", **values}))
        elif values:
            self._apply(panel.changed(self.session.settings, values))

    def _apply(self, settings: Settings) -> None:
        if self.session.apply(settings):
            self._forget()
        self._empty = False
        self._structure += 1

    def _forget(self) -> None:
        """Drop the reader's prediction and what the run has reached: a new start is a new question."""
        self._said, self._verdict, self._reached = None, "", ""

    def _trained(self, request: Train) -> list[Frame]:
        """Train, and return the frames to show: one at least, none after a moment to pause."""
        found: list[Frame] = []
        end = time.perf_counter() + _BUDGET
        while not found or (
            len(found) < request.frames and request.pauses == self._pauses and time.perf_counter() < end
        ):
            if request.pauses in (None, self._pauses):
                self._train(request.pace)
            found.append(self._frame(resting=request.pace == "step"))
        return found

    def _train(self, pace: str) -> None:
        if self._empty:
            raise ArgumentError("nothing is drawn yet: put at least one point on the plane, then press Play")
        session = self.session
        if pace in ("step", "slow"):
            session.step()
        elif pace == "full":
            session.run(_BUDGET)
        else:
            end = time.perf_counter() + _BUDGET
            left = -(-len(session.data.X_train) // session.settings.batch_size)
            while left > 0 and not session.diverged and time.perf_counter() < end:
                left -= session.step(1 if session.own else min(_CHUNK, left))

    # Messages to the page.

    @np.errstate(all="ignore")  # a run about to diverge has numbers too large for a picture
    def _frame(self, *, resting: bool, full: bool = False) -> Frame:
        """All that changes; with `full`, or after a change, what the page must know of the network, too."""
        buffers, found = frames.arrays(self.session), self._now(resting=resting)
        moment = (self.session.diverged, self._verdict, self._reached, self._lost)
        self._pauses += any(new and new != old for new, old in zip(moment, self._moment, strict=True))
        self._moment = moment
        found |= {"version": self._structure, "pauses": self._pauses, "printed": self._printed.last()}
        if full or self._structure != self._sent_structure:
            found["structure"] = frames.network(self.session, empty=self._empty)
            buffers.append(frames.feature_maps())
            self._sent_structure = self._structure
        return found, buffers

    def _send_frames(self, found: list[Frame], *, reply: bool) -> None:
        headers, buffers = zip(*found, strict=True)
        self.send({"type": "frames", "reply": reply, "frames": headers}, [*chain(*buffers)])

    _sent_structure = -1

    def _now(self, *, resting: bool) -> dict[str, Any]:
        """The numbers and sentences of the present moment; those that cost more only where it rests."""
        session = self.session
        if self._said is not None and not self._verdict:
            self._verdict = prediction.verdict(session, said=self._said)
        dead = session.dead_units()
        found = {
            "clock": f"epoch {int(session.epochs):,} · step {session.steps:,}",
            "numbers": picture.numbers(session),
            "gradients": [float(np.nan_to_num(norm)) for norm in session.gradient_norms()],
            "dead": dead,
            "diverged": session.diverged,
            "remark": session.remark or picture.dead_layer(session, dead),
            "ask": prediction.question(session) if self._said is None else "",
            "verdict": self._verdict,
            **self._mission_now(),
        }
        return (
            {**found, "words": picture.in_words(session), "line": session.share().to_line()}
            if resting
            else found
        )

    def _mission_now(self) -> dict[str, Any]:
        """Which goals are met, and while all of them are, what the mission teaches; later, that they once were."""
        if not self._mission:
            return {}
        run = Run(self.session, self._edits, self._rescues)
        goals = [goal.seen(run) for goal in self._mission.goals]
        self._lost = any(goal.once and not goal.met(run) for goal in self._mission.goals)
        done = all(met for met, _ in goals) and not self._empty
        if done and not self._reached:
            epochs = int(self.session.epochs)
            after = f" after {format_count(epochs, 'epoch')}" if epochs else ""
            self._reached = f"Mission accomplished{after}. {self._mission.learned}"
            self._before = f"You did it before{after and ','}{after}."
        if done or not self._before:
            return {"goals": goals, "reached": self._reached}
        again = "Now a goal is open again." if self._reached else "This run isn't there yet."
        return {"goals": goals, "reached": f"{self._before} {again}"}


def _mission(number: int | None) -> Mission | None:
    return None if number is None else mission(number)
