"""The learner's working copy: lessons, exercises and their progress in a folder of their own.

Nothing that exists is overwritten: a notebook whose text the learner changed stays, and a new edition of it
is put beside it. `.coursekit/handed-out.json` remembers what was handed out, to tell the two apart.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import coursekit
from coursekit.content import Course, current_course
from coursekit.errors import FolderError
from coursekit.files import write_whole
from coursekit.lab.static_outputs import with_static_outputs

Notebook = dict[str, Any]
Memory = dict[str, dict[str, str]]
KINDS = ("lessons", "exercises")
EDITION = "edition"  # of the course that handed out last, among the notebooks in the memory


def update_learner_folder(folder: Path, *, source: Path | None = None) -> list[str]:
    """Make the working copy in `folder`, or bring an existing one up to date.

    Args:
        folder: made where it does not exist.
        source: holds lessons/ and exercises/; by default those of this course.

    Returns:
        One line for each notebook that is new, refreshed or offered beside a changed one, for the learner.

    Raises:
        FolderError: `folder` is a file, cannot be written or is the course's own, or the course has no notebooks.
    """
    course = current_course(folder)
    source = source or notebooks_folder(course)
    if folder.resolve() == source.resolve():
        raise FolderError(
            f"{folder} holds the course itself; learn in a folder of your own: coursekit lab FOLDER"
        )
    with folder_errors(folder):
        (folder / ".coursekit" / "progress").mkdir(parents=True, exist_ok=True)
        memory, lines = read_memory(folder), []
        for kind in KINDS:
            for path in sorted((source / kind).glob("*.ipynb")):
                before = dict(memory)
                lines += _update_notebook(folder, f"{kind}/{path.name}", path, memory)
                if memory != before:
                    _write_memory(folder, memory)
        if memory.get(EDITION, {}).get("course") != course.edition:
            memory[EDITION] = {"course": course.edition}
            _write_memory(folder, memory)
    return lines


def edition_lines(folder: Path, course: Course) -> list[str]:
    """Say where the notebooks of a working copy are not those of the course's edition, and what to do; else nothing."""
    lines = []
    if read_memory(folder).get(EDITION, {}).get("course", course.edition) != course.edition:
        lines.append(
            "A new edition of the course is installed, and the notebooks here are from the one before. Close the "
            "course and start it again as you always do: notebooks that you haven't changed are brought up to date, "
            "beside those that you changed the new ones are put, and every answer is kept."
        )
    offered = sorted(path.name for kind in KINDS for path in (folder / kind).glob("* (new*).ipynb"))
    if offered:
        lines.append(
            "You have changed some notebooks of which there is a new edition. Yours stay as they are, and the new ones "
            f"are beside them: {', '.join(offered)}. Delete the ones that you don't need."
        )
    return lines


def folder_to_open(given: str | None) -> Path:
    """Return the working copy that `coursekit lab` opens: as typed, else the one we stand in, else a new one here."""
    if given is not None:
        return Path(given).expanduser()
    here = Path.cwd()
    return next(
        (place for place in (here, *here.parents) if memory_file(place).exists()),
        here / current_course().folder_name,
    )


def learner_folder(given: str | None, environ: dict[str, str] | None = None) -> Path:
    """Return the working copy that a command is meant for.

    Args:
        given: as typed; None looks at $COURSEKIT_FOLDER, here and upwards, then at the folder that the course is called by.
        environ: by default the process's own.

    Raises:
        FolderError: there is no working copy.
    """
    if given is not None:
        places = [Path(given).expanduser()]
    else:
        named = (os.environ if environ is None else environ).get("COURSEKIT_FOLDER")
        here = Path.cwd()
        places = (
            [Path(named).expanduser()]
            if named
            else [here, *here.parents, here / current_course().folder_name]
        )
    for place in places:
        if (place / ".coursekit").is_dir():
            return place.resolve()
    raise FolderError(
        f"there is no course in {places[0]} (no folder .coursekit in it); "
        "name the folder you learn in, or make one with: coursekit lab"
    )


def notebooks_folder(course: Course) -> Path:
    """Return where the built lessons/ and exercises/ of a course are: in its folder.

    Those of our own course are in the installed package, or beside it in a clone.

    Raises:
        FolderError: they are not there.
    """
    package = Path(coursekit.__file__).parent
    for place in (package / "notebooks", package.parent) if course.is_own else (course.folder,):
        if any((place / "lessons").glob("*.ipynb")):
            return place
    if course.is_own:
        raise FolderError(
            f"the lessons are missing beside {package}; install coursekit again, or run scripts/build"
        )
    raise FolderError(
        f"{course.folder} has no lessons yet; build them first: coursekit build --course {course.folder}"
    )


def put_aside(path: Path, label: str, *, counted: bool = False) -> Path:
    """Rename a file to "name (label)", with a number where that is taken or all are counted.

    Returns:
        The new path.
    """
    for new in names_beside(path, label, counted=counted):
        with suppress(FileExistsError):
            new.open("xb").close()  # the name is ours, whoever else puts something aside at this moment
            break
    try:
        return path.replace(new)
    except OSError:
        new.unlink()
        raise


