"""The learner's own functions in place of the course's: tried when handed in, compared in every use.

    use(backward=backward)     from now on live pictures compute with it
    use(backward=None)         back to the course's own

A picture is drawn whatever a learner's function does: where it fails or differs, the course's own takes over
and the picture says so, with the first difference.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, functional
from coursekit.errors import ArgumentError
from coursekit.widgets.backprop.slopes import Graph, gradients, random_graph
from coursekit.widgets.backprop.value import Value, gradients_with, random_program
from coursekit.widgets.core.learner_code import call
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.language.parts import attention, causal_mask, sample

Array = npt.NDArray[Any]
_TRIES = 8


def relu_backward(g: Array, z: Array) -> Array:
    """Gradient of the sums z in y = max(0, z), from the gradient g of y; both (n, units)."""
    return np.where(z > 0, g, np.zeros_like(g))


def linear_backward(g: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    """Gradients of x (n, n_in), W (n_in, n_out) and b (n_out,) in y = x @ W + b, from g (n, n_out)."""
    return g @ W.T, x.T @ g, g.sum(axis=0)


def softmax(z: Array) -> Array:
    """Probabilities (n, classes) of logits (n, classes)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p: Array = e / e.sum(axis=1, keepdims=True)
    return p


def loss_backward(z: Array, labels: Array) -> Array:
    """Gradient of the logits z (n, classes) in the mean cross-entropy with labels (n,)."""
    p = softmax(z)
    p[np.arange(len(z)), labels] -= 1
    return p / len(z)


@dataclass(frozen=True)
class Replaceable:
    """A function of the course's that a learner may replace.

    Attributes:
        reference: the course's own.
        random_inputs: makes inputs to try another one on.
        returns: the names of its results, where it returns several.
        called: makes a function of what the learner hands in, where that is a class.
    """

    reference: Callable[..., Any]
    random_inputs: Callable[[np.random.Generator], tuple[Any, ...]]
    returns: tuple[str, ...] = ()
    called: Callable[[Any], Callable[..., Any]] = lambda function: function


def _random_layers(rng: np.random.Generator) -> list[tuple[Array, Array]]:
    """Three layers (W, b) that take three inputs to two outputs."""
    sizes = [3, *rng.integers(2, 6, 2), 2]
    return [(rng.normal(size=(n, m)), rng.normal(size=m)) for n, m in itertools.pairwise(sizes)]


def _random_attention(rng: np.random.Generator) -> tuple[Array, ...]:
    """Queries, keys, values of three numbers, and a mask, for four places."""
    return rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 2)), causal_mask(4)


REPLACEABLE: dict[str, Replaceable] = {
    "forward": Replaceable(relu_forward, lambda rng: (rng.normal(size=(4, 3)), _random_layers(rng))),
    "backward": Replaceable(gradients, lambda rng: (random_graph(rng),)),
    "relu_backward": Replaceable(
        relu_backward, lambda rng: (rng.normal(size=(3, 2)), rng.normal(size=(3, 2)))
    ),
    "linear_backward": Replaceable(
        linear_backward,
        lambda rng: (rng.normal(size=(4, 2)), rng.normal(size=(4, 3)), rng.normal(size=(3, 2))),
        ("dx", "dW", "db"),
    ),
    "loss_backward": Replaceable(loss_backward, lambda rng: (rng.normal(size=(4, 3)), rng.integers(0, 3, 4))),
    "Value": Replaceable(
        partial(gradients_with, Value),
        random_program,
        ("result", "gradient"),
        lambda kind: partial(gradients_with, kind),
    ),
    "attention": Replaceable(attention, _random_attention),
    "causal_mask": Replaceable(causal_mask, lambda rng: (int(rng.integers(1, 6)),)),
    "sample": Replaceable(sample, lambda rng: (rng.normal(size=6), 0.7, int(rng.integers(1, 7)), rng)),
}

_in_use: dict[str, Callable[..., Any]] = {}
_differences: dict[str, str] = {}
_counter = itertools.count(1)
_versions: dict[str, int] = {}


