"""The engine's door: what it offers, and that opening it is cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coursekit import engine
from coursekit.engine import functional, nn, optim


@pytest.mark.parametrize("room", [engine, functional, nn, optim], ids=lambda room: room.__name__)
def test_everything_in_all_exists_and_stands_there_once(room: object) -> None:
    assert len(room.__all__) == len(set(room.__all__))
    for name in room.__all__:
        assert getattr(room, name) is not None


def test_the_door_lists_what_it_offers_when_asked() -> None:
    assert set(engine.__all__) <= set(dir(engine))


def test_a_name_the_engine_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="flying"):
        _ = engine.flying


def test_importing_the_engine_loads_numpy_and_little_else() -> None:
    code = "import sys, coursekit.engine; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("matplotlib", "ipywidgets", "tqdm", "torch", "IPython", "scipy"):
        assert f"'{heavy}'" not in loaded
