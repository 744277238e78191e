"""What PyTorch answers at the edges, as numbers: no axis, no entries, equal entries, −∞, every order of a norm."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coursekit.engine import Tensor, arange, eye, nn, ones_like, tensor, where
from coursekit.engine import functional as F  # noqa: N812 - as everybody writes it

INF, NAN = math.inf, math.nan
ROWS = [[0.0, 1.0, 2.0], [-INF, -INF, -INF], [1.0, 2.0, -INF]]
FIRST, SECOND = [-0.454985, 0.122364, 0.33262], [-0.365529, 0.365529, 0.0]


def walk(function: Callable[[Tensor], Any], x: Any) -> tuple[Any, Any]:
    """The value and the gradient of its sum, as nested lists; nothing may warn."""
    leaf = tensor(x, dtype=np.float64, requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = function(leaf)
        value.sum().backward()
    return value.tolist(), leaf.grad.tolist()


CASES: dict[str, tuple[Callable[[Tensor], Any], Any, Any, Any]] = {
    "softmax of a number": (lambda x: x.softmax(0), 3.0, 1, 0),
    "log_softmax of a number": (lambda x: x.log_softmax(-1), 3.0, 0, 0),
    "softmax of nothing": (lambda x: x.softmax(-1), np.zeros((2, 0)), [[], []], [[], []]),
    "max of a number along its dim": (lambda x: x.max(0).values, 3.0, 3, 1),
    "min of a number along its dim": (lambda x: x.min(-1, keepdim=True).values, 3.0, 3, 1),
    "max of two": (lambda x: x.max(tensor([2.0, 1.0])), [1.0, 1.0], [2, 1], [0, 0.5]),
    "min of two": (lambda x: x.min(tensor([2.0, 1.0])), [1.0, 1.0], [1, 1], [1, 0.5]),
    "transpose of a number": (lambda x: x.transpose(0, -1), 3.0, 3, 1),
    "variance of a number": (lambda x: x.var(), 3.0, NAN, NAN),
    "variance of one row": (lambda x: x.var(0), [[1.0, 2.0]], [NAN, NAN], [[NAN, NAN]]),
    "spread of one row over n": (lambda x: x.std(0, False), [[1.0, 2.0]], [0, 0], [[0, 0]]),
    "spread of equals": (lambda x: x.std(0), [5.0, 5.0, 5.0], 0, [0, 0, 0]),
    "variance of everything over n": (lambda x: x.var(False), [1.0, 3.0], 1, [-1, 1]),
    "mean of nothing": (lambda x: x.mean(0), np.zeros((0, 2)), [NAN, NAN], []),
    "variance of nothing": (lambda x: x.var(), np.zeros(0), NAN, []),
    "norm 0": (lambda x: x.norm(0), [3.0, 0.0, -4.0], 2, [0, 0, 0]),
    "norm 1": (lambda x: x.norm(1), [3.0, 0.0, -4.0], 7, [1, 0, -1]),
    "norm 2": (lambda x: x.norm(2), [3.0, 0.0, -4.0], 5, [0.6, 0, -0.8]),
    "norm 2 of zeros": (lambda x: x.norm(), [0.0, 0.0], 0, [0, 0]),
    "norm 3": (lambda x: x.norm(3), [1.0, 0.0, -2.0], 9 ** (1 / 3), [9 ** (-2 / 3), 0, -4 * 9 ** (-2 / 3)]),
    "norm ½": (lambda x: x.norm(0.5), [1.0, 0.0, -4.0], 9, [3, 0, -1.5]),
    "norm ∞": (lambda x: x.norm(INF), [3.0, -4.0, 4.0], 4, [0, -0.5, 0.5]),
    "norm −∞ of rows": (lambda x: x.norm(-INF, 1), [[3.0, -4.0]], [3], [[1, 0]]),
    "clamp by tensors": (lambda x: x.clamp(tensor([0.0, 2.0]), tensor([1.0, 1.0])), [0.5, 1.5], [0.5, 1], [1, 0]),
    "clamp of NaN": (lambda x: x.clamp(0, 1), [NAN, 2.0], [NAN, 1], [0, 0]),
    "softplus far out": (lambda x: F.softplus(x, 2.0, 10.0), [6.0, 0.0], [6, math.log(2) / 2], [1, 0.5]),
    "smooth L1 without a bend": (lambda x: F.smooth_l1_loss(x, [0.0, 0.0], beta=0), [3.0, -1.0], 2, [0.5, -0.5]),
    "labels of −∞, some ignored": (
        lambda z: F.cross_entropy(z, [0, -100, 0]), ROWS, 1.860434, [FIRST, [0, 0, 0], SECOND]
    ),
    "all labels ignored": (lambda z: F.cross_entropy(z, [-100] * 3), ROWS, NAN, np.zeros((3, 3))),
    "weighted labels of −∞": (
        lambda z: F.cross_entropy(z, [0, -100, 0], weight=[1.0, 2.0, 3.0]), ROWS, 1.860434, [FIRST, [0, 0, 0], SECOND]
    ),
    "labels of −∞ along a third dim": (
        lambda z: F.cross_entropy(z.T.unsqueeze(0), [[0, -100, 0]]), ROWS, 1.860434, [FIRST, [0, 0, 0], SECOND]
    ),
    "all weighted labels ignored": (
        lambda z: F.cross_entropy(z, [-100] * 3, weight=[1.0, 2.0, 3.0]), ROWS, NAN, np.zeros((3, 3))
    ),
    "an impossible label": (lambda z: F.cross_entropy(z, [2], weight=[1.0] * 3), ROWS[2:], INF, [[0.268941, 0.731059, -1]]),
    "smoothed labels": (
        lambda z: F.cross_entropy(z, [0], label_smoothing=0.3), ROWS[:1], 2.107606, [[-0.709969, 0.144728, 0.565241]]
    ),
    "labels one by one": (
        lambda z: F.cross_entropy(z, [0, 2], weight=[1.0, 2.0, 3.0], reduction="none"),
        [[0.0, 0.0, 0.0]] * 2, [1.098612, 3.295837], [[-2 / 3, 1 / 3, 1 / 3], [1, 1, -2]],
    ),
    "probabilities in a list": (
        lambda z: F.cross_entropy(z, [[0.5, 0.5]]), [[0.0, 0.0]], 0.693147, [[0, 0]]
    ),
    "likelihood of an ignored −∞": (lambda z: F.nll_loss(z, [0, -100]), [[-1.0, -2.0], [-INF, 0.0]], 1, [[-1, 0], [0, 0]]),
    "one image": (lambda x: F.conv2d(x, tensor(np.ones((1, 1, 3, 3)), np.float64), padding="same"), [[[1.0, 2.0]]], [[[3, 3]]], [[[2, 2]]]),
    "one image, uncovered": (lambda x: F.conv2d(x, tensor(np.ones((1, 1, 1, 2)), np.float64), padding="valid"), [[[1.0, 2.0]]], [[[3]]], [[[1, 1]]]),
    "one image pooled": (lambda x: F.max_pool2d(x, (1, 2), dilation=(1, 2)), [[[1.0, 5.0, 3.0]]], [[[3]]], [[[0, 0, 1]]]),
    "one image averaged": (lambda x: F.avg_pool2d(x, (1, 2)), [[[1.0, 5.0]]], [[[3]]], [[[0.5, 0.5]]]),
    "largest along a dim that is there": (lambda x: x.amax(0), np.zeros((3, 0)), [], [[], [], []]),
    "largest of NaN": (lambda x: x.max(), [1.0, NAN, NAN], NAN, [0, 0.5, 0.5]),
    "smallest of NaN": (lambda x: x.min(), [1.0, NAN], NAN, [0, 1]),
    "larger of NaN": (lambda x: x.maximum(0.0), [NAN, -1.0], [NAN, 0], [1, 0]),
    "|NaN|": (lambda x: x.abs(), [NAN, -1.0], [NAN, 1], [0, -1]),
    "ReLU of NaN": (lambda x: x.relu(), [NAN, 0.0], [NAN, 0], [1, 0]),
    "pieces of nothing": (lambda x: x.chunk(2)[1], np.zeros(0), [], []),
    "one piece of nothing": (lambda x: x.split(2)[0], np.zeros(0), [], []),
    "SiLU far out": (lambda x: F.silu(x), [-1e300, 1e300], [0, 1e300], [0, 1]),
    "looking nowhere": (
        lambda x: F.scaled_dot_product_attention(x, x, x, [[True, False], [False, False]]),
        [[1.0], [2.0]], [[1], [0]], [[1], [0]],
    ),
    "where of a number": (lambda x: where([True, False], 7.0, x), [1.0, 2.0], [7, 2], [0, 1]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_edge_has_pytorchs_value_and_gradient(name: str) -> None:
    function, x, value, gradient = CASES[name]
    found = walk(function, x)
    np.testing.assert_allclose(found[0], value, rtol=2e-6, atol=1e-6)
    np.testing.assert_allclose(np.ravel(found[1]), np.ravel(gradient), rtol=2e-6, atol=1e-6)


def test_probabilities_and_their_class_weights_get_gradients_from_cross_entropy() -> None:
    z = tensor([[0.0, math.log(3)]], dtype=np.float64)
    target = tensor([[0.5, 0.5]], dtype=np.float64, requires_grad=True)
    weight = tensor([1.0, 2.0], dtype=np.float64, requires_grad=True)
    F.cross_entropy(z, target, weight=weight, label_smoothing=0.2).backward()
    minus_log_p = np.log([4, 4 / 3])
    np.testing.assert_allclose(target.grad, [0.8 * minus_log_p * [1, 2]])
    np.testing.assert_allclose(weight.grad, 0.5 * minus_log_p)


def test_bounds_of_a_clamp_get_the_gradient_of_what_they_cut() -> None:
    low, high = tensor([0.0], requires_grad=True), tensor([2.0], requires_grad=True)
    tensor([-1.0, 1.0, 5.0, 9.0]).clamp(low, high).sum().backward()
    assert (low.grad.tolist(), high.grad.tolist()) == ([1], [2])


def test_a_mask_of_floats_gets_a_gradient_from_an_attention_layer() -> None:
    mask, x = tensor(np.zeros((2, 2)), requires_grad=True), tensor(np.eye(2)[:, None, :])
    nn.MultiheadAttention(2, 1)(x, x, x, attn_mask=mask)[0].square().sum().backward()
    assert mask.grad.any()


def test_a_step_after_labels_that_are_all_ignored_leaves_the_weights() -> None:
    layer = nn.Linear(2, 3)
    before = layer.state_dict()
    F.cross_entropy(layer(tensor([[1.0, 2.0]])), [-100]).backward()
    assert not layer.weight.grad.any()
    assert before.keys() == layer.state_dict().keys()


def test_new_tensors_take_pytorchs_arguments() -> None:
    assert eye(2, 3, device="cpu").tolist() == [[1, 0, 0], [0, 1, 0]]
    assert arange(1, end=2, step=0.5, requires_grad=True).tolist() == [1, 1.5]
    assert ones_like(arange(2), requires_grad=False).tolist() == [1, 1]
    assert where([True, False], 1.0, 2.0).tolist() == [1, 2]
    x, layer = tensor([1.0]), nn.Linear(1, 1)
    assert x.to("cpu") is x
    assert layer.to("cpu") is layer


def test_the_root_mean_square_norm_starts_from_the_dtypes_eps() -> None:
    x = tensor([[1e-3, -1e-3]])
    np.testing.assert_allclose(
        F.rms_norm(x, 2).data, [[1, -1]] / np.sqrt(1 + 1e6 * np.finfo(np.float32).eps), rtol=1e-6
    )
