"""Writes the folder as one tar.xz, the same bytes whenever and wherever it is written, and the sums."""

from __future__ import annotations

import hashlib
import lzma
import tarfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

PRESET = 6
SUMS = "SHA256SUMS"


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


def write_sums(files: Iterable[Path], into: Path) -> Path:
    """Write the sha256 of each file, by its name, as `sha256sum -c` reads it.

    A .deb that the sums before named goes, with what was seen of it: its name tells the build, so each build
    would leave one behind.
    """
    sums = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    place = into / SUMS
    if place.is_file():
        before = [line[66:] for line in place.read_text("utf-8").splitlines()]
        for name in before:
            if name not in sums and fnmatch(name, "lamina_*_amd64.deb") and "/" not in name:
                (into / name).unlink(missing_ok=True)
                (into / f"{name.removesuffix('.deb')}.booted.json").unlink(missing_ok=True)
    place.write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), encoding="utf-8")
    return place
