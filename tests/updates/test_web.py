"""A repository behind real web servers on this machine, some of them hostile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.updates.errors import NotThere, PlaceFault, TooSlow
from kiosk.updates.metadata import blob_file
from kiosk.updates.places import within
from kiosk.updates.web import WebPlace
from tests.updates.clinic import HANG, Clinic


class Quiet(SimpleHTTPRequestHandler):
    """Any plain web server, one that keeps connections."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]]
    connections: ClassVar[list[object]]

    def setup(self) -> None:
        super().setup()
        self.connections.append(self.client_address)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        self.asked.append(self.path)


@contextmanager
def served(handler: Callable[..., BaseHTTPRequestHandler], tls: SSLContext | None = None) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def folder_served(folder: Path, protocol: str = "HTTP/1.1") -> Iterator[tuple[str, type[Quiet]]]:
    kind = type("Served", (Quiet,), {"asked": [], "connections": [], "protocol_version": protocol})
    with served(partial(kind, directory=str(folder))) as address:
        yield address, kind


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that hears one request a connection and then does what ``answer`` does with it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(65536)
                        answer(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)


def head(length: object, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{more}\r\n".encode()


@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/1.0"])
def test_a_kiosk_takes_an_edition_from_any_plain_web_server(clinic: Clinic, protocol: str) -> None:
    clinic.publish(1)
    with folder_served(clinic.folder, protocol) as (address, kind):
        place = WebPlace(f"{address}/repository/")
        (offer,) = clinic.kiosk().offers(place)
        assert offer.root == clinic.edition(1).data
        name = next(clinic.repository.glob("blobs/[0-9a-f][0-9a-f]/*")).name
        blob = place.read(blob_file(name), 10**6, within(5))
        assert blob == (clinic.repository / blob_file(name)).read_bytes()
        # this server closes a connection itself after a file that is missing, here the root after the newest
        assert len(kind.connections) == (2 if protocol == "HTTP/1.1" else 7)
        place.close()


def test_a_connection_the_server_has_closed_meanwhile_is_opened_again(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"whole")

    def once(connection: socket.socket) -> None:
        connection.sendall(head(5) + b"whole")

    with answering(once) as address:
        place = WebPlace(address)
        for _ in range(3):
            assert place.read("x", 10, within(5)) == b"whole"
        place.close()


class Keeping(Quiet):
    """A web server that keeps a connection after a file that is missing, as the large ones do."""

    asked: ClassVar[list[str]] = []
    connections: ClassVar[list[object]] = []

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/x" else 404)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"whole")


def test_a_missing_file_keeps_the_connection() -> None:
    with served(Keeping) as address:
        place = WebPlace(address)
        for _ in range(3):
            with pytest.raises(NotThere, match="missing"):
                place.read("metadata/9.root.json", 10, within(5))
            assert place.read("x", 10, within(5)) == b"whole"
        assert len(Keeping.connections) == 1
        place.close()


def refused(answer: Callable[[socket.socket], None], seconds: float = 5) -> tuple[str, float]:
    """What is told of one read from a hostile server, and how long it took."""
    with answering(answer) as address:
        begun = time.perf_counter()
        with pytest.raises(PlaceFault) as told:
            WebPlace(address).read("metadata/timestamp.json", 1000, within(seconds))
        return str(told.value), time.perf_counter() - begun


def test_endless_data_ends_at_the_cap() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(65536))

    told, took = refused(endless)
    assert "goes on after the 1000 bytes allowed" in told and took < HANG


def test_endless_chunks_and_endless_headers_end_too() -> None:
    def chunks(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10\r\n0123456789abcdef\r\n")

    def headers(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X: " + b"x" * 60000 + b"\r\n")

    assert "goes on after" in refused(chunks)[0]
    told, took = refused(headers)
    assert "no web server" in told and took < HANG


def test_a_length_beyond_the_cap_is_not_begun() -> None:
    told, _ = refused(lambda connection: connection.sendall(head(10**12)))
    assert "is 1000000000000 bytes, more than the 1000 allowed" in told


def test_a_server_that_trickles_is_given_up_at_the_deadline() -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(head(900))
        while True:
            connection.sendall(b"x")
            threading.Event().wait(0.1)

    def trickle_headers(connection: socket.socket) -> None:
        for byte in head(900):
            connection.sendall(bytes([byte]))
            threading.Event().wait(0.1)

    for slow in (trickle, trickle_headers):
        with answering(slow) as address:
            begun = time.perf_counter()
            with pytest.raises(TooSlow, match="did not come in the time allowed"):
                WebPlace(address).read("metadata/timestamp.json", 1000, within(1))
            assert 0.9 < time.perf_counter() - begun < HANG


def test_a_server_that_never_answers_is_given_up_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begun = time.perf_counter()
        with pytest.raises(TooSlow):
            WebPlace(f"http://127.0.0.1:{deaf.getsockname()[1]}").read("x", 10, within(0.5))
        assert time.perf_counter() - begun < HANG


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(status: str) -> None:
    told, _ = refused(lambda it: it.sendall(head(0, status, "Location: http://127.0.0.1:1/x\r\n")))
    assert "sends elsewhere, which is not followed" in told


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (head(0, "500 Broken"), "the server answers 500"),
        (head(5) + b"who", "ended 2 bytes early; try again"),
        (b"220 mail.example ESMTP\r\n", "no web server"),
        (b"", "cannot be reached"),
        (head("x") + b"whole", "goes on"),
    ],
)
def test_an_answer_that_is_none_is_one_plain_sentence(sent: bytes, told: str) -> None:
    if b"Content-Length: x" in sent:
        sent += bytes(2000)
    line, _ = refused(lambda connection: connection.sendall(sent))
    assert told in line or "answers in a way" in line
    assert "\n" not in line and "Error" not in line


def test_a_server_that_is_not_running_or_not_known_is_one_plain_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(PlaceFault, match="refuses connections; is the server running"):
        WebPlace(f"http://127.0.0.1:{port}").read("x", 10, within(5))
    with pytest.raises(PlaceFault, match=r"is not known on this network|cannot be reached"):
        WebPlace("http://nowhere.invalid").read("x", 10, within(5))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "stick",
        "ftp://host/x",
        "http://",
        "http://a:b@host/",
        "http://host/?x",
        "http://host:x/",
        "http://hösT/",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(PlaceFault, match="is not an address"):
        WebPlace(address)


def test_the_proxy_of_the_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"whole")
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with folder_served(tmp_path) as (address, _):
        place = WebPlace(address)
        assert place.read("x", 10, within(5)) == b"whole"
        place.close()


def certificate(folder: Path) -> Path:
    """A key and a certificate for this machine, signed by itself, in one file."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clinic")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, None)
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(private + made.public_bytes(Encoding.PEM))
    (folder / "authority.pem").write_bytes(made.public_bytes(Encoding.PEM))
    return folder / "server.pem"


def test_https_takes_the_clinics_own_authority_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"whole")
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    kind = type("Served", (Quiet,), {"asked": [], "connections": []})
    with served(partial(kind, directory=str(tmp_path)), context) as address:
        place = WebPlace(address, tmp_path / "authority.pem")
        assert place.read("x", 10, within(5)) == b"whole" == place.read("x", 10, within(5))
        place.close()
        with pytest.raises(PlaceFault, match="a certificate that is not trusted here"):
            WebPlace(address).read("x", 10, within(5))
    with pytest.raises(PlaceFault, match="no certificate authority"):
        WebPlace(address, tmp_path / "none.pem")
