"""Every operation of the engine as a case: how to build it, and arrays to feed it, drawn by hypothesis.

One case serves two proofs: the gradient by finite differences, and values and gradients beside PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import (
    array_shapes,
    basic_indices,
    broadcastable_shapes,
    mutually_broadcastable_shapes,
)

__all__ = ["OPERATIONS", "Case", "Cases", "along", "built_entrywise", "layer", "normal", "positive"]


@dataclass
class Case:
    """`build(lib)` gives a function or module of the inputs; `settings` is what hypothesis prints."""

    build: Callable[[Any], Any]
    inputs: list[np.ndarray]
    settings: dict[str, Any] = field(default_factory=dict)


Cases = st.SearchStrategy[Case]


def normal(draw: Any, *shape: int) -> np.ndarray:
    """Standard normal numbers, rounded so that a failure prints briefly."""
    return np.random.default_rng(draw(st.integers(0, 999))).normal(size=shape).round(4)


def positive(draw: Any, *shape: int) -> np.ndarray:
    """Numbers from 0.2 to 3."""
    return np.random.default_rng(draw(st.integers(0, 999))).uniform(0.2, 3.0, size=shape).round(4)


SHAPES = array_shapes(min_dims=0, max_dims=4, max_side=3)
Numbers = Callable[..., np.ndarray]


def entrywise(function: Callable[[Any], Any], numbers: Numbers = normal) -> Cases:
    """A function of each entry."""
    return built_entrywise(lambda _: function, numbers)


def functional(name: str, **options: Any) -> Cases:
    """A function of each entry from nn.functional."""
    return built_entrywise(lambda lib: lambda x: getattr(lib.F, name)(x, **options))


def built_entrywise(build: Callable[[Any], Any], numbers: Numbers = normal) -> Cases:
    """A function or module of each entry, made from the library."""

    @st.composite
    def cases(draw: Any) -> Case:
        return Case(build, [numbers(draw, *draw(SHAPES))])

    return cases()


def pairwise(function: Callable[[Any, Any], Any], first: Numbers = normal, second: Numbers = normal) -> Cases:
    """A function of two arrays that broadcast."""

    @st.composite
    def cases(draw: Any) -> Case:
        a, b = draw(mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3)).input_shapes
        return Case(lambda _: function, [first(draw, *a), second(draw, *b)])

    return cases()


def layer(draw_case: Callable[[Any], tuple[Callable[[Any], Any], list[np.ndarray], dict[str, Any]]]) -> Cases:
    """A module whose settings and inputs are drawn together."""

    @st.composite
    def cases(draw: Any) -> Case:
        return Case(*draw_case(draw))

    return cases()


@st.composite
def matrix_products(draw: Any) -> Case:
    """Vectors, matrices and stacks of matrices that broadcast."""
    shapes = draw(mutually_broadcastable_shapes(signature=np.matmul.signature, max_dims=2, max_side=3))
    return Case(lambda _: lambda x, y: x @ y, [normal(draw, *s) for s in shapes.input_shapes])


def reduction(function: Callable[..., Any], numbers: Numbers = normal, *, several: bool = True) -> Cases:
    """A reduction along drawn dims; `several` where more than one dim may be named."""

    @st.composite
    def cases(draw: Any) -> Case:
        x = numbers(draw, *draw(array_shapes(min_dims=1, max_dims=4, max_side=3)))
        dims = st.integers(-x.ndim, x.ndim - 1)
        if several:
            many = st.lists(st.integers(0, x.ndim - 1), min_size=1, max_size=x.ndim, unique=True).map(tuple)
            dims = st.one_of(dims, many)
        dim, keepdim = draw(dims), draw(st.booleans())
        build = lambda _: lambda x: function(x, dim, keepdim)  # noqa: E731
        return Case(build, [x], {"dim": dim, "keepdim": keepdim})

    return cases()


def along(build: Callable[[Any], Callable[[Any, int], Any]]) -> Cases:
    """A function of a tensor and one of its dims, made from the library."""

    @st.composite
    def cases(draw: Any) -> Case:
        x = normal(draw, *draw(array_shapes(min_dims=1, max_dims=4, max_side=3)))
        dim = draw(st.integers(-x.ndim, x.ndim - 1))
        return Case(lambda lib: lambda x: build(lib)(x, dim), [x], {"dim": dim})

    return cases()


@st.composite
def reshapes(draw: Any) -> Case:
    """The entries under another order of the same sizes, one of them left out."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    wanted = list(draw(st.permutations(shape)))
    wanted[draw(st.integers(0, len(wanted) - 1))] = -1
    return Case(lambda _: lambda x: x.reshape(*wanted), [normal(draw, *shape)], {"to": wanted})


