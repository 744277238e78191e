"""`coursekit export` and `coursekit import`: what a learner made, in one zip file, and back from it.

What was exported and comes back is merged: nothing that is there is overwritten, and a second time changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from coursekit.errors import FolderError
from coursekit.files import write_whole
from coursekit.formatting import format_count
from coursekit.lab.learner_folder import (
    EDITION,
    KINDS,
    folder_errors,
    folder_to_open,
    keep_replaced,
    learner_folder,
    memory_file,
    memory_in,
    names_beside,
    read_memory,
    text_digest,
)
from coursekit.progress import progress_files, read_history
from coursekit.zips import UNPACKED, read_zip

_PROGRESS = (".coursekit", "progress")
_MEMORY = (".coursekit", "handed-out.json")


def export(target: Path, folder: Path) -> str:
    """Pack the progress and the notebooks of a working copy.

    Args:
        target: the zip file to make.
        folder: the working copy.

    Returns:
        One line that says what is in it.

    Raises:
        FolderError: `target` exists or cannot be written, or a notebook cannot be read. A half-packed
            file is taken away again.
    """
    notebooks = [
        path for path in sorted(folder.rglob("*.ipynb")) if _is_seen(path, folder) and _is_file(path)
    ]
    logs = [path for path in progress_files(folder) if _is_file(path)]
    try:
        raw = target.open("xb")
    except FileExistsError as problem:
        raise FolderError(f"{target} exists already and is left as it is; give another name") from problem
    except OSError as problem:
        raise _unwritable(target, problem) from problem
    try:
        with raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            # With what was handed out, so that the other machine knows too which notebooks were never touched.
            for path in [*notebooks, *logs, *filter(Path.is_file, [memory_file(folder)])]:
                _add(packed, path, folder)
    except BaseException as problem:
        target.unlink()
        if isinstance(problem, OSError) and not isinstance(problem, FolderError):
            raise _unwritable(target, problem) from problem
        raise
    return f"{target}: {format_count(len(notebooks), 'notebook')}, {format_count(len(logs), 'progress file')}"


def bring_in(source: Path, given: str | None) -> list[str]:
    """Merge an exported zip into a working copy, which is made where there is none.

    Args:
        source: the zip.
        given: the folder as typed; None is the one we stand in, or a new one here.

    Returns:
        One line for the learner on what came, then one for each notebook that needs a word.

    Raises:
        FolderError: the zip is of no use, or the folder cannot be written.
    """
    if source.is_dir():
        raise FolderError(f"{source} is a folder; pack it as a zip, or name what `coursekit export` made")
    try:
        size = source.stat().st_size
        data = source.read_bytes() if size <= UNPACKED else b""
    except OSError as problem:
        raise FolderError(
            f"{source} cannot be read ({problem.strerror or problem}); name what `coursekit export` made"
        ) from problem
    if size > UNPACKED:
        raise FolderError(f"{source} is larger than {UNPACKED >> 20} MB, which no export is")
    files = read_export(data, str(source))
    folder = Path(given).expanduser() if given else _present_or_new()
    with folder_errors(folder):
        folder.joinpath(*_PROGRESS).mkdir(parents=True, exist_ok=True)
    return merge(files, folder, name=source.name)


def read_export(data: bytes, name: str) -> dict[PurePosixPath, bytes]:
    """Return the notebooks and the progress in a zip, by their path in the working copy.

    The zip may be an export, or a working copy that somebody packed whole: then the folders above it are left out.

    Args:
        data: the zip itself.
        name: what it is called in an error.

    Raises:
        FolderError: as `read_zip`, or there is neither in it, or the progress of several people.
    """
    files = read_zip(data, name, wanted=_is_ours)
    roots = sorted({_root(path, files) for path in files}, key=lambda root: (len(root), root))
    ours = [
        root for root in roots if any(path.parts[: len(root) + 2] == (*root, *_PROGRESS) for path in files)
    ]
    # The first is the shortest; below it there may be copies of the learner's own.
    root = next(iter(ours or roots), ())
    others = [other for other in ours if other[: len(root)] != root]
    if others:
        told = " and ".join("/".join(each) for each in (root, others[0]))
        raise FolderError(f"{name} holds the progress of several people ({told}); import one at a time")
    depth = len(root)
    found = {
        PurePosixPath(*path.parts[depth:]): data
        for path, data in files.items()
        if path.parts[:depth] == root and ".coursekit" not in path.parts[depth + 1 :]
    }
    if not any(path.suffix != ".json" for path in found):
        raise FolderError(f"{name} holds neither notebooks nor progress; name what `coursekit export` made")
    return found


def merge(files: Mapping[PurePosixPath, bytes], folder: Path, *, name: str) -> list[str]:
    """Merge what `read_export` returned into a working copy, and return what to tell the learner.

    A notebook that differs from the learner's own is put beside it as "name (imported)"; one that is here as it was
    handed out makes room, and is kept in `.coursekit/replaced`. Logs are added as files; an event that is in two of
    them counts once.

    Args:
        files: by their path in the working copy.
        folder: the working copy.
        name: of the zip, for the lines.

    Raises:
        FolderError: the folder cannot be written; what came before that stays, and another try goes on.
    """
    before = len(read_history(folder).everything)
    theirs, lines, came = memory_in(files.get(PurePosixPath(*_MEMORY), b"{}")), list[str](), 0
    with folder_errors(folder):
        memory = read_memory(folder)
        for path, data in files.items():
            if path.parts[:2] == _PROGRESS:
                _add_log(folder / path, data)
            elif path.suffix.lower() == ".ipynb":
                known, handed_out = memory.get(str(path), {}), theirs.get(str(path), {})
                told = _add_notebook(folder, path, data, known.get("text"), handed_out.get("text"))
                came += told is not None
                lines += [told] if told else []
                if handed_out:
                    memory.setdefault(str(path), handed_out)
        if EDITION in theirs:
            memory.setdefault(EDITION, theirs[EDITION])
        if memory != read_memory(folder):
            write_whole(memory_file(folder), json.dumps(memory, indent=1, sort_keys=True).encode())
    events = len(read_history(folder).everything) - before
    if not came and not events:
        return [f"nothing new in {name}: all of it is in {folder} already"]
    what = " and ".join([format_count(came, "notebook"), format_count(events, "event")])
    return [f"{what} came from {name} into {folder}", *lines]


def _add_log(path: Path, data: bytes) -> None:
    """Add a log as it is, under a name of its own where another one has that name."""
    if path.exists() and not path.read_bytes().startswith(data):
        path = path.with_name(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}")
    if not path.exists():
        write_whole(path, data)


def _add_notebook(
    folder: Path, path: PurePosixPath, data: bytes, known: str | None, handed_out: str | None
) -> str | None:
    """Add a notebook; return a line for the learner, empty where it came as it is, None where nothing came.

    Args:
        folder: the working copy.
        path: of the notebook in it.
        data: the notebook.
        known: the digest of the text that was handed out here.
        handed_out: the digest of the text that was handed out where it comes from.
    """
    mine, text = folder / path, text_digest(data)
    if not os.path.lexists(mine):
        write_whole(mine, data)
        return ""
    present = text_digest(mine.read_bytes()) if mine.is_file() else None
    if text in (present, handed_out):  # the same but for outputs, or as it was handed out
        return None
    if present is not None and present == known:
        keep_replaced(folder, mine)
        write_whole(mine, data)
        return f"{path} is now the one from the zip; the untouched one is kept in .coursekit/replaced"
    for beside in names_beside(mine, "imported"):
        if not os.path.lexists(beside):
            write_whole(beside, data)
            return f"another {path} is here and stays; the one from the zip is beside it: {beside.name}"
        if beside.is_file() and text_digest(beside.read_bytes()) == text:
            break
    return None


def _is_ours(path: PurePosixPath) -> bool:
    """Return True for a notebook, a log, or the memory of what was handed out."""
    if path.parts[-3:-1] == _PROGRESS:
        return path.suffix == ".jsonl"
    if path.parts[-2:] == _MEMORY:
        return True
    return path.suffix.lower() == ".ipynb" and not any(part.startswith(".") for part in path.parts)


def _root(path: PurePosixPath, files: Iterable[PurePosixPath]) -> tuple[str, ...]:
    """Return the folders above the working copy in a zip, as one file tells them."""
    marks = [n for n, part in enumerate(path.parts) if part in (*KINDS, ".coursekit")]
    if marks:
        return path.parts[: marks[0]]
    return path.parts[:-1] if len({each.parts[0] for each in files}) == 1 else ()


def _present_or_new() -> Path:
    """Return the working copy that we stand in or that the environment names, else the place of a new one."""
    try:
        return learner_folder(None)
    except FolderError:
        if "COURSEKIT_FOLDER" in os.environ:
            raise
        return folder_to_open(None)


def _add(packed: zipfile.ZipFile, path: Path, folder: Path) -> None:
    """Add one file. It is read before anything of it is written, so that a failure has one of two plain reasons."""
    try:
        entry = zipfile.ZipInfo.from_file(path, path.relative_to(folder), strict_timestamps=False)
        content = path.read_bytes()
    except OSError as problem:
        raise FolderError(
            f"{path} cannot be read ({problem.strerror or problem}), so nothing was packed; "
            f"allow reading it, or move it out of {folder}"
        ) from problem
    packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _unwritable(target: Path, problem: OSError) -> FolderError:
    return FolderError(f"{target} cannot be written ({problem.strerror or problem}); give another place")


def _is_seen(path: Path, folder: Path) -> bool:
    """Return True unless a path is one of Jupyter's own copies."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _is_file(path: Path) -> bool:
    """Return True for a file, and for a link to nowhere, which is named later; a pipe would be read for ever."""
    return path.is_file() or not path.exists()
