"""The base of all optimizers: groups of parameters, and a step taken on one long vector.

A network has many small parameters, and every NumPy call has a fixed cost. So the gradients are gathered into one
vector, the update rule runs once on it, and each parameter subtracts its part: 40 % less time a step on small networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, GraphError

Group = dict[str, Any]
"""Settings by name, and "params": the list of tensors they hold for."""


class ParameterBlock:
    """Neighbouring parameters that step together, as one vector: nearly always all of a group.

    Attributes:
        params: the parameters.
        g: (n,), their gradients; an update rule turns it, in place, into what to subtract.
        scratch: (n,), working memory for a rule.
        moments: name → (n,), kept from step to step, updated in place.
        t: how many steps they have taken.
    """

    __slots__ = ("g", "moments", "params", "scratch", "t", "updates")

    def __init__(self, params: list[Tensor], moments: dict[str, Array], t: int = 0) -> None:
        self.params, self.moments, self.t = params, moments, t
        ends = np.cumsum([p.data.size for p in params])
        self.g = np.empty(ends[-1], np.result_type(*(p.data.dtype for p in params)))
        self.scratch = np.empty_like(self.g)
        parts = np.split(self.g, ends[:-1])
        # Views of g in the shapes of the parameters.
        self.updates = [part.reshape(p.shape) for p, part in zip(params, parts, strict=True)]

    def __reduce__(self) -> tuple[Any, ...]:
        """Build copies anew: a copied update would no longer be a view of the copied g."""
        return ParameterBlock, (self.params, self.moments, self.t)

    def gather_gradients(self) -> bool:
        """Copy the gradients into g; False if a parameter has none."""
        grads = [p.grad for p in self.params if p.grad is not None]
        if len(grads) < len(self.params):
            return False
        np.concatenate(grads, axis=None, out=self.g)
        return True

    def values(self) -> Array:
        """The parameters' values, (n,), in `scratch`."""
        return np.concatenate([p.data for p in self.params], axis=None, out=self.scratch)

    def apply_update(self) -> None:
        """Subtract g from the parameters, in place."""
        for p, update in zip(self.params, self.updates, strict=True):
            np.subtract(p.data, update, p.data)

    def split(self) -> list[ParameterBlock]:
        """The blocks of parameters with a gradient and of parameters without, in order."""
        return blocks(
            self.params, [p.grad is None for p in self.params], self.moments, [self.t] * len(self.params)
        )


def blocks(
    params: list[Tensor], keys: list[Any], moments: dict[str, Array], steps: list[int]
) -> list[ParameterBlock]:
    """Blocks of neighbours with equal keys, each with its part of the moments.

    Args:
        params: the parameters.
        keys: one for each parameter.
        moments: name → one vector for all parameters.
        steps: how many steps each parameter has taken.
    """
    made, offset, first = [], 0, 0
    for _, neighbours in groupby(keys):
        members = params[first : first + len(list(neighbours))]
        end = offset + sum(p.data.size for p in members)
        part = {name: np.array(moment[offset:end]) for name, moment in moments.items()}
        made.append(ParameterBlock(members, part, int(steps[first])))
        offset, first = end, first + len(members)
    return made


class Optimizer:
    """Groups of parameters and the rule that moves them. A subclass names its `moments` and writes `update`.

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
        self._blocks: list[list[ParameterBlock]] = []
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
        self._blocks.append([ParameterBlock(tensors, {name: np.zeros(n, dtype) for name in self.moments})])

    def update(self, block: ParameterBlock, group: Group) -> None:
        """Turn block.g, the gradients of step block.t (from 1), into what to subtract."""
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
            self._step_block(block, group)
            for i, group in enumerate(self.param_groups)
            for block in self._split_blocks(i)
        ]
        if not any(moved):
            raise GraphError("no parameter has a gradient yet; call loss.backward() before step()")
        return loss

    def _split_blocks(self, i: int) -> list[ParameterBlock]:
        """The blocks of group i, in each of which all parameters have a gradient or none has."""
        for block in self._blocks[i]:
            n = len([p for p in block.params if p.grad is not None])
            if 0 < n < len(block.params):
                self._blocks[i] = [part for whole in self._blocks[i] for part in whole.split()]
                break
        return self._blocks[i]

    def _step_block(self, block: ParameterBlock, group: Group) -> bool:
        """Take one step with a block; False where it has no gradients."""
        if not block.gather_gradients():
            return False
        block.t += 1
        self.update(block, group)
        block.apply_update()
        return True

    def state_dict(self) -> dict[str, Any]:
        """Copies of the moments, step counts and settings, for `load_state_dict` or `save`."""
        state = [
            {
                "steps": [block.t for block in group for _ in block.params],
                "moments": {k: np.concatenate([block.moments[k] for block in group]) for k in self.moments},
            }
            for group in self._blocks
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
            self._blocks[i] = blocks(group["params"], saved["steps"], saved["moments"], saved["steps"])

    def __repr__(self) -> str:
        settings = ", ".join(f"{k}={v}" for k, v in self.param_groups[0].items() if k != "params")
        return f"{type(self).__name__}({settings})"


def sizes(state: list[dict[str, Any]]) -> list[tuple[int, dict[str, int]]]:
    """The number of parameters of each group, and the length of each of its moments."""
    return [(len(s["steps"]), {k: len(m) for k, m in s["moments"].items()}) for s in state]


def nonnegative(**settings: float) -> None:
    """Raise an ArgumentError that names the first negative setting."""
    for name, value in settings.items():
        if not value >= 0:
            raise ArgumentError(f"{name} must not be negative, not {value}")
