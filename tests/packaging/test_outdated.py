"""What keeps a package from leaving with an old library: a real apt, with sources and a state of its own."""

from __future__ import annotations

import datetime
import email.utils
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from build_spec.packaging import outdated
from build_spec.packaging.system import Package, distribution, installed, package_of

pytestmark = pytest.mark.skipif(not shutil.which("apt-get"), reason="there is no apt here")

NOW = datetime.datetime.now(datetime.UTC)


def library(version: str, name: str = "libssl3") -> Package:
    """A library as it would be carried."""
    return Package(name=name, version=version, architecture="amd64", source="openssl", source_version=version)


class Apt:
    """An apt whose only source is a folder, and which knows nothing of this machine's packages."""

    def __init__(self, place: Path) -> None:
        self.place = place
        for name in ("state/lists/partial", "cache/archives/partial", "source", "parts"):
            (place / name).mkdir(parents=True)
        (place / "status").write_text("", "utf-8")
        (place / "sources.list").write_text(f"deb [trusted=yes] file:{place}/source ./\n", "utf-8")
        (place / "apt.conf").write_text(
            f'Dir::State "{place}/state";\nDir::State::status "{place}/status";\n'
            f'Dir::Cache "{place}/cache";\n'
            f'Dir::Etc::sourcelist "{place}/sources.list";\nDir::Etc::sourceparts "{place}/parts";\n'
            f'Dir::Etc::preferencesparts "{place}/parts";\nAPT::Sandbox::User "";\n'
            'APT::Architecture "amd64";\nAPT::Architectures { "amd64"; };\n',
            "utf-8",
        )

    def has(self, name: str, version: str) -> None:
        """Say to it that a package is installed."""
        entry = f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\n"
        entry += f"Maintainer: x <x@x.invalid>\nVersion: {version}\nDescription: x\n\n"
        with (self.place / "status").open("a", encoding="utf-8") as file:
            file.write(entry)

    def offers(self, version: str, signed: datetime.datetime, label: str = "Debian-Security") -> None:
        """Offer libssl3 of this version in a list signed then, and let apt fetch it."""
        entry = f"Package: libssl3\nArchitecture: amd64\nVersion: {version}\nMaintainer: x <x@x.invalid>\n"
        entry += f"Filename: ./x.deb\nSize: 1\nSHA256: {'0' * 64}\nDescription: x\n\n"
        (self.place / "source" / "Packages").write_text(entry, "utf-8")
        hashed = hashlib.sha256(entry.encode()).hexdigest()
        when = email.utils.format_datetime(signed).replace("+0000", "UTC")
        told = f"Origin: Debian\nLabel: {label}\nSuite: oldstable-security\nCodename: bookworm-security\n"
        told += f"Date: {when}\nArchitectures: amd64\nSHA256:\n {hashed} {len(entry)} Packages\n"
        (self.place / "source" / "Release").write_text(told, "utf-8")
        done = subprocess.run(["apt-get", "update"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Apt:
    """An apt of its own, for every program of apt that this test starts."""
    made = Apt(tmp_path)
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "apt.conf"))
    return made


def test_a_library_older_than_what_debian_offers_is_told_with_the_line_to_run(apt: Apt) -> None:
    apt.has("libssl3", "3.0.19-1~deb12u2")
    apt.offers("3.0.22-1~deb12u2", NOW)
    found = outdated.older_than_offered([library("3.0.19-1~deb12u2")])
    told = "libssl3 3.0.19-1~deb12u2 is carried, Debian offers 3.0.22-1~deb12u2"
    assert [one.told for one in found] == [told]
    line = outdated.what_to_do(found)
    assert "\n" not in line and line.startswith(told)
    assert "run apt-get update && apt-get install --only-upgrade libssl3;" in line
    assert "--though-outdated" in line


@pytest.mark.parametrize("offered", ["3.0.22-1~deb12u2", "3.0.22-1~deb12u1"])
def test_the_newest_library_that_debian_offers_is_current(apt: Apt, offered: str) -> None:
    apt.has("libssl3", offered)
    apt.offers(offered, NOW)
    assert outdated.older_than_offered([library(offered)]) == []


