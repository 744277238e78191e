"""A tensor that remembers how it was computed, so that its gradient can be found: the heart of the engine.

An operation computes its value and, right under it, writes a small function `vjp`: given g, the gradient of the
loss with respect to the operation's output, it returns the gradient with respect to each input. (The name is
short for vector-Jacobian product: g times the matrix of all slopes, without ever building that matrix.)

`Tensor.record` keeps the value, the parents it came from, the vjp, and a serial number that only grows.
A tensor is therefore always younger than its parents, and `backward` needs no sorting of the graph: it takes
the youngest tensor whose gradient is waiting, asks its vjp, and hands the results to the parents. Everybody
who used a tensor is younger than it and so has had a turn before it: when its own turn comes, its gradient is
complete. The walk ends at leaves, tensors that nothing computed; only they keep what arrives, in `.grad`.

Three operations, + * and @, stand in this file; the others look alike and live in the files that operations.py
lists, and in functional/. Two helpers of arrays.py recur: `combine` is NumPy's function with an error in words,
`unbroadcast` sums a gradient over the repeats that broadcasting made. See Baydin et al., "Automatic differentiation
in machine learning: a survey" (2018), section 3.2, and Griewank and Walther, "Evaluating Derivatives" (2008).
"""
# ruff: noqa: FBT001, FBT002 - PyTorch's order of arguments

from __future__ import annotations

from contextlib import ContextDecorator
from heapq import heappop, heappush
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import allocator
from coursekit.engine.arraylike import ArrayLike
from coursekit.engine.arrays import Array, Vjp, combine, incoming, unbroadcast
from coursekit.engine.operations import Operations
from coursekit.errors import DTypeError, GraphError, ShapeError

__all__ = ["Step", "Tensor", "Waiting", "no_grad", "tensor"]

Step = tuple["Tensor", Array, tuple[Array | None, ...]]
"""One stop of the way back: the tensor, its complete gradient, what it hands to each parent."""

_serials = count(1)
_recording = True

allocator.keep_freed_blocks()


class no_grad(ContextDecorator):  # noqa: N801 - PyTorch's name
    """Inside `with no_grad():`, or in a function decorated `@no_grad()`, nothing is recorded."""

    def __enter__(self) -> None:
        global _recording
        self._before, _recording = _recording, False

    def __exit__(self, *exc: object) -> None:
        global _recording
        _recording = self._before

    def _recreate_cm(self) -> no_grad:
        return no_grad()  # a fresh one for each call, so that a decorated function may call itself


