"""Lays the tree of the .deb and has dpkg-deb write it; knows not what the folder it carries holds.

dpkg-deb and no writer of ours: it is on every Debian, sorts what it packs, gives every file to root and takes
dates from SOURCE_DATE_EPOCH, so two builds are the same bytes.
"""

from __future__ import annotations

import email.utils
import gzip
import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

from build_spec.packaging.documents import documents
from build_spec.packaging.folder import MAINTAINERS, ROOT, PackageFault, changes, epoch, version
from build_spec.packaging.laid import LIBRARIES, PAPERS, PROGRAM, bill_all
from build_spec.packaging.mends import compile_mends
from build_spec.packaging.needed import Needs

SPEC = ROOT / "build_spec"
DEBIAN, LINUX = SPEC / "debian", SPEC / "linux"
MAINTAINER = f"{MAINTAINERS} <maintainers@lamina.invalid>"
LICENCE = "LICENSE"
"""Lies with the program already."""

UNITS = (".service", ".socket", ".target", ".timer", ".path", ".mount")
DROP_INS = {
    "sysusers.d": "usr/lib/sysusers.d",
    "tmpfiles.d": "usr/lib/tmpfiles.d",
    "sysctl.d": "usr/lib/sysctl.d",
    "logind.conf.d": "usr/lib/systemd/logind.conf.d",
    "system.conf.d": "usr/lib/systemd/system.conf.d",
    "rules.d": "usr/lib/udev/rules.d",
    "polkit.d": "usr/share/polkit-1/rules.d",
    "seatd.service.d": "usr/lib/systemd/system/seatd.service.d",
    "libexec": "usr/libexec/lamina",
}
"""Folder of build_spec/linux to where it lies installed; what its ``lib`` is compiled to is in LIBRARIES."""

MASKS = ("ctrl-alt-del.target", "debug-shell.service", "getty@tty1.service", "autovt@.service")
"""Units that postinst masks, so that nothing is beside the kiosk."""

SERVICES = (
    "cage (>= 0.1.4)",
    "cage (<< 0.1.5~)",  # the library in cage was tried with Debian 12's alone: docs/it.md
    "seatd",
    "kbd",
    "systemd-sysv",
    "udev",
    "default-dbus-system-bus | dbus-system-bus",
    "passwd",
)
"""What the services and the scripts run, beyond what libraries need and every Debian has."""


