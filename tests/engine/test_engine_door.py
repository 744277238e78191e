"""The engine's door: what it offers, and that opening it is cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest
from engine_libraries import Torch

from coursekit import engine
from coursekit.engine import Tensor, functional, nn, optim

NO_FUNCTION_OF_PYTORCH = {
    "changes the tensor itself": "requires_grad_ backward",
    "views and casts": "view expand to",
    "torch.float, torch.double and torch.long are dtypes": "float double long",
    "asks for shape or values, without a gradient": "size dim item tolist numpy",
}
ANOTHER_FUNCTION = {"as_tensor": "torch.as_tensor makes a tensor of data; ours converts the other operand"}


@pytest.mark.parametrize("room", [engine, functional, nn, optim], ids=lambda room: room.__name__)
def test_everything_in_all_exists_and_stands_there_once(room: object) -> None:
    assert len(room.__all__) == len(set(room.__all__))
    for name in room.__all__:
        assert getattr(room, name) is not None


def test_the_door_lists_what_it_offers_when_asked() -> None:
    assert set(engine.__all__) <= set(dir(engine))


def test_every_method_of_a_tensor_is_a_function_too_where_pytorch_has_one() -> None:
    methods = {name for kind in Tensor.__mro__ for name, value in vars(kind).items() if callable(value)}
    alone = {name for name in methods if name[0] != "_" and name not in vars(engine)}
    listed = {*" ".join(NO_FUNCTION_OF_PYTORCH.values()).split(), *ANOTHER_FUNCTION}
    assert alone == listed, (
        f"offer {sorted(alone - listed)} in coursekit/engine/__init__.py, as `exp = Tensor.exp`, "
        f"or list it here with the reason; {sorted(listed - alone)} stand here for nothing"
    )


def test_what_stays_a_method_is_no_function_of_pytorch(oracle: Torch) -> None:
    names = " ".join(NO_FUNCTION_OF_PYTORCH.values()).split()
    assert [name for name in names if callable(getattr(oracle.t, name, None))] == []


def test_a_function_at_the_door_is_the_method() -> None:
    x = engine.tensor([3.0, -4.0], requires_grad=True)
    (engine.norm(x) + engine.square(x).sum()).backward()
    assert x.grad.tolist() == pytest.approx([6.6, -8.8])
    assert [piece.tolist() for piece in engine.chunk(x, 2)] == [[3.0], [-4.0]]
    assert engine.clip(x, 0, 2).tolist() == [2.0, 0.0]
    assert engine.masked_fill(x, [True, False], 0.0).tolist() == [0.0, -4.0]


def test_a_name_the_engine_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="flying"):
        _ = engine.flying


def test_importing_the_engine_loads_numpy_and_little_else() -> None:
    code = "import sys, coursekit.engine; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("matplotlib", "ipywidgets", "tqdm", "torch", "IPython", "scipy"):
        assert f"'{heavy}'" not in loaded
