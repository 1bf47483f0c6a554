"""What is linked into Qt and into wheels, with the version as their own code tells it; invents none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GUI, CORE = "lib/libQt6Gui.so.6", "lib/libQt6Core.so.6"
WEBP = "plugins/imageformats/libqwebp.so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A library inside another. ``told`` says how its version was found, or why it is unknown."""

    name: str
    licence: str
    version: str = ""
    purl: str = ""
    told: str


def _text(pattern: bytes) -> Callable[[bytes], str]:
    """A version that stands in the file as text."""

    def read(image: bytes) -> str:
        found = re.search(pattern, image)
        return found[1].decode() if found else ""

    return read


def _of_harfbuzz(image: bytes) -> str:
    """What hb_version() writes to its three pointers, if the same stands in the file as text."""
    code = rb"\xc7\x07(.)\0\0\0\xc7\x06(.)\0\0\0\xc7\x02(.)\0\0\0\xc3"
    found = {".".join(str(part[0]) for part in one.groups()) for one in re.finditer(code, image, re.DOTALL)}
    found = {version for version in found if f"\0{version}\0".encode() in image}
    return found.pop() if len(found) == 1 else ""


def _of_libwebp(image: bytes) -> str:
    """What its decoder, encoder, demuxer and muxer say when asked for their version: 0x010600 is 1.6.0."""
    code = rb"\xf3\x0f\x1e\xfa\xb8(.)(.)([\x01-\x09])\0\xc3"
    found = Counter(one.groups() for one in re.finditer(code, image, re.DOTALL))
    same = [parts for parts, times in found.items() if times == 4]
    return ".".join(str(part[0]) for part in reversed(same[0])) if len(same) == 1 else ""


def _untold(_: bytes) -> str:
    return ""


_IN_QT = (
    ("PCRE2", "BSD-3-Clause", CORE, b"PCRE2", _text(rb"\0(10\.\d+) 20\d\d-\d\d-\d\d\0")),
    ("libpng", "libpng-2.0", GUI, b"libpng", _text(rb"\0(1\.6\.\d+)\0")),
    ("MD4C", "MIT", GUI, b"mity/md4c", _untold),
    ("HarfBuzz", "MIT", GUI, b"harfbuzz", _of_harfbuzz),
    ("libwebp", "BSD-3-Clause", WEBP, b"WebPDemux", _of_libwebp),
)
"""Name, licence, file below Qt's folder, what shows that it is in there, and what reads its version."""


def in_qt(qt: Path) -> Iterator[Linked]:
    """What Qt's libraries below ``qt`` were linked with."""
    for name, licence, file, shows, version_in in _IN_QT:
        image = (qt / file).read_bytes()
        if shows not in image:
            continue
        version = version_in(image)
        told = f"read from {Path(file).name}" if version else f"unknown: {Path(file).name} tells none"
        yield Linked(name=name, licence=licence, version=version, purl=_generic(name, version), told=told)


def in_wheel(wheel: str, about: str) -> Iterator[Linked]:
    """What a wheel was linked with beyond its own bill; ``about`` is its METADATA."""
    if wheel == "argon2-cffi-bindings":
        found = re.search(r"github\.com/P-H-C/phc-winner-argon2/commit/([0-9a-f]{40})", about)
        commit = found[1] if found else ""
        yield Linked(
            name="libargon2",
            licence="CC0-1.0 OR Apache-2.0",
            version=commit,
            purl=f"pkg:github/p-h-c/phc-winner-argon2@{commit}" if commit else _generic("libargon2", ""),
            told="the commit that the wheel's METADATA names" if commit else "unknown: the wheel tells none",
        )
    if wheel == "cffi":
        told = "unknown: neither the wheel nor its code tells one"
        yield Linked(name="libffi", licence="MIT", purl=_generic("libffi", ""), told=told)


def _generic(name: str, version: str) -> str:
    return f"pkg:generic/{name.lower()}" + (f"@{version}" if version else "")


_CPES = {
    "pkg:generic/harfbuzz": "harfbuzz_project:harfbuzz",
    "pkg:generic/icu": "icu-project:international_components_for_unicode",
    "pkg:generic/libpng": "libpng:libpng",
    "pkg:generic/libwebp": "webmproject:libwebp",
    "pkg:generic/openssl": "openssl:openssl",
    "pkg:generic/pcre2": "pcre:pcre2",
    "pkg:generic/python": "python:python",
    "pkg:generic/qt": "qt:qt",
    "pkg:deb/debian/libffi8": "libffi_project:libffi",
    "pkg:deb/debian/libsqlite3-0": "sqlite:sqlite",
    "pkg:deb/debian/libssl3": "openssl:openssl",
    "pkg:deb/debian/python3.11": "python:python",
    "pkg:pypi/cryptography": "cryptography.io:cryptography",
    "pkg:pypi/pyinstaller": "pyinstaller:pyinstaller",
    "pkg:pypi/urllib3": "python:urllib3",
}
"""The package URL without its version, to vendor and product of the CPE dictionary (nvd.nist.gov)."""


def cpe(purl: str, version: str) -> str:
    """The name by which scanners look it up that know no package URL; empty without a plain ``version``.

    ``version`` is upstream's: Debian's mends are not in it, so what Debian mended is still found by it.
    """
    name = _CPES.get(purl.partition("@")[0].partition("?")[0], "")
    plain = re.fullmatch(r"\d+(?:\.\d+)*", version)
    return f"cpe:2.3:a:{name}:{version}:*:*:*:*:*:*:*" if name and plain else ""
