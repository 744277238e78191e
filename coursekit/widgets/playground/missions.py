"""Ten missions for the playground: each has a start, goals that numbers decide, a hint, and what it teaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from coursekit.errors import ArgumentError
from coursekit.formatting import format_count, format_percent
from coursekit.widgets.playground.picture import format_loss
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import Settings


class Run(NamedTuple):
    """The state that a mission looks at: the training, and what the reader did to it.

    Attributes:
        session: the training.
        edits: weights changed by hand since the start.
        rescues: times the reader went back to the last good step of a run that had diverged.
    """

    session: Session
    edits: int = 0
    rescues: int = 0


class Goal(NamedTuple):
    """One condition: in words, whether it is met, and what there is now; `once` lost, only a new start brings it back."""

    text: str
    met: Callable[[Run], bool]
    now: Callable[[Run], str]
    once: bool = False

    def seen(self, run: Run) -> tuple[bool, str]:
        """Return True where it is met, and what there is now."""
        met = bool(self.met(run))
        return met, self.now(run) + (
            ", too late: press Rewind (your settings stay)" if self.once and not met else ""
        )


def _loss(kind: str, limit: float, *, above: bool = False) -> Goal:
    def value(run: Run) -> float:
        scores = run.session.scores
        return scores.train_loss if kind == "training" else scores.test_loss

    def met(run: Run) -> bool:
        shown = round(value(run), 3)  # 0.0997 would read "under 0.1, now: 0.100"
        return shown > limit if above else shown < limit

    return Goal(
        f"{kind} loss {'above' if above else 'under'} {limit}", met, lambda run: format_loss(value(run))
    )


def _accuracy(limit: float) -> Goal:
    def value(run: Run) -> float:
        return run.session.scores.test_accuracy

    return Goal(
        f"at least {format_percent(limit)} of the test points right",
        lambda run: value(run) >= limit,
        lambda run: format_percent(value(run)),
    )


def _units(most: int) -> Goal:
    text = f"at most {format_count(most, 'hidden unit')}" if most else "no hidden layer"
    return Goal(
        text,
        lambda run: sum(run.session.settings.hidden) <= most,
        lambda run: str(sum(run.session.settings.hidden)),
    )


def _layers(least: int) -> Goal:
    return Goal(
        f"at least {least} hidden layers",
        lambda run: len(run.session.settings.hidden) >= least,
        lambda run: str(len(run.session.settings.hidden)),
    )


def _epochs(most: int) -> Goal:
    return Goal(
        f"within {format_count(most, 'epoch')}",
        lambda run: run.session.epochs <= most,
        lambda run: str(int(run.session.epochs)),
        once=True,
    )


def _least_epochs(least: int) -> Goal:
    return Goal(
        f"at least {format_count(least, 'epoch')} trained",
        lambda run: run.session.epochs >= least,
        lambda run: str(int(run.session.epochs)),
    )


def _fixed(text: str, name: str, value: object) -> Goal:
    return Goal(
        text,
        lambda run: getattr(run.session.settings, name) == value,
        lambda run: "yes" if getattr(run.session.settings, name) == value else "no",
    )


_RAW = _fixed("inputs x₁ and x₂ only", "features", ("x1", "x2"))
_UNTRAINED = Goal(
    "without a single step of training",
    lambda run: run.session.steps == 0,
    lambda run: format_count(run.session.steps, "step"),
    once=True,
)
_BY_HAND = Goal(
    "a weight set by hand", lambda run: run.edits > 0, lambda run: format_count(run.edits, "change")
)
_RESCUED = Goal(
    "a run that diverged, brought back to its last good step",
    lambda run: run.rescues > 0,
    lambda run: format_count(run.rescues, "rescue"),
)


@dataclass(frozen=True)
class Mission:
    """One mission.

    Attributes:
        name: a question or a promise, its heading.
        task: what to do, in a sentence or two.
        goals: what must hold at one moment.
        hint: one sentence for whoever is stuck.
        learned: what the reader knows afterwards.
        start: the settings it begins with.
        hide: controls that would spoil it, beside the choice of data.
    """

    name: str
    task: str
    goals: tuple[Goal, ...]
    hint: str
    learned: str
    start: Settings = field(default_factory=Settings)
    hide: tuple[str, ...] = ()


_ADAM = "Adam, at a learning rate of 0.01 or 0.03,"
_CLOUDY = Settings(
    data="xor", noise=1.0, train_share=0.1, hidden=(8, 8), optimizer="adam", learning_rate=0.03, batch_size=10
)

MISSIONS: tuple[Mission, ...] = (
    Mission(
        "Can four borders close a ring?",
        "Blue points lie in a disc, orange ones around it. Press Play and watch what each unit makes of the plane.",
        (_loss("test", 0.05),),
        "Give it time: for about 50 epochs next to nothing happens, and then it goes quickly.",
        "Each unit of the first layer draws a single soft border. Only together do the borders close a ring.",
    ),
    Mission(
        "Solve exclusive or without a hidden layer",
        "A single neuron cannot solve exclusive or from x₁ and x₂, as lesson 1 proved. Find the input that changes that.",
        (_loss("test", 0.05), _units(0)),
        "Which of the seven heat maps on the left looks like the data?",
        "The right input can replace a whole hidden layer. Hidden layers are there because we seldom know it beforehand.",
        Settings(data="xor", hidden=()),
        ("hidden",),
    ),
    Mission(
        "How few units does a ring need?",
        "Eight units solve the circle with room to spare. Do it with three, from x₁ and x₂ alone.",
        (_loss("test", 0.1), _units(3), _RAW),
        f"Three lines make a triangle, the smallest closed shape. {_ADAM} finds it faster, and another seed may find a better one.",
        "Three straight borders enclose an area and two don't, so three units are the least for a ring.",
        Settings(hidden=(8,)),
        ("features",),
    ),
    Mission(
        "Be the optimizer yourself",
        "Open the output unit and change its weights by hand until the two blobs lie on their own sides. No training.",
        (_accuracy(0.95), _UNTRAINED, _BY_HAND),
        "Blue lies where x₁ and x₂ are both positive, so what signs should their weights have?",
        "You have just searched for weights by looking at the picture. Gradient descent does it without one, for millions of weights at once.",
        Settings(data="blobs", hidden=(), seed=8),
        ("features", "hidden", "init", "seed"),
    ),
    Mission(
        "Ten times round, and done",
        "With these settings the circle takes 95 epochs. Get there within ten.",
        (_loss("test", 0.1), _epochs(10), _RAW),
        "Three things help: more units, a bolder learning rate, and an optimizer that adapts. Press Rewind before each try.",
        "The same network can be ten times faster with another optimizer and another learning rate. That's why people tune them first.",
        Settings(),
        ("features", "noise"),
    ),
    Mission(
        "Unroll the spirals",
        "Two spirals, and no sine to help: only x₁ and x₂. This is the hardest picture in the playground.",
        (_loss("test", 0.1), _RAW),
        "Give it depth: three layers of eight units. ReLU and Adam, at a learning rate of 0.01, need about 20 epochs.",
        "Every layer bends what the layer before it has bent. That's how a few small layers unroll a spiral.",
        Settings(data="spirals", batch_size=10),
        ("features",),
    ),
    Mission(
        "Learn the noise by heart",
        "Here are 50 blurred points to learn from. Make the network so good at them that it gets bad at all others.",
        (_loss("training", 0.02), _loss("test", 0.3, above=True)),
        f"Large layers and {_ADAM} will do it; watch where the dashed test curve turns around.",
        "A training loss near zero proves nothing: the network has learned where the noise happened to put these points.",
        Settings(noise=1.0, train_share=0.1),
        ("noise", "train_share", "seed"),
    ),
    Mission(
        "Now keep it honest",
        "Left alone, this network learns 50 noisy points by heart. Change that: after 100 epochs its test loss should still be low.",
        (_loss("test", 0.4), _least_epochs(100)),
        "Press Play first and see where the test loss ends. An L2 penalty of 0.01 holds the weights down; dropout of 0.3 helps, too.",
        "A penalty on large weights, or dropout, trades a little training loss for a lot of test loss.",
        _CLOUDY,
        ("noise", "train_share", "features"),
    ),
    Mission(
        "Crash it, then bring it back",
        "Raise the learning rate until the loss is no number any more. Go back to the last good step, lower the learning rate, and fit the hills.",
        (_RESCUED, _loss("test", 0.05)),
        "A rate of 10 is too much for this network. After the rescue, Adam at a learning rate of 0.01 needs about 60 epochs; with tanh it is sooner there.",
        "A run that diverges isn't lost if an earlier state was kept. That's why every long training writes checkpoints.",
        Settings(data="hills", hidden=(8, 8), activation="relu"),
        ("noise",),
    ),
    Mission(
        "Wake six sleeping layers",
        "Six layers of sigmoids: press Play, and look at the gradient below each layer. Get this network to learn.",
        (_loss("test", 0.05), _layers(6)),
        "The gradient shrinks from layer to layer. Tanh passes more of it on, and Adam, at a learning rate of 0.01, makes small gradients count.",
        "Nothing was wrong with the network but the way its gradient got lost. The activation and the optimizer decide how deep you can go.",
        Settings(hidden=(4,) * 6, activation="sigmoid", learning_rate=0.1),
        ("features",),
    ),
)


def mission(number: int) -> Mission:
    """The mission with a number from 1.

    Raises:
        ArgumentError: there is none.
    """
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(MISSIONS):
        raise ArgumentError(f"the missions have the numbers 1 to {len(MISSIONS)}; there is no {number!r}")
    return MISSIONS[number - 1]
