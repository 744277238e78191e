"""The engine: tensors that find their own gradients, layers, optimizers and training, on NumPy alone.

The names are PyTorch's. Start reading in tensor.py.

Speed on your machine: NumPy leaves matrix products to OpenBLAS, which chooses its inner loops and its
threads when NumPy is imported, so these variables must be set before that. OPENBLAS_NUM_THREADS=1 suits
small networks and shared machines: handing a small product to a second thread costs more than computing it.
`coursekit lab` starts the lessons so, unless the variable is set already; a script of your own gets a thread
for each core. With large products and idle cores, more threads help. OPENBLAS_CORETYPE=SkylakeX helps where the processor
has AVX-512 (`avx512f` in /proc/cpuinfo) and OpenBLAS takes it for an older one, as version 0.3.31 does with
some AMD processors: measured there, 784-256-128-10 takes 0.7 of the time a step, a transformer block 0.75,
ten layers of 64 units 0.85, networks of a few neurons the same.
"""
# ruff: noqa: A001 - PyTorch's names: engine.sum, engine.abs

from importlib import import_module
from typing import TYPE_CHECKING, Any

from numpy import float32, float64, int64

from coursekit.engine import functional, init, nn, optim
from coursekit.engine.arrays import get_default_dtype, set_default_dtype
from coursekit.engine.autograd import no_grad
from coursekit.engine.creation import (
    arange,
    eye,
    from_numpy,
    linspace,
    ones,
    ones_like,
    rand,
    randn,
    tensor,
    tril,
    triu,
    zeros,
    zeros_like,
)
from coursekit.engine.data import DataLoader, Dataset, Subset, TensorDataset, random_split
from coursekit.engine.functions import cat, stack, where
from coursekit.engine.gradcheck import gradcheck
from coursekit.engine.nn.utils import clip_grad_norm_
from coursekit.engine.randomness import default_rng, manual_seed
from coursekit.engine.tensor import Tensor

if TYPE_CHECKING:
    from coursekit.engine import cost, trace
    from coursekit.engine.serialization import load, save
    from coursekit.engine.summaries import summary
    from coursekit.engine.training import EarlyStopping, History, evaluate, fit

# The operations as functions: exp(x) beside x.exp().
abs = Tensor.abs
all = Tensor.all
amax = Tensor.amax
amin = Tensor.amin
any = Tensor.any
argmax = Tensor.argmax
argmin = Tensor.argmin
chunk = Tensor.chunk
clamp = Tensor.clamp
clip = Tensor.clip
clone = Tensor.clone
cos = Tensor.cos
detach = Tensor.detach
erf = Tensor.erf
exp = Tensor.exp
flatten = Tensor.flatten
log = Tensor.log
log_softmax = Tensor.log_softmax
logsumexp = Tensor.logsumexp
masked_fill = Tensor.masked_fill
max = Tensor.max
maximum = Tensor.maximum
mean = Tensor.mean
min = Tensor.min
minimum = Tensor.minimum
norm = Tensor.norm
numel = Tensor.numel
permute = Tensor.permute
pow = Tensor.pow
relu = Tensor.relu
reshape = Tensor.reshape
sigmoid = Tensor.sigmoid
sin = Tensor.sin
softmax = Tensor.softmax
split = Tensor.split
sqrt = Tensor.sqrt
square = Tensor.square
squeeze = Tensor.squeeze
std = Tensor.std
sum = Tensor.sum
tanh = Tensor.tanh
transpose = Tensor.transpose
unsqueeze = Tensor.unsqueeze
var = Tensor.var

# abs, all, any, max, min, pow and sum are not listed: `import *` must not replace Python's own.
__all__ = [
    "DataLoader",
    "Dataset",
    "EarlyStopping",
    "History",
    "Subset",
    "Tensor",
    "TensorDataset",
    "amax",
    "amin",
    "arange",
    "argmax",
    "argmin",
    "cat",
    "chunk",
    "clamp",
    "clip",
    "clip_grad_norm_",
    "clone",
    "cos",
    "cost",
    "default_rng",
    "detach",
    "erf",
    "evaluate",
    "exp",
    "eye",
    "fit",
    "flatten",
    "float32",
    "float64",
    "from_numpy",
    "functional",
    "get_default_dtype",
    "gradcheck",
    "init",
    "int64",
    "linspace",
    "load",
    "log",
    "log_softmax",
    "logsumexp",
    "manual_seed",
    "masked_fill",
    "maximum",
    "mean",
    "minimum",
    "nn",
    "no_grad",
    "norm",
    "numel",
    "ones",
    "ones_like",
    "optim",
    "permute",
    "rand",
    "randn",
    "random_split",
    "relu",
    "reshape",
    "save",
    "set_default_dtype",
    "sigmoid",
    "sin",
    "softmax",
    "split",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "std",
    "summary",
    "tanh",
    "tensor",
    "trace",
    "transpose",
    "tril",
    "triu",
    "unsqueeze",
    "var",
    "where",
    "zeros",
    "zeros_like",
]

# Loaded when first used: together they would be half of the engine's import time.
_LATER = {
    "cost": "cost",
    "trace": "trace",
    "load": "serialization",
    "save": "serialization",
    "summary": "summaries",
    "EarlyStopping": "training",
    "History": "training",
    "evaluate": "training",
    "fit": "training",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"coursekit.engine has no {name!r}")
    module = import_module(f"coursekit.engine.{_LATER[name]}")
    return module if name == _LATER[name] else getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
