"""Every operation and layer of the engine as a case: how to build it, and arrays to feed it, drawn by hypothesis.

One case serves two proofs: the gradient by finite differences, and values and gradients beside PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, basic_indices, broadcastable_shapes, mutually_broadcastable_shapes

__all__ = ["ACTIVATIONS", "Case", "LAYERS", "LOSSES", "OPERATIONS", "RECURRENT"]


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


def entrywise(function: Callable[[Any, Any], Any], numbers: Numbers = normal) -> Cases:
    """A function of each entry."""

    @st.composite
    def cases(draw: Any) -> Case:
        return Case(lambda lib: lambda x: function(lib, x), [numbers(draw, *draw(SHAPES))])

    return cases()


def pairwise(function: Callable[[Any, Any, Any], Any], first: Numbers = normal, second: Numbers = normal) -> Cases:
    """A function of two arrays that broadcast."""

    @st.composite
    def cases(draw: Any) -> Case:
        a, b = draw(mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3)).input_shapes
        return Case(lambda lib: lambda x, y: function(lib, x, y), [first(draw, *a), second(draw, *b)])

    return cases()


def pairwise_same(function: Callable[[Any, Any, Any], Any], second: Numbers = normal) -> Cases:
    """A function of two arrays of one shape, both leaves."""

    @st.composite
    def cases(draw: Any) -> Case:
        shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
        return Case(lambda lib: lambda x, y: function(lib, x, y), [normal(draw, *shape), second(draw, *shape)])

    return cases()


@st.composite
def matrix_products(draw: Any) -> Case:
    """Vectors, matrices and stacks of matrices that broadcast."""
    shapes = draw(mutually_broadcastable_shapes(signature=np.matmul.signature, max_dims=2, max_side=3))
    return Case(lambda lib: lambda x, y: x @ y, [normal(draw, *s) for s in shapes.input_shapes])


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
        build = lambda lib: lambda x: function(lib, x, dim, keepdim)  # noqa: E731
        return Case(build, [x], {"dim": dim, "keepdim": keepdim})

    return cases()


def along(function: Callable[..., Any]) -> Cases:
    """A function that needs one dim, of a tensor with at least one."""

    @st.composite
    def cases(draw: Any) -> Case:
        x = normal(draw, *draw(array_shapes(min_dims=1, max_dims=4, max_side=3)))
        dim = draw(st.integers(-x.ndim, x.ndim - 1))
        return Case(lambda lib: lambda x: function(lib, x, dim), [x], {"dim": dim})

    return cases()


@st.composite
def reshapes(draw: Any) -> Case:
    """The entries under another order of the same sizes, one of them left out."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    wanted = list(draw(st.permutations(shape)))
    wanted[draw(st.integers(0, len(wanted) - 1))] = -1
    return Case(lambda lib: lambda x: x.reshape(*wanted), [normal(draw, *shape)], {"to": wanted})


@st.composite
def permutations(draw: Any) -> Case:
    """The dims in a drawn order."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    order = draw(st.permutations(range(len(shape))))
    return Case(lambda lib: lambda x: x.permute(*order), [normal(draw, *shape)], {"order": order})


@st.composite
def transposes(draw: Any) -> Case:
    """Two drawn dims exchanged."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    a, b = (draw(st.integers(-len(shape), len(shape) - 1)) for _ in range(2))
    return Case(lambda lib: lambda x: x.transpose(a, b), [normal(draw, *shape)], {"dims": (a, b)})


@st.composite
def flattenings(draw: Any) -> Case:
    """A run of dims made one."""
    shape = draw(array_shapes(min_dims=1, max_dims=4, max_side=3))
    start = draw(st.integers(0, len(shape) - 1))
    end = draw(st.integers(start, len(shape) - 1))
    return Case(lambda lib: lambda x: x.flatten(start, end), [normal(draw, *shape)], {"dims": (start, end)})


