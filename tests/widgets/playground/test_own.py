from __future__ import annotations

import math
import sys
import time

import numpy as np
import pytest

from coursekit.engine import Tensor, nn, optim
from coursekit.errors import ArgumentError
from coursekit.widgets.playground.own import OwnActivation
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import Settings
from tests.widgets.playground.test_session import numbers, trained


def momentum(w, gradient, state, lr):
    m = 0.9 * state["m"] + gradient
    return w - lr * m, {"m": m}


class Momentum(optim.SGD):
    def __init__(self, params, lr):
        super().__init__(params, lr, momentum=0.9)


class Linear(nn.Module):
    """A layer with weights under names of its own."""

    def __init__(self, n_in, n_out):
        self.w = nn.Parameter(np.linspace(-1, 1, n_out * n_in).reshape(n_in, n_out))

    def forward(self, x):
        return x @ self.w


class Parts:
    """What a learner may hand in, written anew: the path is then the course's."""

    activation = staticmethod(lambda x: x.tanh())
    loss = staticmethod(lambda z, y: nn.BCEWithLogitsLoss()(z, y))


@pytest.mark.parametrize(
    ("own", "settings"),
    [
        ({"activation": Parts.activation}, {}),
        ({"activation": nn.Tanh}, {}),
        ({"loss": Parts.loss}, {}),
        ({"loss": nn.BCEWithLogitsLoss}, {}),
        ({"optimizer": momentum}, {"optimizer": "momentum"}),
        ({"optimizer": Momentum}, {"optimizer": "momentum"}),
    ],
)
def test_a_part_written_anew_takes_the_path_of_the_course(own, settings):
    session = Session()
    assert session.use(**own) == f"{next(iter(own))}: yours from now on."
    session.step(60)
    assert session.own == tuple(own)
    for a, b in zip(session.weights, trained(60, **settings).weights, strict=True):
        assert np.allclose(a.weight, b.weight, rtol=0, atol=1e-12)
        assert np.allclose(a.bias, b.bias, rtol=0, atol=1e-12)
    assert session.use(**dict.fromkeys(own)) == f"{next(iter(own))}: the course's own."
    assert session.own == ()


def test_a_layer_of_the_learners_trains_from_a_new_start():
    session = trained(7)
    session.use(layer=Linear)
    assert session.steps == 0
    assert session.weights == (None, None, None)
    before = session.scores.train_loss
    session.step(300)
    assert session.scores.train_loss < before
    assert len(session.gradient_norms()) == 3
    with pytest.raises(ArgumentError, match="the weights of your own layer cannot be set by hand"):
        session.set_weight(0, 0, 0, 1.0)
    session.use(layer=lambda n_in, n_out: nn.Linear(n_in, n_out))
    assert session.weights[0].weight.shape == (4, 2)


def test_one_layer_used_everywhere_learns_once():
    shared = {}
    session = Session(Settings(hidden=(2, 2)))
    session.use(layer=lambda a, b: shared.setdefault((a, b), nn.Linear(a, b)))
    session.step(10)
    assert session.own == ("layer",)
    assert session.weights[0].weight.tolist() == session.weights[1].weight.tolist()


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"activation": lambda x: 1 / 0}, r"Your activation stopped \(ZeroDivisionError: division by zero"),
        ({"activation": lambda x: None}, "Your activation returned nothing; is there a `return`?"),
        ({"activation": lambda x: np.tanh(x.data)}, "Your activation returned ndarray, expected a tensor."),
        (
            {"activation": lambda x: x[:, :1]},
            r"Your activation returned a tensor of shape \(5, 1\), expected \(5, 3\).",
        ),
        (
            {"activation": lambda x: x.detach().requires_grad_()},
            "Your activation passes no gradient on; compute with",
        ),
        ({"activation": lambda x: x.detach()}, "Your activation stopped: backward has nothing to follow"),
        (
            {"loss": lambda z, y: (z - y) ** 2},
            r"Your loss returned a tensor of shape \(5, 1\), expected \(\).",
        ),
        ({"layer": lambda n_in, n_out: 3}, "Your layer must be an nn.Module with parameters"),
        (
            {"layer": lambda n_in, n_out: nn.Linear(n_in, 1)},
            r"Your layer returned a tensor of shape \(5, 1\), expected",
        ),
        ({"layer": lambda n_in: nn.Linear(n_in, 1)}, "Your layer stopped"),
        ({"optimizer": lambda w, g, s, lr: w}, "Your optimizer stopped .ValueError"),
        (
            {"optimizer": lambda w, g, s, lr: (w[:1], s)},
            r"Your optimizer returned w of shape \(1,\), expected \(6,\).",
        ),
        ({"optimizer": dict}, "Your optimizer must be a subclass of optim.Optimizer, or a function."),
    ],
)
def test_what_fails_at_once_is_named_and_not_taken(own, sentence):
    session = Session()
    report = session.use(**own)
    assert report.startswith(f"{next(iter(own))}: the course's own. ")
    assert __import__("re").search(sentence, report)
    session.step(5)
    assert numbers(session) == numbers(trained(5))


