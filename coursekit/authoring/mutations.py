"""Small changes to Python code, one at a time: each a slip that somebody could make."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from types import CodeType
from typing import Any, NamedTuple

from coursekit.authoring.alternatives import OPERATORS, Alternatives, Words, changed, number, reordered, swaps

STEP = "__step__"
"""Called in every round of a loop, so that a loop without an end can be stopped."""


class Mutant(NamedTuple):
    """Some code with one thing changed.

    Attributes:
        before: the statement that was changed, in one line; the first line of a loop or an `if`.
        after: the same now; empty where it was left out.
        code: the whole of it, compiled.
    """

    before: str
    after: str
    code: CodeType

    def __str__(self) -> str:
        """The change: `v = beta * v → v = beta + v`."""
        return f"{self.before} → {self.after or '(left out)'}"


class _Change(NamedTuple):
    """The statements that come into the tree at one place, and how the two statements read where they tell themselves apart."""

    holder: Any  # a dict of a node's fields, or a list in one
    key: Any
    new: Any
    before: str = ""
    after: str | None = None


class _Step(ast.Expr):
    """The call that counts a round of a loop; it belongs to no author and is never changed."""


def counted(tree: ast.Module) -> ast.Module:
    """Put a call of `__step__` into each loop of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.While)):
            node.body.insert(0, _Step(ast.Call(ast.Name(STEP, ast.Load()), [], [])))
    return ast.fix_missing_locations(tree)


def changed_once(
    tree: ast.Module, lines: Collection[int], *, statements_only: bool = False
) -> Iterator[Mutant]:
    """Change one thing at a time in some lines of a tree, and the defaults of a function that holds them.

    The tree is as it was when the last one has been made.
    """
    unchanged = compile(tree, "<mutant>", "exec")
    seen: set[tuple[int, str, str]] = set()
    for statement, change in _changes(tree, lines, statements_only=statements_only):
        before = change.before or _line(statement)
        old, change.holder[change.key] = change.holder[change.key], change.new
        after = _line(statement) if change.after is None else change.after
        code = _compiled(tree)
        change.holder[change.key] = old
        if (
            code is not None
            and code != unchanged
            and before != after
            and (statement.lineno, before, after) not in seen
        ):
            seen.add((statement.lineno, before, after))
            yield Mutant(before, after, code)


