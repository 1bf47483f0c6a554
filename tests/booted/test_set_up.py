"""Set up (lab sheet, B2b): a booted kiosk with PIN, clinic, reviewed content and touch is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from build_spec.booted import sticks
from build_spec.booted.glass import shows_kiosk
from build_spec.booted.machine import until
from tests.booted import finger
from tests.booted.kiosk import Kiosk
from tests.booted.test_sticks import ROOM, enrol, offered
from tests.updates.clinic import YEAR, Clinic, write_edition

pytestmark = pytest.mark.long

Note = Callable[[str, object], None]


def test_b2b_a_kiosk_that_is_set_up_is_well_in_every_line(
    harmed: Kiosk, tmp_path: Path, record_property: Note
) -> None:
    if lacking := sticks.missing():
        pytest.skip(f"missing: {lacking}")
    machine, today = harmed.machine, datetime.now(UTC)
    clinic = Clinic(tmp_path / "clinic", today)
    edition = write_edition(clinic.folder / "edition-1", 1, approved_until=f"{today + YEAR:%Y-%m-%d}")
    clinic.publish(1, now=today)
    enrol(machine, clinic)
    machine.read("printf '93071846\\n93071846\\n' | lamina pin --keep")
    finger.plug_in(machine)
    machine.plug("stick", sticks.make(tmp_path / "stick.raw", "vfat", clinic.stick("first"), 100))
    until(lambda: offered(harmed), "an offer", harmed.allowed(20))
    machine.read(f"lamina edition install {ROOM}/sda", harmed.allowed(60))

    def has_stood() -> bool:
        standing = harmed.updater_says().get("standing", {})
        return standing.get("edition") == edition.id and bool(standing.get("confirmed"))

    until(has_stood, "the edition to stand for a minute", 60 + harmed.allowed(20))
    machine.unplug("stick")
    done = machine.run("lamina check")
    items = [line for line in done.out.splitlines() if not line.startswith("  ")]
    record_property("B2b", items)
    assert [line for line in items if line.split()[1] != "ok"] == []
    assert done.code == 0
    assert shows_kiosk(machine.picture())
