"""The learner's own layer, activation, loss and optimizer in the playground: tried first, and watched in every use."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, nn
from coursekit.engine.optim.optimizer import Group, Optimizer, Piece
from coursekit.engine.optim.rules import add_weight_decay
from coursekit.errors import ArgumentError, CourseKitError
from coursekit.quiz.crashes import error_text

Array = npt.NDArray[Any]
Own = dict[str, Any]
"""The parts that a learner handed in, by name: some of layer, activation, loss, optimizer."""

NAMES = ("layer", "activation", "loss", "optimizer")
_LONGEST = 0.5
"""The seconds that a learner's function may take for a few numbers; one step of training calls it several times."""


class OwnFailureError(CourseKitError):
    """A learner's function that raised or returned the wrong thing; `name` says which."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@contextmanager
def watched(name: str) -> Iterator[None]:
    """Turn whatever a learner's function raises into one sentence that names it.

    Raises:
        OwnFailureError: the function raised something.
    """
    try:
        with np.errstate(all="ignore"):
            yield
    except OwnFailureError:
        raise
    except CourseKitError as error:  # its sentence says all
        text = str(error).rstrip(".")
        raise OwnFailureError(
            name, f"Your {name} stopped: {text}{'' if text.endswith('?') else '.'}"
        ) from error
    except (Exception, SystemExit) as error:  # the learner's code may raise anything
        if isinstance(error, ValueError) and "read-only" in str(error):
            sentence = f"Your {name} changes its input in place; compute something new from it instead."
        else:
            sentence = f"Your {name} stopped ({error_text(error)})."
        raise OwnFailureError(name, sentence) from error


@contextmanager
def untouched(name: str, *tensors: Tensor) -> Iterator[None]:
    """Watch a learner's function that is handed tensors, and keep it from changing them.

    Raises:
        OwnFailureError: the function raised something, or tried to change one of them.
    """
    arrays = [tensor.data for tensor in tensors]
    before = [array.flags.writeable for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    try:
        with watched(name):
            yield
    finally:
        for tensor, array, writeable in zip(tensors, arrays, before, strict=True):
            tensor.data, array.flags.writeable = array, writeable


def need_tensor(name: str, got: Any, shape: tuple[int, ...]) -> Tensor:
    """The result of a learner's function as it is.

    Raises:
        OwnFailureError: it is no tensor of this shape.
    """
    if not isinstance(got, Tensor):
        what = "nothing; is there a `return`?" if got is None else f"{type(got).__name__}, expected a tensor."
        raise OwnFailureError(name, f"Your {name} returned {what}")
    if got.shape != shape:
        raise OwnFailureError(name, f"Your {name} returned a tensor of shape {got.shape}, expected {shape}.")
    return got


def made_of(given: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself, or one object of the class."""
    made: Any = given
    return made() if isinstance(given, type) else given


class OwnActivation(nn.Module):
    """The learner's activation: a function of a tensor, or a module's class."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function: Callable[..., Any] = made_of(function)

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        with untouched("activation", x):
            return need_tensor("activation", self.function(x), x.shape)


class OwnLayer(nn.Module):
    """The learner's layer, made by `make(n_in, n_out)`; the parameters are those of the module it returns."""

    def __init__(self, make: Callable[..., Any], n_in: int, n_out: int) -> None:
        with watched("layer"):
            self.n_out, self.layer = n_out, make(n_in, n_out)
        if not isinstance(self.layer, nn.Module) or not any(True for _ in self.layer.parameters()):
            raise OwnFailureError(
                "layer", "Your layer must be an nn.Module with parameters, made by layer(n_in, n_out)."
            )

    def forward(self, x: Tensor) -> Tensor:
        """(n, n_in) → (n, n_out)."""
        with untouched("layer", x):
            return need_tensor("layer", self.layer(x), (len(x), self.n_out))


