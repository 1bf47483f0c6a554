"""Whatever stops an install on its way, the kiosk shows the old edition or the new one, never a mixture."""

from __future__ import annotations

import shutil

import pytest

from kiosk.content.shelf import Shelf
from tests.faults.interrupted import ERRORS, Case, prepare, prepare_damaged

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return prepare(tmp_path_factory.mktemp("case"))


def test_an_undisturbed_install_changes_the_disk_and_reaches_the_new_edition(case: Case) -> None:
    assert case.calls() > 20
    assert Shelf(case.folder / "shelf").current().edition == case.new.edition


def test_killed_at_every_fifth_change_it_shows_old_or_new(case: Case) -> None:
    for call in range(1, case.calls() + 1, 5):
        case.interfere("signal=SIGKILL", call)


def test_a_full_disk_from_any_of_some_moments_on_leaves_old_or_new(case: Case) -> None:
    for call in range(2, case.calls() + 1, 9):
        case.interfere("error=ENOSPC", call, on="+")


def test_a_judge_that_sees_a_torn_edition_says_so(case: Case) -> None:
    shelf = case.fresh().shelf
    edition = shelf.candidate("installed").open()
    page = shelf.blobs.path(edition.topic("home").pages["en"])
    page.write_bytes(page.read_bytes()[:10])
    with pytest.raises(Exception, match="altered"):
        case.judge()


@pytest.mark.long
def test_killed_at_every_change_it_shows_old_or_new(case: Case) -> None:
    for call in range(1, case.calls() + 1):
        case.interfere("signal=SIGKILL", call)


@pytest.mark.long
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("on", ["", "+"])
def test_refused_at_every_change_it_shows_old_or_new(case: Case, error: str, on: str) -> None:
    for call in range(1, case.calls() + 1):
        case.interfere(f"error={error}", call, on)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return prepare_damaged(tmp_path_factory.mktemp("damaged"))


def test_killed_while_it_mends_it_has_spoiled_nothing_and_the_next_try_mends(damaged: Case) -> None:
    for call in range(1, damaged.calls() + 1, 5):
        damaged.interfere("signal=SIGKILL", call)


@pytest.mark.long
def test_killed_or_refused_at_every_change_of_a_mending_it_has_spoiled_nothing(damaged: Case) -> None:
    for call in range(1, damaged.calls() + 1):
        for what, on in (("signal=SIGKILL", ""), ("error=EIO", ""), ("error=ENOSPC", "+")):
            damaged.interfere(what, call, on)
