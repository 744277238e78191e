"""Modules that hold modules: one after another, or as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import overload

from coursekit.engine.nn.module import Module
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError


class ModuleList(Module):
    """A list of modules whose parameters count; names are "0", "1" and so on."""

    def __init__(self, modules: Iterable[Module] = ()) -> None:
        self._list = list(modules)
        for module in self._list:
            if not isinstance(module, Module):
                raise ArgumentError(
                    f"{type(self).__name__} holds modules, not {type(module).__name__}; "
                    "a list of modules goes into nn.Sequential with a star, nn.Sequential(*layers)"
                )

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules with their numbers."""
        return ((str(i), module) for i, module in enumerate(self._list))

    def append(self, module: Module) -> None:
        """Add a module at the end."""
        self._list.append(module)

    def __iter__(self) -> Iterator[Module]:
        return iter(self._list)

    def __len__(self) -> int:
        return len(self._list)

    @overload
    def __getitem__(self, index: int) -> Module: ...
    @overload
    def __getitem__(self, index: slice) -> ModuleList: ...
    def __getitem__(self, index: int | slice) -> Module:
        found = self._list[index]
        if isinstance(found, Module):
            return found
        return Sequential(*found) if isinstance(self, Sequential) else ModuleList(found)

    def __setitem__(self, index: int, module: Module) -> None:
        self._list[index] = module


class Sequential(ModuleList):
    """Modules one after another: the output of each is the input of the next."""

    def __init__(self, *modules: Module) -> None:
        super().__init__(modules)

    def forward(self, x: Tensor) -> Tensor:
        """Pass x through all modules in order."""
        for module in self._list:
            x = module(x)
        return x
