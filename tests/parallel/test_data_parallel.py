"""Data-parallel training: the average over shares is the gradient of the batch, whoever computes them."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.engine import nn, optim
from coursekit.errors import ArgumentError
from coursekit.parallel import apply_gradient, averaged, cut, gradient, split_gradient


def problem(n=101, dtype=np.float64):
    rng = np.random.default_rng(3)
    layers = [nn.Linear(6, 8, dtype=dtype, rng=rng), nn.Tanh(), nn.Linear(8, 3, dtype=dtype, rng=rng)]
    return nn.Sequential(*layers), rng.normal(size=(n, 6)).astype(dtype), rng.integers(0, 3, n)


@pytest.mark.parametrize("parts", [1, 2, 4, 7, 101])
def test_the_average_over_shares_is_the_gradient_of_the_batch(parts):
    model, inputs, targets = problem()
    loss = nn.CrossEntropyLoss()
    whole = gradient(model, loss, inputs, targets)
    split = split_gradient(model, loss, *cut(inputs, targets, parts=parts))
    assert split.examples == 101
    assert split.loss == pytest.approx(whole.loss, abs=1e-14)
    for one, other in zip(whole.gradients, split.gradients, strict=True):
        assert other == pytest.approx(one, abs=1e-15)


def test_in_32_bits_they_agree_to_rounding_and_stay_32_bits():
    model, inputs, targets = problem(dtype=np.float32)
    loss = nn.CrossEntropyLoss()
    whole = gradient(model, loss, inputs, targets)
    split = split_gradient(model, loss, *cut(inputs, targets, parts=3))
    assert {each.dtype for each in split.gradients} == {np.dtype(np.float32)}
    assert max(np.abs(a - b).max() for a, b in zip(whole.gradients, split.gradients, strict=True)) < 1e-7


def test_shares_without_their_weight_would_be_wrong():
    model, inputs, targets = problem(n=5)
    xs, ys = cut(inputs, targets, parts=2)
    found = [gradient(model, nn.CrossEntropyLoss(), x, y) for x, y in zip(xs, ys, strict=True)]
    plain = np.mean([share.gradients[0] for share in found], axis=0)
    assert np.abs(plain - averaged(found).gradients[0]).max() > 1e-3


def test_shares_differ_by_one_example_at_most_and_leave_none_out():
    xs, ys = cut(np.arange(11), np.arange(11), parts=4)
    assert [len(x) for x in xs] == [2, 3, 3, 3]
    assert np.concatenate(xs).tolist() == list(range(11)) == np.concatenate(ys).tolist()


@pytest.mark.parametrize("parts", [0, 12])
def test_a_split_that_leaves_a_worker_without_work_is_refused(parts):
    with pytest.raises(ArgumentError, match=f"11 examples cannot be split into {parts} shares"):
        cut(np.arange(11), np.arange(11), parts=parts)


def test_a_gradient_leaves_the_weights_alone():
    model, inputs, targets = problem()
    before = [p.data.copy() for p in model.parameters()]
    gradient(model, nn.CrossEntropyLoss(), inputs, targets)
    assert all((p.data == old).all() for p, old in zip(model.parameters(), before, strict=True))
    assert all(p.grad is None for p in model.parameters())


def test_a_parameter_that_took_no_part_has_gradient_zero():
    model, inputs, targets = problem()
    model.append(nn.Linear(3, 3, dtype=np.float64))
    found = gradient(
        model, lambda out, y: nn.CrossEntropyLoss()(model[0](inputs_of(inputs))[:, :3], y), inputs, targets
    )
    assert all((each == 0).all() for each in found.gradients[2:])


def inputs_of(inputs):
    from coursekit.engine import from_numpy  # noqa: PLC0415

    return from_numpy(inputs)


def test_twenty_split_steps_end_where_twenty_whole_ones_end():
    ends = []
    for parts in (1, 4):
        model, inputs, targets = problem()
        optimizer = optim.Adam(model.parameters(), lr=0.01)
        xs, ys = cut(inputs, targets, parts=parts)
        losses = [
            apply_gradient(
                optimizer, model.parameters(), split_gradient(model, nn.CrossEntropyLoss(), xs, ys)
            )
            for _ in range(20)
        ]
        assert losses[-1] < losses[0]
        ends.append([p.data for p in model.parameters()])
    for one, other in zip(*ends, strict=True):
        assert other == pytest.approx(one, abs=1e-12)
