from __future__ import annotations

import math

import numpy as np
import pytest

from coursekit.engine import TensorDataset, fit, nn, optim, tensor
from coursekit.engine.data import DataLoader
from coursekit.errors import ArgumentError
from coursekit.widgets.playground.history import History, Scores
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import ACTIVATIONS, CHOICES, NEW_START, Settings
from tests.widgets.playground.test_settings import DRAWN, UNUSUAL

MANY = {
    **{f"activation {name}": {"activation": name} for name in CHOICES["activation"]},
    **{f"optimizer {name}": {"optimizer": name, "weight_decay": 0.01} for name in CHOICES["optimizer"]},
    **{f"schedule {name}": {"schedule": name, "schedule_steps": 40} for name in CHOICES["schedule"]},
    **{f"init {name}": {"init": name} for name in CHOICES["init"]},
    "squared error": {"loss": "mse", "batch_size": 30},
    "numbers": {"data": "plane", "activation": "relu"},
    "no hidden layer": {"hidden": (), "features": ("x1", "x2", "x1*x2")},
    "one batch": {"batch_size": 1000, "train_share": 0.3},
}


def numbers(session):
    return [array.tolist() for layer in session.weights for array in layer]


def trained(n=30, **settings):
    session = Session(Settings(**settings))
    session.step(n)
    return session


@pytest.mark.parametrize("changed", [{}, {"dropout": 0.2, "optimizer": "adam", "schedule": "cosine"}])
def test_the_same_start_leads_to_the_same_weights_however_the_steps_are_cut(changed):
    session = trained(130, **changed)
    first = numbers(session), session.history.curve("train_loss")
    session.rewind()
    for n in (1, 60, 69):
        session.step(n)
    assert (numbers(session), session.history.curve("train_loss")) == first


@pytest.mark.parametrize("name", MANY)
def test_the_steps_are_those_of_fit_to_the_last_bit(name):
    settings = Settings(**MANY[name])
    session, other = Session(settings), Session(settings)
    model, s = other.model, other.settings
    k = len(other.data.X_train)
    data = TensorDataset(other._trainer.inputs[:k], other._trainer.targets[:k])
    batches = DataLoader(data, s.batch_size, shuffle=True, rng=np.random.default_rng([s.seed, 2]))
    loss = nn.BCEWithLogitsLoss() if s.criterion == "cross-entropy" else nn.MSELoss()
    optimizer, schedule = other._trainer.optimizer, other._trainer._schedule
    fit(model, batches, loss=loss, optimizer=optimizer, schedule=schedule, epochs=2)
    session.step(2 * len(batches))
    assert session.epochs == 2
    assert numbers(session) == numbers(other)


@pytest.mark.parametrize("name", [name for name in UNUSUAL if name not in ("points", "weights")])
def test_every_setting_changes_the_path(name):
    # What a setting needs to matter: a schedule for its length, points for "drawn".
    base = {"points": DRAWN, "schedule": "step", "schedule_steps": 20}
    assert numbers(trained(**base)) != numbers(trained(**{**base, name: UNUSUAL[name]}))


def test_the_scores_are_the_loss_and_the_share_on_the_right_side():
    session = trained(500, data="blobs", optimizer="adam")
    scores, outputs = session.scores, session.outputs(session.data.X_test)
    assert scores.test_accuracy == np.mean((outputs > 0) == (session.data.y_test == 1)) > 0.9
    probability = (1 + outputs) / 2
    of_the_class = np.where(session.data.y_test == 1, probability, 1 - probability)
    assert scores.test_loss == pytest.approx(-np.log(of_the_class).mean())
    assert session.history.scores[-1] == scores
    numbers_only = trained(data="hills").scores
    assert math.isnan(numbers_only.train_accuracy)
    assert numbers_only.train_loss > 0


