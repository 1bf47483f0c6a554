"""The chain from keys to a kiosk as staff type it: real processes, a built edition, a stick."""

from __future__ import annotations

import json
import os
import pty
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.updates.places import FolderPlace
from kiosk.updates.trust import Trust
from tests.cli.test_cli import lamina, one_line
from tests.updates.clinic import write_edition


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """The options that name this clinic's folders and passphrase."""
    (tmp_path / "passphrase").write_text("correct horse battery\n", "utf-8")
    (tmp_path / "passphrase").chmod(0o600)
    options = ["--repository", str(tmp_path / "repository"), "--keys", str(tmp_path / "keys")]
    return [*options, "--passphrase-file", str(tmp_path / "passphrase")]


def words_in(text: str) -> list[str]:
    """The fingerprint in what a command printed."""
    lines = [line.split()[-8:] for line in text.splitlines() if len(line.split()) >= 8]
    known = (Path(__file__).parents[2] / "kiosk" / "updates" / "data" / "words.txt").read_text().split()
    return next(words for words in lines if set(words) <= set(known))


def test_from_new_keys_to_a_kiosk_that_takes_the_edition(
    root: Path, tmp_path: Path, given: list[str]
) -> None:
    made = lamina(root, "repo", "init", *given)
    assert made.returncode == 0, made.stderr
    keys = sorted(path.name for path in (tmp_path / "keys").iterdir())
    assert [name.split("-")[0] for name in keys] == ["publishing", *["root"] * 3, "root.json", "targets"]
    assert all(name in made.stdout for name in keys) and "stick of its own" in made.stdout
    assert not list((tmp_path / "repository").rglob("*.pem"))

    write_edition(tmp_path / "edition", 1)
    asked = [
        "repo",
        "publish",
        *given,
        "--edition",
        str(tmp_path / "edition"),
        "--to",
        str(tmp_path / "stick"),
        "--new-folder",
    ]
    published = lamina(root, *asked)
    assert published.returncode == 0, published.stderr
    assert "Published as number 1: " in published.stdout and "“Edition 1”, made on 2026-" in published.stdout
    assert "A sample: not reviewed; for trying out only.\n" in published.stdout
    assert published.stdout.endswith("own disk, and no stick.\n")
    assert "publishing: " in published.stderr and "reading back: " in published.stderr

    told = lamina(root, "repo", "info", *given[:2], "--json")
    info = json.loads(told.stdout)
    assert info["fingerprint"] == words_in(made.stdout)
    assert [one["sequence"] for one in info["editions"]] == [1] and info["profile"] == "stick"
    assert {role: len(ids) for role, ids in info["keys"].items()} == {
        "root": 3,
        "targets": 1,
        "publishing": 1,
    }
    plain = lamina(root, "repo", "info", *given[:2]).stdout
    assert info["editions"][0]["edition"] in plain and "nothing is published here yet" not in plain
    assert all(f"what they signed ends on {day[:10]}" in plain for day in info["ends"].values())
    assert len({day[:4] for day in info["ends"].values()}) == 2  # the root ends years later

    state = str(tmp_path / "state")
    enrolled = lamina(root, "enrol", str(tmp_path / "keys" / "root.json"), "--state", state)
    assert enrolled.returncode == 0 and words_in(enrolled.stdout) == info["fingerprint"]
    (offer,) = Trust(tmp_path / "state").offers(FolderPlace(tmp_path / "stick"))
    assert offer.edition == info["editions"][0]["edition"]


