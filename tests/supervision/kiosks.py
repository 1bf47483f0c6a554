"""A kiosk with two editions of a clinic installed, as a service of the small supervisor."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.supervision.supervisor import Supervisor, Unit
from tests.updates.clinic import Clinic
from tests.updates.running import ROOT, Machine

SAFE = "the safe page stands"
"""What a kiosk tells its supervisor in place of the edition that it shows."""


class Kiosk:
    """The folders of one kiosk. ``editions`` are the ids of the two, the one that is shown last.

    ``shown`` is another edition's folder to be shown instead.
    """

    def __init__(self, folder: Path, shown: Path | None = None) -> None:
        self.folder = folder
        self._asked = {"LAMINA_EDITION": str(shown)} if shown else {}
        self.clinic = Clinic(folder / "clinic")
        self.machine = Machine(folder / "machine", self.clinic)
        for number in (1, 2):
            self.clinic.publish(number)
            done = self.machine.command("edition", "install", str(self.clinic.repository))
            assert done.returncode == 0, done.stderr
        self.editions = [self.clinic.edition(number).id for number in (1, 2)]
        self.pipe = folder / "pipe"
        os.mkfifo(self.pipe)

    def unit(self, *before: str, like: str = "lamina.service", **environment: str) -> Unit:
        """The kiosk as a service with the numbers of that unit; ``before`` stands before its command."""
        command = ["-m", "tests.supervision.planted", str(self.pipe), str(self.folder / "shipped"), "run"]
        around = self.machine.environment(updater="off", size="1280x720") | self._asked | environment
        around["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), around.get("PYTHONPATH", "")]))
        return Unit(command=[*before, sys.executable, *command], environment=around).like(like)

    def updater(self) -> Unit:
        around = self.machine.environment(updater="running")
        command = [sys.executable, str(ROOT / "main.py"), "updater"]
        return Unit(command=command, environment=around).like("lamina-updater.service")

    def do(self, code: str) -> None:
        """Let the kiosk do this in its window's thread."""
        handle = os.open(self.pipe, os.O_WRONLY)
        os.write(handle, code.encode())
        os.close(handle)

    def item(self, name: str) -> dict[str, Any]:
        """One item of ``check``."""
        told = json.loads(self.machine.command("check", "--json", updater="off").stdout)
        found: dict[str, Any] = next(item for item in told["items"] if item["name"] == name)
        return found

    def reports(self) -> str:
        """What the reports of crashes say, all of them."""
        return "\n".join(path.read_text() for path in (self.machine.state / "crashes").glob("*.txt"))


def usable(supervisor: Supervisor) -> str:
    """Wait until something is on the glass; what that is."""
    return supervisor.until("ready").said
