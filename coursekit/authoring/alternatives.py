# ruff: noqa: D102 - the name of a visitor says which node it is for
"""Alternatives to an expression of Python: the operator, number, name, axis or bound next to it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

IN_PLACE = "in_place"
"""`in_place.isub(w, step)` is the slip `w -= step`, as an expression."""

Node = TypeVar("Node", bound=ast.AST)

OPERATORS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add, ast.FloorDiv),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.Mult, ast.FloorDiv),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_COMMUTE = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)
_AUGMENTED = {
    ast.Add: "iadd",
    ast.Sub: "isub",
    ast.Mult: "imul",
    ast.Div: "itruediv",
    ast.Pow: "ipow",
    ast.MatMult: "imatmul",
}
_FUNCTIONS = {
    "all": ("any",),
    "any": ("all",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "ceil": ("floor",),
    "cos": ("sin",),
    "exp": ("expm1", "exp2"),
    "floor": ("ceil",),
    "log": ("log1p", "log2"),
    "max": ("min", "sum", "mean"),
    "maximum": ("minimum",),
    "mean": ("sum", "max"),
    "min": ("max",),
    "minimum": ("maximum",),
    "ones": ("zeros",),
    "sin": ("cos",),
    "sqrt": ("square",),
    "sum": ("mean", "prod", "max"),
    "zeros": ("ones",),
}


class Words(NamedTuple):
    """Names and short texts of a function, which may be mistaken for each other, and its parameters."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


