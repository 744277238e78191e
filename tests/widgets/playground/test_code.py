from __future__ import annotations

import io
from contextlib import redirect_stdout

import numpy as np
import pytest

from coursekit.widgets.playground.code import engine_code, pytorch_code
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import Settings
from tests.widgets.playground.test_session import MANY
from tests.widgets.playground.test_settings import DRAWN

EPOCHS = 3
SCRIPTS = {
    **MANY,
    "features": {"features": ("x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")},
    "drawn points": {"data": "drawn", "points": (*DRAWN, (1.0, 1.0, 0)), "train_share": 0.7, "batch_size": 1},
    "set by hand": {"weights": ((0, 1.5), (9, 2.5), (24, -1.0)), "seed": 5, "noise": 0.3},
    "all set by hand": {"weights": tuple((k, k / 20 - 0.5) for k in range(25)), "data": "xor"},
}
DROPOUT = {"dropout": 0.25, "hidden": (3,), "weights": ((11, 0.5),)}


@pytest.fixture
def one_thread():
    """PyTorch, where it is installed, on one thread: for a few numbers a second one only waits."""
    torch = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def losses(script):
    """The numbers that a script prints, a row an epoch: epoch, training and test loss."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(script, {})
    return np.array([[float(number) for number in line.split()] for line in printed.getvalue().splitlines()])


def in_the_session(settings):
    session = Session(settings)
    while session.epochs < EPOCHS:
        session.step()
    history = session.history
    rows = [(epoch, *scores[:2]) for epoch, scores in zip(history.epochs, history.scores, strict=True)]
    return np.array(rows[1:])


@pytest.mark.parametrize("settings", [*SCRIPTS.values(), DROPOUT], ids=[*SCRIPTS, "dropout"])
def test_the_engine_script_has_the_losses_of_the_session_to_the_last_bit(settings):
    settings = Settings(**settings)
    assert losses(engine_code(settings, epochs=EPOCHS)).tolist() == in_the_session(settings).tolist()


@pytest.mark.parametrize("settings", SCRIPTS.values(), ids=SCRIPTS)
def test_the_pytorch_script_has_the_same_losses(settings, one_thread):
    settings = Settings(**settings)
    found = losses(pytorch_code(settings, epochs=EPOCHS))
    assert np.allclose(found, in_the_session(settings), rtol=0, atol=1e-10)


def test_the_pytorch_script_drops_units_as_pytorch_does(one_thread):
    script = pytorch_code(Settings(**DROPOUT), epochs=EPOCHS)
    assert "nn.Dropout(0.25)," in script
    assert abs(losses(script) - in_the_session(Settings(**DROPOUT))).max() < 0.3


def test_the_two_scripts_differ_in_few_lines():
    settings = Settings(hidden=(8,) * 6, schedule="cosine")
    ours, theirs = (code(settings).splitlines() for code in (engine_code, pytorch_code))
    assert max(len(ours), len(theirs)) < 65
    assert len(set(ours) ^ set(theirs)) == 9
