"""fit, its history, and the batches it is fed."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from coursekit.engine import (
    DataLoader,
    EarlyStopping,
    History,
    TensorDataset,
    evaluate,
    fit,
    nn,
    optim,
    tensor,
)
from coursekit.engine.training import progress_bar
from coursekit.errors import ArgumentError

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 2))
Y = X @ [[2.0], [-1.0]] + 0.5
mse = nn.MSELoss()


def line(seed: int = 0) -> nn.Linear:
    return nn.Linear(2, 1, rng=np.random.default_rng(seed))


def sgd(model: nn.Module, lr: float = 0.1) -> optim.SGD:
    return optim.SGD(model.parameters(), lr=lr)


def trained(epochs: int = 20, **options: object) -> tuple[nn.Linear, History]:
    model = line()
    options = {"rng": np.random.default_rng(1), "optimizer": sgd(model)} | options
    return model, fit(model, (X, Y), loss=mse, epochs=epochs, batch_size=10, **options)


def test_a_line_is_found() -> None:
    model, history = trained()
    np.testing.assert_allclose(model.weight.data, [[2, -1]], atol=1e-3)
    assert history.losses[-1] < 1e-5 < history.losses[0]


def test_the_history_has_one_entry_an_epoch() -> None:
    _, history = trained(5, validation=(X, Y), metrics={"error": lambda p, y: (p - y).abs().mean()})
    assert history.epochs == len(history.validation_losses) == len(history.learning_rates) == 5
    assert len(history.metrics["error"]) == len(history.validation_metrics["error"]) == 5
    assert history.stopped == "finished"
    assert history.best_epoch == 4


def test_the_same_generator_trains_the_same_model() -> None:
    assert trained()[1].losses == trained()[1].losses


def test_early_stopping_puts_the_best_weights_back() -> None:
    model = line()
    kept: list[np.ndarray] = []

    def spoil(model: nn.Module, history: History) -> None:
        kept.append(model.weight.data.copy())
        if history.epochs >= 3:
            model.weight.data += 10.0

    history = fit(
        model, (X, Y), loss=mse, optimizer=sgd(model, 1e-6), epochs=50, validation=(X, Y),
        early_stopping=EarlyStopping(patience=2), callbacks=[spoil], rng=np.random.default_rng(0),
    )  # fmt: skip
    assert (history.stopped, history.best_epoch, history.epochs) == ("early stopping", 2, 5)
    np.testing.assert_array_equal(model.weight.data, kept[2])


def test_patience_alone_is_enough_to_ask_for_early_stopping() -> None:
    _, history = trained(200, validation=(X, Y), early_stopping=3)
    assert history.stopped == "early stopping"


def test_a_callback_that_returns_true_ends_training() -> None:
    _, history = trained(callbacks=[lambda _, history: history.epochs == 3])
    assert (history.epochs, history.stopped) == (3, "callback")


def test_an_interrupt_leaves_model_and_history_usable() -> None:
    def interrupt(model: nn.Module, history: History) -> None:
        if history.epochs == 2:
            raise KeyboardInterrupt

    model, history = trained(callbacks=[interrupt])
    assert (history.epochs, history.stopped) == (2, "interrupted")
    assert np.isfinite(model(tensor(X)).data).all()
    assert repr(history).startswith("History(epochs=2, loss=")


def test_a_history_prints_what_happened() -> None:
    assert repr(History()) == "History(epochs=0, stopped='finished')"
    _, history = trained(2, validation=(X, Y))
    assert ", validation_loss=" in repr(history)


def test_a_schedule_steps_once_a_batch() -> None:
    model = line()
    optimizer = sgd(model, 1.0)
    schedule = optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    history = fit(model, (X[:20], Y[:20]), loss=mse, optimizer=optimizer, schedule=schedule, batch_size=10)
    assert history.learning_rates == [0.25]


def test_evaluate_neither_learns_nor_drops() -> None:
    model = nn.Sequential(nn.Dropout(0.9), line())
    before = model.state_dict()
    found = evaluate(model, (X, Y), loss=mse, metrics={"one": lambda *_: 1.0})
    assert found["one"] == 1
    np.testing.assert_allclose(
        found["loss"], ((X @ before["1.weight"].T + before["1.bias"] - Y) ** 2).mean(), rtol=1e-5
    )


def test_a_last_batch_that_is_not_full_counts_by_its_examples() -> None:
    found = evaluate(line(), (X[:7], Y[:7]), loss=mse, batch_size=4)
    whole = evaluate(line(), (X[:7], Y[:7]), loss=mse, batch_size=7)
    assert found["loss"] == pytest.approx(whole["loss"], rel=1e-6)


def test_data_without_a_batch_is_refused() -> None:
    loader = DataLoader(TensorDataset(X[:3], Y[:3]), batch_size=4, drop_last=True)
    model = line()
    with pytest.raises(ArgumentError, match="no batch"):
        fit(model, loader, loss=mse, optimizer=sgd(model))


def test_no_bar_is_shown_under_test_and_one_where_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress_bar(3, None)) == [0, 1, 2]
    assert capsys.readouterr().err == ""
    assert list(progress_bar(3, wanted=True)) == [0, 1, 2]
    assert "training" in capsys.readouterr().err


def test_without_a_screen_no_bar_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert list(progress_bar(2, None)) == [0, 1]


def test_fit_takes_a_data_set_as_it_is() -> None:
    model = line()
    history = fit(model, TensorDataset(X, Y), loss=mse, optimizer=sgd(model), rng=np.random.default_rng(0))
    assert history.epochs == 1
