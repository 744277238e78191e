"""The cost of a network, from its description alone: nothing is allocated, so a 70B model is as easy as a small one.

Counted for each layer: parameters, multiply-adds of one forward pass of one example, and numbers it puts
out. A multiply-add is two FLOPs. Backward costs twice the forward (one product for the weights, one to hand the
gradient on), except that nothing is handed on to the data: the first layer saves that product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from coursekit.errors import ArgumentError

MOMENTS = {"sgd": 0, "momentum": 1, "rmsprop": 1, "adagrad": 1, "adam": 2, "adamw": 2}
"""The numbers that each optimizer keeps for every parameter."""


@dataclass(frozen=True)
class Layer:
    """The cost of one layer for one example.

    Attributes:
        name: what it is.
        parameters: the number of them.
        multiply_adds: of one forward pass.
        outputs: numbers it puts out, kept for the backward pass.
        from_inputs: those of the multiply-adds that weigh the layer's inputs; all of them, unless told otherwise.
    """

    name: str
    parameters: int
    multiply_adds: int
    outputs: int
    from_inputs: int | None = None


@dataclass(frozen=True)
class Cost:
    """A described network: its layers, and their sums."""

    layers: tuple[Layer, ...] = field(default=())

    @property
    def parameters(self) -> int:
        """The number of parameters."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of one example's forward pass."""
        return sum(layer.multiply_adds for layer in self.layers)

    @property
    def outputs(self) -> int:
        """Numbers all layers put out for one example."""
        return sum(layer.outputs for layer in self.layers)

    def __add__(self, other: Cost) -> Cost:
        """Both networks, one after the other."""
        return Cost(self.layers + other.layers)

    def weight_bytes(self, bits: int = 32) -> float:
        """Bytes of the parameters at `bits` bits each."""
        return self.parameters * check_bits(bits) / 8

    def forward_flops(self, batch: int = 1) -> int:
        """FLOPs of a forward pass over a batch."""
        return 2 * self.multiply_adds * batch

    def training_flops(self, batch: int = 1) -> int:
        """FLOPs of a training step over a batch: three forward passes, less the input gradient of the first layer."""
        first = self.layers[0]
        unused = first.multiply_adds if first.from_inputs is None else first.from_inputs
        return 3 * self.forward_flops(batch) - 2 * unused * batch

    def activation_bytes(self, batch: int = 1, bits: int = 32) -> float:
        """Bytes of all layers' outputs, which training keeps for the backward pass."""
        return self.outputs * batch * check_bits(bits) / 8

    def training_bytes(self, optimizer: str = "adam", batch: int = 1, bits: int = 32) -> float:
        """Bytes of weights, gradients, moments and activations together."""
        return sum(training_memory(self.parameters, optimizer, bits).values()) + self.activation_bytes(
            batch, bits
        )


def training_memory(parameters: int, optimizer: str = "adam", bits: int = 32) -> dict[str, float]:
    """Bytes that training needs for parameters: weights, gradients, moments, and a 32-bit copy below 32 bits.

    At 16 bits with Adam that is 2 + 2 + 8 + 4 = 16 bytes a parameter (Rajbhandari et al. 2020, section 3.1).

    Raises:
        ArgumentError: an optimizer or a number of bits that is not known.
    """
    if optimizer.lower() not in MOMENTS:
        raise ArgumentError(f"no optimizer is called {optimizer!r}; choose one of {', '.join(MOMENTS)}")
    width = check_bits(bits) / 8
    return {
        "weights": parameters * width,
        "gradients": parameters * width,
        "moments": parameters * max(width, 4) * MOMENTS[optimizer.lower()],
        "copy": parameters * 4.0 if bits < 32 else 0.0,
    }


def kv_cache(depth: int, width: int, *, tokens: int = 1, bits: int = 16) -> float:
    """Bytes of the keys and values that `depth` blocks keep for `tokens` tokens, a list of `width` numbers each."""
    check_positive(depth=depth, width=width, tokens=tokens)
    return 2 * depth * width * tokens * check_bits(bits) / 8


def linear(n_in: int, n_out: int, *, bias: bool = True, positions: int = 1, name: str = "linear") -> Cost:
    """n_in → n_out at each position of one example: n_in · n_out weights, n_out biases."""
    check_positive(n_in=n_in, n_out=n_out, positions=positions)
    parameters = n_in * n_out + (n_out if bias else 0)
    return Cost((Layer(name, parameters, n_in * n_out * positions, n_out * positions),))


def mlp(sizes: Sequence[int], *, bias: bool = True) -> Cost:
    """A multilayer perceptron: sizes (784, 128, 10) are two layers with 101,770 parameters.

    Raises:
        ArgumentError: fewer than two sizes, or a size below 1.
    """
    if len(sizes) < 2:
        raise ArgumentError(f"a network needs at least an input and an output size, not {list(sizes)}")
    total = Cost()
    for n_in, n_out in pairwise(sizes):
        total += linear(n_in, n_out, bias=bias, name=f"linear {n_in}→{n_out}")
    return total


