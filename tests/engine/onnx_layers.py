"""ONNX's layer operators in the engine: convolution, pooling, normalisation, recurrence, attention, losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from onnx_left_out import LeftOut

from coursekit.engine import cat, nn, stack, tensor
from coursekit.engine import functional as F  # noqa: N812 - as everybody writes it

__all__ = ["LAYERS"]


def padding(
    auto_pad: str, pads: Sequence[int], x: Any, kernel: Sequence[int], strides: Sequence[int]
) -> tuple[int, int]:
    """One padding for both sides of height and width."""
    if len(kernel) != 2:
        raise LeftOut("convolution and pooling over one or three dims; the engine has images")
    if auto_pad.startswith("SAME"):
        sizes = zip(x.shape[2:], kernel, strides, strict=True)
        total = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in sizes]
        small, large = [t // 2 for t in total], [t - t // 2 for t in total]
        pads = small + large if auto_pad == "SAME_UPPER" else large + small
    if list(pads[:2]) != list(pads[2:]):
        raise LeftOut("padding that differs between two sides")
    return pads[0], pads[1]


def conv(
    x: Any, w: Any, b: Any = None, *, kernel_shape: Any = None, pads: Any = (0, 0, 0, 0), strides: Any = (1, 1),
    dilations: Any = (1, 1), group: int = 1, auto_pad: str = "NOTSET",
) -> Any:  # fmt: skip
    """Convolution of images."""
    pad = padding(auto_pad, pads, x, w.shape[2:], strides)
    return F.conv2d(x, w, b, tuple(strides), pad, tuple(dilations), group)


def pool(name: str) -> Callable[..., Any]:
    """Pooling of images."""

    def pooled(
        x: Any, *, kernel_shape: Any, pads: Any = (0, 0, 0, 0), strides: Any = None, dilations: Any = (1, 1),
        auto_pad: str = "NOTSET", ceil_mode: int = 0, count_include_pad: int = 0, storage_order: int = 0,
    ) -> Any:  # fmt: skip
        strides = strides or [1] * len(kernel_shape)
        pad = padding(auto_pad, pads, x, kernel_shape, strides)
        if ceil_mode or set(dilations) != {1}:
            raise LeftOut("pooling with ceil_mode or dilation")
        if any(2 * p > k for p, k in zip(pad, kernel_shape, strict=True)):
            raise LeftOut("pooling padded by more than half of its window, which PyTorch refuses too")
        if name == "avg_pool2d" and any(pad) and not count_include_pad:
            raise LeftOut("average pooling that does not count the padding")
        return getattr(F, name)(x, tuple(kernel_shape), tuple(strides), pad)

    return pooled


def batch_norm(
    x: Any,
    w: Any,
    b: Any,
    mean: Any,
    var: Any,
    *,
    epsilon: float = 1e-5,
    momentum: float = 0.9,
    training_mode: int = 0,
) -> Any:
    """Batch norm; while training ONNX takes the plain variance into its running one, PyTorch the unbiased one."""
    out = F.batch_norm(x, mean, var, w, b, bool(training_mode), 1 - momentum, epsilon)
    if not training_mode:
        return out
    n = x.data.size // x.shape[1]
    plain = x.data.var(axis=(0, *range(2, x.ndim)))
    return out, mean, tensor(var.data - (1 - momentum) * plain / (n - 1), dtype=var.dtype)


def layer_norm(x: Any, w: Any, b: Any = None, *, axis: int = -1, epsilon: float = 1e-5) -> Any:
    """Layer norm, the mean, and one over the deviation."""
    dims = tuple(range(axis % x.ndim, x.ndim))
    out = F.layer_norm(x, x.shape[dims[0] :], w, b, epsilon)
    return out, x.mean(dims, keepdim=True), (x.var(dims, correction=0, keepdim=True) + epsilon) ** -0.5


def rms_norm(x: Any, w: Any, *, axis: int = -1, epsilon: float = 1e-5) -> Any:
    """Root-mean-square norm."""
    return F.rms_norm(x, x.shape[axis % x.ndim :], w, epsilon)


def dropout(x: Any, ratio: Any = None, training: Any = None, *, seed: int = 0) -> Any:
    """Only where nothing is dropped: another generator drops other entries."""
    if training is not None and training.item() and (ratio is None or ratio.item() > 0):
        raise LeftOut("Dropout's own random numbers")
    return F.dropout(x, 0.0), tensor(np.ones(x.shape, bool))


def recurrent(name: str, gates: Sequence[int]) -> Callable[..., Any]:
    """RNN, LSTM or GRU: weights of each direction put into a layer, gates in PyTorch's order."""

    def run(
        x: Any, W: Any, R: Any, B: Any = None, lengths: Any = None, h: Any = None, c: Any = None, P: Any = None, *,
        hidden_size: int, direction: str = "forward", layout: int = 0, linear_before_reset: int = 0,
    ) -> Any:  # fmt: skip
        if P is not None:
            raise LeftOut("peepholes of an LSTM")
        if lengths is not None and set(lengths.tolist()) != {x.shape[layout]}:
            raise LeftOut("sequences of unequal length")
        if name == "GRU" and not linear_before_reset:
            raise LeftOut("a GRU that resets before its product; PyTorch's resets after it")
        x = x.transpose(0, 1) if layout else x
        ways = [direction == "reverse"] if len(W) == 1 else [False, True]
        outs = [
            one_way(
                name,
                gates,
                x,
                [None if a is None else a.data[i] for a in (W, R, B, h, c)],
                backwards=backwards,
            )
            for i, backwards in enumerate(ways)
        ]
        y = stack([o[0] for o in outs], 1)
        last = [stack(list(s), 0) for s in zip(*(o[1] for o in outs), strict=True)]
        return (y.permute(2, 0, 1, 3), *(s.transpose(0, 1) for s in last)) if layout else (y, *last)

    return run


