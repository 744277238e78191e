import copy
import pickle

import pytest

from coursekit.quiz import sealed
from coursekit.quiz.student import NotYet


class Data:
    batches = 0

    def batch(self, n):
        self.batches += 1
        return [0.0] * n


def seal():
    return sealed(Data(), "data", "batch", "batches")


def test_what_is_named_can_be_read_and_called():
    data = seal()
    assert (data.batch(2), data.batches) == ([0.0, 0.0], 1)
    with pytest.raises(AttributeError, match="`data` has no `test`; it has batch, batches"):
        data.test  # noqa: B018


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: setattr(data, "batches", 600), "your code sets `data.batches`"),
        (lambda data: delattr(data, "batches"), "your code sets `data.batches`"),
        (lambda data: setattr(data, "extra", 1), "your code sets `data.extra`"),
        (copy.copy, "your code copies `data`"),
        (copy.deepcopy, "your code copies `data`"),
        (pickle.dumps, "your code copies `data`"),
    ],
)
def test_changing_or_copying_it_is_said(change, said):
    with pytest.raises(NotYet, match=said):
        change(seal())