def write(folder: Path, needs: Needs, work: Path, into: Path, maintainer: str = MAINTAINER) -> Path:
    """Write the .deb that carries ``folder`` as /opt/lamina. Raises ``PackageFault``."""
    if not re.fullmatch(r"[^<>\n]*[^<>\s] <[^<>@\s]+@[^<>@\s]+>", maintainer):
        raise PackageFault(f"--maintainer: “{maintainer}” is not like “Name <address@example.org>”")
    if not shutil.which("dpkg-deb"):
        raise PackageFault("there is no dpkg-deb on this system; make the .deb on Debian")
    tree = lay(folder, needs, work, maintainer=maintainer)
    target = into / f"lamina_{version()}_amd64.deb"
    command = [
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z6",
        "--threads-max=1",
        "--build",
        str(tree),
        str(target),
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise PackageFault(f"dpkg-deb: {done.stdout.strip()[-300:]}")
    return target


def lay(folder: Path, needs: Needs, work: Path, linux: Path = LINUX, *, maintainer: str = MAINTAINER) -> Path:
    """The tree as it lies on a kiosk, with its DEBIAN folder; its bill has every file of it."""
    told = version()
    if work.exists():
        shutil.rmtree(work)
    shutil.copytree(folder, work / PROGRAM, symlinks=True)
    _put(DEBIAN / "lamina.sh", work / "usr/bin/lamina", 0o755)
    _put(DEBIAN / "settings.toml", work / "usr/share/lamina/settings.toml")
    enabled = _lay_units(linux, work)
    for page in sorted((SPEC / "monitoring").iterdir()):
        _put(page, work / "usr/share/lamina/monitoring" / page.name)
    told_there = work / PAPERS
    told_there.mkdir(parents=True, exist_ok=True)
    for path in documents():
        if path == LICENCE:
            (told_there / path).symlink_to(f"/opt/lamina/{LICENCE}")
        else:
            _put(ROOT / path, told_there / path)
    (told_there / "copyright").write_text(_copyright(), encoding="utf-8")
    _zip(_changes(told, maintainer), told_there / "changelog.gz")
    manual = (DEBIAN / "lamina.8").read_text(encoding="utf-8")
    _zip(manual.replace("@VERSION@", told), work / "usr/share/man/man8/lamina.8.gz")
    _put(DEBIAN / "lintian-overrides", work / "usr/share/lintian/overrides/lamina")
    bill_all(work)
    size = sum(path.lstat().st_size for path in work.rglob("*") if not path.is_dir()) // 1024
    fill = {
        "VERSION": told,
        "MAINTAINER": maintainer,
        "SIZE": str(size),
        "DEPENDS": ", ".join(_depends(needs)),
        "UNITS": " ".join(enabled),
        "MASKS": " ".join(MASKS),
    }
    for name, mode in (("control", 0o644), ("postinst", 0o755), ("prerm", 0o755), ("postrm", 0o755)):
        text = (DEBIAN / name).read_text(encoding="utf-8")
        place = work / "DEBIAN" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(re.sub("@([A-Z]+)@", lambda found: fill[found[1]], text), encoding="utf-8")
        place.chmod(mode)
    _date(work)
    return work


def _lay_units(linux: Path, work: Path) -> list[str]:
    """Put what ``linux`` holds where systemd looks for it; returns the units to enable."""
    enabled = []
    for path in sorted(linux.rglob("*")) if linux.is_dir() else ():
        if path.suffix in UNITS:
            _put(path, work / "usr/lib/systemd/system" / path.name)
            if "[Install]" in path.read_text(encoding="utf-8"):
                enabled.append(path.name)
        elif path.parent.name in DROP_INS:
            mode = 0o755 if path.parent.name == "libexec" else 0o644
            _put(path, work / DROP_INS[path.parent.name] / path.name, mode)
        elif path.suffix == ".c" and path.parent.name == "lib":
            compile_mends(path, work / LIBRARIES / f"{path.stem}.so")
            _put(path, work / PAPERS / path.name)
        elif path.is_file():
            raise PackageFault(f"{path}: nothing says where it lies installed; name its folder in DROP_INS")
    return enabled


def _put(source: Path, place: Path, mode: int = 0o644) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
    place.chmod(mode)


def _zip(text: str, place: Path) -> None:
    """The same bytes each time: with no name and no date of its own."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as zipped:
        zipped.write(text.encode())


def _depends(needs: Needs) -> list[str]:
    """Debian's packages for the libraries, of the right glibc, and what the services run."""
    found = [f"libc6 (>= {needs.glibc})" if name == "libc6" else name for name in needs.packages()]
    return [*found, *SERVICES]


def _changes(told: str, maintainer: str) -> str:
    when = email.utils.formatdate(epoch(), usegmt=True).replace("GMT", "+0000")
    told_of = "\n".join(f"  * {_wrapped(one)}" for one in (*changes(), "docs/it.md is the guide."))
    return f"lamina ({told}) stable; urgency=medium\n\n{told_of}\n\n -- {maintainer}  {when}\n"


def _wrapped(words: str) -> str:
    return textwrap.fill(words, 74, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def _copyright() -> str:
    return (
        "Lamina: Copyright 2026 the Lamina maintainers, under the Apache License 2.0.\n"
        "On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0.\n\n"
        "/opt/lamina/THIRD_PARTY.md names every other part, its licence and where its text is.\n"
    )


def _date(tree: Path) -> None:
    moment = epoch()
    for path in (tree, *tree.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
        os.utime(path, (moment, moment), follow_symlinks=False)
