"""The commands about the editions of this machine: edition list, install, rollback, verify."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.ends import FINDINGS, OK, Fault, NotYet, say
from kiosk.cli.progress import lines
from kiosk.cli.trusting import trust_by_settings
from kiosk.content.edition import ROOT_NAME, Candidate
from kiosk.content.errors import ContentError, NoEdition
from kiosk.content.history import RECORD
from kiosk.content.shelf import Shelf, candidate, root_name
from kiosk.machine import paths
from kiosk.options import candidates, effective

if TYPE_CHECKING:
    from kiosk.updates.wire import Request


def list_them(options: argparse.Namespace) -> int:
    """``edition list``: which editions there are and which is shown."""
    from kiosk.content.edition import choose_edition

    _need_shelf(options)
    faults: list[str] = []
    asked = effective(options).settings.edition
    found = candidates(asked, faults, options.shelf)
    chosen = None
    with suppress(NoEdition):  # each row says why
        chosen = choose_edition(found)
    shown = False
    names = {} if asked else _names(options)
    rows = []
    for one in found if asked else _all_kept(found, options.shelf):
        try:
            edition = one.open()
        except ContentError as fault:
            faults.append(f"{one.name} edition: {fault}")
            continue
        is_it = (
            not shown and chosen is not None and (one.name, edition.id) == (chosen.name, chosen.edition.id)
        )
        shown = shown or is_it
        name = one.name
        if one.folder == options.shelf and name == "previous":
            name = names.get(edition.root_sha256, "unrecorded")
        row = {"name": name, "edition": edition.id, "sample": edition.sample, "shown": is_it}
        rows.append({**row, "folder": str(one.folder)})
    if options.json:
        print(json.dumps({"editions": rows, "faults": faults}, indent=1))
    else:
        for row in rows:
            print(
                f"{row['name']:<11} {row['edition']}  {'shown' if row['shown'] else '     '}  {row['folder']}"
            )
        for fault_line in faults:
            print(fault_line)
    return FINDINGS if faults else OK


def _need_shelf(options: argparse.Namespace) -> None:
    """Raise ``Fault`` where a shelf is named that is not there. This kiosk's own may not be there yet."""
    if options.shelf != paths.installed_shelf() and not options.shelf.is_dir():
        raise Fault(f"{options.shelf}: there is no such folder; name with --shelf where editions lie")


def _all_kept(found: Sequence[Candidate], folder: Path) -> list[Candidate]:
    """``found``, and what else is kept on the shelf ``folder`` but may not be shown, newest first."""
    shelf = Shelf(folder)
    listed = {one.root_name for one in found if one.folder == folder}
    others = [Candidate("previous", folder, None, root_name(one)) for one in shelf.kept()]
    here = [one for one in found if one.folder == folder]
    here += [one for one in others if one.root_name not in listed]
    here.sort(key=lambda one: (one.name == "installed", one.root_name), reverse=True)
    return [*here, *(one for one in found if one.folder != folder)]


def _names(options: argparse.Namespace) -> dict[str, str]:
    """What each installed edition is that is not the current one, by its root's sha256.

    What ``edition rollback`` would show is "previous".
    """
    if not (options.shelf / RECORD).is_file():
        return {}
    from kiosk.updates.install import Installation

    installation = Installation(options.shelf)
    current, before, floor = installation.current, installation.before, installation.floor
    found = {}
    for one in installation.history:
        found[one.root] = "previous"
        if one.sequence < floor:
            found[one.root] = "called back"
        elif one.undone and one != before:
            found[one.root] = "undone"
        elif current is not None and one.sequence > current.sequence:
            found[one.root] = "newer"
    return found


def verify(options: argparse.Namespace) -> int:
    """``edition verify``: every byte of the edition that would be shown, against its hashes."""
    from kiosk.content.verify import verify as verify_edition

    _need_shelf(options)
    named = effective(options).settings.edition
    if named and not Path(named).exists():
        raise Fault(f"{named}: there is no such folder; name with --edition the folder of an edition")
    folder = Path(named) if named else options.shelf if Shelf(options.shelf).in_use else paths.SHIPPED
    show = lines()
    told = {"edition": "", "sound": False, "called_back": False}
    try:
        asked = candidate("asked", folder)
        told["edition"] = asked.root_name.removesuffix(".json") if asked.root_name != ROOT_NAME else ""
        edition = asked.open()
        told["edition"] = edition.id
        told["called_back"] = _names(options).get(edition.root_sha256) == "called back"
        whole = verify_edition(edition, lambda done, of: show("verifying", done, of))
    except ContentError as fault:
        if options.json:
            print(json.dumps({**told, "fault": str(fault)}))
        raise
    if options.json:
        print(json.dumps({**told, "sound": True, **asdict(whole)}))
    else:
        print(f"{edition.id} is sound: {whole.topics} topics, {whole.pages} pages, {whole.pictures} pictures")
        if told["called_back"]:
            print("The clinic has called it back: install a newer one.")
    return FINDINGS if told["called_back"] else OK


