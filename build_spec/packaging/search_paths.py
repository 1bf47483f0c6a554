"""Takes out of a packed library in which folder the packing machine kept its own; knows no folder by name.

A Python that somebody compiled writes it into each of its libraries. The packaged program needs none of it,
as its starter names its own folder. And a kiosk must not look there: what lies in that folder is loaded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from build_spec.packaging.folder import PackageFault
from build_spec.packaging.needed import is_elf

_LOAD, _DYNAMIC, _SYMBOLS = 1, 2, 11
_END, _NEEDED, _STRINGS, _NAME, _PATH, _RUN_PATH = 0, 1, 5, 14, 15, 29
"""Numbers of the ELF format: kinds of segments, of one section, and of entries of the dynamic table."""


def forget_in(files: Iterable[Path]) -> int:
    """Do it in each that is a library or program; returns how many were changed. Raises ``PackageFault``."""
    return sum(forget(file) for file in files if is_elf(file))


def forget(file: Path) -> bool:
    """Whether ``file`` named a folder that is not beside itself; now it does not. Raises ``PackageFault``."""
    image = bytearray(file.read_bytes())
    if image[4:6] != b"\x02\x01":
        raise PackageFault(f"{file.name} is not for this kind of machine")
    segments = list(_segments(image))
    table = next(((at, size) for kind, at, _, size in segments if kind == _DYNAMIC), None)
    entries = [] if table is None else list(struct.iter_unpack("<QQ", image[table[0] : sum(table)]))
    strings = next((value for tag, value in entries if tag == _STRINGS), None)
    if table is None or strings is None:
        return False
    begin = next(at + strings - place for kind, at, place, size in segments
                 if kind == _LOAD and place <= strings < place + size)  # fmt: skip
    gone = [
        (tag, value)
        for tag, value in entries
        if tag in (_PATH, _RUN_PATH) and not _text(image, begin + value).startswith(b"$ORIGIN")
    ]
    if not gone:
        return False
    kept = [entry for entry in entries if entry not in gone]
    kept += [(_END, 0)] * len(gone)
    image[table[0] : sum(table)] = b"".join(struct.pack("<QQ", *entry) for entry in kept)
    used = {value for tag, value in kept if tag in (_NEEDED, _NAME, _PATH, _RUN_PATH)} | set(_names(image))
    for _, value in gone:
        length = len(_text(image, begin + value))
        if used & set(range(value, value + length)):
            raise PackageFault(f"{file.name}: a name is written into its search path; link it anew")
        image[begin + value : begin + value + length] = bytes(length)
    file.write_bytes(image)
    return True


def _segments(image: bytearray) -> Iterator[tuple[int, int, int, int]]:
    """Kind, place in the file, address and size in the file of each."""
    first, size, count = _at(image, "<Q", 32), _at(image, "<H", 54), _at(image, "<H", 56)
    for number in range(count):
        kind, _, at, place, _, length, _, _ = struct.unpack_from("<IIQQQQQQ", image, first + number * size)
        yield kind, at, place, length


def _names(image: bytearray) -> Iterator[int]:
    """Where the names of all symbols stand in the table of strings."""
    first, size, count = _at(image, "<Q", 40), _at(image, "<H", 58), _at(image, "<H", 60)
    for number in range(count):
        section = struct.unpack_from("<IIQQQQIIQQ", image, first + number * size)
        if section[1] == _SYMBOLS:
            for at in range(section[4], section[4] + section[5], 24):
                yield _at(image, "<I", at)


def _at(image: bytearray, form: str, place: int) -> int:
    return int(struct.unpack_from(form, image, place)[0])


def _text(image: bytearray, place: int) -> bytes:
    return bytes(image[place : image.index(0, place)])
