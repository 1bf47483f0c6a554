"""Everybody connected to the updater, whatever they send or leave unread; knows no work and no edition.

What an asker sends is capped and what it leaves unread is too: one over either is let go, and nobody else
notices. An asker has a number that no other ever has.
"""

from __future__ import annotations

import logging
import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kiosk.updates.endpoint import Endpoint
from kiosk.updates.wire import REQUEST_BYTES, Lines, Message, Request, Unreadable, message_line, read_request

MOST = 24
"""Askers at once; another takes the place of the one that has been silent longest."""

UNREAD_BYTES = 2 * 1024 * 1024
"""An asker that leaves more than this unread is let go."""

_READ_BYTES = 64 * 1024
_IN = select.POLLIN | select.POLLHUP | select.POLLERR

logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Asker:
    number: int
    socket: socket.socket
    heard: float
    lines: Lines = field(default_factory=lambda: Lines(REQUEST_BYTES))
    unread: bytearray = field(default_factory=bytearray)


class Askers:
    """Whoever came to ``endpoint``. ``greet`` gives what each is told first, ``answer`` is given requests."""

    def __init__(
        self,
        endpoint: Endpoint,
        greet: Callable[[], Iterable[Message]],
        answer: Callable[[int, Request], None],
    ) -> None:
        self._endpoint = endpoint
        self._greet = greet
        self._answer = answer
        self._came = 0
        self._by_number: dict[int, _Asker] = {}
        self._by_handle: dict[int, _Asker] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    @property
    def handles(self) -> dict[int, int]:
        """What a ``select.poll`` is to watch."""
        found = {self._endpoint.listening.fileno(): select.POLLIN}
        for handle, asker in self._by_handle.items():
            found[handle] = _IN | (select.POLLOUT if asker.unread else 0)
        return found

    def happened(self, handle: int, events: int) -> None:
        """Deal with what made ``handle`` ready."""
        asker = self._by_handle.get(handle)
        if handle == self._endpoint.listening.fileno():
            self._welcome()
        elif asker is not None:
            if events & select.POLLOUT:
                self._send(asker)
            if events & _IN and self._is_here(asker):
                self._hear(asker)

    def tell(self, number: int, message: Message) -> None:
        """Tell one, if that one is still here."""
        asker = self._by_number.get(number)
        if asker is not None:
            self._tell(asker, message_line(message))

    def tell_all(self, message: Message) -> None:
        """Tell everybody."""
        line = message_line(message) if self._by_number else b""
        for asker in list(self._by_number.values()):
            self._tell(asker, line)

    def close(self) -> None:
        """Let everybody go."""
        for asker in list(self._by_number.values()):
            self._let_go(asker)
        self._endpoint.close()

    def _welcome(self) -> None:
        for _ in range(MOST):
            came = self._endpoint.accept()
            if came is None:
                return
            self._let_in(came)

    def _let_in(self, came: socket.socket) -> None:
        if len(self) >= MOST:
            self._let_go(min(self._by_number.values(), key=lambda one: one.heard))
        self._came += 1
        asker = _Asker(self._came, came, time.monotonic())
        self._by_number[asker.number] = self._by_handle[came.fileno()] = asker
        for message in self._greet():
            self.tell(asker.number, message)

    def _hear(self, asker: _Asker) -> None:
        try:
            data = asker.socket.recv(_READ_BYTES)
            if not data:
                self._let_go(asker)
                return
            asker.heard = time.monotonic()
            for line in asker.lines.feed(data):
                self._answer(asker.number, read_request(line))
                if not self._is_here(asker):
                    return
        except BlockingIOError:
            return
        except OSError:
            self._let_go(asker)
        except Unreadable as fault:
            logger.warning("an asker was sent away: %s", fault)
            self._let_go(asker)

    def _tell(self, asker: _Asker, line: bytes) -> None:
        asker.unread += line
        self._send(asker)
        if len(asker.unread) > UNREAD_BYTES and self._is_here(asker):
            logger.warning("an asker was sent away: it does not read what it is told")
            self._let_go(asker)

    def _send(self, asker: _Asker) -> None:
        try:
            while asker.unread:
                del asker.unread[: asker.socket.send(asker.unread[:_READ_BYTES])]
        except BlockingIOError:
            return
        except OSError:
            self._let_go(asker)

    def _is_here(self, asker: _Asker) -> bool:
        return asker.number in self._by_number

    def _let_go(self, asker: _Asker) -> None:
        if self._by_number.pop(asker.number, None) is not None:
            del self._by_handle[asker.socket.fileno()]
            asker.socket.close()
