"""The reference for lesson 4's `Value` by another way of differentiating, and the usual mistakes with what each says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from coursekit.quiz.elsewhere import Elsewhere
from coursekit.quiz.lines import computed, last_name

Numbers: TypeAlias = dict[str, float]
Result: TypeAlias = tuple[Numbers, Numbers]
GRAPHS = (
    "c = a * b",
    "c = a + b",
    "c = a.relu()",
    "c = a * b; d = c * b",
    "b = a.relu(); c = b * a",
    "b = a + a",
    "b = a * a",
    "c = a + b; d = c * a; e = c * b; f = d + e",
    "c = a * b; d = c.relu(); e = d + a; f = e * c; g = f + d",
    "c = a * b; d = c * c; e = d * d; f = e + c; g = f + a",
    "c = b + a; d = b * c; e = a * d; f = c + e; g = d * f; h = f * g",
    "c = a * b; unused = c * a; d = c + b",
    "z = b * b; m = z + a; k = m * z; x = k.relu(); a2 = x + m",
)


def run(kind: Any, lines: str, a: float, b: float) -> Result:
    """Compute lines such as "c = a * b; d = c + a" with a class, and go back from the last: the numbers and the gradients by name.

    Args:
        kind: the class, here or in another process; a function of the other three arguments is called instead.
        lines: assignments, with semicolons between them.
        a: the first number to begin with.
        b: the second one.
    """
    if isinstance(kind, type) and not issubclass(kind, Elsewhere):
        return computed(kind, lines, a, b)
    compute: Callable[..., Result] = kind.computed if issubclass(type(kind), type) else kind
    return compute(lines, a, b)


class _Dual(NamedTuple):
    """A number and how far it moves when one number before it is nudged."""

    data: float
    moves: float

    def __add__(self, other: Any) -> _Dual:
        return _Dual(self.data + other.data, self.moves + other.moves)

    def __mul__(self, other: Any) -> _Dual:
        return _Dual(self.data * other.data, self.moves * other.data + self.data * other.moves)

    def relu(self) -> _Dual:
        """The larger of the number and 0."""
        return self if self.data > 0 else _Dual(0.0, 0.0)


def value(lines: str, a: float, b: float) -> Result:
    """The numbers, and for each how far the last one moves with it, worked out forwards: one pass for each nudged name."""

    def forward(nudged: str) -> dict[str, _Dual]:
        names: dict[str, _Dual] = {}

        def keep(name: str, number: _Dual) -> None:
            names[name] = _Dual(number.data, 1.0) if name == nudged else number

        keep("a", _Dual(a, 0.0))
        keep("b", _Dual(b, 0.0))
        for line in lines.split("; "):
            name, expression = line.split(" = ")
            keep(name, eval(expression, {"__builtins__": {}}, names))
        return names

    plain = forward("")
    return {name: each.data for name, each in plain.items()}, {
        name: forward(name)[last_name(lines)].moves for name in plain
    }


def _walk_in_order(
    result: Any,
    *,
    order: Callable[[list[Any]], Any] = reversed,
    add: bool = True,
    first: float = 1.0,
    once: bool = True,
) -> None:
    """Sort, and let each hand on once; with add=False the last to arrive overwrites the others; with once=False a shared one is listed again."""
    result.grad = first
    for each in order(_sorted(result, once=once)):
        for parent, slope in zip(each.parents, each.slopes, strict=True):
            parent.grad = each.grad * slope + (parent.grad if add else 0.0)


def _sorted(result: Any, *, once: bool = True) -> list[Any]:
    """The numbers behind a result, each after its parents."""
    found: list[Any] = []

    def visit(each: Any) -> None:
        if each not in found or not once:
            for parent in each.parents:
                visit(parent)
            found.append(each)

    visit(result)
    return found


def _by_recursion(result: Any, *, add: bool = True) -> None:
    """Each hands on all it holds whenever something arrives; with add=False that overwrites what was there."""

    def visit(each: Any) -> None:
        for parent, slope in zip(each.parents, each.slopes, strict=True):
            parent.grad = each.grad * slope + (parent.grad if add else 0.0)
            visit(parent)

    result.grad = 1.0
    visit(result)


def _by_arrival(result: Any, *, take: int = 0) -> None:
    """Each hands on once, in the order in which it's reached from the result: breadth first, or depth first with take=-1."""
    result.grad = 1.0
    waiting, seen = [result], [result]
    while waiting:
        each = waiting.pop(take)
        for parent, slope in zip(each.parents, each.slopes, strict=True):
            parent.grad += each.grad * slope
            if parent not in seen:
                seen.append(parent)
                waiting.append(parent)


