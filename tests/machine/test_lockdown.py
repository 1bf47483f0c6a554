"""What `check` sees of the machine around the kiosk, told from files laid out as Linux lays them out."""

from __future__ import annotations

import os
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.machine.lockdown import check_lockdown, check_touch, check_watchdog, not_used

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files of Linux")

KEYBOARD = """I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
H: Handlers=sysrq kbd event0 leds
B: PROP=0
B: EV=120013
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
"""
PAD = """N: Name="A touch pad"
H: Handlers=mouse0 event4
B: PROP=5
B: EV=b
B: ABS=2e0800000000003
"""
SCREEN = """N: Name="ILITEK ILITEK-TP"
H: Handlers=mouse1 event7
B: PROP=2
B: EV=b
B: KEY=400 0 0 0 0 0
B: ABS=3273800000000003
"""
USER = 1000
LINUX = Path(__file__).resolve().parents[2] / "build_spec" / "linux"


@pytest.fixture(autouse=True)
def no_core_dumps() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def lay(root: Path, **files: str) -> None:
    """Write files below ``root``; in their names ``__`` is a slash."""
    for name, text in files.items():
        file = root / name.replace("__", "/").replace("_D_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine as the package leaves it, on which nobody answers."""
    lay(
        tmp_path,
        proc__sys__kernel__sysrq="0\n",
        sys__module__kernel__parameters__consoleblank="0\n",
        etc__systemd__logind_D_conf="[Login]\n#NAutoVTs=6\n#ReserveVT=6\n",
        usr__lib__systemd__logind_D_conf_D_d__lamina_D_conf=(LINUX / "logind.conf.d/lamina.conf").read_text(),
        usr__lib__systemd__system_D_conf_D_d__lamina_D_conf=(LINUX / "system.conf.d/lamina.conf").read_text(),
    )
    (tmp_path / "run" / "systemd" / "system").mkdir(parents=True)
    (tmp_path / "etc" / "systemd" / "system").mkdir()
    (tmp_path / "etc" / "systemd" / "system" / "ctrl-alt-del.target").symlink_to("/dev/null")
    (tmp_path / "bin").mkdir()
    for name in ("systemctl", "loginctl"):
        program(tmp_path, name, "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    return tmp_path


def test_a_touch_screen_is_named_and_a_touch_pad_is_none(tmp_path: Path) -> None:
    lay(tmp_path, proc__bus__input__devices="\n".join([KEYBOARD, PAD]))
    item = check_touch(tmp_path)
    assert (item.state, item.message) == ("warning", "no touch screen is found") and item.remedy
    lay(tmp_path, proc__bus__input__devices="\n".join([KEYBOARD, PAD, SCREEN]))
    item = check_touch(tmp_path)
    assert (item.state, item.message) == ("ok", "ILITEK ILITEK-TP")
    assert check_touch(tmp_path / "none").state == "warning"


def cage_of(root: Path, name: str = "cage") -> Path:
    """The process 70 of ``name`` that started the kiosk, which is 77, as /proc tells of them."""
    lay(
        root,
        proc__bus__input__devices=SCREEN,
        proc__77__stat="77 (lamina (1) x) S 70 70 70 0 -1 0",
        proc__70__comm=f"{name}\n",
    )
    return root / "proc" / "70" / "maps"


MAPS = "7f0 r-xp 0 fe:01 9 /usr/lib/x86_64-linux-gnu/libwlroots.so.11\n"
MENDED = MAPS + "7f1 r-xp 0 fe:01 8 /usr/lib/lamina/cage-mends.so\n"


def test_a_cage_without_the_library_that_mends_it_is_told_with_what_to_do(tmp_path: Path) -> None:
    maps = cage_of(tmp_path)
    maps.write_text(MENDED)
    assert check_touch(tmp_path, 77) == check_touch(tmp_path) and check_touch(tmp_path).state == "ok"
    maps.write_text(MAPS)
    item = check_touch(tmp_path, 77)
    assert item.state == "fault" and "/usr/lib/lamina/cage-mends.so" in item.message
    assert "systemctl cat lamina" in item.remedy and "systemctl restart lamina" in item.remedy


def test_nothing_is_said_of_cage_where_it_cannot_be_known(tmp_path: Path) -> None:
    maps = cage_of(tmp_path)
    assert check_touch(tmp_path, 77).state == "ok", "no map that may be read"
    maps.write_text(MAPS)
    assert check_touch(tmp_path, 78).state == "ok", "no such process"
    assert check_touch(tmp_path).state == "ok", "no kiosk"
    cage_of(tmp_path, "bash")
    assert check_touch(tmp_path, 77).state == "ok", "below another program than cage"


def test_a_machine_as_the_package_leaves_it_is_closed(closed: Path) -> None:
    assert check_lockdown(closed, USER, {}).state == "ok"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("proc/sys/kernel/sysrq", "438", "the SysRq keys"),
        ("sys/module/kernel/parameters/consoleblank", "600", "a screen that turns dark"),
        ("etc/systemd/logind.conf.d/other.conf", "[Login]\nNAutoVTs=2\n", "text consoles"),
        ("etc/systemd/logind.conf.d/zz.conf", "[Login]\nHandlePowerKey=poweroff\n", "the power key"),
        ("etc/systemd/system.conf.d/lamina.conf", "[Manager]\n", "Ctrl+Alt+Del seven times"),
    ],
)
def test_each_thing_that_is_open_is_named_with_what_closes_it(
    closed: Path, file: str, text: str, told: str
) -> None:
    (closed / file).parent.mkdir(exist_ok=True)
    (closed / file).write_text(text)
    item = check_lockdown(closed, USER, {})
    assert item.state == "warning" and item.message.startswith(f"open: {told}") and ";" not in item.message
    assert "set " in item.remedy or "start the kernel" in item.remedy


