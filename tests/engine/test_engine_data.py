"""Batches: nobody is lost, nobody comes twice."""

from __future__ import annotations

import numpy as np

from coursekit.engine import DataLoader, Subset, Tensor, TensorDataset, manual_seed, random_split


def test_batches_keep_order_and_the_rest() -> None:
    loader = DataLoader(TensorDataset(np.arange(5.0)), batch_size=2)
    assert [x.tolist() for (x,) in loader] == [[0, 1], [2, 3], [4]]
    assert len(loader) == 3
    assert len(DataLoader(TensorDataset(np.arange(5.0)), 2, drop_last=True)) == 2


def test_every_epoch_is_shuffled_anew_and_loses_nobody() -> None:
    loader = DataLoader(TensorDataset(np.arange(20)), 20, shuffle=True, rng=np.random.default_rng(0))
    (first,), (second,) = next(iter(loader)), next(iter(loader))
    assert first.tolist() != second.tolist()
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(20))


def test_the_default_generator_shuffles_when_none_is_given() -> None:
    def drawn() -> list[int]:
        manual_seed(5)
        return next(iter(DataLoader(TensorDataset(np.arange(9)), 9, shuffle=True)))[0].tolist()

    assert drawn() == drawn() != list(range(9))


def test_parts_of_a_split_share_no_example() -> None:
    data = TensorDataset(np.arange(10))
    a, b = random_split(data, [7, 3], rng=np.random.default_rng(0))
    assert (len(a), len(b)) == (7, 3)
    assert sorted([*a[:][0].tolist(), *b[:][0].tolist()]) == list(range(10))


def test_a_split_by_fractions_leaves_nobody_out() -> None:
    assert [len(part) for part in random_split(TensorDataset(np.arange(10)), [0.75, 0.25])] == [8, 2]


def test_subsets_are_loaded_like_the_whole() -> None:
    part = Subset(TensorDataset(np.arange(10), np.arange(10) * 2), [7, 3, 1])
    assert [(x.tolist(), y.tolist()) for x, y in DataLoader(part, 2)] == [([7, 3], [14, 6]), ([1], [2])]


class Squares:
    """A data set of pairs (i, i²), as learners write one."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, i: int) -> tuple[float, np.ndarray]:
        return float(i), np.array([i * i])


def test_any_data_set_with_a_length_and_entries_is_stacked() -> None:
    ((x, y),) = DataLoader(Squares(), 3)
    assert isinstance(x, Tensor)
    assert (x.tolist(), y.tolist()) == ([0, 1, 2], [[0], [1], [4]])
