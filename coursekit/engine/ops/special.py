"""Functions on arrays that NumPy does not have: the error function, the normal and the logistic distribution's."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from coursekit.engine.arrays import Array

# Cephes ndtr.c (S. L. Moshier): erf x = x T(x²)/U(x²) up to 1, erf x = 1 − exp(−x²) P(x)/Q(x) from 1 to 8.
_T = (
    9.60497373987051638749e0,
    9.00260197203842689217e1,
    2.23200534594684319226e3,
    7.00332514112805075473e3,
    5.55923013010394962768e4,
)
_U = (
    1.0,
    3.35617141647503099647e1,
    5.21357949780152679795e2,
    4.59432382970980127987e3,
    2.26290000613890934246e4,
    4.92673942608635921086e4,
)
_P = (
    2.46196981473530512524e-10,
    5.64189564831068821977e-1,
    7.46321056442269912687e0,
    4.86371970985681366614e1,
    1.96520832956077098242e2,
    5.26445194995477358631e2,
    9.34528527171957607540e2,
    1.02755188689515710272e3,
    5.57535335369399327526e2,
)
_Q = (
    1.0,
    1.32281951154744992508e1,
    8.67072140885989742329e1,
    3.54937778887819891062e2,
    9.75708501743205489753e2,
    1.82390916687909736289e3,
    2.24633760818710981792e3,
    1.65666309194161350182e3,
    5.57535340817727675546e2,
)
# Eigen's rational approximation for float32: x A(x²)/B(x²) on [−4, 4], beyond which erf rounds to ±1.
_A = (
    -2.72614225801306e-10,
    2.77068142495902e-08,
    -2.10102402082508e-06,
    -5.69250639462346e-05,
    -7.34990630326855e-04,
    -2.95459980854025e-03,
    -1.60960333262415e-02,
)
_B = (
    -1.45660718464996e-05,
    -2.13374055278905e-04,
    -1.68282697438203e-03,
    -7.37332916720468e-03,
    -1.42647390514189e-02,
)


# Φ(x) = (1 + tanh(x · C(x²))) / 2 in float32. C is fitted, least squares weighted by their own errors (Lawson 1961), to
# atanh(erf(x/√2))/x for |x| < 5.4, beyond which Φ rounds to 0 or 1: Φ comes out within 1e-7.
_C = (
    1.7562766851492404e-09,
    -1.3226625470043552e-07,
    3.964772885168952e-06,
    -5.5306315508984135e-05,
    -3.259474710166243e-05,
    0.03633308441063115,
    0.7978849414895205,
)
_C_END = 5.4**2


def erf_array(x: Array) -> Array:
    """The error function of each entry: within 2e-7 in float32, 2e-16 in float64."""
    return erf_single(x) if x.dtype == np.float32 else erf_double(x)


def erf_single(x: Array) -> Array:
    """One rational function, cheap enough for training."""
    x = np.clip(x, -4, 4)
    square = x * x
    x *= horner(_A, square)
    x /= horner(_B, square)
    return x


def erf_double(x: Array) -> Array:
    """Two rational functions, as good as float64 can hold."""
    near = np.clip(x, -1, 1)
    far = np.clip(np.abs(x), 1, 8)
    inner = near * horner(_T, near * near) / horner(_U, near * near)
    outer = 1 - np.exp(-far * far) * horner(_P, far) / horner(_Q, far)
    return np.where(np.abs(x) <= 1, inner, np.copysign(outer, x))


def normal_cdf(x: Array) -> Array:
    """Φ of each entry, the share of the standard bell curve below it: within 1e-7 in float32, 2e-16 in float64."""
    if x.dtype != np.float32:
        return 0.5 + 0.5 * erf_double(x * math.sqrt(0.5))
    # NumPy computes tanh several entries at a time, which makes it as cheap as three products.
    square = np.multiply(x, x, out=np.empty_like(x))
    phi = horner(_C, np.minimum(square, _C_END, out=square))
    phi *= x
    np.tanh(phi, out=phi)
    phi *= 0.5
    phi += 0.5
    return phi


def logistic(z: Array) -> Array:
    """1/(1 + e⁻ᶻ) of each entry, to full precision also where it is tiny."""
    # Beyond this the exponential would overflow, and the answer is the smallest number a float can hold.
    sigma: Array = 1 / (1 + np.exp(np.minimum(-z, 88.0 if z.dtype == np.float32 else 709.0)))
    return sigma


def horner(coefficients: Sequence[float], x: Array) -> Array:
    """The polynomial with these coefficients, highest power first."""
    total = np.multiply(x, coefficients[0], out=np.empty_like(x))
    total += coefficients[1]
    for c in coefficients[2:]:
        total *= x
        total += c
    return total
