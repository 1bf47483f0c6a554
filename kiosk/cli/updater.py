"""The command that runs the updater: the one process that writes editions; it draws nothing."""

from __future__ import annotations

import argparse
import logging
import os
import signal
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.cli.ends import OK
from kiosk.cli.trusting import trust_by_settings
from kiosk.machine import paths
from kiosk.machine.notify import supervisor_of
from kiosk.options import candidates, check_reviews, check_trust, check_updater, effective

if TYPE_CHECKING:
    from kiosk.machine.health import Item
    from kiosk.machine.settings import Settings
    from kiosk.updates.premises import Premises
    from kiosk.updates.schedule import Schedule

logger = logging.getLogger(__name__)


def serve(options: argparse.Namespace) -> int:
    """``updater``, with a report of every crash in the state folder."""
    from kiosk.machine.crash import reported

    with reported(paths.state_folder(), "updater", {"lamina": __version__}):
        return _serve(options)


def _serve(options: argparse.Namespace) -> int:
    """``updater``: bring, check and install editions for whoever asks, until told to end.

    Ends with 0 when told to (SIGTERM, SIGINT, the last asker gone with ``--until-alone``), with 2 where
    another updater is at work or no socket can be made.
    """
    from kiosk.machine.log import begin
    from kiosk.updates.endpoint import Endpoint, address_in, require

    require()
    from kiosk.updates.lock import alone
    from kiosk.updates.premises import Premises
    from kiosk.updates.schedule import machine_number
    from kiosk.updates.service import LINGER_SECONDS, Habits, Pulse, Service
    from kiosk.updates.sticks import Watch

    os.umask(0o027)  # the interface, another user of the same group, reads what it writes; nobody else does
    supervisor = supervisor_of(os.environ)
    in_force = effective(options)
    settings = in_force.settings
    log = begin("updater", settings.log_folder)
    state, shelf = paths.state_folder(), paths.installed_shelf()
    premises = Premises(
        shelf=shelf,
        trust=paths.trust_folder(),
        state=state,
        shipped=paths.SHIPPED,
        repository=settings.repository,
        authority=Path(settings.repository_authority) if settings.repository_authority else None,
        group=settings.group,
        shared=bool(settings.socket_group),
    )
    with alone(shelf, f"another updater or `edition install` is at work on {shelf}; nothing was started"):
        address = address_in(state, settings.socket)
        endpoint = Endpoint(address, settings.socket_group)
        logger.info("started; %s", _about(premises, address, settings))
        for fault in in_force.faults:
            logger.warning("%s", fault)
        told, well = trust_by_settings(settings, premises.trust)
        if told:
            logger.log(logging.INFO if well else logging.WARNING, "%s", told)
        machine = machine_number(state)
        service = Service(
            premises,
            endpoint,
            Watch([Path(folder) for folder in settings.stick_folders]),
            _schedule(settings, state, machine),
            Habits(
                at_night=settings.updates == "night",
                night_hour=settings.night_hour,
                machine=machine,
                linger=LINGER_SECONDS if options.until_alone else None,
            ),
            Pulse(supervisor.ping_seconds, supervisor.ping),
        )
        log.edition = lambda: service.shown
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: service.end())
        supervisor.ready("can be asked")
        service.run()
        supervisor.stopping()
        logger.info("ended")
    return OK


def check_updates(settings: Settings) -> list[Item]:
    """Health's items about new content: the updater, whose editions are taken, how long reviews hold."""
    from kiosk.content.edition import choose_edition
    from kiosk.content.errors import ContentError
    from kiosk.machine.health import Item
    from kiosk.updates.caller import Caller
    from kiosk.updates.endpoint import address_in
    from kiosk.updates.errors import Unanswered

    now = None
    if settings.updater != "off":
        with suppress(Unanswered), Caller(address_in(paths.state_folder(), settings.socket)) as caller:
            now = caller.standing
    items = [check_updater(settings, now)]
    items.append(_check_trust(settings))
    if settings.repository_authority and not os.access(settings.repository_authority, os.R_OK):
        told = f"repository_authority names {settings.repository_authority}, which cannot be read here"
        remedy = "Put that certificate (PEM) there, readable for everyone: no server is trusted before"
        items.append(Item("updater", "fault", told, remedy))
    with suppress(ContentError):
        items.append(check_reviews(choose_edition(candidates(settings.edition, [])).edition))
    return items


def _check_trust(settings: Settings) -> Item:
    """Whose editions are taken, and whether the settings name the same."""
    from kiosk.machine.health import Item
    from kiosk.updates.errors import NotEnrolled
    from kiosk.updates.metadata import time_text
    from kiosk.updates.trust import Trust

    try:
        trust = Trust(paths.trust_folder(), group=settings.group)
        enrolment = trust.enrolment
    except NotEnrolled:
        if not settings.trusted_root:
            return check_trust((), "")
        if not os.access(settings.trusted_root, os.R_OK):
            told = f"trusts no clinic; trusted_root names {settings.trusted_root}, which cannot be read here"
            return Item("trust", "warning", told, "Put the clinic's root.json there, readable for everyone")
        remedy = "Start the updater: it enrols that clinic and says so in its log"
        return Item("trust", "warning", f"trusts no clinic yet; {settings.trusted_root} is to be", remedy)
    told, well = trust_by_settings(settings, paths.trust_folder())
    if not well:
        return Item("trust", "warning", told, "Correct trusted_root, or leave it out")
    return check_trust(enrolment.words, time_text(enrolment.expires), settings.group, trust.knows_group)


def _about(premises: Premises, address: str, settings: Settings) -> str:
    """Where this updater works, for the first line of its log."""
    server = premises.repository or "no server"
    when = f"updates {settings.updates}" if premises.repository else "sticks only"
    group = f", group {premises.group}" if premises.group else ""
    return f"editions in {premises.shelf}; asked at {address}; {server}, {when}{group}"


def _schedule(settings: Settings, state: Path, machine: str) -> Schedule | None:
    """When to look at the server; None where there is none or settings forbid it."""
    from kiosk.updates.notes import read_notes
    from kiosk.updates.schedule import Schedule

    if not settings.repository or settings.updates == "off":
        return None
    return Schedule(machine, settings.look_hours, _seconds_since(read_notes(state).looked))


def _seconds_since(moment: str) -> float | None:
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
    except ValueError:
        return None
