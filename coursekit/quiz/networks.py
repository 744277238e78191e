"""The parameters of a learner's network, also of one that lists none."""

from __future__ import annotations

from typing import Any

from coursekit.engine import Tensor, nn, trace


def parameters_behind(net: Any, answer: Any) -> list[Any]:
    """The parameters that a network lists, and those that one of its answers was computed from."""
    found: list[Any]
    if isinstance(net, nn.Module):
        found = [*nn.Module.parameters(net)]
    else:
        found = [*net.parameters()] if hasattr(net, "parameters") else []
    if isinstance(answer, Tensor):
        nodes = (node.tensor for node in trace.graph(answer))
        found += [tensor for tensor in nodes if tensor.is_leaf and tensor.requires_grad]
    return found
