"""A disk that fails at random, and reads and writes less than it was asked to, harms nothing."""

from __future__ import annotations

import shutil

import pytest

from tests.faults.unreliable import under_libfiu

pytestmark = pytest.mark.skipif(shutil.which("fiu-run") is None, reason="fiu-utils (libfiu) is not installed")


def check(runs: int) -> None:
    found = under_libfiu(runs)
    assert found["bad"] == []
    for ended in found["ended"].values():
        assert sum(ended.values()) == runs and "crashed" not in ended, found["told"]
        assert ended["refused"] > runs // 10
    assert found["ended"]["install"]["came through"] > runs // 20


def test_installs_rollbacks_and_publishings_that_fail_at_random_leave_the_old_or_the_new() -> None:
    check(20)


def test_reads_and_writes_that_do_less_than_asked_do_not_even_stop_a_work() -> None:
    found = under_libfiu(20, "short")
    assert found["bad"] == []
    assert all(ended == {"came through": 20} for ended in found["ended"].values()), found


def test_a_write_that_is_not_looked_at_is_found() -> None:
    assert under_libfiu(20, "short", "unchecked_write")["bad"]


@pytest.mark.long
def test_two_hundred_of_each_leave_the_old_or_the_new() -> None:
    check(200)
