"""What is linked into Qt and the wheels: versions as their own code tells them, names as scanners ask."""

from __future__ import annotations

import ctypes
import importlib.metadata
from pathlib import Path

import PySide6
import PySide6.QtGui
import pytest

from build_spec.packaging.linked import WEBP, cpe, in_qt, in_wheel

QT = Path(PySide6.__file__).parent / "Qt"
posix = pytest.mark.skipif(not (QT / WEBP).is_file(), reason="Qt's libraries have other names here")


@posix
def test_each_part_of_qt_has_the_version_its_code_tells_or_says_that_it_is_unknown() -> None:
    parts = {one.name: one for one in in_qt(QT)}
    assert set(parts) == {"PCRE2", "libpng", "MD4C", "HarfBuzz", "libwebp"}
    assert [one.name for one in parts.values() if not one.version] == ["MD4C"]
    assert (
        parts["MD4C"].told == "unknown: libQt6Gui.so.6 tells none"
        and parts["MD4C"].purl == "pkg:generic/md4c"
    )
    for one in parts.values():
        assert one.version == "" or one.purl == f"pkg:generic/{one.name.lower()}@{one.version}"
        assert bool(cpe(one.purl, one.version)) == bool(one.version), one.name


@posix
def test_the_version_of_libwebp_is_the_one_it_answers_with() -> None:
    answer = ctypes.CDLL(str(QT / WEBP)).WebPGetDecoderVersion()
    told = next(one.version for one in in_qt(QT) if one.name == "libwebp")
    assert told == f"{answer >> 16}.{answer >> 8 & 255}.{answer & 255}"


@posix
def test_a_library_whose_code_tells_two_versions_is_unknown(tmp_path: Path) -> None:
    for path in {Path(one) for one in ("lib/libQt6Gui.so.6", "lib/libQt6Core.so.6", WEBP)}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    code = b"\xc7\x07%c\0\0\0\xc7\x06\x02\0\0\0\xc7\x02\x03\0\0\0\xc3"
    gui = b"harfbuzz " + code % 11 + b"\x0011.2.3\0"
    for added, wanted in ((b"", "11.2.3"), (code % 12, "11.2.3"), (code % 12 + b"\x0012.2.3\0", "")):
        (tmp_path / "lib/libQt6Gui.so.6").write_bytes(gui + added)
        for other in ("lib/libQt6Core.so.6", WEBP):
            (tmp_path / other).write_bytes(b"")
        (one,) = in_qt(tmp_path)
        assert (one.name, one.version) == ("HarfBuzz", wanted)


def test_the_commit_of_argon2_is_the_one_its_wheel_names() -> None:
    about = importlib.metadata.distribution("argon2-cffi-bindings").read_text("METADATA") or ""
    (one,) = in_wheel("argon2-cffi-bindings", about)
    assert (
        len(one.version) == 40 and f"commit/{one.version}" in about and one.purl.endswith(f"@{one.version}")
    )
    (unknown,) = in_wheel("argon2-cffi-bindings", "")
    assert (unknown.version, unknown.purl) == ("", "pkg:generic/libargon2") and "unknown" in unknown.told
    (ffi,) = in_wheel("cffi", about)
    assert ffi.version == "" and "unknown" in ffi.told


@pytest.mark.parametrize(
    ("purl", "version", "wanted"),
    [
        ("pkg:generic/openssl@4.0.3", "4.0.3", "cpe:2.3:a:openssl:openssl:4.0.3:*:*:*:*:*:*:*"),
        (
            "pkg:deb/debian/libssl3@3.0.22-1?arch=amd64",
            "3.0.22",
            "cpe:2.3:a:openssl:openssl:3.0.22:*:*:*:*:*:*:*",
        ),
        ("pkg:cargo/openssl@0.10.81", "0.10.81", ""),
        ("pkg:generic/harfbuzz", "", ""),
        ("pkg:generic/harfbuzz", "14:*", ""),
    ],
)
def test_only_a_plain_version_of_a_known_part_has_a_name_in_the_cpe_dictionary(
    purl: str, version: str, wanted: str
) -> None:
    assert cpe(purl, version) == wanted