def _compiled(tree: ast.Module) -> CodeType | None:
    """Compile a tree, where it still is Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as "'int' object is not callable"
            return compile(ast.fix_missing_locations(tree), "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return None


def _line(statement: ast.stmt) -> str:
    """The statement in one line, without those inside it."""
    inside: dict[str, list[ast.stmt]] = {name: [] for name in ("body", "orelse") if hasattr(statement, name)}
    return ast.unparse(changed(statement, **inside)).strip()


def _changes(
    tree: ast.Module, lines: Collection[int], *, statements_only: bool
) -> Iterator[tuple[ast.stmt, _Change]]:
    for owner, name, words in _bodies(tree, _words(tree)):
        for place, statement in enumerate(list(getattr(owner, name))):
            found: Iterable[_Change] = ()
            if isinstance(statement, _Step):
                continue
            if statement.lineno in lines:
                fields = () if statements_only else _in_fields(statement, words)
                found = chain(_in_body(owner, name, place), fields)
            elif isinstance(statement, ast.FunctionDef) and _holds(statement, lines):
                found = chain(
                    _in_list(statement.args.defaults, Words()), _in_list(statement.args.kw_defaults, Words())
                )
            yield from ((statement, change) for change in found)


def _holds(function: ast.FunctionDef, lines: Collection[int]) -> bool:
    return any(function.lineno <= line <= (function.end_lineno or 0) for line in lines)


def _bodies(node: ast.AST, words: Words) -> Iterator[tuple[ast.AST, str, Words]]:
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        if isinstance(statements, list):
            yield node, name, words
            for each in statements:
                yield from _bodies(each, _words(each) if isinstance(each, ast.FunctionDef) else words)


def _words(node: ast.AST) -> Words:
    names: dict[str, None] = {}
    texts: dict[str, None] = {}
    for each in ast.walk(node):
        match each:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                names[name] = None
            case ast.Constant(value=str(text)) if len(text.split()) == 1:
                texts[text] = None
    parameters = [each.arg for each in ast.walk(node) if isinstance(each, ast.arg)]
    return Words(tuple(names), tuple(texts), tuple(parameters))


# Statements


def _in_body(owner: ast.AST, name: str, place: int) -> Iterator[_Change]:
    """Leave a statement out, put another in its place, swap it with the next, move that into the loop or out of it."""
    body: list[ast.stmt] = getattr(owner, name)
    head, statement, rest = body[:place], body[place], body[place + 1 :]
    line = _line(statement)

    def change(
        *new: ast.stmt, before: str = line, after: str = "", left: Sequence[ast.stmt] = rest
    ) -> _Change:
        return _Change(vars(owner), name, [*head, *new, *left] or [ast.Pass()], before, after)

    yield change()
    for other in _instead(statement):
        yield change(other, after=_line(other))
    if rest:
        following, *last = rest
        after = _line(following)
        if not _independent(statement, following):
            yield change(following, statement, before=f"{line}; {after}", after=f"{after}; {line}", left=last)
        if isinstance(statement, (ast.For, ast.While)):
            yield change(
                changed(statement, body=[*statement.body, following]),
                before=after,
                after=f"{after}  # in the loop",
                left=last,
            )
    if isinstance(statement, (ast.For, ast.While)):
        inner = statement.body[-1]
        yield change(
            changed(statement, body=statement.body[:-1]),
            inner,
            before=_line(inner),
            after=f"{_line(inner)}  # after the loop",
        )


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    """Return True for two assignments to names, neither of which can be seen by the other."""
    made, used = _names(one, ast.Store), _names(other, ast.expr_context)
    also_made, also_used = _names(other, ast.Store), _names(one, ast.expr_context)
    for statement in (one, other):
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        if not isinstance(statement, (ast.Assign, ast.AugAssign)) or not isinstance(targets[0], ast.Name):
            return False
    return not (made & used or also_made & also_used)


def _names(node: ast.AST, kind: type) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, kind)}


def _instead(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Other statements that this kind is taken for."""
    match statement:
        case ast.AugAssign(target, op, value):
            yield ast.Assign([target], value, lineno=statement.lineno)
            yield from (changed(statement, op=other()) for other in OPERATORS.get(type(op), ()))
        case ast.Assign([ast.Tuple() as target]):
            for elements in swaps(target.elts):
                yield changed(statement, targets=[changed(target, elts=elements)])
        case ast.If(test) | ast.While(test):
            for new in (ast.UnaryOp(ast.Not(), test), ast.Constant(True), ast.Constant(False)):
                yield changed(statement, test=new)
        case ast.For():
            yield from (changed(statement, iter=other) for other in reordered(statement.iter))


# Expressions


def _in_fields(node: ast.AST, words: Words) -> Iterator[_Change]:
    """Change the expressions of one statement, not those of the statements inside it; no text of an error either."""
    if isinstance(node, (ast.Raise, ast.JoinedStr)):
        return
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            yield from _in_list(value, words)
        else:
            yield from _at(vars(node), name, words)


def _in_list(nodes: list[Any], words: Words) -> Iterator[_Change]:
    for i in range(len(nodes)):
        yield from _at(nodes, i, words)


def _at(holder: Any, key: Any, words: Words) -> Iterator[_Change]:
    node = holder[key]
    if not isinstance(node, (ast.expr, ast.keyword, ast.comprehension)):
        return
    if not isinstance(getattr(node, "ctx", None), ast.Store):
        for new in Alternatives(words).visit(node):
            yield _Change(holder, key, new)
    if number(node) is None:
        yield from _in_fields(node, words)
