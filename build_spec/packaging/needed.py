"""What the folder's libraries need of the system, by their own headers, and Debian's packages for it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from build_spec.packaging.folder import PackageFault
from build_spec.set_up import DRAWING, WINDOW

OF_EVERY_DEBIAN = {
    "ld-linux-x86-64.so.2": "libc6",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
}
BESIDE = {"libbrotlicommon.so.1": "libbrotli1", "libgthread-2.0.so.0": "libglib2.0-0"}
"""Libraries that come in one package with one that set_up.py names."""

OF_PYTHON = {"libexpat.so.1": "libexpat1"}
"""What Debian's Python was made with and the kiosk's system mends: fontconfig brings it anyway."""

PACKAGES = {**DRAWING, **WINDOW, **OF_EVERY_DEBIAN, **BESIDE, **OF_PYTHON}


@dataclass(frozen=True, slots=True)
class Needs:
    """Libraries asked of the system, and the newest glibc whose functions are called (``2.34``)."""

    libraries: frozenset[str]
    glibc: str

    def packages(self) -> list[str]:
        """Debian's packages for them. Raises ``PackageFault`` for a library that no table names."""
        unknown = sorted(self.libraries - PACKAGES.keys())
        if unknown:
            raise PackageFault(
                f"needed and neither packed nor known: {', '.join(unknown)}; name it in allowed.txt, "
                "or its Debian package in build_spec/set_up.py"
            )
        return sorted({PACKAGES[library] for library in self.libraries})


def read_needs(files: Iterable[Path]) -> Needs:
    """What these programs and libraries need that none of them is."""
    wanted: set[str] = set()
    carried: set[str] = set()
    newest = (2, 17)
    for file in files:
        if not is_elf(file):
            continue
        carried.add(file.name)
        told = subprocess.run(
            ["readelf", "--wide", "-d", "-V", str(file)], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        wanted.update(re.findall(r"\(NEEDED\).*\[([^\]]+)\]", told))
        calls = re.findall(r"Name: GLIBC_(\d+)\.(\d+)", told)
        newest = max([newest, *((int(major), int(minor)) for major, minor in calls)])
    return Needs(frozenset(wanted - carried), ".".join(map(str, newest)))


def is_elf(file: Path) -> bool:
    """Whether a file is a Linux program or library."""
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as handle:
        return handle.read(4) == b"\x7fELF"
