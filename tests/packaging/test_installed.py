"""The .deb on a bare Debian: installed, used, upgraded, removed and purged; no service runs there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_spec.packaging.debian import MASKS
from tests.packaging.conftest import the_deb

pytestmark = pytest.mark.long

RELEASE = "bookworm"
PERMISSIONS = {
    "/etc/lamina": "750 root:lamina",
    "/etc/lamina/settings.toml": "640 root:lamina",
    "/var/lib/lamina": "750 lamina:lamina",
    "/var/lib/lamina-updater": "750 lamina-updater:lamina-updater",
}


SYSTEM = "etc/systemd/system"
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


def slim(deb: Path, work: Path) -> Path:
    """The same package without what the program loads: for what happens around it, again and again."""
    tree = work / "slim"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    shutil.rmtree(tree / "opt/lamina/_internal")
    target = work / "slim.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, target], check=True)
    return target


def test_it_is_installed_used_upgraded_removed_and_purged(
    made: Path, debian: Path, inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    deb = the_deb(made)
    shutil.copyfile(deb, debian / deb.name)
    assert inside("apt-get update -qq").returncode == 0
    (debian / SYSTEM).mkdir(parents=True, exist_ok=True)
    theirs = debian / SYSTEM / "debug-shell.service"
    theirs.symlink_to("/dev/null")
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
    left = inside("find /etc/systemd/system -lname /dev/null")
    assert left.stdout == f"/{SYSTEM}/debug-shell.service\n", "its consoles again, and what was masked before"
    drop_in = debian / SYSTEM / "lamina.service.d"
    drop_in.mkdir()
    (drop_in / "ours.conf").write_text("[Service]\n", "utf-8")
    done = inside("dpkg -P lamina")
    assert done.returncode == 0 and f"/{SYSTEM}/lamina.service.d is yours and stays" in done.stdout
    shutil.rmtree(drop_in)
    assert theirs.is_symlink(), "a mask that was there before the package outlives it"
    theirs.unlink()
    left = inside("find / -xdev -path '*lamina*' -not -path '/lamina_0*' -not -path '/var/lib/dpkg/*'")
    assert [line for line in left.stdout.splitlines() if "/var/cache/apt" not in line] == []


def test_an_install_that_was_killed_anywhere_is_brought_to_its_end(
    made: Path, debian: Path, inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """After the test above, which brought what the package depends on."""
    shutil.copyfile(slim(the_deb(made), tmp_path), debian / "slim.deb")
    script = debian / "var/lib/dpkg/info/lamina.postinst"
    shipped = debian / "usr/share/lamina/settings.toml"
    gone = "dpkg -P lamina; userdel lamina; userdel lamina-updater; groupdel lamina-sticks"
    killed = number = 0
    while True:
        inside(gone)
        assert inside("dpkg --unpack /slim.deb").returncode == 0
        assert _is_never_half(debian, shipped), "unpacked alone"
        whole = script.read_text("utf-8")
        places = [found.start() for found in re.finditer(r"(?m)^ {4}(?: {4})?[a-z\[:]", whole)]
        places = [at for at in places if not re.match(r"\s+(?:done|fi|el|then)", whole[at:])]
        if number == len(places):
            break
        at = places[number]
        number += 1
        script.write_text(f"{whole[:at]}    kill -9 $$\n{whole[at:]}", "utf-8")
        killed += inside("dpkg --configure -a").returncode != 0
        assert _is_never_half(debian, shipped), whole[at : at + 80]
        script.write_text(whole, "utf-8")
        done = inside("dpkg --configure -a")
        assert done.returncode == 0, whole[at : at + 80] + done.stderr
        _is_installed(debian, inside)
        assert shipped.read_bytes() == (debian / "etc/lamina/settings.toml").read_bytes()
    assert killed > 20, "places that were come to"
    assert inside("dpkg --configure -a; dpkg -P lamina").returncode == 0


def _is_never_half(debian: Path, shipped: Path) -> bool:
    """Whether no unit is enabled beside a login, and the settings are whole or not there at all."""
    masked = all((debian / SYSTEM / unit).is_symlink() for unit in MASKS)
    settings = debian / "etc/lamina/settings.toml"
    is_enabled = any((debian / SYSTEM).glob("*.wants/lamina*"))
    return masked >= is_enabled and (not settings.exists() or settings.read_bytes() == shipped.read_bytes())


@pytest.mark.parametrize(
    "back", ["dpkg -i /{}", "apt-get install -y -qq --no-install-recommends --allow-downgrades /{}"]
)
def test_the_package_before_takes_its_place_again_and_settings_and_state_stay(
    made: Path,
    debian: Path,
    inside: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    back: str,
) -> None:
    deb = the_deb(made)
    later = newer(deb, tmp_path)
    for file in (deb, later):
        shutil.copyfile(file, debian / file.name)
    done = inside(f"dpkg -i /{later.name}")
    assert done.returncode == 0, done.stderr
    settings, kept = debian / "etc/lamina/settings.toml", debian / "var/lib/lamina/kept"
    settings.write_text("panel_inches = 27\n", "utf-8")
    kept.write_text("state", "utf-8")
    done = inside(back.format(deb.name) + " < /dev/null")
    assert done.returncode == 0, done.stdout + done.stderr
    told = inside("dpkg-query -W -f '${Version} ${Status}' lamina").stdout
    assert told.startswith("0.1.0+") and told.endswith(" install ok installed")
    assert (settings.read_text("utf-8"), kept.read_text("utf-8")) == ("panel_inches = 27\n", "state")
    assert (debian / "opt/lamina/QT.md").is_file() and not (debian / "opt/lamina/NEW.md").exists()
    _is_installed(debian, inside)
    assert inside("dpkg -P lamina").returncode == 0


def test_a_link_in_place_of_the_settings_is_its_and_is_not_written_through(
    made: Path, debian: Path, inside: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copyfile(slim(the_deb(made), tmp_path), debian / "slim.deb")
    (debian / "etc/lamina").mkdir()
    (debian / "etc/lamina/settings.toml").symlink_to("/srv/settings.toml")
    own = debian / SYSTEM / "getty@tty1.service"
    own.write_text("[Service]\nExecStart=/bin/true\n", "utf-8")
    done = inside("dpkg -i /slim.deb")
    assert done.returncode == 0, done.stderr
    assert not (debian / "srv/settings.toml").exists(), "where it leads to is IT's"
    assert f"/{SYSTEM}/getty@tty1.service is yours and stays" in done.stderr
    (debian / "srv/settings.toml").write_text("panel_inches = 27\n", "utf-8")
    (debian / "srv/settings.toml").chmod(0o604)
    assert inside("dpkg -i /slim.deb").returncode == 0
    assert (debian / "srv/settings.toml").stat().st_mode & 0o777 == 0o604
    assert inside("dpkg -P lamina").returncode == 0
    assert own.read_text("utf-8").startswith("[Service]")
    own.unlink()
    assert not (debian / "etc/lamina").exists()


def _is_installed(debian: Path, inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    for path, wanted in PERMISSIONS.items():
        assert inside(f"stat -c '%a %U:%G' {path}").stdout.strip() == wanted, path
    assert "lamina-updater" in inside("id -nG lamina").stdout.split()
    assert {"lamina", "lamina-sticks"} <= set(inside("id -nG lamina-updater").stdout.split())
    assert "lamina-sticks" not in inside("id -nG lamina").stdout.split(), "sticks are the updater's alone"
    users = [
        f"user@{inside(f'id -u {user}').stdout.strip()}.service" for user in ("lamina", "lamina-updater")
    ]
    for masked in (*MASKS, *users):
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
    assert re.search(r"^package   ok +\d+ files", told.stdout, re.MULTILINE), told.stdout
    inside("mv /usr/lib/lamina/cage-mends.so /kept.so")
    lacking = inside("lamina check; mv /kept.so /usr/lib/lamina/cage-mends.so").stdout
    assert "package   fault    1 missing: /usr/lib/lamina/cage-mends.so. Install the package again" in lacking
    assert "qt        ok" in told.stdout and "shipped edition" in told.stdout, told.stdout + told.stderr
    assert inside("lamina edition verify").returncode == 0
    refused = inside("setpriv --reuid=lamina --regid=lamina --clear-groups lamina enrol x")
    assert refused.returncode == 2 and "sudo lamina enrol" in refused.stderr
    kept = "env STATE_DIRECTORY=/var/lib/lamina LAMINA_UPDATER=off QT_QPA_PLATFORM=offscreen"
    start = f"{kept} timeout 8 /opt/lamina/lamina run --size 1280x720"
    done = inside(f"setpriv --reuid=lamina --regid=lamina --init-groups --reset-env {start}")
    assert done.returncode == 124, done.stderr
    assert inside("test -e /var/lib/lamina/counts.sqlite").returncode == 0, "no first frame was shown"
