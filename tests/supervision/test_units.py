"""What systemd itself says of our units: that it can read them, and how much a process in them may do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from build_spec.packaging.debian import MASKS
from kiosk.machine.ladder import CRASHES
from kiosk.machine.settings import read_settings

LINUX = Path(__file__).resolve().parents[2] / "build_spec" / "linux"
SEAT = LINUX / "seatd.service.d" / "lamina.conf"
DEBIANS_SEATD = """[Unit]
Description=Seat management daemon

[Service]
Type=simple
ExecStart=seatd -g video
Restart=always
RestartSec=1
"""
"""The unit of Debian 12, to which ours adds."""

UPDATER = "lamina-updater.service"
UNITS = ("seatd.service", "lamina.service", UPDATER, "lamina-safe.service", "lamina-stick@sdb1.service")
PROGRAMS = (
    "opt/lamina/lamina",
    "usr/libexec/lamina/safe",
    "usr/libexec/lamina/stick",
    "usr/bin/cage",
    "usr/bin/env",
    "usr/bin/timeout",
    "usr/sbin/seatd",
    *(f"bin/{name}" for name in ("umount", "rmdir", "rm", "sh", "chvt")),
)

pytestmark = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")


def settings_of(unit: str) -> dict[str, list[str]]:
    """The lines of a unit by their keys; the last empty value of a list begins it anew, as systemd has it."""
    found: dict[str, list[str]] = {}
    for line in (LINUX / unit).read_text("utf-8").splitlines():
        key, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *words, "--no-pager"], capture_output=True, text=True)


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A root folder with Debian's units, ours and the programs they name."""
    shutil.copytree("/usr/lib/systemd", tmp_path / "usr/lib/systemd", symlinks=True)
    (tmp_path / "lib").symlink_to("usr/lib")
    units = tmp_path / "usr/lib/systemd/system"
    for unit in LINUX.glob("*.service"):
        shutil.copy(unit, units)
    shutil.copytree(SEAT.parent, units / SEAT.parent.name)
    (units / "seatd.service").write_text(DEBIANS_SEATD)
    for program in PROGRAMS:
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    return tmp_path


def test_systemd_finds_nothing_wrong_with_a_unit(system: Path) -> None:
    done = analyze("verify", "--man=no", f"--root={system}", *UNITS)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("wrong", ["WatchdogSecs=6", "ProtectSystem=perhaps", "OnFailure=lamina safe"])
def test_a_slip_in_a_unit_would_be_found(system: Path, wrong: str) -> None:
    unit = system / "usr/lib/systemd/system/lamina.service"
    key = wrong.partition("=")[0]
    lines = unit.read_text().splitlines()
    at = next((n for n, line in enumerate(lines) if line.startswith(key.rstrip("s") + "=")), len(lines))
    unit.write_text("\n".join([*lines[:at], wrong, *lines[at + 1 :]]))
    assert analyze("verify", "--man=no", f"--root={system}", "lamina.service").stderr != ""


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        ("lamina.service", 1.2),
        ("lamina-updater.service", 1.0),
        ("lamina-safe.service", 1.0),
        ("lamina-stick@.service", 3.0),  # root's, who mounts
    ],
)
def test_a_process_in_a_unit_may_do_little(unit: str, most: float) -> None:
    done = analyze("security", "--offline=true", f"--threshold={round(10 * most)}", str(LINUX / unit))
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    assert found is not None and float(found[1]) <= most, done.stdout
    assert done.returncode == 0


def test_seatd_may_do_little_beside_its_work(tmp_path: Path) -> None:
    unit = tmp_path / "seatd.service"
    unit.write_text(DEBIANS_SEATD + SEAT.read_text("utf-8"))
    done = analyze("security", "--offline=true", "--threshold=20", str(unit))
    assert done.returncode == 0, done.stdout


