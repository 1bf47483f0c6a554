"""The command that says what changed: content diff; changes nothing."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kiosk.cli.ends import OK, Fault
from kiosk.cli.progress import bar
from kiosk.content.edition import Edition
from kiosk.content.shelf import Shelf, candidate, is_edition_id


def diff(options: argparse.Namespace) -> int:
    """``content diff``: what changed between two editions, in words, as JSON, or as a page with pictures."""
    from kiosk.authoring.changes import as_plain, read_changes, told

    old, new = (_edition(name, options.shelf) for name in (options.old, options.new))
    with bar() as progress:
        changes = read_changes(old, new, progress)
        if options.pictures:
            from kiosk.authoring.changes_page import write_page

            page = write_page(changes, old, new, options.pictures, progress)
    if options.json:
        print(json.dumps(as_plain(changes), indent=1, ensure_ascii=False))
    else:
        print(*told(changes), sep="\n")
    if options.pictures and not options.json:
        print(f"With pictures: open {page} in a browser")
    return OK


def _edition(name: str, shelf: Path) -> Edition:
    """An edition by its own folder, by the shelf it is current on, or by its id on ``shelf``."""
    try:
        folder = Path(name).expanduser()
    except RuntimeError:
        folder = Path(name)
    if folder.is_dir():
        return candidate("asked", folder).open()
    if is_edition_id(name) and name in Shelf(shelf).kept():
        return Shelf(shelf).open(name)
    known = f" or an edition on {shelf}" if Path(name).name == name else ""
    raise Fault(f"{name} is not the folder of an edition{known}; `edition list` names those that are here")
