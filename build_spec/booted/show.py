"""`make boot-kiosk`: the .deb in a Debian that boots, and a picture; writes below build alone.

    python -m build_spec.booted.show [--deb FILE] [--picture FILE] [--size 1920x1080]

The machine has no network. Exit codes: 0 a picture of the kiosk was saved, 2 not, and the last line says why.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from build_spec.booted import image
from build_spec.booted.glass import shows_kiosk
from build_spec.booted.lines import Refused
from build_spec.booted.machine import PATIENCE, switched_on, until

SETTLE_SECONDS = 3.0


def show(deb: Path, picture: Path, size: tuple[int, int]) -> float:
    """Save what stands on the screen; returns the seconds from switching it on to the kiosk's first picture.

    Raises ``NoDisk``, ``TimeoutError``.
    """
    disk = image.installed(deb)
    with tempfile.TemporaryDirectory() as room, switched_on(disk, Path(room), size=size) as machine:
        try:
            until(lambda: shows_kiosk(machine.picture()), "the kiosk on the screen", PATIENCE)
            took = machine.seconds()
            time.sleep(SETTLE_SECONDS)
        finally:
            picture.parent.mkdir(parents=True, exist_ok=True)
            machine.picture().save(str(picture))
    return took


def main(arguments: Sequence[str]) -> int:
    """Boot, save, and say where."""
    parser = argparse.ArgumentParser(description="A picture of the kiosk in a machine that boots.")
    parser.add_argument("--deb", type=Path, default=image.package(), metavar="FILE")
    parser.add_argument("--picture", type=Path, default=image.ROOT / "dist" / "booted.png", metavar="FILE")
    parser.add_argument("--size", default="1920x1080", metavar="WxH")
    options = parser.parse_args(arguments)
    width, _, height = options.size.partition("x")
    why = image.missing()
    if not why and (options.deb is None or not options.deb.is_file()):
        why = "there is no .deb in dist; run `make package` first"
    if not why and not (width.isdigit() and height.isdigit()):
        why = f"--size {options.size} is no size; write WIDTHxHEIGHT in pixels"
    if not why:
        try:
            took = show(options.deb, options.picture, (int(width), int(height)))
        except (image.NoDisk, Refused, TimeoutError) as fault:
            why = str(fault)
    if why:
        print(f"boot-kiosk: {why}", file=sys.stderr)
        return 2
    print(f"boot-kiosk: the waiting screen {took:.1f} s after switching on; picture: {options.picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
