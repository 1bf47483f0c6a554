"""What a start stands on: the settings in force, the editions that may be shown; it draws nothing."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.edition import Candidate, choose_edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.shelf import Shelf, candidate, root_name
from kiosk.machine import paths
from kiosk.machine.settings import Effective, Settings, read_settings, remember_good

if TYPE_CHECKING:
    from kiosk.machine.health import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The settings in force, the editions that may be shown (best first) and the faults health shows.

    ``language`` starts the visit in that language, past the attract screen; empty starts as a kiosk does.
    """

    settings: Settings
    candidates: tuple[Candidate, ...]
    faults: tuple[str, ...] = ()
    language: str = ""


def effective(options: argparse.Namespace) -> Effective:
    """The settings in force for one command line."""
    file: Path | None = options.settings
    if file is None:
        places = paths.settings_places()
        named = bool(os.environ.get("LAMINA_SETTINGS"))
        file = next((place for place in places if named or place.is_file()), None)
    given = {
        key: value
        for key, value in vars(options).items()
        if key in ("panel_inches", "window", "size", "edition") and value is not None
    }
    last_good = paths.state_folder() / "last-good-settings.toml"
    in_force = read_settings(file, os.environ, given, last_good)
    remember_good(in_force, last_good)
    return in_force


def candidates(edition: str, faults: list[str]) -> tuple[Candidate, ...]:
    """The edition asked for, or the one installed and those before it; then the one that ships.

    A pointer that cannot be read adds to ``faults``.
    """
    shelf = Shelf(paths.installed_shelf())
    places = [("installed", Path(edition))] if edition else []
    if not edition and shelf.kept():
        places.append(("installed", shelf.folder))
    found = []
    for name, folder in (*places, ("shipped", paths.SHIPPED)):
        try:
            found.append(candidate(name, folder))
        except BrokenEdition as fault:
            faults.append(f"{name} edition: {fault}")
        if name == "installed" and not edition:
            found += _before(shelf, {one.root_name for one in found})
    return tuple(found)


def _before(shelf: Shelf, shown: set[str]) -> list[Candidate]:
    """The editions still kept on a shelf besides those ``shown``, newest first."""
    names = [root_name(one) for one in reversed(shelf.kept())]
    return [Candidate("previous", shelf.folder, None, name) for name in names if name not in shown]


def check_editions(asked: str) -> Item:
    """Which edition would be shown, whole by hash, and why any better one is passed over."""
    from kiosk.content.verify import verify  # a start needs neither, and they take 50 ms to import
    from kiosk.machine.health import Item

    faults: list[str] = []
    shown = ""
    remedy = "Install it again, or build it: python main.py content build"
    try:
        choice = choose_edition(candidates(asked, faults))
        shown = f"{choice.name} edition {choice.edition.id}: "
        faults += [f"{name} edition: {why}" for name, why in choice.passed_over]
        whole = verify(choice.edition)
    except ContentError as fault:
        return Item("edition", "fault", "; ".join([*faults, f"{shown}{fault}"]), remedy)
    message = f"{choice.name} edition {choice.edition.id}: {whole.pages} pages, {whole.pictures} pictures"
    if faults:
        return Item("edition", "fault", f"{message}; passed over: {'; '.join(faults)}", remedy)
    if choice.edition.sample:
        what = "Reviewed content must replace it before patients use it"
        return Item("edition", "warning", f"{message}; a sample no clinician has reviewed", what)
    return Item("edition", "ok", message)


def check_staff(settings: Settings) -> list[Item]:
    """The PIN of the staff door, and the counts with what can be read of them."""
    from kiosk.machine.health import check_counts, check_pin
    from kiosk.staff.counts import Counts
    from kiosk.staff.pin import read_pin_hash

    state = paths.state_folder()
    counts = Counts.beside(state)
    fault = counts.read_fault() if settings.counts else ""
    return [
        check_pin(read_pin_hash(settings.staff_pin_hash, state)),
        check_counts(settings.counts, fault, counts.set_aside),
    ]
