"""The product for Python without BLAS: the same values as NumPy's, and no other sizes taken for right."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.engine.products import dot, matmul, product

SHAPES = [((5, 300), (300, 40)), ((5, 300), (300, 4)), ((2, 5, 300), (300, 40)), ((300,), (300, 40))]


@pytest.mark.parametrize(("left", "right"), SHAPES)
@pytest.mark.parametrize("order", "CF")
def test_large_and_small_products_have_numpys_values(left, right, order):
    rng = np.random.default_rng(0)
    x, y = (np.asarray(rng.normal(size=shape), order=order) for shape in (left, right))
    assert matmul(x, y) == pytest.approx(x @ y, rel=1e-12, abs=1e-12)


def test_whole_numbers_are_multiplied_too():
    assert (matmul(np.full((2, 300), 2), np.full((300, 40), 3)) == 1800).all()


def test_one_column_is_not_stretched_to_fit():
    with pytest.raises(ValueError, match="mismatch"):
        matmul(np.ones((2, 1)), np.ones((300, 40)))


def test_where_blas_is_there_it_is_used():
    assert (product, dot) == (np.matmul, np.ndarray.dot)
