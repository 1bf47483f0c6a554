"""What dpkg and this Debian tell of the libraries that are carried; compares no versions, writes nothing."""

from __future__ import annotations

import functools
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from build_spec.packaging.folder import PackageFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A binary package as it is installed here, and the source package that it was built from."""

    name: str
    version: str
    architecture: str
    source: str
    source_version: str

    @property
    def purl(self) -> str:
        """The package URL that scanners look up; the distribution as /etc/os-release names it."""
        family, release = distribution()
        upstream = self.source
        if self.source_version != self.version:
            upstream += f"@{self.source_version}"
        told = {"arch": self.architecture, "distro": f"{family}-{release}", "upstream": upstream}
        return f"pkg:deb/{family}/{self.name}@{_quoted(self.version)}?{_qualifiers(told)}"

    @property
    def source_purl(self) -> str:
        """The package URL of its source package."""
        family, release = distribution()
        told = {"arch": "source", "distro": f"{family}-{release}"}
        return f"pkg:deb/{family}/{self.source}@{_quoted(self.source_version)}?{_qualifiers(told)}"

    @property
    def upstream_version(self) -> str:
        """The version that the makers gave, ``3.0.22`` of ``3.0.22-1~deb12u2``."""
        told = re.match(r"(?:\d+:)?(\d+(?:\.\d+)*)", self.source_version)
        return told[1] if told else ""


def _quoted(text: str) -> str:
    """As the package URL specification has it: a colon stays, a plus does not."""
    return quote(text, safe=":")


def _qualifiers(told: dict[str, str]) -> str:
    return "&".join(f"{key}={_quoted(value)}" for key, value in sorted(told.items()))


@functools.cache
def distribution() -> tuple[str, str]:
    """``("debian", "12")``: what /etc/os-release calls this system. Raises ``PackageFault``."""
    try:
        told = platform.freedesktop_os_release()
        return told["ID"], told["VERSION_ID"]
    except (OSError, KeyError) as fault:
        raise PackageFault(f"/etc/os-release does not tell which Linux this is: {fault}") from None


def is_of_the_system(origin: Path) -> bool:
    """Whether a file lies where packages of the system put theirs."""
    return origin.resolve().as_posix().startswith(("/usr/lib/", "/lib/"))


@functools.cache
def package_of(library: Path) -> Package:
    """The Debian package that a file of the system is from. Raises ``PackageFault``."""
    whole = library.resolve()
    for place in (
        whole,
        Path("/", *whole.parts[2:]) if whole.parts[1] == "usr" else Path("/usr", *whole.parts[1:]),
    ):
        done = subprocess.run(
            ["dpkg", "-S", str(place)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        if done.returncode == 0:
            break
    else:
        raise PackageFault(f"no Debian package owns {library.name}; leave it out of allowed.txt")
    name = done.stdout.split(":", maxsplit=1)[0]
    return installed(name)


def installed(name: str) -> Package:
    """A package that is installed here."""
    form = "${Version} ${Architecture} ${source:Package} ${source:Version}\n"
    asked = ["dpkg-query", "-W", "-f", form, name]
    told = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
    version, architecture, source, source_version = told.splitlines()[0].split()
    return Package(
        name=name, version=version, architecture=architecture, source=source, source_version=source_version
    )
