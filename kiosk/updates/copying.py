"""The clinic's repository copied to a stick or a server's folder, and read back; signs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import RepositoryError

from kiosk.content.blobs import Blobs, sha256_of
from kiosk.content.contents import BLOB_BYTES
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular
from kiosk.updates.disk import Cancel, Progress, Writing, never, read_back, silent, stop_if
from kiosk.updates.errors import PublishFault
from kiosk.updates.framework import Metadata, Timestamp
from kiosk.updates.metadata import BLOBS, METADATA_BYTES, blob_file
from kiosk.updates.standing import METADATA, TIMESTAMP, blobs_in, load, one_at_a_time, target_file, tidy

READ_ME = "READ ME kiosk.txt"
_READ_ME = """\
New pages for the kiosk
-----------------------
1. Put this stick into the kiosk.
2. Open the staff corner and touch "New content".
3. Read what is new, then touch "Install it".
Please do not rename, change or delete the folders "blobs", "metadata" and "targets":
the kiosk would refuse them. Other files beside them do no harm.

Páginas nuevas para el quiosco
------------------------------
1. Ponga esta memoria en el quiosco.
2. Abra la parte "Para el personal" y toque "Contenido nuevo".
3. Lea qué hay de nuevo y luego toque "Instalar".
Por favor, no cambie, renombre ni borre las carpetas "blobs", "metadata" y "targets":
el quiosco las rechazaría. Otros archivos a su lado no estorban.
"""
"""For whoever opens the stick on a computer; no kiosk reads it."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy was: files that had to be written and their bytes, and all files that were read back."""

    written: int
    size: int
    checked: int


@one_at_a_time
def copy(
    folder: Path, anchor: bytes, to: Path, progress: Progress = silent, cancel: Cancel = never
) -> Copied:
    """Bring the repository ``folder`` to the folder ``to``; when this returns, a stick can be taken out.

    Only files that are missing or damaged there are written; every file of the editions on offer is read back
    from the stick and checked before ``timestamp.json`` makes them count. Pulled out at any byte, the stick
    holds the old repository or the new one, and the next copy goes on from there. Only where a key was
    replaced twice since the last copy can a stick pulled out meanwhile offer nothing until the next.

    Raises ``PublishFault`` for a stick with another clinic's or a newer repository and for one that does not
    give back what was written, ``BrokenEdition`` for a damaged file in ``folder``, ``Cancelled``.
    """
    standing = load(folder, anchor)
    if to.resolve() == folder.resolve():
        raise PublishFault(f"{to}: this is the repository itself; name another folder")
    _check_same(folder, to, standing.timestamp.version)
    blobs = Blobs(folder / BLOBS)
    names = list(blobs_in(folder, standing))
    writing = Writing(to)
    written = size = 0

    def put(name: str, data: bytes) -> None:
        nonlocal written, size
        if writing.put(name, data):
            written += 1
            size += len(data)

    for done, name in enumerate(names, 1):
        stop_if(cancel)
        put(blob_file(name), blobs.read(name, BLOB_BYTES))
        progress("copying", done, len(names))
    put(READ_ME, _READ_ME.replace("\n", "\r\n").encode("utf-8"))
    for target in standing.offered:
        put(target_file(target), read_regular(folder / target_file(target), BLOB_BYTES))
    writing.settle()
    for done, name in enumerate(names, 1):
        stop_if(cancel)
        _check_back(to, blob_file(name), name)
        progress("reading back", done, len(names))
    for target in standing.offered:
        _check_back(to, target_file(target), target.hashes["sha256"])

    newest = standing.root.version
    order = [f"{number}.root.json" for number in range(1, newest)]
    order += [f"{one.targets.version}.{one.file}" for one in standing.lists.values()]
    order.append(f"{standing.snapshot.version}.snapshot.json")
    if newest == 1:
        order.append("1.root.json")
    last = [TIMESTAMP] if newest == 1 else [TIMESTAMP, f"{METADATA}/{newest}.root.json"]
    for name in [*(f"{METADATA}/{one}" for one in order), *last]:
        data = read_regular(folder / name, METADATA_BYTES)
        if name in last:
            writing.put_last(name, data)
        else:
            put(name, data)
    for name in [*(f"{METADATA}/{one}" for one in order), *last]:
        _check_back(to, name, sha256_of(read_regular(folder / name, METADATA_BYTES)))
    tidy(to, standing)
    return Copied(written, size, len(names) + len(standing.offered) + len(order) + len(last))


def _check_same(folder: Path, to: Path, version: int) -> None:
    """``to`` holds nothing of a repository, or an earlier state of this one."""
    first = f"{METADATA}/1.root.json"
    try:
        theirs = read_regular(to / first, METADATA_BYTES)
        data = read_regular(to / TIMESTAMP, METADATA_BYTES)
    except BrokenEdition:
        return
    if theirs != read_regular(folder / first, METADATA_BYTES):
        raise PublishFault(f"{to}: holds another clinic's repository; empty it or take another stick")
    try:
        there: Metadata[Timestamp] = Metadata.from_bytes(data)
    except RepositoryError:
        return  # damaged: written anew
    if there.signed.version > version:
        raise PublishFault(f"{to}: is newer than {folder}; this folder seems to come from a backup")


def _check_back(to: Path, name: str, sha256: str) -> None:
    try:
        sound = sha256_of(read_back(to / name, BLOB_BYTES)) == sha256
    except BrokenEdition:
        sound = False
    if not sound:
        raise PublishFault(f"{to}: does not give back what was written ({name}); take another stick")