def test_the_kiosk_and_its_cage_stay_in_the_control_group_of_the_unit() -> None:
    """A session of logind would take them out of it, and with them the watchdog and what is denied."""
    unit = settings_of("lamina.service")
    assert "PAMName" not in unit and not (LINUX / "pam.d").exists()
    assert unit["KillMode"] == ["control-group"]
    environment = dict(line.split("=", 1) for line in unit["Environment"])
    assert environment["LIBSEAT_BACKEND"] == "seatd" and environment["WLR_RENDERER"] == "pixman"
    assert environment["XDG_RUNTIME_DIR"] == f"/run/{unit['RuntimeDirectory'][0]}"
    assert unit["RuntimeDirectoryMode"] == ["0700"]


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("cage"), reason="needs root and cage")
def test_cage_starts_as_the_unit_starts_it_on_a_machine_without_an_x_server() -> None:
    given = dict(line.split("=", 1) for line in settings_of("lamina.service")["Environment"])
    given |= {"WLR_BACKENDS": "headless", "PATH": "/usr/bin:/bin"}
    hide = "test ! -e /usr/bin/Xwayland || mount --bind /dev/null /usr/bin/Xwayland; "
    cage = "exec setpriv --reuid=65534 --regid=65534 --clear-groups cage -d -- true"
    with tempfile.TemporaryDirectory() as place:  # which that user can reach
        os.chown(place, 65534, 65534)
        given["XDG_RUNTIME_DIR"] = place
        command = ["unshare", "--mount", "sh", "-c", hide + cage]
        done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_kiosk_brings_seatd_up_and_begins_anew_with_it() -> None:
    unit, seat = settings_of("lamina.service"), settings_of("seatd.service.d/lamina.conf")
    assert "seatd.service" in unit["Wants"] and unit["PartOf"] == ["seatd.service"] and "Requires" not in unit
    assert any("seatd.service" in line.split() for line in unit["After"])
    assert unit["SupplementaryGroups"] == ["video"], "whom Debian's seatd lets in"
    assert "/run/seatd.sock" in seat["ExecStartPost"][0], "it is ready when its socket is there"
    assert float(seat["TimeoutStartSec"][0]) <= 10


def test_no_key_that_is_typed_at_the_console_reaches_a_program() -> None:
    unit = settings_of("lamina.service")
    assert unit["StandardInput"] == ["null"] and unit["TTYVHangup"] == ["yes"]
    for name in ("lamina.service", "lamina-safe.service"):
        first = settings_of(name)["ExecStartPre"][0]
        assert first == "-+/usr/bin/timeout 3 /bin/chvt 1", "the console in front"
        assert settings_of(name)["TTYPath"] == ["/dev/tty1"]
    assert {"getty@tty1.service", "autovt@.service"} <= set(MASKS)


def test_no_settings_file_parts_the_kiosk_from_its_updater() -> None:
    for name in ("lamina.service", "lamina-updater.service"):
        environment = dict(line.split("=", 1) for line in settings_of(name)["Environment"])
        effective = read_settings(None, environment, {})
        assert effective.faults == () and effective.settings.updater == "running"
        assert effective.settings.socket.startswith(f"/run/{settings_of(UPDATER)['RuntimeDirectory'][0]}/")
        assert effective.settings.socket_group == settings_of(UPDATER)["Group"][0]


def test_the_interface_has_no_network_and_writes_its_own_state_alone() -> None:
    unit = settings_of("lamina.service")
    assert unit["IPAddressDeny"] == ["any"] and "IPAddressAllow" not in unit
    assert unit["ProtectSystem"] == ["strict"] and unit["StateDirectory"] == ["lamina"]
    assert unit["ReadWritePaths"] == ["-/run/lamina"] and unit["ProtectHome"] == ["yes"]
    assert unit["User"] == ["lamina"] and unit["CapabilityBoundingSet"] == [""]
    assert "LAMINA_CONTENT_DIRECTORY=/var/lib/lamina-updater" in unit["Environment"]


def test_the_interface_is_watched_and_comes_back_within_ten_seconds() -> None:
    unit = settings_of("lamina.service")
    assert (unit["Type"], unit["NotifyAccess"], unit["Restart"]) == (["notify"], ["all"], ["always"])
    seconds = [float(unit[key][0]) for key in ("WatchdogSec", "TimeoutAbortSec", "RestartSec")]
    assert sum(seconds) <= 8, "which leaves two for its start"
    assert unit["WatchdogSignal"] == ["SIGABRT"], "its report then says where it hung"


