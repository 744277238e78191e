"""The trainings behind lesson 3's count of digits read: ten neurons against 64-16-10 and 64-32-10, over twenty splits of the digits.

What takes seconds is kept in a file.
`python -c "from coursekit.content.layers.readers import write_readers; write_readers()"` trains again and writes it; a
test trains some of it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from coursekit.datasets import digits
from coursekit.engine import Tensor
from coursekit.widgets.layers.ten_neurons import fit_reader

FILE = Path(__file__).with_name("readers.json")
SPLITS = 20
UNITS = (0, 16, 32)
"""Hidden units of the readers."""
_TRAINING = 1000


def share_read(hidden: int, split: int) -> float:
    """Train a reader on 1,000 digits of a split and return the share that it reads of the other 300."""
    parts = digits()[:2]  # the test digits wait for lesson 5
    X = np.concatenate([part.X for part in parts])
    labels = np.concatenate([part.labels for part in parts])
    rng = np.random.default_rng(split)
    order = rng.permutation(len(X))
    seen, new = order[:_TRAINING], order[_TRAINING:]
    model = fit_reader(X[seen], labels[seen], hidden=hidden, rng=rng)
    scores = model(Tensor(X[new], dtype=np.float64)).data
    return float((scores.argmax(axis=1) == labels[new]).mean())


def write_readers(path: Path = FILE, *, splits: Iterable[int] = range(SPLITS)) -> None:
    """Train the readers on each split and write the shares to a file."""
    kept = list(splits)
    found = {str(hidden): [round(share_read(hidden, each), 4) for each in kept] for hidden in UNITS}
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


@cache
def shares(hidden: int) -> list[float]:
    """The kept shares of new digits read, one for each split, by the reader with so many hidden units."""
    found: dict[str, list[float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found[str(hidden)]
