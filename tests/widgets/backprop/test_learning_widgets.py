"""Lesson 4's widgets in which something is worked out or learned: the pass by hand, XOR by Values, the reader."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value, marks, node_texts, words

from coursekit.engine import tensor
from coursekit.scenes import HeatMap, Line, Text
from coursekit.widgets import HandPass, ReaderTraining, Value, XorByValues
from coursekit.widgets.backprop.hand_pass import FIRST, OUTPUT, STAGES, TYPED, W1, X, right_numbers
from coursekit.widgets.backprop.learner_functions import REPLACEABLE, use
from coursekit.widgets.backprop.value import RELU, gradients_with, random_program


@pytest.fixture(autouse=True)
def nothing_in_use():
    yield
    use(**dict.fromkeys(REPLACEABLE))


# --- Value ----------------------------------------------------------------------------------------


def test_a_value_finds_its_gradients_as_the_engine_does():
    rng = np.random.default_rng(0)
    for _ in range(20):
        program, numbers = random_program(rng)
        leaves = [tensor(x, np.float64, requires_grad=True) for x in numbers]
        found = list(leaves)
        for operation, i, j in program.tolist():
            found.append(
                found[i].relu()
                if operation == RELU
                else found[i] * found[j]
                if operation
                else found[i] + found[j]
            )
        found[-1].backward()
        result, gradient = gradients_with(Value, program, numbers)
        assert result == pytest.approx(found[-1].item())
        assert gradient == pytest.approx([0.0 if leaf.grad is None else float(leaf.grad) for leaf in leaves])


def test_a_second_backward_adds_to_the_leaves():
    a = Value(1.0)
    for _ in range(2):
        (a * Value(5.0)).backward()
    assert repr(a) == "Value(1, grad=10)"


# --- by hand --------------------------------------------------------------------------------------


def test_a_number_shows_once_it_is_typed_rightly():
    widget = HandPass(h1=2, h2=2)
    assert node_texts(widget) == ["2", "−1", "2", "?", "?", "?"]
    assert "1 of 16 numbers are there: h₁ = 2. 2 isn't h₂ yet. The second one weighs them" in words(widget)
    said = "0 of 16 numbers are there. 5 isn't h₂ yet. 7 isn't y yet. The second one weighs them"
    assert said in words(HandPass(h2=5, y=7)), "a wrong number is told in whatever order they are typed"
    assert HandPass(stage=OUTPUT, shown=4, dy=-2).known().keys() == {"h1", "h2", "y", "loss", "dy"}


def test_a_stage_shows_its_own_controls_and_says_when_it_is_complete():
    widget = HandPass(shown=4)
    assert set(TYPED) - set(widget.hidden()) == {"h1", "h2", "y", "loss"}
    assert words(widget).endswith("This stage is complete. Choose the next one.")
    assert [len(TYPED) - len(HandPass(stage=stage).hidden()) for stage in STAGES] == [4, 4, 2, 6]
    assert "That was a whole backward pass." in words(HandPass(stage=FIRST, shown=16))


def test_whoever_multiplies_by_the_weight_and_not_by_the_input_gets_another_number():
    right = right_numbers()
    for i, x in enumerate(X, start=1):
        for j, weight in enumerate(W1[i - 1], start=1):
            assert right[f"dw{i}{j}"] == right[f"dh{j}"] * x
            assert right[f"dw{i}{j}"] != right[f"dh{j}"] * weight, f"w{i}{j}"


def test_every_gradient_stands_below_its_weight_and_agrees_with_the_engine():
    widget = HandPass(stage=FIRST, shown=16)
    texts = [text.text for text in marks(widget, Text) if text.text.startswith("∂ ")]
    assert sorted(texts) == sorted(f"∂ {n}" for n in ("−12", "6", "8", "−4", "−4", "−2", "−6", "4", "−2"))
    right = right_numbers()
    dW1, db1, dW2, db2 = code_value(widget)
    assert dW1.tolist() == [[right["dw11"], right["dw12"]], [right["dw21"], right["dw22"]]]
    assert [*db1, *dW2[:, 0], *db2] == [right[name] for name in ("db1", "db2", "dv1", "dv2", "dc")]


# --- XOR ------------------------------------------------------------------------------------------


def test_xor_is_learned_in_pieces_and_the_loss_is_drawn():
    widget = XorByValues(start=1, units=3, rate=0.3)
    assert widget.progress() == 0
    widget.advance()
    assert widget.facts()["steps"] == 10
    widget.finish()
    (curve,) = marks(widget, Line, panel=1)
    assert len(curve.x) == 201
    assert "2-3-1, start 1, after 200 of 200 steps: the loss went from" in words(widget)
    assert code_value(widget) == (2.0, 1.0)


def class_with(slopes):
    """A class like Value; `slopes` makes those of a product from its two factors."""

    class Mine(Value):
        def __add__(self, other):
            return Mine(self.data + other.data, (self, other), (1, 1))

        def __mul__(self, other):
            return Mine(self.data * other.data, (self, other), slopes(self.data, other.data))

        def relu(self):
            return Mine(max(0, self.data), (self,), (self.data > 0,))

    return Mine


def test_the_learners_own_class_learns_xor():
    assert repr(use(Value=class_with(lambda a, b: (b, a)))) == "Value: yours from now on."
    mine = XorByValues(units=2, start=1)
    mine.finish()
    assert mine.facts()["right"] == 4
    assert words(mine).endswith("Computed by your own Value.")


def test_a_class_that_is_wrong_is_refused_with_the_first_difference():
    class Unfinished(Value):
        def __mul__(self, other): ...

    assert "the course's own stays. Your Value gave gradient" in repr(
        use(Value=class_with(lambda a, b: (a, b)))
    )
    assert "the course's own stays. Your Value stopped" in repr(use(Value=Unfinished))
    assert "Computed by" not in words(XorByValues())


# --- the reader -----------------------------------------------------------------------------------


def test_the_reader_learns_to_read_most_digits():
    widget = ReaderTraining(start=3)
    widget.finish()
    begin, end = ReaderTraining(start=3, moment=0), widget
    assert begin.facts()["read"] < 0.3 < 0.9 < end.facts()["read"]
    assert end.facts()["loss"] < 0.3 < 2 < begin.facts()["loss"]
    sheet = marks(widget, HeatMap, panel=1)[0].values
    assert sheet.shape == (36, 36)
    assert not np.array_equal(sheet, marks(begin, HeatMap, panel=1)[0].values)
    assert "Step 300: the loss of the validation digits is 0." in words(widget)
    assert words(ReaderTraining(drawing="")).startswith("The sketchpad is empty")


def test_the_learners_own_functions_carry_the_readers_gradient():
    use(relu_backward=lambda g, z: g * (z > 0), linear_backward=lambda g, x, W: (g @ W.T, x.T @ g, g.sum(0)))
    widget = ReaderTraining(rate=0.1)
    widget.advance()
    assert words(widget).endswith("Computed by your own linear_backward and relu_backward.")
