"""Every operation as a method or a symbol: x.exp() is pointwise.exp(x), x / y is arithmetic.div(x, y)."""

from __future__ import annotations

from coursekit.engine import activations, arithmetic, conversions, pointwise, reductions, shaping

__all__ = ["Operations"]


class Operations:
    """The table of operations that a tensor has beside the three in tensor.py."""

    __slots__ = ()

    __neg__ = arithmetic.neg
    __pow__ = pointwise.pow
    __radd__ = arithmetic.radd
    __rmatmul__ = arithmetic.rmatmul
    __rmul__ = arithmetic.rmul
    __rpow__ = arithmetic.rpow
    __rsub__ = arithmetic.rsub
    __rtruediv__ = arithmetic.rdiv
    __sub__ = arithmetic.sub
    __truediv__ = arithmetic.div
    __setitem__ = arithmetic.setitem
    __iadd__ = arithmetic.iadd
    __imul__ = arithmetic.imul
    __isub__ = arithmetic.isub
    __itruediv__ = arithmetic.idiv

    __eq__ = pointwise.eq  # type: ignore[assignment]  # entry by entry, as in PyTorch
    __ge__ = pointwise.ge
    __gt__ = pointwise.gt
    __le__ = pointwise.le
    __lt__ = pointwise.lt
    __ne__ = pointwise.ne  # type: ignore[assignment]

    abs = pointwise.abs
    clamp = pointwise.clamp
    clip = pointwise.clamp
    cos = pointwise.cos
    erf = pointwise.erf
    exp = pointwise.exp
    log = pointwise.log
    masked_fill = pointwise.masked_fill
    maximum = pointwise.maximum
    minimum = pointwise.minimum
    pow = pointwise.pow
    sin = pointwise.sin
    sqrt = pointwise.sqrt
    square = pointwise.square

    clone = conversions.clone
    double = conversions.double
    float = conversions.float
    floating = conversions.floating
    long = conversions.long
    to = conversions.to

    log_softmax = activations.log_softmax
    relu = activations.relu
    sigmoid = activations.sigmoid
    softmax = activations.softmax
    tanh = activations.tanh

    all = reductions.all
    amax = reductions.amax
    amin = reductions.amin
    any = reductions.any
    argmax = reductions.argmax
    argmin = reductions.argmin
    logsumexp = reductions.logsumexp
    max = reductions.max
    mean = reductions.mean
    min = reductions.min
    norm = reductions.norm
    std = reductions.std
    sum = reductions.sum
    var = reductions.var

    __getitem__ = shaping.getitem
    chunk = shaping.chunk
    expand = shaping.expand
    flatten = shaping.flatten
    permute = shaping.permute
    reshape = shaping.reshape
    split = shaping.split
    squeeze = shaping.squeeze
    transpose = shaping.transpose
    unsqueeze = shaping.unsqueeze
    view = shaping.reshape
