"""Try every exercise with its reference, its variants, its mistakes and nothing, in this process.

A chapter's `mistakes.py` holds real functions, each under a decorator:

    @mistake("neuron.boundary", "sign", says="The sign is wrong")
    def boundary(w, b, x1):
        return (w[0] * x1 + b) / w[1]

    mistake("neuron.boundary", "no division", says="still to come")(lambda w, b, x1: -(w[0] * x1 + b))

A mistake that the check itself knows, as a function with its sentence in `expect.agrees(…, mistakes=…)`, is
tried by itself and needs no place there.

They run as if they were typed in the solved exercise notebook: they see its names, and what they use from their own
file comes along. A lambda takes the name of its exercise. Several definitions go into one call,
`mistake(…)(encode, decode)`. A mistake's message must hold what it `says`, and no other mistake's may; a variant
must pass.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode

from coursekit.authoring.answer_cells import TAG
from coursekit.authoring.authors_code import run_file
from coursekit.authoring.build import unexecuted
from coursekit.authoring.rebinding import rebound
from coursekit.content import Chapter
from coursekit.errors import ArgumentError
from coursekit.quiz import CheckResult, Exercise, known_mistakes, run_check

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
_LEAST_MISTAKES, _LEAST_VARIANTS = 3, 2


class Mistake(NamedTuple):
    """A plausible wrong solution, and a phrase that only its message holds.

    Attributes:
        exercise: the exercise's id, such as "neuron.boundary".
        name: the slip, in a few words.
        says: words of the message that answers it, and of no other mistake's.
        definitions: the wrong functions or classes.
        home: the names of the file they are written in.
    """

    exercise: str
    name: str
    says: str
    definitions: tuple[Any, ...]
    home: dict[str, Any]


class Variant(NamedTuple):
    """A right solution that looks different from the reference.

    Attributes:
        exercise: the exercise's id, such as "neuron.boundary".
        name: the difference, in a few words.
        definitions: the right functions or classes.
        home: the names of the file they are written in.
    """

    exercise: str
    name: str
    definitions: tuple[Any, ...]
    home: dict[str, Any]


class Proof(NamedTuple):
    """The outcome of one attempt at an exercise; `complaint` says what is wrong with it, empty when all is well."""

    exercise: str
    kind: str
    name: str
    outcome: str
    message: str
    complaint: str

    @property
    def refusal(self) -> str:
        """The attempt, what is wrong with it, and what the check said, in one sentence."""
        attempt = f"{self.exercise}, {self.kind}{f' {self.name!r}' if self.name else ''}"
        said = " ".join(self.message.split())
        return f"{attempt}: {self.complaint}{f'; it said: {said}' if said else ''}"

    def __str__(self) -> str:
        """One line: exercise, kind, name, outcome, the message's first words; a complaint shows all of it."""
        words = " ".join(self.message.split())
        line = f"{self.exercise:20} {self.kind:10} {self.name:28} {self.outcome:13}"
        return f"✗ {line} {words}\n    {self.complaint}" if self.complaint else f"  {line} {words[:90]}"


_registered: list[Mistake | Variant] = []  # by the file that `attempts_in` is running


def mistake(exercise: str, name: str, *, says: str = "") -> Callable[..., Any]:
    """Register what is decorated as a wrong solution of `exercise` whose message holds `says`, whatever it is without."""
    home = sys._getframe(1).f_globals

    def register(*definitions: Any) -> Any:
        _registered.append(Mistake(exercise, name, says, definitions, home))
        return definitions[0]

    return register


def variant(exercise: str, name: str) -> Callable[..., Any]:
    """Register what is decorated as a right solution of `exercise` that differs from the reference."""
    home = sys._getframe(1).f_globals

    def register(*definitions: Any) -> Any:
        _registered.append(Variant(exercise, name, definitions, home))
        return definitions[0]

    return register


def attempts_in(path: Path) -> list[Mistake | Variant]:
    """Run a `mistakes.py` and return what its decorators registered, in the order of the file.

    Raises:
        ArgumentError: there is no such file.
        BankError: it does not run.
    """
    if not path.is_file():
        raise ArgumentError(f"{path} is missing; write the exercises' mistakes and variants there")
    _registered.clear()
    run_file(path)
    return list(_registered)


def prove(
    chapter: Chapter,
    attempts: Iterable[Mistake | Variant],
    *,
    only: str | None = None,
    seeds: Iterable[int] = range(5),
    notebooks: Mapping[str, NotebookNode] | None = None,
) -> list[Proof]:
    """Try each exercise as shipped, with its reference, its variants and its mistakes.

    Args:
        chapter: whose exercises are tried.
        attempts: from `attempts_in`; those of other chapters are left out.
        only: the full id of the one exercise to try; all of the chapter's where None.
        seeds: of the checks' inputs; a proof that fails with any seed shows that seed's result.
        notebooks: of the chapter, as `unexecuted` makes them; made anew where None.
    """
    attempts, seeds = list(attempts), list(seeds)
    notebooks = notebooks or unexecuted(chapter)
    solved = definitions(sources(notebooks["solutions"]))
    shipped = definitions(sources(notebooks["exercises"]))
    found: list[Proof] = []
    for full_id, exercise in chapter.exercises.items():
        if only not in (None, full_id):
            continue
        own = [each for each in attempts if chapter.full_id(each.exercise) == full_id]
        for case in _cases(exercise, own, solved, shipped):
            results = [_proof(full_id, exercise, case, seed) for seed in seeds]
            found.append(next((each for each in results if each.complaint), results[0]))
    return found


