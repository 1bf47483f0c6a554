"""A repository behind a web server: one connection, every answer capped and timed; knows no content.

Asks for a file and takes it, nothing else: no redirect is followed, no cookie kept, no proxy of the
environment used. What a kiosk has by its hash it does not ask for again.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.updates.errors import NotThere, PlaceFault, TooSlow
from kiosk.updates.places import CHUNK, steps_of

CONNECT_SECONDS = 10.0
"""Longest wait for a connection."""

_GONE = frozenset({403, 404, 410})
_BROKEN = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError, ConnectionAbortedError)


class WebPlace:
    """A repository at ``address`` (http or https). ``authority`` is a clinic's own certificate authority.

    Raises ``PlaceFault`` for an address that is none. Not for two threads at once.
    """

    def __init__(self, address: str, authority: Path | None = None) -> None:
        self.name = address
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise PlaceFault(address, "", "is not an address; write https://server/folder") from None
        plain = not (parts.username or parts.password or parts.query or parts.fragment)
        if parts.scheme not in ("http", "https") or not parts.hostname or not plain or not address.isascii():
            raise PlaceFault(address, "", "is not an address; write https://server/folder")
        self._host, self._port = parts.hostname, port
        self._base = parts.path.rstrip("/")
        self._tls: ssl.SSLContext | None = None
        if parts.scheme == "https":
            try:
                self._tls = ssl.create_default_context(cafile=str(authority) if authority else None)
            except OSError as fault:
                raise PlaceFault(
                    str(authority), "", f"is no certificate authority ({fault.strerror})"
                ) from None
        self._connection: http.client.HTTPConnection | None = None

    def read(self, path: str, cap: int, deadline: float) -> bytes:
        """See ``Place``."""
        steps_of(self.name, path)
        kept = self._connection is not None
        try:
            try:
                return self._ask(path, cap, deadline)
            except _BROKEN:
                # A server closes a connection it has kept for long: one that was fresh is another matter.
                if not kept:
                    raise
                self.close()
                return self._ask(path, cap, deadline)
        except NotThere:
            raise  # the connection is as good as before
        except PlaceFault:
            self.close()
            raise
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            if isinstance(fault, TimeoutError) or time.monotonic() > deadline:
                raise TooSlow(self.name, path, "did not come in the time allowed; try later") from None
            raise PlaceFault(self.name, "", _told(fault)) from None

    def close(self) -> None:
        """Close the connection; the next read opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, path: str, cap: int, deadline: float) -> bytes:
        connection = self._connected(deadline)
        headers = {"Accept-Encoding": "identity", "User-Agent": "lamina"}
        connection.request("GET", f"{self._base}/{path}", headers=headers)
        with closing(connection.getresponse()) as answer:
            if answer.status in _GONE:
                if answer.length is not None and answer.length <= CHUNK:
                    answer.read()  # so that the connection can be kept
                else:
                    self.close()
                raise NotThere(self.name, path, f"missing (the server answers {answer.status})")
            data = self._body(answer, path, cap)
            if answer.will_close:
                self.close()
            return data

    def _body(self, answer: http.client.HTTPResponse, path: str, cap: int) -> bytes:
        if 300 <= answer.status < 400:
            raise PlaceFault(self.name, path, "the server sends elsewhere, which is not followed")
        if answer.status != 200:
            raise PlaceFault(self.name, path, f"the server answers {answer.status}; ask who looks after it")
        if (answer.length or 0) > cap:
            raise PlaceFault(self.name, path, f"is {answer.length} bytes, more than the {cap} allowed")
        parts: list[bytes] = []
        left = cap + 1
        while left and (part := answer.read(min(left, CHUNK))):
            parts.append(part)
            left -= len(part)
        if not left:
            raise PlaceFault(self.name, path, f"goes on after the {cap} bytes allowed")
        if answer.length:
            raise PlaceFault(self.name, path, f"ended {answer.length} bytes early; try again")
        return b"".join(parts)

    def _connected(self, deadline: float) -> http.client.HTTPConnection:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection = self._connection
        if connection is None or connection.sock is None:
            if self._tls:
                connection = http.client.HTTPSConnection(self._host, self._port, context=self._tls)
            else:
                connection = http.client.HTTPConnection(self._host, self._port)
            connection.timeout = min(left, CONNECT_SECONDS)
            connection.connect()
            connection.sock = _Timed(connection.sock)
            self._connection = connection
        timed: Any = connection.sock
        timed.deadline = deadline
        return connection


class _Timed:
    """A socket as http.client uses one, every wait on it ending at ``deadline``.

    A timeout of the socket alone begins anew with each byte: a server that trickles could hold us for days.
    """

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner
        self.deadline = 0.0

    def sendall(self, data: bytes) -> None:
        self.arm()
        self._inner.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Received(self, self._inner.makefile("rb", buffering=0)))

    def close(self) -> None:
        self._inner.close()

    def arm(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._inner.settimeout(left)


class _Received(io.RawIOBase):
    """What comes in over a timed socket; like the file it stands for, it keeps the socket open."""

    def __init__(self, timed: _Timed, file: io.RawIOBase) -> None:
        self._timed = timed
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._timed.arm()
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


def _told(fault: Exception) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return "shows a certificate that is not trusted here; ask who looks after the server"
    if isinstance(fault, socket.gaierror):
        return "is not known on this network; look at the address and the network"
    if isinstance(fault, ConnectionRefusedError):
        return "refuses connections; is the server running?"
    if isinstance(fault, http.client.HTTPException):
        return "answers in a way no web server does; look at the address"
    reason = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return f"cannot be reached ({reason.lower()})"
