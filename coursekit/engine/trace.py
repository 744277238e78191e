"""The recorded graph, and the backward pass one step at a time: for pictures, steppers and lesson 4.

Nothing here runs in training. Names come from the operations themselves: the vjp of `exp` is called
`exp.<locals>.vjp`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursekit.engine.arrays import Array
from coursekit.engine.autograd import BackwardPass
from coursekit.engine.tensor import Tensor
from coursekit.errors import GraphError

_DISPLAY_NAMES = {
    "hard_cross_entropy": "cross_entropy",
    "soft_cross_entropy": "cross_entropy",
    "affine_by_channel": "batch_norm",
    "getitem": "index",
    "number_power": "pow",
    "exact_gelu": "gelu",
    "tanh_gelu": "gelu",
    "elementwise_loss": "loss",
    "entries_at": "max",
    "extreme": "max",
    "larger_or_smaller": "maximum",
}


@dataclass(frozen=True)
class Node:
    """A tensor in the recorded graph.

    Attributes:
        number: its place in the list that `graph` returns, parents before children.
        operation: what computed it, "add" or "linear"; "leaf" for parameters and data.
        name: the name it was given, or "".
        tensor: the tensor itself.
        parents: the numbers of the nodes it was computed from; one used twice is listed twice.
    """

    number: int
    operation: str
    name: str
    tensor: Tensor
    parents: tuple[int, ...]

    @property
    def value(self) -> Array:
        """The tensor's data."""
        return self.tensor.data


@dataclass(frozen=True)
class BackwardStep:
    """One step of the backward pass.

    Attributes:
        operation: what is being differentiated.
        tensor: its output.
        gradient: the complete gradient of that output.
        parts: (parent, the part of its gradient from this operation) for each parent that requires grad.
    """

    operation: str
    tensor: Tensor
    gradient: Array
    parts: tuple[tuple[Tensor, Array], ...]


def operation(tensor: Tensor) -> str:
    """The name of the operation that computed a tensor; "leaf" for one that nothing computed."""
    if tensor.vjp is None:
        return "leaf"
    name = tensor.vjp.__qualname__.split(".<locals>")[0].split(".")[-1].strip("_")
    return _DISPLAY_NAMES.get(name, name)


def graph(output: Tensor, names: Mapping[str, Tensor] | None = None) -> list[Node]:
    """List everything a tensor was computed from, parents before children; `backward` drops this record.

    Args:
        output: the loss, or any other tensor.
        names: what to call which tensor.
    """
    called = {id(t): name for name, t in (names or {}).items()}
    found: dict[int, Tensor] = {}
    stack = [output]
    while stack:
        t = stack.pop()
        if id(t) not in found:
            found[id(t)] = t
            stack.extend(reversed(t.parents))
    # A tensor is younger than its parents; leaves have serial 0.
    ordered = sorted(found.values(), key=lambda t: t.serial)
    number = {id(t): i for i, t in enumerate(ordered)}
    return [
        Node(i, operation(t), called.get(id(t), ""), t, tuple(number[id(p)] for p in t.parents))
        for i, t in enumerate(ordered)
    ]


def backward_steps(output: Tensor, gradient: Any = None) -> Iterator[BackwardStep]:
    """Run `output.backward()` one operation at a time; the record is kept.

    Leaves receive their gradients on the way, exactly as in `backward`.

    Args:
        output: where the pass starts, a single number unless `gradient` is given.
        gradient: of the output's shape.

    Raises:
        GraphError: nothing was recorded, or a non-scalar without `gradient`.
    """
    walk = BackwardPass(output, gradient)
    while walk.youngest_first:
        node, g, parts = walk.step()
        pairs = zip(node.parents, parts, strict=True)
        yield BackwardStep(
            operation(node), node, g, tuple((p, a) for p, a in pairs if a is not None and p.requires_grad)
        )


def grad(output: Tensor, inputs: Tensor | Sequence[Tensor], gradient: Any = None) -> tuple[Array, ...]:
    """The gradient of an output with respect to any tensors behind it, also computed ones.

    No `.grad` is changed.

    Raises:
        GraphError: an input that the output was not computed from.
    """
    wanted = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    leaves = {id(n.tensor): n.tensor for n in graph(output) if n.tensor.is_leaf and n.tensor.requires_grad}
    kept = {key: leaf.grad for key, leaf in leaves.items()}
    for leaf in leaves.values():
        leaf.grad = None
    try:
        found = {id(step.tensor): step.gradient for step in backward_steps(output, gradient)}
        found |= {key: leaf.grad for key, leaf in leaves.items() if leaf.grad is not None}
    finally:
        for key, leaf in leaves.items():
            leaf.grad = kept[key]
    for x in wanted:
        if id(x) not in found:
            raise GraphError(f"the output was not computed from this tensor of shape {x.shape}")
    return tuple(found[id(x)] for x in wanted)
