"""/usr/bin/lamina as root types it: the program is another user's, and root's terminal stays root's."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "build_spec" / "debian" / "lamina.sh"
PROGRAM = r"""
import fcntl, getpass, os, sys, termios, time

def type_into(handle):
    try:
        for letter in b"echo TYPED\n":
            fcntl.ioctl(handle, termios.TIOCSTI, bytes([letter]))
    except OSError as fault:
        return fault.strerror

verb = sys.argv[1]
if verb == "type":
    for handle in (0, 1, 2, os.open("/dev/tty", os.O_RDWR)):
        type_into(handle)
    print("tried", os.getsid(0))
elif verb == "pin":
    print("read", getpass.getpass("PIN: "))
elif verb == "wait":
    try:
        print("waiting", flush=True)  # whoever reads this may press Ctrl+C at once
        time.sleep(60)
    except KeyboardInterrupt:
        sys.exit(42)
elif verb == "end":
    print("told")
    print("warned", file=sys.stderr)
    sys.exit(int(sys.argv[2]))
elif verb == "open":
    print(*(os.readlink(f"/proc/self/fd/{handle}") for handle in (0, 1, 2)))
elif verb == "echo":
    print(os.getuid(), sys.argv[2:], sys.stdin.buffer.read())
elif verb == "environment":
    print(*sorted(f"{name}={value}" for name, value in os.environ.items()), sep="\n")
"""
SECONDS = 20.0

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.getuid() != 0 or not all(map(shutil.which, ("runuser", "/usr/bin/python3"))),
    reason="needs root, runuser and the system's Python",
)


@pytest.fixture(scope="module")
def lamina() -> Iterator[Path]:
    """The script, for a program that tells of itself and a user that every Debian has."""
    with TemporaryDirectory(prefix="lamina-wrapper-") as name:  # pytest's own are closed to other users
        Path(name).chmod(0o755)
        yield laid(Path(name))


def laid(place: Path) -> Path:
    (place / "program.py").write_text(PROGRAM, "utf-8")
    text = SCRIPT.read_text("utf-8").replace("/opt/lamina/lamina", f"/usr/bin/python3 {place}/program.py")
    text = text.replace("user=lamina-updater", "user=nobody").replace("user=lamina ", "user=nobody ")
    script = place / "lamina"
    script.write_text(text.replace("*) user=lamina\n", "*) user=nobody\n"), "utf-8")
    script.chmod(0o755)
    return script


def at_a_terminal(line: str, typed: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
    """What stands on root's terminal after ``line``; each answer is typed once its words are there."""
    answers = list(typed)
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests begun in the background of a shell ignore it
        os.execvp("sh", ["sh", "-c", line])
    shown = b""
    until = time.monotonic() + SECONDS
    try:
        while select.select([terminal], [], [], max(0.0, until - time.monotonic()))[0]:
            try:
                more = os.read(terminal, 4096)
            except OSError:  # the last one left it
                break
            shown += more
            if answers and answers[0][0] in shown:
                os.write(terminal, answers.pop(0)[1])
        assert time.monotonic() < until, shown
    finally:
        os.close(terminal)  # whoever is left is hung up
        os.waitpid(process, 0)
    return shown


@pytest.mark.parametrize("streams", ["", "| cat", "2> /dev/null", "< /dev/null > /dev/null 2>&1"])
def test_what_a_program_types_into_its_terminal_never_reaches_roots(lamina: Path, streams: str) -> None:
    shown = at_a_terminal(f"{lamina} type {streams}; echo AFTER; timeout --foreground 1 cat")
    assert b"TYPED" not in shown.partition(b"AFTER")[2]


def test_the_test_sees_a_program_that_types_into_roots_terminal(lamina: Path) -> None:
    lent = f"/usr/bin/python3 {lamina.parent}/program.py type"
    if Path("/proc/sys/dev/tty/legacy_tiocsti").is_file():
        shown = subprocess.run(["sysctl", "-n", "dev.tty.legacy_tiocsti"], capture_output=True, text=True)
        if shown.stdout.strip() == "0":
            pytest.skip("this kernel lets nobody type into a terminal")
    shown_after = at_a_terminal(f"setpriv --reuid=65534 {lent}; echo AFTER; timeout --foreground 1 cat")
    assert b"TYPED" in shown_after.partition(b"AFTER")[2]


@pytest.mark.parametrize("streams", ["", "| cat", "2> /dev/null | cat"])
def test_a_pin_is_asked_for_at_the_terminal_and_not_shown(lamina: Path, streams: str) -> None:
    shown = at_a_terminal(f"{lamina} pin {streams}", [(b"PIN: ", b"246813\r")])
    assert shown.count(b"246813") == 1 and b"read 246813" in shown


def test_ctrl_c_reaches_the_program_and_its_exit_code_root(lamina: Path) -> None:
    assert b"code 42" in at_a_terminal(f"{lamina} wait; echo code $?", [(b"waiting", b"\x03")])


def test_a_pipe_and_a_file_stay_what_they_are(lamina: Path) -> None:
    assert b"pipe:" not in at_a_terminal(f"{lamina} open")
    kinds = at_a_terminal(f"{lamina} open | cat").split()
    assert [one.startswith(b"pipe:") for one in kinds] == [False, True, False]
    done = subprocess.run([lamina, "end", "64"], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (64, b"told\n", b"warned\n")
    done = subprocess.run([lamina, "echo", "a b", "", "$x", "it's"], input=b"\0\r\n\xff", capture_output=True)
    assert done.stdout.decode() == f"65534 ['a b', '', '$x', \"it's\"] {bytes([0, 13, 10, 255])!r}\n"


def test_a_command_asks_the_updater_that_the_services_name(lamina: Path) -> None:
    given = {**os.environ, "LAMINA_SOCKET": "/nowhere/another", "LD_PRELOAD": ""}
    done = subprocess.run([lamina, "environment"], env=given, capture_output=True, text=True)
    environment = dict(line.split("=", 1) for line in done.stdout.splitlines())
    unit = (SCRIPT.parents[1] / "linux" / "lamina.service").read_text("utf-8")
    for line in unit.splitlines():
        if line.startswith(("Environment=LAMINA_", "Environment=XDG_CACHE_HOME")):
            name, value = line.removeprefix("Environment=").split("=", 1)
            assert environment[name] == value, "whatever root's own environment says"
    assert environment["STATE_DIRECTORY"].startswith("/var/lib/") and "LD_PRELOAD" not in environment
