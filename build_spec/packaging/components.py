"""Whose each file of the folder is, with version and licence, read from what was packed; writes nothing."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from build_spec.packaging.folder import INTERNAL, PackageFault, version

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
"""Component to how its paths below ``_internal`` begin; the first that fits. System libraries stand apart."""

IN_THE_PROGRAM = ("argon2-cffi", "tuf", "securesystemslib", "urllib3")
"""Wheels without a file of their own: their modules are in the program's archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of what ships. ``licence`` is an SPDX expression; ``inside`` are parts without own files."""

    name: str
    version: str
    licence: str
    purl: str = ""
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


def components(paths: Iterable[str], origins: dict[str, Path], qt: Path) -> list[Component]:
    """Every component with the paths that are its; what nobody else owns is ours. Raises ``PackageFault``."""
    found = {
        one.name: one for one in (_ours(), *_wheels(), _qt(qt), _icu(qt), _python(), _loader(), _fonts())
    }
    found["edition"] = Component(name="edition", version="", licence="Apache-2.0", kind="data")
    for path in paths:
        inner = path.removeprefix(f"{INTERNAL}/")
        name = next((name for name, start in OWNERS if inner != path and re.match(start, inner)), "")
        if not name and inner in origins and _is_of_the_system(origins[inner]):
            one = _of_debian(origins[inner])
            found.setdefault(one.name, one)
            name = one.name
        found[name or "lamina"].files.append(path)
    return list(found.values())


def _ours() -> Component:
    told = version()
    return Component(
        name="lamina",
        version=told,
        licence="Apache-2.0",
        purl=f"pkg:generic/lamina@{told.replace('+', '%2B')}",
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
    inside = [Component(name=part, version="", licence=of) for part, of in _STATIC.get(name, {}).items()]
    for file in sorted(file for file in files if file.parent.name == "sboms"):
        inside += _of_sbom(file)
    return Component(
        name=name,
        version=distribution.version,
        licence=licence,
        purl=f"pkg:pypi/{name.lower()}@{distribution.version}",
        texts=texts or LGPL,
        inside=tuple(inside),
    )


def _of_sbom(file: Path) -> list[Component]:
    """What a wheel says of its own inside."""
    import json

    told = json.loads(file.read_text(encoding="utf-8"))
    return [
        Component(
            name=one["name"],
            version=one.get("version", ""),
            licence=" AND ".join(sorted(_licences(one))) or _STATIC_LICENCES.get(one["name"], ""),
            purl=one.get("purl", "").split("?")[0],
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
    version = importlib.metadata.version("PySide6-Essentials")
    inside = []
    for name, licence, file, said in (
        ("PCRE2", "BSD-3-Clause", "lib/libQt6Core.so.6", rb"\x00(10\.\d+) 20\d\d-\d\d-\d\d\x00"),
        ("libpng", "libpng-2.0", "lib/libQt6Gui.so.6", rb"libpng version (\d+\.\d+\.\d+)"),
        ("MD4C", "MIT", "lib/libQt6Gui.so.6", rb"()mity/md4c"),
        ("HarfBuzz", "MIT", "lib/libQt6Gui.so.6", rb"()harfbuzz"),
        (
            "libjpeg-turbo",
            "IJG AND BSD-3-Clause",
            "plugins/imageformats/libqjpeg.so",
            rb"libjpeg-turbo version (\d[\d.]+)",
        ),
        ("libwebp", "BSD-3-Clause", "plugins/imageformats/libqwebp.so", rb"()WebPDemux"),
    ):
        if told := re.search(said, (qt / file).read_bytes()):
            inside.append(Component(name=name, version=told.group(1).decode(), licence=licence))
    return Component(
        name="Qt",
        version=version,
        licence="LGPL-3.0-only",
        purl=f"pkg:generic/qt@{version}",
        texts=LGPL,
        inside=tuple(inside),
    )


def _icu(qt: Path) -> Component:
    told = re.search(rb"\x00(73\.\d+)\x00", (qt / "lib" / "libicuuc.so.73").read_bytes())
    version = told.group(1).decode() if told else "73"
    texts = tuple(sorted(DOCUMENTS.glob("libicu[0-9]*/copyright")))
    return Component(
        name="ICU", version=version, licence="Unicode-3.0", purl=f"pkg:generic/icu@{version}", texts=texts
    )


def _python() -> Component:
    version = sys.version.split()[0]
    library = Path(sysconfig.get_path("stdlib"))
    texts = [library / "LICENSE.txt", DOCUMENTS / "libpython3.11-minimal" / "copyright"]
    return Component(
        name="Python",
        version=version,
        licence="PSF-2.0",
        purl=f"pkg:generic/python@{version}",
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
        texts=tuple(file for file in files if file.name == "COPYING.txt"),
    )


def _fonts() -> Component:
    return Component(
        name="Atkinson Hyperlegible Next",
        version="",
        licence="OFL-1.1",
        texts=(Path(__file__).parents[2] / "assets" / "fonts" / "OFL.txt",),
        kind="file",
    )


def _is_of_the_system(origin: Path) -> bool:
    return origin.resolve().as_posix().startswith(("/usr/lib/", "/lib/"))


def _of_debian(library: Path) -> Component:
    """The Debian package that a system library is from. Raises ``PackageFault``."""
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
    package = done.stdout.split(":", maxsplit=1)[0]
    asked = ["dpkg-query", "-W", "-f", "${Version} ${Architecture}", package]
    version, kind = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[:2]
    return Component(
        name=package,
        version=version,
        licence=_DEBIAN.get(package, ""),
        purl=f"pkg:deb/debian/{package}@{version}?arch={kind}",
        texts=(DOCUMENTS / package / "copyright",),
    )


_STATIC = {"argon2-cffi-bindings": {"libargon2": "CC0-1.0 OR Apache-2.0"}, "cffi": {"libffi": "MIT"}}
"""What these wheels were linked with; they do not tell the version."""

_STATIC_LICENCES = {"openssl": "Apache-2.0"}
"""Where a wheel's own bill names none."""

_DEBIAN = {"libssl3": "Apache-2.0", "libsqlite3-0": "blessing", "libffi8": "MIT", "libssl3t64": "Apache-2.0"}
"""SPDX names of what Debian tells in prose."""
