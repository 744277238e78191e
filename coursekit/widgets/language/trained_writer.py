"""The kept writer, step by step in NumPy, so that the learner's own attention, mask and drawing can take over."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from coursekit.widgets.backprop.learner_functions import compute
from coursekit.widgets.language.letters import PLACES, ids_of, name_of
from coursekit.widgets.language.name_model import HEADS, WIDTH
from coursekit.widgets.language.parts import Array
from coursekit.widgets.language.trainings import writer_weights

PARTS = ("attention", "causal_mask", "sample")
"""The learner's functions that compute here once they are handed to `use`."""
_HEAD = WIDTH // HEADS


def scores_after(text: str) -> Array:
    """The scores of the 27 letters that may follow a text of at most 11 letters."""
    x = _with_places(text)
    x = x + _mixed(_attention_inputs(x))
    w = writer_weights()
    inner = _normed(x, "block.norm2") @ w["block.linear1.weight"].T + w["block.linear1.bias"]
    # GELU in its tanh form, as in the block
    bent = 0.5 * inner * (1 + np.tanh(np.sqrt(2 / np.pi) * (inner + 0.044715 * inner**3)))
    x = x + bent @ w["block.linear2.weight"].T + w["block.linear2.bias"]
    return np.asarray(x[-1] @ w["scores.weight"].T + w["scores.bias"])


def attention_shares(text: str) -> Array:
    """The share that each letter of a text, its dot in front, gives to each: (heads, T, T), every row adds up to 1."""
    q, k, _ = _attention_inputs(_with_places(text))
    everything = np.eye(len(text) + 1)  # values that give the shares back
    return np.stack(
        [compute("attention", q[h], k[h], everything, _mask(len(everything))) for h in range(HEADS)]
    )


def write(
    beginning: str,
    temperature: float,
    top_k: int,
    *,
    seed: int,
    scores: Callable[[str], Array] = scores_after,
) -> str:
    """A name that begins with some letters, drawn letter by letter from scores, up to its dot or to 11 letters."""
    text = beginning
    while len(text) < PLACES - 1:
        rng = np.random.default_rng([seed, len(text)])
        letter = name_of([int(compute("sample", scores(text), temperature, top_k, rng))])
        if letter == ".":
            break
        text += letter
    return text


def _with_places(text: str) -> Array:
    w, ids = writer_weights(), ids_of(f".{text}")
    return np.asarray(w["letter.weight"][ids] + w["place.weight"][: len(ids)])


def _attention_inputs(x: Array) -> tuple[Array, Array, Array]:
    """Queries, keys and values of each head, (heads, T, 8)."""
    w = writer_weights()
    stacked = (
        _normed(x, "block.norm1") @ w["block.self_attn.in_proj_weight"].T + w["block.self_attn.in_proj_bias"]
    )
    q, k, v = stacked.reshape(len(x), 3, HEADS, _HEAD).transpose(1, 2, 0, 3)
    return q, k, v


def _mixed(inputs: tuple[Array, Array, Array]) -> Array:
    w, (q, k, v) = writer_weights(), inputs
    mask = _mask(q.shape[1])
    heads = [compute("attention", q[h], k[h], v[h], mask) for h in range(HEADS)]
    out = np.concatenate(heads, axis=1) @ w["block.self_attn.out_proj.weight"].T
    return np.asarray(out + w["block.self_attn.out_proj.bias"])


def _mask(n: int) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = compute("causal_mask", n)
    return found


def _normed(x: Array, name: str) -> Array:
    w = writer_weights()
    mean, spread = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return np.asarray((x - mean) / np.sqrt(spread + 1e-5) * w[f"{name}.weight"] + w[f"{name}.bias"])
