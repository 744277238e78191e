"""The tensor: an array with a gradient, and the table of everything that can be computed with it.

Each entry of the table names its function in ops/, where the value stands with its derivative under it: `x.exp()`
is `pointwise.exp` there. How the derivatives of a whole computation are put together is in autograd.py.
"""
# ruff: noqa: FBT001, FBT002 - PyTorch's order of arguments

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Concatenate, NamedTuple, ParamSpec

import numpy as np
import numpy.typing as npt

from coursekit.engine import allocator
from coursekit.engine.arraylike import ArrayLike
from coursekit.engine.arrays import Array, Result, as_array, as_dtype, combine
from coursekit.engine.autograd import Recorded
from coursekit.engine.calls import in_words, named_after
from coursekit.engine.ops import activations, arithmetic, conversions, pointwise, reductions, shaping
from coursekit.errors import DTypeError, GraphError

P = ParamSpec("P")
Binary = Callable[["Tensor", Any], "Tensor"]

allocator.keep_freed_blocks()


def unary(op: Callable[[Array], Result]) -> Callable[[Tensor], Tensor]:
    """An operation on one array as an operation on a tensor."""

    def method(x: Tensor) -> Tensor:
        try:
            value, vjp = op(x.data)
        except TypeError as error:
            raise in_words(op, error) from None
        return record(value, (x,), vjp)

    return named_after(op, method)


def unary_with(op: Callable[Concatenate[Array, P], Result]) -> Callable[Concatenate[Tensor, P], Tensor]:
    """A unary operation that takes further arguments, such as `dim`."""

    def method(x: Tensor, /, *args: P.args, **kwargs: P.kwargs) -> Tensor:
        try:
            value, vjp = op(x.data, *args, **kwargs)
        except (TypeError, ValueError) as error:
            raise in_words(op, error) from None
        return record(value, (x,), vjp)

    return named_after(op, method)


def binary(op: Callable[[Array, Array, arithmetic.Needs], Result]) -> Binary:
    """An operation on two arrays as one on a tensor and a second tensor, an array or a number."""

    def method(x: Tensor, other: Any) -> Tensor:
        y = x.as_tensor(other)
        value, vjp = op(x.data, y.data, (x.requires_grad, y.requires_grad))
        return record(value, (x, y), vjp)

    return named_after(op, method)


def reflected(symbol: Callable[[Any, Any], Any]) -> Binary:
    """A symbol with the tensor on its right: 2 − x."""

    def method(x: Tensor, other: Any) -> Tensor:
        result: Tensor = symbol(x.as_tensor(other), x)
        return result

    return method


def in_place(symbol: Callable[[Any, Any], Any]) -> Binary:
    """The assignment x −= other: written into a leaf that collects a gradient, else computed anew.

    w −= η·g changes a leaf in place, which is allowed where nothing is recorded; other tensors are computed
    anew, because an earlier operation may still need the old entries for its gradient.
    """

    def method(x: Tensor, other: Any) -> Tensor:
        result: Tensor = symbol(x, other)
        if not (x.requires_grad and x.is_leaf):
            return result
        if result.requires_grad:
            raise GraphError(
                "a leaf that requires grad cannot change in place here; do it under `with no_grad():`"
            )
        x.data[...] = result.data
        return x

    return method


def comparison(ufunc: np.ufunc) -> Callable[[Tensor, Any], Tensor]:
    """A comparison entry by entry: a tensor of booleans, which has no gradient."""

    def method(x: Tensor, other: Any) -> Tensor:
        return Tensor.constant(combine(ufunc, x.data, x.as_tensor(other).data))

    return method


def without_gradient(op: Callable[Concatenate[Array, P], Any]) -> Callable[Concatenate[Tensor, P], Tensor]:
    """A function of an array that has no gradient, as a method."""

    def method(x: Tensor, /, *args: P.args, **kwargs: P.kwargs) -> Tensor:
        try:
            return Tensor.constant(op(x.data, *args, **kwargs))
        except (TypeError, ValueError) as error:
            raise in_words(op, error) from None

    return named_after(op, method)


class Extreme(NamedTuple):
    """The result of `max` and `min` along a dim: the values and their indices."""

    values: Tensor
    indices: Tensor


