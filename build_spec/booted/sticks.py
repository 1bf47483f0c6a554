"""Makes images of sticks with files in them; mounts nothing here and knows not what the files are."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PROGRAMS = {
    "mkfs.vfat": "dosfstools",
    "mcopy": "mtools",
    "mkfs.exfat": "exfatprogs",
    "mkfs.ntfs": "ntfs-3g",
    "mke2fs": "e2fsprogs",
}
"""Program to Debian package."""

FILLED = ("vfat", "ext2", "ext3", "ext4")
"""File systems whose image can be made with files in it; the others are made empty."""

_EMPTY: dict[str, Sequence[str]] = {
    "vfat": ("mkfs.vfat", "-F", "32", "-n", "LAMINA"),
    "exfat": ("mkfs.exfat", "-L", "LAMINA"),
    "ntfs": ("mkfs.ntfs", "-q", "-F", "-Q", "-L", "LAMINA"),
}


def missing() -> str:
    """The Debian packages this needs and the computer lacks; empty where it lacks none."""
    return " ".join(sorted(package for program, package in PROGRAMS.items() if not shutil.which(program)))


def make(image: Path, kind: str, files: Path | None = None, megabytes: int = 300) -> Path:
    """A stick of one file system, without a table of partitions, with what lies in ``files`` on it.

    Raises ``ValueError`` where nothing can be put onto that kind, ``CalledProcessError`` where that failed.
    """
    if files is not None and kind not in FILLED:
        raise ValueError(f"{kind}: an image of this kind is made empty")
    image.parent.mkdir(parents=True, exist_ok=True)
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    if kind.startswith("ext"):
        laid = ["-d", str(files)] if files else []
        _do(["mke2fs", "-q", "-F", "-t", kind, "-L", "LAMINA", *laid, str(image)])
        return image
    _do([*_EMPTY[kind], str(image)])
    if files is not None:
        _do(["mcopy", "-s", "-Q", "-i", str(image), *map(str, sorted(files.iterdir())), "::"])
    return image


def _do(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)
