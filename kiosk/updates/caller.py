"""Asks the updater and waits for the answer: for the command line and tests; the interface has its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType

from kiosk.updates.endpoint import connect
from kiosk.updates.errors import Unanswered
from kiosk.updates.wire import (
    MESSAGE_BYTES,
    Lines,
    Message,
    Offered,
    Progress,
    Request,
    Said,
    Standing,
    Unreadable,
    line_of,
    read_message,
)

SECONDS = 10.0
"""How long the updater may be silent before it is said not to answer; an install tells its progress."""


class Caller:
    """A connection to the updater at ``address``. Raises ``Unanswered`` where there is none.

    ``standing``, ``offers`` and ``progress`` are what was told last.
    """

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._socket = connect(address, seconds)
        self._lines = Lines(MESSAGE_BYTES)
        self._number = 0
        self._read: list[Message] = []
        self.standing = Standing()
        self.offers: tuple[Offered, ...] = ()
        self.progress = Progress()
        self.hear()

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; what was asked for goes on."""
        self._socket.close()

    def send(self, request: Request) -> None:
        """Ask, and wait for nothing. Raises ``Unanswered``."""
        try:
            self._socket.sendall(line_of(request))
        except OSError as fault:
            raise Unanswered(f"the updater went away ({fault.strerror or fault}); ask again") from None

    def hear(self) -> Message:
        """The next message, whoever it answers. Raises ``Unanswered`` after silence or an unknown word."""
        while not self._read:
            try:
                data = self._socket.recv(64 * 1024)
                lines = list(self._lines.feed(data))
                self._read = [read_message(line) for line in lines]
            except (OSError, Unreadable) as fault:
                raise Unanswered(f"the updater does not answer ({fault}); is it of this version?") from None
            if not data:
                raise Unanswered("the updater ended; ask again")
        message = self._read.pop(0)
        self.standing = message.standing or self.standing
        self.offers = self.offers if message.offers is None else message.offers
        self.progress = message.progress or self.progress
        return message

    def ask(self, request: Request, progress: Callable[[Progress], None] = lambda _: None) -> Said:
        """Ask, and wait for how it ended. Raises ``Unanswered``."""
        self._number += 1
        self.send(replace(request, number=self._number))
        while True:
            message = self.hear()
            if message.progress is not None and message.progress.what:
                progress(message.progress)
            if message.result is not None and message.number == self._number:
                return message.result

    def wait(self, until: Callable[[Caller], bool], seconds: float = 30.0) -> None:
        """Hear messages until ``until`` holds. Raises ``Unanswered`` where it does not within ``seconds``."""
        deadline = time.monotonic() + seconds
        while not until(self):
            if time.monotonic() > deadline:
                raise Unanswered(f"the updater did not say so within {seconds:g} s")
            self.hear()