def one_way(name: str, gates: Sequence[int], x: Any, arrays: Sequence[Any], *, backwards: bool) -> Any:
    """Outputs (T, N, n) and the last states (N, n) of one direction."""
    W, R, B, h, c = arrays
    n = R.shape[1]
    layer = getattr(nn, name)(x.shape[-1], n, bias=True)
    order = np.concatenate([np.arange(n) + g * n for g in gates])
    B = np.zeros(2 * len(W), W.dtype) if B is None else B
    for parameter, values in zip(layer.parameters(), (W, R, B[: len(W)], B[len(W) :]), strict=True):
        parameter.data[...] = values[order]
    times = np.arange(x.shape[0])[:: -1 if backwards else 1]
    start = [tensor(s[None], dtype=s.dtype) for s in (h, c) if s is not None]
    state = () if not start else (tuple(start),) if name == "LSTM" else (start[0],)
    y, last = layer(x[times], *state)
    return y[times], [s[0] for s in (last if isinstance(last, tuple) else (last,))]


def attention(
    q: Any, k: Any, v: Any, mask: Any = None, past_k: Any = None, past_v: Any = None, lengths: Any = None, *,
    is_causal: int = 0, scale: float | None = None, softcap: float = 0.0, q_num_heads: int = 0, kv_num_heads: int = 0,
    qk_matmul_output_mode: int = 0, softmax_precision: int = 1,
) -> Any:  # fmt: skip
    """Scaled dot-product attention; three dims are (batch, token, heads · width)."""
    if softcap or lengths is not None or qk_matmul_output_mode:
        raise LeftOut("attention with softcap, padded keys, or its scores as an output")
    flat = q.ndim == 3
    if flat:
        q, k, v = (heads(a, n) for a, n in ((q, q_num_heads), (k, kv_num_heads), (v, kv_num_heads)))
    if q.shape[1] != k.shape[1]:
        raise LeftOut("attention in which several heads share keys")
    if past_k is not None:
        if is_causal:
            raise LeftOut("causal attention that continues an earlier call")
        k, v = cat([past_k, k], 2), cat([past_v, v], 2)
    if mask is not None and mask.dtype == bool and not mask_allows_some(mask.data, causal=bool(is_causal)):
        raise LeftOut("attention in which a row may look nowhere")
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=bool(is_causal), scale=scale)
    out = out.transpose(1, 2).flatten(2) if flat else out
    return (out, k, v) if past_k is not None else out


def mask_allows_some(mask: np.ndarray, *, causal: bool) -> bool:
    """Whether every row may look somewhere."""
    return bool((np.tril(mask) if causal else mask).any(axis=-1).all())


def heads(x: Any, n: int) -> Any:
    """(batch, token, heads · width) → (batch, heads, token, width)."""
    return x.reshape(*x.shape[:2], n, -1).transpose(1, 2)


def cross_entropy(z: Any, y: Any, w: Any = None, *, reduction: str = "mean", ignore_index: int = -100) -> Any:
    """Cross-entropy, and the log-probabilities."""
    loss = F.cross_entropy(z, y, weight=w, reduction=reduction, ignore_index=ignore_index)
    return loss, z.log_softmax(1)


def likelihood(z: Any, y: Any, w: Any = None, *, reduction: str = "mean", ignore_index: int = -100) -> Any:
    """Negative log-likelihood."""
    return F.nll_loss(z, y, w, ignore_index=ignore_index, reduction=reduction)


LAYERS: dict[str, Callable[..., Any]] = {
    "Attention": attention,
    "AveragePool": pool("avg_pool2d"),
    "BatchNormalization": batch_norm,
    "Conv": conv,
    "Dropout": dropout,
    "GRU": recurrent("GRU", (1, 0, 2)),
    "LSTM": recurrent("LSTM", (0, 2, 3, 1)),
    "LayerNormalization": layer_norm,
    "MaxPool": pool("max_pool2d"),
    "NegativeLogLikelihoodLoss": likelihood,
    "RMSNormalization": rms_norm,
    "RNN": recurrent("RNN", (0,)),
    "SoftmaxCrossEntropyLoss": cross_entropy,
}
