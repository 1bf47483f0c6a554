"""Work cut in pieces and done on several processes, or on this one where that cannot be; knows no topic."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, TypeVar

from kiosk.authoring.cancel import Cancel, heed

Piece = TypeVar("Piece")
Done = TypeVar("Done")

WORKERS = 2
"""Processes that share the work: what the machines of those who write have at least."""

_LOOK_S = 0.2
"""Seconds between two looks whether to stop while a piece is under way."""


def pieces(names: Sequence[Piece], size: int) -> list[list[Piece]]:
    """``names`` in lists of at most ``size``."""
    return [list(names[at : at + size]) for at in range(0, len(names), size)]


def spread(
    begin: Callable[..., None],
    given: tuple[Any, ...],
    work: Callable[[Piece], Done],
    todo: Sequence[Piece],
    workers: int,
    cancel: Cancel,
) -> Iterator[Done]:
    """``work(piece)`` for each piece in order, ``begin(*given)`` once before in each process.

    The functions are a module's own. Where processes cannot be started or are killed, the rest is done here.
    Raises ``Cancelled``, and what the work raises.
    """
    done = 0
    if workers > 1 and len(todo) > 1 and (os.cpu_count() or 1) > 1:
        try:
            for result in _on_processes(begin, given, work, todo, workers, cancel):
                done += 1
                yield result
            return
        except (BrokenProcessPool, OSError):
            pass
    begin(*given)
    for piece in todo[done:]:
        heed(cancel)
        yield work(piece)


def _on_processes(
    begin: Callable[..., None],
    given: tuple[Any, ...],
    work: Callable[[Piece], Done],
    todo: Sequence[Piece],
    workers: int,
    cancel: Cancel,
) -> Iterator[Done]:
    # A forked child would keep half of whatever threads the caller runs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start, (begin, given)) as pool:
        try:
            for future in [pool.submit(work, piece) for piece in todo]:
                yield _result(future, cancel)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _result(future: Future[Done], cancel: Cancel) -> Done:
    while True:
        heed(cancel)
        try:
            return future.result(timeout=_LOOK_S)
        except TimeoutError:
            if future.done():
                raise  # the work's own


def _start(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    """A process that leaves the keyboard to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(*given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
