"""The course in a Jupyter server that somebody else starts: `python -m coursekit.lab.hosted COMMAND …`.

Binder and JupyterHub start a server with a command of their own. This stands in front of it: it makes the
learner's folder, or brings it up to date, and then becomes that command, with the folder as the server's.

Examples:
    python -m coursekit.lab.hosted jupyter-lab --port=9000
    python -m coursekit.lab.hosted jupyterhub-singleuser

The folder is $COURSEKIT_FOLDER, or one in the home folder with the name that the course gives it, such as
`neural-networks`; $COURSEKIT_COURSE names another course than our own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path

from coursekit.content import current_course
from coursekit.errors import ArgumentError, CourseKitError, FolderError
from coursekit.lab.launch import prepare


def main(
    command: Sequence[str] | None = None,
    *,
    environ: MutableMapping[str, str] = os.environ,
    become: Callable[[str, list[str]], object] = os.execvp,
) -> int:
    """Prepare the learner's folder, then become the command.

    Args:
        command: the server's command and its options; by default those this program was called with.
        environ: what the server inherits.
        become: replaces this process by a program with arguments.

    Returns:
        1, after a sentence on stderr, where that was not possible.
    """
    words = list(sys.argv[1:] if command is None else command)
    try:
        folder = _folder(environ)
        if not words:
            raise ArgumentError("no server was named; write its command behind: coursekit.lab.hosted")
        for line in prepare(folder, environ):
            print(line, flush=True)  # noqa: T201 - it belongs into the server's log
        become(words[0], [*words, f"--ServerApp.root_dir={folder}"])
    except FileNotFoundError:
        return _said(f"the program {words[0]!r} was not found; is it installed, and on the PATH?")
    except CourseKitError as problem:
        return _said(str(problem))
    return 0


def _folder(environ: MutableMapping[str, str]) -> Path:
    """Return the learner's folder."""
    named = environ.get("COURSEKIT_FOLDER") or f"~/{current_course(environ=environ).folder_name}"
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:
        raise FolderError(
            f"the home folder in {named} is not known here; name a folder of the learner's in COURSEKIT_FOLDER"
        ) from None


def _said(sentence: str) -> int:
    print(f"coursekit: {sentence}", file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
