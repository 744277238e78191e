"""JAX: the whole step, update included, compiled by XLA. It builds no graph at run time; a bound from another side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from benchmarks.engine_workloads import Workload, data, weights

VARIANTS = {"jit": {}}
ACTIVATIONS = {
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], Any]:
    """One compiled step."""
    del variant
    jax.config.update("jax_enable_x64", dtype == "float64")
    params = {k: jnp.asarray(v) for k, v in weights(workload, dtype).items()}
    x, y = (jnp.asarray(a) for a in data(workload, dtype))
    forward = {"mlp": mlp, "conv": convnet, "block": block}[workload.kind]
    loss_of = {"bce": bce, "cross entropy": cross_entropy, "mse": mse}[workload.loss]
    update = {"sgd": sgd, "adam": adam}[workload.optimizer]
    state = (
        params,
        jax.tree.map(jnp.zeros_like, params),
        jax.tree.map(jnp.zeros_like, params),
        jnp.zeros((), dtype),
    )

    def compiled(state: Any, x: Any, y: Any) -> Any:
        loss, g = jax.value_and_grad(lambda p: loss_of(forward(workload, p, x), y))(state[0])
        return update(state, g, workload.learning_rate), loss

    run = jax.jit(compiled, donate_argnums=0)

    def step() -> Any:
        nonlocal state
        state, loss = run(state, x, y)
        return loss

    return step


def mlp(workload: Workload, p: Any, x: Any) -> Any:
    """Linear layers with an activation between them."""
    last = 2 * (len(workload.sizes) - 2)
    for i in range(0, last + 1, 2):
        x = x @ p[f"{i}.weight"].T + p[f"{i}.bias"]
        x = x if i == last else ACTIVATIONS[workload.activation](x)
    return x


def convnet(workload: Workload, p: Any, x: Any) -> Any:
    """Two convolutions, each with ReLU and pooling, and a linear layer."""
    del workload
    for name in ("0", "3"):
        x = jax.lax.conv_general_dilated(x, p[f"{name}.weight"], (1, 1), "SAME")
        x = jax.nn.relu(x + p[f"{name}.bias"][:, None, None])
        x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
    return x.reshape(len(x), -1) @ p["7.weight"].T + p["7.bias"]


def block(workload: Workload, p: Any, x: Any) -> Any:
    """Pre-norm attention and a GELU net."""
    batch, tokens, width, heads = workload.batch, workload.side, *workload.sizes
    h = norm(x, p, "norm1") @ p["self_attn.in_proj_weight"].T + p["self_attn.in_proj_bias"]
    q, k, v = h.reshape(batch, tokens, 3, heads, -1).transpose(2, 0, 3, 1, 4)
    P = jax.nn.softmax(q @ k.swapaxes(2, 3) * q.shape[-1] ** -0.5, axis=-1)
    h = (P @ v).transpose(0, 2, 1, 3).reshape(batch, tokens, width)
    x = x + h @ p["self_attn.out_proj.weight"].T + p["self_attn.out_proj.bias"]
    h = jax.nn.gelu(norm(x, p, "norm2") @ p["linear1.weight"].T + p["linear1.bias"], approximate=True)
    return x + h @ p["linear2.weight"].T + p["linear2.bias"]


def norm(x: Any, p: Any, name: str) -> Any:
    """Layer norm."""
    centred = x - x.mean(-1, keepdims=True)
    scale = jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    return centred * scale * p[f"{name}.weight"] + p[f"{name}.bias"]


def bce(z: Any, y: Any) -> Any:
    """Binary cross-entropy from logits."""
    return (jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z)))).mean()


def cross_entropy(z: Any, y: Any) -> Any:
    """Cross-entropy of logits with labels."""
    return -jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], axis=1).mean()


def mse(z: Any, y: Any) -> Any:
    """Mean squared error."""
    return ((z - y) ** 2).mean()


def sgd(state: Any, g: Any, rate: float) -> Any:
    """Plain gradient descent."""
    p, m, v, t = state
    return jax.tree.map(lambda p, g: p - rate * g, p, g), m, v, t


def adam(state: Any, g: Any, rate: float) -> Any:
    """Adam with the usual constants."""
    p, m, v, t = state
    t = t + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    fix1, fix2 = 1 - 0.9**t, 1 - 0.999**t
    p = jax.tree.map(lambda p, m, v: p - rate * (m / fix1) / (jnp.sqrt(v / fix2) + 1e-8), p, m, v)
    return p, m, v, t


def wait() -> None:
    """JAX returns before the work is done."""
    jax.effects_barrier()


def value(loss: Any) -> float:
    """The loss as a float; waits for it."""
    return float(loss)