def conv2d(n_in: int, n_out: int, kernel: int, height: int, width: int, *, bias: bool = True) -> Cost:
    """n_in → n_out channels with a square kernel; height and width are those of the output."""
    check_positive(n_in=n_in, n_out=n_out, kernel=kernel, height=height, width=width)
    weights, outputs = n_in * n_out * kernel**2, n_out * height * width
    layer = Layer(f"conv {n_in}→{n_out}", weights + (n_out if bias else 0), weights * height * width, outputs)
    return Cost((layer,))


def embedding(rows: int, width: int, *, positions: int = 1, name: str = "embedding") -> Cost:
    """A table of vectors; looking one up multiplies nothing."""
    check_positive(rows=rows, width=width, positions=positions)
    return Cost((Layer(name, rows * width, 0, width * positions),))


def norm(width: int, *, positions: int = 1, bias: bool = True) -> Cost:
    """A layer norm with weight and bias, or an RMS norm without bias; its few products are not counted."""
    check_positive(width=width, positions=positions)
    return Cost((Layer("norm", width * (2 if bias else 1), 0, width * positions),))


def rnn(n_in: int, n_state: int, steps: int, *, gates: int = 1) -> Cost:
    """A recurrent layer over a sequence, with PyTorch's two biases; an LSTM has four gates, a GRU three."""
    check_positive(n_in=n_in, n_state=n_state, steps=steps, gates=gates)
    from_inputs, from_state = gates * n_state * n_in, gates * n_state * n_state
    weights, units = from_inputs + from_state, gates * n_state
    return Cost(
        (Layer("recurrent", weights + 2 * units, weights * steps, units * steps, from_inputs * steps),)
    )


def lstm(n_in: int, n_state: int, steps: int) -> Cost:
    """A long short-term memory over a sequence."""
    return rnn(n_in, n_state, steps, gates=4)


def transformer_block(
    width: int,
    context: int,
    *,
    inner: int | None = None,
    gated: bool = False,
    bias: bool = True,
    heads: int = 1,
) -> Cost:
    """Attention and a two-layer network (three where gated) over `context` positions, each with its norm.

    Every position is counted as looking at all others; `heads` decides only how many attention weights are
    kept.
    """
    check_positive(width=width, context=context, heads=heads)
    hidden = 4 * width if inner is None else inner
    project = partial(linear, bias=bias, positions=context)
    scores = Layer("attention", 0, 2 * context**2 * width, heads * context**2 + context * width)
    total = norm(width, positions=context, bias=bias) + project(
        width, 3 * width, name="queries, keys, values"
    )
    total += Cost((scores,)) + project(width, width, name="attention out")
    total += norm(width, positions=context, bias=bias) + project(width, hidden, name="up")
    if gated:
        total += project(width, hidden, name="gate")
    return total + project(hidden, width, name="down")


def gpt2(
    *, vocabulary: int = 50257, context: int = 1024, width: int = 768, depth: int = 12, heads: int = 12
) -> Cost:
    """GPT-2 (Radford et al. 2019), whose output shares the table; the defaults, "small", are 124,439,808."""
    total = embedding(vocabulary, width, positions=context, name="tokens")
    total += embedding(context, width, positions=context, name="positions")
    for _ in range(depth):
        total += transformer_block(width, context, heads=heads)
    head = Layer("output (shared)", 0, vocabulary * width * context, vocabulary * context)
    return total + norm(width, positions=context) + Cost((head,))


def llama(
    *,
    vocabulary: int = 32000,
    context: int = 4096,
    width: int = 4096,
    depth: int = 32,
    inner: int = 11008,
    heads: int = 32,
) -> Cost:
    """Llama 2 (Touvron et al. 2023) without grouped queries; the defaults, "7B", are 6,738,415,616."""
    total = embedding(vocabulary, width, positions=context, name="tokens")
    for _ in range(depth):
        total += transformer_block(width, context, inner=inner, gated=True, bias=False, heads=heads)
    total += norm(width, positions=context, bias=False)
    return total + linear(width, vocabulary, bias=False, positions=context, name="output")


def check_positive(**sizes: int) -> None:
    """Raise an ArgumentError that names a size below 1."""
    for name, size in sizes.items():
        if size < 1:
            raise ArgumentError(f"{name} must be at least 1, not {size}")


def check_bits(bits: int) -> int:
    """Return the bits of one number; raise an ArgumentError for a width that is not used."""
    if bits not in (4, 8, 16, 32, 64):
        raise ArgumentError(f"numbers are stored in 4, 8, 16, 32 or 64 bits, not {bits}")
    return bits
