"""Every bad call gets one sentence: what is wrong, the values seen, and mostly what to try."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coursekit.engine import (
    DataLoader,
    Dataset,
    EarlyStopping,
    Tensor,
    TensorDataset,
    arange,
    cat,
    clip_grad_norm_,
    cost,
    fit,
    from_numpy,
    gradcheck,
    init,
    load,
    nn,
    ones,
    optim,
    rand,
    random_split,
    save,
    set_default_dtype,
    stack,
    tensor,
    trace,
    tril,
    where,
    zeros,
)
from coursekit.engine.nn import functional as F  # noqa: N812 - as everybody writes it
from coursekit.engine.optim import lr_scheduler as schedules
from coursekit.errors import (
    ArgumentError,
    CourseKitError,
    DivergedError,
    DTypeError,
    FolderError,
    GraphError,
    LabelError,
    ShapeError,
)

Bad = tuple[Callable[[], Any], type[CourseKitError], tuple[str, ...]]


def learnt(*shape: int) -> Tensor:
    return ones(*shape, requires_grad=True)


def computed() -> Tensor:
    return learnt(2) * 2


def walked_twice() -> None:
    y = (learnt(2) * 2).sum()
    y.backward()
    y.backward()


def in_place() -> None:
    x = learnt(2)
    x += 1


def part_of_a_dropped_graph() -> None:
    shared = learnt(2) * 2
    first, second = shared.sum(), (shared * 2).sum()
    first.backward()
    second.backward()


def wide() -> Tensor:
    return ones(1, 1, 4, 4, dtype=np.float64)


def with_gradient(number: float) -> Tensor:
    x = learnt(1)
    x.grad = np.array([number])
    return x


def without_gradient() -> None:
    optim.SGD([learnt(2)]).step()


def state(**changes: Any) -> dict[str, Any]:
    return {"weight": np.ones((1, 2)), "bias": np.ones(1)} | changes


class Unfinished(Dataset):
    """A data set that defines nothing yet."""


class Forgetful(nn.Module):
    """Uses a layer that it never made."""

    def forward(self, x: Tensor) -> Tensor:
        return self.hidden(x)


TENSORS: dict[str, Bad] = {
    "ragged lists": (lambda: tensor([[1.0, 2.0], [3.0]]), ShapeError, ("unequal lengths",)),
    "text": (lambda: tensor(["a"]), DTypeError, ("real numbers", "<U1")),
    "complex numbers": (lambda: tensor([1j]), DTypeError, ("complex128",)),
    "gradient of integers": (lambda: tensor([1], requires_grad=True), DTypeError, ("int64", ".float()")),
    "default dtype": (lambda: set_default_dtype(np.int64), DTypeError, ("float32 or float64", "int64")),
    "add": (lambda: ones(2, 3) + ones(4), ShapeError, ("(2, 3)", "(4,)", "add")),
    "set an entry": (lambda: ones(3).__setitem__(0, 2.0), GraphError, ("x[0]", "where")),
    "compare": (lambda: ones(2, 3) < ones(4), ShapeError, ("(2, 3)", "(4,)", "less")),
    "matmul": (lambda: ones(2, 3) @ ones(2, 3), ShapeError, ("(2, 3) @ (2, 3)", "transposed")),
    "matmul of a number": (lambda: ones(2, 3) @ tensor(1.0), ShapeError, ("(2, 3) @ ()",)),
    "transpose of a number": (lambda: tensor(1.0).transpose(0, 1), ShapeError, ("no dim 1", "0 dims")),
    "ragged lists in a class": (lambda: Tensor([[1.0, 2.0], [3.0]]), ShapeError, ("unequal lengths",)),
    "maximum": (lambda: ones(2).maximum(ones(3)), ShapeError, ("(2,)", "(3,)")),
    "where": (lambda: where([True] * 4, ones(2), ones(3)), ShapeError, ("(4,)", "(2,)", "(3,)")),
    "reshape": (lambda: ones(2, 3).reshape(4, 2), ShapeError, ("6 entries", "(2, 3)", "(4, 2)")),
    "permute": (lambda: ones(2, 3).permute(0), ShapeError, ("1 dims", "(2, 3)")),
    "dim": (lambda: ones(2, 3).sum(2), ShapeError, ("no dim 2", "2 dims")),
    "dim twice": (lambda: ones(2, 3).sum((0, -2)), ShapeError, ("(0, -2)", "twice")),
    "softmax dim": (lambda: ones(2).softmax(1), ShapeError, ("no dim 1", "1 dims")),
    "argmax dim": (lambda: ones(2).argmax(3), ShapeError, ("no dim 3", "1 dims")),
    "flatten": (lambda: ones(2, 3).flatten(1, 0), ShapeError, ("start_dim 1", "end_dim 0")),
    "expand": (lambda: ones(2, 3).expand(2, 4), ShapeError, ("(2, 3)", "(2, 4)")),
    "index": (lambda: ones(2, 3)[5], ShapeError, ("(2, 3)", "5")),
    "too many indices": (lambda: ones(2)[0, 0], ShapeError, ("(2,)",)),
    "cat": (lambda: cat([ones(2, 3), ones(2, 4)]), ShapeError, ("(2, 3)", "(2, 4)", "dim 0")),
    "cat nothing": (lambda: cat([]), ArgumentError, ("at least one tensor",)),
    "stack": (lambda: stack([ones(2), ones(3)]), ShapeError, ("(2,)", "(3,)", "cat")),
    "split": (lambda: ones(5).split([2, 2]), ShapeError, ("[2, 2]", "4", "5")),
    "split a number": (lambda: tensor(1.0).split(1), ShapeError, ("split", "unsqueeze(0)")),
    "no chunks": (lambda: ones(5).chunk(0), ArgumentError, ("at least 1", "0")),
    "split by 0": (lambda: ones(5).split(0), ArgumentError, ("at least 1", "0")),
    "item": (lambda: ones(2).item(), ShapeError, ("one entry", "(2,)")),
    "len": (lambda: len(tensor(1.0)), ShapeError, ("no length",)),
    "truth": (lambda: bool(ones(2)), ShapeError, ("(2,)", ".all()")),
    "largest of none": (lambda: zeros(0).max(), ShapeError, ("empty", "(0,)")),
    "largest of none along a dim": (lambda: zeros(0, 2).max(0), ShapeError, ("empty", "(0, 2)")),
    "sum with a dtype": (
        lambda: ones(2).sum(dtype=np.float64),
        ArgumentError,
        ("sum(dim=None, keepdim=False)", "'dtype'"),
    ),
    "a word for a dim": (lambda: ones(2).mean("rows"), ArgumentError, ("mean(dim=None, keepdim=False)",)),
    "a dim too many for argmax": (lambda: ones(2, 2).argmax((0, 1)), ArgumentError, ("argmax(dim=None",)),
    "booleans subtracted": (
        lambda: (ones(2) > 0) - (ones(2) > 1),
        DTypeError,
        ("subtract", "bool", ".long()"),
    ),
    "integers to a negative power": (
        lambda: arange(3) ** tensor([-1, 0, 1]),
        DTypeError,
        ("negative", ".float()"),
    ),
    "clamp without bounds": (lambda: ones(2).clamp(), ArgumentError, ("min, max or both",)),
    "clamp by bounds that do not fit": (lambda: ones(2).clamp(min=ones(3)), ShapeError, ("(2,)", "(3,)")),
    "the nuclear norm": (lambda: ones(2, 2).norm("nuc"), ArgumentError, ("'nuc'", "fro")),
    "largest absolute value of none": (lambda: zeros(0).norm(np.inf), ShapeError, ("empty", "(0,)")),
    "triangle of a vector": (lambda: tril(ones(3)), ShapeError, ("matrix", "(3,)")),
    "a range that leads away": (lambda: arange(0, 3, -1), ArgumentError, ("steps of -1", "0 to 3")),
    "another device": (lambda: zeros(2, device="cuda"), ArgumentError, ('"cpu"', "'cuda'")),
    "moved to another device": (lambda: ones(2).to("cuda"), DTypeError, ("'cuda'", '"cpu"')),
    "a dtype that is none": (lambda: tensor([1.0], dtype="bad"), DTypeError, ("'bad'", "np.float32")),
    "a dtype of texts": (lambda: ones(2).to(str), DTypeError, ("real numbers", "<U")),
    "a list for from_numpy": (lambda: from_numpy([1.0]), DTypeError, ("list", "tensor(...)")),
    "a negative size": (lambda: zeros(2, -1), ShapeError, ("whole numbers from 0", "-1")),
    "a size with a point": (lambda: rand(2.0), ShapeError, ("whole numbers from 0", "2.0")),
    "a range without end": (lambda: arange(np.inf), ArgumentError, ("0 to inf",)),
    "minus a boolean": (lambda: -(ones(2) > 0), ArgumentError, ("neg()", "boolean")),
    "a word for the dim of max": (lambda: ones(2).max("rows"), ArgumentError, ("max(dim, keepdim=False)",)),
    "split by a fraction": (lambda: ones(4).split(1.5), ArgumentError, ("whole number", "1.5")),
    "split by less than nothing": (lambda: ones(4).split([5, -1]), ShapeError, ("[5, -1]",)),
    "size of a dim": (lambda: ones(2, 3).size(2), ShapeError, ("no dim 2", "2 dims")),
    "cat arrays": (lambda: cat([np.ones(2)]), DTypeError, ("cat joins tensors", "ndarray")),
    "mean of integers": (lambda: arange(3).mean(), DTypeError, ("int64", ".float()")),
}

GRAPHS: dict[str, Bad] = {
    "backward on a vector": (lambda: computed().backward(), GraphError, ("(2,)", "mean or sum")),
    "backward with nothing behind": (lambda: ones(1).backward(), GraphError, ("requires grad", "no_grad")),
    "backward from another shape": (lambda: computed().backward(np.ones(3)), ShapeError, ("(3,)", "(2,)")),
    "backward twice": (walked_twice, GraphError, ("retain_graph=True",)),
    "leaf changed in place": (in_place, GraphError, ("no_grad",)),
    "step before backward": (without_gradient, GraphError, ("loss.backward()", "step()")),
    "part of a dropped graph": (part_of_a_dropped_graph, GraphError, ("retain_graph=True",)),
    "gradcheck in float32": (lambda: gradcheck(lambda x: x, learnt(2)), DTypeError, ("float64", "float32")),
    "grad of a stranger": (lambda: trace.grad(computed().sum(), learnt(3)), GraphError, ("(3,)",)),
}

FUNCTIONS: dict[str, Bad] = {
    "linear": (lambda: nn.Linear(3, 2)(ones(4, 5)), ShapeError, ("3 features", "(4, 5)", "flatten")),
    "linear of float64": (lambda: nn.Linear(4, 1)(wide()), DTypeError, ("float64", "float32", ".float()")),
    "convolution of float64": (lambda: nn.Conv2d(1, 1, 1)(wide()), DTypeError, ("float64", "float32", ".float()")),
    "linear of a number": (lambda: nn.Linear(3, 2)(tensor(1.0)), ShapeError, ("3 features", "()")),
    "embedding of floats": (lambda: nn.Embedding(3, 2)(ones(2)), DTypeError, ("float32", ".long()")),
    "embedding outside": (lambda: nn.Embedding(3, 2)(tensor([0, 3])), LabelError, ("index 3", "3 rows")),
    "embedding below": (lambda: nn.Embedding(3, 2)(tensor([-1])), LabelError, ("index -1", "3 rows")),
    "linear bias": (lambda: F.linear(ones(2, 3), ones(4, 3), ones(1)), ShapeError, ("bias", "(1,)", "(4,)")),
    "linear weight": (lambda: F.linear(ones(2, 3), ones(3)), ShapeError, ("(n_out, n_in)", "(3,)")),
    "convolution bias": (lambda: F.conv2d(ones(1, 1, 4, 4), ones(2, 1, 3, 3), ones(1)), ShapeError, ("bias", "(2,)")),
    "layer norm weight": (lambda: F.layer_norm(ones(2, 3), 3, ones(1)), ShapeError, ("weight", "(1,)", "(3,)")),
    "rms norm weight": (lambda: F.rms_norm(ones(2, 3), 3, ones(5, 1, 3)), ShapeError, ("weight", "(5, 1, 3)")),
    "batch norm bias": (
        lambda: F.batch_norm(ones(2, 3), ones(3), ones(3), ones(3), ones(2)), ShapeError, ("bias", "(2,)", "(3,)")
    ),
    "a word for sizes": (lambda: nn.LayerNorm("a"), ArgumentError, ("'a'", "one size or several")),
    "a padding row outside": (lambda: nn.Embedding(3, 2, padding_idx=5), ShapeError, ("5", "(3, 2)")),
    "half a neuron": (lambda: nn.Linear(2.5, 1), ArgumentError, ("2.5",)),
    "half a pixel": (lambda: nn.MaxPool2d(1.5)(ones(1, 1, 2, 2)), ArgumentError, ("1.5", "height and width")),
    "attention between vectors": (
        lambda: F.scaled_dot_product_attention(ones(3), ones(3), ones(3)), ShapeError, ("(..., T, d)", "(3,)")
    ),
    "one state for an LSTM": (lambda: nn.LSTM(2, 3)(ones(1, 1, 2), ones(1, 1, 3)), ArgumentError, ("(h_0, c_0)",)),
    "a list in Sequential": (lambda: nn.Sequential([nn.ReLU()]), ArgumentError, ("list", "nn.Sequential(*layers)")),
    "dropout of integers": (lambda: F.dropout(arange(3)), DTypeError, ("dropout", "int64")),
    "nothing to normalise": (lambda: F.layer_norm(ones(2, 0), 0), ShapeError, ("nothing to normalise", "(2, 0)")),
    "queries without entries": (
        lambda: F.scaled_dot_product_attention(ones(2, 0), ones(2, 0), ones(2, 3)), ShapeError, ("(2, 0)", "no entries")
    ),
    "a sequence of no steps": (lambda: nn.LSTM(3, 2)(ones(0, 1, 3)), ShapeError, ("one step", "(0, 1, 3)")),
    "logits without classes": (lambda: F.cross_entropy(ones(2, 0), [0, 0]), ShapeError, ("(2, 0)", "no classes")),
    "dropout": (lambda: nn.Dropout(1.5), ArgumentError, ("0 to 1", "1.5")),
    "one_hot": (lambda: F.one_hot(tensor([0, 4]), 3), LabelError, ("0 to 4", "3 classes")),
    "convolution channels": (lambda: nn.Conv2d(3, 4, 3)(ones(2, 1, 8, 8)), ShapeError, ("3 channels", "(2, 1, 8, 8)")),
    "convolution of rows": (lambda: nn.Conv2d(1, 4, 3)(ones(8, 8)), ShapeError, ("(8, 8)", "unsqueeze")),
    "kernels of three dims": (lambda: F.conv2d(ones(1, 1, 8, 8), ones(2, 3, 3)), ShapeError, ("kernels", "(2, 3, 3)")),
    "groups of kernels": (
        lambda: F.conv2d(ones(1, 2, 8, 8), ones(3, 1, 3, 3), groups=2), ArgumentError, ("2 groups", "3 kernels")
    ),
    "a word for padding": (
        lambda: F.conv2d(ones(1, 1, 8, 8), ones(1, 1, 3, 3), padding="full"), ArgumentError, ("'full'", "valid")
    ),
    "a size of three": (lambda: nn.MaxPool2d((2, 2, 2))(ones(1, 1, 8, 8)), ArgumentError, ("(2, 2, 2)", "height and")),
    "ceil mode": (lambda: F.max_pool2d(ones(1, 1, 4, 4), 3, ceil_mode=True), ArgumentError, ("ceil_mode", "leave")),
    "counts without padding": (
        lambda: F.avg_pool2d(ones(1, 1, 4, 4), 2, count_include_pad=False), ArgumentError, ("count_include_pad=False",)
    ),
    "renormalised embedding": (lambda: F.embedding([0], ones(2, 3), max_norm=1.0), ArgumentError, ("max_norm",)),
    "batch norm of integers": (
        lambda: F.batch_norm(arange(6).reshape(3, 2), None, None, training=True), DTypeError, ("int64",)
    ),
    "kernel too large": (lambda: nn.Conv2d(1, 1, 9)(ones(1, 1, 8, 8)), ShapeError, ("(9, 9)", "(8, 8)")),
    "stride 0": (lambda: nn.Conv2d(1, 1, 3, stride=0)(ones(1, 1, 8, 8)), ArgumentError, ("stride (0, 0)",)),
    "pool padding": (lambda: nn.MaxPool2d(2, padding=2)(ones(1, 1, 8, 8)), ArgumentError, ("(2, 2)", "half")),
    "pool of rows": (lambda: nn.MaxPool2d(2)(ones(3, 4)), ShapeError, ("(3, 4)",)),
    "batch norm of one": (lambda: nn.BatchNorm1d(3)(ones(1, 3)), ShapeError, ("more than one", "(1, 3)")),
    "batch norm channels": (lambda: nn.BatchNorm1d(3)(ones(4, 5)), ShapeError, ("3 channels", "(4, 5)")),
    "batch norm dims": (lambda: nn.BatchNorm2d(3)(ones(4, 3)), ShapeError, ("4 dims", "(4, 3)")),
    "batch norm of a vector": (lambda: F.batch_norm(ones(3), None, None), ShapeError, ("(3,)",)),
    "layer norm": (lambda: nn.LayerNorm(3)(ones(2, 4)), ShapeError, ("(3,)", "(2, 4)")),
    "rms norm": (lambda: nn.RMSNorm(3)(ones(2, 4)), ShapeError, ("(3,)", "(2, 4)")),
    "gelu": (lambda: F.gelu(ones(2), "fast"), ArgumentError, ("'fast'",)),
    "attention width": (
        lambda: F.scaled_dot_product_attention(ones(2, 3), ones(2, 4), ones(2, 4)), ShapeError, ("(2, 3)", "(2, 4)")
    ),
    "attention length": (
        lambda: F.scaled_dot_product_attention(ones(2, 3), ones(2, 3), ones(4, 3)), ShapeError, ("(2, 3)", "(4, 3)")
    ),
}  # fmt: skip

LOSSES: dict[str, Bad] = {
    "mse": (lambda: nn.MSELoss()(ones(4, 1), ones(4)), ShapeError, ("(4, 1)", "(4,)", "reshape the targets")),
    "label too large": (lambda: nn.CrossEntropyLoss()(ones(2, 3), [0, 3]), LabelError, ("label 3", "3 classes")),
    "label below": (lambda: nn.CrossEntropyLoss()(ones(2, 3), [0, -1]), LabelError, ("label -1", "0 to 2")),
    "one label too few": (lambda: nn.CrossEntropyLoss()(ones(2, 3), [0]), ShapeError, ("(1,)", "(2, 3)", "(2,)")),
    "labels as a column": (
        lambda: nn.CrossEntropyLoss()(ones(2, 3), tensor([[0], [1]])), ShapeError, ("(2, 1)", "(2, 3)", "(2,)")
    ),
    "class weights": (
        lambda: F.cross_entropy(ones(1, 3), [0], weight=[1.0, 1.0]), ShapeError, ("(2,)", "3 classes")
    ),
    "probabilities": (lambda: nn.CrossEntropyLoss()(ones(2, 3), ones(2, 4)), ShapeError, ("(2, 4)", "(2, 3)")),
    "nll label": (lambda: nn.NLLLoss()(ones(2, 3), tensor([0, 3])), LabelError, ("label 3", "3 classes")),
    "nll of float labels": (lambda: nn.NLLLoss()(ones(2, 3), ones(2)), DTypeError, ("float32", ".long()")),
    "reduction": (lambda: nn.MSELoss(reduction="average")(ones(2), ones(2)), ArgumentError, ("'average'", "mean")),
    "reduction of labels": (
        lambda: nn.CrossEntropyLoss(reduction="avg")(ones(2, 3), [0, 1]), ArgumentError, ("'avg'", "mean")
    ),
    "reduction of likelihood": (lambda: F.nll_loss(ones(1, 2), [0], reduction="avg"), ArgumentError, ("'avg'", "mean")),
    "logits of no dims": (lambda: F.cross_entropy(tensor(1.0), 0), ShapeError, ("n_classes", "one number")),
    "smoothing": (lambda: F.cross_entropy(ones(1, 2), [0], label_smoothing=2.0), ArgumentError, ("0 to 1", "2.0")),
    "ragged labels": (lambda: F.cross_entropy(ones(2, 2), [[0], [1, 1]]), ShapeError, ("unequal lengths",)),
    "weights of entries": (lambda: F.binary_cross_entropy(ones(2, 3), ones(2, 3), ones(2)), ShapeError, ("(2, 3)", "(2,)")),
    "weights that learn": (
        lambda: F.cross_entropy(ones(1, 2), [0], weight=learnt(2)), GraphError, ("no gradient", "weight.detach()")
    ),
    "weights of likelihoods that learn": (
        lambda: F.nll_loss(ones(1, 2), [0], weight=learnt(2)), GraphError, ("nll_loss", "weight.detach()")
    ),
    "weights of logits that learn": (
        lambda: nn.BCEWithLogitsLoss(pos_weight=learnt(2))(ones(2), ones(2)), GraphError, ("with_logits", "detach()")
    ),
    "weights of probabilities that learn": (
        lambda: nn.BCELoss(learnt(2))(ones(2), ones(2)), GraphError, ("binary_cross_entropy ", "weight.detach()")
    ),
    "delta": (lambda: nn.HuberLoss(delta=0.0)(ones(2), ones(2)), ArgumentError, ("positive", "0.0")),
    "no probability": (lambda: nn.BCELoss()(2 * ones(2), ones(2)), ArgumentError, ("0 to 1", "2", "logits")),
}  # fmt: skip

MODULES: dict[str, Bad] = {
    "no neurons": (lambda: nn.Linear(3, 0), ArgumentError, ("at least one", "(0, 3)")),
    "no inputs": (lambda: nn.Linear(0, 3), ArgumentError, ("at least one", "(3, 0)")),
    "groups": (lambda: nn.Conv2d(3, 4, 3, groups=2), ArgumentError, ("2 groups", "3 channels", "4 out")),
    "same padding": (lambda: nn.Conv2d(1, 1, 2, padding="same"), ArgumentError, ("odd kernel", "(2, 2)")),
    "heads": (lambda: nn.MultiheadAttention(6, 4), ArgumentError, ("num_heads 4", "embed_dim 6")),
    "attention rank": (
        lambda: nn.MultiheadAttention(4, 2)(ones(3, 4), ones(3, 4), ones(3, 4)), ShapeError, ("e = 4", "(3, 4)")
    ),
    "attention embedding": (
        lambda: nn.MultiheadAttention(4, 2)(*[ones(2, 3, 5)] * 3), ShapeError, ("e = 4", "(2, 3, 5)")
    ),
    "encoder": (
        lambda: nn.TransformerEncoderLayer(4, 2, activation="tanh"), ArgumentError, ("relu", "'tanh'")
    ),
    "sequence": (lambda: nn.RNN(3, 2)(ones(5, 3)), ShapeError, ("RNN", "3 features", "(5, 3)")),
    "sequence width": (lambda: nn.LSTM(3, 2, batch_first=True)(ones(5, 1, 4)), ShapeError, ("LSTM", "(5, 1, 4)")),
    "start": (lambda: nn.RNN(3, 2)(ones(5, 1, 3), ones(1, 1, 3)), ShapeError, ("(1, 1, 3)", "(1, 1, 2)")),
    "layers": (lambda: nn.GRU(3, 2, num_layers=0), ArgumentError, ("num_layers", "0")),
    "nonlinearity": (lambda: nn.RNN(3, 2, nonlinearity="sin"), ArgumentError, ("tanh", "'sin'")),
    "no forward": (lambda: nn.Module()(ones(2)), GraphError, ("Module", "forward(self, x)")),
    "layer never made": (lambda: Forgetful()(ones(2)), AttributeError, ("Forgetful", "'hidden'", "__init__")),
    "missing state": (
        lambda: nn.Linear(2, 1).load_state_dict({"weight": np.ones((1, 2))}), ArgumentError, ("missing ['bias']",)
    ),
    "unknown state": (lambda: nn.Linear(2, 1).load_state_dict(state(b=1)), ArgumentError, ("unknown ['b']",)),
    "state of another shape": (
        lambda: nn.Linear(2, 1).load_state_dict(state(bias=np.ones(3))), ShapeError, ("bias", "(1,)", "(3,)")
    ),
    "integer parameters": (lambda: nn.Linear(2, 1).to(np.int64), DTypeError, ("float32 or float64", "int64")),
    "fans of a vector": (lambda: init.xavier_uniform_(ones(3)), ShapeError, ("two dims", "(3,)")),
    "fan": (lambda: init.kaiming_normal_(ones(3, 3), mode="in"), ArgumentError, ("fan_in", "'in'")),
    "gain": (lambda: init.calculate_gain("swish"), ArgumentError, ("'swish'", "relu")),
    "nothing to draw": (lambda: init.trunc_normal_(ones(3), a=9.0, b=10.0), ArgumentError, ("9.0", "10.0")),
}  # fmt: skip

TRAINING: dict[str, Bad] = {
    "no parameters": (lambda: optim.SGD([]), ArgumentError, ("no parameters",)),
    "no leaf": (lambda: optim.SGD([computed()]), ArgumentError, ("leaf", "model.parameters()")),
    "parameter twice": (lambda: optim.SGD([one := learnt(2), one]), ArgumentError, ("(2,)", "twice")),
    "state of other parameters": (
        lambda: optim.Adam([learnt(1), learnt(1)]).load_state_dict(optim.Adam([learnt(1)]).state_dict()),
        ArgumentError, ("other parameters",),
    ),
    "step size": (lambda: schedules.StepLR(sgd(), 0), ArgumentError, ("step_size", "0")),
    "start of a line": (lambda: schedules.LinearLR(sgd(), 0.0), ArgumentError, ("start_factor 0.0",)),
    "warm-up": (lambda: schedules.LinearWarmup(sgd(), 0), ArgumentError, ("warmup", "0")),
    "cosine": (lambda: schedules.CosineAnnealingLR(sgd(), 0), ArgumentError, ("T_max", "0")),
    "warm-up too long": (lambda: schedules.WarmupCosine(sgd(), 5, 5), ArgumentError, ("warmup 5", "5 steps")),
    "milestones": (lambda: schedules.SequentialLR(sgd(), [], [1]), ArgumentError, ("milestones",)),
    "rate": (lambda: optim.Adam([learnt(2)], lr=-1.0), ArgumentError, ("lr", "-1.0")),
    "momentum": (lambda: optim.SGD([learnt(2)], nesterov=True), ArgumentError, ("nesterov", "momentum")),
    "one beta": (lambda: optim.Adam([learnt(2)], betas=0.9), ArgumentError, ("two numbers", "0.9")),
    "a model for parameters": (lambda: optim.SGD(nn.Linear(2, 1)), ArgumentError, ("Linear", "model.parameters()")),
    "a group without tensors": (lambda: optim.SGD([{"lr": 1.0}]), ArgumentError, ('"params"',)),
    "a word for a rate": (lambda: optim.SGD([learnt(2)], lr="0.1"), ArgumentError, ("lr", "'0.1'")),
    "half an example": (lambda: DataLoader([1, 2], 1.5), ArgumentError, ("whole number", "1.5")),
    "examples of two shapes": (
        lambda: list(DataLoader([np.ones(2), np.ones(3)], 2)), ShapeError, ("(2,)", "(3,)", "batch")
    ),
    "numbers from high to low": (lambda: init.uniform_(ones(2), 2, 1), ArgumentError, ("a = 2", "b = 1")),
    "a negative spread": (lambda: init.normal_(ones(2), 0, -1), ArgumentError, ("std", "-1")),
    "betas": (lambda: optim.Adam([learnt(2)], betas=(0.9, 1.0)), ArgumentError, ("[0, 1)", "1.0")),
    "length not finite": (
        lambda: clip_grad_norm_([with_gradient(np.inf)], 1.0, error_if_nonfinite=True), DivergedError, ("inf",)
    ),
    "clip": (lambda: clip_grad_norm_([learnt(2)], -1.0), ArgumentError, ("max_norm", "-1.0")),
    "batch size": (lambda: DataLoader(TensorDataset(ones(3)), 0), ArgumentError, ("at least 1", "0")),
    "no examples": (lambda: DataLoader(TensorDataset(zeros(0, 2))), ArgumentError, ("no examples",)),
    "no length": (lambda: DataLoader(Unfinished()), ArgumentError, ("Unfinished", "__len__")),
    "no entries": (lambda: Unfinished()[0], ArgumentError, ("Unfinished", "__getitem__")),
    "unequal examples": (lambda: TensorDataset(ones(3), ones(4)), ShapeError, ("[3, 4]",)),
    "no arrays": (lambda: TensorDataset(), ArgumentError, ("at least one array",)),
    "parts": (lambda: random_split(TensorDataset(ones(5)), [2, 2]), ArgumentError, ("[2, 2]", "5")),
    "epochs": (
        lambda: fit(nn.Linear(1, 1), (ones(2, 1), ones(2, 1)), loss=F.mse_loss, optimizer=sgd(), epochs=0),
        ArgumentError, ("at least 1", "0"),
    ),
    "nothing to watch": (
        lambda: fit(nn.Linear(1, 1), (ones(2, 1), ones(2, 1)), loss=F.mse_loss, optimizer=sgd(), early_stopping=3),
        ArgumentError, ("validation",),
    ),
    "patience": (lambda: EarlyStopping(0), ArgumentError, ("at least 1", "0")),
    "mse of labels in fit": (
        lambda: fit(nn.Linear(1, 1), (ones(2, 1), ones(2)), loss=F.mse_loss, optimizer=sgd()),
        ShapeError, ("(2, 1)", "(2,)"),
    ),
    "saving a model": (lambda: save(nn.Linear(1, 1), "never"), DTypeError, ("Linear", "state_dict()")),
    "saving text arrays": (lambda: save(np.array(["a"]), "never"), DTypeError, ("<U1",)),
    "no file": (lambda: load(Path("nowhere") / "model.npz"), FolderError, ("nowhere", "No such file")),
    "no folder": (lambda: save({}, Path("nowhere") / "model"), FolderError, ("nowhere", "folder exist")),
    "cost of nothing": (lambda: cost.linear(0, 3), ArgumentError, ("n_in", "0")),
    "cost of one size": (lambda: cost.mlp([784]), ArgumentError, ("[784]",)),
    "memory of an optimizer": (lambda: cost.training_memory(10, "lion"), ArgumentError, ("'lion'", "adam")),
    "bits": (lambda: cost.training_memory(10, bits=7), ArgumentError, ("7",)),
}  # fmt: skip


def sgd() -> optim.SGD:
    return optim.SGD([learnt(1)], lr=0.1)


ALL = TENSORS | GRAPHS | FUNCTIONS | LOSSES | MODULES | TRAINING


@pytest.mark.parametrize("name", ALL)
def test_a_bad_call_gets_one_sentence_with_the_values_seen(name: str) -> None:
    call, error, fragments = ALL[name]
    with pytest.raises(error) as caught:
        call()
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert 20 < len(sentence) < 300
    for fragment in fragments:
        assert fragment in sentence


def test_names_of_bad_calls_are_used_once() -> None:
    assert len(ALL) == sum(map(len, (TENSORS, GRAPHS, FUNCTIONS, LOSSES, MODULES, TRAINING)))


@pytest.mark.parametrize(
    "layer", [nn.Linear(2, 1), nn.ReLU(), nn.Conv2d(1, 1, 2), nn.Flatten(), nn.MSELoss()]
)
@pytest.mark.parametrize(
    "array", [np.ones((1, 1, 2, 2)), [[[[1.0, 2.0], [3.0, 4.0]]]]], ids=["array", "list"]
)
def test_an_array_given_to_a_layer_is_refused_with_the_way_to_make_it_a_tensor(
    layer: nn.Module, array: Any
) -> None:
    arguments = (array, array) if isinstance(layer, nn.MSELoss) else (array,)
    with pytest.raises(CourseKitError, match=r"tensor\("):
        layer(*arguments)


@pytest.mark.parametrize("other", ["a", None, {}])
def test_arithmetic_with_what_is_no_number_is_refused(other: Any) -> None:
    with pytest.raises((CourseKitError, TypeError)):
        ones(2) + other


def test_a_loss_that_became_nan_names_the_data_where_they_are_to_blame() -> None:
    model = nn.Linear(1, 1)
    with pytest.raises(DivergedError, match=r"nan.*inputs"):
        fit(model, ([[np.nan]], [[1.0]]), loss=F.mse_loss, optimizer=optim.SGD(model.parameters()))


def test_a_loss_that_became_infinite_names_the_learning_rate_where_weights_ran_away() -> None:
    model = nn.Linear(1, 1)
    data = (np.full((8, 1), 10.0), np.ones((8, 1)))
    with pytest.raises(DivergedError, match="learning rate"), np.errstate(over="ignore", invalid="ignore"):
        fit(model, data, loss=F.mse_loss, optimizer=optim.SGD(model.parameters(), lr=10.0), epochs=100)


def test_a_loss_that_is_a_logarithm_of_0_says_so() -> None:
    model = nn.Linear(1, 1)
    with pytest.raises(DivergedError, match="logarithm of 0"):
        fit(
            model,
            ([[1.0]], [[1.0]]),
            loss=lambda z, _: (z * 0).log().sum(),
            optimizer=optim.SGD(model.parameters()),
        )


def test_gradcheck_names_the_entry_and_both_numbers() -> None:
    x = tensor([1.0, 2.0], dtype=np.float64, requires_grad=True)
    wrong = lambda x: x.record(x.data**2, (x,), lambda g: (g * x.data,))  # noqa: E731 - a slope of x instead of 2x
    with pytest.raises(GraphError, match=r"input 0, entry \(0,\): backward says .* finite differences"):
        gradcheck(wrong, x)
    assert not gradcheck(wrong, x, raise_exception=False)
