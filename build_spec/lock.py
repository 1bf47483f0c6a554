"""Writes requirements/*.txt anew from pyproject.toml; knows nothing of what the packages are for.

    make lock

Each lock names every package of one group with the hashes of all its files, for every system and every
Python that pyproject.toml allows, and no address of any index: where packages come from is the machine's
own pip setting. The groups are solved together first, so that no two locks can differ on a version.
The solver (uv) goes into build/lock, never into the project's own environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = ("update", "author", "test", "check", "package")
OWN_PLACE = ("pictures",)
"""Groups that never share an environment with the others, so they are solved by themselves."""

HEADING = """\
# The {group} group of pyproject.toml, locked. Written by `make lock`; do not edit by hand.
# Install with: python -m pip install --require-hashes -r requirements/{group}.txt
"""


def solver() -> list[str]:
    """The solver's command line, installing it into build/lock the first time."""
    home = ROOT / "build" / "lock"
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / "uv").exists() and not (folder / "uv.exe").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([folder / "python", "-m", "pip", "install", "-q", "uv==0.13.8"], check=True)
    return [
        str(folder / "uv"),
        *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
    ]


def solve(command: list[str], arguments: list[str]) -> str:
    """One lock's text. The solver reads no setting of its own, so nothing of this machine gets in."""
    environment = {**os.environ, "UV_NO_CONFIG": "1"}
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE
    )
    return done.stdout


def main() -> int:
    """Solve all groups together, then write each group's own part of that answer."""
    command = solver()
    together = solve(command, ["pyproject.toml", *(f"--group={group}" for group in GROUPS)])
    agreed = ROOT / "build" / "lock" / "agreed.txt"
    agreed.write_text(together, encoding="utf-8")
    folder = ROOT / "requirements"
    folder.mkdir(exist_ok=True)
    wanted: dict[str, list[str]] = {"run": ["pyproject.toml", "-c", str(agreed)]}
    wanted |= {group: [f"--group={group}", "-c", str(agreed)] for group in GROUPS}
    wanted |= {group: [f"--group={group}"] for group in OWN_PLACE}
    for group, arguments in wanted.items():
        text = solve(command, arguments)
        (folder / f"{group}.txt").write_text(HEADING.format(group=group) + text, encoding="utf-8")
        print(f"requirements/{group}.txt: {text.count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
