"""The learner's own functions in place of the course's: tried when they are handed in, watched in every use.

    use(backward=backward)     from now on live pictures compute with it
    use(backward=None)         back to the course's own

Whatever a learner's function does, a picture is drawn: where it fails or differs, the course's own takes over
and the picture says so, with the first difference.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, functional
from coursekit.errors import ArgumentError
from coursekit.widgets.backprop.slopes import Graph, gradients, random_graph

__all__ = [
    "Used",
    "answer",
    "attempt",
    "cross_entropy",
    "difference",
    "graph_answer",
    "in_use",
    "linear",
    "plain_numbers",
    "relu",
    "remark",
    "use",
    "version",
]

Array = npt.NDArray[Any]
_TRIALS = 8


def relu_backward(g: Array, z: Array) -> Array:
    """Gradient of the sums z behind y = max(0, z), from the gradient g of y; both (n, units)."""
    return np.where(z > 0, g, np.zeros_like(g))


def linear_backward(g: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    """Gradients of x (n, n_in), W (n_in, n_out) and b (n_out,) behind y = x @ W + b, from g (n, n_out)."""
    return g @ W.T, x.T @ g, g.sum(axis=0)


def loss_backward(z: Array, labels: Array) -> Array:
    """Gradient of the logits z (n, classes) behind the mean cross-entropy with labels (n,)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p: Array = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), labels] -= 1
    return p / len(z)


@dataclass(frozen=True)
class Part:
    """Something a learner may replace: the course's own function, random inputs to try another one with."""

    reference: Callable[..., Any]
    trial: Callable[[np.random.Generator], tuple[Any, ...]]
    returns: tuple[str, ...] = ()


PARTS: dict[str, Part] = {
    "backward": Part(gradients, lambda rng: (random_graph(rng),)),
    "relu_backward": Part(relu_backward, lambda rng: (rng.normal(size=(3, 2)), rng.normal(size=(3, 2)))),
    "linear_backward": Part(
        linear_backward,
        lambda rng: (rng.normal(size=(4, 2)), rng.normal(size=(4, 3)), rng.normal(size=(3, 2))),
        ("dx", "dW", "db"),
    ),
    "loss_backward": Part(loss_backward, lambda rng: (rng.normal(size=(4, 3)), rng.integers(0, 3, 4))),
}

_mine: dict[str, Callable[..., Any]] = {}
_complaints: dict[str, str] = {}
_handed = itertools.count(1)
_versions: dict[str, int] = {}


class Used:
    """What became of the functions handed to `use`, one line each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def __repr__(self) -> str:
        return "\n".join(self.lines)


def use(**functions: Callable[..., Any] | None) -> Used:
    """Let live pictures compute with your own functions, such as `use(backward=backward)`.

    Each is tried on random inputs first. One that fails or differs from the course's own is not taken, and the
    answer says where. `use(backward=None)` goes back to the course's own.

    Args:
        functions: backward(graph), relu_backward(g, z), linear_backward(g, x, W), loss_backward(z, labels).

    Raises:
        ArgumentError: a name that cannot be replaced, or something that cannot be called.
    """
    unknown = sorted(set(functions) - set(PARTS))
    if unknown:
        raise ArgumentError(f"nothing is called {unknown[0]!r} here; you can replace {', '.join(PARTS)}")
    strange = [
        name for name, function in functions.items() if function is not None and not callable(function)
    ]
    if strange:
        raise ArgumentError(
            f"{strange[0]} must be a function, not {functions[strange[0]]!r}; leave its brackets away"
        )
    return Used([_taken(name, function) for name, function in functions.items()])


def answer(name: str, *given: Any) -> Any:
    """What the learner's own function says about `given`, or the course's own where there is none or it is wrong."""
    want = PARTS[name].reference(*given)
    if name not in _mine:
        return want
    got, complaint = _tried(name, _mine[name], given, want)
    if complaint:
        _complaints.setdefault(name, complaint)  # the first difference is the one to look at
    return want if complaint else got


def remark(*names: str) -> str:
    """A sentence for the picture about who computed these parts since the last remark; empty for the course alone."""
    own = [name for name in names if name in _mine]
    said = [_complaints.pop(name) for name in own if name in _complaints]
    if said:
        return f" {said[0]} The course's own took over."
    return f" Computed by your own {' and '.join(own)}." if own else ""


def in_use(name: str) -> bool:
    """Whether a function of the learner's is asked for this part."""
    return name in _mine


def version(*names: str) -> tuple[int, ...]:
    """Which functions of the learner's are asked for these parts, 0 for the course's own: a key for what is kept."""
    return tuple(_versions[name] if name in _mine else 0 for name in names)