class Tensor(ArrayLike, Operations):
    """An array, its gradient, and how it came to be.

    Args:
        data: an array or nested lists of numbers; floats are cast to float32 unless `dtype` says otherwise.
            An array that needs no cast is shared, as `torch.from_numpy` does; `tensor(...)` copies.
        requires_grad: collect a gradient here in `backward`.
        dtype: what to store instead, `np.float64` for example.

    Attributes:
        data: the value, a NumPy array.
        grad: the gradient, a NumPy array of the same shape; only leaves (tensors nobody computed) keep one.
        parents, vjp, serial: what `record` noted down; empty, None and 0 for a leaf.

    Raises:
        DTypeError: entries that are not real numbers, or a gradient asked of integers.
    """

    __slots__ = ("__weakref__", "data", "grad", "parents", "requires_grad", "serial", "vjp")
    __array_ufunc__ = None  # array + tensor becomes tensor.__radd__(array)
    __hash__ = object.__hash__  # == compares entries; as a key, a tensor is itself and no other

    def __init__(self, data: Any, requires_grad: bool = False, dtype: npt.DTypeLike | None = None) -> None:
        self.data: Array = data.data if isinstance(data, Tensor) else incoming(data, dtype)
        self.grad: Array | None = None
        self.requires_grad = False
        self.parents: tuple[Tensor, ...] = ()
        self.vjp: Vjp | None = None
        self.serial = 0
        if requires_grad:
            self.requires_grad_()

    @staticmethod
    def record(value: Any, parents: tuple[Tensor, ...], vjp: Vjp) -> Tensor:
        """The result of an operation; remembers parents and vjp if one of the parents wants a gradient.

        `vjp` must not refer to the result itself: that would be a reference cycle, and its memory would wait
        for the garbage collector. It returns an array or None for each parent: fresh, or g itself, or a view.
        """
        out = Tensor.__new__(Tensor)
        out.data = value if value.__class__ is np.ndarray else np.asarray(value)
        out.grad = None
        if _recording:
            for parent in parents:
                if parent.requires_grad:
                    out.requires_grad, out.parents, out.vjp, out.serial = True, parents, vjp, next(_serials)
                    return out
        out.requires_grad, out.parents, out.vjp, out.serial = False, (), None, 0
        return out

    @staticmethod
    def constant(value: Any) -> Tensor:
        """A leaf without a gradient that holds this array as it is."""
        return Tensor.record(value, (), spent)  # without parents nothing is noted down, no vjp either

    def backward(self, gradient: Any = None, *, retain_graph: bool = False) -> None:
        """Add d(self)/d(leaf) to the `.grad` of every leaf this tensor was computed from.

        The vjps read the arrays of the forward pass as they are now, and nothing guards these: `.data` changed
        in place since then, by hand or by an optimizer's step, makes the gradient wrong without a word. After
        a step compute the loss again. (PyTorch notices steps, though not changes of `.data`.)

        Args:
            gradient: where to start, of this tensor's shape; may be left out for a single number, where it
                is 1.
            retain_graph: keep the record, so that `backward` can run again. Otherwise it is dropped on the
                way, which gives back the memory of the forward pass.

        Raises:
            GraphError: nothing was recorded, the record was dropped, or a non-scalar without `gradient`.
            ShapeError: `gradient` of another shape.
        """
        waiting = Waiting(self, gradient)
        while waiting.youngest_first:
            node, _, _ = waiting.visit()
            if not retain_graph:
                node.parents, node.vjp = (), spent

    # Three operations in full: the value first, the vjp under it.

    def __add__(self, other: Any) -> Tensor:
        a, b = self, self.lift(other)
        value = combine(np.add, a, b)

        def vjp(g: Array) -> tuple[Array, Array]:
            return unbroadcast(g, a.data.shape), unbroadcast(g, b.data.shape)

        return Tensor.record(value, (a, b), vjp)

    def __mul__(self, other: Any) -> Tensor:
        a, b = self, self.lift(other)
        x, y = a.data, b.data
        value = combine(np.multiply, a, b)

        def vjp(g: Array) -> tuple[Array | None, Array | None]:
            return (
                unbroadcast(g * y, x.shape) if a.requires_grad else None,
                unbroadcast(g * x, y.shape) if b.requires_grad else None,
            )

        return Tensor.record(value, (a, b), vjp)

    def __matmul__(self, other: Any) -> Tensor:
        a, b = self, self.lift(other)
        # A vector stands for one row on the left and for one column on the right.
        x = a.data if a.data.ndim > 1 else a.data.reshape(1, -1)
        y = b.data if b.data.ndim > 1 else b.data.reshape(-1, 1)
        value = combine(np.matmul, a, b)

        def vjp(g: Array) -> tuple[Array | None, Array | None]:
            g = g if b.data.ndim > 1 else g[..., None]
            g = g if a.data.ndim > 1 else g[..., None, :]
            dx = dy = None
            if a.requires_grad:
                dx = unbroadcast(g @ y.swapaxes(-1, -2), x.shape).reshape(a.data.shape)
            if b.requires_grad:
                dy = unbroadcast(x.swapaxes(-1, -2) @ g, y.shape).reshape(b.data.shape)
            return dx, dy

        return Tensor.record(value, (a, b), vjp)

    @property
    def is_leaf(self) -> bool:
        """True for a tensor that no recorded operation computed."""
        return self.vjp is None

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Start (or stop) collecting a gradient here; returns the tensor itself."""
        if self.data.dtype.kind != "f":
            raise DTypeError(
                f"only floats have gradients, this tensor holds {self.data.dtype}; call .float() first"
            )
        self.requires_grad = requires_grad
        return self

    def detach(self) -> Tensor:
        """The same data as a leaf: gradients stop here."""
        return Tensor.constant(self.data)

    def lift(self, other: Any) -> Tensor:
        """`other` as a tensor to compute with: numbers and arrays take on this tensor's dtype."""
        dtype = self.data.dtype
        if isinstance(other, Tensor):
            # NumPy would make float64 of float32 · int64; the floats decide, as in PyTorch.
            if other.data.dtype is dtype or dtype.kind != "f" or other.data.dtype.kind == "f":
                return other
            return other.to(dtype)
        array = incoming(other, dtype if dtype.kind == "f" else None)
        return Tensor.constant(array)


