"""The scalar engine of lesson 4: numbers that remember what they were computed from, and find their own gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
ADD, MULTIPLY, RELU = range(3)


class Value:
    """A number, the numbers it was computed from, and how steeply it depends on each of them.

    Attributes:
        data: the number.
        grad: how many times as far the result of `backward` moves as this number; 0 before.
        parents: the Values it was computed from.
        slopes: of this number in each of them.
    """

    def __init__(self, data: float, parents: tuple[Value, ...] = (), slopes: tuple[float, ...] = ()) -> None:
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other: Value) -> Value:
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: Value) -> Value:
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def relu(self) -> Value:
        """The larger of this number and 0."""
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self) -> None:
        """Add to the `grad` of every number behind this one how many times as far this one moves."""
        order: list[Value] = []
        seen: set[Value] = set()

        def visit(value: Value) -> None:
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                order.append(value)  # after everything it was computed from

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes, strict=True):
                parent.grad += slope * value.grad

    def __repr__(self) -> str:
        return f"Value({self.data:g}, grad={self.grad:g})"


def gradients_with(kind: Any, program: Array, numbers: Array) -> tuple[Array, Array]:
    """Compute a program with a class such as Value, and go back.

    Args:
        kind: the class.
        program: rows (operation, place, place), whole numbers; the places count the numbers and then the results. `RELU`
            uses the first place only.
        numbers: the values to begin with, (n,).

    Returns:
        the last result, and its slopes in the numbers (n,).
    """
    values = [kind(number) for number in np.asarray(numbers, float).tolist()]
    leaves = list(values)
    for operation, i, j in np.asarray(program).tolist():
        if operation == RELU:
            values.append(values[i].relu())
        else:
            values.append(values[i] + values[j] if operation == ADD else values[i] * values[j])
    values[-1].backward()
    return np.asarray(values[-1].data, float), np.asarray([leaf.grad for leaf in leaves], float)


def random_program(rng: np.random.Generator, n: int = 3, length: int = 8) -> tuple[Array, Array]:
    """A program on n numbers in which results are used more than once, and the numbers."""
    rows = []
    for place in range(n, n + length):
        operation = int(rng.choice([ADD, MULTIPLY, MULTIPLY, RELU]))
        rows.append((operation, place - 1, int(rng.integers(0, place))))
    return np.array(rows), rng.uniform(0.5, 1.5, n) * rng.choice([-1, 1, 1], n)