@st.composite
def permutations(draw: Any) -> Case:
    """The dims in a drawn order."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    order = draw(st.permutations(range(len(shape))))
    return Case(lambda _: lambda x: x.permute(*order), [normal(draw, *shape)], {"order": order})


@st.composite
def transposes(draw: Any) -> Case:
    """Two drawn dims exchanged."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    a, b = (draw(st.integers(-len(shape), len(shape) - 1)) for _ in range(2))
    return Case(lambda _: lambda x: x.transpose(a, b), [normal(draw, *shape)], {"dims": (a, b)})


@st.composite
def flattenings(draw: Any) -> Case:
    """A run of dims made one."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    start = draw(st.integers(0, len(shape) - 1))
    end = draw(st.integers(start, len(shape) - 1))
    return Case(lambda _: lambda x: x.flatten(start, end), [normal(draw, *shape)], {"dims": (start, end)})


@st.composite
def expansions(draw: Any) -> Case:
    """Dims of length 1 repeated."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
    wanted = draw(broadcastable_shapes(shape, min_dims=len(shape), max_dims=4, min_side=1, max_side=3))
    wanted = np.broadcast_shapes(shape, wanted)
    return Case(lambda _: lambda x: x.expand(*wanted), [normal(draw, *shape)], {"to": wanted})


@st.composite
def indices(draw: Any) -> Case:
    """Slices, integers, new axes, masks, and integer arrays that name one entry several times."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=4))
    kind = draw(st.sampled_from(["basic", "rows", "pairs", "mask"]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    if kind == "basic":
        index = draw(basic_indices(shape, allow_newaxis=True).filter(_forward))
    elif kind == "rows":
        index = rng.integers(shape[0], size=draw(array_shapes(max_dims=2, max_side=4)))
    elif kind == "pairs":
        index = tuple(rng.integers(n, size=5) for n in shape[:2])
    else:
        index = rng.random(shape) < 0.5
    return Case(lambda _: lambda x: x[index], [normal(draw, *shape)], {"index": index})


def _forward(index: Any) -> bool:
    """PyTorch has no negative slice steps."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(not isinstance(p, slice) or p.step is None or p.step > 0 for p in parts)


def joining(name: str) -> Cases:
    """Two or three tensors joined along a drawn dim."""

    @st.composite
    def cases(draw: Any) -> Case:
        shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
        dim = draw(st.integers(-len(shape), len(shape) - 1))
        shapes = [list(shape) for _ in range(draw(st.integers(1, 3)))]
        if name == "cat":
            for s in shapes:
                s[dim] = draw(st.integers(1, 3))
        return Case(
            lambda lib: lambda *xs: getattr(lib.t, name)(xs, dim),
            [normal(draw, *s) for s in shapes],
            {"dim": dim},
        )

    return cases()


