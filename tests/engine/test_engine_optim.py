"""Optimizers and schedules: first steps by hand, groups, saved states."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
from engine_libraries import Engine
from engine_models import OPTIMIZERS

from coursekit.engine import Tensor, nn, ones, optim, tensor
from coursekit.engine.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    LinearWarmup,
    LRScheduler,
    MultiStepLR,
    SequentialLR,
    StepLR,
    WarmupCosine,
)


def weight(gradient: float = 2.0) -> Tensor:
    w = tensor([1.0], dtype=np.float64, requires_grad=True)
    w.grad = np.array([gradient])
    return w


def after_one_step(name: str, **options: float) -> float:
    w = weight()
    getattr(optim, name)([w], lr=0.1, **options).step()
    return w.item()


def test_sgd_subtracts_the_rate_times_the_gradient() -> None:
    assert after_one_step("SGD") == pytest.approx(1 - 0.1 * 2)


def test_weight_decay_pulls_towards_zero() -> None:
    assert after_one_step("SGD", weight_decay=0.5) == pytest.approx(1 - 0.1 * (2 + 0.5))
    assert after_one_step("AdamW", weight_decay=0.5) == pytest.approx(1 - 0.1 - 0.1 * 0.5)


@pytest.mark.parametrize("name", ["Adam", "Adagrad"])
def test_the_first_adaptive_step_has_the_length_of_the_rate(name: str) -> None:
    assert after_one_step(name) == pytest.approx(1 - 0.1)


def test_rmsprop_divides_by_the_root_of_its_average() -> None:
    assert after_one_step("RMSprop", alpha=0.75) == pytest.approx(1 - 0.1 * 2 / math.sqrt(0.25 * 4))


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("number", [1, 2])
def test_a_step_reads_gradients_and_leaves_them_alone(name: str, number: int) -> None:
    ws = [weight() for _ in range(number)]
    arrays = [w.grad for w in ws]
    optimizer = OPTIMIZERS[name](Engine, ws)
    optimizer.step()
    optimizer.step()
    assert all(w.grad is array and array.item() == 2 for w, array in zip(ws, arrays, strict=True))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_in_pieces_gives_the_same_bits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, cut = (walk_of_many_shapes(name, monkeypatch, piece) for piece in (2**18, 64))
    for a, b in zip(whole, cut, strict=True):
        np.testing.assert_array_equal(a, b)


def walk_of_many_shapes(name: str, monkeypatch: pytest.MonkeyPatch, piece: int) -> list[np.ndarray]:
    """The parameters and moments after steps with pieces of this many bytes, one with a part of the gradients."""
    monkeypatch.setattr("coursekit.engine.optim.optimizer.PIECE", piece)
    rng = np.random.default_rng(0)
    ws = [Tensor(rng.normal(size=shape).astype("f")) for shape in ((5, 7), (), (3,), (2, 40), (0, 2), (9, 1))]
    ws[0].data = np.asfortranarray(ws[0].data)  # rows that do not lie in one piece of memory
    optimizer = OPTIMIZERS[name](Engine, [w.requires_grad_() for w in ws])
    assert len(optimizer._blocks[0][0].pieces) == (1 if piece > 64 else 6)
    for t in range(4):
        for w in ws:
            w.grad = rng.normal(size=w.shape).astype("f")
        ws[2].grad = None if t == 2 else ws[2].grad
        optimizer.step()
        optimizer = copy.deepcopy(optimizer)
        ws = optimizer.param_groups[0]["params"]
    moments = [group["moments"] for group in optimizer.state_dict()["state"]]
    return [*(w.data for w in ws), *(moment for part in moments for moment in part.values())]


def test_two_optimizers_keep_their_moments_apart() -> None:
    a, b = weight(), weight()
    first, second = optim.Adam([a], lr=0.1), optim.Adam([b], lr=0.1)
    first.step()
    first.step()
    second.step()
    assert b.item() == pytest.approx(0.9)


def test_groups_have_rates_of_their_own() -> None:
    a, b = weight(), weight()
    optim.SGD([{"params": [a], "lr": 0.1}, {"params": b}], lr=0.5).step()
    assert (a.item(), b.item()) == (pytest.approx(0.8), pytest.approx(0.0))


def test_a_parameter_without_a_gradient_stays_and_catches_up_later() -> None:
    a, b, c = weight(), weight(), weight()
    b.grad = None
    optimizer = optim.Adam([a, b, c], lr=0.1)
    optimizer.step()
    assert b.item() == 1
    b.grad = np.array([2.0])
    optimizer.step()
    assert b.item() == pytest.approx(0.9)  # its own first step, while a and c take their second


def test_a_closure_computes_the_loss_that_step_returns() -> None:
    w = weight()
    assert optim.SGD([w], lr=0.1).step(lambda: 7.0) == 7.0
    assert w.item() == pytest.approx(0.8)


def test_zero_grad_drops_gradients_or_fills_them_with_zeros() -> None:
    w = weight()
    optimizer = optim.SGD([w])
    optimizer.zero_grad(set_to_none=False)
    np.testing.assert_array_equal(w.grad, [0])
    optimizer.zero_grad()
    assert w.grad is None


def test_a_saved_optimizer_goes_on_as_if_never_stopped() -> None:
    def run(interrupted: bool) -> float:
        w = weight()
        optimizer = optim.Adam([w], lr=0.1)
        for step in range(6):
            if interrupted and step == 3:
                state, optimizer = optimizer.state_dict(), optim.Adam([w], lr=9.0)
                optimizer.load_state_dict(state)
            w.grad = np.array([float(step) - 1.5])
            optimizer.step()
        return w.item()

    assert run(interrupted=True) == run(interrupted=False)


def test_an_optimizer_prints_its_settings() -> None:
    assert repr(optim.SGD([weight()], lr=0.1)).startswith("SGD(lr=0.1, momentum=0.0")


def test_clipping_keeps_the_direction_and_returns_the_length_before() -> None:
    a, b = weight(3.0), weight(4.0)
    assert nn.utils.clip_grad_norm_([a, b], 1.0) == pytest.approx(5)
    assert (a.grad.item(), b.grad.item()) == (pytest.approx(0.6, rel=1e-5), pytest.approx(0.8, rel=1e-5))


def test_short_gradients_are_not_lengthened() -> None:
    w = weight(0.5)
    assert nn.utils.clip_grad_norm_(w, 1.0) == pytest.approx(0.5)
    assert w.grad.item() == 0.5


def test_clipping_nothing_has_length_zero() -> None:
    assert nn.utils.clip_grad_norm_([ones(1, requires_grad=True)], 1.0) == 0


def test_clipping_by_value_cuts_each_entry() -> None:
    w, v = weight(5.0), weight(-0.5)
    nn.utils.clip_grad_value_([w, v, ones(1, requires_grad=True)], 1.0)
    nn.utils.clip_grad_value_(w, 0.25)
    assert (w.grad.item(), v.grad.item()) == (0.25, -0.5)


def rates(make: type[LRScheduler], steps: int, **options: object) -> list[float]:
    optimizer = optim.SGD([weight()], lr=1.0)
    schedule = make(optimizer, **options)
    found = []
    for _ in range(steps):
        found.append(schedule.get_last_lr()[0])
        schedule.step()
    return found


def test_schedules_follow_their_formulas() -> None:
    assert rates(StepLR, 5, step_size=2, gamma=0.5) == [1, 1, 0.5, 0.5, 0.25]
    assert rates(MultiStepLR, 4, milestones=[1, 3], gamma=0.5) == [1, 0.5, 0.5, 0.25]
    assert rates(LinearLR, 4, start_factor=0.5, total_iters=2) == [0.5, 0.75, 1, 1]
    assert rates(ConstantLR, 3, factor=0.5, total_iters=2) == [0.5, 0.5, 1]
    assert rates(LinearWarmup, 4, warmup=2) == [0.5, 1, 1, 1]
    assert rates(LambdaLR, 3, lr_lambda=lambda t: 1 / (1 + t)) == [1, 1 / 2, 1 / 3]
    assert rates(ExponentialLR, 3, gamma=0.5) == [1, 0.5, 0.25]
    assert rates(LinearLR, 2, total_iters=0) == [1, 1]


def test_a_cosine_passes_the_middle_halfway() -> None:
    np.testing.assert_allclose(rates(CosineAnnealingLR, 3, T_max=2), [1, 0.5, 0], atol=1e-12)
    np.testing.assert_allclose(rates(WarmupCosine, 6, warmup=2, total=4), [0.5, 1, 1, 0.5, 0, 0], atol=1e-12)


def test_schedules_in_sequence_each_count_from_their_milestone() -> None:
    optimizer = optim.SGD([weight()], lr=1.0)
    parts = [LinearWarmup(optimizer, 2), StepLR(optimizer, 1, 0.5)]
    schedule = SequentialLR(optimizer, parts, [2])
    found = []
    for _ in range(4):
        found.append(optimizer.param_groups[0]["lr"])
        schedule.step()
    assert found == [0.5, 1, 1, 0.5]


def test_a_saved_schedule_goes_on_where_it_stood() -> None:
    optimizer = optim.SGD([weight()], lr=1.0)
    schedule = StepLR(optimizer, 1, 0.5)
    schedule.step()
    again = StepLR(optim.SGD([weight()], lr=1.0), 1, 0.5)
    again.load_state_dict(schedule.state_dict())
    assert again.get_last_lr() == [0.5]


def test_the_common_start_of_optimizers_and_schedules_asks_for_a_rule() -> None:
    with pytest.raises(NotImplementedError):
        optim.Optimizer([weight()], {"lr": 0.1}).step()
    with pytest.raises(NotImplementedError):
        LRScheduler(optim.SGD([weight()]))


def test_a_copied_optimizer_moves_the_copied_model_alone() -> None:
    model = nn.Linear(2, 1)
    optimizer = optim.Adam(model.parameters())
    twin, optimizer2 = copy.deepcopy((model, optimizer))
    before = model.weight.data.copy()
    twin(ones(3, 2)).sum().backward()
    optimizer2.step()
    np.testing.assert_allclose(twin.weight.data, before - 1e-3, rtol=1e-5)
    np.testing.assert_array_equal(model.weight.data, before)
