"""Recurrent and attention layers as cases, with their settings drawn too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from engine_cases import Cases, layer, normal
from hypothesis import strategies as st

__all__ = ["RECURRENT"]


def recurrent(name: str) -> Callable[[Any], Any]:
    def draw_case(draw: Any) -> Any:
        n_in, hidden = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        options = {"batch_first": draw(st.booleans()), "num_layers": draw(st.sampled_from([1, 1, 2]))}
        if name == "RNN":
            options["nonlinearity"] = draw(st.sampled_from(["tanh", "relu"]))
        x = normal(draw, draw(st.integers(1, 3)), draw(st.integers(1, 3)), n_in)
        return lambda lib: First(getattr(lib.nn, name)(n_in, hidden, **options)), [x], options

    return draw_case


def attention(draw: Any) -> Any:
    heads = draw(st.sampled_from([1, 2]))
    n, t, s, width = (*(draw(st.integers(1, 3)) for _ in range(3)), 2 * heads)
    same, masked = draw(st.booleans()), draw(st.booleans())
    q = normal(draw, n, t, width)
    inputs = [q] if same else [q, normal(draw, n, s, width), normal(draw, n, s, width)]
    mask = np.triu(np.ones((t, len(inputs[-1][0])), bool), 1) if masked else None
    build = lambda lib: SelfOrCross(lib.nn.MultiheadAttention(width, heads, batch_first=True), lib, mask)  # noqa: E731
    return build, inputs, {"heads": heads, "self": same, "masked": masked}


def encoder_layer(draw: Any) -> Any:
    options = {"norm_first": draw(st.booleans()), "activation": draw(st.sampled_from(["relu", "gelu"]))}
    options |= {"batch_first": draw(st.booleans()), "dropout": 0.0}
    x = normal(draw, draw(st.integers(1, 3)), draw(st.integers(1, 3)), 4)
    return lambda lib: lib.nn.TransformerEncoderLayer(4, 2, 6, **options), [x], options


class Wrapper:
    """A module whose call is changed a little, its parameters passed through."""

    def __init__(self, module: Any) -> None:
        self.module = module
        self.named_parameters = module.named_parameters


class First(Wrapper):
    """The outputs of a recurrent layer and its last state, as one sum of squares and the outputs."""

    def __call__(self, x: Any) -> Any:
        """Outputs, plus the mean of the last state so that its gradient is proven too."""
        out, state = self.module(x)
        states = state if isinstance(state, tuple) else (state,)
        return out + sum((i + 2) * s.mean() for i, s in enumerate(states))


class SelfOrCross(Wrapper):
    """Attention of one array to itself, or of the first to the others."""

    def __init__(self, module: Any, lib: Any, mask: np.ndarray | None) -> None:
        super().__init__(module)
        self.mask = None if mask is None else lib.leaf(mask)

    def __call__(self, *xs: Any) -> Any:
        """Outputs, plus a little of the weights so that their gradient is proven too."""
        query, key, value = xs if len(xs) == 3 else xs * 3
        out, weights = self.module(query, key, value, attn_mask=self.mask)
        return out + (weights * weights).mean()


RECURRENT: dict[str, Cases] = {
    "RNN": layer(recurrent("RNN")),
    "LSTM": layer(recurrent("LSTM")),
    "GRU": layer(recurrent("GRU")),
    "TransformerEncoderLayer": layer(encoder_layer),
    "MultiheadAttention": layer(attention),
}
