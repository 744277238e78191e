"""Graphics cards by the memory they have."""

from __future__ import annotations

from typing import NamedTuple

from coursekit.widgets.scale.facts import H100_MEMORY, H200_MEMORY, RTX_4090_MEMORY


class Card(NamedTuple):
    """A size of graphics card: its memory in bytes, and a product that has it."""

    name: str
    memory: float
    example: str


# Memory is built in GiB, so each holds a little more than 1e9 bytes a GB; the system takes a part of it, and 1e9 is what is
# counted on here.
CARDS = (
    Card("8 GB", 8e9, "in a laptop"),
    Card("24 GB", RTX_4090_MEMORY.value, "GeForce RTX 4090"),
    Card("80 GB", H100_MEMORY.value, "H100"),
    Card("141 GB", H200_MEMORY.value, "H200"),
)


def smallest_card(n: float) -> Card | None:
    """The smallest card whose memory holds n bytes; None if not even the largest does."""
    return next((card for card in CARDS if n <= card.memory), None)
