"""Recurrent layers: RNN, LSTM, GRU."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.functional.recurrent import gru_sequence, lstm_sequence, rnn_sequence
from coursekit.engine.functions import stack
from coursekit.engine.init import uniform_
from coursekit.engine.nn.module import Module, Parameter, empty
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, ShapeError

# ruff: noqa: PLR0913, FBT001, FBT002 - PyTorch's arguments and their order


class Recurrent(Module):
    """The base of the recurrent layers: their parameters, their input's shape, stacked layers.

    Args:
        input_size: features of each step.
        hidden_size: n, entries of the state.
        num_layers: layers on top of each other, each reading the states of the one below.
        bias: give each layer two biases, as PyTorch does.
        batch_first: sequences are (N, T, features) instead of (T, N, features).
        dtype: float32 by default.
        rng: draws the initial values, uniform within ±1/√hidden_size.

    Attributes:
        weight_ih_l0, weight_hh_l0: (gates·n, input_size) and (gates·n, n); _l1, … for further layers.
        bias_ih_l0, bias_hh_l0: (gates·n,).

    Raises:
        ArgumentError: a size below 1.
    """

    gates = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        if num_layers < 1:
            raise ArgumentError(f"num_layers must be at least 1, not {num_layers}")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.batch_first, self.has_bias = batch_first, bias
        rows = self.gates * hidden_size
        for layer in range(num_layers):
            setattr(
                self, f"weight_ih_l{layer}", empty(rows, hidden_size if layer else input_size, dtype=dtype)
            )
            setattr(self, f"weight_hh_l{layer}", empty(rows, hidden_size, dtype=dtype))
            if bias:
                setattr(self, f"bias_ih_l{layer}", empty(rows, dtype=dtype))
                setattr(self, f"bias_hh_l{layer}", empty(rows, dtype=dtype))
        bound = 1 / math.sqrt(hidden_size)
        for parameter in self.parameters():
            uniform_(parameter, -bound, bound, rng)

    def _time_first(self, x: Tensor) -> Tensor:
        """The input as (T, N, features)."""
        if x.ndim != 3 or x.shape[2] != self.input_size or x.shape[int(self.batch_first)] == 0:
            order = "(N, T, features)" if self.batch_first else "(T, N, features)"
            raise ShapeError(
                f"{type(self).__name__} takes sequences {order} with {self.input_size} features and one step "
                f"or more, not shape {x.shape}"
            )
        return x.transpose(0, 1) if self.batch_first else x

    def _layer(self, x: Tensor, layer: int) -> tuple[Tensor, Parameter, Tensor]:
        """The inputs' part of one layer's sums, its recurrent weight and its recurrent bias."""
        bias = getattr(self, f"bias_ih_l{layer}") if self.has_bias else None
        inputs = F.linear(x, getattr(self, f"weight_ih_l{layer}"), bias)
        weight = getattr(self, f"weight_hh_l{layer}")
        if self.has_bias:
            return inputs, weight, getattr(self, f"bias_hh_l{layer}")
        return inputs, weight, Tensor.constant(np.zeros(len(weight.data), weight.data.dtype))

    def _start(self, x: Tensor, given: Tensor | None) -> Tensor:
        """The states before the first step, (num_layers, N, n): zeros unless given."""
        shape = (self.num_layers, x.shape[1], self.hidden_size)
        if given is None:
            return Tensor.constant(np.zeros(shape, x.data.dtype))
        if given.shape != shape:
            raise ShapeError(
                f"the starting state has shape {given.shape}; it must be (layers, N, n) = {shape}"
            )
        return given

    def _sequence(self, inputs: Tensor, start: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """All states of one layer."""
        raise NotImplementedError

    def forward(self, x: Tensor, hx: Any = None) -> tuple[Tensor, Any]:
        """(T, N, input_size) → the top layer's states (T, N, n) and each layer's last, (num_layers, N, n)."""
        x = self._time_first(x)
        start = self._start(x, hx)
        last = []
        for layer in range(self.num_layers):
            inputs, weight, bias = self._layer(x, layer)
            x = self._sequence(inputs, start[layer], weight, bias)
            last.append(x[-1])
        return x.transpose(0, 1) if self.batch_first else x, stack(last)

    def extra_repr(self) -> str:
        """The sizes."""
        layers = f"num_layers={self.num_layers}, batch_first={self.batch_first}"
        return f"{self.input_size}, {self.hidden_size}, {layers}"


class RNN(Recurrent):
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_(t−1) + b_hh) (Elman 1990); `nonlinearity` may be "relu".

    The other arguments are those of LSTM and GRU: input_size, hidden_size, num_layers, bias, batch_first,
    dtype, rng.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ArgumentError(f'nonlinearity must be "tanh" or "relu", not {nonlinearity!r}')
        self.nonlinearity = nonlinearity
        super().__init__(input_size, hidden_size, num_layers, bias, batch_first, dtype=dtype, rng=rng)

    def _sequence(self, inputs: Tensor, start: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        return rnn_sequence(inputs, start, weight, bias, self.nonlinearity)


class GRU(Recurrent):
    """Gated recurrent unit (Cho et al. 2014); gates r, z, new."""

    gates = 3

    def _sequence(self, inputs: Tensor, start: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        return gru_sequence(inputs, start, weight, bias)


class LSTM(Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber 1997); gates i, f, g, o."""

    gates = 4

    def forward(self, x: Tensor, hx: Any = None) -> tuple[Tensor, Any]:
        """(T, N, input_size) → the top layer's states (T, N, n) and (h_n, c_n), each (num_layers, N, n)."""
        x, n = self._time_first(x), self.hidden_size
        if hx is not None and (isinstance(hx, Tensor) or len(hx) != 2):
            raise ArgumentError("the states of an LSTM are a pair, (h_0, c_0)")
        h_0, c_0 = (None, None) if hx is None else hx
        start, cell = self._start(x, h_0), self._start(x, c_0)
        last = []
        for layer in range(self.num_layers):
            inputs, weight, bias = self._layer(x, layer)
            both = lstm_sequence(inputs, start[layer], cell[layer], weight, bias)
            x = both[:, :, :n]
            last.append(both[-1])
        ends = stack(last)
        return x.transpose(0, 1) if self.batch_first else x, (ends[:, :, :n], ends[:, :, n:])
