"""The curves of a run: loss and accuracy by epoch, in a number of points that stays drawable however long it runs."""

from __future__ import annotations

from typing import NamedTuple


class Scores(NamedTuple):
    """The network's scores now.

    Attributes:
        train_loss, test_loss: the loss as it is trained, without dropout; NaN without points to test with.
        train_accuracy, test_accuracy: the share of points on the right side, from 0 to 1; NaN for numbers.
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float


class History:
    """Scores by epoch: an entry for each of the first 60 epochs, then one whenever 1/60 more have passed.

    Attributes:
        epochs: when each entry was measured, rising from 0, the start.
        scores: the entries.
    """

    def __init__(self) -> None:
        self.epochs: list[float] = []
        self.scores: list[Scores] = []

    def is_due(self, epoch: float) -> bool:
        """Return True if an epoch that has just ended makes an entry."""
        return not self.epochs or epoch - self.epochs[-1] >= max(1, self.epochs[-1] / 60)

    def append(self, epoch: float, scores: Scores) -> None:
        """Make an entry."""
        self.epochs.append(epoch)
        self.scores.append(scores)

    def cut_after(self, epoch: float) -> None:
        """Drop the entries after an epoch, to which the run went back."""
        while self.epochs and self.epochs[-1] > epoch:
            self.epochs.pop()
            self.scores.pop()

    def curve(self, name: str) -> list[float]:
        """One of the scores over all entries, such as `curve("test_loss")`."""
        return [getattr(scores, name) for scores in self.scores]
