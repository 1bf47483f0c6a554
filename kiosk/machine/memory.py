"""Asks the C library to give back what is freed; knows nothing of what the memory held."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable

LARGE = 256 * 1024
"""Blocks from this size on, in bytes, are the machine's again as soon as they are freed."""

_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8


def give_back_large_blocks() -> None:
    """Let no freed picture stay in the heap.

    glibc raises this limit by itself, up to 32 MiB, each time a large block is freed; pictures of 4 MiB then
    leave holes in the heap, 40 MiB of them after a hundred pages. Threads share one heap for the same reason.
    Elsewhere nothing is done.
    """
    mallopt = _of_c("mallopt")
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE)
        mallopt(_M_ARENA_MAX, 1)


def give_back_what_is_free() -> None:
    """Return the free pages of the heap to the machine; a few milliseconds, for a moment of rest."""
    trim = _of_c("malloc_trim")
    if trim is not None:
        trim(0)


@functools.cache
def _of_c(name: str) -> Callable[..., int] | None:
    """A function of the C library, where it has one. Asked for once: ctypes makes a class at each opening."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes  # takes a few milliseconds that a start need not wait for

    return getattr(ctypes.CDLL(None), name, None)
