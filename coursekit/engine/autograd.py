"""The search for gradients: a value remembers what it was computed from, and a pass runs back to the leaves.

An operation computes its value and, right under it, writes a small function `vjp`: given g, the gradient of the
loss with respect to the operation's output, it returns the gradient with respect to each input. (The name is
short for vector-Jacobian product: g times the matrix of all slopes, without ever building that matrix.) All
operations look alike; those in ops/arithmetic.py are the shortest.

`record` keeps the value, the parents it came from, the vjp, and a serial number that only grows.
A tensor is therefore always younger than its parents, and `backward` needs no sorting of the graph: it takes
the youngest tensor whose gradient is waiting, calls its vjp, and passes the results to the parents. Every tensor
that was computed from another is younger than it and so has had its turn before: when the older one's turn comes,
its gradient is complete. The pass ends at leaves, tensors that nothing computed; only they keep what arrives, in `.grad`.

See Baydin et al., "Automatic differentiation in machine learning: a survey" (2018), section 3.2, and Griewank and
Walther, "Evaluating Derivatives" (2008).
"""

from __future__ import annotations

from contextlib import ContextDecorator
from heapq import heappop, heappush
from itertools import count
from typing import Any, Generic, Self, TypeVar

import numpy as np

from coursekit.engine.arrays import Array, Vjp
from coursekit.errors import GraphError, ShapeError

_new = object.__new__
_serials = count(1)
_recording = True


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


class Recorded:
    """A value, its gradient, and how it was computed: what a tensor is apart from its operations.

    Attributes:
        data: the value, a NumPy array.
        grad: the gradient, of the same shape; only leaves keep one.
        requires_grad: collect a gradient here in `backward`.
        parents, vjp, serial: what `record` noted; empty, None and 0 for a leaf.
    """

    __slots__ = ("__weakref__", "data", "grad", "parents", "requires_grad", "serial", "vjp")
    data: Array
    grad: Array | None
    requires_grad: bool
    parents: tuple[Self, ...]
    vjp: Vjp | None
    serial: int

    @classmethod
    def record(cls, value: Any, parents: tuple[Self, ...], vjp: Vjp) -> Self:
        """The result of an operation; remembers parents and vjp if one of the parents wants a gradient.

        `vjp` must not refer to the result itself: that would be a reference cycle, and its memory would wait
        for the garbage collector. It returns an array or None for each parent: fresh, or g itself, or a view.
        """
        out = _new(cls)
        out.data = value if value.__class__ is np.ndarray else np.asarray(value)
        out.grad = None
        if _recording:
            for parent in parents:
                if parent.requires_grad:
                    out.requires_grad, out.parents, out.vjp, out.serial = True, parents, vjp, next(_serials)
                    return out
        out.requires_grad, out.parents, out.vjp, out.serial = False, (), None, 0
        return out

    @classmethod
    def constant(cls, value: Any) -> Self:
        """A leaf without a gradient that holds this array as it is."""
        return cls.record(value, (), dropped)  # without parents nothing is noted down, no vjp either

    @property
    def is_leaf(self) -> bool:
        """True for a tensor that no recorded operation computed."""
        return self.vjp is None

    def backward(self, gradient: Any = None, retain_graph: bool = False) -> None:  # noqa: FBT001, FBT002 - PyTorch's order
        """Add d(self)/d(leaf) to the `.grad` of every leaf this tensor was computed from.

        The vjps read the arrays of the forward pass as they are now, and nothing guards these: `.data` changed
        in place since then, by hand or by an optimizer's step, makes the gradient wrong without an error. After
        a step, compute the loss again. (PyTorch notices steps, though not changes of `.data`.)

        Args:
            gradient: where to start, of this tensor's shape; may be left out for a single number, where it
                is 1.
            retain_graph: keep the record, so that `backward` can run again. Otherwise it is dropped on the
                way, which gives back the memory of the forward pass.

        Raises:
            GraphError: nothing was recorded, the record was dropped, or a non-scalar without `gradient`.
            ShapeError: `gradient` of another shape.
        """
        walk = BackwardPass(self, gradient)
        while walk.youngest_first:
            node, _, _ = walk.step()
            if not retain_graph:
                node.parents, node.vjp = (), dropped


def dropped(_: Array) -> tuple[Array | None, ...]:
    """The vjp of a tensor whose record was dropped: raises a GraphError."""
    raise GraphError(
        "backward already ran through this graph and dropped it; compute the loss again, "
        "or pass retain_graph=True the first time"
    )


R = TypeVar("R", bound=Recorded)


class BackwardPass(Generic[R]):
    """The way back from an output: tensors whose gradient has begun to arrive, the youngest first.

    `backward` takes step after step until none is left; `trace.backward_steps` does the same with a pause at each.
    """

    __slots__ = ("gradients", "youngest_first")

    def __init__(self, output: R, gradient: Any = None) -> None:
        start = starting_gradient(output, gradient)
        self.gradients: dict[int, Array] = {}
        self.youngest_first: list[tuple[int, R]] = []
        if output.is_leaf:
            accumulate(output, start, start)
        else:
            self.gradients[output.serial] = start
            self.youngest_first.append((-output.serial, output))

    def step(self) -> tuple[R, Array, tuple[Array | None, ...]]:
        """Pass the gradient of the youngest tensor to its parents: leaves keep it, others wait for their turn.

        Returns the tensor, its complete gradient, and the part of each parent.
        """
        _, node = heappop(self.youngest_first)
        g = self.gradients.pop(node.serial)
        parts = node.vjp(g)  # type: ignore[misc]  # only leaves have no vjp, and they do not wait
        for parent, part in zip(node.parents, parts):  # noqa: B905 - checking lengths takes time
            if part is None or not parent.requires_grad:
                continue
            serial = parent.serial
            if serial == 0:
                accumulate(parent, part, g)
            elif serial in self.gradients:
                self.gradients[serial] = self.gradients[serial] + part
            else:
                self.gradients[serial] = part  # may be shared, so what comes later is not added in place
                heappush(self.youngest_first, (-serial, parent))
        return node, g, parts


def starting_gradient(output: Recorded, gradient: Any) -> Array:
    """The gradient a pass starts from: what was given, or 1 for a single number."""
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


def accumulate(leaf: Recorded, part: Array, g: Array) -> None:
    """Add to a leaf's gradient. Two leaves never share one array, so g itself and views are copied."""
    if leaf.grad is not None:
        part = leaf.grad + part
    elif part is g or part.base is not None:
        part = part.copy()
    leaf.grad = np.asarray(part, leaf.data.dtype)