def test_a_cage_that_aborts_when_it_is_stopped_calls_no_last_resort() -> None:
    kiosk = settings_of("lamina.service")
    assert kiosk["SuccessExitStatus"] == ["SIGABRT"] and kiosk["Restart"] == ["always"]


def test_the_last_resort_comes_only_after_the_ladder_and_tries_the_kiosk_again() -> None:
    kiosk, safe = settings_of("lamina.service"), settings_of("lamina-safe.service")
    assert kiosk["OnFailure"] == ["lamina-safe.service"] and safe["OnSuccess"] == ["lamina.service"]
    assert "systemctl --no-block start lamina.service" in safe["ExecStopPost"][-1], "whatever ended it"
    assert "OnFailure" not in safe, "one unit named twice: systemd says so at each start of the kiosk"
    assert safe["StandardInput"] == ["null"]
    assert kiosk["OnFailureJobMode"] == ["fail"], "or it would take the place of a kiosk about to start again"
    assert int(kiosk["StartLimitBurst"][0]) > 2 * CRASHES + 1
    assert float(kiosk["StartLimitIntervalSec"][0]) < 600, "or it could not be started after ten minutes"


def test_the_updater_is_another_user_who_cannot_see_the_interfaces_state() -> None:
    unit = settings_of("lamina-updater.service")
    assert unit["User"] == ["lamina-updater"] and unit["InaccessiblePaths"] == ["-/var/lib/lamina"]
    assert (unit["StateDirectoryMode"], unit["RuntimeDirectoryMode"]) == (["0750"], ["0750"])
    assert unit["Type"] == ["notify"] and float(unit["WatchdogSec"][0]) > 0


def test_what_mends_cage_is_loaded_into_cage_alone() -> None:
    """``Environment=`` would load it into root's two lines before the start, too."""
    begun = settings_of("lamina.service")
    mended = (
        "/usr/bin/env LD_PRELOAD=/usr/lib/lamina/cage-mends.so /usr/bin/cage -d -- /opt/lamina/lamina run"
    )
    assert begun["ExecStart"] == [mended] and len(begun["ExecStartPre"]) == 2
    for unit in LINUX.rglob("*.service"):
        lines = [line for line in unit.read_text("utf-8").splitlines() if not line.startswith("#")]
        loading = [line for line in lines if "LD_PRELOAD" in line]
        assert loading == ([f"ExecStart={mended}"] if unit.name == "lamina.service" else []), unit.name


def test_no_unit_dumps_a_core() -> None:
    for unit in LINUX.glob("*.service"):
        assert settings_of(unit.name)["LimitCORE"] == ["0"], unit.name
    assert "kernel.core_pattern = /proc/none/core" in (LINUX / "sysctl.d/90-lamina.conf").read_text()


def test_a_stick_is_only_read_and_runs_nothing() -> None:
    assert settings_of("lamina-stick@.service")["ExecStart"] == ["/usr/libexec/lamina/stick %i"]
    script = (LINUX / "libexec/stick").read_text("utf-8")
    assert "options=ro,nosuid,nodev,noexec,nosymfollow\n" in script
    formats = {
        one for line in re.findall(r"^    ([a-z0-9 |]+)\)", script, re.MULTILINE) for one in line.split(" | ")
    }
    rule = (LINUX / "rules.d/90-lamina.rules").read_text()
    named = re.search(r'ID_FS_TYPE}=="([^"]+)"', rule)
    assert named is not None and set(named[1].split("|")) == formats and "UDISKS_IGNORE" in rule
    folders = [line.split() for line in (LINUX / "tmpfiles.d/lamina.conf").read_text().splitlines()]
    assert ["d", "/run/lamina-sticks", "0750", "root", "lamina-sticks", "-"] in folders
    assert "-/run/lamina-sticks" in settings_of("lamina.service")["InaccessiblePaths"][0].split()


