"""States in files: what is written comes back, and nothing in a file runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coursekit.engine import load, nn, ones, optim, save, tensor
from coursekit.errors import ArgumentError, DTypeError, FolderError


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


def test_safetensors_keep_names_shapes_dtypes_and_values(tmp_path: Path) -> None:
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).double()
    path = save(model.state_dict(), tmp_path / "model.safetensors")
    back = load(path)
    assert {k: (v.shape, v.dtype) for k, v in back.items()} == {
        k: (v.shape, v.dtype) for k, v in model.state_dict().items()
    }
    for name, value in model.state_dict().items():
        np.testing.assert_array_equal(back[name], value)
    save({"turned": tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).T}, path)
    assert load(path)["turned"].tolist() == [[1, 4], [2, 5], [3, 6]]


@pytest.mark.parametrize("thing", [{"epoch": 7}, {3: np.ones(2)}, {"a": {"b": np.ones(2)}}, [np.ones(2)], 5])
def test_safetensors_hold_arrays_by_name_and_nothing_else(tmp_path: Path, thing: object) -> None:
    with pytest.raises(DTypeError, match=r"a \.safetensors file holds arrays by name and nothing else"):
        save(thing, tmp_path / "thing.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_a_safetensors_file_that_is_damaged_or_missing_is_named(tmp_path: Path) -> None:
    path = save({"a": np.ones(50)}, tmp_path / "a.safetensors")
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(FolderError, match=r"a\.safetensors was not written by save\(\), or was cut short"):
        load(path)
    with pytest.raises(FolderError, match=r"cannot read .*b\.safetensors"):
        load(tmp_path / "b.safetensors")


def test_without_the_package_npz_is_proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save({"a": np.ones(2)}, tmp_path / "a.safetensors")
    monkeypatch.setitem(sys.modules, "safetensors.numpy", None)
    for use in (
        lambda: save({"a": np.ones(2)}, path),
        lambda: load(path),
    ):
        with pytest.raises(ArgumentError, match="need the package safetensors, which is missing here"):
            use()


def sequence(n: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(n).normal(size=shape).astype(np.float32)


WITH_STATE = {
    "Linear": (lambda nn: nn.Linear(3, 2), sequence(0, 4, 3)),
    "Conv2d": (lambda nn: nn.Conv2d(2, 4, 3, padding=1, groups=2), sequence(1, 2, 2, 5, 5)),
    "BatchNorm1d": (lambda nn: nn.BatchNorm1d(3), sequence(2, 6, 3)),
    "BatchNorm2d": (lambda nn: nn.BatchNorm2d(2), sequence(3, 3, 2, 4, 4)),
    "LayerNorm": (lambda nn: nn.LayerNorm(3), sequence(4, 2, 3)),
    "Embedding": (lambda nn: nn.Embedding(5, 3), np.array([[0, 4], [2, 2]])),
    "RNN": (lambda nn: nn.RNN(3, 2, num_layers=2, batch_first=True), sequence(5, 2, 4, 3)),
    "LSTM": (lambda nn: nn.LSTM(3, 2, num_layers=2, batch_first=True), sequence(6, 2, 4, 3)),
    "MultiheadAttention": (lambda nn: nn.MultiheadAttention(4, 2, batch_first=True), sequence(7, 2, 3, 4)),
    "Sequential": (
        lambda nn: nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 2)),
        sequence(8, 5, 3),
    ),
}


def output(model: Any, x: Any) -> Any:
    inputs = (x, x, x) if type(model).__name__ == "MultiheadAttention" else (x,)
    found = model(*inputs)
    return found[0] if isinstance(found, tuple) else found


@pytest.mark.parametrize("name", WITH_STATE)
def test_safetensors_open_in_pytorch_with_equal_outputs_and_back(tmp_path: Path, name: str) -> None:
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file, save_file  # noqa: PLC0415 - needs PyTorch

    build, x = WITH_STATE[name]
    ours, theirs = build(nn), build(torch.nn)
    output(ours, tensor(x))  # the batch norms count and average
    theirs.load_state_dict(load_file(save(ours.state_dict(), tmp_path / "ours.safetensors")))
    with torch.no_grad():
        want = output(theirs.eval(), torch.tensor(x)).numpy()
    np.testing.assert_allclose(output(ours.eval(), tensor(x)).data, want, rtol=0, atol=1e-6)
    theirs = build(torch.nn)
    output(theirs, torch.tensor(x))
    save_file(theirs.state_dict(), tmp_path / "theirs.safetensors")
    ours.load_state_dict(load(tmp_path / "theirs.safetensors"))
    with torch.no_grad():
        want = output(theirs.eval(), torch.tensor(x)).numpy()
    np.testing.assert_allclose(output(ours, tensor(x)).data, want, rtol=0, atol=1e-6)