class OwnLoss(nn.Module):
    """The learner's loss: a function of outputs and targets, both (n, 1)."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function: Callable[..., Any] = made_of(function)

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        """Two tensors (n, 1) → one number."""
        with untouched("loss", output, target):
            return need_tensor("loss", self.function(output, target), ())


class FunctionOptimizer(Optimizer):
    """The learner's f(w, gradient, state, lr) → (w, state), as in lesson 5, on all parameters as one vector.

    At first the state is {"m": zeros, "v": zeros, "t": 0}.
    """

    moments = ()

    def __init__(self, function: Callable[..., Any], params: list[nn.Parameter], lr: float) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": 0.0})
        n = sum(p.numel() for p in params)
        self.function, self.state = function, {"m": np.zeros(n), "v": np.zeros(n), "t": 0}

    def update(self, piece: Piece, group: Group) -> None:
        """Turn the gradients in piece.g into w minus the learner's new w."""
        g, w = add_weight_decay(piece, group).copy(), piece.values().copy()
        new, self.state = self.function(w.copy(), g, self.state, group["lr"])
        new = np.asarray(new, dtype=float)
        if new.shape != w.shape:
            raise OwnFailureError(
                "optimizer", f"Your optimizer returned w of shape {new.shape}, expected {w.shape}."
            )
        piece.g[...] = w - new

    def state_dict(self) -> dict[str, Any]:
        """Return what every optimizer saves, and a copy of the learner's state where it can be copied."""
        own = self.state
        with suppress(Exception):  # a learner may keep anything, even what cannot be copied
            own = copy.deepcopy(own)
        return {**super().state_dict(), "own": own}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a saved state, as `Optimizer.load_state_dict`; the saved one stays as it is."""
        super().load_state_dict(state_dict)
        self.state = state_dict["own"]
        self.state = self.state_dict()["own"]


def own_optimizer(given: Callable[..., Any], params: list[nn.Parameter], lr: float) -> Optimizer:
    """The learner's optimizer: a class, called with the parameters and lr, or a function of w, gradient, state, lr."""
    with watched("optimizer"):
        made: Any = given(params, lr=lr) if isinstance(given, type) else FunctionOptimizer(given, params, lr)
        if not isinstance(made, Optimizer):
            raise OwnFailureError(
                "optimizer", "Your optimizer must be a subclass of optim.Optimizer, or a function."
            )
    return made


def attempt(name: str, given: Callable[..., Any]) -> str:
    """Try something of the learner's on random numbers; return one sentence where it fails, else an empty text."""
    start = time.perf_counter()
    try:
        learned, result = _tried(name, given)
    except OwnFailureError as error:
        return str(error)
    if any(p.grad is None for p in learned):
        return f"Your {name} passes no gradient on; compute with the tensors themselves, not with NumPy."
    if not np.isfinite(result.data).all():
        return f"Your {name} returned NaN or infinity for ordinary numbers."
    if (seconds := time.perf_counter() - start) > _LONGEST:
        return (
            f"Your {name} took {seconds:.1f} s for a few numbers, and {_LONGEST} s is the most it may take."
        )
    return ""


def _tried(name: str, given: Callable[..., Any]) -> tuple[list[Tensor], Tensor]:
    """Use something of the learner's once: the tensors that must have a gradient then, and what was computed.

    Raises:
        OwnFailureError: it failed.
    """
    rng = np.random.default_rng(0)
    x = Tensor(rng.normal(size=(5, 3)), requires_grad=True, dtype=np.float64)
    z = Tensor(rng.normal(size=(5, 1)), requires_grad=True, dtype=np.float64)
    with watched(name):
        if name == "optimizer":
            p = nn.Parameter(rng.normal(size=(2, 3)), dtype=np.float64)
            optimizer = own_optimizer(given, [p], lr=0.1)
            p.grad = np.ones((2, 3))
            optimizer.step()
            return [], p
        learned = [z] if name == "loss" else [x]
        if name == "loss":
            result = OwnLoss(given)(z, Tensor(np.ones((5, 1)), dtype=np.float64))
        elif name == "activation":
            result = OwnActivation(given)(x)
        else:
            layer = OwnLayer(given, 3, 2).double()
            learned += layer.parameters()
            result = layer(x)
        result.sum().backward()
    return learned, result


def need_names(given: dict[str, Any]) -> None:
    """Raise an ArgumentError for a name that cannot be replaced, or something that cannot be called."""
    for name, value in given.items():
        if name not in NAMES:
            raise ArgumentError(f"nothing is called {name!r} here; you can replace {', '.join(NAMES)}")
        if value is not None and not callable(value):
            raise ArgumentError(
                f"{name} must be a function or a class, not {value!r}; leave out its brackets"
            )
