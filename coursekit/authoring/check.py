"""Hold a course to its proofs: fresh notebooks, links that lead somewhere, mistakes that are named, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nbformat import NotebookNode

from coursekit.authoring import proofs
from coursekit.authoring.authors_code import run_file
from coursekit.authoring.build import unexecuted
from coursekit.authoring.compiled import compile_chapter, compiled_course, compiled_text
from coursekit.authoring.course import find_chapter, notebooks_of
from coursekit.authoring.glossary_page import GLOSSARY, glossary_notebook
from coursekit.authoring.goal_examples import review_goals
from coursekit.authoring.lint import (
    LONGEST,
    review_calls,
    review_code,
    review_links,
    review_outputs,
    same_text,
)
from coursekit.authoring.literals import review_numbers, review_recomputed
from coursekit.authoring.mutants import EQUIVALENTS, equivalents_in, tallies
from coursekit.authoring.notebook import loads
from coursekit.authoring.playground_page import PLAYGROUND, playground_notebook
from coursekit.authoring.prerequisites import review_exercise_links, review_prerequisites
from coursekit.content import Chapter, current_course, using_course
from coursekit.content.chapters import COMPILED, read_text
from coursekit.content.course import COMPILED_COURSE
from coursekit.errors import ArgumentError, BankError


def check_course(folder: Path, slugs: Sequence[str] = (), *, mutants: bool = False) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong with a course; none when all is well.

    Args:
        folder: of the course.
        slugs: of the chapters to look at; all when there are none.
        mutants: change the references too, one thing at a time, and name each change that a check accepts.

    Raises:
        FolderError: the course has not been built.
        UnknownIdError: there is no chapter of that name.
        BankError: course.yaml is malformed.
    """
    place = notebooks_of(folder)
    with using_course(folder):
        course = current_course()
        if (folder / COMPILED_COURSE).read_text(encoding="utf-8") != compiled_course(folder):
            yield f"{COMPILED_COURSE} is not what course.yaml makes; build the course again"
        pages = {GLOSSARY: glossary_notebook(course.chapters)}
        for name, page in {**pages, **({PLAYGROUND: playground_notebook()} if course.is_own else {})}.items():
            yield from _of_notebook(place, "lessons", name, page)
        for each in map(find_chapter, slugs) if slugs else course.chapters:
            try:
                for complaint in _of_chapter(each, place, mutants=mutants):
                    yield f"{each.slug}: {complaint}"
            except (ArgumentError, BankError) as problem:  # the other chapters are looked at all the same
                yield str(problem)


def _of_chapter(chapter: Chapter, place: Path, *, mutants: bool) -> Iterator[str]:
    if read_text(chapter.folder / COMPILED, source=COMPILED) != compiled_text(
        compile_chapter(chapter.folder)
    ):
        yield f"{COMPILED} is not what its texts make; build the chapter again"
    for kind, notebook in unexecuted(chapter).items():
        yield from _of_notebook(place, kind, chapter.notebook, notebook)
    yield from review_goals(chapter)
    yield from review_calls(chapter)
    yield from review_exercise_links(chapter)
    yield from review_prerequisites(chapter)
    yield from review_numbers(chapter)
    own = place / "tests" / "proofs" / chapter.slug
    if (own / "claims.py").is_file():
        yield from review_recomputed(chapter, run_file(own / "claims.py"))
    if chapter.exercises:
        yield from _of_checks(chapter, own, mutants=mutants)


def _of_checks(chapter: Chapter, own: Path, *, mutants: bool) -> Iterator[str]:
    attempts = proofs.attempts_in(own / "mistakes.py")
    yield from proofs.complaints(chapter, attempts)
    for proof in proofs.prove(chapter, attempts):
        if proof.complaint:
            yield proof.refusal
    if mutants:
        for tally in tallies(chapter, equivalents_in(own / EQUIVALENTS)):
            yield from tally.complaints


def _of_notebook(place: Path, kind: str, name: str, made: NotebookNode) -> Iterator[str]:
    path = place / kind / name
    if not path.is_file():
        yield f"{kind}/{name} is missing; build it"
        return
    found = loads(path.read_text(encoding="utf-8"))
    complaints = [
        *same_text(made, found),
        *review_links(found, path.parent),
        *review_code(found, longest=LONGEST if kind == "lessons" else None),
        *(review_outputs(found) if kind != "exercises" else []),
    ]
    yield from (f"{kind}/{name}: {complaint}" for complaint in complaints)
