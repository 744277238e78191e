"""The warm parent itself: `python -m coursekit.confined.warm LINE CONFINED`, started by `ForkServer`.

It loads what learners' code needs, puts up the walls that hold for all its children, and forks one whenever it is asked
to. It never runs a line of a learner's.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import coursekit
from coursekit import datasets
from coursekit.confined import learner
from coursekit.confined.forking import REPLY, REQUEST
from coursekit.confined.sandbox import confine_files, confine_process, die_with_parent, limit

_HOME = Path(coursekit.__file__).parent
_SECRET = ("content", "lab", "grader", "report", "authoring", "commands", "notebooks", "exports", "cli.py")
"""What the checks and the references are in, and what leads to them."""

_SYSTEM = (
    "/lib64",
    "/etc/ld.so.cache",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/dev/null",
    "/dev/urandom",
)
_PR_SET_CHILD_SUBREAPER = 36


def main(line: int, *, confined: bool) -> None:  # pragma: no cover - in a process where nobody counts
    """Serve requests until the grader hangs up."""
    die_with_parent()
    _prepare()
    if confined:
        confine_files(readable())
    elif sys.platform == "linux":  # a process that outlives its run comes back here, and is ended
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    gc.collect()
    gc.freeze()  # what is here already need not be looked at again, and its pages stay shared
    with socket.socket(fileno=line) as control:
        control.sendall(b"!")
        child = 0
        while True:
            request, lines, *_ = socket.recv_fds(control, REQUEST.size, 1)
            if len(request) < REQUEST.size:
                break
            verb, seconds, memory = REQUEST.unpack(request)
            if verb == b"E":
                control.sendall(REPLY.pack(_end(child)))
                continue
            child = os.fork()
            if not child:
                control.close()
                _live(lines[0], seconds, memory, confined=confined)
            os.close(lines[0])
            control.sendall(REPLY.pack(0))
    if child:
        with suppress(ChildProcessError):
            _end(child)


def readable() -> Iterator[Path]:
    """The places that learners' code may read: Python, its packages, the system's libraries, and the course without its answers."""
    paths = sysconfig.get_paths()
    for root in {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}:
        yield from _without_answers(Path(root))
    yield from _without_answers(_HOME)
    for pattern in ("lib/*-linux-gnu*", "usr/lib/*-linux-gnu*"):
        yield from Path("/").glob(pattern)
    yield from map(Path, _SYSTEM)


def _without_answers(place: Path) -> Iterator[Path]:
    """A place, or where an answer lies in it, what lies beside the answer."""
    secret = [_HOME / name for name in _SECRET]
    if place in secret:
        return
    if not any(each.is_relative_to(place) for each in secret):
        yield place
        return
    with suppress(OSError):
        for inside in place.iterdir():
            yield from _without_answers(inside)


def _prepare() -> None:  # pragma: no cover - in a process where nobody counts
    """Load what notebooks import, and put in place of the course's own functions some that do nothing."""
    for name in ("engine", "quiz", "scenes", "progress", "parallel", "widgets"):
        import_module(f"coursekit.{name}")
    import_module("matplotlib.pyplot")
    datasets.digits()
    datasets.names()
    lab = ModuleType("coursekit.lab")
    sys.modules["coursekit.lab"] = lab
    for name in coursekit.__all__:
        setattr(lab, name, _nothing)
    vars(lab)["use"] = import_module("coursekit.widgets.backprop.learner_functions").use
    for name in (*_SECRET[:1], *_SECRET[2:]):
        # None is how one says that there is no such module.
        sys.modules[f"coursekit.{name.removesuffix('.py')}"] = None  # type: ignore[assignment]


def _nothing(*_args: Any, **_options: Any) -> None:  # pragma: no cover - in a process where nobody counts
    """Stand in for `ask`, `check` and the others while a class is marked."""


def _live(
    line: int, seconds: int, memory: int, *, confined: bool
) -> None:  # pragma: no cover - in a process where nobody counts
    """Be the child: go behind the walls, then do as the judge says."""
    status = 1
    try:
        die_with_parent()
        os.setpgid(0, 0)
        limit(seconds=seconds, memory=memory)
        if confined:
            confine_process()
        learner.serve(line)
        status = 0
    except MemoryError:
        status = learner.NO_MEMORY
    finally:
        os._exit(status)


def _end(child: int) -> int:  # pragma: no cover - in a process where nobody counts
    """End a child and all that is left of what it started; return its wait status."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with suppress(ChildProcessError):
        while True:  # orphans, which come here to die
            for task in Path("/proc/self/task").glob("*/children"):
                for orphan in task.read_text().split():
                    os.kill(int(orphan), signal.SIGKILL)
            os.waitpid(-1, 0)
    return status


if __name__ == "__main__":  # pragma: no cover
    main(int(sys.argv[1]), confined=sys.argv[2] == "1")
