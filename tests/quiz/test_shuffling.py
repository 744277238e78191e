from hypothesis import given
from hypothesis import strategies as st

from coursekit.quiz import shuffled


def test_a_seed_gives_this_order_on_every_python():
    assert shuffled("abcdef", 7) == ["c", "b", "a", "e", "d", "f"]
    assert shuffled("abcdef", "neuron.one") == ["d", "b", "c", "e", "a", "f"]


def test_the_order_given_does_not_matter():
    assert shuffled("fedcba", 7) == shuffled("abcdef", 7)


@given(st.lists(st.text(), unique=True), st.integers() | st.text())
def test_nothing_is_lost(ids, seed):
    assert sorted(shuffled(ids, seed)) == sorted(ids)


@given(st.lists(st.text(), unique=True, min_size=2), st.integers())
def test_the_order_to_avoid_never_comes_out(ids, seed):
    assert shuffled(ids, seed, avoid=[ids]) != ids


def test_every_option_comes_first_about_as_often():
    firsts = [shuffled("abcd", seed)[0] for seed in range(400)]
    assert all(70 < firsts.count(name) < 130 for name in "abcd")
