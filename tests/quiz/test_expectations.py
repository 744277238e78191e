import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.errors import ArgumentError
from coursekit.quiz import Expect, Student
from coursekit.quiz.student import NotYet

EXPECT = Expect()


def said(call, *args, **kwargs):
    """What the expectation says, empty when it holds."""
    try:
        call(*args, **kwargs)
    except NotYet as stop:
        return str(stop)
    return ""


def told(got, want, **words):
    """What is said to a function that gives `got`, where it should give `want`."""
    return said(EXPECT.agrees, Student({"f": lambda: got}).f, [{}], lambda: want, **words)


MANY = np.zeros((4, 5))
MANY[1, 2] = MANY[3, 0] = -2
END = "Work this input out by hand and print each step to see where the two part."
GUESSES = [
    (lambda: 1, "One."),
    (lambda: [2, 2], "Rows."),
    (lambda: 2, "Two."),
    (lambda: 2, "Again."),
]


@pytest.mark.parametrize(
    ("got", "want", "words", "message"),
    [
        # The shape is looked at before the values.
        (np.zeros((2, 3)), np.ones((3, 2)), {}, "you gave an array of shape (2, 3), expected an array of shape (3, 2). Are rows and columns swapped?"),
        (6.0, [6.0], {}, "you gave a single number, expected an array of shape (1,). Was an axis summed or indexed away?"),
        ([6.0], 6.0, {}, "you gave an array of shape (1,), expected a single number. Is a sum over one axis missing, or a pair of brackets too many?"),
        ([1, 2], [1, 2, 3], {}, "you gave an array of shape (2,), expected an array of shape (3,). Print the shape after each step to see where it changes."),
        ([1, 2], 3.0, {"mistakes": [(lambda: [1, 2], "Sum them.")]}, "you gave an array of shape (2,), expected a single number. Sum them."),
        # A short row is shown whole, of a large array the first entry that differs.
        ([1, 2.5, 3], [1, 2, 3], {}, f"you gave [1, 2.5, 3], expected [1, 2, 3]. Entry [1] is the first that differs. {END}"),
        (MANY, 0 * MANY, {}, f"you gave −2.0, expected 0.0 in entry [1, 2]; 2 of 20 entries differ. {END}"),
        # As many digits as the difference needs.
        (1.00002, 1.0, {}, f"you gave 1.00002, expected 1.0. {END}"),
        (1 / 3 + 1e-6, 1 / 3, {}, f"you gave 0.3333343333, expected 0.3333333333. {END}"),
        # The first cause that fits, and words of the author's.
        (2, 3, {"mistakes": GUESSES}, "you gave 2.0, expected 3.0. Two."),
        (2, 3, {"otherwise": "Look at w."}, "you gave 2.0, expected 3.0. Look at w."),
    ],
)  # fmt: skip
def test_a_value_that_is_not_near_is_told_with_the_likeliest_reason(got, want, words, message):
    assert told(got, want, **words) == message


def test_a_difference_beyond_every_digit_is_still_said():
    assert "expected" in told(0.0, 1e-300, floor=1e-301)


def test_infinity_and_nan_match_only_themselves():
    assert told([np.inf, np.nan], [np.inf, np.nan]) == told([], []) == ""
    for got, want in ((np.inf, -np.inf), (np.nan, 1.0), (1.0, np.nan), (np.inf, 1.0), (1e308, np.inf)):
        assert told(got, want)


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
    assert told(got, 6.0).startswith(f"you gave {says}")


FLOATS = st.floats(-1e6, 1e6)


@given(arrays(float, array_shapes(max_dims=3, max_side=4), elements=FLOATS))
def test_every_array_is_near_itself_and_its_list(values):
    assert told(values.tolist(), values) == ""


@given(arrays(float, array_shapes(max_dims=3, max_side=4), elements=FLOATS), st.data())
def test_one_changed_entry_is_always_found(values, data):
    where = tuple(data.draw(st.integers(0, n - 1)) for n in values.shape)
    other = values.copy()
    other[where] += 1 + abs(values).max()
    assert told(other, values)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=3), inner)
    ),
    max_leaves=6,
)


@given(ANYTHING)
def test_anything_gets_one_line(got):
    assert "\n" not in told(got, [[1.5]])
