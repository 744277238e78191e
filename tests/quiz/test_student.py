import numpy as np
import pytest

from coursekit.engine import Tensor
from coursekit.quiz import Student
from coursekit.quiz.student import NotYet, call_guarded, snapshot, unguarded


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
        (lambda params: params.update(w=2), {"w": 1}, "params"),
        (lambda params: params.update(b=2), {"w": 1}, "params"),
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


@pytest.mark.parametrize(
    ("function", "given", "said"),
    [
        (lambda state: state.copy()["m"].fill(2), {"m": np.ones(2)}, "`state['m']` in it has other numbers now. `state.copy()` is a new dictionary around the same entries"),
        (lambda values: values[:][0].append(3), [[1], [2]], "`values[0]` in it has other numbers now. `values.copy()` is a new list"),
        (lambda layers: layers[1][0].fill(0), [(np.ones(1), 1), (np.ones(1), 1)], "`layers[1][0]` in it has"),
        (lambda pair: pair[0].fill(0), (np.ones(1), 1), "`pair[0]` in it has other numbers now. Compute new ones"),
    ],
)  # fmt: skip
def test_an_input_changed_inside_is_named_with_its_place_because_a_copy_of_the_whole_does_not_help(
    function, given, said
):
    with pytest.raises(NotYet) as stop:
        Student({"f": function}).f(given)
    assert said in str(stop.value)
    assert str(stop.value).endswith(
        "Compute new ones instead of changing them in place: `a = a + b`, not `a += b`."
    )


@pytest.mark.parametrize("change", [lambda p: p.data.fill(3), lambda p: setattr(p, "requires_grad", False)])
def test_an_object_of_the_course_is_looked_into_where_it_may_not_change(change):
    def f(parameters):
        change(parameters[0])
        return 1

    parameters = [Tensor(np.ones(2), requires_grad=True)]
    student = Student({"f": f})
    assert student.f(parameters) == 1
    parameters = [Tensor(np.ones(2), requires_grad=True)]
    with pytest.raises(NotYet, match=r"changed its input `parameters`: `parameters\[0\]"):
        call_guarded(student.f, (parameters,), objects=True)


def test_what_comes_after_a_star_is_handed_over_by_name():
    def softmax(x, *, axis=-1, keep=False):
        return (x, axis, keep)

    def free(x, *more, axis=-1):
        return (x, more, axis)

    assert Student({"f": softmax}).f(1, 0, True) == (1, 0, True)
    assert Student({"f": softmax}).f(1, keep=True) == (1, -1, True)
    assert Student({"f": free}).f(1, 0) == (1, (0,), -1)


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


def test_an_array_in_two_places_is_one_array_in_the_copy_too():
    row = np.ones(2)
    first, (second,) = snapshot([row, (row,)])
    assert first is second is not row


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


def test_a_result_is_compared_with_all_earlier_ones_whichever_function_changes_it():
    boxes = {}

    def f(x):
        boxes.setdefault(x.shape, np.zeros(x.shape))[:] = x
        return boxes[x.shape]

    student = Student({"f": f, "g": lambda x: f(x) + 1})
    student.f(np.ones(2)), student.f(np.ones(3))
    with pytest.raises(NotYet, match="`g` changed what `f` had returned before"):
        student.g(np.zeros(2))


def test_the_same_result_again_is_nobodys_harm():
    table = {"w": np.ones(2), "b": float("nan"), "names": ["x"]}
    student = Student({"f": lambda x: table})
    student.f(1)["w"][0] = 9
    assert student.f(2)["w"].tolist() == [1, 1]
