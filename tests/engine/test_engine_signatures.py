"""The arguments of PyTorch: what is given by position means the same there, and what is left out is the same."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from engine_libraries import Engine, Torch

OTHER_NAMES = {"rng": "generator", "x": "input", "dtype": "d", "split_size": "split_size_or_sections"}
OWN_DEFAULTS = {
    "softmax dim": "the last dim; PyTorch's None is an old rule with a warning",
    "log_softmax dim": "as softmax",
    "Softmax dim": "as softmax",
    "LogSoftmax dim": "as softmax",
    "ModuleList modules": "() and None are both no modules",
    "TransformerEncoderLayer activation": "the name of PyTorch's default function",
    "backward retain_graph": "None is no there",
}
MORE_HERE = {"Parameter": "dtype comes last, after PyTorch's own"}
ROOMS: dict[str, Callable[[Any], Any]] = {
    "engine": lambda lib: lib.t,
    "Tensor": lambda lib: lib.t.Tensor,
    "functional": lambda lib: lib.F,
    "nn": lambda lib: lib.nn,
    "nn.utils": lambda lib: lib.nn.utils,
    "init": lambda lib: lib.init,
    "optim": lambda lib: lib.optim,
    "lr_scheduler": lambda lib: lib.optim.lr_scheduler,
}


@pytest.mark.parametrize("room", ROOMS)
def test_arguments_stand_in_pytorchs_order_with_its_defaults(room: str, oracle: Torch) -> None:
    mine, theirs = ROOMS[room](Engine), ROOMS[room](oracle)
    compared = [
        name
        for name in dir(mine)
        if name[0] != "_" and agrees(name, getattr(mine, name), getattr(theirs, name, None))
    ]
    assert compared


def agrees(name: str, mine: Any, theirs: Any) -> bool:
    """True if both say their arguments and these agree; False where there is nothing to compare."""
    try:
        own, other = inspect.signature(mine).parameters, inspect.signature(theirs).parameters
    except (TypeError, ValueError):  # no function, or one of C
        return False
    if "args" in other or name in MORE_HERE:
        return False
    by_position = [n for n, p in own.items() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    for i, (place, there) in enumerate(zip(by_position, other, strict=False)):
        named_alike = place == there or OTHER_NAMES.get(place) == there
        assert named_alike or i == 0, f"argument {i} of {name} is {place}, in PyTorch {there}"
    for place in own.keys() & other.keys():
        if f"{name} {place}" not in OWN_DEFAULTS:
            assert own[place].default == other[place].default, f"the default of {place} in {name}"
    return True


def test_the_first_argument_of_norm_is_the_order_and_the_second_the_dim() -> None:
    x = Engine.t.tensor([[3.0, -4.0], [0.0, 12.0]])
    assert [x.norm(p).item() for p in (1, 2, 0, float("inf"))] == [19, 13, 3, 12]
    assert x.norm(2, 1).tolist() == x.norm(dim=1).tolist() == [5, 12]


def test_the_second_argument_of_var_says_whether_it_is_unbiased() -> None:
    x = Engine.t.tensor([[1.0, 3.0], [5.0, 5.0]])
    assert x.var(1, False).tolist() == [1, 0]
    assert x.var(1, True).tolist() == x.var(1).tolist() == [2, 0]
    assert x.std(False).item() == pytest.approx(2.75**0.5)
    assert x.var(1, False, True).shape == (2, 1)
