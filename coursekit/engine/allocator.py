"""One request to the C library's allocator: keep freed memory instead of returning it to the system."""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # glibc's malloc.h: M_TRIM_THRESHOLD, M_MMAP_THRESHOLD


def keep_freed_blocks() -> bool:
    """Ask glibc to reuse freed blocks up to 32 MiB. True where it agreed, False where there is no glibc.

    Training frees and asks again for the same large arrays each step. By default glibc maps every such array
    afresh, and the operating system must supply its pages one by one. Measured on two cores: a small convolution
    net takes a third of the time, a transformer block two thirds.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc: Windows, macOS, musl, the browser
        return False
    return bool(mallopt(_TRIM_THRESHOLD, 2**28) and mallopt(_MMAP_THRESHOLD, 2**25))