def test_few_drawn_points_may_leave_none_to_test_with():
    session = trained(data="drawn", points=DRAWN[:1])
    assert math.isnan(session.scores.test_loss)
    assert math.isnan(session.scores.test_accuracy)
    assert session.scores.train_accuracy == 1


def test_the_history_of_a_long_run_stays_short():
    history = History()
    for epoch in range(100_000):
        if history.is_due(epoch):
            history.append(epoch, Scores(1 / (1 + epoch), 1.0, 1.0, 1.0))
    assert history.epochs[:61] == list(range(61))
    assert len(history.epochs) < 520
    assert history.epochs[-1] > 98_300
    assert history.curve("train_loss")[:2] == [1.0, 0.5]


def test_a_time_slice_takes_at_least_one_step_and_ends():
    session = Session()
    assert session.run(0) == 1
    assert session.run(0.02) == session.steps - 1 > 1


@pytest.mark.parametrize("name", sorted(set(UNUSUAL) - set(NEW_START)))
def test_a_setting_that_needs_no_new_start_changes_while_training_goes_on(name):
    session = trained(7)
    before = numbers(session)
    assert session.apply(session.settings.change(**{name: UNUSUAL[name]})) == ()
    assert (numbers(session), session.steps) == (before, 7)
    session.step(20)
    other = trained(27)
    assert (numbers(session) == numbers(other)) is (name == "schedule_steps")  # no schedule, no change


def test_a_setting_that_needs_a_new_start_is_named():
    session = trained(7)
    assert session.apply(session.settings.change(hidden=(3,), noise=0.1)) == ("noise", "hidden")
    assert session.steps == 0
    assert session.weights[0].weight.shape == (3, 2)


def test_a_weight_set_by_hand_at_the_start_is_used_and_comes_back_by_rewind_and_line():
    session = Session()
    session.set_weight(0, 1, 0, 2.5)
    session.set_weight(2, 0, None, -1.0)
    assert (session.weights[0].weight[1, 0], session.weights[2].bias[0]) == (2.5, -1.0)
    hidden = np.tanh(session.data.X_test @ session.weights[0].weight.T)
    logit = np.tanh(hidden @ session.weights[1].weight.T) @ session.weights[2].weight[0] - 1
    assert np.allclose(session.outputs(session.data.X_test), np.tanh(logit / 2))
    session.step(30)
    path = numbers(session)
    session.rewind()
    session.step(30)
    other = Session(Settings.from_line(session.share().to_line()))
    other.step(30)
    assert numbers(session) == numbers(other) == path


def test_a_weight_set_by_hand_on_the_way_is_used_from_then_on_and_shared():
    session = trained(30)
    session.set_weight(0, 3, 1, 4.0)
    session.set_weight(1, 0, None, 3.0)
    now = numbers(session)
    assert (session.weights[0].weight[3, 1], session.weights[1].bias[0]) == (4.0, 3.0)
    assert numbers(Session(Settings.from_line(session.share().to_line()))) == now
    session.step()
    assert 0 < abs(session.weights[0].weight[3, 1] - 4.0) < 0.1
    session.rewind()
    assert session.share() == Settings()


def test_a_weight_that_is_not_there_or_no_number_is_refused_and_nothing_changes():
    session = Session()
    before = numbers(session)
    with pytest.raises(ArgumentError, match="there is no weight from 2 to 0 in layer 0"):
        session.set_weight(0, 0, 2, 1.0)
    with pytest.raises(ArgumentError, match="a weight set by hand must be a number"):
        session.set_weight(0, 0, 0, math.nan)
    assert numbers(session) == before


def diverging():
    return trained(100, data="plane", activation="relu", features=("x1^2", "x1"), learning_rate=100.0)


def test_a_run_that_diverges_stops_before_that_step_with_one_sentence():
    session = diverging()
    assert session.diverged.startswith(f"At step {session.steps + 1} the loss was no number any more")
    assert session.diverged.endswith("then choose 0.03 or less before you press Play.")
    assert 0 < session.steps < 100
    assert math.isfinite(session.scores.train_loss)
    assert np.isfinite(np.concatenate([np.ravel(array) for array in numbers(session)])).all()
    assert session.step(10) == session.run(0.01) == 0


