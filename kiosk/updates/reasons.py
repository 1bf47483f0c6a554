"""Why a place does not hold the root that a kiosk trusts, in words for people; lets nothing in."""

from __future__ import annotations

from collections.abc import Iterable

from tuf.api.exceptions import RepositoryError

from kiosk.content.edition import ROOT_NAME
from kiosk.content.shelf import POINTER
from kiosk.updates.errors import Altered, NotThere, Older, OtherClinic, PlaceFault, UpdateError
from kiosk.updates.framework import Root
from kiosk.updates.keys import words_of
from kiosk.updates.metadata import METADATA_BYTES, keys_of, own_root
from kiosk.updates.places import Place, within

NO_WAY_BACK = (
    "make a new stick or publish again. An older repository is never taken, with --roll-back neither; "
    "`edition rollback` shows the edition before"
)


def root_file(version: int) -> str:
    """Where a repository keeps its root of this number."""
    return f"metadata/{version}.root.json"


def why_not_there(place: Place, ours: Iterable[Root], seconds: float) -> UpdateError:
    """Why the newest trusted root is not at ``place``, told by the first root there.

    No repository, the folder of a built edition, another clinic's, or one of this clinic (it has a key of
    ``ours``) from before its keys were replaced. Raises ``PlaceFault`` where the place cannot be read.
    """
    first = root_file(1)
    try:
        theirs = place.read(first, METADATA_BYTES, within(seconds))
    except NotThere as missing:
        if any(_holds(place, name, seconds) for name in (POINTER, ROOT_NAME)):
            what = "this is an edition's folder, and no repository"
            return NotThere(place.name, "", f"{what}; name the folder that `repo publish --to` wrote")
        return NotThere(place.name, first, f"{missing.why}; there is no repository here")
    try:
        keys = set(keys_of(own_root(theirs).signed, Root.type))
    except RepositoryError:
        return _damaged(place, first)
    if any(keys.intersection(keys_of(root, Root.type)) for root in ours):
        why = "was made before the clinic's keys were replaced"
        return Older(f"{place.name}: {why}; make a new stick or publish again")
    return whose_else(place, first, theirs)


def whose_else(place: Place, name: str, theirs: bytes) -> UpdateError:
    """Whose the root ``theirs`` is, which is none that is trusted."""
    try:
        words = " ".join(words_of(own_root(theirs).signed))
    except RepositoryError:
        return _damaged(place, name)
    return OtherClinic(f"{place.name}: belongs to another clinic ({words}); take your own stick")


def _damaged(place: Place, name: str) -> Altered:
    return Altered(f"{place.name}: {name} is damaged; publish again")


def _holds(place: Place, name: str, seconds: float) -> bool:
    """Whether something lies there, read or not."""
    try:
        place.read(name, METADATA_BYTES, within(seconds))
    except NotThere:
        return False
    except PlaceFault:
        return True
    return True
