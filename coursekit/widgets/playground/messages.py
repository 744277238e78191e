"""The messages between the playground's page and the kernel, beside those of every widget (`core/protocol.py`).

The page sends `SetState` (values are settings, or `points`), the messages below and `GetCode`. To each but `GetCode` the
kernel replies exactly once, with `frames` or an `error`, so the page can keep two under way. It sends, by `type`:

    frames          one frame or several, to be shown one after another: of each all that training changes. Behind come,
                    frame by frame, the heat maps of hidden units and output (uint8, side² each), the weights (float32;
                    for each unit its sources, then its bias), and the curves (float32; epochs, then training, then test
                    losses). A frame that the page cannot know the network of carries `structure` too, and the heat maps
                    of the seven features. `pauses` counts the moments at which the page is to pause: a mission reached,
                    or out of reach without a new start, a prediction decided, a loss that diverged.
    code            the code of the present state: `tabs`, by name
    error           one sentence for the reader; `reply` says whether it answers a request
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PACES = {
    "slow": "one batch a frame",
    "epoch": "one epoch a frame",
    "full": "full speed",
}
"""The speeds that the page offers, in words."""


class Train(Struct, tag_field="type", tag="train"):
    """Train for each frame of the display: one batch ("step", "slow"), an epoch, or as much as fits.

    Attributes:
        frames: how many to send; fewer come where they take long, or up to a moment to pause.
        pauses: the count of the newest frame that came. After a later moment nothing is trained: the page has yet to
            pause there. Without it, one frame is trained in any case.
    """

    pace: Literal["step", "slow", "epoch", "full"]
    frames: int = 1
    pauses: int | None = None


class SetWeight(Struct, tag_field="type", tag="set_weight"):
    """Put a number in place of a weight; without a source, of the bias."""

    layer: int
    unit: int
    source: int | None
    value: float


class Rewind(Struct, tag_field="type", tag="rewind"):
    """Go back to the start."""


class Back(Struct, tag_field="type", tag="back"):
    """Go back to the last good step of a run that diverged."""


class LoadLine(Struct, tag_field="type", tag="load_line"):
    """Take the settings of a line."""

    line: str


class Predict(Struct, tag_field="type", tag="predict"):
    """Keep the reader's answer to the question before Play."""

    said: bool