def test_back_returns_to_the_last_good_step_and_training_can_go_on():
    session = diverging()
    assert session.back() == 0
    assert session.diverged == ""
    assert session.apply(session.settings.change(learning_rate=0.001)) == ()
    session.step(60)
    good, loss = numbers(session), session.scores.train_loss
    session.apply(session.settings.change(learning_rate=100.0, optimizer="momentum"))
    session.step(20)
    assert session.diverged
    assert session.back() == 50
    assert session.history.epochs == [0, 1, 2]
    session.apply(session.settings.change(learning_rate=0.001, optimizer="sgd"))
    session.step(10)
    assert numbers(session) == good
    assert session.scores.train_loss == loss


def test_float32_takes_nearly_the_same_path():
    single, double = Session(dtype=np.float32), Session()
    single.step(50)
    double.step(50)
    assert single.weights[0].weight.dtype == np.float32
    for a, b in zip(single.weights, double.weights, strict=True):
        assert np.allclose(a.weight, b.weight, rtol=0, atol=1e-5)


def test_the_cost_counts_parameters_and_the_flops_of_a_step():
    session = Session(Settings(hidden=(8, 8), batch_size=10))
    assert session.cost.parameters == session.settings.parameters == 24 + 72 + 9
    assert session.cost.training_flops(10) == 10 * (4 * 16 + 6 * (64 + 8))


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_heat_maps_show_what_each_unit_computes_with_row_0_at_the_bottom(dropout):
    session = trained(features=("x1", "sin(x2)"), hidden=(3, 2), dropout=dropout)
    maps = session.heat_maps(5)
    x = np.linspace(-6, 6, 5)
    assert maps.features.shape == (2, 5, 5)
    assert np.allclose(maps.features[0], x[None, :])
    assert np.allclose(maps.features[1], np.sin(x)[:, None])
    W, b = session.weights[0]
    unit = np.tanh(np.tensordot(W[2], maps.features, 1) + b[2])
    assert [units.shape for units in maps.units] == [(3, 5, 5), (2, 5, 5)]
    assert np.allclose(maps.units[0][2], unit)
    corner = session.outputs(np.array([[-6.0, 6.0]]))
    assert np.allclose(maps.output[4, 0], corner)


def test_gradient_norms_are_those_of_backward_over_all_training_points():
    session = trained()
    model = session.model.eval()
    X = tensor(session.data.X_train, dtype=np.float64)
    nn.BCEWithLogitsLoss()(model(X), session.data.y_train[:, None]).backward()
    want = [
        math.hypot(*map(np.linalg.norm, (m.weight.grad, m.bias.grad))) for m in model if hasattr(m, "weight")
    ]
    assert session.gradient_norms() == pytest.approx(want)
    session.step()


def test_a_unit_without_slope_at_every_point_is_dead():
    session = Session(Settings(hidden=(3, 2), activation="relu"))
    session.set_weight(0, 1, None, -1000.0)
    assert session.dead_units()[0] == (1,)
    session.apply(session.settings.change(activation="leaky_relu"))
    assert session.dead_units() == ((), ())


def test_the_activations_are_modules_of_the_engine():
    assert [name for name in ACTIVATIONS.values() if not hasattr(nn, name)] == []
    assert hasattr(optim, "AdamW")


def test_back_leaves_a_run_that_went_wrong_without_diverging():
    session = trained(250, data="xor", optimizer="adam")
    good = numbers(session)
    session.apply(session.settings.change(learning_rate=1000.0))
    session.step(750)
    assert session.scores.train_loss > 10
    assert session.back() == 250
    assert numbers(session) == good
    assert session.history.epochs == list(range(11))
