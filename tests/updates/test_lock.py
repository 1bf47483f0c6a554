"""Two never write in one place at once, and a writer that died is not waited for."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.updates.copying import copy
from kiosk.updates.errors import Busy
from kiosk.updates.lock import alone
from kiosk.updates.repository import publish, refresh
from tests.updates.clinic import NOW, Clinic

HOLD = """
import sys
from pathlib import Path
from kiosk.updates.lock import alone
with alone(Path(sys.argv[1]), "taken"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(root: Path, tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that holds the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "held")],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_until_the_first_has_ended(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    with pytest.raises(Busy, match="wait"), alone(tmp_path / "held", "wait until it is done"):
        pass
    holder.communicate("")
    with alone(tmp_path / "held", "never said"):
        assert (tmp_path / "held" / ".lock").exists()


def test_a_killed_process_leaves_no_lock(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with alone(tmp_path / "held", "never said"):
        assert holder.returncode == -signal.SIGKILL


def test_two_publishings_at_once_are_one_and_a_sentence(clinic: Clinic) -> None:
    clinic.publish(1)
    held = alone(clinic.repository, "")
    with held:
        with pytest.raises(Busy, match="another program is publishing here"):
            publish(clinic.repository, clinic.anchor, clinic.edition(2), clinic.pocket, now=NOW)
        with pytest.raises(Busy):
            refresh(clinic.repository, clinic.anchor, clinic.pocket, now=NOW)
        with pytest.raises(Busy):
            copy(clinic.repository, clinic.anchor, clinic.folder / "stick")
    assert clinic.publish(2).sequence == 2


def test_nobody_is_enrolled_while_a_place_is_looked_at(clinic: Clinic) -> None:
    kiosk = clinic.kiosk()
    with alone(kiosk.folder, ""), pytest.raises(Busy, match="try again in a minute"):
        kiosk.enrol(clinic.first)
