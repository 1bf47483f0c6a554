"""What disk a folder lies on: its room, and whether it is carried away; reads and writes no file in it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

BLOCKS = Path("/sys/dev/block")
"""Where Linux tells of each disk and of its parts, by their numbers."""

_REMOVABLE = 2
"""What Windows calls the drive of a stick."""


def is_carried(folder: Path, beside: Path, blocks: Path = BLOCKS) -> bool:
    """Whether ``folder`` lies on a removable disk, or on another file system than ``beside``.

    Both must be there: raises ``OSError``. A disk in a USB case does not call itself removable.
    """
    device = folder.stat().st_dev
    return device != beside.stat().st_dev or _is_removable(folder, device, blocks)


def free_bytes(folder: Path) -> int | None:
    """Room on the disk that ``folder`` lies on, or will once it is made; None where it cannot be told."""
    try:
        return shutil.disk_usage(_made(folder)).free
    except OSError:
        return None


def is_read_only(folder: Path) -> bool:
    """Whether the disk that ``folder`` lies on, or will, can only be read. Raises ``OSError``."""
    return sys.platform != "win32" and bool(os.statvfs(_made(folder)).f_flag & os.ST_RDONLY)


def _made(folder: Path) -> Path:
    """The folder itself, or the one above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _is_removable(folder: Path, device: int, blocks: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = f"{folder.resolve().drive}\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _REMOVABLE)
    disk = (blocks / f"{os.major(device)}:{os.minor(device)}").resolve()
    for place in (disk, disk.parent):  # a partition lies in the folder of its disk
        try:
            return (place / "removable").read_text("ascii").strip() == "1"
        except OSError:
            continue
    return False
