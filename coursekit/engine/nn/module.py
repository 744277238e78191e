"""The base of every layer and model: attributes that are parameters or modules, and a forward pass."""
# ruff: noqa: FBT001, FBT002 - PyTorch's order of arguments

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from coursekit.engine.arrays import Array, get_default_dtype
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, DTypeError, GraphError, ShapeError


class Parameter(Tensor):
    """A tensor that a module learns: it collects a gradient and appears in `parameters()`."""

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True, dtype: npt.DTypeLike | None = None) -> None:
        super().__init__(data, requires_grad, dtype)


def empty(*shape: int, dtype: npt.DTypeLike | None = None) -> Parameter:
    """A parameter of this shape still to be filled; in the default dtype unless another is asked for."""
    if not all(isinstance(n, int | np.integer) and n >= 1 for n in shape):
        raise ArgumentError(
            f"a layer needs at least one of everything and would have parameters of shape {shape}"
        )
    dtype = get_default_dtype() if dtype is None else dtype
    return Parameter(np.zeros(shape, dtype), dtype=dtype)


class Module:
    """A layer or a model.

    A subclass sets parameters and other modules as attributes in `__init__` and computes in `forward`. They
    are found by looking through the attributes, in the order they were set; there is no registry.

    Attributes:
        training: True after `train()`, False after `eval()`; dropout and batch norm behave differently.
    """

    training = True
    forward: Callable[..., Any]
    _buffers: tuple[str, ...] = ()
    _hooks: tuple[Callable[..., Any], ...] = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the forward pass, then the hooks.

        Raises:
            DTypeError: the input is an array or a list and not a tensor.
        """
        if args and isinstance(args[0], np.ndarray | list):
            kind = type(args[0]).__name__
            raise DTypeError(f"{type(self).__name__} takes tensors, not {kind}; wrap the input: tensor(...)")
        output = self.forward(*args, **kwargs)
        for hook in self._hooks:
            changed = hook(self, args, output)
            output = output if changed is None else changed
        return output

    def __getattr__(self, name: str) -> Any:
        if name == "forward":
            raise GraphError(f"{type(self).__name__} has no forward pass; define forward(self, x)")
        raise AttributeError(
            f"{type(self).__name__} has no {name!r}; set it in __init__ before it is used "
            f"(it has {', '.join(k for k in vars(self) if not k.startswith('_')) or 'nothing yet'})"
        )

    def register_buffer(self, name: str, tensor: Tensor) -> None:
        """Set `self.name` to a tensor that is saved with the parameters but not learned."""
        setattr(self, name, tensor)
        self._buffers = (*self._buffers, name)

    def register_forward_hook(self, hook: Callable[..., Any]) -> Handle:
        """Call hook(module, inputs, output) after every forward pass; what it returns replaces the output.

        Returns:
            A handle whose `remove()` removes the hook.
        """
        self._hooks = (*self._hooks, hook)
        return Handle(self, hook)

    # Looking through the attributes.

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules set on this one, with their names."""
        return ((name, value) for name, value in vars(self).items() if isinstance(value, Module))

    def children(self) -> Iterator[Module]:
        """The modules set on this one."""
        return (child for _, child in self.named_children())

    def named_modules(self, prefix: str = "") -> Iterator[tuple[str, Module]]:
        """This module and all below it, each once, with names like "encoder.0"."""
        seen: set[int] = set()
        stack = [(prefix, self)]
        while stack:
            name, module = stack.pop()
            if id(module) in seen:
                continue
            seen.add(id(module))
            yield name, module
            below = [(f"{name}.{key}" if name else key, child) for key, child in module.named_children()]
            stack.extend(reversed(below))

    def modules(self) -> Iterator[Module]:
        """This module and all below it, each once."""
        return (module for _, module in self.named_modules())

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """All parameters, each once, with names like "encoder.0.weight"."""
        seen: set[int] = set()
        for prefix, module in self.named_modules():
            for key, value in vars(module).items():
                if isinstance(value, Parameter) and id(value) not in seen:
                    seen.add(id(value))
                    yield f"{prefix}.{key}" if prefix else key, value

    def parameters(self) -> Iterator[Parameter]:
        """All parameters, each once."""
        return (parameter for _, parameter in self.named_parameters())

    def named_buffers(self) -> Iterator[tuple[str, Tensor]]:
        """All buffers, with names like "1.running_mean"."""
        for prefix, module in self.named_modules():
            for key in module._buffers:
                yield f"{prefix}.{key}" if prefix else key, getattr(module, key)

    # States.

    def train(self, mode: bool = True) -> Self:
        """Switch this module and all below it to training; returns it."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Self:
        """Switch this module and all below it to evaluation; returns it."""
        return self.train(mode=False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Let the parameters learn, or freeze them; returns the module."""
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Drop all gradients, or fill them with zeros."""
        for parameter in self.parameters():
            parameter.grad = None if set_to_none or parameter.grad is None else np.zeros_like(parameter.grad)

    def to(self, dtype: npt.DTypeLike) -> Self:
        """Cast all parameters and buffers to float32 or float64; returns the module, for "cpu" as it is.

        Raises:
            DTypeError: the dtype is none of these.
        """
        if dtype not in ("cpu", "float32", "float64", np.float32, np.float64, float):
            raise DTypeError(f"parameters are float32 or float64 and live on the cpu, not {dtype!r}")
        if dtype == "cpu":
            return self
        for _, tensor in (*self.named_parameters(), *self.named_buffers()):
            if tensor.data.dtype.kind == "f":
                tensor.data = tensor.data.astype(dtype)
                tensor.grad = None
        return self

    def float(self) -> Self:
        """Cast to float32; returns the module."""
        return self.to(np.float32)

    def double(self) -> Self:
        """Cast to float64; returns the module."""
        return self.to(np.float64)

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Call fn on every module, the innermost first; returns the module."""
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def state_dict(self) -> dict[str, Array]:
        """Copies of all parameters and buffers by name, in the order the modules were set."""
        return {name: tensor.data.copy() for name, tensor in self._entries()}

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True) -> IncompatibleKeys:
        """Copy values into the parameters and buffers of the same names; all or nothing.

        Returns:
            missing_keys, the names that the state lacks, and unexpected_keys, those that only the state has:
            look at them where strict is False, a misspelt name is in both.

        Raises:
            ArgumentError: names missing or unexpected, unless not strict.
            ShapeError: a value of another shape.
        """
        own = dict(self._entries())
        keys = IncompatibleKeys(
            [name for name in own if name not in state_dict], [name for name in state_dict if name not in own]
        )
        if strict and any(keys):
            raise ArgumentError(
                f"the saved state does not fit this {type(self).__name__}: "
                f"missing {keys.missing_keys or 'nothing'}, unknown {keys.unexpected_keys or 'nothing'}"
            )
        new = {name: np.asarray(state_dict[name]) for name in own if name in state_dict}
        for name, value in new.items():
            if value.shape != own[name].shape:
                raise ShapeError(
                    f"{name} has shape {own[name].shape} here and {value.shape} in the saved state"
                )
        for name, value in new.items():
            own[name].data[...] = value
        return keys

    def _entries(self) -> Iterator[tuple[str, Tensor]]:
        """The parameters and buffers by name, in the order of `state_dict`, not copied."""
        for prefix, module in self.named_modules():
            for key, value in vars(module).items():
                if isinstance(value, Parameter) or key in module._buffers:
                    yield f"{prefix}.{key}" if prefix else key, value

    def extra_repr(self) -> str:
        """The text between the parentheses when the module is printed."""
        return ""

    def __repr__(self) -> str:
        lines = [f"  ({name}): " + repr(child).replace("\n", "\n  ") for name, child in self.named_children()]
        inside = self.extra_repr() if not lines else "\n" + "\n".join(lines) + "\n"
        return f"{type(self).__name__}({inside})"


class IncompatibleKeys(NamedTuple):
    """The names in which a saved state and a module differ; both lists are empty where it fits."""

    missing_keys: list[str]
    unexpected_keys: list[str]


class Handle:
    """A hook on a module, and the means to remove it."""

    def __init__(self, module: Module, hook: Callable[..., Any]) -> None:
        self.module, self.hook = module, hook

    def remove(self) -> None:
        """Remove the hook; a second call does nothing."""
        self.module._hooks = tuple(h for h in self.module._hooks if h is not self.hook)
