"""Tells on standard error how far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY_S = 15.0
"""Seconds between two lines about one stage where there is no terminal to draw a bar on."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@contextmanager
def bar() -> Iterator[Progress]:
    """For commands of those who write: rich draws the bar, so the running kiosk never comes here."""
    if not sys.stderr.isatty():
        yield lines()
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done, total=of)

        yield show


def lines(clock: Callable[[], float] = time.monotonic) -> Progress:
    """One line when a stage begins, with how much there is of it; while it takes long one now and then."""
    last, told = "", 0.0

    def show(what: str, done: int, of: int) -> None:
        nonlocal last, told
        if what != last:
            print(f"{what}: {of}", file=sys.stderr, flush=True)
        elif done < of and clock() - told >= EVERY_S:
            print(f"{what}: {done} of {of}", file=sys.stderr, flush=True)
        else:
            return
        last, told = what, clock()

    return show
