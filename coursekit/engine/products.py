"""The product of two matrices, by what is fastest where Python runs.

In the browser NumPy has no BLAS. There `matmul` takes one dot product after the other, and jumps through the right
matrix column by column; `einsum` is faster once that matrix is large. Milliseconds of processor time in Pyodide 314.0.3
(NumPy 2.4.3, Node 20, float32; float64 is alike), `matmul` and `einsum`, for X @ Y, Xᵀ @ Y and X @ Yᵀ as views:

    (128, 784) (784, 128)     13.9   7.3    17.2   7.1     8.1   4.4
    (128, 128) (128, 128)     1.97  1.25    2.49  1.26    1.34  0.89
    (128, 100) (100, 100)     0.75  0.75    0.96  0.80    0.71  0.53
    (32, 784) (784, 32)       0.64  0.57    0.91  0.61    0.54  0.29
    (32, 48) (48, 48)         0.05  0.06    0.05  0.06    0.05  0.04

With order="C" `einsum` is as slow as `matmul`, and slower for stacks of matrices and few columns.
`python -m benchmarks.products FOLDER` measures again.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_LARGE, _WIDE = 8192, 32


def matmul(x: Array, y: Array) -> Array:
    """Multiply x @ y without BLAS: two large matrices by `einsum`, everything else by `np.matmul`.

    Raises:
        ValueError: the shapes do not fit.
    """
    fits = x.ndim == y.ndim == 2 and x.shape[1] == y.shape[0]  # einsum would stretch a dim of size 1
    large = fits and y.size >= _LARGE and y.shape[1] >= _WIDE
    if large and x.dtype == y.dtype and x.dtype.char in "fd":
        return np.einsum("ij,jk->ik", x, y)  # type: ignore[no-any-return]
    found: Array = np.matmul(x, y)
    return found


_IN_BROWSER = sys.platform == "emscripten"
product = matmul if _IN_BROWSER else np.matmul
dot = matmul if _IN_BROWSER else np.ndarray.dot
"""The product of two matrices alone, which costs less a call."""
