"""``python -m tests.faults.publishing CASE FOLDER [now]``: one publishing and one copy, to be disturbed.

The keys lie open in ``CASE``: to unlock them takes longer than all the rest, and is not what is looked at.
"""

from __future__ import annotations

import pickle
import sys
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kiosk.updates.copying import copy
from kiosk.updates.errors import UpdateError
from kiosk.updates.found import find
from kiosk.updates.framework import CryptoSigner
from kiosk.updates.keys import Role
from kiosk.updates.repository import publish
from tests.updates.clinic import NOW, Clinic


class Bundle:
    """Keys at hand, by their ids."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = keys

    def has(self, role: Role, keyid: str) -> bool:
        return keyid in self._keys

    def signer(self, role: Role, keyid: str) -> CryptoSigner:
        key = load_pem_private_key(self._keys[keyid], None)
        return CryptoSigner(key)


def keep_case(clinic: Clinic, number: int, case: Path) -> None:
    """Everything the process needs to publish edition ``number`` of ``clinic``, in the file ``case``."""
    clinic.edition(number)
    keys = {keyid: signer.private_bytes for keyid, signer in clinic.pocket.keys.items()}
    case.write_bytes(pickle.dumps((keys, clinic.anchor, clinic.folder / f"edition-{number}")))


def bring_out(case: Path, folder: Path, now: datetime | None = NOW) -> None:
    """Publish into ``folder/repository`` at ``now``, or by the clock, and copy that to ``folder/stick``."""
    keys, anchor, edition = pickle.loads(case.read_bytes())
    publish(folder / "repository", anchor, find(edition), Bundle(keys), now=now)
    copy(folder / "repository", anchor, folder / "stick")


def main(case: Path, folder: Path, *clock: str) -> int:
    try:
        bring_out(case, folder, None if clock else NOW)
    except (UpdateError, OSError) as fault:
        print(fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
