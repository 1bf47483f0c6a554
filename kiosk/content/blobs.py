"""Files named by their own hash, two letters to a folder: ``ab/ab12...``; knows nothing of what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, sync_folder, write_whole

try:
    # As Python's own `random` does: `hashlib` loads OpenSSL first, 4 ms in which a start reads nothing.
    from _sha256 import sha256 as _small  # type: ignore[import-not-found]
except ImportError:  # its name in Python 3.12 is another; that start is 4 ms longer
    from hashlib import sha256 as _small

_SHA256 = re.compile(r"[0-9a-f]{64}")

PICTURE_BYTES = 4 * 1024 * 1024
"""Largest blob of an edition: a picture, in bytes (docs/format.md, section 3)."""


_SMALL = 32 * 1024
"""From so many bytes on, OpenSSL is the quicker by more than a tenth of a millisecond."""


def sha256_of(data: bytes) -> str:
    """The name a blob holding ``data`` has: 64 lower-case hexadecimal digits."""
    if len(data) < _SMALL:
        return str(_small(data).hexdigest())
    from hashlib import sha256

    return sha256(data).hexdigest()


def is_sha256(name: object) -> bool:
    """Whether ``name`` can name a blob."""
    return isinstance(name, str) and _SHA256.fullmatch(name) is not None


class Blobs:
    """A folder of blobs. ``name_of`` gives a blob's path as manifests and errors write it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def name_of(sha256: str) -> str:
        """``ab/ab12...`` for the blob ``ab12...``. Raises ``BrokenEdition`` for what is no sha256."""
        if not is_sha256(sha256):
            raise BrokenEdition(f"{str(sha256)[:80]!r}", "not the name of a blob (64 hexadecimal digits)")
        return f"{sha256[:2]}/{sha256}"

    def path(self, sha256: str) -> Path:
        """Where the blob lies, whether or not it is there."""
        return self.folder / self.name_of(sha256)

    def add(self, data: bytes, durable: bool = True) -> str:
        """Keep ``data`` (again is free) and return its sha256. Raises ``OSError`` when the disk refuses."""
        sha256 = sha256_of(data)
        path = self.path(sha256)
        try:
            if read_regular(path, len(data)) == data:
                return sha256
        except BrokenEdition:
            pass  # not there, or not whole: write it
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            if durable:
                sync_folder(self.folder)
        write_whole(path, data, durable)
        return sha256

    def read(self, sha256: str, cap: int = PICTURE_BYTES) -> bytes:
        """The blob's bytes, checked against its name. Raises ``BrokenEdition`` for anything else."""
        name = self.name_of(sha256)
        data = read_regular(self.folder / name, cap, name)
        if sha256_of(data) != sha256:
            raise BrokenEdition(name, "altered: its content does not match its name")
        return data

    def __contains__(self, sha256: str) -> bool:
        return is_sha256(sha256) and self.path(sha256).is_file()

    def __iter__(self) -> Iterator[str]:
        """Every name in the folder that could be a blob's, in order; the bytes are not checked."""
        for shelf in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(shelf.iterdir()):
                if is_sha256(path.name) and path.name[:2] == shelf.name:
                    yield path.name