class Late:
    """Parts that do well with few rows, as when they are tried, and fail later."""

    @staticmethod
    def activation(x):
        return x.tanh() if len(x) < 300 else x[:1]

    @staticmethod
    def loss(z, y):
        if len(z) > 8:
            raise KeyError("y")
        return ((z - y) ** 2).mean()

    @staticmethod
    def optimizer(w, gradient, state, lr):
        return (w - lr * gradient)[:10], state

    class layer(Linear):  # noqa: N801 - the name under which it is handed in
        def __init__(self, n_in, n_out):
            if n_out == 4:
                raise ValueError("four is too many")
            super().__init__(n_in, n_out)


@pytest.mark.parametrize("name", ["activation", "loss", "optimizer", "layer"])
def test_what_fails_later_is_named_and_the_courses_own_takes_over(name):
    session = Session()
    assert session.use(**{name: getattr(Late, name)}) == f"{name}: yours from now on."
    session.step(60)
    session.heat_maps()
    assert session.steps == 60
    assert session.own == ()
    assert session.remark.startswith(f"Your {name} ")
    assert session.remark.endswith(" The course's own took over.")
    session.rewind()
    session.step(5)
    assert numbers(session) == numbers(trained(5))


def test_a_loss_of_the_learners_may_diverge():
    session = Session()
    session.use(loss=lambda z, y: ((z - y) ** 2).mean() * (math.inf if len(z) == 10 else 1.0))
    session.step()
    assert session.diverged.startswith("At step 1 the loss was no number any more: your own loss may be")


def changing_in_place(x):
    x.data += 1
    return x


def rebinding(x):
    x.data = x.data + 1
    return x.relu()


class Scaled(nn.Module):
    def __init__(self, n_in, n_out):
        self.linear = nn.Linear(n_in, n_out)

    def forward(self, x):
        x.data *= 2
        return self.linear(x)


def forgetting_the_target(z, y):
    y.data[:] = 0
    return ((z - y) ** 2).mean()


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"activation": changing_in_place}, "Your activation changes its input in place"),
        ({"layer": Scaled}, "Your layer changes its input in place"),
        ({"loss": forgetting_the_target}, "Your loss changes its input in place"),
        ({"activation": lambda x: x * math.nan}, "Your activation returned NaN or infinity"),
        ({"optimizer": lambda w, g, state, lr: (w * math.nan, state)}, "Your optimizer returned NaN"),
        ({"activation": lambda x: sys.exit(3)}, "Your activation stopped (SystemExit: 3)"),
        ({"activation": lambda x: time.sleep(0.51) or x}, "Your activation took 0.5 s for a few numbers"),
    ],
)
def test_what_spoils_or_stops_the_training_is_refused_in_a_sentence(own, sentence):
    assert sentence in Session().use(**own)


def test_a_learners_function_cannot_change_the_tensor_it_is_handed():
    x = Tensor([[1.0, -1.0]])
    assert OwnActivation(rebinding)(x).data.tolist() == [[2.0, 0.0]]
    assert x.data.tolist() == [[1.0, -1.0]]
    x.data[0, 0] = 3.0  # and it can be changed again afterwards


def momentum_in_place(w, gradient, state, lr):
    state["m"] *= 0.9
    state["m"] += gradient
    return w - lr * state["m"], state


def test_the_learners_state_comes_back_with_the_last_good_step():
    there, again = Session(Settings(learning_rate=0.01)), Session(Settings(learning_rate=0.01))
    for session in (there, again):
        session.use(optimizer=momentum_in_place)
        session.step(50)
    assert there.back() == 50
    assert [each.step(30) for each in (there, again)] == [30, 30]
    assert numbers(there) == numbers(again)


def test_a_state_that_cannot_be_copied_is_kept_as_it_is():
    def with_a_generator(w, gradient, state, lr):
        return w - lr * gradient, {"endless": (k for k in ())}

    session = Session()
    session.use(optimizer=with_a_generator)
    session.step(60)
    assert session.back() == 50
    assert session.remark == ""


def test_a_run_that_does_not_diverge_twice_goes_on():
    calls = iter(range(10**6))
    session = Session()
    session.use(loss=lambda z, y: ((z - y) ** 2).mean() * (math.inf if next(calls) == 40 else 1.0))
    session.step(100)
    assert session.diverged == ""
    assert session.steps == 100


def test_a_name_or_thing_that_cannot_be_used_is_refused():
    with pytest.raises(
        ArgumentError, match="nothing is called 'data' here; you can replace layer, activation, loss"
    ):
        Session().use(data=len)
    with pytest.raises(
        ArgumentError, match="loss must be a function or a class, not 3; leave out its brackets"
    ):
        Session().use(loss=3)
