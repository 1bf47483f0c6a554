"""The table of docs/escapes.md: every row has what it says, and every test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.lockdown.sent import ALL, KEYS, OF_THE_SERVER

ROWS = [
    *(f"K{number}" for number in range(1, 13)),
    *(f"T{number}" for number in range(1, 6)),
    *(f"D{number}" for number in range(1, 5)),
    "N1",
    *(f"{kind}{number}" for kind in "UHS" for number in range(1, 5)),
]

OF_THE_SUPERVISOR = {
    "test_a_killed_kiosk_is_back_in_seconds",
    "test_a_stopped_kiosk_is_ended_by_the_watchdog",
    "test_a_killed_updater_takes_no_kiosk_with_it",
    "test_what_a_patient_typed_is_in_no_file_after_a_crash",
}
"""Those of tests/supervision; a checkout without it cannot tell whether they are there."""


def table(root: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Each row: how it is covered, and by which tests."""
    text = (root / "docs" / "escapes.md").read_text("utf-8")
    lines = re.findall(r"^\| ([A-Z]\d+) \| [^|]+ \| ([ALWP ]+) \|([^|]*)\|$", text, re.M)
    return {row: (set(how.split()), set(re.findall(r"`(test_\w+)`", named))) for row, how, named in lines}


def known(root: Path) -> set[str]:
    places = (root / "tests").rglob("test_*.py")
    there = {name for place in places for name in re.findall(r"def (test_\w+)", place.read_text("utf-8"))}
    return there | (set() if (root / "tests" / "supervision").is_dir() else OF_THE_SUPERVISOR)


def test_the_table_has_every_row_once(root: Path) -> None:
    assert list(table(root)) == ROWS


def test_every_row_that_is_tested_names_its_tests(root: Path) -> None:
    assert [row for row, (how, named) in table(root).items() if how & {"A", "L"} and not named] == []


def test_every_test_the_table_names_is_there(root: Path) -> None:
    named = {name for _, names in table(root).values() for name in names}
    assert len(named) > 30 and named <= known(root), named - known(root)


def test_every_rule_over_the_code_is_the_lints(root: Path) -> None:
    assert [row for row, (how, _) in table(root).items() if "L" in how] == [
        row for row, (_, named) in table(root).items() if "test_no_file_of_the_kiosk_has" in named
    ]


def test_every_row_of_keys_is_sent_to_the_kiosk(root: Path) -> None:
    sent = {row for row, (_, named) in table(root).items() if "test_these_keys_do_nothing" in named}
    assert sent == set(KEYS)
    text = (root / "docs" / "escapes.md").read_text("utf-8")
    arrive = len(ALL) - len(OF_THE_SERVER)
    assert f"of {len(ALL)} combinations {arrive} arrive" in " ".join(text.split())


def test_what_needs_hardware_or_a_windows_is_on_the_lab_sheet(root: Path) -> None:
    text = (root / "build_spec" / "lab-sheet-escapes.md").read_text("utf-8")
    linux, windows = text.split("## Windows")
    for letter, part in (("P", linux), ("W", windows)):
        rows = set(re.findall(r"^\| ([A-Z]\d+) \|", part, re.M))
        assert rows == {row for row, (how, _) in table(root).items() if letter in how}, letter
