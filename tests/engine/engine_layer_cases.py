"""Layers and losses of the engine as cases, with their settings drawn too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from engine_cases import Case, Cases, along, built_entrywise, layer, normal, positive
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

__all__ = ["ACTIVATIONS", "LAYERS", "LOSSES"]


def activation(name: str, **options: Any) -> Cases:
    """An activation layer."""
    return built_entrywise(lambda lib: getattr(lib.nn, name)(**options))


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
    "Softmax": along(lambda lib: lambda x, d: lib.nn.Softmax(dim=d)(x)),
    "LogSoftmax": along(lambda lib: lambda x, d: lib.nn.LogSoftmax(dim=d)(x)),
}


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
    labels = np.random.default_rng(draw(st.integers(0, 999))).integers(
        4, size=draw(array_shapes(max_dims=3, max_side=3))
    )
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
    "Flatten": built_entrywise(lambda lib: lib.nn.Flatten(0)),
    "Sequential": layer(
        lambda draw: (
            lambda lib: lib.nn.Sequential(lib.nn.Linear(3, 4), lib.nn.Tanh(), lib.nn.Linear(4, 2)),
            [normal(draw, draw(st.integers(1, 3)), 3)],
            {},
        )
    ),
}


def two_leaves(name: str, second: Callable[..., np.ndarray] = normal, **options: Any) -> Cases:
    """A loss whose target wants a gradient too."""

    @st.composite
    def cases(draw: Any) -> Case:
        shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
        inputs = [normal(draw, *shape), second(draw, *shape)]
        return Case(lambda lib: lambda x, y: getattr(lib.F, name)(x, y, **options), inputs)

    return cases()


def loss(name: str, target: Callable[[Any, tuple[int, ...]], np.ndarray], **options: Any) -> Cases:
    """A loss of predictions and a target drawn for their shape, in every reduction."""

    @st.composite
    def cases(draw: Any) -> Case:
        shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
        reduction = draw(st.sampled_from(["mean", "sum", "none"]))
        y = target(draw, shape)

        def build(lib: Any) -> Any:
            module = getattr(lib.nn, name)(reduction=reduction, **options)
            return lambda z: module(z, lib.constant(y))

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
    n, classes, more = (
        draw(st.integers(1, 4)),
        draw(st.integers(2, 4)),
        draw(st.sampled_from([(), (2,), (2, 3)])),
    )
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
    """Log-probabilities and labels, weights, ignored labels."""
    n, classes, more = draw(st.integers(1, 4)), draw(st.integers(2, 4)), draw(st.sampled_from([(), (2,)]))
    options = {
        "reduction": draw(st.sampled_from(["mean", "sum", "none"])),
        "ignore_index": draw(st.sampled_from([-100, 1])),
    }
    y = np.random.default_rng(draw(st.integers(0, 999))).integers(classes, size=(n, *more))
    y.flat[0] = 0
    w = positive(draw, classes) if draw(st.booleans()) else None

    def build(lib: Any) -> Any:
        module = lib.nn.NLLLoss(weight=None if w is None else lib.constant(w), **options)
        return lambda z: module(z, lib.constant(y))

    return Case(build, [normal(draw, n, classes, *more)], {"labels": y, "weight": w, **options})


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
    "mse_loss of two leaves": two_leaves("mse_loss"),
    "smooth_l1_loss": two_leaves("smooth_l1_loss", beta=0.6),
    "huber_loss of two leaves": two_leaves("huber_loss", delta=0.6),
    "bce of two leaves": two_leaves("binary_cross_entropy_with_logits", positive),
}