def _from_the_top(result: Any) -> None:
    """Each hands on once, as soon as a recursion reaches it."""
    seen: list[Any] = []

    def visit(each: Any) -> None:
        if each not in seen:
            seen.append(each)
            for parent, slope in zip(each.parents, each.slopes, strict=True):
                parent.grad += each.grad * slope
                visit(parent)

    result.grad = 1.0
    visit(result)


def _never_emptied() -> Callable[[Any], None]:
    """Walk a list on which the numbers of an earlier graph still stand; all go once a graph shares none with them."""
    kept: dict[Any, None] = {}

    def back(result: Any) -> None:
        found = _sorted(result)
        if kept.keys().isdisjoint(found):
            kept.clear()
        kept.update(dict.fromkeys(found))
        result.grad = 1.0
        for each in reversed(kept):
            for parent, slope in zip(each.parents, each.slopes, strict=True):
                parent.grad += each.grad * slope

    return back


def _slopes_left_out(result: Any) -> None:
    result.grad = 1.0
    for each in reversed(_sorted(result)):
        for parent in each.parents:
            parent.grad += each.grad


def _kind(
    product: Callable[[float, float], tuple[float, float]] = lambda a, b: (b, a),
    *,
    gate: Callable[[float], float] = lambda z: float(z > 0),
    bent: Callable[[float], float] = lambda z: max(0.0, z),
    same: bool = False,
    back: Callable[[Any], None] = _walk_in_order,
) -> type:
    """A class like Value, with one thing made in another way; with same=True ReLU hands on a number above 0 as it is."""

    class Value:
        def __init__(self, data: float, parents: Any = (), slopes: Any = ()) -> None:
            self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

        def __add__(self, other: Any) -> Value:
            return Value(self.data + other.data, (self, other), (1.0, 1.0))

        def __mul__(self, other: Any) -> Value:
            return Value(self.data * other.data, (self, other), product(self.data, other.data))

        def relu(self) -> Value:
            return self if same and self.data > 0 else Value(bent(self.data), (self,), (gate(self.data),))

        def backward(self) -> None:
            back(self)

    return Value


def _mistakes() -> Iterator[tuple[Callable[..., Any], str]]:
    once = "A number handed on before everything had arrived: it was reached on one way, and more was still to come on another. Put it on a list after its parents, and walk the list backwards."
    said: list[tuple[type, str]] = [
        (_kind(lambda a, b: (a, b)), "In a product the slope in one factor is the *other* factor: if a moves, a · b moves b times as far. Do parents and slopes stand in the same order?"),
        (_kind(lambda a, b: (1.0, 1.0)), "These are the slopes of a sum. In a product the slope in one factor is the other factor."),
        (_kind(gate=lambda z: 1.0), "The gate is always open: where the sum isn't above 0, ReLU is flat and its slope is 0."),
        (_kind(gate=lambda z: float(z >= 0)), "At exactly 0 the slope of `relu` counts as 0: the gate is open where the number is *above* 0."),
        (_kind(gate=lambda z: max(0.0, z)), "The slope of `relu` is 1 or 0; you kept its result."),
        (_kind(gate=lambda z: float(z < 0)), "The gate is the wrong way round: it's open where the number is above 0."),
        (_kind(bent=lambda z: z), "`relu` has to give 0 where the number is below 0."),
        (_kind(same=True), "`relu` handed back the same Value where it's above 0. Make a new one, with this one as its parent."),
        (_kind(back=partial(_walk_in_order, first=0.0)), "All gradients are 0: the result itself begins with the gradient 1."),
        (_kind(back=partial(_walk_in_order, add=False)), "Where ways meet, the last one overwrote the others: add what arrives with +=."),
        (_kind(back=_by_recursion), "A number handed on each time something arrived, its old part included. It should hand on once, when it's complete."),
        (_kind(back=partial(_by_recursion, add=False)), "What arrived last overwrote the rest: add it with +=, and let each number hand on once, when it's complete."),
        (_kind(back=partial(_walk_in_order, order=list)), "Only the parents of the result got a gradient: the others had no turn, or had it before anything had arrived. Put each on the list after its parents, and walk the list in reverse."),
        (_kind(back=partial(_walk_in_order, once=False)), "A number that's used twice stood on the list twice, and handed on twice. Keep a set of those that were visited, and skip them."),
        (_kind(back=_by_arrival), once),
        (_kind(back=partial(_by_arrival, take=-1)), once),
        (_kind(back=_from_the_top), once),
        (_kind(back=_never_emptied()), "Your list still holds the numbers of an earlier graph, and they hand on once more. Make a new list inside `backward`, at each call."),
        (_kind(back=_slopes_left_out), "The slopes were left out: hand on the gradient *times* the slope."),
    ]  # fmt: skip
    for kind, sentence in said:
        yield partial(run, kind), sentence


VALUE = list(_mistakes())
