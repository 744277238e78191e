"""The digit reader with its weights stored in few bits: how far they are off, what it takes, and what it still reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.scenes import Bars, HeatMap, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.layers.digit_params import digit_params

Array = npt.NDArray[Any]

_GROUPS = {"the whole matrix": 0, "each unit": 64, "each 8 weights": 8}
"""The most weights of a unit that share a scale; 0 for the whole matrix."""
_SCALE_BITS = 16
UNIT = 8  # the hidden unit whose weights are drawn


def rounded(w: Array, bits: int) -> Array:
    """The numbers of a vector w (n,), each rounded to one of the 2^bits − 1 multiples of one scale from −max|w| to max|w|."""
    top = 2 ** (bits - 1) - 1
    scale = np.abs(w).max() / top
    return np.asarray(np.round(w / scale) * scale) if scale else np.zeros_like(w)


class RoundTheReader(SceneWidget):
    """64-16-10 with rounded weights, the biases left as they are.

    With `rounded=f` the rounding comes from the learner's own f(w, bits), once it agrees with the course's. A question can
    read `facts()`: `read`, `bits a weight`, and the relative `error` (mean and median).
    """

    title = "How few bits does your reader need?"
    goal = "Find the fewest bits a weight, scales counted, at which the reader loses at most 4 of the 300 digits."

    bits = Choice(8, 6, 5, 4, 3, 2, label="Bits of a weight")
    scales = Choice(*_GROUPS, label="One scale for")

    def __init__(self, *, rounded: Callable[..., Any] | None = None, **state: Any) -> None:
        self._rounded = rounded
        super().__init__(**state)

    def weights(self) -> list[Array]:
        """The two rounded matrices, (64, 16) and (16, 10)."""
        return self._weights()[0]

    def scene(self) -> Scene:
        """One hidden unit before and after, and how many digits are read at every number of bits."""
        bits, group = int(self.bits), _GROUPS[self.scales]
        found, remark = self._weights()
        exact = [W for W, _ in digit_params()]
        away = np.concatenate(
            [np.abs(a - b).ravel() / np.abs(b).ravel() for a, b in zip(found, exact, strict=True)]
        )
        n = sum(W.size for W in exact)
        size = bits + _SCALE_BITS * sum(len(_vectors(W, group)) for W in exact) / n
        reads, best = _read(found), _read(exact)
        strongest = np.abs(exact[0][:, UNIT]).max()
        pictures = tuple(
            Panel(
                (0, 8), (0, 8), (HeatMap((W[:, UNIT] / strongest).reshape(8, 8)[::-1], (0, 8), (0, 8), style="squares"),),
                title=title, axes=False, square=True, share=0.6,
            )
            for title, W in (("a hidden unit", exact[0]), (f"at {bits} bits", found[0]))
        )  # fmt: skip
        words = (
            f"The reader's weights at {bits} bits, one scale of {_SCALE_BITS} bits for {self.scales}: {size:.2f} bits a weight in "
            f"all. A weight is off by {away.mean():.0%} of its size on average, and half of "
            f"the weights by {np.median(away):.1%} or less. It reads {reads} of 300 validation digits; unrounded, {best}.{remark}"
        )
        facts = {
            "read": reads, "lost": best - reads, "bits a weight": size,
            "mean error": float(away.mean()), "median error": float(np.median(away)),
        }  # fmt: skip
        return Scene((*pictures, self._bars(reads)), words, aspect=2.4, facts=facts)

    def code(self) -> str:
        """The widget's state, and the rounding of a vector."""
        return (
            f"{super().code()}\n\n# the rounding in NumPy\nimport numpy as np\n\nw = np.array([0.7, -0.2, 0.04])\n"
            f"scale = np.abs(w).max() / {2 ** (int(self.bits) - 1) - 1}\nnp.round(w / scale) * scale"
        )

    def _bars(self, reads: int) -> Panel:
        """The digits read at every number of bits, the chosen one in colour."""
        marks: list[Mark] = []
        choices = (8, 6, 5, 4, 3, 2)
        for place, bits in enumerate(choices):
            chosen = bits == int(self.bits)
            height = reads if chosen else _read(_course(bits, _GROUPS[self.scales]))
            marks.append(
                Bars(
                    np.array([float(place)]), np.array([float(height)]), "accent" if chosen else "muted", 0.6
                )
            )
            marks.append(Text(place, height + 6, f"{height}", align="center", bold=chosen, size=12))
        names = tuple((float(place), str(bits)) for place, bits in enumerate(choices))
        return Panel(
            (-0.6, 5.6),
            (0, 330),
            tuple(marks),
            x_label="bits of a weight",
            y_label="digits read",
            x_ticks=names,
        )

    def _weights(self) -> tuple[list[Array], str]:
        """The rounded matrices, and a remark if the learner's function was called."""
        bits, group = int(self.bits), _GROUPS[self.scales]
        want, own = _course(bits, group), self._rounded
        if own is None:
            return want, ""
        got, failure = guarded(
            lambda: [_in_groups(W, group, lambda w: _as_weights(own(w, bits), w)) for W, _ in digit_params()],
            "Your rounded gave no weights",
            "; the course's are shown.",
        )
        if got is None:
            return want, failure
        if not all(np.allclose(a, b) for a, b in zip(got, want, strict=True)):
            return want, " Your rounded gives other weights here, so the course's are shown."
        return got, " Your own function rounds them."


@cache
def _course(bits: int, group: int) -> list[Array]:
    return [_in_groups(W, group, lambda w: rounded(w, bits)) for W, _ in digit_params()]


def _in_groups(W: Array, group: int, rounding: Callable[[Array], Array]) -> Array:
    """Round a matrix with one scale for each of its vectors."""
    return np.stack([rounding(each) for each in _vectors(W, group)]).reshape(W.T.shape).T


def _vectors(W: Array, group: int) -> Array:
    """The weights that share a scale, a row for each: all of W, or at most `group` of one unit."""
    return W.T.reshape(-1, min(group, len(W)) or W.size)


def _as_weights(value: Any, w: Array) -> Array:
    """A learner's result as an array of the shape of w.

    Raises:
        TypeError: it is None, or no number for each weight.
    """
    found = np.asarray(value, dtype=float)
    if value is None or found.shape != w.shape:
        raise TypeError(
            f"it gives {'None' if value is None else f'the shape {found.shape}'}, not one weight for each of {w.size}"
        )
    return found


def _read(weights: list[Array]) -> int:
    """The number of validation digits that the reader gets right with these weights and its own biases."""
    X, labels = digits().validation
    params = [(W, b) for W, (_, b) in zip(weights, digit_params(), strict=True)]
    return int((relu_forward(X.astype(np.float64), params).argmax(axis=1) == labels).sum())