_BUSY = "another program is changing the editions of this kiosk; wait until it is done"


def install(options: argparse.Namespace) -> int:
    """``edition install``: the newest edition a stick, a folder or an address offers, checked whole."""
    from kiosk.updates.errors import Busy
    from kiosk.updates.lock import alone

    source = options.source if "://" in options.source else str(Path(options.source).absolute())
    if "://" not in source and Path(source).is_file():
        raise Fault(f"{source} is a file; name the stick or the folder that the repository lies in")
    if "://" not in source and not Path(source).exists():
        where = "name the folder that the repository lies in"
        raise Fault(f"{source}: there is no such folder; put the stick in, or {where}")
    try:
        with alone(options.shelf, _BUSY):
            settings = effective(options).settings
            told, _ = trust_by_settings(settings, options.state)
            if told:
                say(told)
            return _install(options, source, settings.group)
    except (Busy, PermissionError) as fault:  # the updater may be another user, who alone writes there
        if options.authority:
            raise Fault("the updater runs: set repository_authority, and leave --authority out") from None
        return _asked(options, _bring(options, source), fault)


def rollback(options: argparse.Namespace) -> int:
    """``edition rollback``: show the edition before the one that is installed."""
    from kiosk.updates.errors import Busy
    from kiosk.updates.lock import alone
    from kiosk.updates.wire import Request

    try:
        with alone(options.shelf, _BUSY):
            return _roll_back(options)
    except (Busy, PermissionError) as fault:  # the updater may be another user, who alone writes there
        return _asked(options, Request(verb="go_back"), fault)


def _bring(options: argparse.Namespace, source: str) -> Request:
    from kiosk.updates.wire import Request

    return Request(verb="bring", source=source, roll_back=options.roll_back, again=options.again)


def _install(options: argparse.Namespace, source: str, group: str) -> int:
    from kiosk.updates.errors import Undone
    from kiosk.updates.install import Installation
    from kiosk.updates.places import FolderPlace, Place
    from kiosk.updates.trust import Trust
    from kiosk.updates.web import WebPlace

    place: Place
    place = WebPlace(source, options.authority) if "://" in source else FolderPlace(Path(source))
    try:
        offers = Trust(options.state, group=group).offers(place)
        if not offers:
            raise Fault(f"{source} offers no edition; publish one with `repo publish`")
        installation = Installation(options.shelf)
        offer, how = installation.decide(offers, options.again)
        if how != "nothingNew":
            installation.install(offer, place, lines(), roll_back=options.roll_back)
    except Undone as fault:
        raise NotYet(fault) from None
    finally:
        place.close()
    print(
        {
            "nothingNew": f"{offer.edition} is installed already; nothing was changed",
            "mended": f"{offer.edition} was damaged; it is whole again",
            "installed": f"{offer.edition} (number {offer.sequence}) is installed; "
            "a kiosk shows it from its next start",
        }[how]
    )
    return OK


def _roll_back(options: argparse.Namespace) -> int:
    from kiosk.updates.install import Installation

    before = Installation(options.shelf).go_back(_floor(options))
    print(f"{before.edition} (number {before.sequence}) is shown again from the next start")
    return OK


def _floor(options: argparse.Namespace) -> int:
    """The lowest number that may be shown; 0 where nobody is trusted."""
    from kiosk.updates.errors import NotEnrolled
    from kiosk.updates.trust import Trust

    try:
        return Trust(options.state).floor
    except NotEnrolled:
        return 0


def _asked(options: argparse.Namespace, request: Request, busy: Exception) -> int:
    """The same by the updater that holds the shelf, if it is this kiosk's. Raises ``busy`` otherwise."""
    from kiosk.updates.caller import Caller
    from kiosk.updates.endpoint import address_in
    from kiosk.updates.errors import Unanswered

    address = address_in(paths.state_folder(), effective(options).settings.socket)
    try:
        caller = Caller(address)
    except Unanswered:
        raise busy from None
    show = lines()
    with caller:
        if options.shelf != paths.installed_shelf():
            raise busy
        result = caller.ask(request, lambda one: show(one.what, one.done, one.of))
    if not result.good:
        raise NotYet(result.sentence) if result.key == "undone" else Fault(result.sentence)
    by = " The updater of this kiosk did it; the kiosk shows it once nobody touches it."
    print(f"{result.sentence}{'' if result.key == 'nothingNew' else by}")
    return OK
