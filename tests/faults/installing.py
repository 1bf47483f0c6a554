"""``python -m tests.faults.installing CASE``: one install, for a tracer to interfere with; judges nothing."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from kiosk.updates.errors import UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.places import FolderPlace


def main(case: Path) -> int:
    offer = pickle.loads((case / "offer").read_bytes())
    try:
        Installation(case / "shelf").install(offer, FolderPlace(case / "repository"))
    except (UpdateError, OSError) as fault:
        print(fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
