"""What takes the space in the packaged folder, part by part; changes nothing."""

from __future__ import annotations

import lzma
import tarfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from build_spec.packaging.folder import INTERNAL, files_of

MEDIA = (b"RIFF", b"\x89PNG", b"\xff\xd8\xff", b"OggS")
"""How pictures and narration begin: WebP and WAV, PNG, JPEG, Ogg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the folder: how many files, and their bytes."""

    name: str
    files: int
    bytes: int


def is_media(file: Path) -> bool:
    """Whether a file of an edition is a picture or a sound, by how it begins."""
    with file.open("rb") as handle:
        return handle.read(4).startswith(MEDIA)


def part_of(path: str, folder: Path) -> str:
    """The part that a file (by its path in the folder) belongs to."""
    inner = path.removeprefix(f"{INTERNAL}/")
    name = inner.rpartition("/")[2]
    if inner.startswith("edition/"):
        return "edition: pictures and sound" if is_media(folder / path) else "edition: words and search"
    for what, part in (
        (name.startswith("libicu"), "ICU"),
        (inner.startswith("PySide6/Qt/"), "Qt"),
        (inner.startswith(("PySide6/", "shiboken6/")), "PySide6"),
        (inner.startswith(("cryptography/", "_argon2", "_cffi")), "cryptography, argon2, cffi"),
        (inner.startswith("kiosk/"), "our QML and pictures of it"),
        (inner.startswith("assets/"), "fonts"),
        (path.startswith(("licences/", "sbom", "THIRD", "LICENSE", "QT", "VERSION")), "licences and SBOM"),
        (path == "lamina", "the program: our Python and the libraries'"),
    ):
        if what:
            return part
    return "Python and its libraries"


def parts_of(folder: Path) -> list[Part]:
    """Every part, the largest first."""
    found: dict[str, list[int]] = {}
    for path in files_of(folder):
        found.setdefault(part_of(path, folder), []).append((folder / path).lstat().st_size)
    parts = [Part(name=name, files=len(sizes), bytes=sum(sizes)) for name, sizes in found.items()]
    return sorted(parts, key=lambda part: -part.bytes)


def without_media(folder: Path) -> list[str]:
    """The files of the program and its words, without pictures and narration."""
    return [path for path in files_of(folder) if part_of(path, folder) != "edition: pictures and sound"]


def compressed(folder: Path, paths: Iterable[str]) -> int:
    """How many bytes these files take as a tar.xz, which is kept nowhere."""

    class Counted:
        size = 0

        def write(self, data: bytes) -> int:
            self.size += len(data)
            return len(data)

    counted = Counted()
    with lzma.open(counted, "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:  # type: ignore[call-overload]
        for path in paths:
            archive.add(folder / path, path, recursive=False)
    return counted.size


def as_table(parts: Iterable[Part]) -> str:
    """The parts as lines, in megabytes (a million bytes)."""
    return "\n".join(f"{part.bytes / 1e6:8.1f} MB {part.files:6d} files  {part.name}" for part in parts)


def as_json(parts: Iterable[Part]) -> list[dict[str, object]]:
    """The parts as records."""
    return [asdict(part) for part in parts]