def spent(_: Array) -> tuple[Array | None, ...]:
    """The vjp of a tensor whose record was dropped."""
    raise GraphError(
        "backward already ran through this graph and dropped it; compute the loss again, "
        "or pass retain_graph=True the first time"
    )


class Waiting:
    """Tensors whose gradient has begun to arrive and has not been passed on, the youngest first.

    `backward` visits them until none is left; `trace.backward_steps` does the same with a pause at each.
    """

    __slots__ = ("gradients", "youngest_first")

    def __init__(self, output: Tensor, gradient: Any = None) -> None:
        start = starting_gradient(output, gradient)
        self.gradients: dict[int, Array] = {}
        self.youngest_first: list[tuple[int, Tensor]] = []
        if output.is_leaf:
            collect(output, start, start)
        else:
            self.gradients[output.serial] = start
            self.youngest_first.append((-output.serial, output))

    def visit(self) -> Step:
        """Take the youngest, ask its vjp, hand each parent its part: leaves keep it, others wait with it."""
        _, node = heappop(self.youngest_first)
        g = self.gradients.pop(node.serial)
        handed = node.vjp(g)  # type: ignore[misc]  # only leaves have no vjp, and they do not wait
        for parent, amount in zip(node.parents, handed):  # noqa: B905 - checking lengths takes time
            if amount is None or not parent.requires_grad:
                continue
            serial = parent.serial
            if serial == 0:
                collect(parent, amount, g)
            elif serial in self.gradients:
                self.gradients[serial] = self.gradients[serial] + amount
            else:
                self.gradients[serial] = amount  # may be shared, so what comes later is not added in place
                heappush(self.youngest_first, (-serial, parent))
        return node, g, handed


def starting_gradient(output: Tensor, gradient: Any) -> Array:
    """The gradient a walk starts from: what was given, or 1 for a single number."""
    if not output.requires_grad:
        raise GraphError(
            "backward has nothing to follow: no tensor behind this one requires grad; "
            "was it computed under no_grad, or from data alone?"
        )
    shape, dtype = output.data.shape, output.data.dtype
    if gradient is None:
        if output.data.size != 1:
            raise GraphError(
                f"backward starts from one number and this tensor has shape {shape}; "
                "take its mean or sum first"
            )
        return np.ones(shape, dtype)
    start: Array = np.array(gradient, dtype)
    if start.shape != shape:
        raise ShapeError(
            f"the starting gradient has shape {start.shape}, the tensor {shape}; they must be equal"
        )
    return start


def collect(leaf: Tensor, amount: Array, g: Array) -> None:
    """Add to a leaf's gradient. Two leaves never share one array, so g itself and views are copied."""
    if leaf.grad is not None:
        amount = leaf.grad + amount
    elif amount is g or amount.base is not None:
        amount = amount.copy()
    leaf.grad = np.asarray(amount, leaf.data.dtype)


def tensor(data: Any, dtype: npt.DTypeLike | None = None, *, requires_grad: bool = False) -> Tensor:
    """A leaf holding a copy of `data`; floats become float32 unless `dtype` says otherwise.

    PyTorch keeps NumPy's float64 here. The engine casts, because float64 halves the speed of everything
    after it.

    Raises:
        DTypeError: entries that are not real numbers, or a gradient asked of integers.
    """
    array = incoming(data.data if isinstance(data, Tensor) else data, dtype)
    return Tensor(array.copy(), requires_grad, dtype)
