"""What went wrong between Python and the glass, for health; knows no fault's cause."""

from __future__ import annotations

import threading

FAULTS_KEPT = 50


class Faults(list[str]):
    """The last messages, newest last, each once. ``keep`` may be called in any thread."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def keep(self, message: str) -> bool:
        """Whether the message is news; it is then kept."""
        with self._lock:
            if message in self:
                return False
            self.append(message)
            del self[:-FAULTS_KEPT]
        return True

    def mended(self, remedy: str) -> None:
        """Let go of every message that asks for ``remedy``: it was done."""
        with self._lock:
            self[:] = [message for message in self if not message.endswith(remedy)]
