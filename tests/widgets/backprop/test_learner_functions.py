"""A learner's own functions: taken when right, refused when wrong, replaced where they fail."""

from __future__ import annotations

import numpy as np
import pytest

import coursekit
from coursekit.engine import functional, tensor
from coursekit.errors import ArgumentError
from coursekit.widgets import GradientThermometer, OverfitPair, ScheduleDrawer, WalkBackwards
from coursekit.widgets.backprop.learner_functions import (
    REPLACEABLE,
    compute,
    cross_entropy,
    in_use,
    linear,
    relu,
    remark,
    use,
)
from coursekit.widgets.backprop.walk_backwards import MINE, diamond
from coursekit.widgets.core.learner_code import difference
from coursekit.widgets.optimizers.overfit_pair import OverfitTraining


@pytest.fixture(autouse=True)
def nothing_in_use():
    yield
    use(**dict.fromkeys(REPLACEABLE))


def backward(graph):
    names = list(graph)
    gradient = dict.fromkeys(names, 0.0)
    gradient[names[-1]] = 1
    for name in reversed(names):
        for parent, slope in graph[name]:
            gradient[parent] += gradient[name] * slope
    return gradient


def recursive(graph):
    gradient = dict.fromkeys(graph, 0.0)

    def visit(name, g):
        gradient[name] += g
        for parent, slope in graph[name]:
            visit(parent, gradient[name] * slope)

    visit(list(graph)[-1], 1.0)
    return gradient


def learner_relu(g, z):
    return g * (z > 0)


def learner_linear(g, x, W):
    return [g @ W.T, x.T @ g, g.sum(0)]


def test_the_front_door_offers_use():
    assert coursekit.use is use


def test_a_right_function_is_taken_and_given_back():
    assert repr(use(backward=backward, relu_backward=learner_relu)) == (
        "backward: yours from now on.\nrelu_backward: yours from now on."
    )
    assert in_use("backward")
    assert repr(use(backward=None)) == "backward: the course's own again."
    assert not in_use("backward")


def test_a_wrong_function_is_refused_with_the_first_difference_and_the_graph():
    said = repr(use(backward=recursive))
    assert said.startswith("backward: the course's own stays. Your backward gave ")
    assert ", expected " in said
    assert "The graph was {'a': []" in said
    assert not in_use("backward")


