"""Whether Debian has newer of what the package carries, as this machine's apt knows it; fetches nothing.

A carried library is mended by a new package alone: `apt upgrade` on a kiosk does not reach it. So none leaves
here that is older than what apt would install, and apt's own lists must be of this week.
"""

from __future__ import annotations

import datetime
import email.utils
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_spec.packaging.folder import PackageFault
from build_spec.packaging.system import Package, is_of_the_system, package_of

LISTS_OLD = datetime.timedelta(days=7)
"""Debian's security lists are signed anew at least every few days, and are valid for these seven."""

ANYWAY = "or, to build it all the same, add --though-outdated to ARGS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """One thing that keeps the package from being current; ``package`` is the one to upgrade, if any."""

    told: str
    package: str = ""
    remedy: str = ""


def outdated(origins: Mapping[str, Path]) -> list[Old]:
    """What is older than Debian's, of files packed from ``origins``; empty where all is current.

    Also: a Python that is not Debian's, and lists of apt that are missing or older than ``LISTS_OLD``.
    """
    if sys.platform == "win32":
        return []
    found = list(_foreign(origins))
    # modules of Python's own library are in the program, whose file has no origin of its own
    carried = [*origins.values(), Path(os.__file__)]
    packages = {package_of(origin) for origin in carried if origin.is_file() and is_of_the_system(origin)}
    if old := lists_are_old(datetime.datetime.now(datetime.UTC)):
        return [*found, old]
    return [*found, *older_than_offered(sorted(packages, key=lambda one: one.name))]


def _foreign(origins: Mapping[str, Path]) -> Iterable[Old]:
    """Python's library, where no package of the system brought it."""
    for path, origin in origins.items():
        if path.startswith("libpython") and not is_of_the_system(origin):
            yield Old(
                told=f"{path} is from {origin.parent}: nobody mends it",
                remedy="leave PACKAGE_PYTHON out, so that Debian's own Python packs and is carried",
            )


def what_to_do(old: Iterable[Old]) -> str:
    """One line: what is old, what to run, and how to build it all the same."""
    old = list(old)
    remedies = [one.remedy for one in old if one.remedy]
    if packages := [one.package for one in old if one.package]:
        remedies.append(
            f"run apt-get update && apt-get install --only-upgrade {' '.join(sorted(set(packages)))}"
        )
    return f"{'; '.join(one.told for one in old)}: {'; '.join(remedies)}; {ANYWAY}"


def older_than_offered(packages: Iterable[Package]) -> list[Old]:
    """Which of these apt would replace by a newer one, and which nobody offers. Raises ``PackageFault``."""
    packages = list(packages)
    if not packages:
        return []
    policies = _policies([f"{one.name}:{one.architecture}" for one in packages])
    found = []
    for one in packages:
        candidate, offered = policies.get(one.name, ("", False))
        if candidate and _is_newer(candidate, one.version):
            told = f"{one.name} {one.version} is carried, Debian offers {candidate}"
            found.append(Old(told=told, package=one.name))
        elif not offered:
            told = f"{one.name} {one.version} is carried, and no source of apt offers it: nobody mends it"
            found.append(
                Old(told=told, remedy="install it from a source of apt, or name the source it is from")
            )
    return found


def _policies(names: list[str]) -> dict[str, tuple[str, bool]]:
    """For each package what apt would install, and whether any of its sources has that."""
    asked = ["apt-cache", "policy", *names]
    told = _asked(asked)
    found: dict[str, tuple[str, bool]] = {}
    for part in re.split(r"(?m)^(?=\S+:\n)", told):
        if not (head := re.match(r"([^\s:]+)(?::\w+)?:\n", part)):
            continue
        candidate = re.search(r"(?m)^ +Candidate: (\S+)", part)
        version = "" if candidate is None or candidate[1] == "(none)" else candidate[1]
        # below each version stand its sources; what is only installed has the state of dpkg for one
        entry = re.search(rf"(?m)^(?: \*\*\*|    ) {re.escape(version)} \d+\n((?:        .*\n?)+)", part)
        sources = [] if entry is None else entry[1].splitlines()
        found[head[1]] = (version, any(re.search(r"^ +-?\d+ \S+:", line) for line in sources))
    return found


def _is_newer(one: str, other: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", one, "gt", other]).returncode == 0


def lists_are_old(now: datetime.datetime) -> Old | None:
    """Whether apt's list of Debian's security updates is missing, or was signed longer ago than LISTS_OLD."""
    if not shutil.which("apt-cache"):
        return Old(
            told="there is no apt here to tell whether what is carried is current",
            remedy="make the package on Debian",
        )
    told = re.search("lists='(.*)'", _asked(["apt-config", "shell", "lists", "Dir::State::lists/d"]))
    dates = [date for file in _releases(Path(told[1])) if (date := _date_of(file))] if told else []
    if not dates:
        return Old(
            told="apt has no list of Debian's security updates",
            remedy="name bookworm-security among its sources and run apt-get update",
        )
    if now - max(dates) > LISTS_OLD:
        told_on = f"{max(dates):%Y-%m-%d}"
        return Old(
            told=f"apt's list of Debian's security updates is of {told_on}", remedy="run apt-get update"
        )
    return None


def _releases(lists: Path) -> list[Path]:
    return sorted(path for path in lists.glob("*Release") if path.is_file()) if lists.is_dir() else []


def _date_of(file: Path) -> datetime.datetime | None:
    """When a list of Debian's security updates was signed; None for any other list."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if not re.search(r"(?m)^Label: *Debian-Security *$", text):
        return None
    told = re.search(r"(?m)^Date: *(.+?)(?: UTC| GMT)?$", text)
    try:
        return email.utils.parsedate_to_datetime(f"{told[1]} +0000") if told else None
    except ValueError:
        return None


def _asked(command: list[str]) -> str:
    """What a program of apt says in English. Raises ``PackageFault``."""
    kept = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=kept, capture_output=True, text=True)
    if done.returncode:
        raise PackageFault(f"{command[0]}: {done.stderr.strip()[-300:]}")
    return done.stdout
