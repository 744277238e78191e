"""PyTorch's own sample inputs (`op_db`) put to the engine: which operator is which function, and how they are compared."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from engine_libraries import Engine

from coursekit.engine import Tensor, functional
from coursekit.errors import CourseKitError

engine = Engine.t

SYMBOLS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "true_divide": operator.truediv,
    "matmul": operator.matmul,
    "neg": operator.neg,
    "__getitem__": operator.getitem,
    **{f"__r{name}__": (lambda x, y, f=f: f(y, x)) for name, f in (
        ("add", operator.add), ("sub", operator.sub), ("mul", operator.mul), ("div", operator.truediv),
        ("matmul", operator.matmul), ("pow", operator.pow),
    )},
    **{name: getattr(operator, name) for name in ("eq", "ne", "lt", "le", "gt", "ge")},
    "T": lambda x: x.T,
    "mT": lambda x: x.mT,
    "where": lambda x, condition, y: engine.where(condition, x, y),
    "nn.functional.embedding": lambda table, index, **options: functional.embedding(index, table, **options),
}  # fmt: skip
NOT_COMPARED = {
    "to": "PyTorch's arguments say devices and memory formats; dtypes are compared in test_engine_tensor.py",
    "randn": "random numbers",
}
REFUSED = {  # operator: (words of the one sentence, why the engine does without)
    "softmax": ("'dtype'", "a dtype goes to .to()"),
    "log_softmax": ("'dtype'", "a dtype goes to .to()"),
    "norm": ("'nuc'", "singular values are no subject of the course"),
    "cat": ("no dim 1", "PyTorch lets an empty vector stand for any shape, an old habit"),
    "nn.functional.conv2d": ('padding="same"', "an even kernel would need unequal borders"),
    "nn.functional.max_pool2d": ("leave it out", "ceil_mode and return_indices are no subject of the course"),
    "nn.functional.avg_pool2d": ("leave it out", "nor are other divisors"),
    "nn.functional.embedding": ("leave it out", "nor are max_norm, sparse gradients and their scaling"),
    "nn.functional.batch_norm": ("batch_norm", "an input without channels, and integers"),
}
OPTIONS_OF_SYMBOLS = {
    "alpha",
    "rounding_mode",
    "memory_format",
}  # the symbols + − / and casts have no options


def function_of(name: str) -> Callable[..., Any] | None:
    """The engine's function of an operator's name, None where it has none."""
    if name in SYMBOLS or name in NOT_COMPARED:
        return SYMBOLS.get(name)
    room, _, last = name.rpartition(".")
    if room == "nn.functional":
        return getattr(functional, last, None)
    found = getattr(engine, name, None) or getattr(Tensor, name, None)
    return found if callable(found) and not isinstance(found, type) and name[0] != "_" and not room else None


def samples(op: Any, torch: Any) -> Iterator[Any]:
    """The sample inputs in float64 (in int64 where an operator has no floats), without random results."""
    dtype = next((d for d in (torch.float64, torch.int64) if d in op.dtypes), None)
    if dtype is None:  # complex numbers alone
        return
    torch.manual_seed(0)
    learns = dtype.is_floating_point and op.supports_autograd
    # Seeding before each sample, the default, takes longer than all samples together.
    for sample in op.sample_inputs("cpu", dtype, requires_grad=learns, set_seed=False):
        random = sample.kwargs.get("dropout_p", 0) or (op.name.endswith("dropout") and drops(sample))
        if not random and not OPTIONS_OF_SYMBOLS & sample.kwargs.keys():
            yield sample


def drops(sample: Any) -> bool:
    """True where a dropout would draw."""
    return sample.kwargs.get("training", True) and 0 < sample.kwargs.get("p", 0.5) < 1


def compare(op: Any, function: Callable[..., Any], sample: Any, torch: Any) -> str:
    """Run one sample on both: "" where values and gradients agree, else the engine's refusal, prefixed "refused: ".

    Raises:
        AssertionError: a difference.
    """
    leaves: list[tuple[Any, Tensor]] = []
    inputs = converted([sample.input, *sample.args], leaves, torch)
    options = converted(sample.kwargs, leaves, torch)
    try:
        mine = flat(function(*inputs, **options))
    except CourseKitError as error:
        return f"refused: {error}"
    theirs = flat(op.op(sample.input, *sample.args, **sample.kwargs))
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        assert_same(a.data if isinstance(a, Tensor) else a, b)
    for given, _ in leaves:
        given.grad = None
    learnt = [(a, b) for a, b in zip(mine, theirs, strict=True) if isinstance(a, Tensor) and b.requires_grad]
    for a, b in learnt:
        gradient = np.cos(np.arange(a.data.size) + 0.5).reshape(a.shape)
        b.backward(torch.from_numpy(gradient), retain_graph=True)
        a.backward(gradient, retain_graph=True)
    for given, leaf in leaves:
        zeros = np.zeros(leaf.shape)
        assert_same(zeros if leaf.grad is None else leaf.grad, zeros if given.grad is None else given.grad)
    return ""


def assert_same(mine: Any, theirs: Any) -> None:
    """Shape, dtype and values are equal."""
    mine, theirs = np.asarray(mine), np.asarray(theirs.detach() if hasattr(theirs, "detach") else theirs)
    assert mine.shape == theirs.shape
    assert mine.dtype == theirs.dtype
    np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-10)


def converted(value: Any, leaves: list[tuple[Any, Tensor]], torch: Any) -> Any:
    """PyTorch's tensors, dtypes and sizes, nested as they are, as the engine's; `leaves` collects the pairs."""
    if isinstance(value, torch.Tensor):
        known = [mine for theirs, mine in leaves if theirs is value]
        if known:
            return known[0]
        mine = engine.from_numpy(value.detach().numpy().copy())
        if value.requires_grad:
            leaves.append((value, mine.requires_grad_()))
        return mine
    if isinstance(value, torch.dtype):
        return getattr(np, str(value).removeprefix("torch."))
    if isinstance(value, dict):
        return {k: converted(v, leaves, torch) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return (tuple if isinstance(value, tuple) else list)(converted(v, leaves, torch) for v in value)
    return value


def flat(result: Any) -> list[Any]:
    """The results of a function one after the other."""
    return (
        [part for piece in result for part in flat(piece)] if isinstance(result, tuple | list) else [result]
    )


def run_all(op_db: list[Any], torch: Any, most: int | None = None) -> tuple[Counter[str], list[str]]:
    """The counts of operators, samples that pass and samples that are refused on purpose, and all that is wrong.

    Of an operator with many samples about `most` are run, spread over all; each one if it is None.
    """
    counts: Counter[str] = Counter()
    wrong = []
    for op in op_db:
        function = function_of(op.name)
        if function is None:
            continue
        counts["operators"] += 1
        given = list(samples(op, torch))
        for i, sample in enumerate(given[:: max(1, len(given) // (most or len(given) or 1))]):
            try:
                refusal = compare(op, function, sample, torch)
            except Exception as error:
                wrong.append(f"{op.name} {op.variant_test_name} {i}: {type(error).__name__}: {error}")
                continue
            counts["refused" if refusal else "passed"] += 1
            if refusal and (op.name not in REFUSED or REFUSED[op.name][0] not in refusal):
                wrong.append(f"{op.name} {op.variant_test_name} {i}: {refusal}")
    return counts, wrong
