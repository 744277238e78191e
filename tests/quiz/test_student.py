import numpy as np
import pytest

from coursekit.quiz import Student
from coursekit.quiz.student import NotYet, snapshot, unguarded


def test_values_come_as_copies():
    space = {"w": np.ones(2), "layers": [np.ones(1), {"b": np.ones(1)}], "pair": (np.ones(1), 3)}
    student = Student(space)
    student.w[0] = student.layers[0][0] = student.layers[1]["b"][0] = student.pair[0][0] = 9
    assert space["w"][0] == space["layers"][0][0] == space["layers"][1]["b"][0] == space["pair"][0][0] == 1


def test_a_missing_name_says_which():
    with pytest.raises(NotYet, match="there is no `w` here; run the cell that makes it"):
        Student({}).w  # noqa: B018


@pytest.mark.parametrize(
    ("function", "given", "named"),
    [
        (lambda x: x.fill(3), np.zeros(2), "x"),
        (lambda values: values.append(3), [1, 2], "values"),
        (lambda values: values[0].append(3), [[1], [2]], "values"),
        (lambda params: params.update(w=2), {"w": 1}, "params"),
        (lambda params: params.update(b=2), {"w": 1}, "params"),
        (lambda params: params["w"].fill(2), {"w": np.ones(2)}, "params"),
        (lambda values: values.__setitem__(0, True), [1], "values"),
        (lambda values: values.__setitem__(0, "b"), ["a"], "values"),
        (lambda values: values.__setitem__(0, None), [np.ones(1)], "values"),
        (lambda *values: values[0].fill(3), np.zeros(2), "argument 1"),
        (lambda x: setattr(x, "shape", (2, 1)), np.zeros(2), "x"),
    ],
)
def test_a_changed_input_is_named(function, given, named):
    with pytest.raises(NotYet, match=f"`f` changed its input `{named}`. Work on a copy"):
        Student({"f": function}).f(given)


@pytest.mark.parametrize("given", [np.array([np.nan]), [np.nan, 1], {"a": (1, "b")}, (None, len), "text"])
def test_an_input_left_alone_is_not_named(given):
    assert Student({"f": lambda x: 1}).f(given) == 1


def test_a_changed_keyword_is_named():
    with pytest.raises(NotYet, match="`f` changed its input `w`"):
        Student({"f": lambda x, w: w.fill(1)}).f(1, w=np.zeros(2))


def test_state_that_is_meant_to_change_may_change():
    rng = np.random.default_rng(0)
    assert Student({"f": lambda rng: rng.normal()}).f(rng) != rng.normal()


def test_what_a_function_returns_can_be_called_too():
    student = Student({"make": lambda: lambda x: x.fill(1)})
    with pytest.raises(NotYet, match="`make` changed its input `x`"):
        student.make()(np.zeros(1))


def test_a_guarded_object_keeps_its_own_attributes():
    class Net:
        bias = 3

        def __call__(self):
            return 4

    net = Net()
    assert Student({"net": net}).net.bias == 3
    assert unguarded(Student({"net": net}).net) is net
    assert unguarded(5) == 5


def test_a_list_in_itself_is_copied_to_some_depth():
    values = [1]
    values.append(values)
    assert snapshot(values)[1][1][0] == 1


def test_a_result_is_a_copy_and_one_that_a_later_call_changes_is_named():
    box = np.zeros(2)

    def f(x):
        box[:] = x
        return box

    student = Student({"f": f})
    first = student.f(np.ones(2))
    with pytest.raises(NotYet, match="`f` changed what it had returned before"):
        student.f(np.zeros(2))
    assert first.tolist() == [1, 1]


def test_the_same_result_again_is_nobodys_harm():
    table = {"w": np.ones(2), "b": float("nan"), "names": ["x"]}
    student = Student({"f": lambda x: table})
    student.f(1)["w"][0] = 9
    assert student.f(2)["w"].tolist() == [1, 1]