@st.composite
def splits(draw: Any) -> Case:
    """Pieces of a drawn size, each used differently."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=4))
    dim, size = draw(st.integers(0, len(shape) - 1)), draw(st.integers(1, 4))
    build = lambda _: lambda x: sum((i + 1) * (p * p).sum() for i, p in enumerate(x.split(size, dim)))  # noqa: E731
    return Case(build, [normal(draw, *shape)], {"size": size, "dim": dim})


@st.composite
def choices(draw: Any) -> Case:
    """Entries of x or y by a condition; all three broadcast."""
    shapes = draw(mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3)).input_shapes
    mask = np.random.default_rng(draw(st.integers(0, 999))).random(shapes[0]) < 0.5
    build = lambda lib: lambda x, y: lib.t.where(lib.leaf(mask), x, y)  # noqa: E731
    return Case(build, [normal(draw, *s) for s in shapes[1:]], {"mask": mask})


OPERATIONS: dict[str, Cases] = {
    "add": pairwise(lambda x, y: x + y),
    "sub": pairwise(lambda x, y: x - y),
    "mul": pairwise(lambda x, y: x * y),
    "div": pairwise(lambda x, y: x / y, second=positive),
    "pow of two tensors": pairwise(lambda x, y: x**y, first=positive),
    "maximum": pairwise(lambda x, y: x.maximum(y)),
    "minimum": pairwise(lambda x, y: x.minimum(y)),
    "matmul": matrix_products(),
    "where": choices(),
    "neg": entrywise(lambda x: -x),
    "number + x": entrywise(lambda x: 2.5 + x),
    "number − x": entrywise(lambda x: 2.5 - x),
    "number · x": entrywise(lambda x: 2.5 * x),
    "number / x": entrywise(lambda x: 2.5 / x, positive),
    "x squared": entrywise(lambda x: x**2),
    "x cubed": entrywise(lambda x: x**3),
    "x to −1.5": entrywise(lambda x: x**-1.5, positive),
    "number to x": entrywise(lambda x: 2.5**x),
    "exp": entrywise(lambda x: x.exp()),
    "log": entrywise(lambda x: x.log(), positive),
    "sqrt": entrywise(lambda x: x.sqrt(), positive),
    "abs": entrywise(lambda x: x.abs()),
    "sin": entrywise(lambda x: x.sin()),
    "cos": entrywise(lambda x: x.cos()),
    "erf": entrywise(lambda x: x.erf()),
    "clamp": entrywise(lambda x: x.clamp(-0.5, 0.8)),
    "clamp from below": entrywise(lambda x: x.clamp(min=0.1)),
    "clamp to integers": entrywise(lambda x: x.clamp(-1.0, 1.0)),
    "clip": entrywise(lambda x: x.clip(max=0.3)),
    "relu": entrywise(lambda x: x.relu()),
    "tanh": entrywise(lambda x: x.tanh()),
    "sigmoid": entrywise(lambda x: x.sigmoid()),
    "square": entrywise(lambda x: x.square()),
    "elu": functional("elu", alpha=0.7),
    "softplus": functional("softplus"),
    "sum of all": entrywise(lambda x: x.sum()),
    "mean of all": entrywise(lambda x: x.mean()),
    "max of all": entrywise(lambda x: x.max()),
    "min of all": entrywise(lambda x: x.min()),
    "sum": reduction(lambda x, d, k: x.sum(d, keepdim=k)),
    "mean": reduction(lambda x, d, k: x.mean(d, keepdim=k)),
    "var": reduction(lambda x, d, k: x.var(d, correction=0, keepdim=k)),
    "std": reduction(lambda x, d, k: x.std(d, correction=0, keepdim=k)),
    "amax": reduction(lambda x, d, k: x.amax(d, keepdim=k)),
    "amin": reduction(lambda x, d, k: x.amin(d, keepdim=k)),
    "max along": reduction(lambda x, d, k: x.max(d, keepdim=k).values, several=False),
    "min along": reduction(lambda x, d, k: x.min(d, keepdim=k).values, several=False),
    "logsumexp": reduction(lambda x, d, k: x.logsumexp(d, keepdim=k)),
    "norm": reduction(
        lambda x, d, k: x.norm(dim=d, keepdim=k), several=False
    ),  # PyTorch takes two dims at most
    "softmax": along(lambda _: lambda x, d: x.softmax(d)),
    "log_softmax": along(lambda _: lambda x, d: x.log_softmax(d)),
    "reshape": reshapes(),
    "permute": permutations(),
    "transpose": transposes(),
    "flatten": flattenings(),
    "expand": expansions(),
    "squeeze": entrywise(lambda x: x.squeeze()),
    "unsqueeze": entrywise(lambda x: x.unsqueeze(-1)),
    "index": indices(),
    "cat": joining("cat"),
    "stack": joining("stack"),
    "split": splits(),
    "chunk": along(lambda _: lambda x, d: sum((i + 1) * (p * p).sum() for i, p in enumerate(x.chunk(2, d)))),
}
