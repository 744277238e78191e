from __future__ import annotations

import gzip
import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from coursekit import datasets
from coursekit.datasets import Examples, digits, drawn, house_prices, logic, moons, names, planar, spirals
from coursekit.engine import fit, nn, no_grad, optim, tensor
from coursekit.errors import ArgumentError, LabelError, ShapeError

DATA = Path(datasets.__file__).with_name("data")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("task", "truth"), [("AND", np.logical_and), ("OR", np.logical_or), ("XOR", np.logical_xor)]
)
def test_logic_labels_agree_with_numpy(task, truth):
    corners, labels = logic(task)
    assert labels.tolist() == truth(*corners.T.astype(bool)).astype(int).tolist()


def test_an_unknown_logic_task_is_named_with_those_that_exist():
    with pytest.raises(ArgumentError, match="there is no logic task 'NAND'; choose one of AND, OR, XOR"):
        logic("NAND")


def test_house_prices_are_flat_then_rise_and_never_negative():
    size, price = house_prices(n=200, rng=np.random.default_rng(0))
    assert price.min() >= 0
    assert price[size < 0.8].mean() < 0.15
    assert np.polyfit(size[size > 1], price[size > 1], 1)[0] == pytest.approx(2.4, abs=0.1)


def test_the_same_generator_state_gives_the_same_houses():
    first, second = (house_prices(rng=np.random.default_rng(7))[1] for _ in range(2))
    assert first.tolist() == second.tolist()


def test_even_spirals_come_one_arm_after_the_other_in_equal_steps():
    X, labels = spirals(n=401, noise=0, even=True, rng=np.random.default_rng(0))
    assert labels.tolist() == sorted(labels)
    steps = np.hypot(*np.diff(X[labels == 1], axis=0).T)[40:]  # the innermost turn is too tight for it
    assert steps == pytest.approx(steps.mean(), rel=0.12)


def test_spirals_wind_as_often_as_they_are_told():
    X, _ = spirals(n=800, turns=2, noise=0, even=True, rng=np.random.default_rng(0))
    angle = np.unwrap(np.arctan2(X[:400, 1], X[:400, 0]))
    assert (angle[-1] - angle[0]) / (2 * np.pi) == pytest.approx(2 * (1 - np.sqrt(0.02)))


