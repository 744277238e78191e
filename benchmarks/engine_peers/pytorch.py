"""PyTorch eager, with its default, its foreach and its fused optimizers.

"tuned" is what an expert adds by hand: images in channels-last order, and a transformer block written out around
scaled_dot_product_attention. It does not apply to nets of linear layers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import torch
from torch import nn
from torch.nn.functional import gelu, linear, scaled_dot_product_attention

from benchmarks.engine_workloads import Workload, data, weights

VARIANTS = {"eager": {}, "foreach": {"foreach": True}, "fused": {"fused": True}, "tuned": {"fused": True}}
LOSSES = {"bce": nn.BCEWithLogitsLoss, "cross entropy": nn.CrossEntropyLoss, "mse": nn.MSELoss}
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], torch.Tensor] | None:
    """One step of the workload as a PyTorch user writes it; None where the variant does not apply."""
    tuned = variant == "tuned"
    if tuned and workload.kind == "mlp":
        return None
    model = {"mlp": mlp, "conv": convnet, "block": WrittenOut if tuned else block}[workload.kind](workload)
    model.to(getattr(torch, dtype))
    model.load_state_dict({k: torch.from_numpy(v) for k, v in weights(workload, dtype).items()})
    make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[workload.optimizer]
    optimizer = make(model.parameters(), lr=workload.learning_rate, **VARIANTS[variant])
    loss_function = LOSSES[workload.loss]()
    x, y = (torch.from_numpy(a) for a in data(workload, dtype))
    if tuned and workload.kind == "conv":
        model, x = (a.to(memory_format=torch.channels_last) for a in (model, x))

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def mlp(workload: Workload) -> nn.Module:
    """Linear layers with an activation between them."""
    layers: list[nn.Module] = []
    for n_in, n_out in zip(workload.sizes, workload.sizes[1:], strict=False):
        layers += [nn.Linear(n_in, n_out), ACTIVATIONS[workload.activation]()]
    return nn.Sequential(*layers[:-1])


def convnet(workload: Workload) -> nn.Module:
    """Two convolutions, each with ReLU and pooling, and a linear layer."""
    first, middle, last, classes = workload.sizes
    return nn.Sequential(
        *(nn.Conv2d(first, middle, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(middle, last, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(last * (workload.side // 4) ** 2, classes)),
    )


def block(workload: Workload) -> nn.Module:
    """PyTorch's own pre-norm encoder layer: in training it calls the fused attention."""
    width, heads = workload.sizes
    activation = functools.partial(gelu, approximate="tanh")
    return nn.TransformerEncoderLayer(
        width, heads, 4 * width, dropout=0.0, activation=activation, batch_first=True, norm_first=True
    )


class WrittenOut(nn.Module):
    """The same block by hand, under the same parameter names."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        width, self.heads = workload.sizes
        self.self_attn = nn.MultiheadAttention(width, self.heads)  # holds the parameters, is never called
        self.linear1, self.linear2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, token, width), kept."""
        a = self.self_attn
        qkv = linear(self.norm1(x), a.in_proj_weight, a.in_proj_bias)
        q, k, v = qkv.view(*x.shape[:2], 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        x = x + a.out_proj(scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape))
        return x + self.linear2(gelu(self.linear1(self.norm2(x)), approximate="tanh"))


def wait() -> None:
    """Eager work is done when the call returns."""


def value(loss: torch.Tensor) -> float:
    """The loss as a float."""
    return loss.item()
