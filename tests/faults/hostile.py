"""Sticks that somebody spoiled, and the scene they are brought to; knows no command and judges nothing."""

from __future__ import annotations

import copy
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.updates.install import Installation
from tests.faults.journeys import bring, trust_of
from tests.updates.clinic import Clinic

Spoil = Callable[[Path], object]


class Scene:
    """A clinic, its sticks with edition 1 and with 1 and 2, and a kiosk that shows edition 1."""

    def __init__(self, room: Path) -> None:
        self.clinic = Clinic(room / "clinic")
        self._set(room)
        self.kiosk.mkdir()
        trust_of(self.kiosk).enrol(self.clinic.first)
        self.clinic.publish(1)
        shutil.copytree(self.clinic.stick("early"), self.early)
        self.first = bring(self.kiosk, self.early)
        here = set(Installation(self.kiosk / "editions").shelf.blobs)
        self.clinic.publish(2)
        shutil.copytree(self.clinic.stick("stick"), self.stick)
        self.second = self.clinic.edition(2).id
        new = [path for path in self.stick.glob("blobs/[0-9a-f][0-9a-f]/*") if path.name not in here]
        self._page = min(new).relative_to(self.stick)

    def again(self, room: Path) -> Scene:
        """The same in ``room``, of the same clinic, to be spoiled."""
        other = copy.copy(self)
        other.clinic = copy.copy(self.clinic)
        other._set(room)
        for name in ("kiosk", "early", "stick"):
            shutil.copytree(getattr(self, name), getattr(other, name))
        return other

    def file(self, which: str) -> Path:
        """On the stick: ``timestamp``, the root of the new ``edition``, or a ``page`` only that one has."""
        if which == "timestamp":
            return self.stick / "metadata" / "timestamp.json"
        if which == "edition":
            return next((self.stick / "targets" / "editions").glob(f"*.{self.second}.json"))
        return self.stick / self._page

    def _set(self, room: Path) -> None:
        self.room = room
        self.kiosk, self.early, self.stick = (room / name for name in ("kiosk", "early", "stick"))


# --- something else in place of a file ------------------------------------------------------------------


def gone(file: Path) -> None:
    file.unlink()


def cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 1)


def flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


def terabyte(file: Path) -> None:
    os.truncate(file, 1 << 40)  # sparse: it takes no room


def link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def link_to_an_endless_device(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def folder_is_a_link(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))
    file.parent.symlink_to("elsewhere")


def folder_is_a_file(file: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.write_bytes(b"x")


def pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def device(file: Path) -> None:
    file.unlink()
    try:
        os.mknod(file, 0o20666, os.makedev(1, 5))  # /dev/zero: it never ends
    except PermissionError:
        pytest.skip("only root makes devices")


def socket_file(file: Path) -> None:
    file.unlink()
    short = os.open(file.parent, os.O_RDONLY)  # a socket's own path may have 107 letters
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(f"/proc/self/fd/{short}/{file.name}")
    finally:
        os.close(short)


# --- what a stick may hold besides ----------------------------------------------------------------------


def names_of_300_characters(stick: Path) -> None:
    place = stick / ("x" * 250)
    place.mkdir()
    (place / ("y" * 250)).write_bytes(b"x")


def names_that_differ_in_case(stick: Path) -> None:
    for name in ("Metadata", "METADATA", "Targets"):
        (stick / name).mkdir()
        (stick / name / "timestamp.json").write_bytes(b"{}")
    (stick / "metadata" / "Timestamp.json").write_bytes(b"{}")


def names_that_look_alike(stick: Path) -> None:
    """With a Cyrillic letter, letters composed of two, a letter of no width, from right to left."""
    for name in ("met\u0430data", "metadata\u200b", "\u202eatadatem", "metada\u0301ta", "ｍetadata"):
        (stick / name).mkdir()
        (stick / name / "timestamp.json").write_bytes(b"{}")


def a_folder_that_holds_itself(stick: Path) -> None:
    (stick / "metadata" / "again").symlink_to(stick)
    (stick / "again").symlink_to(".")
    (stick / "ab").mkdir(exist_ok=True)
    (stick / "ab" / "ab").symlink_to("..")


def a_thousand_folders_deep(stick: Path) -> None:
    inner = os.open(stick, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("d", dir_fd=inner)
        deeper = os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(inner)
        inner = deeper
    os.close(inner)


def hard_links(stick: Path) -> None:
    for path in [path for path in stick.rglob("*") if path.is_file()]:
        os.link(path, stick.parent / f"linked-{path.name}"[:200])


def read_only(stick: Path) -> None:
    for path in [stick, *stick.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def ten_thousand_other_files(stick: Path) -> None:
    (stick / "DCIM").mkdir()
    for number in range(10_000):
        (stick / "DCIM" / f"{number}.jpg").touch()
