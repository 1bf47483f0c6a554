"""Tells whoever started this process as a service how it is, as sd_notify(3) does; knows no kiosk.

Only the words of that protocol stand here: what a ping is worth is for who sends it. Where nobody waits to be
told, everything does nothing.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import NamedTuple

PINGS = 3
"""Pings in one watchdog time: two may be late or lost."""

TELL_SECONDS = 0.2
"""How long a full queue is waited on; what is not told then is lost."""

_VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


class Supervisor(NamedTuple):
    """Who is told: the ``address`` of its socket ("@" begins an abstract one), "" where nobody is.

    Without a ping for ``watchdog`` seconds it ends this process; 0 where it does not watch.
    """

    address: str = ""
    watchdog: float = 0.0

    @property
    def ping_seconds(self) -> float:
        """Seconds from one ping to the next; 0 where none is waited for."""
        return self.watchdog / PINGS

    def ready(self, status: str = "") -> None:
        """It works now. ``status`` is one line for people, shown beside the service."""
        self._tell("READY=1", _line(status))

    def says(self, status: str) -> None:
        """Another line for people, shown beside the service from now on."""
        self._tell(_line(status))

    def ping(self) -> None:
        """It still works."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """It ends because it was told to."""
        self._tell("STOPPING=1")

    def _tell(self, *lines: str) -> None:
        if not self.address:
            return
        import socket  # its constants take four milliseconds, which whom nobody waits for need not wait

        place = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as telling:
            telling.settimeout(TELL_SECONDS)
            telling.sendto("\n".join(lines).encode(), place)


def _line(status: str) -> str:
    return f"STATUS={' '.join(status.split())}"


def supervisor_of(environment: MutableMapping[str, str]) -> Supervisor:
    """Who waits to be told by this process. Its variables are taken out of ``environment``.

    What this process starts would else speak in its name: an updater that pings for a kiosk that hangs.
    ``WATCHDOG_PID`` is not looked at: in a session the first process is the compositor, and the kiosk pings.
    """
    told, micro, _ = (environment.pop(name, "") for name in _VARIABLES)
    if not told.startswith(("/", "@")) or sys.platform == "win32":
        return Supervisor()
    return Supervisor(told, int(micro) / 1e6 if micro.isascii() and micro.isdigit() else 0.0)