def write_notebook(path: Path, notebook: Notebook) -> None:
    """Write a notebook whole or not at all, and sign it so that its outputs show at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Half a surrogate pair, which no encoding has, is written as JSON escapes it.
    text = f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n"
    write_whole(path, text.encode(errors="backslashreplace"))
    with suppress(Exception):  # without a signature pictures wait for the first run, and nothing else is lost
        _sign(notebook)


def _sign(notebook: Notebook) -> None:
    """Tell Jupyter that this notebook's outputs come from us, as `jupyter trust` does."""
    # nbformat takes a second to import, and lessons, which come here for the home page, never need it.
    nbformat, sign = import_module("nbformat"), import_module("nbformat.sign")
    notary = sign.NotebookNotary()
    with closing(notary.store):
        notary.sign(nbformat.from_dict(notebook))


def _update_notebook(folder: Path, name: str, original: Path, memory: Memory) -> list[str]:
    raw = original.read_bytes()
    edition = {"course": _digest(raw), "text": text_digest(raw)}
    known, mine = memory.get(name, {}), folder / name
    memory[name] = edition
    if not os.path.lexists(mine):
        write_notebook(mine, _shown_at_once(raw, mine))
        return [f"handed out again: {name}"] if known else []
    if known.get("course") == edition["course"]:
        return []
    text = _text_in(mine)
    if text == known.get("text"):
        keep_replaced(folder, mine)
        write_notebook(mine, _shown_at_once(raw, mine))
        return [f"brought up to date: {name}"]
    if edition["text"] in (text, known.get("text")):
        return []
    places = names_beside(mine, "new")
    beside = next(each for each in places if not os.path.lexists(each) or _text_in(each) == edition["text"])
    if os.path.lexists(beside):  # another course on this folder has offered it a moment ago
        return []
    write_notebook(beside, _shown_at_once(raw, beside))
    return [f"you changed {name}, so it stays; the new edition is beside it: {beside.name}"]


def _shown_at_once(raw: bytes, target: Path) -> Notebook:
    """Return a course notebook as the learner gets it, with its pictures' words as a text alternative.

    It names this Python's version, as the kernel will: JupyterLab then has nothing to add when it opens the
    notebook, and asks for no saving.
    """
    notebook = json.loads(raw)
    notebook.get("metadata", {}).get("language_info", {})["version"] = platform.python_version()
    return with_static_outputs(notebook, target.parent)


def keep_replaced(folder: Path, path: Path) -> None:
    """Keep a replaced notebook: nobody changed its text, but the learner's runs left outputs in it."""
    raw = path.read_bytes()
    write_whole(folder / ".coursekit" / "replaced" / f"{path.stem}-{_digest(raw)[:8]}.ipynb", raw)


def names_beside(path: Path, label: str, *, counted: bool = False) -> Iterator[Path]:
    """The names "name (label)", "name (label 2)", …; counted, "name (label 1)" is the first."""
    labels = (f"{label} {n}" if counted or n > 1 else label for n in count(1))
    return (path.with_name(f"{path.stem} ({each}){path.suffix}") for each in labels)


def _write_memory(folder: Path, memory: Memory) -> None:
    write_whole(memory_file(folder), json.dumps(memory, indent=1, sort_keys=True).encode())


def read_memory(folder: Path) -> Memory:
    """Return what was handed out; nothing if the file is missing or damaged, so that all notebooks count as changed."""
    with suppress(OSError):
        return memory_in(memory_file(folder).read_bytes())
    return {}


def memory_in(raw: bytes) -> Memory:
    """Return what `handed-out.json` holds; nothing if it is damaged."""
    with suppress(ValueError, RecursionError):
        found = json.loads(raw)
        if isinstance(found, dict):
            return {name: each for name, each in found.items() if isinstance(each, dict)}
    return {}


def memory_file(folder: Path) -> Path:
    """Return where a working copy remembers what was handed out."""
    return folder / ".coursekit" / "handed-out.json"


def _text_in(path: Path) -> str:
    """Return the digest of a learner's notebook; one that cannot be read counts as changed."""
    with suppress(OSError):
        return text_digest(path.read_bytes())
    return ""


def text_digest(raw: bytes) -> str:
    """Return the digest of what people write in a notebook: its cells' sources, not their outputs."""
    try:
        cells = json.loads(raw)["cells"]
        written = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, LookupError, TypeError, RecursionError):
        return _digest(raw)
    return _digest(json.dumps(written).encode())


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _in_the_way(path: Path) -> Path:
    """Return the outermost part of a path that exists and is no folder."""
    parts = (*reversed(path.parents), path)
    return next((part for part in parts if part.exists() and not part.is_dir()), path)


@contextmanager
def folder_errors(folder: Path) -> Iterator[None]:
    """Say in a sentence what an operating system's refusal means for the learner."""
    try:
        yield
    except (NotADirectoryError, FileExistsError) as problem:
        raise FolderError(
            f"{_in_the_way(Path(problem.filename or folder))} is a file, and the course needs a folder; "
            "give another name: coursekit lab FOLDER"
        ) from problem
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        way_out = "make room on its disk" if full else "choose one that you own: coursekit lab FOLDER"
        raise FolderError(
            f"the folder {folder} cannot be written ({problem.strerror or problem}); {way_out}"
        ) from problem
