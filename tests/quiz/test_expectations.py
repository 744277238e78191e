import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.errors import ArgumentError
from coursekit.quiz import Expect, Student
from coursekit.quiz.student import NotYet

EXPECT = Expect(Student({}))


def said(call, *args, **kwargs):
    """What the expectation says, empty when it holds."""
    try:
        call(*args, **kwargs)
    except NotYet as stop:
        return str(stop)
    return ""


MANY = np.zeros((4, 5))
MANY[1, 2] = MANY[3, 0] = -2
END = "Work this input out by hand and print each step to see where the two part."
GUESSES = [(1, "One."), ([2, 2], "Rows."), (2, "Two."), (2, "Again.")]


@pytest.mark.parametrize(
    ("got", "want", "words", "message"),
    [
        # The shape is looked at before the values.
        (np.zeros((2, 3)), np.ones((3, 2)), {}, "you gave an array of shape (2, 3), expected an array of shape (3, 2). Are rows and columns swapped?"),
        (6.0, [6.0], {}, "you gave a single number, expected an array of shape (1,). Was an axis summed or indexed away?"),
        ([6.0], 6.0, {}, "you gave an array of shape (1,), expected a single number. Is a sum over one axis missing, or a pair of brackets too many?"),
        ([1, 2], [1, 2, 3], {}, "you gave an array of shape (2,), expected an array of shape (3,). Print the shape after each step to see where it changes."),
        ([1, 2], 3.0, {"diagnoses": [([1, 2], "Sum them.")]}, "you gave an array of shape (2,), expected a single number. Sum them."),
        # A short row is shown whole, of a large array the first entry that differs.
        ([1, 2.5, 3], [1, 2, 3], {}, f"you gave [1, 2.5, 3], expected [1, 2, 3]. Entry [1] is the first that differs. {END}"),
        (MANY, 0 * MANY, {}, f"you gave −2.0, expected 0.0 in entry [1, 2]; 2 of 20 entries differ. {END}"),
        # As many digits as the difference needs.
        (1.00002, 1.0, {}, f"you gave 1.00002, expected 1.0. {END}"),
        (1 / 3 + 1e-6, 1 / 3, {}, f"you gave 0.3333343333, expected 0.3333333333. {END}"),
        # The first diagnosis that fits, and words of the author's.
        (2, 3, {"diagnoses": GUESSES}, "you gave 2.0, expected 3.0. Two."),
        (2, 3, {"what": "`w` is", "otherwise": "Look at w.", "given": {"x": 1}}, "for x = 1 `w` is 2.0, expected 3.0. Look at w."),
    ],
)  # fmt: skip
def test_a_value_that_is_not_near_is_told_with_the_likeliest_reason(got, want, words, message):
    assert said(EXPECT.close, got, want, **words) == message


def test_a_difference_beyond_every_digit_is_still_said():
    assert "expected" in said(EXPECT.close, 0.0, -0.0 + 1e-300, tolerance=1e-301)


def test_infinity_and_nan_match_only_themselves():
    assert said(EXPECT.close, [np.inf, np.nan], [np.inf, np.nan]) == said(EXPECT.close, [], []) == ""
    for got, want in ((np.inf, -np.inf), (np.nan, 1.0), (1.0, np.nan), (np.inf, 1.0), (1e308, np.inf)):
        assert said(EXPECT.close, got, want)


def test_the_tolerance_is_relative_to_the_largest_entry():
    assert said(EXPECT.close, [1e6, 0.5], [1e6, 0.0]) == ""
    assert said(EXPECT.close, [1e-9], [2e-9], tolerance=1e-12)


def test_a_value_of_the_learners_is_no_reference():
    student = Student({"w": np.ones(2), "f": lambda: [1.0]})
    expect, own, made = Expect(student), student.w, student.f()
    for want in (own, made):
        with pytest.raises(ArgumentError, match="the learner's own value"):
            expect.close(np.ones(2), want)


def test_numbers_for_calculating_are_copies():
    original = np.ones(2)
    EXPECT.array(original)[0] = 5
    assert original.tolist() == [1, 1]


@pytest.mark.parametrize("got", [np.nan, [1, np.inf]])
def test_numbers_for_calculating_are_finite(got):
    assert "which is not finite." in said(EXPECT.array, got)


