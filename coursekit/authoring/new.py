"""Make a course, or a chapter, that is complete and passes its proofs, for its author to change.

The files in template/ hold the words SLUG, NUMBER and NOTEBOOK where the chapter's own go.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coursekit.authoring.compiled import source_folders
from coursekit.content import load_course
from coursekit.content.course import COMPILED_COURSE
from coursekit.errors import ArgumentError, FolderError
from coursekit.files import write_whole

TEMPLATE = Path(__file__).parent / "template"


def new_course(folder: Path, slug: str = "doubling") -> Iterator[Path]:
    """Make the texts of a course with one chapter, one exercise and a test, yielding each file.

    Raises:
        FolderError: something is in the folder already, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(f"{folder} is not empty; name a new folder for the course")
    files = {folder / "course.yaml": "course.yaml", folder / "tests" / "test_course.py": "test_course.py"}
    yield from _written({path: (TEMPLATE / name).read_text(encoding="utf-8") for path, name in files.items()})
    yield from new_chapter(folder, folder, slug)


def new_chapter(course: Path, place: Path, slug: str) -> Iterator[Path]:
    """Make the texts and the proofs of one more chapter of a course, yielding each file.

    Args:
        course: the folder with course.yaml.
        place: where tests/proofs/ of the course is.
        slug: the chapter's name: small letters and digits.

    Raises:
        ArgumentError: the name cannot be used, or is taken.
        FolderError: a file cannot be written.
    """
    if not (slug.isidentifier() and slug.islower()):
        raise ArgumentError(
            f"{slug!r} cannot name a chapter; use small letters and digits, such as 'attention'"
        )
    if slug in source_folders(course):
        raise ArgumentError(f"there is a chapter {slug!r} already; give the new one another name")
    number = load_course(course).chapters[-1].number + 1 if (course / COMPILED_COURSE).exists() else 1
    words = {"SLUG": slug, "NUMBER": str(number), "NOTEBOOK": f"{number:02}_{slug}.ipynb"}
    targets = {"chapter": course / slug, "proofs": place / "tests" / "proofs" / slug}
    texts: dict[Path, str] = {}
    for kind, target in targets.items():
        for path in sorted((TEMPLATE / kind).glob("*.*")):
            text = path.read_text(encoding="utf-8")
            for word, own in words.items():
                text = text.replace(word, own)
            texts[target / path.name] = text
    if (course / "__init__.py").exists():
        texts[course / slug / "__init__.py"] = f'"""Chapter {number}."""\n'
    yield from _written(texts)


def _written(texts: dict[Path, str]) -> Iterator[Path]:
    for path, text in texts.items():
        try:
            write_whole(path, text)
        except OSError as problem:
            raise FolderError(f"{path} cannot be written ({problem.strerror or problem})") from problem
        yield path