class UseReport:
    """The outcome for each function handed to `use`, one line each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def __repr__(self) -> str:
        return "\n".join(self.lines)


def use(**functions: Callable[..., Any] | None) -> UseReport:
    """Let live pictures compute with your own functions, such as `use(backward=backward)`.

    Each is tried on random inputs first. One that fails or differs from the course's own is not taken, and the
    answer says where. `use(backward=None)` goes back to the course's own.

    Args:
        functions: forward(x, params), backward(graph), relu_backward(g, z), linear_backward(g, x, W),
            loss_backward(z, labels), attention(q, k, v, mask), causal_mask(n), sample(logits, temperature, top_k, rng), the
            class Value.

    Raises:
        ArgumentError: a name that cannot be replaced, or something that cannot be called.
    """
    unknown = sorted(set(functions) - set(REPLACEABLE))
    if unknown:
        raise ArgumentError(
            f"nothing is called {unknown[0]!r} here; you can replace {', '.join(REPLACEABLE)}"
        )
    not_callable = [
        name for name, function in functions.items() if function is not None and not callable(function)
    ]
    if not_callable:
        raise ArgumentError(
            f"{not_callable[0]} must be a function, not {functions[not_callable[0]]!r}; leave out its brackets"
        )
    return UseReport([_try_and_keep(name, function) for name, function in functions.items()])


def compute(name: str, *inputs: Any) -> Any:
    """Compute with the learner's function, or with the course's where there is none or its result differs."""
    want = REPLACEABLE[name].reference(*inputs)
    if name not in _in_use:
        return want
    got, found = call(name, _in_use[name], inputs, want, REPLACEABLE[name].returns)
    if found:
        _differences.setdefault(name, found)  # the first difference is the one to look at
    return want if found else got


def attempt(name: str, function: Callable[..., Any], *inputs: Any) -> tuple[Any, str]:
    """Call a function that was not handed to `use`: its result, and a sentence about the first difference."""
    replaceable = REPLACEABLE[name]
    want = replaceable.reference(*inputs)
    return call(name, replaceable.called(function), inputs, want, replaceable.returns)


def remark(*names: str) -> str:
    """Say for the picture whose functions computed since the last remark; empty for the course's alone."""
    own = [name for name in names if name in _in_use]
    found = [_differences.pop(name) for name in own if name in _differences]
    if found:
        return f" {found[0]} The course's own took over."
    return f" Computed by your own {' and '.join(own)}." if own else ""


def in_use(name: str) -> bool:
    """Return True if a function of the learner's computes here."""
    return name in _in_use


def version(*names: str) -> tuple[int, ...]:
    """A key for cached results: which functions of the learner's compute, 0 for the course's own."""
    return tuple(_versions[name] if name in _in_use else 0 for name in names)


def _try_and_keep(name: str, function: Callable[..., Any] | None) -> str:
    """Try a function on random inputs, keep it if it agrees, and say so in a line."""
    _in_use.pop(name, None)
    _differences.pop(name, None)
    if function is None:
        return f"{name}: the course's own again."
    rng = np.random.default_rng(0)
    for _ in range(_TRIES):
        inputs = REPLACEABLE[name].random_inputs(rng)
        _, found = attempt(name, function, *inputs)
        if found:
            shown = f" The graph was {inputs[0]}." if name == "backward" else ""
            return f"{name}: the course's own stays. {found}{shown}"
    _in_use[name], _versions[name] = REPLACEABLE[name].called(function), next(_counter)
    return f"{name}: yours from now on."


def graph_gradients(graph: Graph) -> dict[str, float]:
    """The gradients of a graph by the learner's backward if in use, else by the course's."""
    found: dict[str, float] = compute("backward", dict(graph))
    return found


def linear(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """The engine's x @ W + b, (n, n_in) → (n, n_out), with the learner's linear_backward if in use."""

    def vjp(g: Array) -> tuple[Array, ...]:
        dx, dW, db = compute("linear_backward", g, x.data, W.data)
        return dx, dW, db

    return Tensor.record(x.data @ W.data + b.data, (x, W, b), vjp)


def relu(z: Tensor) -> Tensor:
    """The engine's max(0, z), with the learner's relu_backward if in use."""

    def vjp(g: Array) -> tuple[Array]:
        return (compute("relu_backward", g, z.data),)

    return Tensor.record(np.maximum(z.data, 0), (z,), vjp)


def cross_entropy(z: Tensor, labels: Array) -> Tensor:
    """The engine's mean cross-entropy of logits (n, classes), with the learner's loss_backward if in use."""

    def vjp(g: Array) -> tuple[Array]:
        return (g * compute("loss_backward", z.data, labels),)

    return Tensor.record(functional.cross_entropy(z.detach(), labels).data, (z,), vjp)
