"""From a drawing on a 32×32 bitmap to the 8×8 counts that `datasets.digits()` consists of, the way the data were made.

The authors of the data used the programs of the National Institute of Standards and Technology (M. D. Garris and others,
NISTIR 5469, 1994; source files norm_2nd_gen and shear of the public-domain system that comes with the report): crop the
digit, stretch it to 20×32 whatever its proportions, centre it, thicken thin and thin out thick strokes, and shear it upright.
Then they counted the dark pixels in every 4×4 block. The full-size bitmaps are published too (UCI, optdigits-orig.windep):
`count_blocks` gives the shipped counts for all 1,797 of them, they are 30 to 32 pixels high, and 185 to 433 are dark.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.errors import ArgumentError, ShapeError

SIDE = 32
"""Rows and columns of a bitmap."""

Bitmap = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

_WIDTH = 20  # of every digit before it is sheared
_BLOCK = 4
_SHARE = 0.3  # of a new pixel that must be dark; a line of one pixel squeezed to 5/8 between two still covers 0.31 of each


def digit_counts(bitmap: npt.ArrayLike) -> Counts:
    """The counts (8, 8), 0 to 16, of a drawing of shape (32, 32), brought to the size and place of the data.

    Raises:
        ShapeError: the bitmap is not (32, 32).
        ArgumentError: nothing is drawn.
    """
    return count_blocks(normalise(bitmap))


def count_blocks(bitmap: npt.ArrayLike) -> Counts:
    """The number of dark pixels in each 4×4 block: (…, 32, 32) → (…, 8, 8); any value but 0 is dark.

    Raises:
        ShapeError: the last two dimensions are not 32 and 32.
    """
    dark = _dark(bitmap)
    blocks = dark.reshape(*dark.shape[:-2], SIDE // _BLOCK, _BLOCK, SIDE // _BLOCK, _BLOCK)
    return np.asarray(blocks.sum(axis=(-3, -1)), dtype=np.int64)


def blow_up(counts: npt.ArrayLike) -> Bitmap:
    """A bitmap (32, 32) with these counts (8, 8) in its blocks; in each the pixels towards darker blocks are dark.

    Raises:
        ShapeError: the counts are not (8, 8).
        ArgumentError: a count is not a whole number from 0 to 16.
    """
    given = np.asarray(counts, dtype=np.float64)
    if given.shape != (8, 8):
        raise ShapeError(f"counts must have shape (8, 8); they have {given.shape}")
    wrong = given[~((given >= 0) & (given <= 16) & (given == np.floor(given)))]
    if wrong.size:
        raise ArgumentError(f"counts must be whole numbers from 0 to 16; one is {wrong[0]:g}")
    centres = np.arange(8) * _BLOCK + (_BLOCK - 1) / 2
    between = np.array([np.interp(np.arange(SIDE), centres, row) for row in np.eye(8)])  # (8, 32)
    shade = (between.T @ given @ between).reshape(8, _BLOCK, 8, _BLOCK).swapaxes(1, 2).reshape(8, 8, 16)
    # Rounded, so that no machine breaks a tie in its own way.
    order = np.argsort(-np.round(shade, 6), axis=-1, kind="stable")
    rank = np.argsort(order, axis=-1, kind="stable")
    dark = rank < given[..., None]
    return np.asarray(dark.reshape(8, 8, _BLOCK, _BLOCK).swapaxes(1, 2).reshape(SIDE, SIDE))


def normalise(bitmap: npt.ArrayLike) -> Bitmap:
    """Crop, stretch to 20×32, centre, even out the strokes and shear upright: (32, 32) → (32, 32).

    Where and how large something is drawn makes no difference. An image of the data is normalised already, and a second
    time changes it: what was sheared is centred and stretched anew, by which a count differs by 1.2 on average. So hand a
    bitmap from `blow_up` to `count_blocks`.

    Raises:
        ShapeError: the bitmap is not (32, 32).
        ArgumentError: nothing is drawn.
    """
    dark = _dark(bitmap)
    if dark.ndim != 2:
        raise ShapeError(f"one bitmap has shape (32, 32), not {dark.shape}; hand them in one by one")
    if not dark.any():
        raise ArgumentError("the sketchpad is empty; draw a digit first")
    placed = np.zeros((SIDE, SIDE), dtype=np.bool_)
    left = (SIDE - _WIDTH) // 2
    placed[:, left : left + _WIDTH] = _stretch(_crop(dark), SIDE, _WIDTH)
    return _shear(_even_strokes(placed))


def _dark(bitmap: npt.ArrayLike) -> Bitmap:
    dark = np.asarray(np.asarray(bitmap) != 0, dtype=np.bool_)
    if dark.shape[-2:] != (SIDE, SIDE):
        raise ShapeError(f"a bitmap has 32 rows and 32 columns; this one has shape {dark.shape}")
    return dark


def _crop(dark: Bitmap) -> Bitmap:
    """The smallest rectangle that holds all dark pixels."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return np.asarray(dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], dtype=np.bool_)


def _stretch(dark: Bitmap, height: int, width: int) -> Bitmap:
    """Make a bitmap larger or smaller: a pixel is dark where enough of what it covers is."""
    shares = _overlaps(dark.shape[0], height) @ dark @ _overlaps(dark.shape[1], width).T
    return np.asarray(shares > _SHARE, dtype=np.bool_)


def _overlaps(old: int, new: int) -> npt.NDArray[np.float64]:
    """Which share of each new pixel each old one covers: (new, old), every row adding up to 1."""
    edges, pixel = np.linspace(0, old, new + 1), np.arange(old)
    shared = np.minimum(pixel + 1, edges[1:, None]) - np.maximum(pixel, edges[:-1, None])
    return np.asarray(np.clip(shared, 0, None) * (new / old), dtype=np.float64)


def _even_strokes(dark: Bitmap) -> Bitmap:
    """Take a layer of pixels off a digit with too many dark ones, or put one on where there are too few; or two."""
    ink = int(dark.sum())
    for limit in (412, 560):
        if ink > limit:
            dark = ~_grow(np.pad(~dark, 1, constant_values=True))[1:-1, 1:-1]  # paper all around
    for limit in (256, 108):
        if ink < limit:
            dark = _grow(dark)
    return dark


def _grow(dark: Bitmap) -> Bitmap:
    """Add to the dark pixels their neighbours above, below, left and right."""
    grown = dark.copy()
    grown[1:] |= dark[:-1]
    grown[:-1] |= dark[1:]
    grown[:, 1:] |= dark[:, :-1]
    grown[:, :-1] |= dark[:, 1:]
    return grown


def _shear(dark: Bitmap) -> Bitmap:
    """Shift the rows so that the left edges of the third dark row and of the last but two are in one column.

    The outermost two rows are skipped, as they may be stray ends of a stroke.
    """
    rows = np.flatnonzero(dark.any(axis=1))
    top, bottom = rows[0] + 2, rows[-1] - 2
    if not (dark[top].any() and dark[bottom].any()):
        return dark
    slope = (int(np.argmax(dark[top])) - int(np.argmax(dark[bottom]))) / (bottom - top)
    sheared = np.zeros_like(dark)
    for row in range(SIDE):
        columns = np.flatnonzero(dark[row]) + round((row - SIDE // 2) * slope)
        sheared[row, columns[(columns >= 0) & (columns < SIDE)]] = True
    return sheared