@st.composite
def expansions(draw: Any) -> Case:
    """Dims of length 1 repeated."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
    wanted = draw(broadcastable_shapes(shape, min_dims=len(shape), max_dims=4, min_side=1, max_side=3))
    wanted = np.broadcast_shapes(shape, wanted)
    return Case(lambda lib: lambda x: x.expand(*wanted), [normal(draw, *shape)], {"to": wanted})


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
    return Case(lambda lib: lambda x: x[index], [normal(draw, *shape)], {"index": index})


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
            lambda lib: lambda *xs: getattr(lib.t, name)(xs, dim), [normal(draw, *s) for s in shapes], {"dim": dim}
        )

    return cases()


@st.composite
def splits(draw: Any) -> Case:
    """Pieces of a drawn size, each used differently."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=4))
    dim, size = draw(st.integers(0, len(shape) - 1)), draw(st.integers(1, 4))
    build = lambda lib: lambda x: sum((i + 1) * (p * p).sum() for i, p in enumerate(x.split(size, dim)))  # noqa: E731
    return Case(build, [normal(draw, *shape)], {"size": size, "dim": dim})


@st.composite
def choices(draw: Any) -> Case:
    """Entries of x or y by a condition; all three broadcast."""
    shapes = draw(mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3)).input_shapes
    mask = np.random.default_rng(draw(st.integers(0, 999))).random(shapes[0]) < 0.5
    build = lambda lib: lambda x, y: lib.t.where(lib.leaf(mask), x, y)  # noqa: E731
    return Case(build, [normal(draw, *s) for s in shapes[1:]], {"mask": mask})


OPERATIONS: dict[str, Cases] = {
    "add": pairwise(lambda lib, x, y: x + y),
    "sub": pairwise(lambda lib, x, y: x - y),
    "mul": pairwise(lambda lib, x, y: x * y),
    "div": pairwise(lambda lib, x, y: x / y, second=positive),
    "pow of two tensors": pairwise(lambda lib, x, y: x**y, first=positive),
    "maximum": pairwise(lambda lib, x, y: lib.t.maximum(x, y)),
    "minimum": pairwise(lambda lib, x, y: lib.t.minimum(x, y)),
    "matmul": matrix_products(),
    "where": choices(),
    "neg": entrywise(lambda lib, x: -x),
    "number + x": entrywise(lambda lib, x: 2.5 + x),
    "number − x": entrywise(lambda lib, x: 2.5 - x),
    "number · x": entrywise(lambda lib, x: 2.5 * x),
    "number / x": entrywise(lambda lib, x: 2.5 / x, positive),
    "x squared": entrywise(lambda lib, x: x**2),
    "x cubed": entrywise(lambda lib, x: x**3),
    "x to −1.5": entrywise(lambda lib, x: x**-1.5, positive),
    "number to x": entrywise(lambda lib, x: 2.5**x),
    "exp": entrywise(lambda lib, x: lib.t.exp(x)),
    "log": entrywise(lambda lib, x: lib.t.log(x), positive),
    "sqrt": entrywise(lambda lib, x: lib.t.sqrt(x), positive),
    "abs": entrywise(lambda lib, x: lib.t.abs(x)),
    "sin": entrywise(lambda lib, x: x.sin()),
    "cos": entrywise(lambda lib, x: x.cos()),
    "erf": entrywise(lambda lib, x: x.erf()),
    "clamp": entrywise(lambda lib, x: x.clamp(-0.5, 0.8)),
    "clamp from below": entrywise(lambda lib, x: x.clamp(min=0.1)),
    "clip": entrywise(lambda lib, x: x.clip(max=0.3)),
    "relu": entrywise(lambda lib, x: x.relu()),
    "tanh": entrywise(lambda lib, x: x.tanh()),
    "sigmoid": entrywise(lambda lib, x: x.sigmoid()),
    "square": entrywise(lambda lib, x: x.square()),
    "elu": entrywise(lambda lib, x: lib.F.elu(x, alpha=0.7)),
    "softplus": entrywise(lambda lib, x: lib.F.softplus(x)),
    "sum of all": entrywise(lambda lib, x: x.sum()),
    "mean of all": entrywise(lambda lib, x: x.mean()),
    "max of all": entrywise(lambda lib, x: x.max()),
    "min of all": entrywise(lambda lib, x: x.min()),
    "sum": reduction(lambda lib, x, d, k: x.sum(d, keepdim=k)),
    "mean": reduction(lambda lib, x, d, k: x.mean(d, keepdim=k)),
    "var": reduction(lambda lib, x, d, k: x.var(d, correction=0, keepdim=k)),
    "amax": reduction(lambda lib, x, d, k: x.amax(d, keepdim=k)),
    "amin": reduction(lambda lib, x, d, k: x.amin(d, keepdim=k)),
    "max along": reduction(lambda lib, x, d, k: x.max(d, keepdim=k).values, several=False),
    "min along": reduction(lambda lib, x, d, k: x.min(d, keepdim=k).values, several=False),
    "logsumexp": reduction(lambda lib, x, d, k: x.logsumexp(d, keepdim=k)),
    "norm": reduction(lambda lib, x, d, k: x.norm(dim=d, keepdim=k)),
    "softmax": along(lambda lib, x, d: x.softmax(d)),
    "log_softmax": along(lambda lib, x, d: x.log_softmax(d)),
    "reshape": reshapes(),
    "permute": permutations(),
    "transpose": transposes(),
    "flatten": flattenings(),
    "expand": expansions(),
    "squeeze": entrywise(lambda lib, x: x.squeeze()),
    "unsqueeze": entrywise(lambda lib, x: x.unsqueeze(-1)),
    "index": indices(),
    "cat": joining("cat"),
    "stack": joining("stack"),
    "split": splits(),
    "chunk": along(lambda lib, x, d: sum((i + 1) * (p * p).sum() for i, p in enumerate(x.chunk(2, d)))),
}


