"""What a start stands on: the settings in force, the editions that may be shown; it draws nothing."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import PACKAGED, PROGRAM
from kiosk.content.edition import Candidate, Edition, choose_edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.history import History, read_history
from kiosk.content.record import record
from kiosk.content.shelf import Shelf, candidate, edition_of, root_name
from kiosk.machine import paths
from kiosk.machine.settings import Effective, Settings, read_settings, remember_good

if TYPE_CHECKING:
    from kiosk.machine.health import Item
    from kiosk.updates.wire import Standing

DAYS_TO_ROTATE, DAYS_TO_REVIEW, DAYS_UNSEEN = 60, 30, 3
"""Days before a root or a review ends that health turns amber, and after which a server counts as lost."""


@record
class RunOptions:
    """The settings in force, the editions that may be shown (best first) and the faults health shows.

    ``language`` starts the visit in that language, past the attract screen; empty starts as a kiosk does.
    ``file`` is the settings file, for the updater that the kiosk starts. ``find`` looks for candidates anew.
    """

    settings: Settings
    candidates: tuple[Candidate, ...]
    faults: tuple[str, ...] = ()
    language: str = ""
    file: Path | None = None
    find: Callable[[], tuple[Candidate, ...]] = tuple


def effective(options: argparse.Namespace) -> Effective:
    """The settings in force for one command line."""
    file: Path | None = options.settings
    if file is None:
        places = paths.settings_places()
        named = bool(os.environ.get("LAMINA_SETTINGS"))
        file = next((place for place in places if named or _is_there(place)), None)
    given = {
        key: value
        for key, value in vars(options).items()
        if key in ("panel_inches", "window", "size", "edition") and value is not None
    }
    last_good = paths.state_folder() / "last-good-settings.toml"
    in_force = read_settings(file, os.environ, given, last_good)
    remember_good(in_force, last_good)
    return in_force


def _is_there(place: Path) -> bool:
    """Whether a settings file is there; one that may not be looked for is told as a fault later."""
    try:
        return place.is_file()
    except OSError:
        return True


def candidates(edition: str, faults: list[str], installed: Path | None = None) -> tuple[Candidate, ...]:
    """The edition asked for, or the one installed and those before it; then the one that ships, likewise.

    Of those before the installed one none is among them that the clinic called back or staff undid, and of
    those that ship none that it called back.
    ``installed`` is the shelf of installed editions where that is not this machine's own. A pointer that
    cannot be read adds to ``faults``.
    """
    shelf = Shelf(installed or paths.installed_shelf())
    places = [("installed", Path(edition))] if edition else []
    if not edition and shelf.in_use:
        places.append(("installed", shelf.folder))
    found = []
    history = read_history(shelf.folder)
    for name, folder in (*places, ("shipped", paths.SHIPPED)):
        try:
            one = candidate(name, folder)
            if name == "shipped" and history.is_called_back(edition_of(one.root_name)):
                faults.append(f"shipped edition: {edition_of(one.root_name)} was called back by the clinic")
            else:
                found.append(one)
        except BrokenEdition as fault:
            faults.append(f"{name} edition: {fault}")
        if folder != Path(edition):
            listed = {one.root_name for one in found}
            before = (_before_installed if name == "installed" else _before_shipped)(folder, history)
            found += [one for one in before if one.root_name not in listed]
    return tuple(found)


def _before_installed(folder: Path, history: History) -> list[Candidate]:
    """What may be shown in place of an installed edition, newest first; what no record tells of may not."""
    kept = set(Shelf(folder).kept())
    fit = [one for one in history.in_place() if one.edition in kept]
    return [Candidate("previous", folder, one.root, root_name(one.edition)) for one in fit]


def _before_shipped(folder: Path, history: History) -> list[Candidate]:
    """The editions built before the one that ships, newest first."""
    fit = [one for one in reversed(Shelf(folder).kept()) if not history.is_called_back(one)]
    return [Candidate("previous", folder, None, root_name(one)) for one in fit]


def check_editions(asked: str) -> Item:
    """Which edition would be shown, whole by hash, and why any better one is passed over."""
    from kiosk.content.verify import verify  # a start needs neither, and they take 50 ms to import
    from kiosk.machine.health import Item

    faults: list[str] = []
    shown = ""
    remedy = "Install it again" if PACKAGED else "Install it again, or build it: python main.py content build"
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


def check_signature(asked: str) -> Item:
    """Who answers for the edition that would be shown. ``asked`` is the one that the settings name."""
    from kiosk.machine.health import Item

    try:
        choice = choose_edition(candidates(asked, []))
    except ContentError:
        return Item("signature", "fault", "there is no edition that can be shown", "See edition")
    return signature_of(choice.edition, asked)


def signature_of(edition: Edition, asked: str) -> Item:
    """Who answers for ``edition``."""
    from kiosk.machine.health import Item

    if edition.folder == paths.SHIPPED:
        return Item("signature", "ok", f"{edition.id} came with the program; it has no signature of its own")
    if asked:
        remedy = "Leave `edition` out of the settings: then the signed one is shown"
        return Item(
            "signature", "warning", f"{asked} is named by the settings; nobody signed it here", remedy
        )
    recorded = read_history(edition.folder).installed
    numbers = [one.sequence for one in recorded if one.edition == edition.id]
    if not numbers:
        remedy = "Install it again from a stick or your server"
        return Item("signature", "warning", f"no record tells how {edition.id} came here", remedy)
    return Item("signature", "ok", f"{edition.id} was signed by the clinic as number {numbers[-1]}")


def check_staff(settings: Settings) -> list[Item]:
    """The PIN of the staff door, the counts with what can be read of them, how its starts went."""
    from kiosk.machine.crash import reports_in
    from kiosk.machine.health import check_counts, check_pin, check_starts
    from kiosk.machine.ladder import read_starts
    from kiosk.staff.counts import Counts
    from kiosk.staff.pin import read_pin_hash

    state = paths.state_folder()
    counts = Counts.beside(state)
    fault = counts.read_fault() if settings.counts else ""
    return [
        check_pin(read_pin_hash(settings.staff_pin_hash, state)),
        check_counts(settings.counts, fault, counts.set_aside),
        check_starts(read_starts(state), len(reports_in(state))),
    ]


def check_updater(settings: Settings, now: Standing | None, running: bool = False) -> Item:
    """Whether new content can come in. ``now`` is what the updater tells, None where none answers.

    ``running`` says that a kiosk runs, which has started one if its settings say so.
    """
    from kiosk.machine.health import Item

    if settings.updater == "off":
        return Item("updater", "ok", "off by the settings; `edition install` brings new content")
    if now is None and settings.updater == "start" and not running:
        return Item("updater", "ok", "none runs now; the kiosk starts one")
    if now is None:
        remedy = f"Start its service, or run `{PROGRAM} updater` and read what it says"
        return Item("updater", "fault", "no updater answers: new content cannot come in", remedy)
    last = f"; {now.last.at[:10]}: {now.last.sentence.rstrip('.')}" if now.last else ""
    if now.last is not None and not now.last.good:
        return Item("updater", "warning", f"answers{last}", "Try again, or do what it says")
    looked = f"; looked at its server on {now.last_look[:10]}" if now.last_look else ""
    late = max(
        DAYS_UNSEEN, settings.look_hours / 12
    )  # two looks that came to nothing, where they are far apart
    if _days_until(now.last_look) < -late and settings.repository and settings.updates != "off":
        return Item(
            "updater", "warning", f"answers{looked or '; has not reached its server yet'}", "Look at it"
        )
    return Item("updater", "ok", f"answers{looked}{last}")


def check_trust(words: tuple[str, ...], until: str, group: str = "", known: bool = True) -> Item:
    """Whose editions this kiosk takes, by their fingerprint, and until when (ISO).

    ``group`` is the one it belongs to, ``known`` whether the clinic has ever offered anything to it.
    """
    from kiosk.machine.health import Item

    if not words:
        remedy = f"Enrol your clinic: `{PROGRAM} enrol ROOT.json`"
        return Item("trust", "warning", "trusts no clinic yet: no stick and no server is taken", remedy)
    message = f"trusts {' '.join(words)} until {until[:10]}"
    if group:
        message += f"; group {group}" + ("" if known else ", which no repository seen here names")
    left = _days_until(until)
    if left < 0:
        remedy = "Replace a root key with `repo rotate root`, and bring a stick made after that"
        return Item("trust", "fault", f"{message}, which is over: nothing new is taken", remedy)
    if left < DAYS_TO_ROTATE:
        return Item("trust", "warning", message, "Replace a root key with `repo rotate root` in time")
    return Item("trust", "ok", message)


def check_reviews(edition: Edition) -> Item:
    """How many pages of an edition are checked, and until when if all are; a sample is none that is."""
    from kiosk.content.reviews import reviews_beside
    from kiosk.machine.health import Item

    found = reviews_beside(edition)
    counted = f"{found.checked} of {found.pages} pages checked"
    if edition.sample:
        return Item("reviews", "ok", f"a sample: {counted}")
    if not found.whole:
        over = f"; the review of {len(found.over)} is over" if found.over else ""
        return Item(
            "reviews", "warning", f"{counted}{over}", "Have the others checked, then build and publish"
        )
    if not found.until:
        return Item("reviews", "ok", counted)
    message = f"{counted}; the first review ends on {found.until}"
    if _days_until(found.until) < DAYS_TO_REVIEW:
        return Item("reviews", "warning", message, "Have them reviewed again, then publish")
    return Item("reviews", "ok", message)


def _days_until(moment: str) -> float:
    """Days from now to an ISO time or day; far in the past where there is none."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return -1e6
    return (found.replace(tzinfo=found.tzinfo or UTC) - datetime.now(UTC)).total_seconds() / 86_400
