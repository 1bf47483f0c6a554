"""What stands before and after a repository is carried somewhere: is it fit to go, and what to say then.

It signs nothing and writes no file.
"""

from __future__ import annotations

import argparse
import errno
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

_SOURCES = ("edition.yaml", "the sources")
_REPOSITORY = ("metadata/timestamp.json", "a repository")
"""Two kinds of folders, each with the file it is known by."""

_SIGNS = (
    _SOURCES,
    ("topics/*/topic.yaml", "the sources"),
    *(
        (f"{role}-????????.pem", "keys, which nobody else may get")
        for role in ("root", "targets", "publishing")
    ),
    ("????-??-??-????????.json", "editions that were built"),
    ("kiosk/cli", "the program"),
)
"""What no stick and no web server's folder of editions holds, and what that says of a folder."""

_WHOLES = (_SOURCES, _REPOSITORY)
"""What may hold no repository in any of its folders."""

_OURS = frozenset({"metadata", "targets", "blobs", "System Volume Information", "lost+found"})
"""What is no foreign thing there: ours, and what systems leave on a stick."""

_FOREIGN = 12
"""Most foreign things beside a repository that is new there: more say that the folder is meant for them."""

_NAMED = 3
"""Most changed files that are named: more are only counted."""


def need_place(options: argparse.Namespace) -> None:
    """Raise ``Fault`` where ``--to`` names no folder for a repository.

    A name was mistyped, the stick is not in, or the folder holds sources, keys, or much that is foreign.
    """
    place: Path | None = options.to
    if place is None:
        return
    _need_to_lie_outside(place)
    if place.is_dir():
        _need_room_of_its_own(place)
        return
    if place.exists():
        raise Fault(f"{place} is a file; name a folder: the stick's, or a web server's")
    if not options.new_folder:
        raise Fault(
            f"{place}: there is no such folder. Is the stick in, and its name right? --new-folder makes it"
        )


def _need_to_lie_outside(place: Path) -> None:
    """Raise ``Fault`` for a folder within sources or within a repository: they would be whole no more."""
    for above in place.resolve().parents:
        what = next((what for sign, what in _WHOLES if (above / sign).is_file()), "")
        if what:
            told = f"{place} lies within {above}, which holds {what}"
            raise Fault(f"{told}; nothing was published. Name the stick, or a folder for this alone")


def _need_room_of_its_own(place: Path) -> None:
    """Raise ``Fault`` for a folder that is there for something else. A few files beside do no harm."""
    alone = "or a folder for this alone"
    what = next((what for sign, what in _SIGNS if any(place.glob(sign))), "")
    if not what and not (place / _REPOSITORY[0]).is_file():
        names = [path.name for path in place.iterdir()]
        foreign = [name for name in names if not name.startswith((".", "$")) and name not in _OURS]
        if len(foreign) > _FOREIGN:
            what = f"{len(foreign)} other things, and no repository yet"
            alone = f"or a new folder in it: --to {place / 'lamina'} --new-folder"
    if what:
        raise Fault(f"{place} holds {what}; nothing was published. Name the stick, {alone}")


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
    try:
        with bar() as progress:
            copied = copy(options.repository, anchor, options.to, progress)
    except OSError as fault:
        if fault.filename and Path(fault.filename).is_relative_to(options.repository):
            raise
        raise Fault(f"{options.to}: {_why_not_written(fault)}. The next try goes on from here") from None
    print(f"{options.to}: {copied.written} files written, {copied.checked} read back and right")
    if options.profile == "network":
        print("It is all there.")
    elif is_carried(options.to, options.repository):
        print("It is safe to remove now.")
    else:
        print("It is all there. This folder is on this computer's own disk, and no stick.")


def _why_not_written(fault: OSError) -> str:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return "this stick or folder is full; take other files off it, or take a larger one"
    if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return "this stick or folder is write-protected; unlock it, or take another"
    return f"it cannot be written to ({(fault.strerror or str(fault)).lower()}); take another"


def tell_term(expires: datetime, profile: str) -> None:
    """Until when kiosks take what was signed; a second line where that is soon."""
    days = round((expires - datetime.now(UTC)) / timedelta(days=1))
    print(f"Kiosks take it until {expires:%Y-%m-%d}: {days} days (signed for a {profile}).")
    if days >= SOON_DAYS:
        return
    if profile == "network":
        print("That is soon. Let a timer run `repo refresh --profile network` each day: see docs/office.md.")
    else:
        print(
            "That is soon: a signed file of the repository ends. `repo info` says which; see docs/office.md."
        )
