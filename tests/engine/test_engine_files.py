"""States in files: what is written comes back, and nothing in a file runs."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from coursekit.engine import load, nn, ones, optim, save, tensor
from coursekit.errors import DTypeError, FolderError


class Evil:
    """Does harm, a folder in this case, when it is unpickled."""

    def __init__(self, harm: Path) -> None:
        self.harm = harm

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.harm),)


def test_a_model_comes_back_exactly(tmp_path: Path) -> None:
    model, other = (nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)) for _ in range(2))
    model(tensor(np.random.default_rng(0).normal(size=(5, 3))))
    save(model.state_dict(), tmp_path / "model.npz")
    other.load_state_dict(load(tmp_path / "model.npz"))
    for name, value in model.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[name], value)


def test_an_optimizer_comes_back_exactly(tmp_path: Path) -> None:
    model = nn.Linear(2, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.25)
    model(ones(3, 2)).sum().backward()
    optimizer.step()
    path = save({"epoch": 7, "optimizer": optimizer.state_dict()}, tmp_path / "point")
    state = load(tmp_path / "point")
    assert path.name == "point.npz"
    assert state["epoch"] == 7
    optim.Adam(model.parameters()).load_state_dict(state["optimizer"])


def test_lists_tuples_text_and_none_keep_their_kind(tmp_path: Path) -> None:
    thing = {"a": [1, 2.5, None], "b": (True, "text"), 3: {}, "t": tensor([1.0])}
    save(thing, tmp_path / "thing")
    back = load(tmp_path / "thing.npz")
    np.testing.assert_array_equal(back.pop("t"), [1])
    assert back == {k: v for k, v in thing.items() if k != "t"}


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    save({"a": 1}, tmp_path / "state")
    with pytest.raises(DTypeError):
        save({"a": lambda: 0}, tmp_path / "state")
    assert load(tmp_path / "state") == {"a": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["state.npz"]


def test_a_folder_of_the_same_name_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "state.npz").mkdir()
    with pytest.raises(FolderError, match=r"cannot write .*state\.npz: "):
        save({"a": 1}, tmp_path / "state")
    assert [p.name for p in tmp_path.iterdir()] == ["state.npz"]


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(FolderError, match="not written by save"):
        load(path)


def test_an_archive_of_somebody_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", a=np.ones(2))
    with pytest.raises(FolderError, match="not written by save"):
        load(tmp_path / "other.npz")


def test_a_pickle_in_disguise_is_not_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "evil.npz", __plan__=np.array([Evil(tmp_path / "harm")], dtype=object))
    with pytest.raises(FolderError, match="not written by save"):
        load(tmp_path / "evil.npz")
    assert not (tmp_path / "harm").exists()
