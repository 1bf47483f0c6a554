"""Signing keys: made, kept in files locked by a passphrase, told in words; knows no repository.

A key file is an encrypted PKCS8 PEM with two lines before it. PEM's own stretching of a passphrase is weak
(2,048 rounds), so scrypt (RFC 7914) stretches it first: 128 MiB and a third of a second for each guess.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, get_args

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, sync_folder
from kiosk.updates.errors import KeyFault
from kiosk.updates.framework import CryptoSigner, Root

Role = Literal["root", "targets", "publishing"]
ROLES: tuple[Role, ...] = get_args(Role)

ROOT_KEYS, ROOT_THRESHOLD = 3, 2

SHORTEST = 12
"""Characters of the shortest passphrase: about three words."""

_COST, _BLOCK = 2**17, 8
_HEAD = re.compile(rb"lamina (root|targets|publishing) key ([0-9a-f]{64})\nscrypt (\d{1,7}) ([0-9a-f]{32})\n")
_FILE_BYTES = 4096
_WORDS = 8


def make() -> CryptoSigner:
    """A new Ed25519 key."""
    return CryptoSigner(Ed25519PrivateKey.generate())


def file_name(role: Role, keyid: str) -> str:
    """The name of a key's file: its role and the first eight digits of its id."""
    return f"{role}-{keyid[:8]}.pem"


def save(folder: Path, role: Role, signer: CryptoSigner, passphrase: str) -> Path:
    """Write ``signer`` into ``folder`` for its owner's eyes only, locked; returns its file.

    Raises ``KeyFault`` for a passphrase too short or a file that is there already.
    """
    if len(passphrase) < SHORTEST:
        raise KeyFault(f"the passphrase is too short; it needs at least {SHORTEST} characters")
    keyid = signer.public_key.keyid
    salt = secrets.token_bytes(16)
    private = load_pem_private_key(signer.private_bytes, None)
    locked = BestAvailableEncryption(_stretched(passphrase, salt, _COST))
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    head = f"lamina {role} key {keyid}\nscrypt {_COST} {salt.hex()}\n".encode("ascii")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / file_name(role, keyid)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFault(f"{path}: there is a key already; choose an empty folder for new keys") from None
    with os.fdopen(handle, "wb") as file:
        file.write(head + pem)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    return path


def load(path: Path, passphrase: str) -> CryptoSigner:
    """The key in ``path``. Raises ``KeyFault`` for a wrong passphrase or a file that is no key."""
    try:
        data = read_regular(path, _FILE_BYTES)
    except BrokenEdition as fault:
        raise KeyFault(f"{path}: {fault.why}; name the folder that holds this key") from None
    head = _HEAD.match(data)
    if head is None or not 2 <= int(head[3]) <= _COST or int(head[3]) & (int(head[3]) - 1):
        raise KeyFault(f"{path}: not a key of Lamina; take the file that `repo init` wrote")
    secret = _stretched(passphrase, bytes.fromhex(head[4].decode()), int(head[3]))
    try:
        private = load_pem_private_key(data[head.end() :], secret)
        signer = CryptoSigner(private) if isinstance(private, Ed25519PrivateKey) else None
    except (ValueError, TypeError):
        raise KeyFault(f"{path}: the passphrase does not open this key; try again") from None
    if signer is None or signer.public_key.keyid != head[2].decode():
        raise KeyFault(f"{path}: not the key its first line names; take it from a backup")
    return signer


class Signers(Protocol):
    """Keys to sign with, by role and id."""

    def has(self, role: Role, keyid: str) -> bool:
        """Whether this key is at hand."""

    def signer(self, role: Role, keyid: str) -> CryptoSigner:
        """The key. Raises ``KeyFault``."""


class Ring:
    """The keys in some folders, opened when asked for. ``ask`` gives the passphrase for a file.

    A passphrase that opened one key is tried on the next before ``ask`` is called again.
    """

    def __init__(self, folders: Sequence[Path], ask: Callable[[Path], str]) -> None:
        self._folders = folders
        self._ask = ask
        self._tried: list[str] = []
        self._open: dict[str, CryptoSigner] = {}

    def has(self, role: Role, keyid: str) -> bool:
        """Whether the key's file is in one of the folders."""
        return self._path(role, keyid) is not None

    def signer(self, role: Role, keyid: str) -> CryptoSigner:
        """The key ``keyid`` of ``role``. Raises ``KeyFault``."""
        if keyid not in self._open:
            path = self._path(role, keyid)
            if path is None:
                name = file_name(role, keyid)
                raise KeyFault(f"{name}: not in {self._told()}; put in the stick that holds it or use --keys")
            self._open[keyid] = self._opened(path)
        return self._open[keyid]

    def _opened(self, path: Path) -> CryptoSigner:
        for passphrase in self._tried:
            try:
                return load(path, passphrase)
            except KeyFault:
                continue
        passphrase = self._ask(path)
        signer = load(path, passphrase)
        self._tried.append(passphrase)
        return signer

    def _path(self, role: Role, keyid: str) -> Path | None:
        paths = (folder / file_name(role, keyid) for folder in self._folders)
        return next((path for path in paths if path.is_file()), None)

    def _told(self) -> str:
        return " or ".join(str(folder) for folder in self._folders)


def words_of(root: Root) -> tuple[str, ...]:
    """The fingerprint of a root's own keys as eight plain words: 64 bits of the SHA-256 of their sorted ids.

    They stay the same until one of the root keys is replaced.
    """
    digest = hashlib.sha256("\n".join(sorted(root.roles[Root.type].keyids)).encode("ascii")).digest()
    return tuple(_words()[byte] for byte in digest[:_WORDS])


@cache
def _words() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "data" / "words.txt").read_text("ascii").split())


def _stretched(passphrase: str, salt: bytes, cost: int) -> bytes:
    stretched = hashlib.scrypt(
        passphrase.encode("utf-8"), salt=salt, n=cost, r=_BLOCK, p=1, maxmem=2**28, dklen=32
    )
    return stretched.hex().encode("ascii")