@pytest.mark.parametrize(
    ("part", "function", "says"),
    [
        ("relu_backward", lambda g, z: g * (g > 0), "gave entry["),
        ("relu_backward", lambda g, z: None, "returned nothing"),
        ("relu_backward", lambda g, z: ..., "returned nothing"),
        ("relu_backward", lambda g, z: "g", "gave no number for entry"),
        ("relu_backward", lambda g, z: g.sum(), "gave entry of shape (), expected (3, 2)"),
        ("relu_backward", lambda g: g, "stopped (TypeError: <lambda>() takes 1 positional argument but 2 were given)."),
        ("linear_backward", lambda g, x, W: (g @ W.T, g.T @ x, g.sum(0)), "gave dW of shape (2, 3), expected (3, 2)"),
        ("linear_backward", lambda g, x, W: (g @ W.T, x.T @ g, g.mean(0)), "gave db[0] = "),
        ("linear_backward", lambda g, x, W: g @ W.T, "gave no number for dx"),
        ("loss_backward", lambda z, labels: np.zeros(z.shape), "gave entry[0, 0] = 0"),
        ("backward", lambda graph: {}, "gave no number for f"),
        ("backward", lambda graph: [1, 2], "gave no number for f"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(part, function, says):
    assert says in repr(use(**{part: function}))


def test_a_part_that_nobody_knows_is_answered_with_those_there_are():
    with pytest.raises(
        ArgumentError, match="nothing is called 'back' here; you can replace forward, backward, relu_"
    ):
        use(back=backward)


def test_a_result_instead_of_a_function_is_refused():
    with pytest.raises(
        ArgumentError, match=r"backward must be a function, not \{'a': 1\}; leave out its brackets"
    ):
        use(backward={"a": 1})


def test_without_anything_in_use_the_course_answers_and_says_nothing():
    assert compute("backward", diamond())["a"] == 5
    assert remark("backward") == ""


def test_a_function_that_goes_wrong_later_is_replaced_for_that_once():
    uses = iter(range(100))
    use(relu_backward=lambda g, z: learner_relu(g, z) if next(uses) < 8 else learner_relu(g, z) + 1)
    g, z = np.ones((1, 2)), np.array([[1.0, -1.0]])
    assert compute("relu_backward", g, z).tolist() == [[1, 0]]
    assert remark("relu_backward") == (
        " Your relu_backward gave entry[0, 0] = 2, expected 1. The course's own took over."
    )


def test_what_a_function_writes_into_does_no_harm():
    def careless(g, z):
        g[z <= 0] = 0
        return g

    use(relu_backward=careless)
    g = np.ones((1, 2))
    compute("relu_backward", g, np.array([[1.0, -1.0]]))
    assert g.tolist() == [[1, 1]]


def test_own_functions_carry_the_engines_gradients():
    use(relu_backward=learner_relu, linear_backward=learner_linear)
    rng = np.random.default_rng(0)
    x, W, b = (tensor(rng.normal(size=s), np.float64, requires_grad=True) for s in ((4, 3), (3, 2), (2,)))
    relu(linear(x, W, b)).square().sum().backward()
    mine = [each.grad for each in (x, W, b)]
    for each in (x, W, b):
        each.grad = None
    (x @ W + b).relu().square().sum().backward()
    assert all(np.allclose(own, each.grad) for own, each in zip(mine, (x, W, b), strict=True))


def test_the_reference_of_the_loss_is_the_engines():
    rng = np.random.default_rng(1)
    z = tensor(rng.normal(size=(5, 3)), np.float64, requires_grad=True)
    labels = rng.integers(0, 3, 5)
    functional.cross_entropy(z, labels).backward()
    assert difference("loss_backward", z.grad, REPLACEABLE["loss_backward"].reference(z.data, labels)) == ""


def learner_loss(z, labels):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[labels]) / len(z)


def test_own_loss_backward_starts_the_engines_sweep():
    uses = []
    use(loss_backward=lambda z, labels: uses.append(1) or learner_loss(z, labels))
    before = len(uses)
    z, labels = tensor(np.eye(3), np.float64, requires_grad=True), np.array([0, 2, 1])
    loss = cross_entropy(z, labels)
    assert loss.item() == pytest.approx(functional.cross_entropy(z, labels).item())
    loss.backward()
    assert z.grad == pytest.approx(learner_loss(z.data, labels))
    assert len(uses) == before + 1


def test_the_thermometer_says_who_carried_the_gradient():
    by_course = GradientThermometer(depth=3, width=20, start="He").scene().words
    use(relu_backward=learner_relu)
    assert GradientThermometer(depth=3, width=20, start="He").scene().words == (
        f"{by_course} Computed by your own relu_backward."
    )


def test_the_walk_runs_the_backward_in_use():
    use(backward=backward)
    assert WalkBackwards(task=MINE).scene().words == "a holds 5. Computed by your own backward."


def test_of_several_differences_the_first_is_told():
    uses = iter(range(100))
    use(relu_backward=lambda g, z: learner_relu(g, z) + (k := next(uses)) * (k >= 8))
    g, z = np.ones((1, 1)), np.ones((1, 1))
    for _ in range(2):
        compute("relu_backward", g, z)
    assert "gave entry[0, 0] = 9, expected 1" in remark("relu_backward")


def test_a_part_that_was_not_asked_is_not_named():
    use(relu_backward=learner_relu, linear_backward=learner_linear)
    words = GradientThermometer(depth=3, width=20, activation="tanh").scene().words
    assert words.endswith("Computed by your own linear_backward.")


class Stubborn:
    """An object that will not become an array."""

    def __array__(self, *_, **__):
        raise RuntimeError("not before you detach me")


def test_an_object_that_will_not_become_an_array_is_no_number():
    said = repr(use(relu_backward=lambda g, z: Stubborn()))
    assert "gave no number for entry" in said


def test_a_layer_of_the_learners_trains_the_networks_of_lesson_5():
    by_course = ScheduleDrawer(warm=0.3)
    by_course.finish()
    words = by_course.scene().words
    use(relu_backward=learner_relu, linear_backward=learner_linear)
    mine = ScheduleDrawer(warm=0.3)
    assert mine.progress() == 0
    mine.finish()
    assert mine.scene().words == (f"{words} Computed by your own linear_backward and relu_backward.")


def test_points_that_all_seeds_share_get_one_gradient():
    by_course, mine = OverfitTraining(), OverfitTraining()
    by_course.advance()
    use(relu_backward=learner_relu, linear_backward=learner_linear)
    mine.advance()
    assert np.allclose(by_course.curves(), mine.curves())


def test_a_run_of_the_courses_is_kept_apart_from_the_learners():
    use(relu_backward=learner_relu)
    OverfitPair(decay=True, more=True).advance()
    use(relu_backward=None)
    assert OverfitPair(decay=True, more=True).progress() == 0


def test_a_first_difference_in_training_stays_in_view():
    uses = iter(range(10_000))
    use(relu_backward=lambda g, z: learner_relu(g, z) * (1 if next(uses) < 20 else 2))
    widget = ScheduleDrawer(warm=0.31)
    for _ in range(2):
        widget.advance()
    said = widget.scene().words
    assert "Your relu_backward gave" in said
    assert said.endswith("The course's own took over.")
    assert widget.scene().words == said