def activation(name: str, **options: Any) -> Cases:
    """An activation layer."""
    return entrywise(lambda lib, x: getattr(lib.nn, name)(**options)(x))


ACTIVATIONS: dict[str, Cases] = {
    "ReLU": activation("ReLU"),
    "LeakyReLU": activation("LeakyReLU", negative_slope=0.2),
    "GELU": activation("GELU"),
    "GELU tanh": activation("GELU", approximate="tanh"),
    "SiLU": activation("SiLU"),
    "Tanh": activation("Tanh"),
    "Sigmoid": activation("Sigmoid"),
    "ELU": activation("ELU", alpha=0.7),
    "Softplus": activation("Softplus"),
    "Identity": activation("Identity"),
    "Softmax": along(lambda lib, x, d: lib.nn.Softmax(dim=d)(x)),
    "LogSoftmax": along(lambda lib, x, d: lib.nn.LogSoftmax(dim=d)(x)),
}


def layer(draw_case: Callable[[Any], tuple[Callable[[Any], Any], list[np.ndarray], dict[str, Any]]]) -> Cases:
    """A module whose settings and inputs are drawn together."""

    @st.composite
    def cases(draw: Any) -> Case:
        return Case(*draw_case(draw))

    return cases()


def linear(draw: Any) -> Any:
    n_in, n_out, bias = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.booleans())
    lead = draw(array_shapes(min_dims=0, max_dims=2, max_side=3))
    settings = {"n_in": n_in, "n_out": n_out, "bias": bias}
    return lambda lib: lib.nn.Linear(n_in, n_out, bias=bias), [normal(draw, *lead, n_in)], settings


def convolution(draw: Any) -> Any:
    groups = draw(st.sampled_from([1, 1, 2]))
    n_in, n_out = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    kernel = draw(st.sampled_from([1, 2, 3, (2, 3), (3, 1)]))
    options = {
        "groups": groups,
        "dilation": draw(st.sampled_from([1, 1, 2, (1, 2)])),
        "stride": draw(st.sampled_from([1, 2, (2, 1)])),
        "padding": draw(st.sampled_from([0, 1, (1, 0)])),
        "bias": draw(st.booleans()),
    }
    x = normal(draw, draw(st.integers(1, 3)), n_in, draw(st.integers(5, 7)), draw(st.integers(5, 6)))
    return lambda lib: lib.nn.Conv2d(n_in, n_out, kernel, **options), [x], {"kernel": kernel, **options}


