"""A day and a time are written as people write them, in both languages."""

from __future__ import annotations

import time

import pytest

from kiosk.content.days import day_in, moment_in


def test_a_day_is_written_as_people_write_it() -> None:
    assert day_in("en", "2026-11-03T10:00:00Z") == "November 3, 2026"
    assert day_in("es", "2026-01-31") == "31 de enero de 2026"
    assert [day_in("en", odd) for odd in ("", "soon", "2026-13-01")] == ["", "soon", "2026-13-01"]


def test_a_moment_is_told_by_the_clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Mexico_City")
    time.tzset()
    try:
        assert moment_in("en", "2026-11-21T06:05:30Z") == "November 21, 2026, 12:05 AM"
        assert moment_in("es", "2026-11-21T03:07:00Z") == "20 de noviembre de 2026, 21:07"
        assert [moment_in("es", odd) for odd in ("", "soon")] == ["", "soon"]
    finally:
        monkeypatch.undo()
        time.tzset()
