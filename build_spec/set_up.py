"""Makes a checkout ready to run or to test, on nothing but Python's standard library; knows no kiosk code.

    python3 build_spec/set_up.py run     what `make run` needs
    python3 build_spec/set_up.py test    what `make test` and `make check` need

In order: the system packages Qt needs (installed where this may be done, otherwise named in the ONE line to
run), the virtual environment .venv, the locked packages, checked by hash. When nothing changed since the
last time it returns at once. Exit codes: 0 ready, 2 something is missing and the last line says what to do.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, TOO_NEW = (3, 11), (3, 14)

LOCKS = {
    "run": ("run", "update", "author"),
    "test": ("run", "update", "author", "test", "check"),
}
"""Which locks each purpose installs. `run` needs the author's to build the edition that ships."""

DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
"""Library to Debian package: what Qt Quick needs to draw at all, display or none.

Read from the NEEDED entries of PySide6-Essentials 6.11.3 (Core, Gui, Qml, Quick, Controls, Network, Test and
the offscreen platform), less what every Debian has (libc6, libgcc-s1, libstdc++6, zlib1g).
"""

WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Library to Debian package: what a real window needs on X11 or Wayland, beyond drawing."""

LIBRARIES = DRAWING | WINDOW
"""Both purposes need all: the tests open real windows, too, in cage and on displays of their own."""

PROGRAMS: dict[str, dict[str, str]] = {"run": {}, "test": {"strace": "strace", "gcc": "build-essential"}}
"""Program to Debian package: tests stop installs at each call that changes the disk, and compile a mend."""

WELCOME: dict[str, dict[str, str]] = {
    "run": {},
    "test": {
        "fiu-run": "fiu-utils",
        "faketime": "faketime",
        "nginx": "nginx-light",
        "cage": "cage",
        "Xvfb": "xvfb",
        "Xwayland": "xwayland",
        "xdotool": "xdotool",
    },
}
"""Program to Debian package: disks that fail at random, wrong clocks, a web server, displays with real keys.

Without one of them some tests are skipped.
"""


class SetUpFault(Exception):
    """The checkout cannot be made ready; the message is one line that says what to do."""


def is_present(library: str) -> bool:
    """Whether the system's loader finds a shared library (`libEGL.so.1`)."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_program(name: str) -> bool:
    """Whether a program is on the path, or where Debian keeps servers."""
    return shutil.which(name) is not None or shutil.which(name, path="/usr/sbin") is not None


def can_make_environments() -> bool:
    """Whether this Python can make a virtual environment with pip in it (Debian splits that off)."""
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


def missing_packages(
    purpose: str,
    *,
    present: Callable[[str], bool] = is_present,
    program: Callable[[str], bool] = is_program,
    environments: Callable[[], bool] = can_make_environments,
    venv_exists: bool = False,
) -> list[str]:
    """Debian packages that `purpose` still needs, sorted; empty on a system that is not Linux."""
    if not sys.platform.startswith("linux"):
        return []
    packages = {package for library, package in LIBRARIES.items() if not present(library)}
    packages |= {package for name, package in PROGRAMS[purpose].items() if not program(name)}
    if not venv_exists and not environments():
        packages.add(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return sorted(packages)


def welcome_packages(purpose: str, *, program: Callable[[str], bool] = is_program) -> list[str]:
    """Debian packages without which some tests of `purpose` are skipped, sorted."""
    if not sys.platform.startswith("linux"):
        return []
    return sorted({package for name, package in WELCOME[purpose].items() if not program(name)})


def one_line(packages: Sequence[str], *, sudo: bool) -> str:
    """The one line a person with the right to install runs; a bare Debian has no sudo, but always su."""
    update, install = "apt-get update", f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"sudo {update} && sudo {install}" if sudo else f'su - -c "{update} && {install}"'


def may_install() -> list[str] | None:
    """The prefix that gives the right to install (nothing for root, `sudo -n`), or None without the right."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install_packages(packages: Sequence[str], *, allowed: bool) -> None:
    """Install Debian packages, or raise SetUpFault with the one line to run."""
    if not shutil.which("apt-get"):
        raise SetUpFault(
            "these Debian packages are missing and there is no apt-get: "
            f"{' '.join(packages)}. Install your system's own packages of the same libraries, then try again"
        )
    prefix = may_install() if allowed else None
    line = one_line(packages, sudo=shutil.which("sudo") is not None)
    if prefix is None:
        raise SetUpFault(f"system packages are missing. Run this one line, then try again: {line}")
    say(f"installing {len(packages)} system packages: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = [*prefix, "apt-get", "update", "-qq"]
    install = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (update, install):
        done = subprocess.run(command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode and command is install:
            print(done.stdout, file=sys.stderr)
            raise SetUpFault(f"apt-get failed (above). Run this one line yourself: {line}")


def environment_python(folder: Path) -> Path:
    """Where a virtual environment keeps its Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_for(purpose: str) -> dict[str, str]:
    """What makes .venv ready for `purpose`: this Python, what was asked of the system, each lock's sha256."""
    asked = " ".join([*LIBRARIES, *PROGRAMS[purpose], *WELCOME[purpose]])
    stamp = {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]} {sys.base_prefix}",
        f"system for {purpose}": hashlib.sha256(asked.encode()).hexdigest(),
    }
    for name in LOCKS[purpose]:
        stamp[name] = hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()
    return stamp


