"""Writes the folder as one tar.xz that is the same, byte by byte, whenever and wherever it is written."""

from __future__ import annotations

import lzma
import tarfile
from pathlib import Path

PRESET = 6


def write_archive(folder: Path, into: Path, top: str, moment: int) -> None:
    """Write everything of ``folder`` below ``top`` in the archive: sorted, root's, of one date."""
    names = sorted(folder.rglob("*"))
    # one thread and a fixed preset: xz's own threads would cut the stream by how many cores there are
    with (
        lzma.open(into, "wb", preset=PRESET) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for path in (folder, *names):
            inner = path.relative_to(folder).as_posix()
            entry = archive.gettarinfo(path, top if inner == "." else f"{top}/{inner}")
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mtime = moment
            if entry.isreg():
                with path.open("rb") as content:
                    archive.addfile(entry, content)
            else:
                archive.addfile(entry)
