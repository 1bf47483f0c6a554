"""The .deb in a machine that boots: one disk for the whole run, a machine of its own for each test.

What a machine of a failed test says of itself, and its screen, are kept in ``build/booted/failed``.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from build_spec.booted import image
from build_spec.booted.machine import Disk, switched_on
from tests.booted.kiosk import Kiosk

FAILED = image.SHELF / "failed"
_TOLD = (
    "uptime; systemctl --failed; systemctl list-jobs; ps -e -o pid,user,stat,etimes,cputimes,args |"
    " grep -v ' \\['; journalctl -b -o short-monotonic --no-pager | grep -v qemu-ga | tail -n 500"
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the machine of a test that failed say what it knows, while it still runs."""
    report = yield
    given = getattr(item, "funcargs", {})
    kiosk = given.get("kiosk") or given.get("harmed")
    if report.when == "call" and report.failed and isinstance(kiosk, Kiosk):
        name = re.sub(r"\W+", "-", item.name)
        FAILED.mkdir(parents=True, exist_ok=True)
        with suppress(OSError, RuntimeError):
            kiosk.save(name, FAILED)
            kiosk.machine.answers(30)
            (FAILED / f"{name}.log").write_text(kiosk.machine.run(_TOLD, 120).out, "utf-8")
    return report


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


@pytest.fixture(scope="module")
def kiosk(disk: Disk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """A kiosk that shows its waiting screen, shared by the tests of a file that leave it as they found it."""
    with _waiting(disk, tmp_path_factory.mktemp("shared") / "machine") as kiosk:
        yield kiosk


@pytest.fixture
def harmed(off: tuple[Disk, Path]) -> Iterator[Kiosk]:
    """A kiosk that shows its waiting screen, for one test alone."""
    with _waiting(*off) as kiosk:
        yield kiosk


@contextmanager
def _waiting(disk: Disk, work: Path) -> Iterator[Kiosk]:
    with switched_on(disk, work) as machine:
        kiosk = Kiosk(machine)
        try:
            kiosk.shown_at = kiosk.shown()
        except TimeoutError as late:
            machine.answers(10)
            told = machine.run(
                "systemctl --failed; journalctl -b -u lamina -u lamina-safe -u seatd -n 60 --no-pager"
            )
            raise TimeoutError(f"{late}\n{told.out}") from None
        machine.answers(kiosk.allowed(30))
        kiosk.settled()
        kiosk.waiting = machine.picture()
        yield kiosk
