"""The arrays and the network's description that the page gets beside the numbers of a frame."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.playground import panel, picture
from coursekit.widgets.playground.session import Session, Weights
from coursekit.widgets.playground.settings import FEATURES, Settings

Array = npt.NDArray[Any]
_ENTRIES = 400
"""A frame carries about so many entries of the curves, at most twice as many."""


def arrays(session: Session) -> list[bytes]:
    """Heat maps, weights and curves, as `messages.py` lists them."""
    maps = session.heat_maps(panel.GRID)
    surfaces = picture.levels(np.concatenate([*maps.units, maps.output[None]]))
    layers = zip(session.weights, pairwise(session.settings.sizes), strict=True)
    weights = np.concatenate([_flat(each, *sizes) for each, sizes in layers])
    return [_bytes_of(surfaces), weights.astype(np.float32).tobytes(), _curves(session)]


@cache
def feature_maps() -> bytes:
    """The heat maps of all seven features."""
    return _bytes_of(
        picture.levels(Session(Settings(features=tuple(FEATURES))).heat_maps(panel.GRID).features)
    )


def network(session: Session, *, empty: bool) -> dict[str, Any]:
    """Return what the page must know of the network and the data.

    Args:
        session: the training.
        empty: the reader is about to draw, and there is no point yet.
    """
    s, data = session.settings, session.data
    parts = ((data.X_train, data.y_train), (data.X_test, data.y_test))
    rows = [[*point, held] for held, part in enumerate(parts) for point in panel.point_rows(s.data, *part)]
    settings = {name: getattr(s, name) for name in s.__struct_fields__ if name not in ("points", "weights")}
    drawing = empty or s.data == "drawn"
    return {
        "settings": {**settings, "data": "drawn" if empty else s.data},
        "features": panel.features(s),
        "hidden": s.hidden,
        "points": [] if empty else rows,
        "drawing": drawing,
        "drawn": [(x, y, 2 * label - 1) for x, y, label in s.points] if drawing else [],
        "regression": s.task == "regression",
        "cost": cost_line(session.cost),
        "idle": panel.idle(s),
    }


def _flat(weights: Weights | None, n_in: int, n_out: int) -> Array:
    """A layer's weights, unit by unit with its bias at the end; zeros for a layer that has others."""
    if weights is None:
        return np.zeros((n_in + 1) * n_out)
    return np.column_stack([weights.weight, weights.bias]).ravel()


def _bytes_of(levels: Array) -> bytes:
    """Heat maps, −1 to 1, as bytes; what is no number is orange."""
    return np.asarray(levels * 127.0 + 127.5).astype(np.uint8).tobytes()


def _curves(session: Session) -> bytes:
    """Epochs, training losses and test losses, thinned out, with the last entry among them."""
    history = session.history
    every = len(history.epochs) // _ENTRIES + 1
    columns = (history.epochs, history.curve("train_loss"), history.curve("test_loss"))
    return np.array([column[::-1][::every][::-1] for column in columns], np.float32).tobytes()
