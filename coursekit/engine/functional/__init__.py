"""Every operation as a function, under the names of `torch.nn.functional`."""

from coursekit.engine.functional.activations import (
    elu,
    gelu,
    leaky_relu,
    log_softmax,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    tanh,
)
from coursekit.engine.functional.attention import scaled_dot_product_attention
from coursekit.engine.functional.classification import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    nll_loss,
)
from coursekit.engine.functional.conv import avg_pool2d, conv2d, max_pool2d
from coursekit.engine.functional.linear import dropout, embedding, linear, one_hot
from coursekit.engine.functional.losses import huber_loss, l1_loss, mse_loss, smooth_l1_loss
from coursekit.engine.functional.norm import batch_norm, layer_norm, rms_norm

__all__ = [
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "conv2d",
    "cross_entropy",
    "dropout",
    "elu",
    "embedding",
    "gelu",
    "huber_loss",
    "l1_loss",
    "layer_norm",
    "leaky_relu",
    "linear",
    "log_softmax",
    "max_pool2d",
    "mse_loss",
    "nll_loss",
    "one_hot",
    "relu",
    "rms_norm",
    "scaled_dot_product_attention",
    "sigmoid",
    "silu",
    "smooth_l1_loss",
    "softmax",
    "softplus",
    "tanh",
]
