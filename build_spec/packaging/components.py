"""Whose each file of the folder is, with version and licence, read from what was packed; writes nothing."""

from __future__ import annotations

import ast
import email.utils
import importlib.metadata
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from build_spec.packaging import linked
from build_spec.packaging.folder import INTERNAL, MAINTAINERS, version
from build_spec.packaging.system import Package, is_of_the_system, package_of

COMMON = Path("/usr/share/common-licenses")
DOCUMENTS = Path("/usr/share/doc")
LGPL = (COMMON / "LGPL-3", COMMON / "GPL-3")

OWNERS = (
    ("ICU", r"PySide6/Qt/lib/libicu"),
    ("Qt", r"PySide6/Qt/"),
    ("PySide6-Essentials", r"PySide6/"),
    ("shiboken6", r"shiboken6/"),
    ("argon2-cffi-bindings", r"_argon2_cffi_bindings/"),
    ("cffi", r"_cffi_backend\."),
    ("cryptography", r"cryptography/"),
    ("Python", r"python3\.\d+/|base_library\.zip$|libpython3"),
    ("Atkinson Hyperlegible Next", r"assets/fonts/"),
    ("edition", r"edition/"),
)
"""Component to how its paths below ``_internal`` begin; the first fits. What Debian brought is Debian's."""

MODULES = "base_library.zip"
"""Made of modules of Python's own library; the others are in the program."""

IN_THE_PROGRAM = ("argon2-cffi", "tuf", "securesystemslib", "urllib3")
"""Wheels without a file of their own: their modules are in the program's archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of what ships. ``licence`` is an SPDX expression; ``inside`` are parts without own files.

    ``properties`` are names and values of the bill: how a version was found, who mends it.
    """

    name: str
    version: str
    licence: str
    purl: str = ""
    cpe: str = ""
    supplier: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    texts: tuple[Path, ...] = ()
    kind: str = "library"
    inside: tuple[Component, ...] = ()
    files: list[str] = field(default_factory=list)


def packed_from(work: Path, name: str) -> dict[str, Path]:
    """Each packed file below ``_internal`` with where PyInstaller took it from."""
    text = (work / "parts" / name / "COLLECT-00.toc").read_text(encoding="utf-8")
    return {entry[0]: Path(entry[1]) for entry in _entries(ast.literal_eval(text))}


def _entries(tree: object) -> Iterable[tuple[str, str, str]]:
    if isinstance(tree, tuple) and len(tree) == 3 and all(isinstance(one, str) for one in tree):
        yield tree
    elif isinstance(tree, (tuple, list)):
        for one in tree:
            yield from _entries(one)


def edition_of(paths: Iterable[str]) -> str:
    """The id of the edition that is packed, which names its root."""
    place = Path(INTERNAL) / "edition"
    roots = (path for one in paths if (path := Path(one)).parent == place and path.suffix == ".json")
    return next((root.stem for root in roots), "")


def components(paths: Iterable[str], origins: dict[str, Path], qt: Path) -> list[Component]:
    """Every component with the paths that are its; what nobody else owns is ours. Raises ``PackageFault``."""
    found = {
        one.name: one for one in (_ours(), *_wheels(), _qt(qt), _icu(qt), _python(), _loader(), _fonts())
    }
    paths = list(paths)
    found["edition"] = Component(
        name="edition", version=edition_of(paths), licence="Apache-2.0", kind="data", supplier=MAINTAINERS
    )
    for path in paths:
        inner = path.removeprefix(f"{INTERNAL}/")
        origin = Path(os.__file__) if inner == MODULES else origins.get(inner)
        if inner != path and origin is not None and is_of_the_system(origin):
            one = _of_debian(package_of(origin))
            found.setdefault(one.name, one)
            name = one.name
        else:
            name = next((name for name, start in OWNERS if inner != path and re.match(start, inner)), "")
        found[name or "lamina"].files.append(path)
    return list(found.values())


def _ours() -> Component:
    told = version()
    return Component(
        name="lamina",
        version=told,
        licence="Apache-2.0",
        purl=f"pkg:generic/lamina@{told.replace('+', '%2B')}",
        supplier=MAINTAINERS,
        texts=(Path(__file__).parents[2] / "LICENSE",),
        kind="application",
    )


def _wheels() -> list[Component]:
    names = ["PySide6-Essentials", "shiboken6", "argon2-cffi-bindings", "cffi", "cryptography"]
    return [_wheel(name) for name in (*names, *IN_THE_PROGRAM)]


def _wheel(name: str) -> Component:
    distribution = importlib.metadata.distribution(name)
    about = distribution.metadata
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    files = [Path(str(file.locate())) for file in distribution.files or []]
    texts = tuple(sorted(file for file in files if file.parent.name == "licenses"))
    inside = [_inside(one) for one in linked.in_wheel(name, distribution.read_text("METADATA") or "")]
    for file in sorted(file for file in files if file.parent.name == "sboms"):
        inside += _of_sbom(file)
    purl = f"pkg:pypi/{name.lower()}"
    return Component(
        name=name,
        version=distribution.version,
        licence=licence,
        purl=f"{purl}@{distribution.version}",
        cpe=linked.cpe(purl, distribution.version),
        supplier=_supplier(about),
        texts=texts or LGPL,
        inside=tuple(inside),
    )


