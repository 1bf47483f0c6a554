"""Compiles what mends cage on the kiosk (build_spec/linux/lib); knows nothing of what it mends."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from build_spec.packaging.folder import PackageFault

COMPILE = "-std=gnu11 -Wall -Wextra -Werror -O2 -g0 -fPIC -fstack-protector-strong -D_FORTIFY_SOURCE=2"
LINK = "-shared -s -Wl,-z,relro,-z,now,--build-id=none"
"""No path, date or name of the machine that compiles gets into the library."""


def compile_mends(source: Path, library: Path) -> Path:
    """Make the shared ``library`` from one file of C. Raises ``PackageFault``."""
    if not shutil.which("gcc"):
        raise PackageFault("there is no gcc on this system. Run: apt-get install build-essential")
    library.parent.mkdir(parents=True, exist_ok=True)
    command = ["gcc", *COMPILE.split(), *LINK.split(), "-o", str(library), str(source)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise PackageFault(f"gcc: {source.name}: {done.stdout.strip()[-600:]}")
    library.chmod(0o644)
    return library