def test_every_key_can_be_replaced_and_kiosks_follow(root: Path, tmp_path: Path, given: list[str]) -> None:
    assert lamina(root, "repo", "init", *given).returncode == 0
    kiosk = Trust(tmp_path / "state")
    kiosk.enrol((tmp_path / "keys" / "root.json").read_bytes())
    write_edition(tmp_path / "edition", 1)
    assert lamina(root, "repo", "publish", *given, "--edition", str(tmp_path / "edition")).returncode == 0
    for typed, told in (
        ((), "--replace: one of"),
        (("--replace", "deadbeefx"), "deadbeefx: no root key begins so"),
    ):
        misused = lamina(root, "repo", "rotate", "root", *given, *typed)
        assert misused.returncode == 64 and told in one_line(misused)
    first = next((tmp_path / "keys").glob("root-*.pem"))
    for role, more in (("targets", ()), ("publishing", ()), ("root", ("--replace", first.name[5:13]))):
        old = first if role == "root" else next((tmp_path / "keys").glob(f"{role}-*.pem"))
        done = lamina(root, "repo", "rotate", role, *given, *more)
        assert done.returncode == 0, done.stderr
        assert "the old one signs nothing any more" in done.stdout
        assert f"Destroy the old key and its copies: {old}." in done.stdout
    (tmp_path / "web").mkdir()
    refreshed = lamina(root, "repo", "refresh", *given, "--profile", "network", "--to", str(tmp_path / "web"))
    assert refreshed.returncode == 0, refreshed.stderr
    assert "14 days (signed for a network).\nThat is soon. Let a timer run" in refreshed.stdout
    assert refreshed.stdout.endswith("It is all there.\n")
    assert [offer.sequence for offer in kiosk.offers(FolderPlace(tmp_path / "web"))] == [1]
    assert kiosk.enrolment.root == 7


def test_a_group_is_offered_an_edition_first_and_it_can_be_withdrawn(
    root: Path, tmp_path: Path, given: list[str]
) -> None:
    def done(*asked: str) -> str:
        told = lamina(root, "repo", *asked, *given)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def groups() -> dict[str, list[int]]:
        found = json.loads(lamina(root, "repo", "info", *given[:2], "--json").stdout)["groups"]
        return {group: [one["sequence"] for one in offers] for group, offers in found.items()}

    done("init")
    for number in (1, 2):
        write_edition(tmp_path / f"edition-{number}", number)
    first, second = (["--edition", str(tmp_path / f"edition-{number}")] for number in (1, 2))
    done("publish", *first)
    assert groups() == {}
    assert "Published for the group pilot as number 2: " in done("publish", "--group", "pilot", *second)
    assert groups() == {"pilot": [2]}
    assert "for the group pilot alone" in lamina(root, "repo", "info", *given[:2]).stdout
    state = ["--state", str(tmp_path / "kiosk")]
    lamina(root, "enrol", str(tmp_path / "keys" / "root.json"), *state)
    settings = tmp_path / "settings.toml"
    settings.write_text('group = "pilot"\n', "utf-8")
    bring = ["edition", "install", str(tmp_path / "repository"), *state, "--settings", str(settings)]
    assert "(number 2) is installed" in lamina(root, *bring).stdout
    assert "The group pilot is offered 2026-12-01-00000001 again, as number 3" in done("withdraw", "pilot")
    assert groups() == {"pilot": [3]} and "(number 3) is installed" in lamina(root, *bring).stdout
    told = done("publish", *second)
    assert "Published as number 4: " in told and "these groups alone were offered: pilot.\n" in told
    assert groups() == {"pilot": []}
    assert "group pilot: what is for all\n" in lamina(root, "repo", "info", *given[:2]).stdout
    misused = lamina(root, "repo", "publish", *given, "--group", "Pilot 1")
    assert misused.returncode == 64 and "small letters, digits and hyphens" in one_line(misused)
    refused = lamina(root, "repo", "withdraw", "west", *given)
    assert refused.returncode == 2 and "the group west is offered nothing of its own" in one_line(refused)