def _supplier(about: importlib.metadata.PackageMetadata) -> str:
    """Whom a wheel names as its author: a name, else an address."""
    told = next((about[key] for key in ("Author", "Author-email", "Maintainer") if key in about), "")
    names = [name or address for name, address in email.utils.getaddresses([told]) if name or address]
    return told if "@" not in told else ", ".join(names)


def _inside(one: linked.Linked) -> Component:
    return Component(
        name=one.name,
        version=one.version,
        licence=one.licence,
        purl=one.purl,
        cpe=linked.cpe(one.purl, one.version),
        properties=(("lamina:version", one.told),),
    )


def _of_sbom(file: Path) -> list[Component]:
    """What a wheel says of its own inside."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return [
        Component(
            name=one["name"],
            version=one.get("version", ""),
            licence=" AND ".join(sorted(_licences(one))) or _STATIC_LICENCES.get(one["name"], ""),
            purl=(purl := one.get("purl", "").split("?")[0]),
            cpe=linked.cpe(purl, one.get("version", "")),
        )
        for one in told.get("components", [])
    ]


def _licences(one: dict[str, list[dict[str, object]]]) -> set[str]:
    found: set[str] = set()
    for entry in one.get("licenses", []):
        licence = entry.get("license")
        named = licence.get("id") or licence.get("name") if isinstance(licence, dict) else None
        if told := entry.get("expression") or named:
            found.add(str(told))
    return found


def _qt(qt: Path) -> Component:
    wheel = importlib.metadata.distribution("PySide6-Essentials")
    return Component(
        name="Qt",
        version=wheel.version,
        licence="LGPL-3.0-only",
        purl=f"pkg:generic/qt@{wheel.version}",
        cpe=linked.cpe("pkg:generic/qt", wheel.version),
        supplier=_supplier(wheel.metadata),
        texts=LGPL,
        inside=tuple(map(_inside, linked.in_qt(qt))),
    )


def _icu(qt: Path) -> Component:
    told = re.search(rb"\x00(73\.\d+)\x00", (qt / "lib" / "libicuuc.so.73").read_bytes())
    version = told.group(1).decode() if told else "73"
    return Component(
        name="ICU",
        version=version,
        licence="Unicode-3.0",
        purl=f"pkg:generic/icu@{version}",
        cpe=linked.cpe("pkg:generic/icu", version),
        supplier=_supplier(importlib.metadata.metadata("PySide6-Essentials")),
        texts=tuple(sorted(DOCUMENTS.glob("libicu[0-9]*/copyright"))),
    )


def _python() -> Component:
    """Python itself. The files of Debian's stand below the packages that they are from."""
    version = sys.version.split()[0]
    library = Path(sysconfig.get_path("stdlib"))
    texts = [library / "LICENSE.txt", DOCUMENTS / "libpython3.11-minimal" / "copyright"]
    purl, supplier = f"pkg:generic/python@{version}", ""
    properties: tuple[tuple[str, str], ...] = ()
    if is_of_the_system(Path(os.__file__)):
        package = package_of(Path(os.__file__))
        purl, supplier = package.source_purl, _DEBIANS
        properties = (("lamina:mended-by", f"Debian, as {package.source} {package.source_version}"),)
    return Component(
        name="Python",
        version=version,
        licence="PSF-2.0",
        purl=purl,
        cpe=linked.cpe(purl, version),
        supplier=supplier,
        properties=properties,
        texts=tuple(text for text in texts if text.is_file())[:1],
    )


def _loader() -> Component:
    """PyInstaller's loader: the machine code of the program, without its data."""
    distribution = importlib.metadata.distribution("pyinstaller")
    files = [Path(str(file.locate())) for file in distribution.files or []]
    return Component(
        name="PyInstaller",
        version=distribution.version,
        licence="GPL-2.0-or-later WITH Bootloader-exception",
        purl=f"pkg:pypi/pyinstaller@{distribution.version}",
        cpe=linked.cpe("pkg:pypi/pyinstaller", distribution.version),
        supplier=_supplier(distribution.metadata),
        texts=tuple(file for file in files if file.name == "COPYING.txt"),
    )


def _fonts() -> Component:
    return Component(
        name="Atkinson Hyperlegible Next",
        version="",
        licence="OFL-1.1",
        supplier="The Atkinson Hyperlegible Next Project Authors",
        texts=(Path(__file__).parents[2] / "assets" / "fonts" / "OFL.txt",),
        kind="file",
    )


def _of_debian(package: Package) -> Component:
    return Component(
        name=package.name,
        version=package.version,
        licence=_DEBIAN.get(package.name, ""),
        purl=package.purl,
        cpe=linked.cpe(package.purl, package.upstream_version),
        supplier=_DEBIANS,
        texts=(DOCUMENTS / package.name / "copyright",),
    )


_STATIC_LICENCES = {"openssl": "Apache-2.0"}
"""Where a wheel's own bill names none."""

_DEBIAN = {
    "libssl3": "Apache-2.0",
    "libsqlite3-0": "blessing",
    "libffi8": "MIT",
    "libpython3.11": "PSF-2.0",
    "libpython3.11-minimal": "PSF-2.0",
    "libpython3.11-stdlib": "PSF-2.0",
}
"""SPDX names of what Debian tells in prose."""

_DEBIANS = "Debian"
