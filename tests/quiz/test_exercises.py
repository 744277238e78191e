from types import ModuleType

import pytest

from coursekit.errors import ArgumentError, BankError
from coursekit.quiz import exercise, exercises_in


def test_an_exercise_keeps_what_it_is_told():
    @exercise("add", needs=("add",), points=2, hints=("Think.",), why="Sums.")
    def check_add(s, rng, expect): ...

    assert (check_add.id, check_add.needs, check_add.points) == ("add", ("add",), 2)
    assert (check_add.hints, check_add.why) == (("Think.",), "Sums.")


@pytest.mark.parametrize("needs", ["add", ()])
def test_needs_must_be_a_tuple_of_names(needs):
    with pytest.raises(ArgumentError, match="exercise add: needs="):
        exercise("add", needs=needs)


def module(**names):
    made = ModuleType("checks")
    vars(made).update(names)
    return made


def test_a_modules_exercises_come_in_its_order():
    one, two = (exercise(name, needs=("f",))(lambda s, rng, expect: None) for name in ("one", "two"))
    assert list(exercises_in(module(b=one, a=two, c=3, again=one))) == ["one", "two"]


def test_two_exercises_of_one_id_are_refused():
    one, two = (exercise("same", needs=("f",))(lambda s, rng, expect: None) for _ in range(2))
    with pytest.raises(BankError, match="exercise `same`: the id stands there twice"):
        exercises_in(module(a=one, b=two))