def test_a_wanted_shape_is_asked_for():
    opening = "is an array of shape (2,), expected"
    assert EXPECT.number(np.float32(2)) == 2.0
    assert said(EXPECT.number, [1, 2], what="`b` is").startswith(f"`b` {opening} a single number")
    assert said(EXPECT.array, [1, 2], shape=(3,), what="`b` is").startswith(
        f"`b` {opening} an array of shape (3,)"
    )


def test_a_condition_that_fails_says_its_message():
    assert said(EXPECT.that, np.bool_(False), "Too small.") == "Too small."
    assert said(EXPECT.that, True, "Too small.") == ""


def test_a_condition_made_by_an_object_is_refused():
    with pytest.raises(ArgumentError, match="must be True or False, got list"):
        EXPECT.that([1], "Too small.")


def test_a_value_in_place_of_an_error_is_told():
    kinds = (ValueError, KeyError)
    message = said(EXPECT.raises, kinds, lambda: -1.0, given={"w": 0}, because="It is vertical.")
    assert message == "for w = 0 you gave −1.0, expected ValueError or KeyError to be raised. It is vertical."
    assert said(EXPECT.raises, ZeroDivisionError, lambda: 1 / 0) == ""


@pytest.mark.parametrize(("got", "shown"), [(ValueError("w2"), "a ValueError"), (ValueError, "ValueError")])
def test_an_error_that_is_returned_is_told_from_one_that_is_raised(got, shown):
    message = said(EXPECT.raises, ValueError, lambda: got, because="It is vertical.")
    end = "expected ValueError to be raised. `return` hands the error back; write `raise`."
    assert message == f"you gave {shown}, {end}"


def test_an_error_raised_on_purpose_where_a_value_is_wanted_is_answered():
    def f():
        raise KeyError

    assert EXPECT.value(lambda: 3, otherwise="") == 3
    assert (
        said(EXPECT.value, f, given={"w": 2}, otherwise="w is 2.")
        == "for w = 2 you raised KeyError, but w is 2."
    )


@pytest.mark.parametrize(
    "call",
    [lambda f: EXPECT.value(f, otherwise=""), lambda f: EXPECT.raises(ValueError, f)],
    ids=["value", "raises"],
)
def test_a_step_that_fails_goes_on(call):
    with pytest.raises(ZeroDivisionError):
        call(lambda: 1 / 0)


def test_an_input_changed_on_the_way_to_an_error_is_not_the_error():
    def f(x):
        x[:] = 0

    expect = Expect(student := Student({"f": f}))
    assert "changed its input" in said(expect.raises, Exception, lambda: student.f(np.ones(1)))


@pytest.mark.parametrize(
    ("got", "says"),
    [
        ("6", "the text “6”"),
        ({}, "a dict"),
        ([[1], [1, 2]], "a list with rows of different lengths"),
        ((1, "a"), "a tuple with rows of different lengths or with entries that are no numbers"),
        (np.array(["a"]), "an array of <U1"),
        (np.sin, "the function sin itself (are its brackets missing?)"),
        ((n for n in [1]), "a generator (is there a `yield`"),
    ],
)
def test_what_is_no_number_is_named(got, says):
    assert said(EXPECT.close, got, 6.0).startswith(f"you gave {says}")


FLOATS = st.floats(-1e6, 1e6)


@given(arrays(float, array_shapes(max_dims=3, max_side=4), elements=FLOATS))
def test_every_array_is_near_itself_and_its_list(values):
    assert said(EXPECT.close, values.tolist(), values) == ""


@given(arrays(float, array_shapes(max_dims=3, max_side=4), elements=FLOATS), st.data())
def test_one_changed_entry_is_always_found(values, data):
    where = tuple(data.draw(st.integers(0, n - 1)) for n in values.shape)
    other = values.copy()
    other[where] += 1 + abs(values).max()
    assert said(EXPECT.close, other, values)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=3), inner)
    ),
    max_leaves=6,
)


@given(ANYTHING)
def test_anything_gets_one_line(got):
    assert "\n" not in said(EXPECT.close, got, [[1.5]])
