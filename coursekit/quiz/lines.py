"""Lines such as "c = a * b; d = c + a", computed with numbers of a class that a learner wrote."""

from __future__ import annotations

from typing import Any

Numbers = dict[str, float]


def computed(kind: Any, lines: str, a: float, b: float) -> tuple[Numbers, Numbers]:
    """Compute lines with a class, and go back from the last: the numbers and the gradients by name.

    Both are done twice with the same two numbers, as in training, and the second time counts: nothing may be left of the first.

    Args:
        kind: the class, which has `data`, `grad` and `backward()`.
        lines: assignments, with semicolons between them.
        a: the first number to begin with.
        b: the second one.
    """
    inputs: dict[str, Any] = {"a": kind(a), "b": kind(b)}
    for _ in range(2):
        for each in inputs.values():
            each.grad = 0.0
        names = dict(inputs)
        for line in lines.split("; "):
            exec(line, {"__builtins__": {}}, names)
        names[last_name(lines)].backward()
    return {name: each.data for name, each in names.items()}, {
        name: each.grad for name, each in names.items()
    }


def last_name(lines: str) -> str:
    """The name that the last of some lines defines."""
    return lines.split("; ")[-1].split(" = ")[0]