def table(proofs: Iterable[Proof]) -> str:
    """Print-ready lines: one a proof, and below them the number of mistakes and variants an exercise has."""
    proofs = list(proofs)
    counts: dict[str, Counter[str]] = {}
    for each in proofs:
        counts.setdefault(each.exercise, Counter())[each.kind] += 1
    tally = [f"  {name:26} {n['mistake']:2} mistakes, {n['variant']} variants" for name, n in counts.items()]
    return "\n".join([*map(str, proofs), *tally])


def complaints(
    chapter: Chapter,
    attempts: Iterable[Mistake | Variant],
    *,
    notebooks: Mapping[str, NotebookNode] | None = None,
) -> list[str]:
    """Say, one line each, where the attempts fall short of what an exercise needs, before any is tried."""
    said: dict[str, list[str]] = {name: [] for name in chapter.exercises}
    variants: Counter[str] = Counter()
    order: list[str] = []
    found: list[str] = []
    for each in attempts:
        full_id = chapter.full_id(each.exercise)
        if full_id not in said:
            found.append(f"mistakes.py: there is no exercise {full_id!r}")
            continue
        order.append(full_id)
        if isinstance(each, Mistake):
            said[full_id].append(each.says)
        else:
            variants[full_id] += 1
    place = list(said).index
    found += [
        f"mistakes.py: {after!r} comes after {before!r}; keep the order of checks.py"
        for before, after in pairwise(order)
        if place(after) < place(before)
    ]
    few = [name for name, says in said.items() if len(says) < _LEAST_MISTAKES]
    solved = definitions(sources((notebooks or unexecuted(chapter))["solutions"])) if few else {}
    for name, says in said.items():
        known = known_mistakes(chapter.exercises[name], solved) if name in few else []
        if len(says) + len(known) < _LEAST_MISTAKES:
            count = len(says) + len(known)
            found.append(f"mistakes.py: {name!r} has {count} mistakes, it needs {_LEAST_MISTAKES}")
        if variants[name] < _LEAST_VARIANTS:
            found.append(f"mistakes.py: {name!r} has {variants[name]} variants, it needs {_LEAST_VARIANTS}")
        if len(set(says)) < len(says):
            found.append(
                f"mistakes.py: two mistakes of {name!r} expect the same words; each has its own message"
            )
    return found


def definitions(sources: Iterable[str]) -> dict[str, Any]:
    """Run only the imports, functions, classes and assignments of some cells; return the names they define."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for source in sources:
        exec(compile(defining(source), "<cell>", "exec"), space)
    return space


def defining(source: str) -> ast.Module:
    """The imports, functions, classes and assignments of a cell."""
    tree = ast.parse(source)
    tree.body = [part for part in tree.body if isinstance(part, _DEFINING)]
    return tree


def sources(notebook: NotebookNode) -> list[str]:
    """The code cells of a notebook, those that answer the questions left out."""
    own = (cell for cell in notebook.cells if TAG not in cell.metadata.get("tags", []))
    return [cell.source for cell in own if cell.cell_type == "code"]


def space_of(attempt: Mistake | Variant, solved: Mapping[str, Any]) -> dict[str, Any]:
    """The names of the solved notebook with the attempt's definitions in place of its own.

    A lambda has the name of its exercise.
    """
    exercise = attempt.exercise.rpartition(".")[2]
    names = [each.__name__.replace("<lambda>", exercise) for each in attempt.definitions]
    return rebound(dict(zip(names, attempt.definitions, strict=True)), solved, attempt.home)


class _Case(NamedTuple):
    kind: str
    name: str
    space: Mapping[str, Any]
    outcomes: tuple[str, ...]
    says: str = ""
    others: tuple[str, ...] = ()  # what the exercise's other mistakes say


def _cases(
    exercise: Exercise, attempts: list[Mistake | Variant], solved: dict[str, Any], shipped: dict[str, Any]
) -> Iterator[_Case]:
    yield _Case("as shipped", "", shipped, ("not attempted",))
    yield _Case("reference", "", solved, ("correct",))
    known = known_mistakes(exercise, solved)
    words = {each.says for each in attempts if isinstance(each, Mistake)} | {each[2] for each in known}
    for name, function, says in known:
        space = {**solved, name: function}
        yield _Case("mistake", says, space, ("not yet", "crashed"), says, _others(words, says))
    for each in attempts:
        space = space_of(each, solved)
        if isinstance(each, Variant):
            yield _Case("variant", each.name, space, ("correct",))
        else:
            others = _others(words, each.says)
            yield _Case("mistake", each.name, space, ("not yet", "crashed"), each.says, others)


def _others(words: set[str], says: str) -> tuple[str, ...]:
    """Words of other mistakes; those that are part of one another belong together."""
    return tuple(each for each in words if each not in says and says not in each)


def _proof(full_id: str, exercise: Exercise, case: _Case, seed: int) -> Proof:
    result = run_check(exercise, case.space, seed=seed)
    return Proof(full_id, case.kind, case.name, result.outcome, result.message, _complaint(case, result))


def _complaint(case: _Case, result: CheckResult) -> str:
    if result.outcome not in case.outcomes:
        return f"it should be {' or '.join(map(repr, case.outcomes))}"
    if case.says not in result.message:
        return f"its message should hold {case.says!r}"
    borrowed = [other for other in case.others if other in result.message]
    return f"its message also holds what tells another mistake: {borrowed[0]!r}" if borrowed else ""