def pooling(name: str) -> Callable[[Any], Any]:
    def draw_case(draw: Any) -> Any:
        kernel = draw(st.sampled_from([1, 2, 3, (2, 3)]))
        options = {"stride": draw(st.sampled_from([None, 1, 2])), "padding": draw(st.sampled_from([0, 0, 1]))}
        options["padding"] = 0 if kernel == 1 else options["padding"]
        x = normal(draw, draw(st.integers(1, 2)), draw(st.integers(1, 3)), draw(st.integers(3, 7)), 6)
        return lambda lib: getattr(lib.nn, name)(kernel, **options), [x], {"kernel": kernel, **options}

    return draw_case


def batch_norm_1d(draw: Any) -> Any:
    features = draw(st.integers(1, 3))
    shape = draw(st.sampled_from([(4, features), (2, features, 3)]))
    return lambda lib: lib.nn.BatchNorm1d(features), [normal(draw, *shape)], {"shape": shape}


def batch_norm_2d(draw: Any) -> Any:
    shape = (draw(st.integers(2, 3)), draw(st.integers(1, 3)), 2, 3)
    return lambda lib: lib.nn.BatchNorm2d(shape[1]), [normal(draw, *shape)], {"shape": shape}


def layer_norm(draw: Any) -> Any:
    shape = draw(array_shapes(min_dims=1, max_dims=4, min_side=2, max_side=3))
    last = draw(st.integers(1, len(shape)))
    return lambda lib: lib.nn.LayerNorm(shape[-last:]), [normal(draw, *shape)], {"normalised": shape[-last:]}


def rms_norm(draw: Any) -> Any:
    shape = draw(array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=3))
    return lambda lib: lib.nn.RMSNorm(shape[-1:], eps=1e-5), [normal(draw, *shape)], {}


def embedding(draw: Any) -> Any:
    labels = np.random.default_rng(draw(st.integers(0, 999))).integers(4, size=draw(array_shapes(max_dims=3, max_side=3)))
    return lambda lib: lib.nn.Embedding(4, 3), [labels], {"labels": labels}


LAYERS: dict[str, Cases] = {
    "Linear": layer(linear),
    "Conv2d": layer(convolution),
    "MaxPool2d": layer(pooling("MaxPool2d")),
    "AvgPool2d": layer(pooling("AvgPool2d")),
    "BatchNorm1d": layer(batch_norm_1d),
    "BatchNorm2d": layer(batch_norm_2d),
    "LayerNorm": layer(layer_norm),
    "RMSNorm": layer(rms_norm),
    "Embedding": layer(embedding),
    "Flatten": entrywise(lambda lib, x: lib.nn.Flatten(0)(x)),
    "Sequential": layer(
        lambda draw: (
            lambda lib: lib.nn.Sequential(lib.nn.Linear(3, 4), lib.nn.Tanh(), lib.nn.Linear(4, 2)),
            [normal(draw, draw(st.integers(1, 3)), 3)],
            {},
        )
    ),
}


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


def loss(name: str, target: Callable[[Any, tuple[int, ...]], np.ndarray], **options: Any) -> Cases:
    """A loss of predictions and a target drawn for their shape, in every reduction."""

    @st.composite
    def cases(draw: Any) -> Case:
        shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
        reduction = draw(st.sampled_from(["mean", "sum", "none"]))
        y = target(draw, shape)
        build = lambda lib: lambda z: getattr(lib.nn, name)(reduction=reduction, **options)(z, lib.constant(y))  # noqa: E731
        return Case(build, [normal(draw, *shape)], {"reduction": reduction, **options})

    return cases()


