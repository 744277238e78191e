"""One small network from several seeds, trained side by side: one batched product and one step for all.

No claim about training should rest on one lucky start, and five networks in one batch cost little more than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.engine.nn import Parameter
from coursekit.widgets.backprop import learner_functions
from coursekit.widgets.core.networks import relu_forward

Array = npt.NDArray[np.float64]
LAYER = ("linear_backward", "relu_backward")


class SeedNetworks:
    """Networks of `sizes` with ReLU between the layers, one for each seed.

    With `use(linear_backward=..., relu_backward=...)` the learner's own functions carry the gradient; `remark`
    says so.

    Args:
        sizes: neurons of each layer, inputs first.
        seeds: one network for each.
        gain: weights start with variance gain / inputs; 2 is He's, right for ReLU.

    Attributes:
        parameters: W (seeds, n_in, n_out) and b (seeds, 1, n_out) of each layer in turn.
        remark: a sentence about the learner's functions; empty while the course's are in use.
    """

    def __init__(self, sizes: Sequence[int], *, seeds: Sequence[int], gain: float = 2.0) -> None:
        rngs = [np.random.default_rng(seed) for seed in seeds]
        self.parameters: list[Parameter] = []
        self.remark = ""
        for n_in, n_out in pairwise(sizes):
            drawn = [rng.normal(0.0, np.sqrt(gain / n_in), (n_in, n_out)) for rng in rngs]
            self.parameters.append(Parameter(np.stack(drawn), dtype=np.float64))
            self.parameters.append(Parameter(np.zeros((len(rngs), 1, n_out)), dtype=np.float64))

    def __call__(self, x: Tensor, *, drop: float = 0.0, rng: np.random.Generator | None = None) -> Tensor:
        """Logits: (seeds or 1, n, n_in) → (seeds, n, n_out); `drop` is the share of hidden units left out."""
        *hidden, last = zip(self.parameters[::2], self.parameters[1::2], strict=True)
        for weight, bias in hidden:
            x = F.dropout(_relu(_linear(x, weight, bias)), drop, training=drop > 0, rng=rng)
        return _linear(x, *last)

    def update_remark(self) -> None:
        """Set `remark` to the latest one about the learner's functions; a difference, once found, stays."""
        said = learner_functions.remark(*LAYER)
        if "took over" not in self.remark:
            self.remark = said


def forward(weights: Sequence[Array], x: Array) -> Array:
    """The outputs of networks with such parameters, without a graph: (seeds or 1, n, n_in) → (seeds, n, n_out)."""
    return relu_forward(x, list(zip(weights[::2], weights[1::2], strict=True)))


def class_losses(logits: Array, labels: npt.NDArray[np.int64]) -> Array:
    """Mean cross-entropy over the examples, from logits and labels: (…, n, classes) and (…, n) → (…)."""
    z = logits - logits.max(axis=-1, keepdims=True)
    right = np.take_along_axis(z, np.broadcast_to(labels, z.shape[:-1])[..., None], axis=-1)[..., 0]
    found: Array = np.mean(np.log(np.exp(z).sum(axis=-1)) - right, axis=-1)
    return found


def _linear(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """X @ W + b for each seed, by the learner's linear_backward on the way back if it is in use."""
    if not learner_functions.in_use("linear_backward"):
        return x @ W + b

    def vjp(g: Array) -> tuple[Array, ...]:
        inputs = np.broadcast_to(x.data, (len(g), *x.shape[1:]))
        each = [
            learner_functions.compute("linear_backward", *given)
            for given in zip(g, inputs, W.data, strict=True)
        ]
        dx, dW, db = (np.stack(parts) for parts in zip(*each, strict=True))
        return dx if len(x) == len(g) else dx.sum(axis=0, keepdims=True), dW, db[:, None]

    return Tensor.record(x.data @ W.data + b.data, (x, W, b), vjp)


def _relu(z: Tensor) -> Tensor:
    """max(0, z), by the learner's relu_backward on the way back if it is in use; all seeds' rows are handed in at once."""
    if not learner_functions.in_use("relu_backward"):
        return z.relu()

    def vjp(g: Array) -> tuple[Array]:
        rows = (-1, z.shape[-1])
        found: Array = learner_functions.compute("relu_backward", g.reshape(rows), z.data.reshape(rows))
        return (found.reshape(g.shape),)

    return Tensor.record(np.maximum(z.data, 0), (z,), vjp)
