"""Which edition is current, in two slots of 512 bytes; knows nothing of what an edition holds.

The slots are written in turn, each with a rising sequence number and its own hash, and synced. A power
cut during a write can only tear the slot being written: the other still names the edition before it.

A slot is one line of canonical JSON ``[sequence, edition, root]``, a blank, the sha256 of that line, and
blanks up to 512 bytes.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from kiosk.content.blobs import is_sha256, sha256_of
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, sync_folder
from kiosk.content.record import record

SLOT = 512
"""Bytes of one slot: one sector, the most a disk writes at once."""

_LARGEST = 2**53
_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
_WRITE = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@record
class Current:
    """The edition to show: its folder's name beside the pointer, and its root's sha256."""

    edition: str
    root: str
    sequence: int = 0


def read_pointer(path: Path) -> Current:
    """The newest sound slot. Raises ``BrokenEdition`` when there is no pointer or neither slot is sound."""
    found = [slot for slot in _slots(read_regular(path, 2 * SLOT)) if slot]
    if not found:
        raise BrokenEdition(path.name, "neither of its two slots is sound")
    return max(found, key=lambda slot: slot.sequence)


def write_pointer(path: Path, edition: str, root: str) -> Current:
    """Name ``edition`` (a folder's name) and its ``root`` (sha256) current; returns what now stands.

    Raises ``ValueError`` for names that cannot stand in a pointer, ``OSError`` when the disk refuses.
    """
    if not is_sha256(root):
        raise ValueError(f"{root!r} is not a sha256")
    if not _FOLDER.fullmatch(edition):
        raise ValueError(f"{edition!r} cannot name an edition's folder")
    try:
        slots = _slots(read_regular(path, 2 * SLOT))
    except BrokenEdition:
        slots = [None, None]
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            path.unlink()
    sequence = 1 + max((slot.sequence for slot in slots if slot), default=0)
    older = min((0, 1), key=lambda index: slot.sequence if (slot := slots[index]) else -1)
    current = Current(edition=edition, root=root, sequence=sequence)
    line = _line(current)
    written = line + b" " + sha256_of(line).encode("ascii")
    if len(written) > SLOT:
        raise ValueError(f"{edition!r} is too long for a pointer")
    fresh = not path.exists()
    handle = os.open(path, _WRITE, 0o644)
    try:
        os.lseek(handle, older * SLOT, os.SEEK_SET)
        left = memoryview(written.ljust(SLOT))
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        sync_folder(path.parent)
    return current


def _line(current: Current) -> bytes:
    told = [current.sequence, current.edition, current.root]
    return json.dumps(told, separators=(",", ":")).encode("ascii")


def _slots(data: bytes) -> list[Current | None]:
    return [_slot(data[:SLOT]), _slot(data[SLOT : 2 * SLOT])]


def _slot(data: bytes) -> Current | None:
    line, _, digest = data.rstrip(b" ").rpartition(b" ")
    if len(data) != SLOT or sha256_of(line).encode("ascii") != digest:
        return None
    try:
        sequence, edition, root = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        return None
    if type(sequence) is not int or not 0 < sequence < _LARGEST or not is_sha256(root):
        return None
    if type(edition) is not str or not _FOLDER.fullmatch(edition):
        return None
    return Current(edition=edition, root=root, sequence=sequence)