class Alternatives(ast.NodeVisitor):
    """Visit one expression, and get what it could be taken for."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def generic_visit(self, node: ast.AST) -> Iterable[ast.AST]:  # noqa: ARG002 - the visitor's signature
        """Return nothing: this kind of node is taken for no other."""
        return ()

    def visit_Constant(self, node: ast.Constant) -> Iterator[ast.expr]:
        value = node.value
        if isinstance(value, bool):
            yield ast.Constant(not value)
        elif isinstance(value, (int, float)):
            yield from _numbers(value)
        elif isinstance(value, str):
            yield from (ast.Constant(text) for text in self._words.texts if text != value)

    def visit_Name(self, node: ast.Name) -> Iterator[ast.expr]:
        if node.id in self._words.names:
            yield from (ast.Name(name, ast.Load()) for name in self._words.names if name != node.id)

    def visit_Attribute(self, node: ast.Attribute) -> Iterator[ast.expr]:
        if node.attr in ("pi", "inf", "e"):
            yield from (ast.Constant(0), ast.Constant(1))
        elif self._of_a_value(node):
            yield node.value

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Iterator[ast.expr]:
        value = number(node)
        yield from [node.operand] if value is None else _numbers(value)
        inner = node.operand
        if isinstance(inner, ast.BinOp) and not isinstance(inner.op, (ast.Mult, ast.Div, ast.MatMult)):
            yield changed(inner, left=changed(node, operand=inner.left))

    def visit_BinOp(self, node: ast.BinOp) -> Iterator[ast.expr]:
        kind = type(node.op)
        yield from (changed(node, op=other()) for other in OPERATORS.get(kind, ()))
        if kind not in _COMMUTE:
            yield changed(node, left=node.right, right=node.left)
        yield from (node.left, node.right)
        yield from _brackets_moved(node)
        if kind in _AUGMENTED and isinstance(node.left, ast.Name) and node.left.id in self._words.parameters:
            function = ast.Attribute(ast.Name(IN_PLACE, ast.Load()), _AUGMENTED[kind], ast.Load())
            yield ast.Call(function, [node.left, node.right], [])

    def visit_BoolOp(self, node: ast.BoolOp) -> Iterator[ast.expr]:
        yield from (changed(node, op=other()) for other in OPERATORS[type(node.op)])
        yield from node.values

    def visit_Compare(self, node: ast.Compare) -> Iterator[ast.expr]:
        for i, op in enumerate(node.ops):
            for other in OPERATORS[type(op)]:
                yield changed(node, ops=[*node.ops[:i], other(), *node.ops[i + 1 :]])

    def visit_IfExp(self, node: ast.IfExp) -> Iterator[ast.expr]:
        yield from (node.body, node.orelse, changed(node, body=node.orelse, orelse=node.body))

    def visit_Call(self, node: ast.Call) -> Iterator[ast.expr]:
        function = node.func
        field = "attr" if isinstance(function, ast.Attribute) else "id"
        name = getattr(function, field, "")
        for other in _FUNCTIONS.get(name, ()):
            yield changed(node, func=changed(function, **{field: other}))
        if isinstance(function, ast.Attribute) and self._of_a_value(function):
            yield function.value
        yield from node.args
        yield from _other_arguments(node)
        if name == "len":
            yield from (ast.BinOp(node, op, ast.Constant(1)) for op in (ast.Add(), ast.Sub()))
        if name == "range":
            yield from _other_ranges(node)

    def visit_Subscript(self, node: ast.Subscript) -> Iterator[ast.expr]:
        yield node.value
        if isinstance(part := node.slice, ast.Slice):
            for name in ("lower", "upper", "step"):
                yield changed(node, slice=changed(part, **{name: None}))

    def visit_Tuple(self, node: ast.Tuple) -> Iterator[ast.expr]:
        yield from node.elts
        yield from self.visit_List(node)

    def visit_List(self, node: ast.List | ast.Tuple) -> Iterator[ast.expr]:
        yield from (changed(node, elts=elts) for elts in (*swaps(node.elts), *without_one(node.elts)))

    def visit_Dict(self, node: ast.Dict) -> Iterator[ast.expr]:
        for keys, values in zip(without_one(node.keys), without_one(node.values), strict=True):
            yield changed(node, keys=keys, values=values)

    def visit_comprehension(self, node: ast.comprehension) -> Iterator[ast.comprehension]:
        yield from (changed(node, iter=other) for other in reordered(node.iter))
        for i, test in enumerate(node.ifs):
            for new in ([], [ast.UnaryOp(ast.Not(), test)]):
                yield changed(node, ifs=[*node.ifs[:i], *new, *node.ifs[i + 1 :]])

    def _of_a_value(self, node: ast.Attribute) -> bool:
        """True for `x.T` and `x.sum`, False for `np.sum`."""
        return not isinstance(node.value, ast.Name) or node.value.id in self._words.names


def _other_arguments(node: ast.Call) -> Iterator[ast.expr]:
    """Two swapped, the last one or a keyword left out, a bracket that closes too early."""
    yield from (changed(node, args=args) for args in swaps(node.args))
    yield from (changed(node, keywords=kept) for kept in without_one(node.keywords))
    if len(node.args) > 1:
        yield changed(node, args=node.args[:-1])
    for i, each in enumerate(node.args):
        if isinstance(each, ast.BinOp):
            yield changed(each, left=changed(node, args=[*node.args[:i], each.left, *node.args[i + 1 :]]))


def _other_ranges(node: ast.Call) -> Iterator[ast.expr]:
    *start, end = node.args[:2]
    if not start:
        yield changed(node, args=[ast.Constant(1), end])
    for op in (ast.Add(), ast.Sub()):
        yield changed(node, args=[*start, ast.BinOp(end, op, ast.Constant(1)), *node.args[2:]])


def _brackets_moved(node: ast.BinOp) -> Iterator[ast.expr]:
    """`(a + b) * c` as `a + b * c`, and the other way round."""
    inner = node.left
    if isinstance(inner, ast.BinOp) and not _is_associative(inner.op, node.op):
        yield changed(inner, right=changed(node, left=inner.right))
    inner = node.right
    if isinstance(inner, ast.BinOp) and not _is_associative(node.op, inner.op):
        yield changed(inner, left=changed(node, right=inner.left))


def _is_associative(first: ast.operator, second: ast.operator) -> bool:
    """True where a ∘ b ∘ c is the same with brackets around either two."""
    kinds = {ast.Add: (ast.Add, ast.Sub), ast.Mult: (ast.Mult, ast.Div), ast.MatMult: (ast.MatMult,)}
    return isinstance(second, kinds.get(type(first), ()))


def number(node: ast.AST) -> float | None:
    """Return the value of a number in the code, with its sign; None for anything else."""
    match node:
        case ast.UnaryOp(ast.USub(), ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
    return None


def _numbers(value: float) -> Iterator[ast.Constant]:
    near = (value + 1, value - 1) if isinstance(value, int) else (float(f"{1.5 * value:.12g}"),)
    for other in dict.fromkeys((*near, type(value)(0), type(value)(1), -value)):
        if other != value:
            yield ast.Constant(other)


def changed(node: Node, **fields: Any) -> Node:
    """Return a copy of a node with other fields."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def swaps(nodes: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    """Swap each two neighbours."""
    for i in range(len(nodes) - 1):
        yield [*nodes[:i], nodes[i + 1], nodes[i], *nodes[i + 2 :]]


def without_one(nodes: Sequence[Any]) -> Iterator[list[Any]]:
    """Leave each one out."""
    for i in range(len(nodes)):
        yield [*nodes[:i], *nodes[i + 1 :]]


def reordered(node: ast.expr) -> Iterator[ast.expr]:
    """Go through the rest, all but the last, the first alone, and through all from the back."""
    for part in ("1:", ":-1", ":1", "::-1"):
        (statement,) = ast.parse(f"list({ast.unparse(node)})[{part}]").body
        assert isinstance(statement, ast.Expr)
        yield statement.value