def difference(name: str, got: Any, want: Any) -> str:
    """The first place where a result differs from what is wanted, in words; empty where they agree.

    Args:
        name: of the part.
        got: what the learner's function returned.
        want: what the course's own returned: an array, a tuple of arrays, or a dict of numbers.
    """
    if got is None or got is ...:
        return f"Your {name} returned nothing; is it written, and is there a `return`?"
    labels = PARTS[name].returns
    for place, mine, theirs in _pairs(got, want, labels):
        if mine is None:
            return f"Your {name} gave no number for {place}."
        if mine.shape != theirs.shape:
            return f"Your {name} gave {place} of shape {mine.shape}, expected {theirs.shape}."
        apart = ~np.isclose(mine, theirs, rtol=1e-3, atol=1e-5 * float(np.abs(theirs).max(initial=0.0)))
        if apart.any():
            entry = tuple(int(k) for k in np.argwhere(apart)[0])
            where = f"{place}[{', '.join(map(str, entry))}]" if entry else place
            return f"Your {name} gave {where} = {mine[entry]:.4g}, expected {theirs[entry]:.4g}."
    return ""


def _pairs(got: Any, want: Any, labels: tuple[str, ...]) -> Iterator[tuple[str, Array | None, Array]]:
    """Place, the learner's numbers there (None where there are none), and the course's."""
    if isinstance(want, dict):
        found = got if isinstance(got, dict) else {}
        for key in reversed(list(want)):  # from the output back, as the walk goes
            yield str(key), _array(found.get(key)), np.asarray(want[key], float)
    elif isinstance(want, tuple):
        parts = list(got) if isinstance(got, tuple | list) and len(got) == len(want) else [None] * len(want)
        for label, mine, theirs in zip(labels, parts, want, strict=True):
            yield label, _array(mine), np.asarray(theirs, float)
    else:
        yield "entry", _array(got), np.asarray(want, float)


def _array(value: Any) -> Array | None:
    try:
        return None if value is None else np.asarray(value, float)
    except Exception:  # whatever a learner's object does when it is asked for its numbers
        return None


def _tried(name: str, function: Callable[..., Any], given: tuple[Any, ...], want: Any) -> tuple[Any, str]:
    """What the function returned, and what is wrong with it; it works on copies."""
    try:
        with np.errstate(all="ignore"):
            got = function(*(_copy(each) for each in given))
    except Exception as problem:  # the learner's code may raise anything; the reader is told
        return None, f"Your {name} stopped with {type(problem).__name__}: {problem}."
    complaint = difference(name, got, want)
    return (got if complaint else _like(got, want)), complaint


def _like(got: Any, want: Any) -> Any:
    """The learner's numbers in the course's types, so that nothing of theirs can change later."""
    if isinstance(want, dict):
        return {key: float(got[key]) for key in want}
    if isinstance(want, tuple):
        return tuple(_like(mine, theirs) for mine, theirs in zip(got, want, strict=True))
    return np.array(got, want.dtype)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: list(wires) for key, wires in value.items()}
    return np.array(value)


def _taken(name: str, function: Callable[..., Any] | None) -> str:
    """Try a function and remember it; says what became of it."""
    _mine.pop(name, None)
    _complaints.pop(name, None)
    if function is None:
        return f"{name}: the course's own again."
    rng, part = np.random.default_rng(0), PARTS[name]
    for _ in range(_TRIALS):
        given = part.trial(rng)
        _, complaint = _tried(name, function, given, part.reference(*given))
        if complaint:
            shown = f" The graph was {given[0]}." if name == "backward" else ""
            return f"{name}: the course's own stays. {complaint}{shown}"
    _mine[name], _versions[name] = function, next(_handed)
    return f"{name}: yours from now on."


def graph_answer(graph: Graph) -> dict[str, float]:
    """The gradients of a graph by the learner's own backward, or the course's."""
    found: dict[str, float] = answer("backward", dict(graph))
    return found


def linear(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """The engine's x @ W + b, (n, n_in) → (n, n_out), whose way back is the learner's linear_backward if in use."""

    def vjp(g: Array) -> tuple[Array, ...]:
        dx, dW, db = answer("linear_backward", g, x.data, W.data)
        return dx, dW, db

    return Tensor.record(x.data @ W.data + b.data, (x, W, b), vjp)


def relu(z: Tensor) -> Tensor:
    """The engine's max(0, z), whose way back is the learner's relu_backward if in use."""

    def vjp(g: Array) -> tuple[Array]:
        return (answer("relu_backward", g, z.data),)

    return Tensor.record(np.maximum(z.data, 0), (z,), vjp)


def cross_entropy(z: Tensor, labels: Array) -> Tensor:
    """The engine's mean cross-entropy of logits (n, classes), whose way back is the learner's loss_backward if in use."""

    def vjp(g: Array) -> tuple[Array]:
        return (g * answer("loss_backward", z.data, labels),)

    return Tensor.record(functional.cross_entropy(z.detach(), labels).data, (z,), vjp)


def attempt(name: str, function: Callable[..., Any], *given: Any) -> tuple[Any, str]:
    """What a function that was not handed to `use` returns, and the first thing that is wrong with it."""
    want = PARTS[name].reference(*given)
    return _tried(name, function, given, want)


def plain_numbers(got: Any, want: Mapping[str, float]) -> dict[str, float]:
    """The entries of a dict of the learner's that are numbers and have a name that is wanted."""
    if not isinstance(got, dict):
        return {}
    found = {name: _array(got.get(name)) for name in want}
    return {name: float(value) for name, value in found.items() if value is not None and value.shape == ()}
