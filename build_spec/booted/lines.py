"""A socket on which each line is a JSON object: qemu's own (QMP) or its guest agent's; knows no verb."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

SENTINEL = b"\xff"
"""Before what follows it nothing counts: so an agent that was cut off in the middle begins anew."""


class NoAnswer(TimeoutError):
    """Nothing was said in time."""


class Refused(RuntimeError):
    """It answered with an error; the message is what it said."""


class Lines:
    """Asks and answers over ``place``; ``patience`` is in seconds."""

    def __init__(self, place: Path, patience: float) -> None:
        self._patience = patience
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(place))
        self._left = b""
        self._events: list[dict[str, Any]] = []

    def ask(self, question: Mapping[str, Any]) -> Any:
        """Send ``question``, return what was answered. Raises ``Refused``, ``NoAnswer``."""
        self._socket.sendall(json.dumps(question).encode() + b"\n")
        while True:
            told = self.read()
            if "event" in told:
                self._events.append(told)
            elif "error" in told:
                raise Refused(str(told["error"].get("desc", told["error"])))
            else:
                return told.get("return")

    def synchronise(self, number: int, seconds: float) -> Any:
        """Let a guest agent begin anew; returns the number it heard. Raises ``NoAnswer``."""
        question = {"execute": "guest-sync-delimited", "arguments": {"id": number}}
        self._left = b""
        self._socket.sendall(SENTINEL + json.dumps(question).encode() + b"\n")
        told = self.read(seconds)
        while told.get("return") != number:
            told = self.read(seconds)
        return number

    def read(self, seconds: float | None = None) -> dict[str, Any]:
        """The next object. Raises ``NoAnswer``."""
        end = time.monotonic() + (self._patience if seconds is None else seconds)
        while b"\n" not in self._left:
            self._socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                more = self._socket.recv(65536)
            except TimeoutError:
                raise NoAnswer("no answer") from None
            except ConnectionError:
                more = b""
            if not more:
                raise NoAnswer("the other side is gone")
            self._left += more
            if time.monotonic() > end:
                raise NoAnswer("no whole answer")
        line, _, self._left = self._left.partition(b"\n")
        return dict(json.loads(line.rpartition(SENTINEL)[2] or b"{}"))

    def took(self, event: str, **about: str) -> bool:
        """Whether ``event`` was told, with ``about`` in it, since this was asked the last time."""
        self._socket.settimeout(0.01)
        with suppress(TimeoutError, BlockingIOError):
            self._left += self._socket.recv(65536)
        while b"\n" in self._left:
            told = self.read()
            if "event" in told:
                self._events.append(told)
        for told in self._events:
            if told["event"] == event and about.items() <= told.get("data", {}).items():
                self._events.remove(told)
                return True
        return False

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
