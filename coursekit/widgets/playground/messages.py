"""The messages between the playground's page and the kernel, beside those of every widget (`core/protocol.py`).

The page sends `SetState` (values are settings, or `points`), the messages below and `GetCode`. To each but `GetCode` the
kernel replies exactly once, with a `frame` or an `error`, so the page can keep two under way. It sends, by `type`:

    frame           all that training changes. Behind it come the heat maps of hidden units and output (uint8, side² each),
                    the weights (float32; for each unit its sources, then its bias), and the curves (float32; epochs, then
                    training, then test losses). A frame that the page cannot know the network of carries `structure` too,
                    and behind it the heat maps of the seven features.
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
    """Train for a frame of the display: one batch ("step", "slow"), an epoch, or as much as fits."""

    pace: Literal["step", "slow", "epoch", "full"]


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