def test_what_cannot_be_done_is_one_line_that_says_what_to_do(
    root: Path, tmp_path: Path, given: list[str]
) -> None:
    def told(*asked: str) -> str:
        done = lamina(root, *asked)
        assert done.returncode == 2
        return one_line(done)

    write_edition(tmp_path / "edition", 1)
    edition = ["--edition", str(tmp_path / "edition")]
    assert "run repo init" in told("repo", "publish", *given, *edition)
    assert "there is no repository here" in told("repo", "info", *given[:2])
    inside = [*given[:2], "--keys", str(tmp_path / "repository" / "keys"), *given[4:]]
    assert "inside the repository" in told("repo", "init", *inside)
    assert "on a terminal" in told("repo", "init", *given[:4])
    assert lamina(root, "repo", "init", *given).returncode == 0
    assert "there is a repository already" in told("repo", "init", *given)
    assert "nothing is published here yet" in lamina(root, "repo", "info", *given[:2]).stdout
    assert "run `content build` first" in told("repo", "publish", *given, "--edition", str(tmp_path / "no"))
    (tmp_path / "passphrase").write_text("another passphrase", "utf-8")
    assert "does not open this key" in told("repo", "publish", *given, *edition)
    (tmp_path / "other.json").write_text("{}", "utf-8")
    state = ["--state", str(tmp_path / "state")]
    assert "not a clinic's root" in told("enrol", str(tmp_path / "other.json"), *state)
    assert "there is no such file; name the root.json" in told("enrol", str(tmp_path / "none.json"), *state)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_passphrase_that_others_may_read_is_refused_with_the_line_to_type(
    root: Path, tmp_path: Path, given: list[str]
) -> None:
    file = tmp_path / "passphrase"
    for mode in (0o644, 0o640, 0o604, 0o602, 0o660):
        file.chmod(mode)
        done = lamina(root, "repo", "init", *given)
        assert done.returncode == 2 and not (tmp_path / "keys").exists()
        told = f"{file}: others may read or change it (mode {mode:03o}); run: chmod 600 {file}"
        assert told in one_line(done)
    file.chmod(0o400)
    assert lamina(root, "repo", "init", *given).returncode == 0
    file.chmod(0o644)
    write_edition(tmp_path / "edition", 1)
    publish = ["repo", "publish", *given, "--edition", str(tmp_path / "edition")]
    assert "chmod 600" in one_line(lamina(root, *publish))
    if os.getuid() == 0:  # root's, for the group of a service: somebody chose that
        os.chown(file, 65534, 65534)
        file.chmod(0o640)
        assert lamina(root, *publish).returncode == 0


def test_a_passphrase_comes_out_of_a_pipe(root: Path, given: list[str]) -> None:
    asked = shlex.join([sys.executable, str(root / "main.py"), "repo", "init", *given])
    line = f"echo correct horse battery | {asked.replace(given[-1], '/dev/stdin')}"
    done = subprocess.run(["sh", "-c", line], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("setsid") is None, reason="setsid is not installed")
def test_on_a_terminal_each_passphrase_is_asked_for_twice(
    root: Path, tmp_path: Path, given: list[str]
) -> None:
    typed = ["short", "correct horse battery", "another horse battery"]
    for secret in ("first root secret", "second root secret", "third root secret", "every day secret"):
        typed += [secret, secret]
    outer, inner = pty.openpty()
    command = [
        "setsid",
        "--ctty",
        "--wait",
        sys.executable,
        str(root / "main.py"),
        "repo",
        "init",
        *given[:4],
    ]
    with subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner) as running:
        os.close(inner)
        heard = b""
        for line in typed:
            while not heard.rstrip().endswith(b":"):
                heard += os.read(outer, 4096)
            os.write(outer, line.encode() + b"\n")
            heard = os.read(outer, 1)
        try:
            while more := os.read(outer, 4096):
                heard += more
        except OSError:
            pass
        assert running.wait(timeout=60) == 0, heard.decode()
    os.close(outer)
    assert (
        b"secret" not in heard.replace(b"every day", b"")
        and len(list((tmp_path / "keys").glob("*.pem"))) == 5
    )
