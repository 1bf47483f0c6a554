"""The figures for Prometheus: strict text, written in one step, and nothing in them of one visit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.machine.health import Item
from kiosk.machine.ladder import Ladder
from kiosk.machine.metrics import (
    FAMILIES,
    Exposition,
    Frames,
    Reading,
    exposed,
    read_starts,
    seconds_of,
    write_metrics,
)
from tests.machine.exposition import Unreadable, read

WHOLE = Reading(
    now=1_795_100_000.6,
    up=True,
    version="0.1.0",
    qt="6.11.3",
    python="3.11.7",
    edition="2026-11-19-07c41a5d",
    name="installed",
    sample=False,
    built="2026-11-19T05:06:40Z",
    trust_until="2030-01-01T00:00:00+00:00",
    reviews_until="2027-01-01",
    starts=(7, 2),
    last_reset="2026-11-18",
    frames=Frames(quantiles={0.5: 0.021, 0.95: 0.04, 0.99: 0.1}, total=1.25, count=50),
    last_good=False,
    last_at="2026-11-18T00:00:00Z",
    last_look="2026-11-18T06:00:00Z",
    health=[Item("disk", "ok", ""), Item("content", "warning", ""), Item("content", "fault", "x", "y")],
    disk_free=10**12,
)


def test_every_figure_is_told_and_reads_back_as_it_was() -> None:
    found = read(exposed(WHOLE))
    assert list(found) == [family.name for family in FAMILIES]
    assert {name: (one.kind, one.says) for name, one in found.items()} == {
        family.name: (family.kind, family.says) for family in FAMILIES
    }
    plain = {
        name: one[{}] for name, one in found.items() if len(one.samples) == 1 and ((name, ()) in one.samples)
    }
    assert plain == {
        "lamina_up": 1,
        "lamina_heartbeat_timestamp_seconds": 1_795_100_001,
        "lamina_edition_age_seconds": 35_201,
        "lamina_trust_expires_timestamp_seconds": 1_893_456_000,
        "lamina_reviews_expire_timestamp_seconds": 1_798_761_600,
        "lamina_starts_total": 7,
        "lamina_crashes_total": 2,
        "lamina_last_reset_timestamp_seconds": 1_794_960_000,
        "lamina_update_last_success": 0,
        "lamina_update_last_timestamp_seconds": 1_794_960_000,
        "lamina_update_last_look_timestamp_seconds": 1_794_981_600,
        "lamina_disk_free_bytes": 10**12,
    }
    assert found["lamina_build_info"][{"version": "0.1.0", "qt": "6.11.3", "python": "3.11.7"}] == 1
    edition = {"edition": "2026-11-19-07c41a5d", "sample": "no", "name": "installed"}
    assert found["lamina_edition_info"][edition] == 1
    frames = found["lamina_frame_seconds"]
    assert [frames[{"quantile": share}] for share in ("0.5", "0.95", "0.99")] == [0.021, 0.04, 0.1]
    assert frames.samples["lamina_frame_seconds_sum", ()] == 1.25
    assert frames.samples["lamina_frame_seconds_count", ()] == 50
    health = found["lamina_health"]
    assert (health[{"item": "disk"}], health[{"item": "content"}]) == (0, 2), "the worst of one name"


def test_what_nobody_can_tell_is_left_out() -> None:
    bare = Reading(
        now=1.0, up=False, version="0", qt="6", python="3", edition="x", name="shipped", sample=True
    )
    assert set(read(exposed(bare))) == {
        "lamina_up",
        "lamina_heartbeat_timestamp_seconds",
        "lamina_build_info",
        "lamina_edition_info",
    }
    assert read(exposed(replace(bare, built="soon", last_at="x" * 5000)))["lamina_up"][{}] == 0


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_label_may_hold_anything(text: str) -> None:
    found = read(exposed(replace(WHOLE, name=text.replace("\r", ""))))
    ((_, labels),) = found["lamina_edition_info"].samples
    assert dict(labels)["name"] == text.replace("\r", "")


def test_a_figure_without_a_place_is_refused() -> None:
    with pytest.raises(KeyError):
        Exposition().add("lamina_pages_opened_total", 1)


@pytest.mark.parametrize(
    "text",
    [
        "lamina_up 1\n",
        "# HELP a b\n# TYPE a gauge\na 1",
        "# HELP a b\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a b\n# TYPE a gauge\na  1\n",
        "# HELP a b\n# TYPE a gauge\nb 1\n",
        '# HELP a b\n# TYPE a gauge\na{x="\\q"} 1\n',
        '# HELP a b\n# TYPE a gauge\na{x="1",x="2"} 1\n',
        "# HELP a b\n# TYPE a counter\na 1\n",
        "# HELP a b\n# TYPE a gauge\n",
    ],
)
def test_the_reader_of_these_tests_is_strict(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("1970-01-02", 86_400),
        ("1970-01-01T01:00:00+01:00", 0),
        ("", None),
        ("soon", None),
    ],
)
def test_times_are_seconds_since_1970_or_nothing(moment: str, seconds: float | None) -> None:
    assert seconds_of(moment) == seconds


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    file, seen, ended = tmp_path / "lamina.prom", set(), threading.Event()
    write_metrics(file, "a" * 9000)

    def look() -> None:
        while not ended.is_set():
            seen.add(file.read_text())

    reader = threading.Thread(target=look)
    reader.start()
    for letter in "bcdefghij" * 20:
        write_metrics(file, letter * 9000)
    ended.set()
    reader.join()
    assert {len(text) for text in seen} == {9000} and all(len(set(text)) == 1 for text in seen)
    assert [each.name for each in tmp_path.iterdir()] == ["lamina.prom"]


@pytest.mark.skipif(os.name == "nt", reason="rights of files as Unix has them")
def test_another_user_may_read_it_whatever_the_umask_and_nothing_is_written_through_a_link(
    tmp_path: Path,
) -> None:
    file, other = tmp_path / "lamina.prom", tmp_path / "other"
    other.write_text("another's")
    file.symlink_to(other)
    (tmp_path / ".lamina.prom.part").symlink_to(other)
    before = os.umask(0o077)
    try:
        write_metrics(file, "ours")
    finally:
        os.umask(before)
    assert (file.read_text(), other.read_text()) == ("ours", "another's")
    assert file.stat().st_mode & 0o777 == 0o644


def test_where_it_cannot_be_written_the_file_before_stays(tmp_path: Path) -> None:
    file = tmp_path / "lamina.prom"
    write_metrics(file, "before")
    with pytest.raises(OSError):
        write_metrics(tmp_path / "gone" / "lamina.prom", "text")
    (tmp_path / ".lamina.prom.part").mkdir()
    with pytest.raises(OSError):
        write_metrics(file, "after")
    assert file.read_text() == "before"


FULL = """
import resource, signal, sys
from pathlib import Path
from kiosk.machine.metrics import write_metrics
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write_metrics(Path(sys.argv[1]), "a" * 101)
except OSError as fault:
    print(fault.strerror)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of files as Unix has them")
def test_a_disk_that_takes_half_of_it_leaves_the_file_before_and_no_half(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "lamina.prom"
    write_metrics(file, "before")
    done = subprocess.run([sys.executable, "-c", FULL, str(file)], cwd=root, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("File too large\n", "")
    assert file.read_text() == "before" and [each.name for each in tmp_path.iterdir()] == ["lamina.prom"]


def test_a_kiosk_that_never_crashed_says_so_from_its_first_start(tmp_path: Path) -> None:
    Ladder(tmp_path).begin([])
    assert read_starts(tmp_path) == (1, 0), "what was never 0 cannot be seen to rise"


def test_starts_are_read_from_the_record_and_a_damaged_one_tells_nothing(tmp_path: Path) -> None:
    record = tmp_path / "starts.json"
    assert read_starts(tmp_path) is None
    record.write_text(json.dumps({"boot": "x", "starts": 12, "crashes": 3, "latest": []}))
    assert read_starts(tmp_path) == (12, 3)
    for damaged in (
        "",
        "[]",
        "{}",
        '{"starts": true, "crashes": 0}',
        '{"starts": -1, "crashes": 0}',
        "[" * 9000,
    ):
        record.write_text(damaged)
        assert read_starts(tmp_path) is None, damaged[:40]