@st.composite
def weighted_bces(draw: Any) -> Case:
    """Binary cross-entropy with both of its weights."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
    y, w, p = positive(draw, *shape) / 3, positive(draw, *shape[-1:]), positive(draw, *shape[-1:])

    def build(lib: Any) -> Any:
        options = {"weight": lib.constant(w), "pos_weight": lib.constant(p)}
        return lambda z: lib.F.binary_cross_entropy_with_logits(z, lib.constant(y), **options)

    return Case(build, [normal(draw, *shape)])


@st.composite
def cross_entropies(draw: Any) -> Case:
    """Labels or probabilities for (batch, classes) or (batch, classes, side), weights, smoothing, ignored labels."""
    n, classes, more = draw(st.integers(1, 4)), draw(st.integers(2, 4)), draw(st.sampled_from([(), (2,), (2, 3)]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    options = {
        "reduction": draw(st.sampled_from(["mean", "sum", "none"])),
        "label_smoothing": draw(st.sampled_from([0.0, 0.0, 0.1])),
        "ignore_index": draw(st.sampled_from([-100, 1])),
    }
    y, w = rng.integers(classes, size=(n, *more)), positive(draw, classes) if draw(st.booleans()) else None
    y.flat[0] = 0  # one label counts always: a mean of nothing is NaN
    if draw(st.booleans()):
        y, options["ignore_index"] = rng.dirichlet(np.ones(classes), size=(n, *more)), -100
        y = np.moveaxis(y, -1, 1)

    def build(lib: Any) -> Any:
        weight = None if w is None else lib.constant(w)
        return lambda z: lib.nn.CrossEntropyLoss(weight=weight, **options)(z, lib.constant(y))

    return Case(build, [normal(draw, n, classes, *more)], {"targets": y, "weight": w, **options})


@st.composite
def negative_log_likelihoods(draw: Any) -> Case:
    """Log-probabilities and labels."""
    n, classes, reduction = draw(st.integers(1, 4)), draw(st.integers(2, 4)), draw(st.sampled_from(["mean", "none"]))
    y = np.random.default_rng(draw(st.integers(0, 999))).integers(classes, size=n)
    build = lambda lib: lambda z: lib.F.nll_loss(z, lib.leaf(y), reduction=reduction)  # noqa: E731
    return Case(build, [normal(draw, n, classes)], {"labels": y, "reduction": reduction})


@st.composite
def bces(draw: Any) -> Case:
    """Cross-entropy of probabilities."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
    y = positive(draw, *shape) / 3
    build = lambda lib: lambda p: lib.F.binary_cross_entropy(p, lib.constant(y))  # noqa: E731
    return Case(build, [positive(draw, *shape) / 3.5])


LOSSES: dict[str, Cases] = {
    "MSELoss": loss("MSELoss", lambda draw, shape: normal(draw, *shape)),
    "L1Loss": loss("L1Loss", lambda draw, shape: normal(draw, *shape)),
    "HuberLoss": loss("HuberLoss", lambda draw, shape: normal(draw, *shape), delta=0.7),
    "BCEWithLogitsLoss": loss("BCEWithLogitsLoss", lambda draw, shape: positive(draw, *shape) / 3),
    "BCE with weights": weighted_bces(),
    "binary_cross_entropy": bces(),
    "CrossEntropyLoss": cross_entropies(),
    "SmoothL1Loss": loss("SmoothL1Loss", lambda draw, shape: normal(draw, *shape), beta=0.5),
    "nll_loss": negative_log_likelihoods(),
    "mse_loss of two leaves": pairwise_same(lambda lib, x, y: lib.F.mse_loss(x, y)),
    "smooth_l1_loss": pairwise_same(lambda lib, x, y: lib.F.smooth_l1_loss(x, y, beta=0.6)),
    "huber_loss of two leaves": pairwise_same(lambda lib, x, y: lib.F.huber_loss(x, y, delta=0.6)),
    "bce of two leaves": pairwise_same(lambda lib, x, y: lib.F.binary_cross_entropy_with_logits(x, y), positive),
}
