"""A short visit to the kiosk in cage on a screen nobody sees, page by page as pictures; changes nothing else.

    python build_spec/demo_visit.py [--folder DIR | --from-sources] [--edition DIR] [--out dist/demo]

It runs the packaged kiosk, or with --from-sources this checkout, upright and across, as a user who may do
nothing, and clicks through a few pages. Exit codes: 0 every page came, 1 a page did not, 2 it could not be
tried, and the last line says why.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_spec.caged import Caged, caged, missing_packages, until  # noqa: E402  it lies beside this file

SIZES = {"across": (1920, 1080), "upright": (1080, 1920)}
SETTINGS = {"LAMINA_UPDATER": "off", "LAMINA_STILL": "true", "LAMINA_COUNTS": "false"}

STEPS = (
    ("1-waiting", None),
    ("2-language", (0.15, 0.2)),
    ("3-home", (0.25, 0.62)),
    ("4-page", (0.25, 0.3)),
    ("5-warnings", (0.5, 0.96)),
    ("6-home-again", (0.06, 0.96)),
)
"""What is shown, and where the glass was clicked to come there, in fractions of it."""

CHANGED = 0.02
"""The share of the looked-at pixels that differ between two pages."""


REST_SECONDS = 0.7
"""A page has come when nothing on the glass has moved for so long: a button that is held down is no page."""


def looked_at(picture: QImage) -> list[int]:
    """Some thousand pixels of the glass, spread over all of it."""
    across, down = range(0, picture.width(), 16), range(0, picture.height(), 16)
    return [picture.pixel(x, y) for y in down for x in across]


def differ(one: QImage, other: QImage) -> bool:
    """Whether two pictures show two pages."""
    pairs = list(zip(looked_at(one), looked_at(other), strict=True))
    return sum(left != right for left, right in pairs) > CHANGED * len(pairs)


def visit(session: Caged, out: Path, name: str) -> int:
    """Click through the pages and save each; how many came. The others keep the picture before them."""
    display = session.display

    def colourful() -> QImage | None:
        picture = display.settled(REST_SECONDS)
        return picture if len(set(looked_at(picture))) > 20 else None

    shown = until(colourful, f"the waiting screen; it said: {session.said()[-300:]}")
    came = 0
    for step, place in STEPS:
        if place is not None:
            before = shown
            display.click(place[0] * display.size[0], place[1] * display.size[1])
            try:
                until(lambda before=before: differ(display.settled(REST_SECONDS), before), step)  # type: ignore[misc]
            except TimeoutError:
                continue
            shown = display.settled(REST_SECONDS)
        came += 1
        shown.save(str(out / f"{name}-{step}.png"))
    return came


def main(arguments: Sequence[str]) -> int:
    """Visit, save, and say what was seen."""
    parser = argparse.ArgumentParser(description="A short visit to the kiosk in cage, as pictures.")
    folders = sorted(path for path in (ROOT / "dist").glob("lamina-*-linux-*") if path.is_dir())
    parser.add_argument("--folder", type=Path, default=folders[-1] if folders else ROOT / "dist")
    parser.add_argument("--from-sources", action="store_true")
    parser.add_argument("--edition", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "demo")
    options = parser.parse_args(arguments)
    missing = missing_packages()
    if missing:
        print(f"demo: missing. Run: apt-get install {missing}", file=sys.stderr)
        return 2
    program = options.folder.absolute() / "lamina"
    command = (
        [sys.executable, str(ROOT / "main.py"), "run"] if options.from_sources else [str(program), "run"]
    )
    if not options.from_sources and not program.is_file():
        print(
            f"demo: {options.folder} holds no packaged kiosk: `make package`, or --from-sources",
            file=sys.stderr,
        )
        return 2
    if options.edition is not None:
        command += ["--edition", str(options.edition.absolute())]
    options.out.mkdir(parents=True, exist_ok=True)
    came = 0
    for name, size in SIZES.items():
        try:
            with tempfile.TemporaryDirectory() as room:
                Path(room).chmod(0o755)
                with caged(Path(room) / "session", command, size, SETTINGS) as session:
                    came += visit(session, options.out, name)
        except TimeoutError as fault:
            print(f"demo: {' '.join(str(fault).split())}", file=sys.stderr)
            return 2
    asked = len(SIZES) * len(STEPS)
    print(f"demo: {came} of {asked} pages came, in {len(SIZES)} orientations; the pictures: {options.out}")
    return 0 if came == asked else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