@pytest.mark.parametrize("make", [moons, spirals])
@pytest.mark.parametrize("n", [1, 9, 40])
def test_both_classes_come_in_halves(make, n):
    x, labels = make(n=n, rng=np.random.default_rng(0))
    assert x.shape == (n, 2)
    assert sorted(np.bincount(labels, minlength=2)) == [n // 2, (n + 1) // 2]


def test_moons_without_blur_lie_on_two_half_circles():
    x, labels = moons(n=200, noise=0, rng=np.random.default_rng(0))
    upper, lower = x[labels == 0], x[labels == 1]
    assert np.hypot(upper[:, 0] + 0.5, upper[:, 1] + 0.25) == pytest.approx(1)
    assert np.hypot(lower[:, 0] - 0.5, lower[:, 1] - 0.25) == pytest.approx(1)
    assert upper[:, 1].min() >= -0.25
    assert lower[:, 1].max() <= 0.25


def test_one_spiral_is_the_other_turned_by_half_a_turn():
    x, labels = spirals(n=400, turns=1.5, noise=0, rng=np.random.default_rng(0))
    radius = np.hypot(*x.T)
    angle = np.arctan2(x[:, 1], x[:, 0]) - 2 * np.pi * 1.5 * radius
    assert np.cos(angle) == pytest.approx(1 - 2.0 * labels)
    assert radius.max() <= 1


def test_the_shipped_digits_are_their_source_byte_for_byte():
    with np.load(DATA / "digits.npz") as file:
        rows = np.column_stack([file["images"].reshape(-1, 64), file["labels"]]).tolist()
    source = "".join(",".join(map(str, row)) + "\n" for row in rows)
    told = sha256(source.encode())
    assert told == "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"
    assert told in (DATA / "NOTICE.txt").read_text(encoding="utf-8")


def test_the_three_parts_of_the_digits_are_all_of_them_with_each_digit_alike():
    parts = digits()
    assert [part.X.shape for part in parts] == [(1000, 64), (300, 64), (497, 64)]
    assert np.bincount(parts.training.labels).tolist() == [100] * 10
    assert np.bincount(parts.validation.labels).tolist() == [30] * 10
    together = np.concatenate([np.column_stack(part) for part in digits(scaled=False)])
    with np.load(DATA / "digits.npz") as file:
        source = np.column_stack([file["images"].reshape(-1, 64), file["labels"]])
    assert sorted(together.tolist()) == sorted(source.tolist())


def test_every_machine_splits_digits_and_names_alike():
    told = [sha256(part.X.astype("<f4").tobytes())[:16] for part in digits(scaled=False)]
    assert told == ["dead19fec100c7a7", "1bfc4f7a34119cae", "878c3f61e7712338"]
    assert [sha256(" ".join(part).encode())[:16] for part in names()] == [
        "e654d5e50fa24bfa",
        "b6313e41eef7352c",
    ]


def test_digits_are_counts_or_shares_in_the_engines_type_and_the_readers_own():
    shares, counts = digits().test, digits(scaled=False).test
    assert (shares.X.dtype, counts.X.dtype, shares.labels.dtype) == (np.float32, np.float32, np.int64)
    assert (counts.X.min(), counts.X.max()) == (0, 16)
    assert (shares.X * 16).tolist() == counts.X.tolist()
    shares.X[:] = 0
    shares.labels[:] = 0
    assert digits().test.X.max() == 1
    assert digits().test.labels.max() == 9


def score(training, test, *sizes):
    """The share of the test that a network of these sizes reads after 40 epochs."""
    rng = np.random.default_rng(0)
    layers = [nn.Linear(*ends, rng=rng) for ends in pairwise(sizes)]
    model = nn.Sequential(layers[0], *(part for layer in layers[1:] for part in (nn.ReLU(), layer)))
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    steps = {"epochs": 40, "batch_size": len(training.labels) // 20}
    fit(model, training, loss=nn.CrossEntropyLoss(), optimizer=optimizer, rng=rng, progress=False, **steps)
    with no_grad():
        return (model(tensor(test.X)).data.argmax(axis=1) == test.labels).mean()


def test_networks_read_the_digits_as_well_as_the_docstring_says():
    training, _, test = digits()
    assert score(training, test, 64, 10) == pytest.approx(0.96, abs=0.01)
    assert score(training, test, 64, 16, 10) == pytest.approx(0.97, abs=0.01)


def test_a_single_neuron_tells_8_from_9_as_well_as_the_docstring_says():
    training, _, test = (
        Examples(part.X[part.labels >= 8], part.labels[part.labels >= 8] - 8) for part in digits()
    )
    assert len(test.labels) == 94
    assert score(training, test, 64, 2) == pytest.approx(0.98, abs=0.015)
    assert score(training, test, 64, 8, 2) == pytest.approx(0.98, abs=0.015)


def test_the_names_are_the_census_list_each_in_one_part():
    listed = gzip.decompress((DATA / "names.txt.gz").read_bytes())
    assert sha256(listed) == "cba14f452b7768bd7fe093035a67491d4a334061634ccfd51522fb796910e75e"
    assert sha256(listed) in (DATA / "NOTICE.txt").read_text(encoding="utf-8")
    training, held_out = names()
    assert sorted(training + held_out) == listed.decode().split()
    assert len(held_out) / len(training + held_out) == pytest.approx(0.2, abs=1e-4)
    assert {len(name) for name in training} == set(range(2, 12))
    assert set("".join(training)) == set("".join(held_out)) == set("abcdefghijklmnopqrstuvwxyz")


def test_drawn_points_are_copied_into_a_data_set():
    given = np.array([[0.5, -1.0], [2.0, 0.0]])
    X, labels = drawn(given, [1, 0])
    assert (X.tolist(), labels.tolist(), labels.dtype) == (given.tolist(), [1, 0], np.int64)
    given[:] = 7
    assert X.max() == 2
    assert drawn([(0, 1)], [3.0], classes=4)[1].tolist() == [3]


@pytest.mark.parametrize(
    ("points", "labels", "error", "told"),
    [
        ([], [], ArgumentError, "nothing is drawn yet"),
        ([("a", 1)], [0], ArgumentError, "must be numbers"),
        ([[1, 2], [3]], [0, 1], ArgumentError, "must be numbers"),
        ([[1, 2, 3]], [0], ShapeError, r"shape \(n, 2\).*\(1, 3\)"),
        ([1, 2], [0], ShapeError, r"shape \(n, 2\).*\(2,\)"),
        ([[1, 2], [3, 4]], [0], ShapeError, r"2 points need labels of shape \(2,\); they have \(1,\)"),
        ([[1, 2], [3, 4]], [[0], [1]], ShapeError, r"they have \(2, 1\)"),
        ([[1, 2], [np.inf, 4]], [0, 1], ArgumentError, r"point 1 is \(inf, 4.0\)"),
        ([[1, np.nan]], [0], ArgumentError, r"point 0 is \(1.0, nan\)"),
        ([[1, 2]], [2], LabelError, "from 0 to 1; one is 2"),
        ([[1, 2]], [-1], LabelError, "one is -1"),
        ([[1, 2]], [0.5], LabelError, "one is 0.5"),
        ([[1, 2]], [np.nan], LabelError, "one is nan"),
    ],
)
def test_what_cannot_be_a_drawn_data_set_is_refused_in_a_sentence(points, labels, error, told):
    with pytest.raises(error, match=told):
        drawn(points, labels)


@pytest.mark.parametrize("name", ["circle", "xor", "blobs", "spirals", "plane", "hills"])
def test_planar_points_fill_the_square_and_noise_moves_them_after_they_got_their_labels(name):
    X, y = planar(name, rng=np.random.default_rng(0))
    moved, same = planar(name, noise=0.5, rng=np.random.default_rng(0))
    assert X.shape == (500, 2)
    assert 4 < np.abs(X).max() <= 6
    assert same.tolist() == y.tolist()
    assert np.std(moved - X) == pytest.approx(0.5, rel=0.1)
    if name in ("plane", "hills"):
        assert -1.02 < y.min() < -0.8 < 0.8 < y.max() < 1.02
    else:
        assert y.dtype == np.int64
        assert 0.4 < y.mean() < 0.6


def test_planar_labels_and_numbers_are_those_of_their_description():
    made = {name: planar(name, rng=np.random.default_rng(1)) for name in ("circle", "xor", "plane", "hills")}
    X, inside = made["circle"]
    assert inside.tolist() == (np.hypot(*X.T) < 3).astype(int).tolist()
    X, same_sign = made["xor"]
    assert same_sign.tolist() == (np.sign(X[:, 0]) == np.sign(X[:, 1])).astype(int).tolist()
    X, height = made["plane"]
    assert np.allclose(height, (X[:, 0] + X[:, 1]) / 12)
    X, height = made["hills"]
    near = np.hypot(X[:, 0] - 0, X[:, 1] + 2.5) < 0.5
    assert height[near].min() > 0.85
    assert np.abs(height[np.hypot(*X.T) > 8]).max() < 0.01
    with pytest.raises(
        ArgumentError, match="there is no planar data set 'moon'; choose one of circle, xor, blobs"
    ):
        planar("moon", rng=np.random.default_rng(0))
