"""The .deb on a bare Debian: installed, used, upgraded, removed and purged; no service runs there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.packaging.conftest import the_deb

pytestmark = pytest.mark.long

RELEASE = "bookworm"
PERMISSIONS = {
    "/etc/lamina": "750 root:lamina",
    "/etc/lamina/settings.toml": "640 root:lamina",
    "/var/lib/lamina": "750 lamina:lamina",
    "/var/lib/lamina-updater": "750 lamina-updater:lamina-updater",
}


MASKED = ("ctrl-alt-del.target", "debug-shell.service", "getty@tty1.service", "autovt@.service")
AS_RUNNING = """
mount --bind /dev/pts "$0/dev/pts" && mount -t proc none "$0/proc" && exec chroot "$0" sh -c "$1"
"""
"""Runs a line in a root folder that has terminals and tells of processes, as every running Debian does."""


def mirror() -> str:
    """Where this machine gets Debian from; empty where it does not say."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*.sources")]
    text = "\n".join(file.read_text("utf-8") for file in files if file.is_file())
    found = re.search(r"^(?:URIs: *|deb +(?:\[[^\]]*\] +)?)(\S+/debian/?)(?:\s|$)", text, re.MULTILINE)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Debian with nothing in it but what every Debian has."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("debootstrap") or not mirror():
        pytest.skip("needs root, debootstrap and a mirror of Debian")
    place = tmp_path_factory.mktemp("debian") / "root"
    command = ["debootstrap", "--variant=minbase", RELEASE, str(place), mirror()]
    subprocess.run(command, check=True, capture_output=True, timeout=1200)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def inside(debian: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a line of shell as root in that Debian."""

    def run(line: str, **given: str) -> subprocess.CompletedProcess[str]:
        kept = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", **given}
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c", AS_RUNNING, str(debian), line],
            env=kept,
            capture_output=True,
            text=True,
            timeout=1200,
        )

    return run


def newer(deb: Path, work: Path) -> Path:
    """The same package under the next version, with one file more and one fewer."""
    tree = work / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    control = tree / "DEBIAN" / "control"
    text, times = re.subn(r"(?m)^Version: 0\.1\.0\+.*$", "Version: 0.1.1", control.read_text("utf-8"))
    assert times == 1
    control.write_text(text, "utf-8")
    (tree / "opt/lamina/QT.md").rename(tree / "opt/lamina/NEW.md")
    shipped = tree / "usr/share/lamina/settings.toml"
    shipped.write_text(shipped.read_text("utf-8") + "# a line of the next version\n", "utf-8")
    target = work / "lamina_0.1.1_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, target], check=True)
    return target


def test_it_is_installed_used_upgraded_removed_and_purged(
    made: Path, debian: Path, inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    deb = the_deb(made)
    shutil.copyfile(deb, debian / deb.name)
    assert inside("apt-get update -qq").returncode == 0
    done = inside(f"apt-get install -y -qq --no-install-recommends /{deb.name}")
    assert done.returncode == 0, done.stdout + done.stderr
    _is_installed(debian, inside)
    _runs(inside)

    settings = debian / "etc/lamina/settings.toml"
    settings.write_text(settings.read_text("utf-8") + "panel_inches = 27\n", "utf-8")
    kept = debian / "var/lib/lamina/kept"
    kept.write_text("state", "utf-8")
    later = newer(deb, tmp_path)
    shutil.copyfile(later, debian / later.name)
    done = inside(f"dpkg -i /{later.name} < /dev/null")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "panel_inches = 27" in settings.read_text("utf-8"), "what IT wrote is IT's"
    assert kept.read_text("utf-8") == "state"
    assert (debian / "opt/lamina/NEW.md").is_file() and not (debian / "opt/lamina/QT.md").exists()
    _is_installed(debian, inside)

    assert inside("dpkg -r lamina").returncode == 0
    assert not (debian / "opt/lamina").exists() and settings.is_file() and kept.is_file()
    nothing = inside("find /etc/systemd/system -lname /dev/null")
    assert nothing.stdout == "", "a machine without the kiosk has its consoles again"
    assert inside("dpkg -P lamina").returncode == 0
    left = inside("find / -xdev -path '*lamina*' -not -path '/lamina_0*' -not -path '/var/lib/dpkg/*'")
    assert [line for line in left.stdout.splitlines() if "/var/cache/apt" not in line] == []


def _is_installed(debian: Path, inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    for path, wanted in PERMISSIONS.items():
        assert inside(f"stat -c '%a %U:%G' {path}").stdout.strip() == wanted, path
    assert "lamina-updater" in inside("id -nG lamina").stdout.split()
    assert {"lamina", "lamina-sticks"} <= set(inside("id -nG lamina-updater").stdout.split())
    assert "lamina-sticks" not in inside("id -nG lamina").stdout.split(), "sticks are the updater's alone"
    users = [
        f"user@{inside(f'id -u {user}').stdout.strip()}.service" for user in ("lamina", "lamina-updater")
    ]
    for masked in (*MASKED, *users):
        assert inside(f"readlink /etc/systemd/system/{masked}").stdout == "/dev/null\n", masked
    wrong = inside("find /opt/lamina /usr/bin/lamina \\( -not -user root -o -perm /022 \\) -not -type l")
    assert wrong.stdout == "", "only root may change the program"
    for unit in (debian / "usr/lib/systemd/system").glob("lamina*.service"):
        asked = re.search(r"^WantedBy=(\S+)", unit.read_text("utf-8"), re.MULTILINE)
        link = debian / "etc/systemd/system" / f"{asked[1]}.wants" / unit.name if asked else None
        assert link is None or link.is_symlink(), f"{unit.name} is not enabled"


def _runs(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Nothing but what the package depends on is there: the kiosk shows its first frame with that."""
    told = inside("lamina check")
    assert "qt        ok" in told.stdout and "shipped edition" in told.stdout, told.stdout + told.stderr
    assert inside("lamina edition verify").returncode == 0
    refused = inside("setpriv --reuid=lamina --regid=lamina --clear-groups lamina enrol x")
    assert refused.returncode == 2 and "sudo lamina enrol" in refused.stderr
    kept = "env STATE_DIRECTORY=/var/lib/lamina LAMINA_UPDATER=off QT_QPA_PLATFORM=offscreen"
    start = f"{kept} timeout 8 /opt/lamina/lamina run --size 1280x720"
    done = inside(f"setpriv --reuid=lamina --regid=lamina --init-groups --reset-env {start}")
    assert done.returncode == 124, done.stderr
    assert inside("test -e /var/lib/lamina/counts.sqlite").returncode == 0, "no first frame was shown"
