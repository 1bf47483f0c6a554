"""The folder of finished pictures: writes a picture's files whole and lists their digests; draws nothing.

The list is in the form `sha256sum --check` reads, so that a torn, lost or foreign file is seen without us.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LIST = "SHA256SUMS"
ENDINGS = (".webp", ".mask.png", ".json")
Record = dict[str, object]


class Store:
    """Pictures under `out`, each as WebP, mask and record; the list is written after every picture."""

    def __init__(self, out: Path) -> None:
        self.out = out
        path = out / LIST
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        self.digests = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}

    def record(self, name: str) -> Record | None:
        """The picture's record; None where a file of it is missing, unreadable or not the one listed."""
        files = [f"{name}{ending}" for ending in ENDINGS]
        if not all(self._is_whole(file) for file in files):
            return None
        return self.mirror(name)

    def mirror(self, name: str) -> Record | None:
        """The record of a mirror image, which has no files of its own; None as `record` has it."""
        file = f"{name}.json"
        try:
            return dict(json.loads((self.out / file).read_text("utf-8"))) if self._is_whole(file) else None
        except ValueError:
            return None

    def size(self, name: str) -> int:
        """Bytes of the picture's WebP."""
        return (self.out / f"{name}.webp").stat().st_size

    def keep(self, record: Record, rgba: NDArray[np.float32], mask: NDArray[np.uint8]) -> None:
        """Write the picture the record tells of (`rgba` 0..1); the record last, which vouches for it."""
        image, kept_mask = BytesIO(), BytesIO()
        whole = (rgba * 255 + 0.5).clip(0, 255).astype(np.uint8)
        Image.fromarray(whole, "RGBA").save(
            image, "WEBP", quality=90, method=6, exact=True, alpha_quality=100
        )
        Image.fromarray(mask).save(kept_mask, "PNG", optimize=True)
        self._write(f"{record['name']}.webp", image.getvalue())
        self._write(f"{record['name']}.mask.png", kept_mask.getvalue())
        self.keep_record(record)

    def keep_record(self, record: Record) -> None:
        """Write the record alone: a mirror image's, or one whose pixels stay as they are."""
        told = json.dumps(record, separators=(",", ":"), sort_keys=True) + "\n"
        self._write(f"{record['name']}.json", told.encode())
        self._write_list()

    def drop_all_but(self, names: Iterable[str]) -> list[str]:
        """Delete the files listed for pictures that are not among `names`; returns which they were."""
        wanted = {f"{name}{ending}" for name in names for ending in ENDINGS}
        dropped = sorted(self.digests.keys() - wanted)
        for file in dropped:
            (self.out / file).unlink(missing_ok=True)
            del self.digests[file]
        if dropped:
            self._write_list()
        return dropped

    def _is_whole(self, file: str) -> bool:
        path = self.out / file
        return path.exists() and _digest(path.read_bytes()) == self.digests.get(file)

    def _write(self, file: str, data: bytes) -> None:
        _write_whole(self.out / file, data)
        self.digests[file] = _digest(data)

    def _write_list(self) -> None:
        lines = [f"{digest}  {file}\n" for file, digest in sorted(self.digests.items())]
        _write_whole(self.out / LIST, "".join(lines).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)  # a stop in between leaves nothing that looks whole
