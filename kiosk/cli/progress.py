"""Tells on standard error how far a long command is: a bar on a terminal, one line a stage anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


def lines() -> Progress:
    """One line when a stage begins, with how much there is of it."""
    last = ""

    def show(what: str, _done: int, of: int) -> None:
        nonlocal last
        if what != last:
            print(f"{what}: {of}", file=sys.stderr, flush=True)
        last = what

    return show
