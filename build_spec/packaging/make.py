"""`make package`: the folder, its bill and notices, the tar.xz and the .deb; says what takes the space.

    python -m build_spec.packaging.make [--edition SHELF] [--into DIR] [--figures FILE] [--folder-only]
        [--though-outdated] [--maintainer "NAME <ADDRESS>"]

Runs in build/package-venv. Exit codes: 0 made, 2 it could not be, and the last line says why.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from build_spec.packaging import (
    allowed,
    archive,
    components,
    debian,
    folder,
    laid,
    needed,
    outdated,
    papers,
    sbom,
    search_paths,
    sizes,
)
from kiosk import __version__

STEM = f"lamina-{__version__}-{'windows' if sys.platform == 'win32' else 'linux'}-x86_64"


def make_folder(work: Path, shelf: Path, *, though_outdated: bool) -> tuple[Path, needed.Needs, list[str]]:
    """The whole folder below ``work``, checked against the list; and what of it is outdated.

    Raises ``PackageFault``, also for what is outdated if that is not to be so.
    """
    made = folder.pack(work)
    origins = components.packed_from(work, "lamina")
    old = outdated.outdated(origins)
    if old and not though_outdated:
        raise folder.PackageFault(outdated.what_to_do(old))
    compiled = folder.compile_qml(made)
    say(f"{compiled} QML files compiled")
    forgotten = search_paths.forget_in(made / path for path in folder.files_of(made))
    say(f"{forgotten} libraries no longer look into folders of this machine")
    inner = [path.removeprefix(f"{folder.INTERNAL}/") for path in folder.files_of(made)]
    extra, missing = allowed.compare(path for path in inner if path not in ("lamina", "lamina.exe"))
    if extra or missing:
        raise folder.PackageFault(f"allowed.txt: not on it: {extra}; not there: {missing}")
    needs = needed.read_needs(made / path for path in folder.files_of(made))
    needs.packages()
    folder.lay_edition(shelf, made)
    (made / folder.TOLD).write_text(f"{folder.version()}\n", encoding="utf-8")
    qt = made / folder.INTERNAL / "PySide6" / "Qt"
    papers.lay_texts(made, components.components(folder.files_of(made), origins, qt))
    parts = components.components(folder.files_of(made), origins, qt)
    sbom.write(made, sbom.bill(made, parts, folder.epoch()))
    folder.settle(made)
    return made, needs, [one.told for one in old]


def main(arguments: Sequence[str]) -> int:
    """Make what was asked for; a fault is one line and exit code 2."""
    parser = argparse.ArgumentParser(description="Make the package of the kiosk.")
    parser.add_argument("--edition", type=Path, default=folder.SHELF, metavar="SHELF")
    parser.add_argument("--into", type=Path, default=folder.ROOT / "dist", metavar="DIR")
    parser.add_argument("--work", type=Path, default=folder.ROOT / "build" / "package", metavar="DIR")
    parser.add_argument("--figures", type=Path, metavar="FILE", help="write the sizes as JSON")
    parser.add_argument("--folder-only", action="store_true", help="no archive, no .deb, no sums")
    parser.add_argument(
        "--though-outdated",
        action="store_true",
        help="also with libraries that Debian has newer; the figures say so. To build an earlier one again",
    )
    parser.add_argument(
        "--maintainer", default=debian.MAINTAINER, metavar="NAME <ADDRESS>", help="who answers for the .deb"
    )
    options = parser.parse_args(arguments)
    try:
        make(options)
    except folder.PackageFault as fault:
        print(f"package: {fault}", file=sys.stderr)
        return 2
    return 0


def make(options: argparse.Namespace) -> None:
    """The package, step by step. Raises ``PackageFault``."""
    begun = time.monotonic()
    work, into = options.work.absolute(), options.into.absolute()
    if work.exists():
        shutil.rmtree(work)
    shelf = options.edition.absolute()
    made, needs, old = make_folder(work, shelf, though_outdated=options.though_outdated)
    for line in old:
        say(f"outdated, and made all the same: {line}")
    say(f"the folder is made: {made}")
    into.mkdir(parents=True, exist_ok=True)
    place = into / STEM
    if place.exists():
        shutil.rmtree(place)
    shutil.copytree(made, place, symlinks=True)
    folder.settle(place)
    written: list[Path] = []
    if not options.folder_only:
        written.append(into / f"{STEM}.tar.xz")
        archive.write_archive(place, written[0], STEM, folder.epoch())
        written.append(debian.write(place, needs, work / "deb", into, options.maintainer))
        if options.maintainer == debian.MAINTAINER:
            say("nobody answers for this .deb yet: who hands it to a clinic gives a name (--maintainer)")
        bill = into / f"{STEM}.{sbom.NAME}"
        shutil.copyfile(work / "deb" / laid.PROGRAM / sbom.NAME, bill)  # the folder's, and all the .deb lays
        archive.write_sums([*written, bill], into)
    parts = sizes.parts_of(place)
    say(f"what takes the space in {place.name}:\n{sizes.as_table(parts)}")
    small = sizes.without_media(place)
    unpacked = sum((place / path).lstat().st_size for path in small)
    say(f"without pictures and sound: {unpacked / 1e6:.1f} MB")
    for file in written:
        say(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    if options.figures:
        figures = {
            "command": 'make package ARGS="--figures docs/figures/package.json"',
            "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "glibc": needs.glibc,
            "needs": needs.packages(),
            "outdated": old,
            "parts": sizes.as_json(parts),
            "bytes": sum(part.bytes for part in parts),
            "bytes_without_media": unpacked,
            "tar_xz_bytes_without_media": sizes.compressed(place, small),
            "archives": {file.name: file.stat().st_size for file in written},
            "sbom_files": len(sbom.files_in(json.loads((place / sbom.NAME).read_text("utf-8")))),
            "files": len(folder.files_of(place)),
        }
        options.figures.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    say(f"made in {time.monotonic() - begun:.0f} s")


def say(line: str) -> None:
    """Tell the person what is going on."""
    print(f"package: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
