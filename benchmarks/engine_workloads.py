"""The training steps that the engine benchmark times: shapes, data and first weights, the same for every peer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["WORKLOADS", "Workload", "data", "weights"]

LEARNING_RATE = {"sgd": 0.05, "adam": 0.001}


@dataclass(frozen=True)
class Workload:
    """One training step. `sizes` is layer widths (mlp), channels (conv) or (width, heads) (block)."""

    name: str
    label: str
    kind: str
    sizes: tuple[int, ...]
    batch: int
    optimizer: str
    loss: str
    activation: str = "relu"
    side: int = 0  # pixels of an image's side, or tokens in a sequence
    large: bool = False  # over a millisecond even by hand: held to a tighter bound

    @property
    def learning_rate(self) -> float:
        """The step size that every peer uses."""
        return LEARNING_RATE[self.optimizer]


WORKLOADS = {
    w.name: w
    for w in (
        Workload(
            "tiny-sgd", "2-16-16-1 tanh, batch 32, SGD", "mlp", (2, 16, 16, 1), 32, "sgd", "bce", "tanh"
        ),
        Workload("tiny-adam", "same, Adam", "mlp", (2, 16, 16, 1), 32, "adam", "bce", "tanh"),
        Workload(
            "wide",
            "784-256-128-10 ReLU, batch 128, Adam",
            "mlp",
            (784, 256, 128, 10),
            128,
            "adam",
            "cross entropy",
            large=True,
        ),
        Workload(
            "gelu",
            "256-512-256-20 GELU, batch 64, Adam",
            "mlp",
            (256, 512, 256, 20),
            64,
            "adam",
            "cross entropy",
            "gelu",
        ),
        Workload("deep", "10 layers of 64, Adam", "mlp", (64,) * 10 + (10,), 64, "adam", "cross entropy"),
        Workload(
            "conv-28",
            "small convnet 28×28, batch 64",
            "conv",
            (1, 8, 16, 10),
            64,
            "adam",
            "cross entropy",
            side=28,
            large=True,
        ),
        Workload(
            "conv-8",
            "small convnet 8×8, batch 64",
            "conv",
            (1, 16, 32, 10),
            64,
            "adam",
            "cross entropy",
            side=8,
        ),
        Workload(
            "block",
            "transformer block d=64, T=64, batch 16",
            "block",
            (64, 4),
            16,
            "sgd",
            "mse",
            "gelu",
            side=64,
            large=True,
        ),
    )
}


def data(workload: Workload, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """One batch (inputs, targets); labels are int64, everything else has the given dtype."""
    rng = np.random.default_rng(1)
    first, last, batch, side = workload.sizes[0], workload.sizes[-1], workload.batch, workload.side
    if workload.kind == "block":
        shape = (batch, side, first)
        return rng.normal(size=shape).astype(dtype), rng.normal(size=shape).astype(dtype)
    shape = (batch, first, side, side) if workload.kind == "conv" else (batch, first)
    x = rng.normal(size=shape).astype(dtype)
    if workload.loss == "bce":
        return x, (x[:, :1] * x[:, 1:2] > 0).astype(dtype)
    return x, rng.integers(last, size=batch)


def weights(workload: Workload, dtype: str) -> dict[str, np.ndarray]:
    """The first parameters under PyTorch's names and in its order: weights (n_out, n_in), uniform ±1/√n_in."""
    rng = np.random.default_rng(2)
    shapes = {"mlp": _mlp, "conv": _conv, "block": _block}[workload.kind](workload)
    params = {}
    for name, shape in shapes.items():
        if "norm" in name:
            params[name] = np.full(shape, float(name.endswith("weight")), dtype)
        else:
            bound = np.prod(shape[1:] if len(shape) > 1 else shape) ** -0.5
            params[name] = rng.uniform(-bound, bound, size=shape).astype(dtype)
    return params


def _mlp(workload: Workload) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {}
    for i, (n_in, n_out) in enumerate(zip(workload.sizes, workload.sizes[1:], strict=False)):
        shapes[f"{2 * i}.weight"] = (n_out, n_in)
        shapes[f"{2 * i}.bias"] = (n_out,)
    return shapes


def _conv(workload: Workload) -> dict[str, tuple[int, ...]]:
    """Twice: conv 3×3, ReLU, pool 2; then flatten, linear."""
    first, middle, last, classes = workload.sizes
    features = last * (workload.side // 4) ** 2
    return {
        "0.weight": (middle, first, 3, 3),
        "0.bias": (middle,),
        "3.weight": (last, middle, 3, 3),
        "3.bias": (last,),
        "7.weight": (classes, features),
        "7.bias": (classes,),
    }


def _block(workload: Workload) -> dict[str, tuple[int, ...]]:
    """Pre-norm attention and a feed-forward net four times as wide, under nn.TransformerEncoderLayer's names."""
    d = workload.sizes[0]
    return {
        "self_attn.in_proj_weight": (3 * d, d),
        "self_attn.in_proj_bias": (3 * d,),
        "self_attn.out_proj.weight": (d, d),
        "self_attn.out_proj.bias": (d,),
        "linear1.weight": (4 * d, d),
        "linear1.bias": (4 * d,),
        "linear2.weight": (d, 4 * d),
        "linear2.bias": (d,),
        "norm1.weight": (d,),
        "norm1.bias": (d,),
        "norm2.weight": (d,),
        "norm2.bias": (d,),
    }
