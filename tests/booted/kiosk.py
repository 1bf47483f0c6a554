"""A kiosk in a machine that boots, as a test sees it: its screen, its processes, its units."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from build_spec.booted.glass import is_dark, is_same_page, shows_kiosk
from build_spec.booted.machine import Machine, until
from kiosk.machine.ladder import HEALTHY_SECONDS
from kiosk.machine.settings import Settings

PROGRAM, COMPOSITOR, UPDATER = "/opt/lamina/lamina run", "cage -d", "/opt/lamina/lamina updater"

TIMES = {"kvm": 1.0, "tcg": 12.0}
"""How many times longer than a lab sheet says a step may take where no KVM helps: that is no measurement."""

BOOT_SECONDS = 60.0

VISIT_SECONDS = Settings().idle_seconds + Settings().countdown_seconds
"""After so long without a touch a visit is cleared."""

START = (0.75, 0.6)
"""Where a visit begins on the waiting screen, as shares of its width and height: \"Start in English\"."""

_ASK = (
    "use IO::Socket::UNIX;"
    'my $s = IO::Socket::UNIX->new(Peer => "/run/lamina-updater/updater.socket") or exit 3;'
    "$SIG{ALRM} = sub { exit 0 }; alarm 2; $| = 1; while (<$s>) { print }"
)


@dataclass
class Gap:
    """How long the screen was not the kiosk's, in seconds, and what stood there meanwhile beside darkness."""

    seconds: float
    lit: list[QImage]


class Kiosk:
    """The kiosk on ``machine``. Seconds are those of this computer's clock."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.slow = TIMES[machine.accelerator]
        self.shown_at = 0.0
        self.waiting = QImage()

    def allowed(self, seconds: float) -> float:
        """The lab sheet's seconds, or as many times more as this computer is slower without KVM."""
        return seconds * self.slow

    def shown(self, seconds: float = BOOT_SECONDS) -> float:
        """Wait until the kiosk fills the screen; seconds since the machine was switched on."""
        until(lambda: shows_kiosk(self.machine.picture()), "the kiosk on the screen", self.allowed(seconds))
        return self.machine.seconds()

    def away_and_back(self, fault: Callable[[], object], most: float) -> Gap:
        """Let ``fault`` happen; wait until the screen is another, then until it is the kiosk's again."""
        begun = time.monotonic()
        fault()
        lit: list[QImage] = []

        def away() -> bool:
            picture = self.machine.picture()
            if shows_kiosk(picture):
                return False
            if not is_dark(picture):
                lit.append(picture)
            return True

        until(away, "the kiosk to leave the screen", self.allowed(most))
        until(lambda: not away(), "the kiosk on the screen again", self.allowed(most))
        return Gap(time.monotonic() - begun, lit)

    def is_touched(self) -> None:
        """Touch the waiting screen where a visit begins, and wait for its first page."""
        self.is_left()
        width, height = self.machine.size

        def begun() -> bool:
            # cage hears of its pointer some seconds after its first picture: who was early touches again
            self.machine.tap(width * START[0], height * START[1])
            with suppress(TimeoutError):
                return until(lambda: not self.waits(), "the visit's page", self.allowed(1))
            return False

        until(begun, "a visit", self.allowed(10))

    def is_left(self) -> None:
        """Wait until nobody's visit is on the screen any more."""
        until(self.waits, "the visit's end", VISIT_SECONDS + self.allowed(10))

    def waits(self) -> bool:
        """Whether the waiting screen stands there, as it did at first."""
        return is_same_page(self.waiting, self.machine.picture())

    def process(self, command: str) -> int:
        """The number of the only process of that command, 0 where there is none."""
        found = self.machine.run(f"pgrep -f '^(/usr/bin/)?{command}'").out.split()
        return int(found[0]) if found else 0

    def another(self, command: str, before: int, seconds: float = 10.0) -> int:
        """Wait for a process of that command that is not ``before``; its number."""

        def found() -> int:
            number = self.process(command)
            return number if number != before else 0

        return until(found, f"another {command}", self.allowed(seconds))

    def unit(self, *names: str, of: str = "lamina") -> dict[str, str]:
        """Properties of a unit as systemd tells them."""
        told = self.machine.read(f"systemctl show {of} -p {','.join(names)}")
        return dict(line.partition("=")[::2] for line in told.splitlines())

    def settled(self, seconds: float = 60.0) -> None:
        """Wait until the unit is active: the kiosk told systemd that it draws."""
        until(
            lambda: self.unit("ActiveState")["ActiveState"] == "active",
            "an active unit",
            self.allowed(seconds),
        )

    def is_well(self) -> None:
        """Wait until the program has run for so long that its next end counts as the first."""
        age = f"ps -o etimes= -p $(pgrep -f '^{PROGRAM}')"
        until(lambda: int(self.machine.run(age).out.strip() or 0) > HEALTHY_SECONDS, "a minute", 200)

    def journal(self, unit: str = "lamina") -> str:
        """What the journal of this boot holds of the unit and of systemd about it."""
        return self.machine.read(f"journalctl -b -u {unit} -o cat --no-pager")

    def updater_says(self) -> dict[str, Any]:
        """What the updater tells whoever of the kiosk's user connects: its standing and its offers."""
        as_kiosk = "setpriv --reuid=lamina --regid=lamina --init-groups --reset-env"
        told: dict[str, Any] = {}
        for line in self.machine.run(f"{as_kiosk} perl -e '{_ASK}'").out.splitlines():
            told |= {name: one for name, one in json.loads(line).items() if one is not None}
        return told

    def offers(self) -> list[dict[str, Any]]:
        """What the staff corner is offered."""
        return list(self.updater_says().get("offers", []))

    def save(self, name: str, folder: Path) -> Path:
        """The picture of the screen, kept as a file."""
        place = folder / f"{name}.png"
        self.machine.picture().save(str(place))
        return place
