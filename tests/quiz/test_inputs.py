"""Every kind of input occurs with every seed."""

from itertools import pairwise

import numpy as np
import pytest

from coursekit.quiz import inputs


@pytest.fixture(params=range(8))
def rng(request):
    return np.random.default_rng(request.param)


def test_numbers_of_one_decimal_are_never_0_and_have_both_signs(rng):
    x = inputs.tenths(rng, (3, 4))
    assert np.allclose(x * 10, np.round(x * 10))
    assert 0 < np.abs(x).min() <= np.abs(x).max() <= 3
    assert x.min() < 0 < x.max()
    assert len(np.unique(np.abs(x))) == 12
    assert inputs.tenths(rng, 99).shape == (99,)
    assert inputs.tenths(rng).shape == ()


def test_arrays_of_any_shape_have_every_kind(rng):
    found = inputs.any_shape(rng, huge=500.0)
    shapes = [x.shape for x in found]
    assert {x.ndim for x in found} == {0, 1, 2, 3, 4}
    assert {(1,), (1, 1), (3, 1), (3, 3)} < set(shapes)
    assert any(len(x) > 6 and x.all() for x in found if x.ndim == 1)
    same = [x for x in found if x.shape == (4,)]
    assert len(same) > 1
    assert not np.array_equal(same[0], same[1])
    assert {x.dtype.kind for x in found} == {"i", "f"}
    assert any(np.signbit(x[x == 0]).any() for x in found)
    assert any((x < 0).all() for x in found)
    assert any((x > 0).all() for x in found)
    assert any(np.abs(x).max() < 0.01 for x in found)
    assert max(np.abs(x).max() for x in found) == 500
    assert any(x.ndim == 2 and np.ptp(np.log10(np.abs(x).max(axis=1))) > 3 for x in found if x.all())
    assert not all(x.flags.c_contiguous for x in found)


def test_arrays_with_an_axis_have_every_axis_and_offset(rng):
    found = inputs.along_an_axis(rng)
    for ndim in (1, 2, 3, 4):
        assert (None in [axis for x, axis in found if x.ndim == ndim]) or ndim == 1
    assert {axis for x, axis in found if x.ndim == 3} == {None, 0, 1, 2, -2, -3}
    assert {axis for x, axis in found if x.ndim == 2} >= {None, 0, 1, -1, -2}
    with_offsets = [(x, axis) for x, axis in found if x.ndim == 2 and abs(x).max() > 900]
    assert {axis for x, axis in with_offsets} >= {0, 1}


def test_sizes_rise_fall_repeat_and_have_a_1_at_each_place(rng):
    found = inputs.sizes(rng)
    assert {len(each) for each in found} == {2, 3, 4, 5}
    assert any(each == sorted(set(each)) and len(each) > 2 for each in found)
    assert any(each[::-1] == sorted(set(each)) and len(each) > 2 for each in found)
    assert any(len(set(each)) == 1 and len(each) > 2 for each in found)
    assert any(a == b for each in found if len(set(each)) > 1 for a, b in pairwise(each))
    assert {each[0] == 1 for each in found} == {each[-1] == 1 for each in found} == {True, False}
    assert any(1 in each[1:-1] for each in found)


def test_lengths_and_matrices_have_size_1_and_a_repeat(rng):
    for found in (inputs.lengths(rng), inputs.matrix_shapes()):
        assert len(set(found)) < len(found)
    assert 1 in inputs.lengths(rng)
    assert {(1, 1), (1, 4), (4, 1), (3, 3)} < set(inputs.matrix_shapes())
