"""Examples in batches: data sets that can be indexed, and a loader that shuffles and cuts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from coursekit.engine.randomness import default_rng
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, ShapeError


class Dataset:
    """A collection with a length and examples by number; a subclass writes both."""

    def __len__(self) -> int:
        raise ArgumentError(f"{type(self).__name__} has no length; define __len__(self)")

    def __getitem__(self, index: Any) -> Any:
        raise ArgumentError(f"{type(self).__name__} has no examples; define __getitem__(self, index)")


class TensorDataset(Dataset):
    """Tensors whose first dim counts the same examples; arrays are turned into tensors, floats into float32.

    Raises:
        ShapeError: unequal numbers of examples.
        ArgumentError: no tensors.
    """

    def __init__(self, *tensors: Any) -> None:
        if not tensors:
            raise ArgumentError("a data set needs at least one array and got none")
        self.tensors = tuple(t if isinstance(t, Tensor) else Tensor(t) for t in tensors)
        lengths = [len(t) for t in self.tensors]
        if len(set(lengths)) > 1:
            raise ShapeError(f"inputs and targets must have as many examples each, not {lengths}")

    def __len__(self) -> int:
        return len(self.tensors[0])

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(Tensor.constant(t.data[index]) for t in self.tensors)


class Subset(Dataset):
    """Some examples of a data set, by number."""

    def __init__(self, dataset: Any, indices: Any) -> None:
        self.dataset, self.indices = dataset, np.asarray(indices, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, index: Any) -> Any:
        return self.dataset[self.indices[index]]


def random_split(
    dataset: Any, lengths: Sequence[float], rng: np.random.Generator | None = None
) -> list[Subset]:
    """Split the examples at random into parts of these lengths, or of these fractions if they add up to 1.

    Raises:
        ArgumentError: lengths that do not add up to the number of examples.
    """
    n = len(dataset)
    if sum(lengths) != n:
        if abs(sum(lengths) - 1) > 1e-6:
            raise ArgumentError(
                f"the parts {list(lengths)} must add up to the {n} examples, or to 1 as fractions"
            )
        ends = np.round(np.cumsum(lengths) * n).astype(int)
    else:
        ends = np.cumsum(lengths).astype(int)
    order = (rng or default_rng()).permutation(n)
    return [Subset(dataset, part) for part in np.split(order, ends[:-1])]


class DataLoader:
    """Batches of a data set; looping over the loader again is a new epoch, shuffled anew.

    Args:
        dataset: a TensorDataset, or anything with a length and examples by number.
        batch_size: examples in a batch.
        shuffle: draw the order anew each epoch.
        drop_last: leave out a last batch that is not full.
        rng: draws the order.

    Raises:
        ArgumentError: batch_size below 1, or an empty data set.
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,  # noqa: FBT001, FBT002 - PyTorch's order
        *,
        drop_last: bool = False,
        rng: np.random.Generator | None = None,
    ) -> None:
        if not isinstance(batch_size, int | np.integer) or batch_size < 1:
            raise ArgumentError(f"batch_size must be a whole number, at least 1, not {batch_size!r}")
        if len(dataset) == 0:
            raise ArgumentError("the data set has no examples")
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle
        self.drop_last, self.rng = drop_last, rng

    def __len__(self) -> int:
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        n = len(self.dataset)
        order = (self.rng or default_rng()).permutation(n) if self.shuffle else np.arange(n)
        for i in range(len(self)):
            yield batch(self.dataset, order[i * self.batch_size : (i + 1) * self.batch_size])


def batch(dataset: Any, numbers: Any) -> Any:
    """The examples with these numbers as tensors with one more dim in front."""
    inner = dataset.dataset if isinstance(dataset, Subset) else dataset
    if isinstance(inner, TensorDataset):
        return dataset[numbers]
    return collate([dataset[int(i)] for i in numbers])


def collate(examples: list[Any]) -> Any:
    """Examples, each an array, a number or a tuple of these, stacked."""
    if isinstance(examples[0], tuple | list):
        return tuple(collate(list(column)) for column in zip(*examples, strict=True))
    arrays = [np.asarray(example) for example in examples]
    if len({array.shape for array in arrays}) > 1:
        raise ShapeError(f"the examples of a batch have one shape, not {[array.shape for array in arrays]}")
    return Tensor(np.stack(arrays))
