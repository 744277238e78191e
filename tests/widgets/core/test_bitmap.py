from __future__ import annotations

import numpy as np
import pytest

from coursekit.datasets import digits
from coursekit.errors import ArgumentError, ShapeError
from coursekit.widgets.core.bitmap import blow_up, count_blocks, digit_counts, normalise


@pytest.fixture(scope="module")
def images():
    return digits(scaled=False).test.X.astype(int).reshape(-1, 8, 8)


def resized(bitmap, height, width):
    """The nearest pixels, as a scanner of another resolution sees the same digit."""
    rows, columns = (np.arange(n) * 32 // n for n in (height, width))
    return bitmap[rows][:, columns]


def placed(part, top=0, left=0):
    bitmap = np.zeros((32, 32), dtype=bool)
    bitmap[top : top + part.shape[0], left : left + part.shape[1]] = part
    return bitmap


def test_counting_gives_back_every_image_of_the_data_blown_up():
    for part in digits(scaled=False):
        counts = part.X.astype(int).reshape(-1, 8, 8)
        assert (count_blocks([blow_up(each) for each in counts]) == counts).all()


def test_blocks_are_counted_row_by_row():
    bitmap = np.zeros((32, 32), dtype=int)
    bitmap[5, 30] = bitmap[7, 28] = 255
    counts = count_blocks(bitmap)
    assert (counts[1, 7], counts.sum()) == (2, 2)


def test_dark_pixels_of_a_blown_up_block_lie_towards_its_dark_neighbours():
    counts = np.zeros((8, 8))
    counts[2] = 16
    counts[3] = 8
    assert blow_up(counts)[12:16].tolist() == [[True] * 32] * 2 + [[False] * 32] * 2


@pytest.mark.parametrize(("top", "left"), [(0, 16), (16, 0), (9, 4), (16, 16)])
def test_where_a_digit_is_drawn_makes_no_difference(images, top, left):
    for counts in images[:30]:
        small = resized(blow_up(counts), 16, 16)
        assert (normalise(placed(small, top, left)) == normalise(placed(small))).all()


@pytest.mark.parametrize("times", [(2, 2), (1, 2), (2, 1)])
def test_twice_as_high_or_wide_makes_no_difference(images, times):
    for counts in images[:30]:
        small = resized(blow_up(counts), 16, 16)
        assert (normalise(placed(np.kron(small, np.ones(times)))) == normalise(placed(small))).all()


@pytest.mark.parametrize(
    ("height", "width", "most"), [(32, 32, 1.2), (28, 28, 1.5), (22, 32, 1.6), (25, 20, 1.6), (20, 17, 1.7)]
)
def test_digits_of_any_size_and_shape_come_back_near_the_original_and_are_read(images, height, width, most):
    training, _, test = digits(scaled=False)
    some = images[::4]
    again = np.array([digit_counts(placed(resized(blow_up(each), height, width))) for each in some])
    assert np.abs(again - some).mean() < most
    distance = (training.X**2).sum(axis=1) - 2 * again.reshape(-1, 64) @ training.X.T
    assert (training.labels[distance.argmin(axis=1)] == test.labels[::4]).mean() > 0.93


def line(top, bottom, width):
    """A stroke from a column of the first row to one of the last."""
    start = np.round(np.linspace(top, bottom, 32))[:, None]
    return (np.arange(32) >= start) & (np.arange(32) < start + width)


@pytest.mark.parametrize(("top", "bottom"), [(20, 4), (4, 20), (12, 12), (24, 0)])
def test_a_slanted_stroke_comes_out_upright(top, bottom):
    upright = normalise(line(top, bottom, 4))
    edges = upright[2:-2].argmax(axis=1)
    assert np.ptp(edges) <= 2  # each row is shifted by whole pixels


@pytest.mark.parametrize(
    ("stroke", "ink"),
    [
        (line(0, 31, 1), (108, 256)),
        (line(0, 28, 3), (108, 256)),
        (line(12, 12, 4), (412, 560)),
        (line(2, 12, 12), (256, 412)),
    ],
)
def test_strokes_come_out_neither_thin_nor_solid(stroke, ink):
    assert ink[0] <= normalise(stroke).sum() <= ink[1]


def test_a_drawing_with_an_empty_row_near_its_top_is_not_sheared():
    bitmap = placed(np.ones((16, 20)), top=16, left=6)
    bitmap[0, 25] = True
    assert (normalise(bitmap) == bitmap).all()


@pytest.mark.parametrize("work", [normalise, digit_counts])
def test_an_empty_sketchpad_is_told_apart(work):
    with pytest.raises(ArgumentError, match="the sketchpad is empty; draw a digit first"):
        work(np.zeros((32, 32)))


@pytest.mark.parametrize(
    ("work", "given", "error", "told"),
    [
        (count_blocks, np.ones((8, 8)), ShapeError, r"32 rows and 32 columns; this one has shape \(8, 8\)"),
        (count_blocks, 1, ShapeError, r"shape \(\)"),
        (normalise, np.ones((2, 32, 32)), ShapeError, r"not \(2, 32, 32\); hand them in one by one"),
        (blow_up, np.ones(64), ShapeError, r"shape \(8, 8\); they have \(64,\)"),
        (blow_up, np.full((8, 8), 17), ArgumentError, "from 0 to 16; one is 17"),
        (blow_up, np.full((8, 8), 0.5), ArgumentError, "one is 0.5"),
        (blow_up, np.full((8, 8), -1), ArgumentError, "one is -1"),
        (blow_up, np.full((8, 8), np.nan), ArgumentError, "one is nan"),
    ],
)
def test_what_is_no_bitmap_or_no_count_is_refused_in_a_sentence(work, given, error, told):
    with pytest.raises(error, match=told):
        work(given)
