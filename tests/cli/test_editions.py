"""A stick's edition comes onto a kiosk and goes again, as staff type it: real processes, real files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from kiosk.content.shelf import Shelf
from tests.cli.test_cli import lamina, one_line
from tests.updates.clinic import Clinic

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture(autouse=True)
def first_root(tmp_path: Path, clinic: Clinic) -> None:
    """The clinic's first root keys lie here, to be enrolled."""
    (tmp_path / "root.json").write_bytes(clinic.first)


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of our own: nothing of this test reaches the one it runs on."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    return tmp_path / "state"


def install(root: Path, clinic: Clinic, *more: str) -> subprocess.CompletedProcess[str]:
    return lamina(root, "edition", "install", str(clinic.repository), *more)


def shown(root: Path, *more: str) -> list[tuple[str, str, bool]]:
    """What `edition list` tells: name, edition, whether it is shown."""
    told = json.loads(lamina(root, "edition", "list", "--json", *more).stdout)
    return [(row["name"], row["edition"], row["shown"]) for row in told["editions"]]


def test_a_kiosk_that_trusts_nobody_takes_nothing(root: Path, clinic: Clinic, own_state: Path) -> None:
    done = install(root, clinic)
    assert done.returncode == 2 and "enrol" in one_line(done)
    assert not own_state.exists() or not Shelf(own_state / "editions").kept()


def test_an_edition_is_installed_shown_replaced_and_gone_back_to(
    root: Path, tmp_path: Path, clinic: Clinic
) -> None:
    assert lamina(root, "enrol", str(tmp_path / "root.json")).returncode == 0
    first = install(root, clinic)
    assert first.returncode == 0, first.stderr
    assert "number 1" in first.stdout and "verifying: " in first.stderr
    one = clinic.edition(1).id
    assert ("installed", one, True) in shown(root)
    assert "installed already" in install(root, clinic).stdout

    clinic.publish(2)
    assert install(root, clinic).returncode == 0
    two = clinic.edition(2).id
    assert shown(root)[:2] == [("installed", two, True), ("previous", one, False)]

    back = lamina(root, "edition", "rollback")
    assert back.returncode == 0 and one in back.stdout
    assert shown(root)[:2] == [("installed", one, True), ("undone", two, False)]
    assert "no edition before" in one_line(lamina(root, "edition", "rollback"))

    clinic.publish(3)
    assert install(root, clinic).returncode == 0
    assert [name for name, _, _ in shown(root)][:3] == ["installed", "undone", "previous"]
    clinic.publish(4, min_edition=4)
    assert install(root, clinic).returncode == 0
    assert [name for name, _, _ in shown(root)][:3] == ["installed", "called back", "called back"]
    assert "called back by the clinic" in one_line(lamina(root, "edition", "rollback"))


def test_what_was_installed_elsewhere_is_listed_and_verified_there(
    root: Path, tmp_path: Path, clinic: Clinic
) -> None:
    folders = ["--shelf", str(tmp_path / "shelf"), "--state", str(tmp_path / "trust")]
    assert lamina(root, "enrol", str(tmp_path / "root.json"), *folders[2:]).returncode == 0
    assert install(root, clinic, *folders).returncode == 0
    assert shown(root, *folders)[0] == ("installed", clinic.edition(1).id, True)
    assert clinic.edition(1).id not in lamina(root, "edition", "list").stdout
    verified = lamina(root, "edition", "verify", *folders)
    assert verified.returncode == 0 and f"{clinic.edition(1).id} is sound: " in verified.stdout
    next((tmp_path / "shelf").glob("*/*")).write_bytes(b"{}")
    assert lamina(root, "edition", "verify", *folders).returncode == 2


def test_one_row_is_shown_where_the_same_edition_lies_here_twice(
    root: Path, tmp_path: Path, clinic: Clinic
) -> None:
    lamina(root, "enrol", str(tmp_path / "root.json"))
    install(root, clinic)
    named = ["--edition", str(tmp_path / "state" / "editions")]
    twice = shown(root, *named)
    assert [is_shown for _, edition, is_shown in twice if edition == clinic.edition(1).id][:1] == [True]
    assert sum(is_shown for _, _, is_shown in twice) == 1


def test_the_clinic_that_the_settings_name_is_trusted_at_the_first_install(
    root: Path, tmp_path: Path, clinic: Clinic
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'trusted_root = "{tmp_path / "root.json"}"\n', "utf-8")
    first = install(root, clinic, "--settings", str(settings))
    assert first.returncode == 0 and "lamina: trusts " in first.stderr, first.stderr
    assert "trusts" not in install(root, clinic, "--settings", str(settings)).stderr
    (tmp_path / "root.json").write_bytes(Clinic(tmp_path / "other").first)
    checked = lamina(root, "check", "--json", "--settings", str(settings))
    (trust,) = [one for one in json.loads(checked.stdout)["items"] if one["name"] == "trust"]
    assert trust["state"] == "warning" and "trusts other root keys" in trust["message"]
    (tmp_path / "root.json").unlink()
    assert "there is no such file" in install(root, clinic, "--settings", str(settings)).stderr


def test_a_damaged_installed_edition_gives_way_to_the_one_before(
    root: Path, tmp_path: Path, clinic: Clinic, own_state: Path
) -> None:
    lamina(root, "enrol", str(tmp_path / "root.json"))
    install(root, clinic)
    clinic.publish(2)
    install(root, clinic)
    shelf = Shelf(own_state / "editions")
    home = shelf.candidate("installed").open().topic("home").pages["en"]
    shelf.blobs.path(home).write_bytes(b"{}")
    assert [name for name, _, is_shown in shown(root) if is_shown] == ["previous"]


def test_another_clinics_stick_is_refused_in_one_line(root: Path, tmp_path: Path, clinic: Clinic) -> None:
    other = Clinic(tmp_path / "other")
    other.publish(1)
    lamina(root, "enrol", str(tmp_path / "root.json"))
    done = install(root, other)
    assert done.returncode == 2 and "another clinic" in one_line(done)


def test_check_names_a_file_that_the_settings_name_and_that_is_not_there(
    root: Path, tmp_path: Path, own_state: Path
) -> None:
    settings = tmp_path / "settings.toml"
    missing = str(tmp_path / "nowhere.pem")
    settings.write_text(f'trusted_root = "{missing}"\nrepository_authority = "{missing}"\n', "utf-8")
    items = json.loads(lamina(root, "check", "--json", "--settings", str(settings)).stdout)["items"]
    named = {one["name"]: one for one in items if missing in one["message"]}
    assert set(named) == {"trust", "updater"}
    assert all("cannot be read" in one["message"] and "readable" in one["remedy"] for one in named.values())
