"""Makes build/package-venv, in which `make package` works, with Debian's own Python; packs nothing.

    python3 -m build_spec.packaging.environment [--python PYTHON]

The package carries the Python that packs it. Debian's is mended by Debian: `apt-get` brings it, `apt-cache
policy` tells whether it is the newest. Exit codes: 0 ready, 2 something is missing (the last line).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from build_spec import set_up
from build_spec.set_up import ROOT, SetUpFault

DEBIAN = "/usr/bin/python3.11"
FOLDER = ROOT / "build" / "package-venv"
LOCKS = ("run", "update", "package")

_TELL = (
    "import importlib.util, sys; print(*sys.version_info[:2], sys.base_prefix, "
    "bool(importlib.util.find_spec('ensurepip')), sep='|')"
)


def missing_of_debian(python: str = DEBIAN, *, needs_venv: bool = True) -> list[str]:
    """Debian's packages that its Python still needs to pack: itself, pip in environments, its library."""
    if not Path(python).exists():
        return ["libpython3.11", "python3.11", "python3.11-venv"]
    packages = [] if set_up.is_present("libpython3.11.so.1.0") else ["libpython3.11"]
    return [*packages, "python3.11-venv"] if needs_venv and told_by(python)[3] != "True" else packages


def told_by(python: str) -> list[str]:
    """Major and minor version of a Python, where it lies, whether it brings pip. Raises SetUpFault."""
    try:
        done = subprocess.run([python, "-c", _TELL], stdout=subprocess.PIPE, text=True)
    except OSError as fault:
        raise SetUpFault(f"{python} cannot be run: {fault.strerror}") from None
    if done.returncode:
        raise SetUpFault(f"{python} does not run (above)")
    return done.stdout.strip().split("|")


def make_ready(python: str, folder: Path = FOLDER) -> None:
    """Bring ``folder`` to what the locks name; one of another Python is made anew. Raises SetUpFault."""
    ours = set_up.read_stamp(folder).get("python") == "3.11 /usr"
    if python == DEBIAN and (missing := missing_of_debian(needs_venv=not ours)):
        set_up.install_packages(missing, allowed=True)
    told = told_by(python)
    if told[:2] != ["3", "11"]:
        raise SetUpFault(
            f"The package carries Python 3.11 and {python} is {told[0]}.{told[1]}; leave PACKAGE_PYTHON out: "
            f"Debian's {DEBIAN} is taken"
        )
    wanted = {"python": f"{told[0]}.{told[1]} {told[2]}"}
    for name in LOCKS:
        wanted[name] = hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()
    found = set_up.read_stamp(folder)
    usable = set_up.environment_python(folder).exists() and found.get("python") == wanted["python"]
    if usable and found == wanted:
        return
    if not usable:
        set_up.make_environment(folder, python)
    set_up.install_locks(folder, LOCKS)
    (folder / "lamina.json").write_text(json.dumps(wanted, indent=1), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Make it ready; a fault is one line and exit code 2."""
    parser = argparse.ArgumentParser(description="Make what `make package` works in.")
    parser.add_argument("--python", default=DEBIAN, help="another Python 3.11 to pack with and to carry")
    options = parser.parse_args(arguments)
    try:
        with set_up.alone(ROOT / "build"):
            make_ready(options.python)
    except SetUpFault as fault:
        print(f"package-venv: {fault}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
