"""What stands before and after a repository is carried somewhere: is it fit to go, and what to say then.

It signs nothing and writes no file.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.ends import Fault, NotYet, say
from kiosk.cli.progress import bar
from kiosk.content.shelf import POINTER

if TYPE_CHECKING:
    from kiosk.updates.found import Found

SOON_DAYS = 30
"""A term that ends sooner is said to be short."""

_NAMED = 3
"""Most changed files that are named: more are only counted."""


def need_place(options: argparse.Namespace) -> None:
    """Raise ``Fault`` where ``--to`` names no folder: a name was mistyped, or the stick is not in."""
    place: Path | None = options.to
    if place is None or place.is_dir():
        return
    if place.exists():
        raise Fault(f"{place} is a file; name a folder: the stick's, or a web server's")
    if not options.new_folder:
        raise Fault(
            f"{place}: there is no such folder. Is the stick in, and its name right? --new-folder makes it"
        )


def need_latest(options: argparse.Namespace, found: Found) -> None:
    """Raise ``NotYet`` where the sources of a built edition have changed since, but for ``--as-built``."""
    if options.as_built:
        return
    from kiosk.authoring.made import NotNoted, changed_since

    try:
        changed = changed_since(options.edition, found.id)
    except NotNoted:
        if (options.edition / POINTER).is_file():  # an edition in a folder of its own was made elsewhere
            say(f"nothing tells whether the sources changed since {found.id} was built")
        return
    if changed:
        more = len(changed) - _NAMED
        named = ", ".join(changed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise NotYet(
            f"the sources changed since {found.id} was built ({named}). Run `content build` first, "
            "or publish it as it is with --as-built. Nothing was published"
        )


def carry(options: argparse.Namespace, anchor: bytes) -> None:
    """Copy the repository where ``--to`` says, if it does, and say how that went."""
    from kiosk.machine.disks import is_carried
    from kiosk.updates.copying import copy

    if options.to is None:
        return
    with bar() as progress:
        copied = copy(options.repository, anchor, options.to, progress)
    print(f"{options.to}: {copied.written} files written, {copied.checked} read back and right")
    if options.profile == "network":
        print("It is all there.")
    elif is_carried(options.to, options.repository):
        print("It is safe to remove now.")
    else:
        print("It is all there. This folder is on this computer's own disk, and no stick.")


def tell_term(expires: datetime, profile: str) -> None:
    """Until when kiosks take what was signed; a second line where that is soon."""
    days = round((expires - datetime.now(UTC)) / timedelta(days=1))
    print(f"Kiosks take it until {expires:%Y-%m-%d}: {days} days (signed for a {profile}).")
    if days >= SOON_DAYS:
        return
    if profile == "network":
        print("That is soon. Let a timer run `repo refresh --profile network` each day: see docs/it.md.")
    else:
        print("That is soon: a signed file of the repository ends. `repo info` says which; see docs/it.md.")
