"""The .deb in a machine that boots: one disk for the whole run, a machine of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from build_spec.booted import image
from build_spec.booted.machine import Disk, switched_on
from tests.booted.kiosk import Kiosk


@pytest.fixture(scope="session")
def disk() -> Disk:
    """A Debian in which the newest .deb was installed."""
    if why := image.missing():
        pytest.skip(why)
    deb = image.package()
    if deb is None:
        pytest.skip("there is no .deb in dist: run `make package`")
    return image.installed(deb)


@pytest.fixture
def off(disk: Disk, tmp_path: Path) -> tuple[Disk, Path]:
    """A kiosk that is not switched on yet."""
    return disk, tmp_path / "machine"


@pytest.fixture
def kiosk(off: tuple[Disk, Path]) -> Iterator[Kiosk]:
    """A kiosk that shows its waiting screen."""
    disk, work = off
    with switched_on(disk, work) as machine:
        kiosk = Kiosk(machine)
        kiosk.shown()
        machine.answers(kiosk.allowed(30))
        kiosk.settled()
        yield kiosk