def test_ctrl_alt_del_core_dumps_and_another_keyboard_are_open_too(closed: Path) -> None:
    (closed / "etc/systemd/system/ctrl-alt-del.target").unlink()
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    item = check_lockdown(closed, USER, {"QT_IM_MODULES": "ibus"})
    assert item.message == "open: Ctrl+Alt+Del; core dumps; another keyboard (QT_IM_MODULES)"


def test_the_kiosk_that_runs_is_asked_for_its_core_dumps_and_not_who_asks(closed: Path) -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    line = "Max core file size        {soft}                    unlimited            bytes     \n"
    lay(closed, proc__77__limits=line.format(soft="0"), proc__78__limits=line.format(soft="unlimited"))
    assert check_lockdown(closed, USER, {}, kiosk=77).state == "ok"
    assert check_lockdown(closed, USER, {}, kiosk=78).message == "open: core dumps"


def test_root_is_a_fault_and_hides_nothing_else(closed: Path) -> None:
    (closed / "proc/sys/kernel/sysrq").write_text("1")
    item = check_lockdown(closed, 0, {})
    assert item.state == "fault" and "root" in item.message and "SysRq" in item.message
    assert "kiosk's own user" in item.remedy


def program(closed: Path, name: str, script: str) -> None:
    """Let ``name`` be a program that does what ``script`` says; those of this machine are never asked."""
    place = closed / "bin" / name
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)


def answers(closed: Path, logind: str = "", target: str = "", manager: str = "", consoles: str = "") -> None:
    """A machine that answers for what it read when it began: what it was asked for, as it was asked."""
    program(closed, "loginctl", f"[ \"$1\" = show-session ] && [ $# = 3 ] && printf '{logind}'")
    program(
        closed,
        "systemctl",
        f"case \"$1 $2\" in 'show ctrl-alt-del.target') printf '{target}' ;; "
        f"'show --property='*) printf '{manager}' ;; list-units*) printf '{consoles}' ;; esac",
    )


READ = {
    "logind": "NAutoVTs=0\\nHandlePowerKey=ignore\\n",
    "target": "LoadState=masked\\n",
    "manager": "CtrlAltDelBurstAction=none\\n",
}