class Tensor(Recorded, ArrayLike):
    """An array, its gradient, and how it was computed.

    Args:
        data: an array or nested lists of numbers; floats are cast to float32 unless `dtype` says otherwise.
            An array that needs no cast is shared, as `torch.from_numpy` does; `tensor(...)` copies.
        requires_grad: collect a gradient here in `backward`.
        dtype: what to store instead, `np.float64` for example.

    Raises:
        DTypeError: entries that are not real numbers, or a gradient asked of integers.
    """

    __slots__ = ()
    __array_ufunc__ = None  # array + tensor becomes tensor.__radd__(array)
    __hash__ = object.__hash__  # == compares entries; as a key, a tensor is itself and no other

    def __init__(self, data: Any, requires_grad: bool = False, dtype: npt.DTypeLike | None = None) -> None:
        self.data = data.data if isinstance(data, Tensor) else as_array(data, dtype)
        self.grad = None
        self.requires_grad = False
        self.parents = ()
        self.vjp = None
        self.serial = 0
        if requires_grad:
            self.requires_grad_()

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Start (or stop) collecting a gradient here; returns the tensor itself."""
        if self.data.dtype.kind != "f":
            raise DTypeError(
                f"only floats have gradients, this tensor holds {self.data.dtype}; call .float() first"
            )
        self.requires_grad = requires_grad
        return self

    def detach(self) -> Tensor:
        """A leaf with the same data: gradients stop here."""
        return Tensor.constant(self.data)

    def as_tensor(self, other: Any) -> Tensor:
        """The other operand as a tensor: numbers and arrays take on this tensor's dtype."""
        dtype = self.data.dtype
        if isinstance(other, Tensor):
            # NumPy would make float64 of float32 · int64; the floats decide, as in PyTorch.
            if other.data.dtype is dtype or dtype.kind != "f" or other.data.dtype.kind == "f":
                return other
            return other.to(dtype)
        return Tensor.constant(as_array(other, dtype if dtype.kind == "f" else None))

    __neg__ = unary(arithmetic.neg)
    __add__ = binary(arithmetic.add)
    __sub__ = binary(arithmetic.sub)
    __mul__ = binary(arithmetic.mul)
    __truediv__ = binary(arithmetic.div)
    __matmul__ = binary(arithmetic.matmul)

    __radd__ = reflected(operator.add)
    __rsub__ = reflected(operator.sub)
    __rmul__ = reflected(operator.mul)
    __rtruediv__ = reflected(operator.truediv)
    __rmatmul__ = reflected(operator.matmul)
    __rpow__ = reflected(operator.pow)

    __iadd__ = in_place(operator.add)
    __isub__ = in_place(operator.sub)
    __imul__ = in_place(operator.mul)
    __itruediv__ = in_place(operator.truediv)

    __eq__ = comparison(np.equal)  # type: ignore[assignment]  # entry by entry, as in PyTorch
    __ne__ = comparison(np.not_equal)  # type: ignore[assignment]
    __lt__ = comparison(np.less)
    __le__ = comparison(np.less_equal)
    __gt__ = comparison(np.greater)
    __ge__ = comparison(np.greater_equal)

    exp = unary(pointwise.exp)
    log = unary(pointwise.log)
    sqrt = unary(pointwise.sqrt)
    square = unary(pointwise.square)
    sin = unary(pointwise.sin)
    cos = unary(pointwise.cos)
    erf = unary(pointwise.erf)
    abs = unary(pointwise.abs)
    maximum = binary(pointwise.maximum)
    minimum = binary(pointwise.minimum)

    def clamp(self, min: Any = None, max: Any = None) -> Tensor:  # noqa: A002 - PyTorch's names
        """Each entry kept between two bounds, numbers or tensors that broadcast.

        Raises:
            ArgumentError: neither bound.
        """
        given = [b if b is None or isinstance(b, int | float) else self.as_tensor(b) for b in (min, max)]
        tensors = [b for b in given if isinstance(b, Tensor)]
        value, vjp = pointwise.clamp(self.data, *(b.data if isinstance(b, Tensor) else b for b in given))
        return record(value, (self, *tensors), vjp)

    clip = clamp

    def pow(self, exponent: Any) -> Tensor:
        """Each entry to a power, a number or a tensor that broadcasts; 0⁰ is 1 with slope 0."""
        if isinstance(exponent, int | float):
            return _number_power(self, exponent)
        return _power(self, exponent)

    __pow__ = pow  # noqa: A003 - the method above

    def where(self, condition: Any, other: Any) -> Tensor:
        """The entries of this tensor where the condition holds, of `other` elsewhere; all three broadcast."""
        y = self.as_tensor(other)
        value, vjp = pointwise.where(np.asarray(condition, dtype=bool), self.data, y.data)
        return record(value, (self, y), vjp)

    def masked_fill(self, mask: Any, value: Any) -> Tensor:
        """This tensor where the mask is False, `value` where it is True."""
        return self.as_tensor(value).where(mask, self)

    relu = unary(activations.relu)
    sigmoid = unary(activations.sigmoid)
    tanh = unary(activations.tanh)
    softmax = unary_with(activations.softmax)
    log_softmax = unary_with(activations.log_softmax)

    sum = unary_with(reductions.sum)
    mean = unary_with(reductions.mean)
    var = unary_with(reductions.var)
    std = unary_with(reductions.std)
    norm = unary_with(reductions.norm)
    logsumexp = unary_with(reductions.logsumexp)
    amax = unary_with(reductions.amax)
    amin = unary_with(reductions.amin)
    argmax = without_gradient(reductions.argmax)
    argmin = without_gradient(reductions.argmin)
    all = without_gradient(reductions.all)
    any = without_gradient(reductions.any)

    def max(self, dim: Any = None, keepdim: bool = False) -> Any:
        """The largest entry; with `dim` a pair (values, indices), whose gradient goes to that index alone.

        With a tensor in place of `dim` the larger of two entries, as `maximum`.
        """
        if isinstance(dim, Tensor):
            return self.maximum(dim)
        return _largest(self) if dim is None else self._along(reductions.max, dim, keepdim)

    def min(self, dim: Any = None, keepdim: bool = False) -> Any:
        """The smallest entry; with `dim` a pair (values, indices), whose gradient goes to that index alone.

        With a tensor in place of `dim` the smaller of two entries, as `minimum`.
        """
        if isinstance(dim, Tensor):
            return self.minimum(dim)
        return _smallest(self) if dim is None else self._along(reductions.min, dim, keepdim)

    def _along(self, op: Callable[[Array, int, bool], reductions.Choice], dim: int, keepdim: bool) -> Extreme:
        try:
            value, indices, vjp = op(self.data, dim, keepdim)
        except TypeError as error:
            raise in_words(op, error) from None
        return Extreme(record(value, (self,), vjp), Tensor.constant(indices))

    reshape = view = unary_with(shaping.reshape)
    flatten = unary_with(shaping.flatten)
    permute = unary_with(shaping.permute)
    transpose = unary_with(shaping.transpose)
    unsqueeze = unary_with(shaping.unsqueeze)
    squeeze = unary_with(shaping.squeeze)
    expand = unary_with(shaping.expand)

    def __getitem__(self, index: Any) -> Tensor:
        index = tuple(map(plain, index)) if isinstance(index, tuple) else plain(index)
        value, vjp = shaping.getitem(self.data, index)
        return record(value, (self,), vjp)

    clone = unary(conversions.clone)

    def to(self, dtype: npt.DTypeLike) -> Tensor:
        """The values as another dtype; the tensor itself where nothing changes, as on the way to "cpu".

        Raises:
            DTypeError: neither a dtype nor "cpu".
        """
        if dtype == "cpu" or self.data.dtype == (wanted := as_dtype(dtype)):
            return self
        value, vjp = conversions.to(self.data, wanted)
        return record(value, (self,) if value.dtype.kind == "f" else (), vjp)


record = Tensor.record  # a name of its own saves a look-up in every operation
_largest, _smallest = unary(reductions.largest_of_all), unary(reductions.smallest_of_all)
_number_power, _power = unary_with(pointwise.number_power), binary(pointwise.pow)


def plain(index: Any) -> Any:
    """An index that NumPy understands: tensors and lists as arrays."""
    return np.asarray(index) if isinstance(index, Tensor | list) else index