def read_stamp(folder: Path) -> dict[str, str]:
    """What the last set-up left in .venv; empty when there is none or it cannot be read."""
    try:
        found = json.loads((folder / "lamina.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def make_environment(folder: Path, python: str = sys.executable) -> None:
    """Make it new. Debian's Python without ensurepip never gets here: its package was installed first."""
    say(f"making {folder.name}")
    done = subprocess.run(
        [python, "-m", "venv", "--clear", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise SetUpFault(f"Python could not make {folder.name} (above). Delete {folder.name} and try again")


def install_locks(folder: Path, names: Sequence[str]) -> None:
    """Install the packages of these locks, each checked against its hash; nothing is ever compiled."""
    say(f"installing the locked packages: {', '.join(names)}")
    command = [str(environment_python(folder)), "-m", "pip", "install", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    for name in names:
        command += ["-r", str(ROOT / "requirements" / f"{name}.txt")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise SetUpFault("pip could not install the locked packages (above). Check the network and try again")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep a second set-up of the same checkout waiting until this one is done (POSIX only)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "set-up.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def say(line: str) -> None:
    """Tell the person what is going on, one line each."""
    print(f"set-up: {line}", flush=True)


def set_up(purpose: str, *, allowed: bool) -> None:
    """Bring .venv and the system to what `purpose` needs. Raises SetUpFault."""
    folder = ROOT / ".venv"
    wanted = stamp_for(purpose)
    found = read_stamp(folder)
    usable = environment_python(folder).exists() and found.get("python") == wanted["python"]
    if usable and found.items() >= wanted.items():
        return
    packages = missing_packages(purpose, venv_exists=usable)
    welcome = welcome_packages(purpose)
    if welcome:
        try:
            install_packages([*packages, *welcome], allowed=allowed)
        except SetUpFault:
            say(f"some tests will be skipped without these packages: {' '.join(welcome)}")
        packages = missing_packages(purpose, venv_exists=usable)
    if packages:
        install_packages(packages, allowed=allowed)
        still = missing_packages(purpose, venv_exists=True)
        if still:
            raise SetUpFault(f"these were installed and still cannot be loaded: {' '.join(still)}")
    if not usable:
        make_environment(folder)
        found = {}
    if any(found.get(name) != wanted[name] for name in LOCKS[purpose]):
        install_locks(folder, LOCKS[purpose])
    (folder / "lamina.json").write_text(json.dumps({**found, **wanted}, indent=1), encoding="utf-8")
    say(f"ready to {purpose}")


def main(arguments: Sequence[str]) -> int:
    """Read the command line, set up, and turn a fault into one line and exit code 2."""
    parser = argparse.ArgumentParser(description="Make this checkout ready to run or to test.")
    parser.add_argument("purpose", choices=sorted(LOCKS))
    parser.add_argument(
        "--no-system", action="store_true", help="never install system packages; print the line instead"
    )
    options = parser.parse_args(arguments)
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        have = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(
            f"set-up: Python 3.11, 3.12 or 3.13 is needed and this is {have}. "
            "Name one, for example: make run PYTHON=python3.11",
            file=sys.stderr,
        )
        return 2
    try:
        with alone(ROOT / "build"):
            set_up(options.purpose, allowed=not options.no_system)
    except SetUpFault as fault:
        print(f"set-up: {fault}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