def test_a_machine_that_has_read_the_files_is_closed(closed: Path) -> None:
    answers(closed, **READ)
    assert check_lockdown(closed, USER, {}).state == "ok"


@pytest.mark.parametrize(
    ("who", "says", "told"),
    [
        ("logind", "NAutoVTs=6\\nHandlePowerKey=ignore\\n", "text consoles (Ctrl+Alt+F2)"),
        ("logind", "NAutoVTs=0\\nHandlePowerKey=poweroff\\n", "the power key"),
        ("consoles", "getty@tty2.service loaded active running Getty\\n", "text consoles (Ctrl+Alt+F2)"),
        ("target", "LoadState=loaded\\n", "Ctrl+Alt+Del"),
        ("manager", "CtrlAltDelBurstAction=reboot-force\\n", "Ctrl+Alt+Del seven times"),
    ],
)
def test_what_only_the_next_start_of_the_machine_closes_is_a_warning(
    closed: Path, who: str, says: str, told: str
) -> None:
    answers(closed, **{**READ, who: says})
    item = check_lockdown(closed, USER, {})
    assert item.message == f"closed only after a restart of the machine: {told}"
    assert (item.state, item.remedy[:28]) == ("warning", "Restart the machine once: it")


def test_what_is_open_by_its_files_is_not_told_a_second_time(closed: Path) -> None:
    answers(closed, **READ | {"logind": "NAutoVTs=6\\nHandlePowerKey=poweroff\\n"})
    (closed / "usr/lib/systemd/logind.conf.d/lamina.conf").write_text("[Login]\nHandlePowerKey=ignore\n")
    item = check_lockdown(closed, USER, {})
    assert item.message == (
        "open: text consoles (Ctrl+Alt+F2); closed only after a restart of the machine: the power key"
    )
    assert "NAutoVTs=0" in item.remedy and "Restart the machine" in item.remedy


def unit(closed: Path, script: str) -> None:
    """Let systemd say of the kiosk's unit what ``script`` says."""
    program(closed, "systemctl", f"[ \"$1 $2\" = 'show lamina.service' ] || exit 1\n{script}")


RUNS = "echo LoadState=loaded; echo ActiveState=active; echo Restart=always; echo NRestarts=2"


@pytest.mark.parametrize(
    ("script", "state", "told"),
    [
        (
            f"{RUNS}; echo WatchdogUSec=20s",
            "ok",
            "started again 2 times since it was first started; one that",
        ),
        (f"{RUNS}; echo WatchdogUSec=0", "warning", "one that hangs is not noticed"),
        (f"{RUNS}; echo Restart=no; echo WatchdogUSec=20s", "warning", "not after every end"),
        ("echo LoadState=loaded; echo ActiveState=failed", "fault", "lamina.service is failed"),
        ("echo LoadState=not-found; echo ActiveState=inactive", "warning", "there is no lamina.service"),
        ("exit 1", "warning", "there is no lamina.service"),
    ],
)
def test_who_watches_is_asked_of_systemd(closed: Path, script: str, state: str, told: str) -> None:
    unit(closed, script)
    item = check_watchdog(closed)
    assert (item.name, item.state) == ("watchdog", state) and told in item.message
    assert (item.remedy == "") is (state == "ok")


def test_the_remedy_for_a_hang_is_what_the_packages_unit_has(closed: Path) -> None:
    unit(closed, f"{RUNS}; echo WatchdogUSec=0")
    written = re.search(r"^WatchdogSec=\d+$", (LINUX / "lamina.service").read_text(), re.MULTILINE)
    assert written is not None and f"{written[0]}, as the package has it" in check_watchdog(closed).remedy


def test_without_systemd_nobody_watches(tmp_path: Path) -> None:
    item = check_watchdog(tmp_path)
    assert item.state == "warning" and "no systemd runs here" in item.message


def test_what_this_version_has_no_use_for_is_said() -> None:
    assert [(item.name, item.state, item.message[:8]) for item in not_used()] == [
        ("sound", "ok", "not used"),
        ("printer", "ok", "not used"),
    ]
