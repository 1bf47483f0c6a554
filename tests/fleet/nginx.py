"""A real nginx on loopback with the very lines that docs/office.md tells IT to write; knows no kiosk."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "office.md"
PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

_LINE = re.compile(r'\S+ - - \[[^]]+\] "GET /lamina/(\S+) HTTP/1.1" (\d+) (\d+) "-" "[^"]*"')

_LAST = "last"

AROUND = """\
{user}daemon off;
worker_processes 1;
pid nginx.pid;
error_log errors.log;
events {{ worker_connections 512; }}
http {{
    sendfile on;
    tcp_nopush on;
    default_type application/octet-stream;
    gzip on;
    gzip_min_length 1;
    gzip_types *;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
{server}
}}
"""
"""What Debian's own nginx.conf puts around a site, but for a gzip that takes all it may."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the log: what was asked for, what was answered, and the bytes of that without its head."""

    path: str
    status: int
    size: int
    line: str


@dataclass(frozen=True, slots=True)
class Nginx:
    """A server that runs. ``www`` is its folder, ``address`` the repository's, ``authority`` who vouches."""

    www: Path
    address: str
    authority: Path
    log: Path

    @property
    def repository(self) -> Path:
        return self.www / "lamina"

    def answer(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """What nginx answers to anybody who asks for ``path``: status, head and body."""
        parts = urlsplit(self.address)
        context = ssl.create_default_context(cafile=self.authority)
        connection = HTTPSConnection(parts.hostname or "", parts.port, context=context, timeout=30)
        with closing(connection):
            connection.request("GET", f"{parts.path}/{path}", headers=headers)
            told = connection.getresponse()
            return told.status, dict(told.getheaders()), told.read()

    def asked(self) -> list[Asked]:
        """What was asked for since the last time; the log is empty then."""
        found = []
        self.answer(_LAST)  # one worker answers: what was asked before is in its log by now
        for line in self.log.read_text("utf-8").splitlines():
            parts = _LINE.fullmatch(line)
            assert parts, line
            if parts[1] != _LAST:
                found.append(Asked(parts[1], int(parts[2]), int(parts[3]), line))
        with self.log.open("r+b") as log:  # nginx appends: what it writes next begins at nought
            log.truncate(0)
        return found


def lines_of_the_guide() -> str:
    """The site as docs/office.md has it."""
    blocks = re.findall(r"^ *```\n( *server \{\n.*?\n *\}\n) *```$", GUIDE.read_text("utf-8"), re.S | re.M)
    assert len(blocks) == 1, "docs/office.md has one block of nginx lines"
    return str(blocks[0])


@contextmanager
def serving(folder: Path) -> Iterator[Nginx]:
    """nginx on a port of its own, with the guide's lines; only the names of files and the port are ours."""
    assert PROGRAM
    folder.mkdir(parents=True)
    certify(folder)
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        port = listening.getsockname()[1]
        ours = {
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "/etc/ssl/lamina": str(folder),
            "/var/log/nginx/lamina.log": str(folder / "lamina.log"),
            "root /srv/www": f"root {folder / 'www'}",
        }
        site = replaced(lines_of_the_guide(), ours)
        user = "user root;\n" if os.geteuid() == 0 else ""  # its own user could not read a test's folder
        (folder / "nginx.conf").write_text(AROUND.format(user=user, server=site), "utf-8")
        (folder / "www").mkdir()
        command = [PROGRAM, "-p", f"{folder}/", "-c", f"{folder}/nginx.conf"]
        # nginx takes over a socket that listens already, as in its own upgrades: nobody has to wait for it
        process = subprocess.Popen(
            command,
            pass_fds=[listening.fileno()],
            env={"NGINX": f"{listening.fileno()};"},
            stderr=subprocess.PIPE,
        )
    try:
        yield Nginx(
            folder / "www",
            f"https://127.0.0.1:{port}/lamina",
            folder / "authority.pem",
            folder / "lamina.log",
        )
        assert process.poll() is None, (folder / "errors.log").read_text("utf-8")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def replaced(text: str, ours: Mapping[str, str]) -> str:
    """``text`` with each of ``ours`` put in; each must be there."""
    for theirs, mine in ours.items():
        assert theirs in text, f"docs/office.md does not say {theirs}"
        text = text.replace(theirs, mine)
    return text


def certify(folder: Path) -> None:
    """An authority of the clinic's own, and a server's certificate that it signed for this machine."""
    authority, server = (generate_private_key(SECP256R1()) for _ in range(2))
    whose, name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("clinic", "server"))
    ours = _certificate(whose, whose, authority, authority).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    theirs = _certificate(name, whose, server, authority).add_extension(here, critical=False)
    private = server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.key").write_bytes(private)
    for file, made in (("authority.pem", ours), ("server.pem", theirs)):
        signed = made.sign(authority, hashes.SHA256())
        (folder / file).write_bytes(signed.public_bytes(Encoding.PEM))


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, authority: EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now, by = datetime.now(UTC), authority.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by), critical=False)
    )
