"""The command ``counts``: the usage counts as a table, for IT; counts nothing and changes no count."""

from __future__ import annotations

import argparse

from kiosk.cli.ends import OK, Fault, say
from kiosk.machine import paths


def tell(options: argparse.Namespace) -> int:
    """``counts``: every day that is over as CSV, printed, or written to ``--to FILE``.

    Of a running kiosk it tells what was kept up to ten minutes ago, which is all of the days that are over.
    """
    from kiosk.staff.counts import Counts  # not for a start, which imports this module

    counts = Counts.beside(paths.state_folder())
    table = counts.table()
    if not counts.path.exists():
        say(f"nothing was counted yet in {counts.path.parent}; a day is told once it is over")
    if options.to is None:
        print(table, end="")
        return OK
    try:
        with options.to.open("x", encoding="ascii", newline="\n") as file:
            file.write(table)
    except FileExistsError:
        raise Fault(f"{options.to} is there already; name a file that is not") from None
    except OSError as fault:
        why = (fault.strerror or "it cannot be written").lower()
        raise Fault(f"{options.to}: {why}; leave --to out and write `> FILE` instead") from None
    print(options.to)
    return OK
