"""A clock that is ten years wrong, either way: what a kiosk shows, takes, counts, and what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.authoring.build import build_edition
from tests.authoring.drawing import SOURCES, draw_pictures
from tests.faults.hostile import Scene
from tests.faults.journeys import ROOT, shown
from tests.faults.publishing import keep_case

pytestmark = pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")

LATER, EARLIER = "+10y", "-10y"


def at(offset: str, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the system's clock wrong by ``offset``; what counts seconds counts on."""
    faked = ["faketime", "--exclude-monotonic", "-f", offset] if offset else []
    clean = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    return subprocess.run(
        [*faked, sys.executable, *command],
        cwd=ROOT,
        env={**clean, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def unspoiled(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture
def scene(unspoiled: Scene, tmp_path: Path) -> Scene:
    return unspoiled.again(tmp_path)


def install(scene: Scene, offset: str, stick: Path | None = None) -> subprocess.CompletedProcess[str]:
    places = ["--shelf", str(scene.kiosk / "editions"), "--state", str(scene.kiosk / "trust")]
    return at(offset, "main.py", "edition", "install", str(stick or scene.stick), *places)


def test_the_clock_of_these_tests_is_wrong() -> None:
    years = [
        int(at(offset, "-c", "import datetime; print(datetime.date.today().year)").stdout)
        for offset in (EARLIER, "", LATER)
    ]
    assert years[1] - years[0] in (9, 10, 11) and years[2] - years[1] in (9, 10, 11)


def test_ten_years_ahead_nothing_new_is_taken_the_reason_is_said_and_what_shows_stays(scene: Scene) -> None:
    done = install(scene, LATER)
    assert done.returncode == 2
    said = r"was signed until \d{4}-\d\d-\d\d, and here it is \d{4}-\d\d-\d\d; .*, or set this kiosk's clock"
    assert re.search(said, done.stderr), done.stderr
    assert shown(scene.kiosk) == scene.first
    assert install(scene, "").returncode == 0, "with the clock set right it is taken"
    assert shown(scene.kiosk) == scene.second


def test_ten_years_back_a_stick_is_taken_by_the_time_it_was_signed(scene: Scene) -> None:
    assert install(scene, EARLIER).returncode == 0
    assert shown(scene.kiosk) == scene.second


def test_a_clock_set_back_revives_no_stick_that_had_ended(scene: Scene) -> None:
    """The kiosk has seen something signed later than the old stick's end: that is the time it goes by."""
    old = shutil.copytree(scene.stick, scene.room / "old")
    later = (datetime.now(UTC) + timedelta(days=250)).replace(microsecond=0)
    scene.clinic.repository = Path(shutil.copytree(scene.clinic.repository, scene.room / "repository"))
    scene.clinic.publish(3, now=later)
    assert install(scene, "+250d", scene.clinic.repository).returncode == 0
    done = install(scene, EARLIER, old)
    assert done.returncode == 2
    assert re.search("is older than what this kiosk has already accepted", done.stderr), done.stderr


@pytest.mark.parametrize("offset", [LATER, EARLIER])
def test_going_back_to_the_edition_before_needs_no_clock(scene: Scene, offset: str) -> None:
    assert install(scene, "").returncode == 0
    places = ["--shelf", str(scene.kiosk / "editions"), "--state", str(scene.kiosk / "trust")]
    done = at(offset, "main.py", "edition", "rollback", *places)
    assert done.returncode == 0, done.stderr
    assert shown(scene.kiosk) == scene.first


@pytest.mark.parametrize("offset", [LATER, EARLIER])
def test_nothing_is_signed_by_a_clock_ten_years_wrong(scene: Scene, tmp_path: Path, offset: str) -> None:
    keep_case(scene.clinic, 3, tmp_path / "case")
    for name in ("repository", "stick"):
        shutil.copytree(scene.clinic.folder / name, tmp_path / "out" / name)
    before = sorted((tmp_path / "out").rglob("*"))
    given = [str(tmp_path / "case"), str(tmp_path / "out"), "now"]
    done = at(offset, "-m", "tests.faults.publishing", *given)
    assert done.returncode == 1 and "set the clock and try again" in done.stdout, done.stdout + done.stderr
    assert sorted((tmp_path / "out").rglob("*")) == before


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_edition(SOURCES, draw_pictures(folder / "pictures"), folder / "shelf", lambda *_: None)
    return folder / "shelf"


@pytest.mark.parametrize("offset", [LATER, EARLIER])
def test_a_kiosk_starts_and_is_healthy_ten_years_off(built: Path, offset: str) -> None:
    done = at(offset, "-m", "tests.bench.first_frame", "kiosk", str(built))
    assert done.returncode == 0 and len(done.stdout.split()) == 2, done.stderr
    assert "Traceback" not in done.stderr
    checked = at(offset, "main.py", "check", "--json", "--edition", str(built))
    states = {item["name"]: item["state"] for item in json.loads(checked.stdout)["items"]}
    assert states["edition"] in ("ok", "warning"), checked.stdout


COUNT = """
import sys
from datetime import date
from pathlib import Path
from kiosk.staff.counts import Counts
counts = Counts(Path(sys.argv[1]), date.today)
for _ in range(7):
    counts.note("opened", "home")
assert counts.flush(), counts.fault
print(counts.export_csv(Path(sys.argv[1] + ".csv")))
"""


def test_a_clock_that_jumps_for_a_day_loses_no_count(tmp_path: Path) -> None:
    file = tmp_path / "counts.sqlite"
    for offset in ("-3d", "-2d", LATER, EARLIER, "-1d", ""):
        done = at(offset, "-c", COUNT, str(file))
        assert done.returncode == 0, done.stderr
    days = {line.split(",")[0] for line in (tmp_path / "counts.sqlite.csv").read_text().splitlines()[1:]}
    real = {(datetime.now().date() - timedelta(days=back)).isoformat() for back in (3, 2, 1)}
    assert real <= days, days
