"""The playground's notebook: the widget by itself, then the ten missions, and how to go on from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from coursekit.authoring.execute import execute
from coursekit.authoring.lint import same_text
from coursekit.authoring.notebook import code, dumps, loads, make, markdown
from coursekit.files import write_changed
from coursekit.widgets.playground.missions import MISSIONS, Mission

PLAYGROUND = "playground.ipynb"
"""Its file in the folder of lessons; the home page links to it."""

_OPENING = """\
# The playground

Here is a small network that learns while you watch. It is the engine you know from the lessons, running live: every square
shows what one unit makes of the plane, and every line is a weight. Press **Play**, and stop it whenever you like.

You can change everything about it while it trains. Click on a unit to read its weights, or type a number in their place. Draw
data of your own. Break it: a run that explodes can be taken back to the last good step.

Most changes take effect at once. A change to the data, to the inputs, to the number of layers or units, or to how the weights start
begins anew, at epoch 0. **Rewind** does that too, and keeps your settings."""

_MISSIONS = """\
## Ten missions

Each mission has goals that a number decides, and the playground ticks them off by itself. They begin easily and get harder.
If you are stuck, open the hint; if you are curious, do it in a second way."""

_OWN = """\
## Train with an optimizer of your own

The playground also trains with parts that you write: a layer, an activation, a loss or an optimizer. Here is momentum in two
lines, as in lesson 5. The function gets all weights as one vector, with their gradient, and returns the new ones."""

_OWN_CODE = """\
def step(w, gradient, state, lr):
    state["m"] = 0.9 * state["m"] + gradient
    return w - lr * state["m"], state


mine = Playground(learning_rate=0.01)
mine.use(optimizer=step)"""

_SHARING = """\
Press Play on this one, too, and compare it with the course's momentum. If your function fails, the playground says so in a
sentence and goes on with the course's. What your function prints is shown below the picture."""

_CLOSING = """\
## Pass it on

The line at the foot of each playground holds its whole state: copy it, send it to somebody, and they load the same network with
the same start. **Show me the code** gives the training as a script, and the same for PyTorch.

If you teach, hide what your class should not touch: `Playground(hide=("optimizer", "schedule"))`. With `predict=True` the
playground asks for a prediction before it plays."""


def playground_notebook() -> NotebookNode:
    """Return the notebook as its text makes it, before anything has run."""
    cells = [
        markdown(_OPENING),
        code("from coursekit.widgets import Playground\n\nPlayground()"),
        markdown(_MISSIONS),
    ]
    for number, mission in enumerate(MISSIONS, start=1):
        cells += [
            markdown(_heading(number, mission)),
            code(f"Playground(mission={number})"),
            markdown(_hint(mission)),
        ]
    cells += [markdown(_OWN), code(_OWN_CODE), code("mine"), markdown(_SHARING), markdown(_CLOSING)]
    return make(cells)


def build_playground(root: Path, *, always: bool) -> Iterator[Path]:
    """Run the notebook and write it into `root`/lessons, yielding its path where it changed.

    Args:
        root: the folder of `lessons`.
        always: run it even where its text is as it was; one that is missing is made then only.
    """
    path, made = root / "lessons" / PLAYGROUND, playground_notebook()
    stale = path.is_file() and same_text(made, loads(path.read_text(encoding="utf-8")))
    if (always or stale) and write_changed(path, dumps(execute(made, source=PLAYGROUND))):
        yield path


def _heading(number: int, mission: Mission) -> str:
    goals = "\n".join(f"- {goal.text}" for goal in mission.goals)
    return f"### {number} · {mission.name}\n\n{mission.task}\n\n{goals}"


def _hint(mission: Mission) -> str:
    learned = "<summary>What this mission teaches</summary>"
    return (
        f"<details><summary>Hint</summary>\n\n{mission.hint}\n\n</details>\n\n"
        f"<details>{learned}\n\n{mission.learned}\n\n</details>"
    )
