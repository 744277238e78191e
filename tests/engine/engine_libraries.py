"""The engine and PyTorch behind one small face, so that one test case runs on both."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import coursekit.engine


class Engine:
    """coursekit.engine under the names the cases use."""

    t = coursekit.engine
    nn = coursekit.engine.nn
    F = coursekit.engine.functional
    optim = coursekit.engine.optim
    init = coursekit.engine.init

    @staticmethod
    def leaf(array: np.ndarray) -> Any:
        """A tensor of its own; floats require grad."""
        return coursekit.engine.tensor(array, dtype=array.dtype, requires_grad=array.dtype.kind == "f")

    @staticmethod
    def constant(array: np.ndarray) -> Any:
        """A tensor without a gradient; floats have the default dtype."""
        return coursekit.engine.tensor(array)

    @staticmethod
    def array(tensor: Any) -> np.ndarray:
        """A copy of the values."""
        return np.array(tensor.data)

    @staticmethod
    def gradient(tensor: Any) -> np.ndarray | None:
        """A copy of the gradient, None where there is none."""
        return None if tensor.grad is None else np.array(tensor.grad)

    @staticmethod
    def fill(parameter: Any, values: np.ndarray) -> None:
        """Overwrite a parameter or buffer in place."""
        np.asarray(parameter.data if hasattr(parameter, "grad") else parameter)[...] = values

    @staticmethod
    @contextlib.contextmanager
    def dtype(name: str) -> Iterator[None]:
        """New parameters have this dtype inside."""
        before = coursekit.engine.get_default_dtype()
        coursekit.engine.set_default_dtype(np.dtype(name))
        try:
            yield
        finally:
            coursekit.engine.set_default_dtype(before)


class Torch:
    """PyTorch under the same names."""

    def __init__(self) -> None:
        self.t = importlib.import_module("torch")
        self.nn = self.t.nn
        self.F = importlib.import_module("torch.nn.functional")
        self.optim = self.t.optim
        self.init = self.t.nn.init

    def leaf(self, array: np.ndarray) -> Any:
        """A tensor of its own; floats require grad."""
        tensor = self.t.from_numpy(np.array(array))
        return tensor.requires_grad_() if array.dtype.kind == "f" else tensor

    def constant(self, array: np.ndarray) -> Any:
        """A tensor without a gradient; floats have the default dtype."""
        tensor = self.t.from_numpy(np.array(array))
        return tensor.to(self.t.get_default_dtype()) if array.dtype.kind == "f" else tensor

    @staticmethod
    def array(tensor: Any) -> np.ndarray:
        """A copy of the values."""
        return np.array(tensor.detach().numpy())

    @staticmethod
    def gradient(tensor: Any) -> np.ndarray | None:
        """A copy of the gradient, None where there is none."""
        return None if tensor.grad is None else np.array(tensor.grad.to_dense().numpy())

    def fill(self, parameter: Any, values: np.ndarray) -> None:
        """Overwrite a parameter or buffer in place."""
        with self.t.no_grad():
            parameter.copy_(self.t.from_numpy(np.array(values)))

    @contextlib.contextmanager
    def dtype(self, name: str) -> Iterator[None]:
        """New parameters have this dtype inside."""
        before = self.t.get_default_dtype()
        self.t.set_default_dtype(getattr(self.t, name))
        try:
            yield
        finally:
            self.t.set_default_dtype(before)


def needs(name: str, purpose: str) -> Any:
    """The module, or a skip that says so; a failure where COURSEKIT_REQUIRE names it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        sentence = (
            f"{name} is not installed, so {purpose}; pip install 'coursekit[conformance,dev]' brings it"
        )
    if name in os.environ.get("COURSEKIT_REQUIRE", "").split(","):
        pytest.fail(sentence)
    return pytest.skip(sentence)
