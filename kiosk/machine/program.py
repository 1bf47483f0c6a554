"""Whether the program's files are those that were packaged; finds damage and strangers, trusts no author.

The package carries a bill of its files with their hashes (CycloneDX). Whoever can write the files can write
the bill too: what keeps others from that is that root alone owns the folder, which is looked at here as well.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.machine.health import Item

BILL = "sbom.cdx.json"
"""The bill's name at the top of the program's folder."""

BILL_BYTES = 64 * 1024 * 1024
NAMED = 3
"""Files named in a sentence; the rest is counted."""

INSTALLED = Path("opt/lamina")
"""Where the .deb lays the program; from there its bill tells of files elsewhere, too, by whole paths."""

_LEFT_OUT = ("/usr/share/doc/", "/usr/share/man/", "/usr/share/lintian/")
"""What a machine may do without: dpkg leaves papers out where IT tells it to (``path-exclude``)."""

_READ = (*_LEFT_OUT, "/usr/share/lamina/")
"""What is only read, of what the .deb lays elsewhere: the services run all else, some of it as root."""

_FILE = "file:"
_AGAIN = "Install the package again (apt-get install --reinstall ./lamina_*_amd64.deb), and look at the disk"


def program_folder() -> Path | None:
    """The top of a packaged program's folder; None where it runs from sources."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def check_package(folder: Path | None, root: Path = Path("/")) -> Item:
    """Every file of ``folder`` against the bill in it. Reads the whole program: some seconds.

    Of the folder that the .deb laid, also what else the .deb lays on this machine: units, rules, the library
    in cage. A folder that was copied elsewhere answers for itself alone.
    """
    if folder is None:
        return Item("package", "ok", "runs from its sources: there is no package to look at")
    try:
        listed = read_bill(folder / BILL)
    except (OSError, ValueError) as fault:
        why = (fault.strerror or "") if isinstance(fault, OSError) else "it is no bill of files"
        return Item("package", "fault", f"{folder / BILL} cannot be read ({why.lower()})", _AGAIN)
    places = _places_of(listed, folder, root)
    below = set(files_below(folder)) - {BILL}
    there = {name for name, place in places.items() if name in below or (name[0] == "/" and _is_there(place))}
    gone = sorted(name for name in set(places) - there if not name.startswith(_LEFT_OUT))
    strange = sorted(below - set(places))
    changed = sorted(name for name in there if sha256_of(places[name]) != listed[name])
    told = [
        f"{len(paths)} {what}: {_some_of(paths)}"
        for what, paths in (
            ("missing", gone),
            ("changed or unreadable", changed),
            ("not of the package", strange),
        )
        if paths
    ]
    remedies = [_AGAIN] if told else []
    inside = [place for place in places_below(folder) if _is_open(place)]
    beside = dict(_open_beside({name: place for name, place in places.items() if name[0] == "/"}))
    runs = [name for name in beside if not name.startswith(_READ)]
    is_fault = bool(told or runs)
    if inside or beside:
        whose = f"others than root may write {len(inside) + len(beside)} of its files and folders"
        told.append(f"{whose}: what they write to {_some_of(runs)} its services run" if runs else whose)
        remedies.insert(0, _close([folder] * bool(inside), beside.values()))
    if told:
        return Item("package", "fault" if is_fault else "warning", "; ".join(told), ". ".join(remedies))
    return Item("package", "ok", f"{len(there)} files as they were packaged")


def _places_of(listed: Iterable[str], folder: Path, root: Path) -> dict[str, Path]:
    """Where each file of the bill lies; those elsewhere only for the folder that the .deb laid."""
    is_installed = folder == root / INSTALLED
    return {
        name: root / name[1:] if name.startswith("/") else folder / name
        for name in listed
        if is_installed or not name.startswith("/")
    }


def _open_beside(laid: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """What another than root could write of what the .deb laid elsewhere: files, and the folders of its own.

    Who may write a folder puts another file in a file's place, whoever owns that. Debian's own folders are
    not looked at: who may write these is Debian's to say.
    """
    above = {str(Path(name).parent): place.parent for name, place in laid.items()}
    ours = {name: place for name, place in above.items() if Path(name).name == INSTALLED.name}
    for name, place in sorted({**laid, **ours}.items()):
        if (place.is_dir() or _is_there(place)) and _is_open(place):
            yield name, place


def _close(whole: Iterable[Path], single: Iterable[Path]) -> str:
    """The lines that close each to all but root, a ``whole`` one with all in it."""
    lines = [
        f"chown {how}root:root {named}; chmod {how}go-w {named}"
        for how, named in (("-R ", " ".join(map(str, whole))), ("", " ".join(map(str, single))))
        if named
    ]
    return f"Run: {'; '.join(lines)}"


def _some_of(names: Sequence[str]) -> str:
    return f"{', '.join(names[:NAMED])}{' …' if len(names) > NAMED else ''}"


def _is_there(place: Path) -> bool:
    return place.is_symlink() or place.is_file()


def read_bill(file: Path) -> dict[str, str]:
    """Each file with its sha256. Raises ``OSError``, and ``ValueError`` for what is no bill of files."""
    if file.stat().st_size > BILL_BYTES:
        raise ValueError("larger than a bill")
    found: dict[str, str] = {}
    try:
        waiting: list[dict[str, Any]] = list(json.loads(file.read_bytes())["components"])
        while waiting:
            one = waiting.pop()
            waiting += one.get("components", [])
            if one["bom-ref"].startswith(_FILE):
                found[one["name"]] = one["hashes"][0]["content"]
    except (LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("no bill of files") from fault
    if not found:
        raise ValueError("no file is listed")
    return found


def files_below(folder: Path) -> Iterator[str]:
    """The path of each file below ``folder``, links among them, as the bill writes it."""
    for place in folder.rglob("*"):
        if place.is_symlink() or not place.is_dir():
            yield place.relative_to(folder).as_posix()


def places_below(folder: Path) -> Iterator[Path]:
    """``folder``, and every file and folder in it."""
    yield folder
    for place, folders, names in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *names))


def sha256_of(file: Path) -> str:
    """The sha256 of a file; "" where it cannot be read or is none."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as read:
            return hashlib.file_digest(read, "sha256").hexdigest()
    except OSError:
        return ""


def _is_open(file: Path) -> bool:
    """Whether another than root could change a file."""
    if os.name != "posix":
        return False
    about = file.lstat()
    writable = about.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not stat.S_ISLNK(about.st_mode)
    return about.st_uid != 0 or bool(writable)
