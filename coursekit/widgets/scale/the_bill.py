"""The cost of a network: its memory in training, arithmetic, the card it fits on, the price of its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.engine import cost
from coursekit.formatting import format_amount, format_bytes, format_count, format_dollars
from coursekit.scenes import Bars, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import level, point
from coursekit.widgets.scale.cards import CARDS, smallest_card
from coursekit.widgets.scale.facts import H100_PEAK, H100_PRICE, USED

TOKENS = 500  # passes through the network for one answer

_ROLES: dict[str, Role] = {
    "weights": "positive",
    "gradients": "negative",
    "moments": "accent",
    "copy": "ink",
    "activations": "good",
}
_NAMES = {"moments": "the optimizer's moments", "copy": "32-bit copy of the weights"}
_OPTIMIZERS = {"SGD": "sgd", "momentum": "momentum", "Adam": "adam"}
_TOPS = (1e8, 3e8, 1e9, 3e9, 9e9, 3e10, 9e10, 1.6e11, 3e11, 6e11)


class TheBill(SceneWidget):
    """A stack of equal layers, width → width, and everything it costs.

    With `mlp_cost=f` the weights and FLOPs come from the learner's own f(sizes, batch, bits), once it agrees
    with the engine's count.
    """

    title = "The bill"
    goal = (
        "Bring a network of at least 6 billion parameters onto the 80 GB card, and train it there. "
        "What do you have to give up?"
    )

    width = Slider(4096, 512, 16384, label="width (units)", step=512)
    depth = Slider(1, 1, 64, label="depth (layers)", step=1)
    batch = Slider(64, 64, 8192, label="batch (examples)", step=64)
    bits = Choice(32, 16, label="Bits")
    optimizer = Choice("SGD", "momentum", "Adam", label="Optimizer", default="Adam")

    def __init__(self, *, mlp_cost: Callable[..., Any] | None = None, **state: Any) -> None:
        self._mlp_cost = mlp_cost
        super().__init__(**state)

    def sizes(self) -> list[int]:
        """The widths from input to output."""
        return [int(self.width)] * (int(self.depth) + 1)

    def network(self) -> cost.Cost:
        """The network as the engine's calculator describes it."""
        return cost.mlp(self.sizes())

    def memory(self) -> dict[str, float]:
        """Bytes of each part of a training step, from the lowest part of the bar upwards."""
        network = self.network()
        parts = cost.training_memory(network.parameters, _OPTIMIZERS[self.optimizer], self.bits)
        parts["activations"] = network.activation_bytes(int(self.batch), self.bits)
        return {name: size for name, size in parts.items() if size > 0}

    def scene(self) -> Scene:
        """The stack of memory beside the cards, and the other lines of the bill."""
        network, memory = self.network(), self.memory()
        total = sum(memory.values())
        return Scene(
            (_stack(memory, total), self._list(network, memory, total)),
            self._words(network, memory, total),
            1.9,
            facts={
                "parameters": network.parameters,
                "bytes": total,
                "flops": network.training_flops(int(self.batch)),
                "dollars": price_of_answers(network),
            },
        )

    def code(self) -> str:
        """The widget's state, and the engine's lines behind it."""
        return (
            f"{super().code()}\n\n# the same from the engine\nfrom coursekit.engine import cost\n\n"
            f"network = cost.mlp([{int(self.width)}] * {int(self.depth) + 1})\n"
            f'network.training_bytes("{_OPTIMIZERS[self.optimizer]}", batch={int(self.batch)}, bits={self.bits})'
        )

    def _list(self, network: cost.Cost, memory: dict[str, float], total: float) -> Panel:
        rows: list[tuple[str, str, Role | None]] = [("parameters", format_amount(network.parameters), None)]
        rows += [(_NAMES.get(name, name), format_bytes(size), _ROLES[name]) for name, size in memory.items()][
            ::-1
        ]
        rows += [
            ("together", format_bytes(total), None),
            ("fits on", _card_text(total).removeprefix("the "), None),
            ("FLOPs of a training step", format_amount(network.training_flops(int(self.batch))), None),
            ("a million answers", f"${format_dollars(price_of_answers(network))}", None),
        ]
        marks: list[Mark] = []
        for place, (name, value, role) in zip(np.linspace(9.4, 0.6, len(rows)), rows, strict=True):
            if role:
                marks.append(point(0.25, place, role=role, size=14))
            bold = name in ("parameters", "together", "fits on")
            marks += [Text(0.6, place, name, bold=bold), Text(9.9, place, value, align="right", bold=bold)]
        return Panel((0, 10), (0, 10), tuple(marks), axes=False, share=1.25)

    def _words(self, network: cost.Cost, memory: dict[str, float], total: float) -> str:
        layers = f"{format_count(int(self.depth), 'layer')} of {int(self.width):,} → {int(self.width):,}"
        parts = ", ".join(f"{_NAMES.get(name, name)} {format_bytes(size)}" for name, size in memory.items())
        return (
            f"{layers}: {network.parameters:,} parameters. Training with {self.optimizer} at {self.bits} bits and "
            f"{int(self.batch):,} examples at once takes {parts}; together {format_bytes(total)}, which fits on "
            f"{_card_text(total)}. One training step: {format_amount(network.training_flops(int(self.batch)))} FLOPs. "
            f"A million answers of {TOKENS} tokens: ${format_dollars(price_of_answers(network))}.{self._remark(network)}"
        )

    def _remark(self, network: cost.Cost) -> str:
        """A remark on the learner's own function, if there is one."""
        mlp_cost = self._mlp_cost
        if mlp_cost is None:
            return ""
        want = (
            network.parameters, network.weight_bytes(self.bits), network.forward_flops(int(self.batch))
        )  # fmt: skip

        def agrees() -> bool:
            answer = mlp_cost(self.sizes(), int(self.batch), self.bits)
            return np.allclose(np.asarray(answer, dtype=float), want)

        same, failure = guarded(agrees, "Your mlp_cost gave no three numbers", "; the engine's are shown.")
        if same is None:
            return failure
        if not same:
            return " Your mlp_cost says something else here, so the engine's numbers are shown."
        return " Your own mlp_cost finds the same parameters, weight bytes and FLOPs."


def price_of_answers(network: cost.Cost, answers: float = 1e6) -> float:
    """Dollars for this many answers of TOKENS passes each, on H100 cards with enough requests to fill them."""
    return price_of(network.forward_flops() * TOKENS * answers)


def price_of(flops: float) -> float:
    """Dollars for so many FLOPs on rented H100 cards that run at the part USED of their top speed."""
    return flops / (H100_PEAK.value * USED) / 3600 * H100_PRICE.value


def _card_text(total: float) -> str:
    card = smallest_card(total)
    return f"the {card.name} card ({card.example})" if card else "no single card here"


def _stack(memory: dict[str, float], total: float) -> Panel:
    """The parts on top of each other, and a line at each card's memory, in gigabytes."""
    top = next((each for each in _TOPS if total <= 0.95 * each), _TOPS[-1]) / 1e9
    marks: list[Mark] = []
    foot = 0.0
    for name, size in memory.items():
        bar = Bars(
            np.array([0.5]), np.array([min(foot + size / 1e9, top)]), _ROLES[name], 0.55, min(foot, top)
        )
        marks.append(bar)
        foot += size / 1e9
    for card in CARDS:
        height = card.memory / 1e9
        if height <= top:
            marks += [
                level(height, 0, 2),
                Text(1.95, height + 0.025 * top, f"{card.name} card", align="right", size=12),
            ]
    return Panel((0, 2), (0, top), tuple(marks), title="memory for training", y_label="GB", x_ticks=())
