"""The walls around a learner's process: which files it may read, which system calls it may make, how much of everything.

Landlock leaves it nothing but reading the programs it needs; seccomp leaves it no new process, no network, no signal to
others; resource limits bound its memory and its time. All three need no rights of the grader's, and none can be undone.
Written with ctypes for want of a package: those that exist start a new program behind their walls, and a forked process
is what makes marking fast.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["confine_files", "confine_process", "die_with_parent", "limit", "missing_for_confinement"]

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SIGKILL = 9
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}  # by Landlock's version
_RIGHTS_NOW = (1 << 16) - 1
_ATTRIBUTES = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16}  # bytes of the request that a version knows

# What Python and NumPy need to compute and to read their own files: the number on x86-64, then on 64-bit ARM.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "dup": (32, 23),
    "dup3": (292, 24),
    "open": (2, None),
    "stat": (4, None),
    "lstat": (6, None),
    "access": (21, None),
    "dup2": (33, None),
    "openat": (257, 56),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "pipe2": (293, 59),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "set_tid_address": (218, 96),
    "arch_prctl": (158, None),
    "getcpu": (309, 168),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "alarm": (37, None),
    "getitimer": (36, 102),
    "setitimer": (38, 103),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "getrandom": (318, 278),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "close_range": (436, 436),
}
# Calls that are allowed for some arguments: number by machine, which argument, a mask, the values after the mask.
_CLONE_THREAD, _SHARED_MEMORY = 0x10000, 0x21
_PLAIN_FCNTL = (0, 1, 2, 3, 4, 1030)  # not those that send signals to somebody
_PLAIN_IOCTL = (0x5401, 0x5413, 0x5421, 0x5450, 0x5451, 0x541B)  # what a file asks of itself
_SOME: list[tuple[tuple[int, int], int, int, tuple[int, ...]]] = [
    ((56, 220), 0, _CLONE_THREAD, (_CLONE_THREAD,)),  # clone: a thread, never a process
    ((9, 222), 3, _SHARED_MEMORY, (0, 1, 0x20)),  # mmap: memory that is shared is outside RLIMIT_DATA
    ((72, 25), 1, 0xFFFFFFFF, _PLAIN_FCNTL),
    ((16, 29), 1, 0xFFFFFFFF, _PLAIN_IOCTL),
    ((302, 261), 2, 0xFFFFFFFF, (0,)),  # prlimit64 to read a limit: root could raise one
]
_CLONE3 = 435  # on both
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_LOAD, _AND, _EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def missing_for_confinement() -> str:
    """Say what this system lacks for confining a process; empty where it lacks nothing."""
    if sys.platform != "linux" or _libc is None:
        return f"{platform.system() or 'this system'} has no Landlock and no seccomp"
    if platform.machine() not in _MACHINES:
        return f"the system calls of {platform.machine()} are not listed"
    if _landlock_version() < 1:
        return "the kernel has no Landlock (it came with Linux 5.13, and has to be switched on)"
    return ""


def die_with_parent() -> None:  # pragma: no cover - in a process where nobody counts
    """End this process as soon as the one that made it ends (Linux)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def confine_files(readable: Iterable[Path]) -> None:  # pragma: no cover - in a process where nobody counts
    """Leave this process and its children nothing but reading in these places.

    Raises:
        OSError: the kernel refuses.
    """
    version = _landlock_version()
    rights = _RIGHTS.get(version, _RIGHTS_NOW)
    request = struct.pack("QQQ", rights, 0b11, 0b11)[: _ATTRIBUTES.get(version, 24)]
    rules = _checked(_libc_call(_CREATE_RULESET, request, len(request), 0))
    try:
        for place in readable:
            with suppress(FileNotFoundError):
                _allow(rules, place)
        _no_new_rights()
        _checked(_libc_call(_RESTRICT_SELF, rules, 0))
    finally:
        os.close(rules)


def confine_process() -> None:  # pragma: no cover - in a process where nobody counts
    """Leave this process only the system calls of a calculation; others fail with EPERM.

    Raises:
        OSError: the kernel refuses.
    """
    audit, machine = _MACHINES[platform.machine()]
    program = _program(audit, machine)
    buffer = ctypes.create_string_buffer(program)
    request = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    _no_new_rights()
    assert _libc is not None
    _checked(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.c_char_p(request), 0, 0))


def limit(*, seconds: int, memory: int) -> None:  # pragma: no cover - in a process where nobody counts
    """Bound this process's processor time, its memory (what it had before included), and what it may leave behind.

    Args:
        seconds: of processor time; a second later it is killed.
        memory: in bytes. Pages that it shares with its parent count too.
    """
    import resource  # noqa: PLC0415 - not on Windows

    bounds = {
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_DATA: (memory, memory),  # not RLIMIT_AS: address space is reserved by the terabyte
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (64, 64),
        resource.RLIMIT_CORE: (0, 0),
    }
    for what, bound in bounds.items():
        _, hard = resource.getrlimit(what)
        allowed = bound if hard == resource.RLIM_INFINITY else tuple(min(each, hard) for each in bound)
        with suppress(ValueError):  # macOS knows RLIMIT_DATA, and refuses to set it
            resource.setrlimit(what, (allowed[0], allowed[1]))


def _landlock_version() -> int:
    """The version of Landlock in this kernel; 0 where there is none."""
    return max(0, _libc_call(_CREATE_RULESET, None, 0, 1))


def _allow(rules: int, place: Path) -> None:  # pragma: no cover - in a process where nobody counts
    opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _READ_DIR if place.is_dir() else _READ_FILE
        _checked(_libc_call(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, opened), 0))
    finally:
        os.close(opened)


def _no_new_rights() -> None:  # pragma: no cover - in a process where nobody counts
    assert _libc is not None
    _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def _libc_call(number: int, *arguments: Any) -> int:
    assert _libc is not None
    plain = [ctypes.c_long(each) if isinstance(each, int) else ctypes.c_char_p(each) for each in arguments]
    return int(_libc.syscall(ctypes.c_long(number), *plain))


def _checked(result: int) -> int:
    return result if result >= 0 else _fail()


def _fail() -> NoReturn:
    number = ctypes.get_errno()
    raise OSError(number, f"the kernel refuses to confine a process ({os.strerror(number)})")


def _program(audit: int, machine: int) -> bytes:
    """The filter of system calls: what is listed passes, all else fails with EPERM."""
    allow, refuse = _step(_RETURN, _ALLOW), _step(_RETURN, _ERROR | errno.EPERM)
    steps = [_step(_LOAD, 4), _step(_EQUAL, audit, 1, 0), refuse, _step(_LOAD, 0)]
    for numbers in _CALLS.values():
        if numbers[machine] is not None:
            steps += [_step(_EQUAL, numbers[machine] or 0, 0, 1), allow]
    # glibc falls back to clone, whose flags can be looked at
    steps += [_step(_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _ERROR | errno.ENOSYS)]
    for each, argument, mask, values in _SOME:
        tests = [_step(_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
        inside = [_step(_LOAD, 16 + 8 * argument), _step(_AND, mask), *tests, refuse, allow]
        steps += [_step(_EQUAL, each[machine], 0, len(inside)), *inside]
    return b"".join([*steps, refuse])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
