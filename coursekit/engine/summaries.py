"""A table of a model's layers: output shape, parameters, bytes, multiply-adds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine.autograd import no_grad
from coursekit.engine.nn.attention import MultiheadAttention
from coursekit.engine.nn.conv import Conv2d
from coursekit.engine.nn.layers import Linear
from coursekit.engine.nn.module import Module, Parameter
from coursekit.engine.nn.recurrent import Recurrent
from coursekit.engine.tensor import Tensor


@dataclass(frozen=True)
class Row:
    """One layer.

    Attributes:
        name: its path in the model, "0" or "encoder.norm".
        kind: its class.
        output: the shape of its output for one example, without the batch; None where the forward pass left
            it out.
        parameters: its own, not those of modules inside it.
        bytes: memory of these parameters.
        multiply_adds: of one example's forward pass.
    """

    name: str
    kind: str
    output: tuple[int, ...] | None
    parameters: int
    bytes: int
    multiply_adds: int


@dataclass(frozen=True)
class Summary:
    """The rows and their sums; prints as text, shows as a table in a notebook."""

    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """All parameters."""
        return sum(row.parameters for row in self.rows)

    @property
    def bytes(self) -> int:
        """Memory of all parameters."""
        return sum(row.bytes for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of one example's forward pass."""
        return sum(row.multiply_adds for row in self.rows)

    @property
    def flops(self) -> int:
        """FLOPs of one example's forward pass, two for each multiply-add."""
        return 2 * self.multiply_adds

    def cells(self) -> list[tuple[str, ...]]:
        """The table as text: a head, the rows, the sums."""
        head = ("layer", "output shape", "parameters", "bytes", "multiply-adds")
        body = [
            (
                f"{row.name} {row.kind}".strip(),
                "not used" if row.output is None else "(" + ", ".join(map(str, ("N", *row.output))) + ")",
                f"{row.parameters:,}",
                f"{row.bytes:,}",
                f"{row.multiply_adds:,}",
            )
            for row in self.rows
        ]
        return [
            head,
            *body,
            ("total", "", f"{self.parameters:,}", f"{self.bytes:,}", f"{self.multiply_adds:,}"),
        ]

    def __str__(self) -> str:
        cells = self.cells()
        widths = [max(len(row[i]) for row in cells) for i in range(5)]
        lines = [
            "  ".join(
                c.ljust(w) if i < 2 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
            )
            for row in cells
        ]
        rule = "-" * len(lines[0])
        return "\n".join(line.rstrip() for line in (lines[0], rule, *lines[1:-1], rule, lines[-1]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head, *body = self.cells()
        top = "".join(f'<th scope="col">{escape(c)}</th>' for c in head)
        rows = [
            f'<tr><th scope="row">{escape(first)}</th>'
            + "".join(f"<td>{escape(c)}</td>" for c in rest)
            + "</tr>"
            for first, *rest in body
        ]
        return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def summary(model: Module, input_shape: Sequence[int], dtype: npt.DTypeLike | None = None) -> Summary:
    """Pass one example of zeros through the model and record the work of every layer.

    Args:
        model: any module.
        input_shape: of one example, without the batch: (784,), or (1, 28, 28).
        dtype: of the input; np.int64 for a model that begins with an embedding.

    Returns:
        A table that prints as text and shows as HTML in a notebook.

    Raises:
        ShapeError: the model does not take this shape.
    """
    calls: dict[int, tuple[tuple[int, ...], int]] = {}

    def record_call(module: Module, inputs: tuple[Any, ...], output: Any) -> None:
        first = output[0] if isinstance(output, tuple) else output
        before = calls.get(id(module), ((), 0))[1]
        calls[id(module)] = first.shape[1:], before + multiply_adds(module, inputs, first)

    handles = [module.register_forward_hook(record_call) for module in model.modules()]
    modes = [(module, module.training) for module in model.modules()]
    first = next(iter(model.parameters()), None)
    if dtype is None and first is not None:
        dtype = first.dtype
    try:
        with no_grad():
            model.eval()(Tensor(np.zeros((1, *input_shape)), dtype=dtype))
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes:
            module.training = mode
    return Summary(
        tuple(row for name, module in model.named_modules() if (row := describe(name, module, calls)))
    )


def describe(name: str, module: Module, calls: dict[int, tuple[tuple[int, ...], int]]) -> Row | None:
    """A module's row; None for one that only holds others."""
    parameters = [value for value in vars(module).values() if isinstance(value, Parameter)]
    if not parameters and any(True for _ in module.children()):
        return None
    shape, count = calls.get(id(module), (None, 0))
    n, size = sum(p.data.size for p in parameters), sum(p.data.nbytes for p in parameters)
    return Row(name, type(module).__name__, shape, n, size, count)


def multiply_adds(module: Module, inputs: tuple[Any, ...], output: Tensor) -> int:
    """Multiply-adds of one call with one example, without modules inside and without elementwise work."""
    if isinstance(module, Linear):
        return output.numel() * module.in_features
    if isinstance(module, Conv2d):
        return output.numel() * module.weight[0].numel()
    if isinstance(module, Recurrent):
        steps: int = math.prod(inputs[0].shape[:2])
        return steps * sum(p.numel() for p in module.parameters() if p.ndim == 2)
    if isinstance(module, MultiheadAttention):
        lengths: list[int] = [x.numel() // module.embed_dim for x in inputs[:3]]
        return sum(lengths) * module.embed_dim**2 + 2 * lengths[0] * lengths[1] * module.embed_dim
    return 0