def test_what_mounts_a_stick_mounts_it_for_all_and_may_open_nothing_else() -> None:
    unit = settings_of("lamina-stick@.service")
    of_its_own = {"ProtectSystem", "ProtectHome", "ProtectProc", "ProcSubset", "PrivateTmp", "PrivateDevices"}
    of_its_own |= {"PrivateMounts", "PrivateUsers", "PrivateIPC", "RootDirectory", "MountFlags"}
    of_its_own |= {"InaccessiblePaths", "ReadOnlyPaths", "ReadWritePaths", "BindPaths", "TemporaryFileSystem"}
    found = {key for key in unit if key in of_its_own or re.match("ProtectKernel|ProtectControl", key)}
    assert found == set(), "mounts of its own: the updater would see no stick"
    assert unit["DevicePolicy"] == ["closed"] and unit["DeviceAllow"] == ["/dev/%i r"]
    assert unit["CapabilityBoundingSet"] == ["CAP_SYS_ADMIN"]


def test_no_key_of_the_machine_does_anything() -> None:
    login = (LINUX / "logind.conf.d/lamina.conf").read_text()
    assert all(line.endswith("=ignore") for line in login.splitlines() if line.startswith("Handle"))
    assert {"HandlePowerKey=ignore", "NAutoVTs=0", "ReserveVT=0"} <= set(login.splitlines())
    assert "kernel.sysrq = 0" in (LINUX / "sysctl.d/90-lamina.conf").read_text()
    assert "CtrlAltDelBurstAction=none" in (LINUX / "system.conf.d/lamina.conf").read_text()
    assert "ctrl-alt-del.target" in MASKS


@pytest.mark.skipif(os.getuid() != 0, reason="needs root")
def test_the_users_and_folders_are_made_as_the_units_expect_them(tmp_path: Path) -> None:
    for name in ("etc", "dev"):
        (tmp_path / name).mkdir()
    for name in ("tty2", "ttyS0"):
        (tmp_path / "dev" / name).touch()
    for command in ("systemd-sysusers", "systemd-tmpfiles"):
        (tmp_path / "usr/lib").mkdir(parents=True, exist_ok=True)
        folder = "sysusers.d" if command == "systemd-sysusers" else "tmpfiles.d"
        shutil.copytree(LINUX / folder, tmp_path / "usr/lib" / folder)
        more = ["--create"] if folder == "tmpfiles.d" else []
        done = subprocess.run([command, f"--root={tmp_path}", *more], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    users, groups = (_by_name(tmp_path / "etc" / name) for name in ("passwd", "group"))
    assert groups["lamina-updater"][3] == "lamina" and groups["lamina"][3] == "lamina-updater"
    assert groups["lamina-sticks"][3] == "lamina-updater", "and nobody else"
    for user in ("lamina", "lamina-updater"):
        about = (tmp_path / "var/lib" / user).stat()
        assert about.st_mode & 0o777 == 0o750
        assert (about.st_uid, about.st_gid) == (int(users[user][2]), int(groups[user][2]))
    told = {path.name: path.read_bytes() for path in (tmp_path / "dev").iterdir()}
    assert told == {"tty2": b"\x1b[?25l", "ttyS0": b""}, "no cursor on a console of the screen"


def _by_name(file: Path) -> dict[str, list[str]]:
    return {line.split(":")[0]: line.split(":") for line in file.read_text().splitlines()}


def test_the_words_of_the_last_resort_need_no_program_of_ours(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(LINUX / "libexec/safe")],
        env={"PATH": "/usr/bin:/bin", "LAMINA_SAFE_SECONDS": "0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert "front desk" in done.stdout and "recepción" in done.stdout
    assert done.stdout.startswith("\033%G"), "the console shows its accents, whatever it was in before"
    assert "Call IT" in done.stdout and "informática" in done.stdout
    lines = re.sub(r"\033(%G|\[[\d;?]*[a-zA-Z])", "", done.stdout).strip("\n").splitlines()
    assert max(len(line.strip()) for line in lines) <= 48, "with large letters 800 pixels hold 50"
    assert len(lines) <= 17, "and 600 pixels 18 lines"


def test_the_words_of_the_last_resort_stand_in_the_middle_of_a_wide_console() -> None:
    console = "stty rows 33 cols 120; LAMINA_SAFE_SECONDS=0 " + str(LINUX / "libexec/safe")
    done = subprocess.run(
        ["script", "-qec", console, "/dev/null"], capture_output=True, text=True, timeout=20
    )
    lines = done.stdout.splitlines()
    first = next(number for number, line in enumerate(lines) if "front desk" in line)
    assert lines[first].index("Please") == 38 and 6 <= first <= 10