def test_a_library_that_no_source_offers_any_more_is_told(apt: Apt) -> None:
    apt.has("libssl3", "3.9-1")
    apt.has("libown", "1.0-1")
    apt.offers("3.0.22-1~deb12u2", NOW)
    found = outdated.older_than_offered([library("3.9-1"), library("1.0-1", "libown")])
    assert [one.told.partition(":")[0] for one in found] == [
        "libssl3 3.9-1 is carried, and no source of apt offers it",
        "libown 1.0-1 is carried, and no source of apt offers it",
    ]
    assert "nobody mends it" in outdated.what_to_do(found)


def test_a_machine_without_the_list_of_security_updates_is_told_to_fetch_it(apt: Apt) -> None:
    missing = outdated.lists_are_old(NOW)
    assert missing is not None and "apt has no list of Debian's security updates" in missing.told
    apt.offers("3.0.22-1~deb12u2", NOW, label="Debian")
    assert outdated.lists_are_old(NOW) == missing, "a list of other updates is none"
    assert "run apt-get update" in outdated.what_to_do([missing])


def test_a_list_of_security_updates_is_old_after_a_week(apt: Apt) -> None:
    signed = datetime.datetime(2026, 11, 2, 12, 0, tzinfo=datetime.UTC)
    apt.offers("3.0.22-1~deb12u2", signed)
    assert outdated.lists_are_old(signed + datetime.timedelta(days=7)) is None
    old = outdated.lists_are_old(signed + datetime.timedelta(days=7, seconds=1))
    assert old is not None and "is of 2026-11-02" in old.told and old.remedy == "run apt-get update"


def test_a_python_that_is_not_debians_is_told(apt: Apt, tmp_path: Path) -> None:
    apt.offers("3.0.22-1~deb12u2", NOW)
    own = tmp_path / "libpython3.11.so.1.0"
    own.write_bytes(b"")
    line = outdated.what_to_do(outdated.outdated({own.name: own}))
    assert f"libpython3.11.so.1.0 is from {tmp_path}: nobody mends it" in line and "PACKAGE_PYTHON" in line


def test_a_carried_library_is_named_as_scanners_look_it_up() -> None:
    family, release = distribution()
    told = Path("/etc/os-release").read_text("utf-8")
    assert re.search(rf'(?m)^ID="?{family}"?$', told) and re.search(rf'(?m)^VERSION_ID="?{release}"?$', told)
    one = Package(
        name="libpython3.11-stdlib",
        version="1:3.11.2-6+deb12u9",
        architecture="amd64",
        source="python3.11",
        source_version="3.11.2-6",
    )
    version, upstream = "1:3.11.2-6%2Bdeb12u9", "python3.11%403.11.2-6"
    where = f"arch=amd64&distro={family}-{release}&upstream={upstream}"
    assert one.purl == f"pkg:deb/{family}/libpython3.11-stdlib@{version}?{where}"
    assert one.upstream_version == "3.11.2"


def test_a_library_of_this_machine_is_named_with_its_package_and_source() -> None:
    loaded = Path("/proc/self/maps").read_text("utf-8")
    path = Path(re.search(r"(/\S+/libc\.so\.6)$", loaded, re.MULTILINE)[1])  # type: ignore[index]
    one = package_of(path)
    assert (one.name, one.source) == ("libc6", "glibc") and one == installed("libc6")
    asked = ["dpkg-query", "-W", "-f", "${Version}", f"libc6:{one.architecture}"]
    assert one.version == subprocess.run(asked, capture_output=True, text=True).stdout
    assert os.path.realpath(path).endswith("libc.so.6")


@pytest.mark.long
def test_make_package_stops_with_one_line_when_debian_has_a_newer_library(
    apt: Apt, packager: Path, root: Path, tmp_path: Path
) -> None:
    for name in ("libssl3", "libffi8"):
        apt.has(name, installed(name).version)
    apt.offers("99.0-1", NOW)
    command: list[str | Path] = [
        packager,
        "-m",
        "build_spec.packaging.make",
        "--folder-only",
        "--edition",
        tmp_path,
    ]
    command += ["--into", tmp_path / "dist", "--work", tmp_path / "work"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 2 and not (tmp_path / "dist").exists()
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("package: ")
    told = f"libssl3 {installed('libssl3').version} is carried, Debian offers 99.0-1"
    assert told in done.stderr and "--only-upgrade libssl3;" in done.stderr
    done = subprocess.run([*command, "--though-outdated"], cwd=root, capture_output=True, text=True)
    assert "holds no built edition" in done.stderr, "it goes on, and stops for want of an edition"
