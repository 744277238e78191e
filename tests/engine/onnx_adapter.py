"""ONNX operators in terms of the engine's operations, so that ONNX's own test cases can be put to the engine.

`python tests/engine/onnx_adapter.py` prints the operators covered and the cases left out, with the reason.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections import Counter, defaultdict
from typing import Any

import numpy as np
from onnx_operators import OPERATORS, LeftOut

from coursekit.engine import Tensor, tensor

__all__ = ["cases_by_operator", "check", "coverage_report"]

REPORT: list[str] = []
HELD = {np.dtype(d) for d in ("float32", "float64", "int32", "int64", "bool")}


@functools.cache
def cases_by_operator() -> dict[str, list[Any]]:
    """Every node test that is one operator we have.

    The `_expanded` twins are no further operators: they spell the same case as a graph of more basic ones.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ONNX's own case generators divide by zero on purpose
        import onnx.backend.test.loader as loader  # noqa: PLC0415 - three seconds, and optional

        cases = loader.load_model_tests(kind="node")
    found = defaultdict(list)
    for case in cases:
        nodes = case.model.graph.node
        if len(nodes) == 1 and nodes[0].op_type in OPERATORS:
            found[nodes[0].op_type].append(case)
    return dict(found)


def check(case: Any) -> None:
    """Run one case and compare every output with ONNX's.

    Raises:
        LeftOut: the case needs what the engine does not have.
        AssertionError: the engine's answer differs.
    """
    node = case.model.graph.node[0]
    for inputs, outputs in case.data_sets:
        wanted, found = list(outputs), run(node, inputs)
        if len(found) < len(node.output):
            raise LeftOut(f"output {len(found) + 1} of {node.op_type}, which the engine does not return")
        named = [value for value, name in zip(found, node.output, strict=False) if name]
        for value, want in zip(named, wanted, strict=True):
            got = np.asarray(value.data if isinstance(value, Tensor) else value)
            assert got.shape == want.shape, f"shape {got.shape}, ONNX says {want.shape}"
            assert got.dtype == want.dtype or want.dtype.kind == "i", (
                f"dtype {got.dtype}, ONNX says {want.dtype}"
            )
            np.testing.assert_allclose(got, want, rtol=case.rtol, atol=max(case.atol, 1e-6))


def run(node: Any, inputs: list[np.ndarray]) -> tuple[Any, ...]:
    """The operator's outputs; inputs that a node leaves out are None."""
    import onnx  # noqa: PLC0415 - optional

    given = iter(inputs)
    tensors = [held(next(given)) if name else None for name in node.input]
    settings = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    settings = {k: v.decode() if isinstance(v, bytes) else v for k, v in settings.items()}
    if node.op_type == "Split" and len(tensors) == 1:
        settings.setdefault("num_outputs", len(node.output))
    function = OPERATORS[node.op_type]
    known = inspect.signature(function).parameters
    for name in settings:
        if name not in known:
            raise LeftOut(f"the setting {name} of {node.op_type}")
    out = function(*tensors, **settings)
    return out if isinstance(out, tuple) else (out,)


def held(array: np.ndarray) -> Tensor:
    """An array as a tensor, of the types the engine holds."""
    if not isinstance(array, np.ndarray | np.generic):
        raise LeftOut("lists and optional values instead of tensors")
    array = np.asarray(array)
    if array.dtype not in HELD:
        raise LeftOut("numbers other than float32, float64, integers of 32 or 64 bits, and booleans")
    return tensor(array, dtype=array.dtype)


def coverage_report() -> list[str]:
    """Lines of text: the operators covered, how many cases, what is left out and why."""
    passed, reasons = Counter[str](), defaultdict(list)
    for operator, cases in cases_by_operator().items():
        for case in cases:
            try:
                check(case)
                passed[operator] += 1
            except LeftOut as left:
                reasons[str(left)].append(case.name.removeprefix("test_"))
    total = sum(map(len, reasons.values()))
    lines = [
        f"ONNX node tests: {sum(passed.values())} cases of {len(passed)} operators pass, {total} are left out"
    ]
    lines += ["covered: " + ", ".join(sorted(passed)), "left out, for they need"]
    for reason, names in sorted(reasons.items()):
        lines.append(f"  {reason}: {len(names)}, {', '.join(names[:2])}{' …' if len(names) > 2 else ''}")
    REPORT[:] = lines
    return lines


if __name__ == "__main__":
    print("\n".join(coverage_report()))  # noqa: T201
